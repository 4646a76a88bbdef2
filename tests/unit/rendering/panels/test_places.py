from assessment.rendering.panels.places import floats_in, with_marked_values, with_panels

OURS = (
    '<p>a</p><div id="fig-a" class="quarto-float quarto-figure"><figure class="quarto-float"><div><img alt=""></div>'
    "<figcaption>Figure\N{NO-BREAK SPACE}1.1: Rain</figcaption></figure></div><p>b</p>"
)
QUARTOS = (
    '<div class="cell" id="x"><div id="tbl-b" class="quarto-float quarto-figure anchored">\n<figure>\n'
    '<figcaption class="quarto-float-tbl">\nTable&nbsp;2.1: Towns\n</figcaption>\n<div aria-describedby="c">\n'
    "<div>t</div></div>\n</figure>\n</div></div>"
)
PARTS = (
    '<div id="fig-all" class="quarto-float"><figure><div class="panel-layout">'
    '<div id="fig-all-1" class="quarto-float"><figcaption>(a) x</figcaption></div></div>'
    "<figcaption>Figure 3: All</figcaption></figure></div>"
)


def test_panels_stand_under_figures_of_either_renderer():
    assert with_panels(OURS, lambda found: f"[{found.id} {found.name}]").endswith("</div>[fig-a Figure 1.1]<p>b</p>")
    assert with_panels(QUARTOS, lambda found: f"[{found.name}]").endswith("\n</div>[Table 2.1]</div>")


def test_parts_of_a_figure_belong_to_the_whole():
    assert [found.id for found in floats_in(PARTS)] == ["fig-all"]


def test_a_figure_without_a_caption_is_named_by_its_id():
    (found,) = floats_in('<div id="fig-a" class="quarto-float"><img></div>: x')
    assert found.name == "fig-a"


def test_other_divisions_are_left_alone():
    markup = '<div id="fig-a" class="other">x</div><div id="sec-a" class="quarto-float">y</div>'
    assert floats_in(markup) == ()
    assert with_panels(markup, lambda _: "!") == markup


def test_known_numbers_get_a_mark_where_they_stand_first():
    span = '<span class="value" data-value="rain.days">12</span>'
    markup, names = with_marked_values(f'{span}{span}<span class="value" data-value="b.c">1</span>', {"rain.days"})
    assert names == ("rain.days",)
    assert markup.count('id="number-rain.days"') == 1
    assert markup.startswith('<span id="number-rain.days" class="value" data-value="rain.days">')


def test_other_spans_are_no_numbers():
    markup = '<span class="valued" data-value="a.b">1</span><span data-value="a.b">2</span>'
    assert with_marked_values(markup, {"a.b"}) == (markup, ())


def test_a_figure_of_parts_is_one_float_under_quarto_too():
    part = '<div id="fig-a-1" class="quarto-float"><figure><figcaption>(a) North: dry</figcaption></figure></div>'
    caption = "<figcaption>Figure&nbsp;1.2: Two</figcaption>"
    markup = f'<div id="fig-a" class="quarto-layout-panel"><figure>{part}{caption}</figure></div>'
    (found,) = floats_in(markup)
    assert (found.id, found.name, found.end) == ("fig-a", "Figure 1.2", len(markup))
