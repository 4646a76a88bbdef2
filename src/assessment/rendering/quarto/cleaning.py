"""Make Quarto's output ours: no path of this machine, the edition's stamp on every page, the PDF under its name."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from assessment.errors import RendererError
from assessment.project.files import writing
from assessment.rendering.base import Stamp

HOME = "index.html"
_LEAKS = re.compile(r"""\sdata-(?:notebook|quarto-private-[\w-]+)=(?:"[^"]*"|'[^']*')""")
_TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}
_GENERATOR = re.compile(r'<meta name="generator"[^>]*>\n?')
_SHORT = 12
_TAIL = 1024
_AGAIN = "build again; if it stays so, look at what Quarto says of the chapter, or use --renderer embedded"


def collect_pages(made: Path, destination: Path) -> None:
    """Move the web edition into its destination.

    Raises:
        RendererError: it has no home page.
        OutputError: it could not be moved.
    """
    if not (made / HOME).is_file():
        raise RendererError(f"Quarto ended well and made no {HOME}", hint="a book needs index.qmd at its root")
    with writing(destination):
        for entry in sorted(made.iterdir()):
            shutil.move(entry, destination / entry.name)


def require_whole(destination: Path, pages: Iterable[str], pdf: str | None) -> None:
    """See that every page and the PDF came, and came to their end: a program that was cut short may not say so.

    Raises:
        RendererError: one is absent, or ends before its end.
    """
    for page in pages:
        path = destination / page
        if not path.is_file():
            raise RendererError(f"Quarto ended well and made no {page}", hint=_AGAIN)
        if not path.read_bytes().rstrip().lower().endswith(b"</html>"):
            raise RendererError(f"Quarto ended well and wrote only half of {page}", hint=_AGAIN)
    if pdf is not None:
        content = (destination / pdf).read_bytes()
        if not content.startswith(b"%PDF-") or b"%%EOF" not in content[-_TAIL:]:
            raise RendererError("Quarto ended well and wrote only half of the PDF", hint=_AGAIN)


def collect_pdf(made: Path, destination: Path, name: str) -> str:
    """Move the PDF into its destination under our name for it; gives the name Quarto had for it.

    Raises:
        RendererError: there is no PDF.
        OutputError: it could not be moved.
    """
    found = sorted(made.glob("*.pdf"))
    if not found:
        raise RendererError("Quarto ended well and made no PDF", hint="look at what it says of the PDF format")
    with writing(destination):
        shutil.move(found[0], destination / name)
    return found[0].name


def clean(destination: Path, stage: Path) -> None:
    """Take the path of the staged copy out of every text file of the edition.

    Raises:
        OutputError: a file could not be written.
    """
    for path in sorted(p for p in destination.rglob("*") if p.is_file() and p.suffix in _TEXT):
        with writing(path):
            content = path.read_bytes()
            kept = content.replace(f"{stage}/".encode(), b"").replace(str(stage).encode(), b".")
            if kept != content:
                path.write_bytes(kept)


def finished_page(markup: str, stamp: Stamp, renamed: tuple[str, str]) -> str:
    """A page without what its notebooks' cells leak, with the edition's stamp; ``renamed`` is the PDF, then and now."""
    markup = _LEAKS.sub("", markup)
    theirs, ours = (html.escape(name) for name in renamed)
    if theirs != ours:
        markup = re.sub(rf'(href="(?:\.{{1,2}}/)*){re.escape(theirs)}"', lambda match: f'{match[1]}{ours}"', markup)
    edition = f'<meta name="edition" content="{html.escape(stamp.edition)}">\n'
    markup = _GENERATOR.sub(lambda match: match[0] + edition, markup, count=1)
    end = "</main>" if "</main>" in markup else "</body>"
    before, found, after = markup.rpartition(end)
    return f"{before}{_line(stamp)}\n{found}{after}" if found else markup


def _line(stamp: Stamp) -> str:
    """The calm line at the foot of a page: which edition it is, and that it is a draft or which release."""
    short = f'<span title="{html.escape(stamp.edition)}">{html.escape(stamp.edition[:_SHORT])}</span>'
    if stamp.mode == "draft":
        findings = "1 open finding" if stamp.findings == 1 else f"{stamp.findings} open findings"
        parts = ["Draft", f"edition {short}", findings]
    else:
        parts = [html.escape(f"Released edition {stamp.version}"), f"edition {short}"]
    parts += [html.escape(part) for part in (stamp.date, stamp.renderer) if part]
    return f'<p class="stamp"><small>{" · ".join(parts)}</small></p>'
