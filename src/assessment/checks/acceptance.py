"""Are the accepted results, those a person committed, what the notebooks give now?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assessment.model import Finding, Notebook, Value, finding
from assessment.values.variables import VARIABLES, accepted_texts

_HINT = "look at what moved and run `assessment accept`"


def notebook_findings(accepted: Iterable[Notebook], fresh: Iterable[Notebook]) -> Iterator[Finding]:
    """Notebooks whose stored outputs are missing or differ from fresh ones."""
    now = {notebook.path: notebook for notebook in fresh}
    for notebook in accepted:
        if notebook.path not in now:
            continue
        stored, given = _outputs(notebook), _outputs(now[notebook.path])
        if not any(stored) and any(given):
            yield finding("N207", "has no accepted outputs yet", path=notebook.path, hint=_HINT)
            continue
        for cell, before, after in zip(now[notebook.path].cells, stored, given, strict=False):
            if before != after:
                message = f"the accepted output of {cell.name} differs from the fresh one"
                yield finding("N206", message, path=notebook.path, cell=cell.name, hint=_HINT)


def value_findings(variables: Mapping[str, Any], values: Iterable[Value]) -> Iterator[Finding]:
    """Values whose accepted text differs from the fresh one, is missing, or has no notebook any more."""
    accepted = accepted_texts(variables)
    fresh = {value.id: value for value in values}
    for name in sorted(set(accepted) | set(fresh)):
        before, after = accepted.get(name), fresh.get(name)
        if after is None:
            yield finding(
                "V403", f"{name} is accepted ({before}), but no notebook publishes it", path=VARIABLES, hint=_HINT
            )
        elif before != after.text:
            said = f"accepted is {before}" if before is not None else "nothing is accepted yet"
            yield finding("V403", f"{name} is {after.text}; {said}", path=VARIABLES, hint=_HINT)


def _outputs(notebook: Notebook) -> list[Any]:
    """The outputs of each cell, without what changes from run to run: counts, and how text is split into lines."""
    return [[_plain(output) for output in cell.outputs] for cell in notebook.cells]


def _plain(output: Mapping[str, Any]) -> dict[str, Any]:
    kept = {key: item for key, item in output.items() if key not in ("execution_count", "metadata")}
    if "data" in kept:
        kept["data"] = {mime: _joined(item) for mime, item in kept["data"].items()}
    if "text" in kept:
        kept["text"] = _joined(kept["text"])
    return kept


def _joined(item: Any) -> Any:
    return "".join(item) if isinstance(item, list) and all(isinstance(part, str) for part in item) else item
