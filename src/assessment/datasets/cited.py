"""The sources that rows of a dataset name: whose numbers a chart or a table shows, and not all that its file holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def cited(table: pd.DataFrame) -> list[dict[str, Any]]:
    """What the data package says of the sources that these rows name in their column ``bibkey``, in its order.

    A table without that column stands for all sources of its dataset. Which these are stands in the table's
    ``attrs``, where :func:`assessment.notebook.dataset` put it; a table from elsewhere has none.
    """
    sources: list[dict[str, Any]] = table.attrs.get("sources", [])
    if "bibkey" not in table.columns:
        return sources
    keys = {key for keys in table["bibkey"].dropna() for key in keys.split(";")}
    return [source for source in sources if source.get("bibkey") in keys]


def cited_by_name(*tables: pd.DataFrame) -> list[dict[str, str]]:
    """The same for several tables, as a Frictionless resource lists its sources, each with the dataset it stands in.

    Of each table the source of most rows stands first: where there is room for one name, it is that one.
    """
    found = {}
    for table in tables:
        name = table.attrs.get("dataset", "")
        for source in sorted(cited(table), key=lambda one: -_rows_of(table, one)) if name else ():
            key = str(source.get("bibkey", ""))
            found[name, key] = {"title": str(source.get("title") or key), "dataset": name, "bibkey": key}
    return list(found.values())


def _rows_of(table: pd.DataFrame, source: dict[str, Any]) -> int:
    """How many rows name a source; none where rows name no sources."""
    keys = table["bibkey"].dropna() if "bibkey" in table.columns else ()
    return sum(source.get("bibkey") in key.split(";") for key in keys)
