"""The door to other programs, tried with small shell programs."""

import os
import signal
import time
from pathlib import Path

import pytest

from assessment.errors import ProgramFailedError, ProgramMissingError, ProgramTimeoutError
from assessment.process import Dialogue, run

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sessions and signals are POSIX")


def shell(script, **options):
    return run(["/bin/sh", "-c", script], **options)


def is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return not _is_zombie(pid)


def _is_zombie(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def gone(pid, seconds=3.0):
    deadline = time.monotonic() + seconds
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def test_what_a_program_says_comes_back_apart():
    done = shell("echo rain; echo cloud >&2")
    assert (done.stdout, done.stderr) == ("rain\n", "cloud\n")


def test_text_goes_in_and_out_as_utf8():
    assert run(["/bin/cat"], stdin="Niederschläge ☂").stdout == "Niederschläge ☂"


def test_more_text_than_a_pipe_holds_goes_both_ways():
    text = "rain\n" * 100_000
    assert run(["/bin/cat"], stdin=text).stdout == text


def test_a_program_need_not_read_its_input():
    assert shell("exec 0<&-; echo done", stdin="x" * 1_000_000).stdout == "done\n"


def test_lines_of_standard_error_are_heard():
    heard = []
    shell("echo one >&2; echo two >&2; echo three", on_line=heard.append)
    assert heard == ["one", "two"]


def test_environment_and_folder_are_what_is_given(tmp_path):
    done = shell("echo $RAIN; echo ${HOME:-none}; pwd", env={"RAIN": "yes"}, cwd=tmp_path)
    assert done.stdout.split() == ["yes", "none", str(tmp_path.resolve())]


def test_a_program_that_fails_is_quoted():
    with pytest.raises(ProgramFailedError, match=r"sh failed \(exit code 7\):\nno umbrella") as caught:
        shell("echo no umbrella >&2; exit 7")
    assert (caught.value.returncode, caught.value.output) == (7, "no umbrella\n")


@pytest.mark.parametrize("name", ["no-such-program", "/etc/hostname"])
def test_a_program_that_cannot_be_started_is_missing(name):
    with pytest.raises(ProgramMissingError, match="cannot be started"):
        run([name])


def test_a_program_that_runs_too_long_is_stopped_with_its_children(tmp_path):
    script = f"sleep 60 & echo $! > {tmp_path}/child; sleep 60"
    began = time.monotonic()
    with pytest.raises(ProgramTimeoutError, match=r"longer than 0\.3 seconds"):
        shell(script, timeout=0.3)
    assert time.monotonic() - began < 10
    assert gone(int((tmp_path / "child").read_text()))


def test_a_program_that_ignores_the_polite_signal_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("assessment.process._GRACE_SECONDS", 0.2)
    with pytest.raises(ProgramTimeoutError):
        shell(f"trap '' TERM; echo $$ > {tmp_path}/pid; while :; do sleep 0.05; done", timeout=0.3)
    assert gone(int((tmp_path / "pid").read_text()))


def test_a_child_left_behind_neither_outlives_the_program_nor_holds_us_up(tmp_path):
    began = time.monotonic()
    done = shell(f"sleep 60 & echo $! > {tmp_path}/child; echo done", timeout=20)
    assert done.stdout == "done\n"
    assert time.monotonic() - began < 10
    assert gone(int((tmp_path / "child").read_text()))


def test_an_interrupt_ends_the_program_too(tmp_path):
    def scream(*_):
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, scream)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        with pytest.raises(KeyboardInterrupt):
            shell(f"echo $$ > {tmp_path}/pid; sleep 60")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert gone(int((tmp_path / "pid").read_text()))


def test_a_polite_program_is_nice_and_so_is_its_session(tmp_path):
    script = "read go; nice; cat /proc/self/autogroup 2>/dev/null || true"
    with Dialogue(["/bin/sh", "-c", script], dict(os.environ), tmp_path / "said", tmp_path, polite=True) as program:
        program.tell("go")
        said = list(program.answers())
    assert int(said[0]) >= 10
    assert all(line.endswith("nice 10") for line in said[1:])
