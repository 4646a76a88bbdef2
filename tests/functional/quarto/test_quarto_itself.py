"""Where a Quarto for releases is installed: the same book by it, on the same terms as by the stand-in."""

import shutil
from pathlib import Path

import pikepdf
import pytest

from assessment.rendering.quarto.finding import find_suitable_quarto

ROOT = Path(__file__).resolve().parents[3]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_suitable_quarto(None) is None, reason="no Quarto 1.10 or later is installed"),
]


def test_quarto_makes_the_same_editions_in_any_folder(weather, tmp_path):
    elsewhere = weather.copied_to(tmp_path / "else" / "where")
    for book in (weather, elsewhere):
        said = book.build("--renderer", "quarto")
        assert said.code == 0, said
        assert said.json["renderer"]["name"] == "quarto"
    assert weather.files() == elsewhere.files()


def test_quarto_prints_the_same_values_in_both_editions(weather):
    weather.build("--renderer", "quarto")
    for words in ("Weather of three towns", "Draft"):
        assert words in weather.text("_book/index.html")
    for number in ("18.4", "241"):
        assert number in weather.page("chapters/temperature.html") + weather.page("chapters/rain.html")
        assert number in weather.printed()


def test_a_draft_with_everything_missing_is_still_made_whole(weather):
    line = weather.append("chapters/rain.qmd", "See @fig-gone, [@gone1999], {{< var gone.away >}}.")
    weather.append("chapters/rain.qmd", "{{< include gone.qmd >}}\n\n![Gone](gone.png)\n\n##### Deep")
    said = weather.build("--renderer", "quarto")
    assert said.code == 1
    assert {"C501", "C503", "C505", "F102", "F107", "Q701", "V401"} <= said.codes
    assert ("chapters/rain.qmd", line) == (said.found("Q701")["path"], said.found("Q701")["line"])
    assert "?gone1999" in weather.page("chapters/rain.html")
    assert "?image:gone.png" in weather.printed()


def test_quarto_tells_the_same_sources_in_the_look_of_the_book(weather):
    shutil.copytree(ROOT / "_extensions", weather.root / "_extensions")
    weather.edit("_quarto.yml", "  typst: default", "  assessment-typst: default")
    weather.edit("_quarto.yml", "  html: default", "  assessment-html: default")
    said = weather.build("--renderer", "quarto")
    assert said.code in (0, 1), said
    page = (weather.root / "_book/chapters/rain.html").read_text(encoding="utf-8")
    assert "(prefers-color-scheme: dark)" in page
    assert '"../assets/fonts.css"' in page
    line = "Source and data: Rain by town and month, version 2023. Sample Weather Office, 2024."
    assert line in weather.page("chapters/rain.html")
    assert "".join(line.split()) in "".join(weather.printed().split())
    with pikepdf.open(next((weather.root / "_book").glob("*.pdf"))) as pdf:
        assert (
            pdf.attachments["fig-rain-by-month.csv"].get_file().read_bytes()
            == (weather.root / "_book/chapters/rain_files/data/fig-rain-by-month.csv").read_bytes()
        )
    edition = str(weather.root / "_book")
    assert weather.run("verify", edition).code == 0
    with pikepdf.open(next((weather.root / "_book").glob("*.pdf")), allow_overwriting_input=True) as pdf:
        pdf.attachments["fig-rain-by-month.csv"] = b"town,month,mm\n"
        pdf.save()
    (swapped,) = [one for one in weather.run("verify", edition, "--json").json["differences"] if "csv" in one["where"]]
    assert swapped["detail"] == "the attached file of fig-rain-by-month has other bytes"
