import pytest

from assessment.review.pages import _environment


def link(address):
    return str(_environment().get_template("parts.html.jinja").module.elsewhere(address))


def test_the_address_of_a_source_can_be_followed_and_tells_nobody_whence():
    expected = (
        '<a href="https://example.org/?a=1&amp;b=2" rel="noreferrer noopener">https://example.org/?a=1&amp;b=2</a>'
    )
    assert link("https://example.org/?a=1&b=2") == expected


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "HTTPS//x", ""])
def test_what_is_no_web_address_is_text(address):
    assert link(address) == address
