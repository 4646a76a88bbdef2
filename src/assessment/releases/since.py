"""What changed since another edition, for readers: numbers, figures, data, prose, recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from assessment.model import DatasetVersion
from assessment.provenance.graph import Graph
from assessment.releases.redline import Reworded

SCHEMA = 1
_RECOMMENDATION = "recommendation"
_KINDS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"GIF8": "gif", b"RIFF": "webp"}


@dataclass(frozen=True)
class Moved:
    """Something with a name that was one thing and is another: none where it was not there, or is not any more."""

    id: str
    old: str | None
    new: str | None


@dataclass(frozen=True)
class MovedSentence:
    """A sentence in which a number moved, as it read and as it reads."""

    path: str
    line: int
    old: str | None
    new: str


@dataclass(frozen=True)
class Recommendations:
    """The recommendations that one side alone has, as they are worded."""

    added: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A figure as it was or is: its pictures, each with its description, and its caption; nothing where it is not."""

    pictures: tuple[bytes, ...] = ()
    descriptions: tuple[str, ...] = ()
    caption: str = ""

    @property
    def described(self) -> tuple[tuple[bytes, str], ...]:
        """Each picture with its description; empty where it has none."""
        told = (*self.descriptions, *("" for _ in self.pictures))
        return tuple(zip(self.pictures, told, strict=False))


@dataclass(frozen=True)
class Pictures:
    """A figure before and now."""

    id: str
    before: Shown
    now: Shown

    @property
    def caption(self) -> str:
        """What is printed below it, or was."""
        return self.now.caption or self.before.caption


@dataclass(frozen=True)
class Changes:
    """Everything that changed from ``since`` (a commit, as it was asked for and whole) to what is there now."""

    title: str
    since: str
    commit: str
    values: tuple[Moved, ...] = ()
    sentences: tuple[MovedSentence, ...] = ()
    figures: tuple[Pictures, ...] = ()
    tables: tuple[str, ...] = ()
    data: tuple[Moved, ...] = ()
    prose: tuple[Reworded, ...] = ()
    recommendations: Recommendations = field(default_factory=Recommendations)

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        parts = (self.values, self.sentences, self.figures, self.tables, self.data, self.prose)
        return any(parts) or bool(self.recommendations.added or self.recommendations.withdrawn)

    def as_json(self) -> dict[str, Any]:
        """The object of the command-line contract; pictures are named, not shown."""
        return {
            "schema": SCHEMA,
            "since": self.since,
            "commit": self.commit,
            "values": [vars(value) for value in self.values],
            "sentences": [vars(sentence) for sentence in self.sentences],
            "figures": [figure.id for figure in self.figures],
            "tables": list(self.tables),
            "data": [vars(version) for version in self.data],
            "prose": [
                {"path": one.path, "line": one.line, "pieces": [list(p) for p in one.pieces]} for one in self.prose
            ],
            "recommendations": {
                "added": list(self.recommendations.added),
                "withdrawn": list(self.recommendations.withdrawn),
            },
        }

    def as_html(self) -> str:
        """One page that stands for itself, with the pictures in it."""
        from jinja2 import Environment, PackageLoader, StrictUndefined

        environment = Environment(
            loader=PackageLoader("assessment.releases", ""),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
        )
        return environment.get_template("changes.html.jinja").render(changes=self, address=_address)


def moved_data(before: Iterable[DatasetVersion], now: Iterable[DatasetVersion]) -> tuple[Moved, ...]:
    """The datasets whose version in use is another, or whose bytes are others under the same version."""
    was, found = _in_use(before), _in_use(now)
    names = sorted(name for name in {*was, *found} if was.get(name) != found.get(name))
    return tuple(Moved(name, _version(was.get(name)), _version(found.get(name))) for name in names)


def moved_recommendations(before: Graph, now: Graph) -> Recommendations:
    """The recommendations in tables with a column of that name."""
    was, found = (list(dict.fromkeys(_recommendations(graph))) for graph in (before, now))
    added = tuple(text for text in found if text not in was)
    return Recommendations(added, tuple(text for text in was if text not in found))


def _in_use(versions: Iterable[DatasetVersion]) -> dict[str, DatasetVersion]:
    """The version of each dataset that notebooks get, compared by name and content alone."""
    found = (one for one in versions if one.pinned)
    return {one.dataset: DatasetVersion(one.dataset, one.version, one.path, one.sha256) for one in found}


def _version(one: DatasetVersion | None) -> str | None:
    return f"{one.version} ({one.sha256[:12]})" if one else None


def _recommendations(graph: Graph) -> Iterator[str]:
    for lineage in graph.lineages:
        data: Mapping[str, Any] = lineage.data or {}
        names = [f["name"] for f in data.get("schema", {}).get("fields", ()) if f["name"].casefold() == _RECOMMENDATION]
        for row in data.get("data", ()):
            yield from (str(row[name]) for name in names if row.get(name))


def picture_kind(picture: bytes) -> str:
    """The second half of a picture's media type, told from its first bytes."""
    return next((name for start, name in _KINDS.items() if picture.startswith(start)), "svg+xml")


def _address(picture: bytes) -> str:
    """A picture as an address that holds it."""
    from base64 import b64encode

    return f"data:image/{picture_kind(picture)};base64,{b64encode(picture).decode()}"
