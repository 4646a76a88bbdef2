"""Full-text search: pagefind's index for pages that are served, an index in a script for pages opened from a folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from assessment.errors import RendererError
from assessment.rendering.base import Order
from assessment.rendering.embedded.references import page_of

_LEFT_OUT = (".footnote-ref", ".header-section-number", "math")
_INTERFACES = ("pagefind-ui", "pagefind-modular-ui", "pagefind-highlight", "pagefind-component-ui")
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
    from pagefind.index import IndexConfig
    from pagefind.service import PagefindService

    language = language.partition("-")[0]
    config = IndexConfig(force_language=language, keep_index_url=True, exclude_selectors=list(_LEFT_OUT))
    try:
        async with PagefindService() as service:
            index = await service.create_index(config)
            for page, markup in pages.items():
                await index.add_html_file(content=markup, source_path=page)
            await index.write_files(str(destination))
    except (RuntimeError, OSError, AssertionError) as exc:
        raise RendererError(f"the search index could not be made: {exc}") from exc
    _drop_interfaces(destination)


def _drop_interfaces(folder: Path) -> None:
    for path in folder.iterdir():
        if path.name.startswith(_INTERFACES) or path.suffix == ".css":
            path.unlink()  # pagefind's own user interfaces: the shell has its own
