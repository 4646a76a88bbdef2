import pytest

from assessment.checks.configuration import configuration_findings

BOOK = "project: {type: book}\nbook:\n  title: Rain\n  chapters: [index.qmd]\n"


@pytest.fixture
def findings(make_project):
    def run(extra="", renderer="embedded"):
        return [(f.code, f.line) for f in configuration_findings(make_project(config=BOOK + extra), renderer)]

    return run


def test_a_plain_book_is_honoured(findings):
    assert findings("format:\n  html: {toc: true}\n  typst: default\nexecute: {enabled: false}\n") == []


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        ("filters: [a.lua]\n", ("P101", 5)),
        ("format:\n  html:\n    code-fold: true\n", ("P101", 7)),
        ("format:\n  html:\n    theme: cosmo\n", ("P101", 7)),
        ("format:\n  html: default\n  docx: default\n", ("P101", 7)),
        ("format:\n  html: default\n  pdf: default\n", ("P103", 7)),
    ],
    ids=["filters", "an option", "a theme", "a format we do not make", "LaTeX"],
)
def test_what_is_not_honoured_names_its_line(findings, extra, expected):
    assert findings(extra) == [expected]


def test_quarto_honours_its_own_keys(findings):
    assert findings("filters: [a.lua]\n", "quarto") == []
