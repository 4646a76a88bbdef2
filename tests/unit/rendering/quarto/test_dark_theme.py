"""Quarto's dark theme and the embedded renderer's are one: Sass cannot read the one file, so the values stand twice."""

import re
from pathlib import Path

LOOK = Path(__file__).parents[4] / "_extensions/assessment/html"


def test_the_dark_values_are_those_of_the_embedded_pages():
    theme = (LOOK / "assets/theme.css").read_text(encoding="utf-8")
    wanted = dict(re.findall(r"light-dark\(var\((--colour-[\w-]+)\), (#\w+)\)", theme))
    sass = (LOOK / "dark.scss").read_text(encoding="utf-8")
    found = dict(re.findall(r"(--colour-[\w-]+): (#\w+);", sass))
    assert len(wanted) > 10
    # Headings and the cover share a token in one sheet only: Quarto's page has no cover.
    assert {name: found[name] for name in wanted if name != "--colour-accent-deep"} == {
        name: value for name, value in wanted.items() if name != "--colour-accent-deep"
    }
    for name, token in (("body-bg", "paper"), ("body-color", "ink"), ("link-color", "link"), ("border-color", "rule")):
        assert f"${name}: {found[f'--colour-{token}']};" in sass
