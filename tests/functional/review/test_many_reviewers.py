"""Two thousand requests, twenty at a time: nothing lost, nothing doubled; and a server killed while it writes."""

from __future__ import annotations

import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest

from assessment.reviews.records import read_records

pytestmark = pytest.mark.slow
REQUESTS, AT_A_TIME, TABLES = 2000, 20, 40
FORM = "application/x-www-form-urlencoded"


class Browser:
    """One connection of its own, with the cookie of the server."""

    def __init__(self, address):
        parts = urlsplit(address)
        self.host = parts.netloc
        _, answer = self.ask("GET", f"/?{parts.query}", {})
        self.cookie = answer.headers["set-cookie"].partition(";")[0]

    def ask(self, method, path, headers, body=None):
        connection = http.client.HTTPConnection(self.host, timeout=120)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.read().decode(), answer
        finally:
            connection.close()

    def form(self, subject):
        text, answer = self.ask("GET", f"/subject?{urlencode({'id': subject})}", {"Cookie": self.cookie})
        assert answer.status == 200, text
        hidden = lxml.html.fromstring(text).xpath("//form[@action='/say']//input[@type='hidden']")
        return {field.get("name"): field.get("value") for field in hidden}

    def say(self, form, **fields):
        filled = {"role": "assurer", "decision": "", "note": "", "comment": "", **form, **fields}
        headers = {"Cookie": self.cookie, "Origin": f"http://{self.host}", "Content-Type": FORM}
        return self.ask("POST", "/say", headers, urlencode(filled))[1].status


@contextmanager
def serving(rain):
    command = [sys.executable, "-m", "assessment", "review", "--project", str(rain.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as server:
        address = re.search(r"http://\S+", server.stderr.readline())[0]
        threading.Thread(target=server.stderr.read, daemon=True).start()
        yield server, address
        server.send_signal(signal.SIGINT)
        server.wait(30)


def subjects():
    return ["fig-rain", "values-rain", *(f"tbl-rain-of-{number}" for number in range(TABLES))]


def test_two_thousand_requests_of_twenty_reviewers_lose_and_double_nothing(rain):
    rain.more_tables = TABLES
    rain.write()
    with serving(rain) as (_, address):
        browser = Browser(address)
        forms = {subject: browser.form(subject) for subject in subjects()}

        def one(number):
            subject = subjects()[number % len(forms)]
            if number % 5:
                said = browser.say(forms[subject], name=f"Reader {number}", comment=f"Remark {number}")
                if number % 7 == 0:  # an impatient second click
                    browser.say(forms[subject], name=f"Reader {number}", comment=f"Remark {number}")
                return (said,)
            tried = []
            while not tried or tried[-1] == 409:
                tried.append(browser.say(browser.form(subject), name=f"Reader {number}", decision="approved"))
            return tuple(tried)

        with ThreadPoolExecutor(AT_A_TIME) as pool:
            answers = list(pool.map(one, range(REQUESTS)))
    assert {status for tried in answers for status in tried} <= {303, 409}
    assert all(tried[-1] == 303 for tried in answers)
    shelf = read_records(rain.project)
    assert shelf.broken == ()
    records = shelf.records.values()
    comments = sorted(comment.text for record in records for comment in record.comments)
    signed = sorted(item.name for record in records for item in record.sign_offs)
    assert comments == sorted(f"Remark {number}" for number in range(REQUESTS) if number % 5)
    assert signed == sorted(f"Reader {number}" for number in range(0, REQUESTS, 5))


@pytest.mark.parametrize("attempt", range(3))
def test_a_kill_while_writing_loses_at_most_the_click_in_flight(rain, attempt):
    rain.more_tables = 3
    rain.write()
    acknowledged, sent = [], []

    def click(browser, forms, worker):
        for number in range(1000):
            text = f"Remark {worker}-{number}"
            sent.append(text)
            try:
                status = browser.say(forms[worker % len(forms)], name="Ada", comment=text)
            except (OSError, http.client.HTTPException):
                return
            assert status == 303
            acknowledged.append(text)

    with serving(rain) as (server, address):
        browser = Browser(address)
        forms = [browser.form(subject) for subject in ("fig-rain", "values-rain", "tbl-rain")]
        workers = [threading.Thread(target=click, args=(browser, forms, worker)) for worker in range(3)]
        for worker in workers:
            worker.start()
        time.sleep(1 + random.Random(attempt).random())  # noqa: S311 - any moment will do
        os.kill(server.pid, signal.SIGKILL)
        for worker in workers:
            worker.join()
    assert acknowledged
    shelf = read_records(rain.project)
    written = sorted(comment.text for record in shelf.records.values() for comment in record.comments)
    assert shelf.broken == ()
    assert len(written) == len(set(written))
    assert set(acknowledged) <= set(written) <= set(sent)
    with serving(rain) as (_, address):
        assert Browser(address).say(Browser(address).form("fig-rain"), name="Ada", comment="After") == 303
    assert not list((rain.root / "reviews").rglob(".*"))
