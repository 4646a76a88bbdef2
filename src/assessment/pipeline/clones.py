"""Check out a commit of the project in a folder of its own: what is built there comes from committed sources alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assessment.errors import AssessmentError, ProcessError
from assessment.process import run
from assessment.project.project import Project, load

_TIMEOUT = 600


@contextmanager
def checked_out(project: Project, commit: str) -> Iterator[Project]:
    """A clone of the project's repository at a commit, in a folder of its own.

    Raises:
        AssessmentError: there is no repository, or the commit is not known in it.
    """
    with tempfile.TemporaryDirectory(prefix="assessment-") as folder:
        clone = Path(folder).resolve() / "clone"
        try:
            below = _git(project, "rev-parse", "--show-prefix")
            top = _git(project, "rev-parse", "--show-toplevel")
            run(["git", "clone", "--quiet", "--shared", "--no-checkout", top, str(clone)], timeout=_TIMEOUT)
            run(["git", "checkout", "--quiet", "--detach", commit], cwd=clone, timeout=_TIMEOUT)
        except ProcessError as exc:
            hint = "fetch it, or run the command in a clone of the repository the edition is from (--project)"
            raise AssessmentError(f"commit {commit} cannot be checked out here", hint=hint) from exc
        yield load(clone / below)


def commit_of(project: Project, revision: str) -> str | None:
    """The whole id of a commit, branch or tag; none where there is no such thing, or no repository."""
    try:
        return _git(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except ProcessError:
        return None


def uncommitted(project: Project, *but: str) -> tuple[str, ...]:
    """The files of the project that differ from the commit checked out, or are in none.

    Ignored ones do not count, nor the folders named in ``but``.

    Raises:
        ProcessError: git does not say.
    """
    command = ["git", "status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", "."]
    said = run([*command, *(f":(exclude){path}" for path in but)], cwd=project.root, timeout=_TIMEOUT).stdout
    return tuple(sorted(entry[3:] for entry in said.split("\0") if len(entry) > 3))  # noqa: PLR2004 - "XY path"


def knows_who_tags(project: Project) -> bool:
    """Whether git has a name and an address to sign a tag with."""
    try:
        return bool(_git(project, "var", "GIT_COMMITTER_IDENT"))
    except ProcessError:
        return False


def tag(project: Project, name: str, message: str) -> None:
    """Tag the commit checked out.

    Raises:
        AssessmentError: git refused, for instance because the tag exists.
    """
    try:
        _git(project, "tag", "--annotate", name, "--message", message)
    except ProcessError as exc:
        hint = "choose another version, or remove the tag if it was made by mistake"
        raise AssessmentError(f"the tag {name} could not be made: {exc.message}", hint=hint) from exc


def _git(project: Project, *arguments: str) -> str:
    return run(["git", *arguments], cwd=project.root, timeout=_TIMEOUT).stdout.strip()
