import pytest

from assessment.rendering.quarto.accessible import accessible

FOLDED = """<div class="callout-header x" data-bs-toggle="collapse" aria-expanded="false"><p>Tip</p>
<div class="callout-btn-toggle y"><i class="callout-toggle"></i></div></div>"""
UNFOLDING = """<div class="callout-header x"><p>Tip</p>
<button type="button" class="callout-btn-toggle y" data-bs-toggle="collapse" aria-expanded="false">\
<i class="callout-toggle"></i></button></div>"""
LABELS = {"contents": "Contents", "page_navigation": "Other pages"}


@pytest.mark.parametrize(
    ("quarto", "ours"),
    [
        ('<nav id="quarto-sidebar" class="s">', '<nav id="quarto-sidebar" aria-label="Contents" class="s">'),
        ('<nav class="page-navigation">', '<nav class="page-navigation" aria-label="Other pages">'),
        ('<nav class="quarto-secondary-nav">', '<nav class="quarto-secondary-nav" role="presentation">'),
        (
            '<a class="flex-grow-1" role="navigation" data-bs-toggle="collapse" aria-label="Toggle">',
            '<a class="flex-grow-1" aria-hidden="true" data-bs-toggle="collapse" aria-label="Toggle">',
        ),
        (
            '<a class="t" data-bs-toggle="collapse" data-bs-target="#p" role="navigation" aria-expanded="true">',
            '<a href="#" class="t" data-bs-toggle="collapse" data-bs-target="#p" role="button" aria-expanded="true">',
        ),
        (FOLDED, UNFOLDING),
        ('<main><table class="t">', '<main><table tabindex="0" class="t">'),
        ('<main><pre class="sourceCode">', '<main><pre tabindex="0" class="sourceCode">'),
    ],
)
def test_what_quarto_leaves_out_is_put_in_once(quarto, ours):
    assert accessible(quarto, LABELS) == ours
    assert accessible(ours, LABELS) == ours


@pytest.mark.parametrize(
    "markup",
    [
        '<nav aria-label="breadcrumb">',
        '<a class="sidebar-link" href="rain.html" data-bs-toggle="collapse" role="navigation">',
        '<div class="callout-header"><p>Tip</p></div>',
        "<p>No main part</p><table>",
    ],
)
def test_what_is_sound_stays(markup):
    assert accessible(markup, LABELS) == markup
