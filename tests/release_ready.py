"""What a book needs before it can be released, done as its people would: sign-offs, links, corrections, commit."""

from __future__ import annotations

import subprocess
from pathlib import Path

from assessment.pipeline.build import examine
from assessment.project.project import load
from assessment.releases.links import FILE, Link, addresses, as_yaml
from assessment.reviews.signing import Entry, say

IGNORED = "/_build/\n/_book/\n/dist/\n__pycache__/\n"
CORRECTIONS = "schema: 1\ncorrections: []\n"


def git(root: Path, *arguments: str) -> str:
    who = ["-c", "user.name=Tester", "-c", "user.email=tester@example.org", "-c", "commit.gpgsign=false"]
    when = {"GIT_AUTHOR_DATE": "2024-05-01T12:00:00Z", "GIT_COMMITTER_DATE": "2024-05-01T12:00:00Z"}
    done = subprocess.run(
        ["git", *who, *arguments],
        cwd=root,
        env={"PATH": "/usr/bin:/bin", **when},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def sign(root: Path) -> None:
    """Both roles sign everything there is, as it is now."""
    project = load(root)
    for review in examine(project).reviews.items:
        for role, name in (("assurer", "Ada Test"), ("approver", "Bo Test")):
            seen = review.subject.digests
            say(project, review, Entry(review.subject.id, role, name, "2024-05-01T10:00:00Z", "approved", seen))


def list_links(root: Path) -> None:
    links = [Link(address, "works", "2024-05-01") for address in addresses(root / "_book")]
    (root / FILE).write_bytes(as_yaml(links))


def commit(root: Path, message: str) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)


def make_ready(root: Path) -> None:
    """A built and accepted book becomes one that can be released."""
    (root / ".gitignore").write_text(IGNORED)
    (root / "corrections.yml").write_text(CORRECTIONS)
    (root / "safeguarding.yml").write_text("words: []\n")  # nothing in this book needs a rule
    list_links(root)
    sign(root)
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "The book as it is released")
