"""Fresh notebooks as Quarto should see them."""

from __future__ import annotations

import json
from typing import Any

from assessment.notebooks.reading import load_json

_HTML, _MARKDOWN = "text/html", "text/markdown"
_SHOWN = {_MARKDOWN, "image/svg+xml", "image/png", "image/jpeg"}
_FENCE = "`" * 7


def for_quarto(content: bytes) -> bytes:
    """A notebook whose tables in HTML are told as markdown that holds HTML.

    Quarto takes any HTML output for a widget, and lets every page that embeds something of the notebook
    fetch scripts from another host. What brings scripts of its own is left as it is. Where a bundle holds
    markdown or a picture too, that is shown, as the embedded renderer does.
    """
    data = load_json(content)
    for cell in data["cells"]:
        for output in cell.get("outputs", ()):
            _retell(output.get("data", {}))
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _retell(bundle: dict[str, Any]) -> None:
    if _HTML not in bundle:
        return
    markup = "".join(bundle[_HTML])
    if "<script" in markup.lower():
        return
    del bundle[_HTML]
    if not _SHOWN & bundle.keys():
        bundle[_MARKDOWN] = f"{_FENCE}{{=html}}\n{markup}\n{_FENCE}"
