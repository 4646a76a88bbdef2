"""What a notebook of the report uses: ``from assessment.notebook import dataset, show, publish``.

An ordinary notebook that uses none of this runs as well. What these functions add is identity:
``dataset`` reads the pinned version of a declared dataset, ``show`` puts a picture and the data behind
it into one output, ``publish`` names a number so that prose can quote it.
"""

from __future__ import annotations

import io
import json
import math
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

from assessment.datasets.cited import cited_by_name
from assessment.datasets.package import read_descriptor, read_pins, versions
from assessment.model import DatasetVersion
from assessment.suggestions import did_you_mean
from assessment.tables import pipe_table
from assessment.values.facts import FACTS, facts_of
from assessment.values.format import printed

DATA_MIME = "application/vnd.dataresource+json"
VALUE_MIME = "application/vnd.assessment.value+json"
_VALUE_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_ROWS_SHOWN = 60
_COLUMNS_THAT_TELL = 2  # a row is known again by at least so many of its cells


def project_root(start: Path | None = None) -> Path:
    """The nearest parent of the working folder with a `_quarto.yml`.

    Raises:
        FileNotFoundError: there is none: the notebook runs outside a project.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_quarto.yml").is_file():
            return folder
    raise FileNotFoundError(f"no _quarto.yml in {here} or above it: run the notebook inside a report project")


def dataset(name: str, version: str | None = None) -> pd.DataFrame:
    """Read a declared dataset as a table: the pinned version, or the one named.

    Column types follow the schema of the data package; sources and version stand in ``.attrs``, and
    ``.attrs["breaks"]`` lists where a series changes its meaning, so that charts mark it from the data:
    each with ``series``, ``at`` (a period) and ``note``.

    Raises:
        KeyError: no such dataset or version is declared, or none is pinned.
    """
    import pandas as pd

    root = project_root()
    with _looking_up(name):
        chosen = _chosen(root, name, version)
        resource = _resource(root, chosen.path)
    types = _column_types(resource)
    table = pd.read_csv(root / chosen.path, dtype=types, keep_default_na=False, na_values=[""])
    breaks = resource.get("assessment", {}).get("breaks", [])
    sources = [dict(source) for source in chosen.sources]
    table.attrs = {"dataset": name, "version": chosen.version, "sources": sources, "breaks": breaks}
    return table


def datasets() -> pd.DataFrame:
    """The declared datasets: one row for each version, in the order of the data package.

    Columns: ``dataset``, ``version``, ``pinned`` (whether it is the one in use), ``title``, ``bibkeys`` (a list)
    and ``breaks`` (a list, as in :func:`dataset`).
    """
    import pandas as pd

    root = project_root()
    rows = []
    for item in versions(root):
        resource = _resource(root, item.path)
        keys = [source["bibkey"] for source in item.sources if source.get("bibkey")]
        breaks = resource.get("assessment", {}).get("breaks", [])
        rows.append((item.dataset, item.version, item.pinned, resource.get("title", item.dataset), keys, breaks))
    return pd.DataFrame(rows, columns=["dataset", "version", "pinned", "title", "bibkeys", "breaks"])


def show(thing: Figure | pd.DataFrame, data: pd.DataFrame | None = None, *, rows: Iterable[pd.DataFrame] = ()) -> None:
    """Display a chart with the data behind it, or a table, as one output of the cell.

    A chart carries ``image/svg+xml``; a table ``text/markdown``; both a short readable table as
    ``text/plain`` (what nbval compares) and the full table as a Frictionless data resource.

    ``rows`` are selections from what :func:`dataset` gave, all that the chart or table rests on: the report then names
    the sources of these rows, where it would else name every source of the datasets.

    Raises:
        TypeError: a chart comes without its data, or ``thing`` is neither chart nor table.
    """
    import pandas as pd

    if isinstance(thing, pd.DataFrame):
        _display({"text/markdown": pipe_table(thing), **_data_bundle(thing, cited_by_name(*rows))})
    elif hasattr(thing, "savefig"):
        if data is None:
            raise TypeError(
                "show(chart, data): give the table behind the chart, so that reviewers can check its numbers"
            )
        _display({"image/svg+xml": _svg(thing), **_data_bundle(data, cited_by_name(*rows))})
    else:
        raise TypeError(f"show() takes a matplotlib figure or a table, not {type(thing).__name__}")


def publish(
    id: str,
    value: float,
    unit: str,
    *,
    digits: int = 0,
    scale: str = "",
    base: str = "",
    rows: pd.DataFrame | pd.Series[Any] | None = None,
    **facts: str,
) -> None:
    """Publish a number under a name, so that prose quotes it as ``{{< var id >}}``.

    ``unit`` says what is counted ("reports", "percent"); ``digits`` are decimals; ``scale`` is
    "thousand", "million" or "billion" and is printed with the number. ``base`` says of how many a percentage
    is ("confirmed webpages, 153,383 in 2020"), and from how many a change starts.

    What else is to be known stands in ``facts``: ``population`` (whom or what), ``period`` (when), ``source`` (keys
    of the bibliography), ``evidence`` (how well it is established), ``caveat``. ``rows`` are the rows of a dataset
    the number rests on, as a selection from what :func:`dataset` gave: what all their columns ``period``, ``bibkey``,
    ``status``, ``caveat`` and ``population`` say is taken from there, and the report leads to these rows. Without
    either, the one row that holds the very number is looked for when the report is built.

    Raises:
        ValueError: the name is not of the form ``topic.name``, or the number is not finite.
        TypeError: a fact is not among those named, or the value is no single number.
    """
    if not _VALUE_ID.fullmatch(id):
        raise ValueError(
            f"value {id!r}: names look like iwf.reports_2023 (small letters, digits, _ and at least one dot)"
        )
    if unknown := sorted(set(facts) - set(FACTS)):
        raise TypeError(f"publish() knows no {', '.join(unknown)}; what can be said of a value is: {', '.join(FACTS)}")
    number = _single(id, value)
    text = printed(number, unit, digits=digits, scale=scale)
    said = {"base": base, **({} if rows is None else facts_of(_records(rows), number)), **facts}
    record: dict[str, Any] = {"id": id, "value": number, "unit": unit, "text": text}
    if rows is not None and (where := _located(rows)):
        record["rows"] = where
    counted = f"{unit}, base: {base}" if base else unit
    _display(
        {
            "text/plain": f"{id} = {text} ({counted})",
            VALUE_MIME: record | {name: fact for name, fact in said.items() if fact},
        }
    )


def _located(rows: pd.DataFrame | pd.Series[Any]) -> dict[str, Any]:
    """Which records of which dataset these rows are; empty where they are no plain selection from one.

    Their labels tell, as long as the cells are still those of the dataset: an index of another kind, or counted
    anew, leads nowhere, and nothing is claimed.
    """
    import pandas as pd

    table = rows.to_frame().T if isinstance(rows, pd.Series) else rows
    name, version = rows.attrs.get("dataset"), rows.attrs.get("version")
    if not name or table.empty:
        return {}
    whole = _as_declared(project_root(), name, version)
    columns = [column for column in table.columns if column in whole.columns]
    known = table.index.nlevels == 1 and table.index.isin(whole.index).all()
    if len(columns) < _COLUMNS_THAT_TELL or not known:
        return {}
    originals = whole.loc[table.index]
    for column in columns:
        if not all(map(_is_same, table[column], originals[column])):
            return {}
    return {"dataset": name, "version": version, "records": [int(label) + 1 for label in table.index]}


@cache
def _as_declared(_: Path, name: str, version: str) -> pd.DataFrame:
    return dataset(name, version)


def _is_same(one: Any, other: Any) -> bool:
    import pandas as pd

    if pd.isna(one) or pd.isna(other):
        return bool(pd.isna(one) and pd.isna(other))
    return bool(one == other) or str(one) == str(other)


def _records(rows: pd.DataFrame | pd.Series[Any]) -> list[dict[str, str]]:
    """Rows of a table as plain records, without the cells that are empty."""
    import pandas as pd

    table = rows.to_frame().T if isinstance(rows, pd.Series) else rows
    return [
        {str(k): str(cell) for k, cell in record.items() if not pd.isna(cell)} for record in table.to_dict("records")
    ]


def _single(id: str, value: Any) -> float:
    """The number to publish, without the wrapping of numpy or pandas."""
    try:
        number: float = value.item() if hasattr(value, "item") else value
        finite = math.isfinite(number)
    except (TypeError, ValueError) as exc:
        said = f"{value!r}" if isinstance(value, str) else f"a {type(value).__name__}"
        raise TypeError(f"value {id!r}: a single number is needed, not {said}") from exc
    if not finite:
        raise ValueError(f"value {id!r}: {number} cannot be published: it is not a finite number")
    return number


def _chosen(root: Path, name: str, version: str | None) -> DatasetVersion:
    everything = versions(root)
    declared = [item for item in everything if item.dataset == name]
    if not declared:
        known = ", ".join(sorted({item.dataset for item in everything}))
        hint = did_you_mean(name, {item.dataset for item in everything}, f"declared are: {known}")
        raise KeyError(f"dataset {name!r} is not declared in data/datapackage.json; {hint}")
    for item in declared:
        if item.version == version if version else item.pinned:
            return item
    offered = ", ".join(item.version for item in declared)
    pinned = read_pins(root).get(name)
    if not version and not pinned:
        raise KeyError(f"dataset {name!r} has several versions and no pin in data/pins.yml; there are: {offered}")
    where = "" if version else ", pinned in data/pins.yml,"
    raise KeyError(f"dataset {name!r}: version {version or pinned}{where} not found; there are: {offered}")


@contextmanager
def _looking_up(name: str) -> Iterator[None]:
    """Tell the recorder of the pipeline, if one listens, which dataset is looked up (see notebooks/recorder.py)."""
    recorder = getattr(sys.modules.get("_assessment_recorder"), "recorder", None)
    if recorder is None:
        yield
        return
    recorder.datasets.add(name)
    recorder.paused = True
    try:
        yield
    finally:
        recorder.paused = False


def _display(bundle: dict[str, Any]) -> None:
    from IPython.display import display

    display(bundle, raw=True)


def _resource(root: Path, path: str) -> dict[str, Any]:
    resources: list[dict[str, Any]] = read_descriptor(root)["resources"]
    return next(resource for resource in resources if f"data/{resource['path']}" == path)


def _column_types(resource: dict[str, Any]) -> dict[str, str]:
    kinds = {"string": "str", "integer": "Int64", "number": "float64", "year": "Int64"}
    return {f["name"]: kinds[f["type"]] for f in resource["schema"]["fields"] if f.get("type") in kinds}


def _svg(figure: Figure) -> str:
    import matplotlib as mpl
    import matplotlib.pyplot as plt

    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "assessment", "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return buffer.getvalue()


def _data_bundle(table: pd.DataFrame, sources: list[dict[str, str]]) -> dict[str, Any]:
    flat = table.reset_index() if table.index.name or table.index.nlevels > 1 else table
    flat = flat.rename(columns=str)
    records = json.loads(flat.to_json(orient="records", date_format="iso"))
    fields = [{"name": name, "type": _field_type(flat[name])} for name in flat.columns]
    resource = {"profile": "tabular-data-resource", "name": "data", "schema": {"fields": fields}, "data": records}
    if sources:
        resource["sources"] = sources
    return {"text/plain": flat.head(_ROWS_SHOWN).to_string(index=False, na_rep=""), DATA_MIME: resource}


def _field_type(column: pd.Series[Any]) -> str:
    from pandas.api import types

    if types.is_bool_dtype(column):
        return "boolean"
    if types.is_integer_dtype(column):
        return "integer"
    if types.is_numeric_dtype(column):
        return "number"
    return "datetime" if types.is_datetime64_any_dtype(column) else "string"
