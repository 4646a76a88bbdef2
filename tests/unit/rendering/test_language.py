from assessment.project.book import Book
from assessment.rendering.language import in_language, quarto_language


def test_english_needs_nothing_beyond_what_the_look_has():
    assert in_language(Book("x", lang="en-GB")) == {}
    assert quarto_language(Book("x", lang="en-GB")) == {}


def test_both_renderers_are_given_the_same_words():
    book = Book("x", lang="fr")
    assert in_language(book)["words"]["chapter"] == quarto_language(book)["crossref-ch-prefix"] == "Chapitre"
    assert quarto_language(book)["callout-warning-title"] == "Avertissement"


def test_a_book_in_arabic_letters_runs_from_right_to_left_in_a_typeface_that_has_them():
    told = in_language(Book("x", lang="ar-EG"))
    assert (told["right-to-left"], told["script-font"]) == (True, "Amiri")
    assert "script-font" not in in_language(Book("x", lang="he"))


def test_words_of_the_project_go_first():
    book = Book("x", lang="fr", metadata={"words": {"chapter": "Partie"}})
    assert in_language(book)["words"]["chapter"] == "Partie"
    assert in_language(book)["words"]["appendix"] == "Annexe"


def test_quarto_keeps_its_own_words_where_we_have_none():
    assert quarto_language(Book("x", lang="de")) == {}
