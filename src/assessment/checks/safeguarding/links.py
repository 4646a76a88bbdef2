"""Links lead only to the kinds of publishers that the rules allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from assessment.checks.safeguarding.passages import Link
from assessment.checks.safeguarding.published import RULES
from assessment.model import Finding, finding

_HINT = f"cite a publisher, a statistics body or a charity; one that is missing is added to {RULES} under its kind"
_HOSTLESS = {"mailto", "tel"}


def link_findings(links: Iterable[Link], hosts: Mapping[str, tuple[str, ...]]) -> Iterator[Finding]:
    """Links to hosts of no allowed kind, and links in ways other than the web."""
    allowed = [host.casefold() for listed in hosts.values() for host in listed]
    for link in links:
        problem = _problem(link.address, allowed)
        if problem:
            place = link.place
            message = f"a link {problem}"
            yield finding(
                "S731", message, path=place.path, line=link.line, hint=_HINT, cell=place.cell, column=place.column
            )


def _problem(address: str, allowed: Iterable[str]) -> str:
    """What is wrong with an address; the address itself is not repeated, so that no report hands it on."""
    try:
        parts = urlsplit(address if "//" in address or ":" in address.partition("/")[0] else _guessed(address))
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return "cannot be read"
    if not host:
        is_ours = parts.scheme in ("", *_HOSTLESS)
        return "" if is_ours else f"uses {parts.scheme}:, which is not the web"
    if parts.scheme not in ("", "http", "https"):
        return f"uses {parts.scheme}:, which is not the web"
    return "" if any(_matches(host, entry) for entry in allowed) else "leads to a host that is not among those allowed"


def _guessed(address: str) -> str:
    """A bare name such as "example.org/page" as an address; a path of ours stays one."""
    first = address.partition("/")[0]
    is_path = (
        address.startswith(("#", "/", ".", "{"))
        or "." not in first
        or first.endswith((".qmd", ".html", ".svg", ".png", ".csv", ".ipynb", ".md", ".pdf", ".jpg"))
    )
    return address if is_path else f"//{address}"


def _matches(host: str, entry: str) -> bool:
    """Whether a host is the entry or below it; "*.gov" stands for all below it."""
    name = entry.removeprefix("*.")
    return host.endswith(f".{name}") or (host == name and not entry.startswith("*."))
