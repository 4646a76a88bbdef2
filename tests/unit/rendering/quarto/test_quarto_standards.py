import pytest

from assessment.rendering.quarto.finding import FoundQuarto
from assessment.rendering.quarto.standards import ask_only, refusal, standard_findings, stated

ELEMENTS = b"""%PDF <?xpacket begin="x"?><pdfuaid:part>1</pdfuaid:part>
<pdfaid:part>3</pdfaid:part> <pdfaid:conformance>A</pdfaid:conformance><?xpacket end="r"?>"""
ATTRIBUTES = b"""%PDF <?xpacket begin="x"?><d pdfaid:part="2" pdfaid:conformance="B"/><?xpacket end="r"?>"""


@pytest.fixture
def quarto(tmp_path):
    return lambda version: FoundQuarto(tmp_path / "quarto", version)


@pytest.mark.parametrize(
    ("pdf", "expected"),
    [
        (ELEMENTS, ("ua-1", "a-3a")),
        (ATTRIBUTES, ("a-2b",)),
        (b'<?xpacket begin="x"?><?xpacket end="r"?>', ()),
        (b"%PDF", None),
    ],
)
def test_a_pdf_states_its_standards(pdf, expected):
    assert stated(pdf) == expected


def test_a_pdf_that_states_both_is_in_order(quarto):
    assert not list(standard_findings(quarto("1.10.0"), ELEMENTS, "", None))


def test_a_pdf_that_states_fewer_is_found_at_its_format(quarto):
    (found,) = standard_findings(quarto("1.10.0"), ATTRIBUTES, "", 7)
    assert (found.code, found.path, found.line) == ("E601", "_quarto.yml", 7)
    assert "states a-2b" in found.message


def test_an_older_quarto_meets_fewer_whatever_its_pdf_states(quarto):
    (found,) = standard_findings(quarto("1.9.18"), ELEMENTS, "", None)
    assert "PDF/UA-1 only" in found.message


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("  pdf-standard: [ua-1, a-3a]\n  toc: true\n", "  pdf-standard: [ua-1]\n  toc: true\n"),
        ("  pdf-standard: a-3a\n", "  pdf-standard: [ua-1]\n"),
        ("  pdf-standard:\n    - ua-1\n    - a-3a\n  toc: true\n", "  pdf-standard: [ua-1]\n  toc: true\n"),
        ("  toc: true\n", "  toc: true\n"),
    ],
    ids=["list", "word", "lines", "none"],
)
def test_a_staged_look_asks_for_what_it_is_told(tmp_path, before, after):
    look = tmp_path / "_extensions" / "assessment" / "_extension.yml"
    look.parent.mkdir(parents=True)
    (tmp_path / "_quarto.yml").write_text("book:\n")
    look.write_text(f'quarto-required: ">=1.10.0"\nformats:\n{before}')
    ask_only(tmp_path, ("ua-1",))
    assert look.read_text() == f"formats:\n{after}"


def test_a_refusal_is_told_from_other_failures():
    said = "[typst]: Compiling a.typ to a.pdf...error: PDF/UA-1 error: missing alt text\n"
    assert refusal(said) == "PDF/UA-1 error: missing alt text"
    assert refusal("error: file not found") == ""
