"""The Lua that Quarto runs from our look, run by pandoc as Quarto runs it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from assessment.chapters.pandoc import pandoc_path

LOOK = Path(__file__).parents[3] / "_extensions" / "assessment"
CDN = "https://cdn.jsdelivr.net/npm"
PAGE = f"""<html><head>
<script src="{CDN}/requirejs@2.3.6/require.min.js" crossorigin="anonymous"></script>
<script src="{CDN}/jquery@3.5.1/dist/jquery.min.js" crossorigin="anonymous"></script>
<script type="application/javascript">define('jquery', [],function() {{return window.jQuery;}})</script>
</head><body>
<div id="fig-a" class="quarto-float quarto-figure" alt="{{{{< var a.b >}}}} of all">
<img src="a.svg" alt="640 of all"></div>
<div class="quarto-embed-nb-cell" data-notebook="/home/me/a.ipynb" data-notebook-title="A"
data-quarto-private-1="{{&quot;key&quot;:&quot;execution&quot;}}">640</div>
<span class="citation" data-cites="gauge vane">(Gauge 2020)</span>
<div id="refs" class="references" role="list" style="display: none">
<div id="ref-gauge" class="csl-entry" role="listitem">
Gauge (2020).
</div>
<div id="ref-other" class="csl-entry" role="listitem">
Other (2020).
</div>
<div id="ref-vane" class="csl-entry" role="listitem">
Vane (1999).
</div>
</div>
</body></html>
"""


def pandoc(*arguments, stdin="", **environment):
    command = [pandoc_path(), *arguments]
    env = {**os.environ, **environment}
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=True, env=env).stdout


@pytest.fixture
def cleaned(tmp_path):
    def clean(markup):
        page = tmp_path / "a.html"
        page.write_text(markup, encoding="utf-8")
        arguments = ("--from", "markdown", "--to", "plain", "--lua-filter", str(LOOK / "clean.lua"))
        pandoc(*arguments, QUARTO_PROJECT_OUTPUT_FILES=f"{page}\n{tmp_path / 'absent.pdf'}")
        return page.read_text(encoding="utf-8")

    return clean


def test_a_page_keeps_no_path_no_request_and_no_unresolved_text(cleaned):
    page = cleaned(PAGE)
    for leak in ("jsdelivr", "define(", "/home/me", "quarto-private", "{{<"):
        assert leak not in page
    assert '<img src="a.svg" alt="640 of all">' in page
    assert 'data-notebook-title="A"' in page


def test_a_hidden_list_keeps_the_sources_that_the_page_cites(cleaned):
    page = cleaned(PAGE)
    assert [name for name in ("gauge", "vane", "other") if f'id="ref-{name}"' in page] == ["gauge", "vane"]
    whole = cleaned(PAGE.replace(' style="display: none"', ""))
    assert 'id="ref-other"' in whole


def test_scripts_that_a_page_uses_stay(cleaned):
    page = cleaned(PAGE.replace("640</div>", "640</div><script>require(['x'], draw)</script>"))
    assert page.count("jsdelivr") == 2


def test_every_work_of_the_book_is_shown_to_citeproc_on_each_page(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "references.bib").write_text(
        "@book{gauge, title={A}}\n@book{vane2, title={B}}\n@book{other, title={C}}\n"
    )
    (tmp_path / "index.qmd").write_text("See @gauge, and mail a@other.example.\n")
    (tmp_path / "chapters" / "rain.qmd").write_text("[see @vane2, p. 3].\n")
    (tmp_path / "_draft.qmd").write_text("@other\n")
    played = tmp_path / "played.lua"
    played.write_text(
        f'quarto = {{ doc = {{ is_format = function() return true end }}, project = {{ directory = "{tmp_path}" }} }}\n'
        f'return dofile("{LOOK / "letters.lua"}")\n'
    )
    text = f"---\nbibliography: {tmp_path / 'references.bib'}\n---\n\nWords.\n"
    told = json.loads(pandoc("--from", "markdown", "--to", "json", "--lua-filter", str(played), stdin=text))
    cites = [inline for inline in told["meta"]["nocite"]["c"] if inline["t"] == "Cite"]
    assert [cite["c"][0][0]["citationId"] for cite in cites] == ["gauge", "vane2"]


def test_names_of_files_lengths_and_decoration_reach_typst_as_it_takes_them():
    text = "![x](<a b.svg>){width=48px} ![](c.svg){fig-alt=''}\n"
    told = pandoc("--from", "markdown", "--to", "json", "--lua-filter", str(LOOK / "images.lua"), stdin=text)
    first, second = (i["c"] for i in json.loads(told)["blocks"][0]["c"] if i["t"] == "Image")
    assert (first[2][0], dict(first[0][2])["width"]) == ("a b.svg", "0.5in")
    assert second[0][1] == ["decoration"]
