from dataclasses import replace

import pytest

from assessment.project.book import Book
from assessment.rendering.base import pdf_name


@pytest.mark.parametrize(
    ("title", "name"),
    [("Rain and sun", "Rain-and-sun.pdf"), ("Rain: a/b", "Rain--a-b.pdf"), ("R\\ain? (1)", "R-ain---1-.pdf")],
)
def test_the_pdf_is_named_after_the_book_as_quarto_names_it(title, name):
    assert pdf_name(Book(title)) == name


def test_the_author_may_name_the_file():
    assert pdf_name(replace(Book("Rain and sun"), output_file="weather")) == "weather.pdf"
