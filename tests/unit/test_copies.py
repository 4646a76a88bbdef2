"""Work shared out to copies of this process."""

import os
import signal
import sys
import time
from pathlib import Path
from threading import Thread

import pytest

from assessment.copies import beside, parts_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere nothing is forked")
OURS = os.getpid()


def shared_out(make, items):
    with beside(make, items) as answers:
        return answers()


@pytest.fixture(autouse=True)
def three_cores(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})


def test_answers_stand_in_the_order_of_the_items():
    assert shared_out(lambda item: item * item, range(20)) == [item * item for item in range(20)]


@pytest.mark.parametrize("items", [[], [7], [7, 8]])
def test_few_items_are_answered_too(items):
    assert shared_out(str, items) == list(map(str, items))


def test_each_core_has_a_process_of_its_own():
    answered_by = shared_out(lambda _: os.getpid(), range(6))

    assert len({*answered_by, OURS}) == 4
    assert answered_by[:3] == answered_by[3:]


def test_copies_work_while_the_block_is_carried_out(tmp_path):
    def answer(item):
        (tmp_path / str(item)).write_text("done")
        return item

    with beside(answer, range(3)) as answers:
        until(lambda: len(list(tmp_path.iterdir())) == 3)
        assert answers() == [0, 1, 2]


def test_with_one_core_the_work_is_done_when_it_is_asked_for(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0})
    done = []
    with beside(lambda item: done.append(item) or item, range(3)) as answers:
        assert done == []
        assert answers() == done == [0, 1, 2]


def test_a_copy_knows_what_was_read_before():
    read = {"rain": object()}

    assert shared_out(lambda _: id(read["rain"]), range(3)) == [id(read["rain"])] * 3


def test_an_error_of_a_copy_is_raised_here():
    def refuse(item):
        if item == 1:
            raise KeyError(item)
        return item

    with pytest.raises(KeyError, match="1"):
        shared_out(refuse, range(3))


def test_what_a_killed_copy_owed_is_done_here():
    def answer(item):
        if os.getpid() != OURS:
            os.kill(os.getpid(), signal.SIGKILL)
        return item

    assert shared_out(answer, range(6)) == list(range(6))


def test_what_cannot_be_sent_is_made_here():
    answers = shared_out(lambda item: lambda: item, range(3))

    assert [answer() for answer in answers] == [0, 1, 2]


def test_where_no_process_is_to_be_had_all_is_done_here(monkeypatch):
    def refuse():
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refuse)
    assert shared_out(lambda item: (item, os.getpid()), range(3)) == [(item, OURS) for item in range(3)]


def test_an_interrupt_is_for_the_original_alone():
    def answer(item):
        os.kill(os.getpid(), signal.SIGINT)
        return item

    assert shared_out(answer, range(3)) == [0, 1, 2]
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_large_answers_come_whole():
    assert shared_out(lambda item: str(item) * 300_000, range(3)) == [str(item) * 300_000 for item in range(3)]


def test_no_copy_outlives_an_error_here():
    before = children()

    def break_off():
        with beside(lambda _: signal.pause(), range(3)):
            assert len(children()) == len(before) + 3
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert children() == before


def test_a_thread_forks_nothing():
    answered_by = []
    thread = Thread(target=lambda: answered_by.extend(shared_out(lambda _: os.getpid(), range(3))))
    thread.start()
    thread.join()

    assert answered_by == [OURS] * 3


@pytest.mark.parametrize(("length", "parts"), [(7, [(0, 2), (2, 4), (4, 7)]), (2, [(0, 1), (1, 2)]), (0, [])])
def test_parts_follow_each_other(length, parts):
    assert parts_of(length) == [range(*part) for part in parts]


def until(holds, seconds=10):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def children():
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
