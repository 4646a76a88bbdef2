"""Pages of either renderer, in the few lines that differ, mean the same."""

import pytest

from assessment.editions.comparison.web import read_page

OURS = """<main id="quarto-document-content">
<header id="title-block-header"><h1 class="title"><span class="chapter-number">2</span>
<span class="chapter-title">Rain</span></h1></header>
<section id="sec-drops"><h2><span class="header-section-number">2.1</span> Drops</h2>
<div id="fig-rain" class="quarto-float"><figure><div><img src="a.svg" alt="Drops fall."></div>
<figcaption>Figure\u00a02.1: Rain</figcaption></figure></div>
<p>See <a href="#fig-rain" class="quarto-xref">Figure\u00a0<span>2.1</span></a> and
<span class="citation" data-cites="gauge">(<a href="#ref-gauge">Gauge 2020</a>)</span>:
<span class="value" data-value="rain.mm">640</span> mm.</p></section>
<section id="references"><h2>References</h2><div id="refs">
<div id="ref-gauge" class="csl-entry">Gauge (2020).</div></div></section>
</main>"""
QUARTOS = """<main id="quarto-document-content">
<header id="title-block-header"><nav>Part</nav><div><h1 class="title">
<span id="sec-rain"><span class="chapter-number">2</span>&nbsp;
<span class="chapter-title">Rain</span></span></h1></div><div class="quarto-title-meta">By A. Gauge</div></header>
<section id="sec-drops" class="level2"><h2 class="anchored" data-anchor-id="sec-drops">
<span class="header-section-number">2.1</span> Drops<a class="anchorjs-link" href="#sec-drops"></a></h2>
<div id="fig-rain" class="quarto-float anchored"><figure>
<div aria-describedby="fig-rain-caption-1"><img src="x/output-1.svg" alt="Drops fall."></div>
<figcaption id="fig-rain-caption-1">Figure&nbsp;2.1: Rain</figcaption></figure></div>
<p>See <a href="#fig-rain" class="quarto-xref">Figure&nbsp;<span>2.1</span></a> and
<span class="citation" data-cites="gauge">(<a href="../references.html#ref-gauge">Gauge 2020</a>)</span>: <span
class="value" data-value="rain.mm">640</span> mm.</p></section>
<div id="refs" style="display: none"><div id="ref-gauge" class="csl-entry">Gauge (2020).</div></div>
<script>draw()</script></main>"""


@pytest.fixture
def read(tmp_path):
    (tmp_path / "x").mkdir()
    for name in ("a.svg", "x/output-1.svg"):
        (tmp_path / name).write_text("<svg/>")

    def reading(markup):
        page = tmp_path / "rain.html"
        page.write_text(f"<html><body>{markup}</body></html>", encoding="utf-8")
        return read_page(tmp_path, page)

    return reading


def test_the_pages_of_both_renderers_mean_the_same(read):
    ours, quartos = read(OURS), read(QUARTOS)
    assert ours == quartos
    (passage,), sources = ours
    assert [item.kind for item in passage.items] == [
        "heading", "heading", "picture", "caption", "cross-reference", "citation", "value",
    ]  # fmt: skip
    assert sources == {"gauge": "Gauge (2020)."}


def items(read, body, kind):
    (passage,), _ = read(f"<main>{body}</main>")
    return [item for item in passage.items if item.kind == kind]


def test_a_table_is_told_cell_by_cell_with_what_it_spans(read):
    body = "<table><thead><tr><th>a</th><th>b</th></tr></thead><tr><td colspan='2'>1 <i>x</i></td></tr></table>"
    (table,) = items(read, body, "table")
    assert table.text == "a | b\n1 x⟨colspan 2⟩"
    assert table.detail == (("header cells", "2"),)


def test_another_picture_under_the_same_name_is_another_item(read, tmp_path):
    (before,) = items(read, "<img src='a.svg' alt='x'>", "picture")
    (tmp_path / "a.svg").write_text("<svg><g/></svg>")
    (after,) = items(read, "<img src='a.svg' alt='x'>", "picture")
    assert before != after


def test_a_number_inside_a_formula_is_told_apart_from_it(read):
    tex = "<annotation encoding='application/x-tex'>x = 1 \\qquad(2.1)</annotation>"
    (formula,) = items(read, f"<span id='eq-x'><math><semantics>{tex}</semantics></math></span>", "formula")
    assert (formula.name, formula.text, dict(formula.detail)) == ("eq-x", "x = 1", {"number": "2.1"})


def test_links_are_counted_from_the_top_of_the_edition(read):
    assert [link.name for link in items(read, "<a href='./b.html#c'>b</a><a href='#d'>d</a>", "link")] == [
        "b.html#c",
        "rain.html#d",
    ]


def test_what_assessment_adds_to_a_page_is_a_passage_of_its_own(read):
    panel = "<section class='sources'><h2>Sources</h2><details class='provenance'>640 mm</details></section>"
    (page, panels), _ = read(f"<main><p>It rains.</p>{panel} Today.</main>")
    assert page.words == ["It", "rains.", "Today."]
    assert (panels.place, panels.words) == ("rain.html (where numbers come from)", ["⟦heading⟧", "640", "mm"])
