"""Callouts, tabsets, layouts, tables, pictures, page breaks: what each edition makes of them."""

import pypdfium2
import pytest


def test_a_callout_can_be_folded_on_the_page_and_is_open_on_paper(book, text_of):
    editions = book('# Rain\n\n::: {.callout-tip collapse="true" title="Take *cover*"}\nUnder a tree.\n:::\n')
    (details,) = editions.body().xpath("//details")
    assert details.get("open") is None
    assert text_of(details.find("summary")) == "Take cover"
    assert "Take cover" in editions.printed
    assert "Under a tree." in editions.printed


def test_a_minimal_callout_without_title_has_no_header(book):
    body = book('# Rain\n\n::: {.callout-note appearance="minimal"}\nWet.\n:::\n').body()
    assert body.find_class("callout-header") == []
    assert "Wet." in body.text_content()


def test_tabs_are_linked_to_their_panels_and_follow_each_other_on_paper(book):
    text = "# Rain\n\n::: {.panel-tabset}\n\n## North\n\nDry.\n\n### Deeper\n\nDrier.\n\n## South\n\nWet.\n\n:::\n"
    editions = book(text)
    body = editions.body()
    tabs, panels = body.xpath("//*[@role='tab']"), body.xpath("//*[@role='tabpanel']")
    assert [tab.text_content().strip() for tab in tabs] == ["North", "South"]
    assert [tab.get("aria-controls") for tab in tabs] == [panel.get("id") for panel in panels]
    assert [panel.get("aria-labelledby") for panel in panels] == [tab.get("id") for tab in tabs]
    assert [tab.get("aria-selected") for tab in tabs] == ["true", "false"]
    assert "Drier." in panels[0].text_content()
    assert editions.printed.index("North") < editions.printed.index("Dry.") < editions.printed.index("South")


def test_a_layout_puts_blocks_side_by_side(book):
    editions = book("# Rain\n\n::: {layout-ncol=2}\n\nLeft side.\n\nRight side.\n\n:::\n")
    (panel,) = editions.body().find_class("panel-layout")
    assert "--columns: 2" in panel.get("style")
    assert [child.text_content().strip() for child in panel] == ["Left side.", "Right side."]
    assert "Left side." in editions.printed
    assert "Right side." in editions.printed


def test_a_table_keeps_its_header_cells_and_alignment(book):
    editions = book("# Rain\n\n| Year | mm |\n|:-----|---:|\n| 2023 | 640 |\n\n: Rain by year {#tbl-rain}\n")
    (table,) = editions.body().xpath("//table")
    assert [th.text for th in table.xpath(".//th")] == ["Year", "mm"]
    assert "right" in table.xpath(".//td")[1].get("style")
    assert "2023 640" in editions.printed


def test_a_raw_html_table_is_a_real_table_in_both_editions(book):
    raw = "<table><thead><tr><th>Year</th></tr></thead><tbody><tr><td>2023</td></tr></tbody></table>"
    editions = book(f"# Rain\n\n```{{=html}}\n{raw}\n```\n")
    assert [cell.text for cell in editions.body().xpath("//td")] == ["2023"]
    assert "2023" in editions.printed
    assert editions.manuscript.findings == ()


def test_a_picture_has_its_words_on_the_page(book):
    (image,) = book('# Rain\n\n![Rain falls](a.svg){#fig-rain fig-alt="A line that rises"}\n').body().xpath("//img")
    assert (image.get("alt"), image.get("src")) == ("A line that rises", "a.svg")


def test_a_figure_says_what_describes_it(book):
    body = book("# Rain\n\n![Rain falls](a.svg){#fig-rain fig-alt='x'}\n").body()
    described = body.xpath("//*[@aria-describedby]")[0].get("aria-describedby")
    assert "Rain falls" in body.xpath(f"//*[@id='{described}']")[0].text_content()


def test_a_picture_in_a_line_may_be_decoration(book):
    editions = book('# Rain\n\nWet ![](a.svg){fig-alt=""} day.\n')
    assert editions.body().xpath("//img")[0].get("alt") == ""
    assert editions.manuscript.findings == ()
    assert "Wet" in editions.printed


def test_a_picture_without_words_gets_a_placeholder_and_a_finding(book):
    editions = book("# Rain\n\n![Rain falls](a.svg){#fig-rain}\n")
    assert [(f.code, f.line) for f in editions.manuscript.findings] == [("F101", 3)]
    assert editions.body().xpath("//img")[0].get("alt") == "Description missing."
    assert "Figure 1.1: Rain falls" in editions.printed


@pytest.mark.parametrize("path", ["shared/a.svg", "/shared/a.svg"], ids=["beside the chapter", "from the project"])
def test_paths_of_pictures_count_from_the_chapter_or_the_project(book, path):
    editions = book(
        f"# Rain\n\n![x]({path}){{fig-alt='Drops'}}\n",
        files={path.removeprefix("/"): "<svg xmlns='http://www.w3.org/2000/svg'/>"},
    )
    assert editions.manuscript.findings == ()
    assert editions.body().xpath("//img")[0].get("src") == path.removeprefix("/")


def test_a_page_break_is_of_paper_only(book):
    editions = book("# Rain\n\nBefore.\n\n{{< pagebreak >}}\n\nAfter.\n")
    assert "Before. After." in " ".join(editions.body().text_content().split())
    assert editions.manuscript.findings == ()
    assert "After." in editions.printed


@pytest.mark.parametrize("name", ["key-findings", "content-notice", "help"])
def test_a_designed_block_is_drawn_in_both_editions(book, name):
    editions = book(f"# Rain\n\n::: {{.{name}}}\n\n## In short\n\n- **640** mm of rain.\n\n:::\n")
    assert "640 mm of rain." in editions.body().find_class(name)[0].text_content()
    assert "In short" in editions.printed
    assert "mm of rain." in editions.printed
    assert editions.manuscript.findings == ()


@pytest.mark.parametrize("attribute", ["layout-ncol=2", "layout-nrow=1", 'layout="[[1,1]]"'])
def test_every_way_of_writing_columns(book, attribute):
    (panel,) = book(f"# Rain\n\n::: {{{attribute}}}\n\nLeft.\n\nRight.\n\n:::\n").body().find_class("panel-layout")
    assert "--columns: 2" in panel.get("style")


def test_columns_of_a_table_have_the_widths_asked_for(book):
    table = '| a | b |\n|---|---|\n| 1 | 2 |\n\n: Rain {#tbl-rain tbl-colwidths="[75,25]"}\n'
    body = book(f"# Rain\n\n{table}").body()
    assert [column.get("style") for column in body.xpath("//col")] == ["width: 75%", "width: 25%"]


def test_a_picture_without_a_label_has_a_caption_and_no_number(book, text_of):
    editions = book("# Rain\n\n![Rain falls](a.svg){fig-alt='Drops'}\n")
    assert text_of(editions.body().xpath("//figcaption")[0]) == "Rain falls"
    assert "Rain falls" in editions.printed
    assert "Figure 1.1" not in editions.printed


def test_a_picture_taller_than_a_page_leaves_room_for_its_caption(book):
    tall = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="2000"><rect width="400" height="2000"/></svg>\n'
    editions = book('# Rain\n\n![So tall.](tall.svg){#fig-tall fig-alt="A mast."}\n', files={"tall.svg": tall})
    assert "So tall." in editions.printed
    (made,) = (editions.project.root / "edition").glob("*.pdf")
    with pypdfium2.PdfDocument(made) as document:
        page = next(page for page in list(document)[::-1] if "So tall." in page.get_textpage().get_text_range())
        text = page.get_textpage()
        tops = {}
        for words in ("So tall.", "0 open findings"):
            at, _ = text.search(words).get_next()
            tops[words] = text.get_charbox(at)[1]
    assert tops["So tall."] > tops["0 open findings"] + 30
