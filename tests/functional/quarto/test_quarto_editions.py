"""What a build with Quarto does with the project, and what comes of it."""

import json
import shutil

import pytest


def work_tree(book):
    return {path: digest for path, digest in book.files(".").items() if not path.startswith(("_build/", "_book/"))}


def test_both_editions_stand_although_each_run_wipes_the_other(leaflet, quarto):
    said = leaflet.build(*quarto.options)
    assert said.code == 0, said
    assert said.json["renderer"] == {"name": "quarto", "version": "1.10.18"}
    assert said.json["editions"] == {"html": "_book/index.html", "pdf": "_book/A-leaflet.pdf"}
    assert said.json["findings"] == []
    assert {"index.html", "chapters/rain.html", "A-leaflet.pdf", "manifest.json"} <= set(leaflet.files())


def test_each_format_of_the_book_is_rendered_on_the_staged_copy(leaflet, quarto):
    leaflet.build(*quarto.options)
    for form in ("html", "look-typst"):
        call = quarto.call(form)
        assert call["arguments"] == ["render", ".", "--to", form]
        assert call["folder"] == str(leaflet.root / "_build" / "quarto")


def test_the_work_tree_stays_as_it_was(leaflet, quarto):
    before = work_tree(leaflet)
    leaflet.build(*quarto.options)
    assert work_tree(leaflet) == before


def test_a_second_build_has_nothing_to_do(leaflet, quarto):
    leaflet.build(*quarto.options)
    quarto.is_told(fails="index.qmd")
    again = leaflet.build(*quarto.options)
    assert again.code == 0
    assert again.json["rendered"] == {"html": [], "pdf": False}


def test_one_edition_can_be_asked_for(leaflet, quarto):
    said = leaflet.build("--to", "html", *quarto.options)
    assert said.json["editions"] == {"html": "_book/index.html", "pdf": None}
    assert "A-leaflet.pdf" not in leaflet.files()


def test_quarto_gets_an_environment_of_its_own(leaflet, quarto):
    leaflet.build(
        *quarto.options,
        env={
            "https_proxy": "http://proxy.example",
            "A_SECRET": "x",
            "QUARTO_PROFILE": "p",
            "SOURCE_DATE_EPOCH": "86400",
        },
    )
    environment = quarto.call("html")["environment"]
    assert not {"https_proxy", "A_SECRET", "QUARTO_PROFILE"} & set(environment)
    assert {name: environment[name] for name in ("TZ", "SOURCE_DATE_EPOCH", "LANG")} == {
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "86400",
        "LANG": "C.UTF-8",
    }
    cache = str(leaflet.root / "_build" / "quarto-cache")
    assert all(environment[name].startswith(cache) for name in ("XDG_CACHE_HOME", "DENO_DIR", "TMPDIR"))


def test_fresh_results_are_staged_and_accepted_ones_stay(sample, quarto):
    book = sample("transport")
    committed = book.notebook("notebooks/buses.ipynb")
    said = book.build(*quarto.options)
    assert said.json["executed"] == ["buses"]
    staged = book.notebook("_build/quarto/notebooks/buses.ipynb")
    assert any(cell.get("outputs") for cell in staged["cells"])
    assert book.notebook("notebooks/buses.ipynb") == committed


def test_what_is_not_the_books_is_not_staged(leaflet, quarto):
    for path in (".git/config", ".venv/pyvenv.cfg", "env/pyvenv.cfg", ".hidden/x.txt", "_quarto.yml.local", "a.txt"):
        leaflet.write(path, "")
    (leaflet.root / "round").symlink_to(leaflet.root)
    leaflet.build(*quarto.options)
    leaflet.write("chapters/rain.qmd", "# Rain\n\nIt pours.\n")
    leaflet.build(*quarto.options)
    staged = set(leaflet.files("_build/quarto"))
    assert {"a.txt", "_quarto.yml", "_extensions/look/_extension.yml", "chapters/rain.qmd"} <= staged
    assert not [path for path in staged if path.startswith((".git", ".venv", "env", ".hidden", "_build", "round"))]


def test_the_edition_is_told_of_itself(leaflet, quarto):
    said = leaflet.build(*quarto.options)
    settings = json.loads(leaflet.text("_build/quarto/_quarto.yml.local"))
    assert settings["execute"] == {"enabled": False}
    assert settings["edition"]["mode"] == "draft"
    assert settings["edition"]["renderer"] == "quarto 1.10.18"
    page = leaflet.text("_book/chapters/rain.html")
    assert settings["edition"]["id"] in page
    assert "Draft · edition" in page
    assert "0 open findings" in page
    assert said.code == 0


def test_pages_keep_no_path_and_link_to_the_pdf_by_its_name(leaflet, quarto):
    leaflet.build(*quarto.options)
    page = leaflet.text("_book/chapters/rain.html")
    assert str(leaflet.root) not in page
    assert "data-notebook=" not in page
    assert "data-quarto-private" not in page
    assert 'data-notebook-title="A"' in page
    assert 'href="../A-leaflet.pdf"' in page
    assert 'href="./A-leaflet.pdf"' in leaflet.text("_book/index.html")


def test_a_pdf_by_latex_is_made_by_typst_and_said(leaflet, quarto):
    leaflet.edit("_quarto.yml", "look-typst", "pdf")
    said = leaflet.build(*quarto.options)
    assert quarto.call("typst")["arguments"][-1] == "typst"
    assert said.found("P103")["line"] == 12


def test_a_chapter_that_quarto_would_refuse_is_staged_with_marks(leaflet, quarto):
    leaflet.append("chapters/rain.qmd", "See [@nobody1999].\n\n{{< include gone.qmd >}}\n\n![Sky](sky.png)")
    said = leaflet.build(*quarto.options)
    assert said.code == 1
    assert {"C501", "C505", "F107"} <= said.codes
    staged = leaflet.text("_build/quarto/chapters/rain.qmd")
    assert "[**?nobody1999**]" in staged
    assert "**?include:gone.qmd**" in staged
    assert "**?image:sky.png**" in staged
    assert leaflet.text("_build/quarto/index.qmd") == leaflet.text("index.qmd")


@pytest.mark.parametrize("name", ["chapters/rain.html", "A-leaflet.pdf"])
def test_an_edition_is_verified_in_another_folder_and_a_flipped_byte_is_named(leaflet, quarto, tmp_path, name):
    leaflet.build(*quarto.options)
    downloaded = shutil.copytree(leaflet.root / "_book", tmp_path / "downloaded")
    assert leaflet.run("verify", str(downloaded)).code == 0
    content = bytearray((downloaded / name).read_bytes())
    content[len(content) // 2] ^= 1
    (downloaded / name).write_bytes(bytes(content))
    said = leaflet.run("verify", str(downloaded), "--json")
    assert said.code == 1
    assert any(one["where"].startswith(name) for one in said.json["differences"])
