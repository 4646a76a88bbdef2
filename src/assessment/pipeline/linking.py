"""Try every link of the editions last built and write down how it went: the one time a release asks the network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from assessment.errors import UsageError
from assessment.project.files import write_atomically
from assessment.project.project import Project
from assessment.releases.links import FILE, Link, addresses, as_yaml, ask, tried


def try_links(project: Project, on_link: Callable[[str], None], get: Callable[[str], Any] = ask) -> list[Link]:
    """Try them, and write `links.yml`.

    Raises:
        UsageError: nothing was built that has links.
        OutputError: the list cannot be written.
    """
    if not (project.output / "index.html").is_file():
        raise UsageError("there are no pages whose links could be tried", hint="run `assessment build` first")
    links = tried(addresses(project.output), datetime.now(UTC).date().isoformat(), on_link, get)
    write_atomically(project.root / FILE, as_yaml(links))
    return links
