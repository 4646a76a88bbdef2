"""What a screen reader and a keyboard need on the pages that Quarto writes, and what Quarto leaves out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

_NAMED = (
    (re.compile(r'<nav id="quarto-sidebar"(?![^>]*\baria-label=)'), "contents"),
    (re.compile(r'<nav class="page-navigation"(?![^>]*\baria-label=)'), "page_navigation"),
)
_BAR = re.compile(r'<nav class="quarto-secondary-nav"(?![^>]*\brole=)')
_FOR_THE_MOUSE = re.compile(r'<a class="flex-grow-1" role="navigation"')
_SWITCH = re.compile(r'<a (?=[^>]*\bdata-bs-toggle=)(?![^>]*\bhref=)([^>]*?)role="navigation"')
_FOLDED = re.compile(
    r'<div class="(callout-header[^"]*)"((?: (?:data-bs-|aria-)\w+="[^"]*")+)>'
    r'(.*?)<div class="(callout-btn-toggle[^"]*)">(.*?)</div>',
    re.DOTALL,
)
_SCROLLED = re.compile(r"<(table|pre)\b(?![^>]*\btabindex=)")


def accessible(markup: str, labels: Mapping[str, str]) -> str:
    """A page on which every landmark has a name of its own, and the Tab key reaches whatever opens or scrolls.

    Quarto names neither contents nor page navigation, takes the bar over a page for a third landmark, and calls the
    links that unfold the contents landmarks too. The headers of folded callouts answer to the mouse alone. Tables
    and code scroll on narrow screens.
    """
    for nav, label in _NAMED:
        name = escape(labels[label]).replace("\\", r"\\")
        markup = nav.sub(rf'\g<0> aria-label="{name}"', markup)
    markup = _BAR.sub(r'\g<0> role="presentation"', markup)
    markup = _FOR_THE_MOUSE.sub('<a class="flex-grow-1" aria-hidden="true"', markup)  # a button beside it does the same
    markup = _SWITCH.sub(r'<a href="#" \1role="button"', markup)
    markup = _FOLDED.sub(r'<div class="\1">\3<button type="button" class="\4"\2>\5</button>', markup)
    before, main, after = markup.partition("<main")
    return before + main + _SCROLLED.sub(r'<\1 tabindex="0"', after)
