"""Draw the pictures of the README from the editions in `_book/`: the cover beside a page, and a chart.

Run after a build: `.venv/bin/python docs/images/make.py [PROJECT]`.
"""

import sys
import tempfile
from pathlib import Path

import pypdfium2
import typst
from PIL import Image

_HERE = Path(__file__).parent
_CHART = "chapters/harms_files/figure-html/fig-reports-by-year.svg"
_CAPTION = "Figure\N{NO-BREAK SPACE}1.1:"
_SCALE = 1.1  # of 72 dots an inch
_GAP = 24


def draw_pages(book: Path) -> None:
    """The cover and the page with the first chart, side by side on grey."""
    with pypdfium2.PdfDocument(next(book.glob("*.pdf"))) as pdf:
        charted = next(page for page in pdf if _CAPTION in page.get_textpage().get_text_range())
        pages = [page.render(scale=_SCALE).to_pil() for page in (pdf[0], charted)]
    width, height = pages[0].size
    sheet = Image.new("RGB", (2 * width + 3 * _GAP, height + 2 * _GAP), "#e7e9ec")
    for place, page in enumerate(pages):
        sheet.paste(page, (_GAP + place * (width + _GAP), _GAP))
    sheet.quantize(64).save(_HERE / "page.png", optimize=True)


def draw_chart(book: Path) -> None:
    """A chart as it stands in the web edition."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        (stage / "chart.svg").write_bytes((book / _CHART).read_bytes())
        main = stage / "chart.typ"
        main.write_text('#set page(width: auto, height: auto, margin: 12pt)\n#image("chart.svg")\n', encoding="utf-8")
        drawn = stage / "chart.png"
        typst.compile(str(main), output=str(drawn), format="png", ppi=144.0)
        Image.open(drawn).convert("RGB").quantize(64).save(_HERE / "chart.png", optimize=True)


if __name__ == "__main__":
    project = Path(sys.argv[1]) if len(sys.argv) > 1 else Path.cwd()
    draw_pages(project / "_book")
    draw_chart(project / "_book")
