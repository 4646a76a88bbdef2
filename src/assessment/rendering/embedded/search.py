"""Full-text search: pagefind's index for pages that are served, an index in a script for pages opened from a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from assessment.errors import RendererError
from assessment.rendering.base import Order
from assessment.rendering.embedded.references import page_of

_MARKS = str.maketrans(dict.fromkeys("\ue000\ue001\ue002", " "))


def write_search(order: Order, pages: Mapping[str, str]) -> None:
    """Index all pages, in a fixed order, so that the same pages give the same bytes.

    Raises:
        RendererError: pagefind failed.
    """
    import asyncio

    entries = [
        {
            "href": page_of(chapter.path) + (f"#{section['id']}" if section["id"] else ""),
            "title": chapter.title,
            "section": section["title"],
            "text": section["text"].translate(_MARKS).strip(),
        }
        for chapter in order.manuscript.chapters
        for section in chapter.conversion.index["sections"]
        if section["text"].strip() or section["title"]
    ]
    script = f"window.assessmentSearch = {json.dumps(entries, ensure_ascii=False, indent=0)};\n"
    (order.destination / "assets" / "search-index.js").write_text(script, encoding="utf-8", newline="\n")
    asyncio.run(_pagefind(dict(sorted(pages.items())), order.destination / "pagefind", order.project.book.lang))


async def _pagefind(pages: Mapping[str, str], destination: Path, language: str) -> None:
    from pagefind.index import IndexConfig, PagefindIndex

    try:
        async with PagefindIndex(config=IndexConfig(force_language=language.split("-")[0])) as index:
            for page, markup in pages.items():
                await index.add_html_file(content=markup, source_path=page, url=page)
            for file in await index.get_files():
                name, content = str(file["path"]), file["content"]
                if name.startswith("pagefind-") and name.rpartition(".")[2] in ("js", "css") and "worker" not in name:
                    continue  # pagefind's own user interfaces, which we do not use
                target = destination / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content if isinstance(content, bytes) else content.encode())
    except (RuntimeError, OSError, AssertionError) as exc:
        raise RendererError(f"the search index could not be made: {exc}") from exc
