"""Links that lead out of the report, against the list of what became of them when they were last tried.

A release asks no network: `links.yml` says of each address how it went last. An address nobody could try stands
there with the reason, and the gate says how many there are of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assessment.model import Finding, finding
from assessment.releases.gates import Gate, judged
from assessment.reviews.wording import counted

FILE = "links.yml"
RESULTS = ("works", "broken", "not tried")
_OPTIONS = {"User-Agent": "assessment (link check)"}
_SECONDS = 20
_FIRST_BAD, _REFUSED = 400, (401, 403, 405, 429)


@dataclass(frozen=True)
class Link:
    """How an address went when it was last tried; ``date`` is that day, ``reason`` says why it was not."""

    address: str
    result: str
    date: str = ""
    reason: str = ""


def addresses(folder: Path) -> Mapping[str, str]:
    """Address → the first page of an edition that leads there."""
    from lxml import html

    found: dict[str, str] = {}
    for page in sorted(folder.rglob("*.html")):
        name = page.relative_to(folder).as_posix()
        for address in html.parse(str(page), html.HTMLParser(encoding="utf-8")).xpath("//a/@href"):
            if str(address).startswith(("https://", "http://")):
                found.setdefault(str(address).partition("#")[0], name)
    return found


def read_links(root: Path) -> dict[str, Link]:
    """The list of a project; empty where there is none.

    Raises:
        ValueError: it is not of its form.
    """
    import yaml

    path = root / FILE
    if not path.is_file():
        return {}
    try:
        said = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes texts only
        links = [Link(**entry) for entry in said["links"]]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, TypeError, KeyError) as exc:
        raise ValueError(" ".join(str(exc).split())) from exc
    return {link.address: link for link in links}


def link_gate(root: Path, folder: Path) -> Gate:
    """Whether every address that the pages of an edition lead to is known to work, or said why it is not known."""
    named = addresses(folder)
    try:
        known = read_links(root)
    except ValueError as exc:
        hint = "a list `links:` of address, result (works, broken, not tried), date and reason"
        return judged("L914", [finding("L914", f"cannot be read: {exc}", path=FILE, hint=hint)])
    listed = [known[address] for address in named if address in known]
    return judged("L914", _findings(named, known), f"{counted(len(named), 'address', 'addresses')}{_told(listed)}")


def _told(links: Sequence[Link]) -> str:
    """When links were tried, and how many were not and why: who reads that the gate passed reads this too."""
    days = sorted(link.date for link in links if link.result == "works")
    reasons = Counter(link.reason.strip() for link in links if link.result == "not tried")
    tried_on = f", {len(days)} tried from {days[0]} to {days[-1]}" if days else ""
    return tried_on + "".join(f", {count} not tried: {reason}" for reason, count in reasons.most_common())


def _findings(named: Mapping[str, str], known: Mapping[str, Link]) -> Iterator[Finding]:
    for address, page in sorted(named.items()):
        link = known.get(address)
        message = _wrong(link)
        if message:
            hint = "try it: `assessment release … --check-links`" if link is None else ""
            yield finding("L914", f"{address} (on {page}) {message}", path=FILE, hint=hint)


def _wrong(link: Link | None) -> str:
    if link is None:
        return "is not in the list"
    if link.result not in RESULTS:
        return f"has the result {link.result!r}; there are {', '.join(RESULTS)}"
    if link.result == "broken":
        return f"did not work on {link.date}: {link.reason}"
    if link.result == "works" and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", link.date):
        return "has no date on which it worked"
    return "was not tried, and nobody says why" if link.result == "not tried" and not link.reason.strip() else ""


def as_yaml(links: Iterable[Link]) -> bytes:
    """The list as a file, in order of addresses."""
    import yaml

    entries = [{k: v for k, v in vars(link).items() if v} for link in sorted(links, key=lambda link: link.address)]
    head = "# What became of each address when it was last tried: works, broken, or not tried with the reason.\n"
    body = yaml.safe_dump({"schema": 1, "links": entries}, sort_keys=False, allow_unicode=True, width=1000)
    return (head + body).encode()


def tried(named: Iterable[str], day: str, on_link: Callable[[str], None], get: Callable[[str], Any]) -> list[Link]:
    """Try every address; ``get`` gives an HTTP status for an address, or raises ``OSError``."""
    found = []
    for address in named:
        on_link(address)
        try:
            status = get(address)
        except OSError as exc:
            found.append(Link(address, "broken", day, str(exc)))
            continue
        if status in _REFUSED:
            found.append(Link(address, "not tried", day, f"the host refuses programs (status {status})"))
        else:
            bad = status >= _FIRST_BAD
            found.append(Link(address, "broken" if bad else "works", day, f"status {status}" if bad else ""))
    return found


def ask(address: str) -> int:
    """The HTTP status of an address, redirections followed.

    Raises:
        OSError: there is no answer.
    """
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    try:
        with urlopen(Request(address, headers=_OPTIONS), timeout=_SECONDS) as answer:  # noqa: S310 - http(s) alone
            return int(answer.status)
    except HTTPError as exc:
        return exc.code
