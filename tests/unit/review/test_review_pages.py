import lxml.html
import pytest

from assessment.review.pages import _environment
from assessment.reviews.comparison import compare


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


def tables(count, changed):
    """The rows of each table that the page shows of a table in which some rows changed, and the page."""
    fields = [{"name": "town", "type": "string"}, {"name": "mm", "type": "integer"}]
    before = [{"town": f"town {number}", "mm": number} for number in range(count)]
    now = [{**row, "mm": row["mm"] + 100 * (row["mm"] in changed)} for row in before]
    compared = compare({"schema": {"fields": fields}, "data": before}, {"schema": {"fields": fields}, "data": now})
    said = _environment().get_template("parts.html.jinja").module.table(compared, "Rain")
    page = lxml.html.fromstring(f"<main>{said}</main>")
    regions = page.xpath("//*[@role='region']")
    return {region.get("aria-label"): len(region.xpath(".//tbody/tr")) for region in regions}, page


def test_the_rows_that_changed_in_a_long_table_come_first_and_the_rest_on_demand():
    shown, page = tables(40, {7, 30})
    assert shown == {"Rain: rows that changed": 2, "Rain": 40}
    assert page.xpath("string(//summary)") == "All 40 rows"
    assert page.xpath("//details//del/text()") == ["7", "30"]


@pytest.mark.parametrize(("count", "changed"), [(40, set()), (40, set(range(40))), (5, {1})])
def test_a_table_is_shown_once_where_that_says_it_all(count, changed):
    assert tables(count, changed)[0] == {"Rain": count}
