"""The commands of review, as reviewers without a server and continuous integration use them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import asdict

import lxml.html
import pytest
import yaml

NOON = "2026-01-01T12:00:00Z"


@pytest.fixture
def run(rain):
    """Run a command on the book; its options stand where people put them: at the end."""

    def run(*arguments):
        command = [sys.executable, "-m", "assessment", *arguments, "--project", str(rain.root)]
        return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)

    return run


def answers(desk, *ids, name="Ada", role="assurer", date=NOON, **more):
    """A file of answers, as the packet saves it."""
    said = {"decision": "approved", "note": "Fine.", "comment": ""} | more
    items = [{"id": of, "digests": asdict(desk.reviews().of(of).subject.digests), **said} for of in ids]
    head = {"schema": 1, "kind": "assessment review answers", "book": "Rain", "name": name, "role": role, "date": date}
    return {**head, "answers": items}


def saved(rain, content):
    path = rain.root.parent / "answers.json"
    path.write_text(json.dumps(content))
    return str(path)


def test_status_says_how_everything_stands_and_asks_with_its_exit_code(run, reviewer):
    said = run("review", "status")
    assert (said.returncode, said.stdout.count("missing  ")) == (1, 3)
    for subject in ("fig-rain", "tbl-rain", "values-rain"):
        for name, role in (("Ada", "assurer"), ("Ben", "approver")):
            reviewer.say(subject, name=name, role=role)
    said = run("review", "status", "--json")
    told = json.loads(said.stdout)
    assert (said.returncode, told["complete"], {item["state"] for item in told["reviews"]}) == (0, True, {"current"})


def test_trace_tells_the_review_of_figures_and_values(run, reviewer):
    assert json.loads(run("trace", "fig-rain", "--json").stdout)["review"] is None
    reviewer.say()
    reviewer.say("values-rain", decision="changes wanted")
    review = json.loads(run("trace", "fig-rain", "--json").stdout)["review"]
    assert review["roles"]["assurer"] == {"state": "current", "name": "Ada", **_told(review)}
    assert json.loads(run("trace", "rain.most", "--json").stdout)["review"]["state"] == "changes wanted"
    assert "assurer: current: Ada" in run("trace", "fig-rain").stdout


def _told(review):
    date = review["roles"]["assurer"]["date"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", date)
    return {"date": date, "decision": "approved", "changed": []}


def test_check_finds_what_keeps_reviews_from_being_complete(run, rain, reviewer):
    def codes():
        found = json.loads(run("check", "--json").stdout)["findings"]
        return sorted(finding["code"] for finding in found if finding["code"].startswith("R"))

    assert codes() == []
    reviewer.say(comment="Which gauge?")
    assert codes() == ["R801", "R801", "R806"]
    rain.write(coast=150)
    assert "R802" in codes()
    rain.write(colour="red")
    assert "R803" in codes()
    rain.write(alt="Bars.")
    assert "R804" in codes()
    rain.write()
    reviewer.say(name="Ben", decision="changes wanted", role="approver")
    assert "R805" in codes()
    (rain.root / "reviews" / "fig-none.yml").write_text("schema: 1\nid: fig-none\n")
    (rain.root / "reviews" / "fig-broken.yml").write_text("schema: 1\n")
    assert {"R807", "R808"} <= set(codes())


def test_an_answer_gives_the_record_that_the_page_gives(run, rain, desk, reviewer):
    reviewer.say(note="Fine.", comment="Which gauge?")
    path = rain.root / "reviews" / "fig-rain.yml"
    from_page = yaml.safe_load(path.read_text())
    path.unlink()
    content = answers(desk, "fig-rain", comment="Which gauge?", date=from_page["assurer"][0]["date"])
    said = run("review", "import", saved(rain, content))
    assert (said.returncode, said.stdout) == (0, "taken     fig-rain\n")
    assert yaml.safe_load(path.read_text()) == from_page
    assert run("review", "import", saved(rain, content)).stdout == "known     fig-rain\n"
    assert yaml.safe_load(path.read_text()) == from_page


def test_an_answer_to_an_old_figure_cannot_approve_a_new_one(run, rain, desk):
    content = answers(desk, "fig-rain", "values-rain", comment="Which gauge?")
    rain.write(coast=150)
    said = run("review", "import", saved(rain, content), "--json")
    results = {outcome["id"]: outcome["result"] for outcome in json.loads(said.stdout)["answers"]}
    assert (said.returncode, results) == (1, {"fig-rain": "old", "values-rain": "taken"})
    record = yaml.safe_load((rain.root / "reviews" / "fig-rain.yml").read_text())
    assert (record["assurer"], record["comments"][0]["text"]) == (None, "Which gauge?")


def test_an_answer_of_the_analyst_is_refused(run, rain, desk):
    said = run("review", "import", saved(rain, answers(desk, "fig-rain", name="Ana Lyst")))
    assert (said.returncode, "the analyst cannot approve it" in said.stdout) == (1, True)
    assert not (rain.root / "reviews" / "fig-rain.yml").exists()


@pytest.mark.parametrize(
    ("break_", "says"),
    [
        (lambda _: "{", "not JSON"),
        (lambda _: [], "not a file of answers"),
        (lambda c: {**c, "schema": 2}, "not a file of answers"),
        (lambda c: {**c, "role": "king"}, "a role is one of"),
        (lambda c: {**c, "name": " "}, "a name is needed"),
        (lambda c: {**c, "date": "2999-01-01T00:00:00Z"}, "lies ahead"),
        (lambda c: {**c, "answers": 3}, "a list of at most"),
        (lambda c: {**c, "answers": [3]}, "answer 1: keys and values"),
        (lambda c: {**c, "answers": [{**c["answers"][0], "digests": {"data": "x"}}]}, "answer 1: `digests:` are"),
        (lambda c: {**c, "answers": [{**c["answers"][0], "decision": "perhaps"}]}, "answer 1: a decision is one of"),
        (lambda c: {**c, "answers": [{**c["answers"][0], "path": "/etc"}]}, "'path' is not known"),
        (lambda c: {**c, "answers": [*c["answers"], {**c["answers"][0], "note": 3}]}, "answer 2: `note` is a text"),
    ],
)
def test_a_file_that_is_wrong_in_a_part_is_refused_whole(rain, desk, break_, says):
    from assessment.reviews.answers import read_answers
    from assessment.reviews.entries import RecordError

    content = break_(answers(desk, "fig-rain"))
    with pytest.raises(RecordError, match=re.escape(says)):
        read_answers((content if isinstance(content, str) else json.dumps(content)).encode())


def test_a_wrong_file_ends_the_command_before_anything_is_written(run, rain):
    said = run("review", "import", saved(rain, {"schema": 1}))
    assert (said.returncode, "not a file of answers" in said.stderr, "Hint:" in said.stderr) == (3, True, True)
    assert run("review", "import", "/nowhere.json").returncode == 2
    assert not (rain.root / "reviews").exists()


def test_the_packet_is_one_file_that_asks_nobody(run, rain, reviewer):
    rain.write(caption="</script><script>alert(1)</script>")
    said = run("review", "packet")
    page = (rain.root / "_build" / "review-packet.html").read_text()
    assert said.stdout.endswith("review-packet.html\n")
    assert "<script>alert(1)" not in page
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    (policy,) = lxml.html.fromstring(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")


def test_the_packet_leaves_out_what_is_signed(run, rain, reviewer):
    for name, role in (("Ada", "assurer"), ("Ben", "approver")):
        reviewer.say(name=name, role=role)
    out = rain.root.parent / "p.html"
    run("review", "packet", "-o", str(out))
    assert '"id": "fig-rain"' not in out.read_text()
    run("review", "packet", "--all", "-o", str(out))
    assert '"id": "fig-rain"' in out.read_text()


def test_the_summary_is_markdown_in_which_words_mean_themselves(run, rain, reviewer):
    reviewer.say(name="A | <b>", comment="see #1 @all")
    rain.write(coast=150)
    said = run("review", "summary").stdout
    row = next(line for line in said.splitlines() if line.startswith("| lapsed | fig"))
    assert r"lapsed (A \| \<b\>)" in row
    assert "100 → 150" in row
    assert r"see \#1 \@all" in said


def test_the_certificate_says_who_checked_and_what_was_not(run, rain, reviewer):
    for name, role in (("Ada", "assurer"), ("Ben", "approver")):
        reviewer.say(name=name, role=role)
    said = run("review", "certificate")
    checked, _, unchecked = said.stdout.partition("## What was not checked")
    assert "- Ada, assurer: 1 item," in checked
    assert "| fig-rain |" in checked
    assert "| tbl-rain |" in unchecked
    assert "**Not complete.**" in checked
    data = json.loads(run("review", "certificate", "--format", "json").stdout)
    assert [person["name"] for person in data["people"]] == ["Ada", "Ben"]
    page = run("review", "certificate", "--format", "html").stdout
    assert "Rain &lt;b&gt;book&lt;/b&gt;" in page
    assert run("review", "certificate", "--format", "pdf").returncode == 2
    assert run("review", "certificate").stdout == said.stdout


def test_the_page_is_served_to_this_machine_until_it_is_stopped(rain):
    command = [sys.executable, "-m", "assessment", "review", "--project", str(rain.root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as server:
        address = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", server.stderr.readline())[0]
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.build_opener().open(address.partition("?")[0])
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        assert b"What wants a reviewer" in opener.open(address).read()
        server.send_signal(signal.SIGINT)
        assert server.wait(20) in (0, 130)


def test_a_port_that_is_taken_is_said(run, rain):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = run("review", "--port", str(taken.getsockname()[1]))
    assert (said.returncode, "Address already in use" in said.stderr) == (2, True)
