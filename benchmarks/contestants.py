"""Who is compared: how each is set up, what one types to bring things up to date, how one sees what ran."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HERE = Path(__file__).parent
BIN = Path(sys.executable).parent
Seen = dict[str, object]


@dataclass(frozen=True)
class Contestant:
    """``command`` brings a book in the working folder up to date; ``seen`` marks each notebook's last run.

    ``edits``: whether it can tell what an edit makes stale; ``does`` says what its command covers.
    """

    name: str
    does: str
    command: list[str]
    seen: Callable[[Path, str], Seen]
    prepare: tuple[tuple[str, ...], ...] = ()
    edits: bool = True
    package: str = ""

    @property
    def version(self) -> str:
        """Its version; empty where it is not installed."""
        try:
            return version(self.package)
        except PackageNotFoundError:
            return ""


def _executed(folder: Path, _said: str) -> Seen:
    return {path.stem: path.stat().st_mtime_ns for path in (folder / "executed").glob("*.ipynb")}


def _records(folder: Path, _said: str) -> Seen:
    return {path.stem: json.loads(path.read_bytes()) for path in (folder / "_build" / "notebooks").glob("*.json")}


def _ours(folder: Path, said: str) -> Seen:
    """Every notebook with the number of the build that executed it last, as the log of builds tells."""
    del said
    log = folder / "_build" / "logs" / "builds.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    return {slug: number for number, line in enumerate(lines) for slug in json.loads(line)["executed"]}


def _cached(folder: Path, _said: str) -> Seen:
    """The records of jupyter-cache: a notebook that ran again has another one."""
    ask = (
        "import json\nfrom jupyter_cache import get_cache\n"
        "records = get_cache('.jupyter_cache').list_cache_records()\n"
        "print(json.dumps([[record.uri, str(record.created)] for record in records]))"
    )
    done = subprocess.run([sys.executable, "-c", ask], cwd=folder, capture_output=True, text=True, check=True)
    seen: Seen = {}
    for uri, created in sorted(json.loads(done.stdout), key=lambda record: record[1]):
        seen[Path(uri).stem] = created
    return seen


PYTHON = sys.executable
ASSESSMENT = [PYTHON, "-m", "assessment", "build", "--renderer", "embedded"]
_GIT = ("git", "-c", "user.name=x", "-c", "user.email=x@example.org")
CONTESTANTS = [
    Contestant("assessment", "executes, renders HTML and PDF, checks", ASSESSMENT, _ours, package="assessment"),
    Contestant(
        "assessment, executing only",
        "executes",
        [PYTHON, str(HERE / "execute.py"), "."],
        _records,
        edits=False,
        package="assessment",
    ),
    Contestant(
        "nbclient, two at a time",
        "executes",
        [PYTHON, str(HERE / "with_nbclient.py"), "."],
        _executed,
        edits=False,
        package="nbclient",
    ),
    Contestant(
        "jupyter-cache, in parallel",
        "executes",
        [str(BIN / "jcache"), "project", "-p", ".jupyter_cache", "execute", "-e", "local-parallel"],
        _cached,
        prepare=(("sh", "-c", f"yes | '{BIN / 'jcache'}' notebook -p .jupyter_cache add notebooks/*.ipynb"),),
        package="jupyter-cache",
    ),
    Contestant(
        "Snakemake, two cores",
        "executes",
        [str(BIN / "snakemake"), "-c2", "--quiet", "all"],
        _executed,
        package="snakemake",
    ),
    Contestant(
        "DVC",
        "executes",
        [str(BIN / "dvc"), "repro", "--quiet"],
        _executed,
        prepare=(
            ("mkdir", "executed"),
            ("git", "init", "-q"),
            (str(BIN / "dvc"), "init", "-q"),
            (*_GIT, "commit", "-qm", "book"),
        ),
        package="dvc",
    ),
]
QUARTO = shutil.which("quarto")
if QUARTO:
    _script = (
        "ls notebooks/*.ipynb | xargs -P 2 -n 1 jupyter execute --inplace > /dev/null 2>&1 && quarto render --quiet"
    )
    CONTESTANTS.append(
        Contestant(
            "jupyter execute, then Quarto",
            "executes, renders HTML and PDF",
            ["sh", "-c", _script],
            lambda *_: {},
            edits=False,
            package="nbclient",
        )
    )
