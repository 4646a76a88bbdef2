"""`assessment compare` and `assessment adopt` from the command line."""

import json
import shutil


def test_two_builds_of_a_book_say_the_same_and_a_changed_number_is_found(sample, tmp_path):
    book = sample("transport")
    assert book.build("--to", "html").code in (0, 1)
    kept = tmp_path / "kept"
    shutil.copytree(book.root / "_book", kept)
    same = book.run("compare", str(kept), str(book.root / "_book"), "--json")
    assert (same.code, same.json["same"], same.json["differences"]) == (0, True, [])
    assert same.json["compared"]["page"] >= 1
    page = kept / "index.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("</main>", "<p>7 more buses.</p></main>"), encoding="utf-8"
    )
    changed = book.run("compare", str(kept), str(book.root / "_book"))
    assert changed.code == 1
    assert "7 more buses." in changed.out


def test_what_is_no_edition_is_a_mistake_of_the_caller(sample, tmp_path):
    said = sample("transport").run("compare", str(tmp_path), str(tmp_path))
    assert said.code == 2
    assert "is no edition" in said.err


def test_a_book_of_somebody_else_is_looked_at_and_gets_only_what_it_needs(sample):
    book = sample("weather")
    line = book.append("chapters/rain.qmd", "::: {.column-margin}\nAside.\n:::")
    book.append("_quarto.yml", "filters: [a.lua]")
    before = set(book.files("."))
    said = book.run("adopt", str(book.root), "--json")
    assert said.code == 1
    assert [(f["code"], f["line"]) for f in said.json["unsupported"]] == [("C506", line)]
    assert ["filters" in f["message"] for f in said.json["ignored"]] == [True]
    assert said.json["supported"]["chapter"] == 6
    added = set(book.files(".")) - before
    assert {name for name in added if not name.startswith("_build/")} <= {".gitignore"}
    assert "/_build/" in book.text(".gitignore").splitlines()
    assert book.run("adopt", str(book.root), "--json").json["added"] == {}


def test_a_book_that_is_all_supported_is_left_alone_by_a_dry_run(sample):
    book = sample("transport")
    said = book.run("adopt", str(book.root), "--dry-run", "--json")
    assert (said.code, said.json["unsupported"]) == (0, [])
    assert json.dumps(said.json["added"]) == "{}"
    assert not (book.root / ".gitignore").exists()
