"""Read-only folders, full disks, interruptions: what was good before stays, and the next build is right."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

SLEEPS = """
import os
import time
from pathlib import Path

Path("started").write_text(str(os.getpid()))
time.sleep({})
print("slept")
"""


def slow(book, seconds):
    """Let the plain notebook sleep; it says that it has begun in the file it leaves."""
    book.edit_cell("notebooks/plain.ipynb", "remark", SLEEPS.format(seconds))


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def begun(book):
    """Wait until the sleeping notebook runs; gives the process of its kernel."""
    place = book.root / "notebooks/started"
    wait_for(lambda: place.exists() and place.read_text())
    return int(place.read_text())


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def hear(program, words):
    """Read what a program says on standard error until it says these words."""
    for line in program.stderr:
        if words in line:
            return
    pytest.fail(f"it ended without saying {words!r}")


def leftovers(book):
    return [path for path in book.files("") if path.endswith(".new") or "book.new" in path or "book.old" in path]


# Root may write anywhere: without these rights it may write only where permissions let it.
AS_ANYONE = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()


@pytest.fixture
def permissions(tmp_path):
    """Skips where permissions do not hold even so; gives back all rights in the end, so that the folder can go."""
    (tmp_path / "probe").mkdir(mode=0o555)
    if AS_ANYONE and not shutil.which(AS_ANYONE[0]):
        pytest.skip("we are root and there is no setpriv to lay rights down")
    if subprocess.run([*AS_ANYONE, "touch", tmp_path / "probe/file"], capture_output=True, check=False).returncode == 0:
        pytest.skip("permissions do not hold here")
    yield
    for folder in (path for path in tmp_path.rglob("*") if path.is_dir()):
        folder.chmod(0o755)


@pytest.mark.parametrize("locked", [".", "_build"], ids=["the folder of the editions", "the build folder"])
def test_a_folder_that_is_read_only(permissions, weather, locked):
    weather.append("index.qmd", "A new sentence.")
    before = weather.files()
    (weather.root / locked).chmod(0o555)
    said = weather.build(before=AS_ANYONE)
    assert (said.code, said.json["error"]["message"]) == (3, "cannot be written: Permission denied")
    assert "chmod u+w" in said.json["error"]["hint"]
    assert weather.files() == before
    (weather.root / locked).chmod(0o755)
    assert weather.build().code == 0
    assert "A new sentence." in weather.page("index.html")
    assert not leftovers(weather)


# In a name space of its own, so that the mounts end with the command.
NEW_NAMES = ("unshare", "--user", "--map-root-user", "--mount", "sh", "-ec")


@pytest.fixture
def mounts():
    """Skips where a command may not mount a file system for itself."""
    probe = [*NEW_NAMES, "mount -t tmpfs none /mnt"]
    if not shutil.which(NEW_NAMES[0]) or subprocess.run(probe, capture_output=True, check=False).returncode:
        pytest.skip("no file system may be mounted here")


def test_a_file_system_that_is_read_only(mounts, weather):
    weather.append("index.qmd", "A new sentence.")
    before = weather.files("")
    script = 'mount --bind "$0" "$0"; mount -o remount,bind,ro "$0"; exec "$@"'
    said = weather.build(before=(*NEW_NAMES, script, str(weather.root)))
    assert (said.code, said.json["error"]["message"]) == (3, "cannot be written: Read-only file system")
    assert said.json["error"]["hint"]
    assert weather.files("") == before


FULL = """
mount -t tmpfs -o size=64m none "$0"
cp -a "$0.origin/." "$0/"
head -c $(( $(df --output=avail -B1 "$0" | tail -n 1) - {free} )) /dev/zero > "$0/filler"
set +e
"$@"
code=$?
rm "$0/filler"
diff -rq "$0.origin/_book" "$0/_book" >&2 || exit 99
"$@" > "$0.origin/again.json" || exit 98
exit $code
"""


@pytest.mark.parametrize("free", [0, 200_000, 500_000], ids=["no room", "room to begin", "room for half of it"])
def test_a_disk_that_is_full(mounts, weather, free):
    weather.edit_cell("notebooks/plain.ipynb", "remark", "print('A new remark')")
    origin = weather.root.rename(weather.root.with_name("weather.origin"))
    weather.root.mkdir()
    said = weather.build(before=(*NEW_NAMES, FULL.format(free=free), str(weather.root)))
    assert said.code == 3, said
    assert "disk is full" in said.json["error"]["hint"]
    assert '"executed"' in (origin / "again.json").read_text()


def test_a_file_that_may_not_grow_as_large_as_it_must(weather):
    """A limit on the size of files works wherever mounts do not."""
    weather.append("index.qmd", "A new sentence.")
    before = weather.files()
    said = weather.build(before=("sh", "-c", 'ulimit -f 8; exec "$@"', "sh"))
    assert (said.code, said.json["error"]["message"]) == (3, "cannot be written: File too large")
    assert weather.files() == before
    assert weather.build().code == 0


def test_an_interrupt_while_a_notebook_runs(weather):
    slow(weather, 600)
    before = weather.files()
    program = weather.start("build")
    kernel = begun(weather)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=20)
    assert (program.returncode, "interrupted" in err) == (130, True)
    assert "Traceback" not in err
    wait_for(lambda: not runs(kernel), seconds=5)
    assert weather.files() == before
    assert not leftovers(weather)


def test_an_interrupt_while_pages_are_rendered(finished, weather):
    weather.append("index.qmd", "A new sentence.")
    before = weather.files()
    program = weather.start("build")
    hear(program, "rendering index.html")
    program.send_signal(signal.SIGINT)
    program.communicate(timeout=20)
    assert program.returncode == 130
    assert weather.files() == before
    assert weather.build().code == 0
    assert "A new sentence." in weather.page("index.html")


def test_of_two_builds_at_once_the_second_waits_and_finds_nothing_to_do(weather):
    slow(weather, 2)
    first = weather.start("build")
    begun(weather)
    second = weather.run("build")
    out, _ = first.communicate(timeout=60)
    assert (first.returncode, second.code) == (0, 0)
    assert f"waiting for `assessment build` (process {first.pid})" in second.err
    assert "1 executed" in out
    assert "0 executed" in second.out
    assert "Nothing to render" in second.out


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["executed plain", "rendering index.html", "rendering typesetting the PDF"])
def test_after_a_kill_at_any_moment_the_next_build_gives_the_right_bytes(weather, tmp_path, moment):
    weather.edit_cell("notebooks/plain.ipynb", "remark", "print('new')")
    undisturbed = weather.copied_to(tmp_path / "undisturbed")
    assert undisturbed.build().code == 0
    before = weather.files()
    program = weather.start("build")
    hear(program, moment)
    program.kill()
    program.communicate(timeout=20)
    assert weather.files() == before
    assert weather.build().code == 0
    assert weather.files() == undisturbed.files()
    assert not leftovers(weather)


@pytest.mark.slow
def test_a_kill_leaves_no_kernel_behind(weather):
    slow(weather, 600)
    program = weather.start("build")
    kernel = begun(weather)
    program.kill()
    program.communicate(timeout=20)
    wait_for(lambda: not runs(kernel), seconds=15)


def test_a_build_killed_between_two_renames_is_recovered(finished, weather):
    """The last edition was moved aside and the new one was not yet in its place."""
    (weather.root / "_book").rename(weather.root / "_build/book.old")
    said = weather.build()
    assert (said.code, said.json["rendered"]) == (0, {"html": [], "pdf": False})
    assert weather.files() == finished.files()
