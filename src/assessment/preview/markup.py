"""The pages as the preview serves them: those of the edition, with its own script and fresh addresses of pictures."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from urllib.parse import unquote

ASSETS = Path(__file__).parent / "assets"
_PICTURE = re.compile(r'(<img\b[^>]*?\ssrc=")([^":?]+)(")')


def with_preview(markup: str, settings: Mapping[str, str]) -> str:
    """A page with the preview's style and script, which has to run before those of the page."""
    data = "".join(f' data-{name}="{escape(setting)}"' for name, setting in settings.items())
    added = (
        '<link rel="stylesheet" href="/_preview/assets/preview.css">'
        f'<script id="preview-script" src="/_preview/assets/preview.js" defer{data}></script>'
    )
    return markup.replace("<head>", f"<head>\n{added}", 1)


def with_versions(markup: str, folder: Path) -> str:
    """A page whose pictures have an address of their own for each content; ``folder`` is that of the page's file."""

    def versioned(match: re.Match[str]) -> str:
        try:
            content = (folder / unquote(match[2])).read_bytes()
        except OSError:
            return match[0]
        return f"{match[1]}{match[2]}?v={hashlib.sha256(content).hexdigest()[:12]}{match[3]}"

    return _PICTURE.sub(versioned, markup)


def plain_page(title: str, text: str) -> str:
    """A page of the preview's own: while the book is read, or where the book has no page of that name."""
    return (ASSETS / "plain.html").read_text(encoding="utf-8").replace("TITLE", escape(title)).replace("TEXT", text)
