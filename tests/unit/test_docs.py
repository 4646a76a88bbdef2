"""The documentation agrees with the project it describes."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
LUA = ROOT / "src" / "assessment" / "chapters" / "lua" / "vocabulary.lua"


def _read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def _without_code(text):
    return re.sub(r"^(`{3,}).*?^\1\s*$", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_within_the_project_lead_somewhere(page):
    targets = re.findall(r"\]\((?!https?://|mailto:)([^)#]+)", _without_code(page.read_text(encoding="utf-8")))
    shown = [
        target
        for target in targets
        if not re.search(r"`[^`\n]*\(" + re.escape(target), page.read_text(encoding="utf-8"))
    ]
    assert [target for target in shown if not (page.parent / target).exists()] == []


def test_the_picture_of_the_layers_is_the_contract():
    contracts = tomllib.loads(_read("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    drawn = re.search(r"```layers\n(.*?)```", _read("docs/architecture.md"), re.DOTALL)[1]
    assert drawn.strip().splitlines() == [layer.replace("assessment.", "") for layer in layers]


def test_every_package_of_ours_is_explained():
    explained = _read("docs/architecture.md").partition("## The layers")[2].partition("## Formats")[0]
    ours = [path.stem for path in (ROOT / "src" / "assessment").iterdir() if not path.name.startswith("_")]
    assert [name for name in ours if f"`{name}`" not in explained] == []


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "decisions").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_has_its_form_and_its_line_in_the_list(path):
    text = path.read_text(encoding="utf-8")
    assert text.startswith(f"# {path.stem[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert f"[{path.stem[:4]}]({path.name}) | {text.splitlines()[0][7:]} |" in _read("docs/decisions/README.md")


def test_decisions_are_numbered_without_gaps():
    numbers = sorted(int(path.stem[:4]) for path in (ROOT / "docs" / "decisions").glob("0*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_the_dialect_names_every_kind_of_label():
    names = re.search(r"vocabulary\.names = \{(.*?)\}", LUA.read_text(encoding="utf-8"), re.DOTALL)[1]
    prefixes = set(re.findall(r"(\w+) =", names)) - {"chapter", "appendix", "references"}
    assert [prefix for prefix in sorted(prefixes) if f"`{prefix}`" not in _read("docs/dialect.md")] == []


@pytest.mark.parametrize("shortcode", ["var", "meta", "embed", "include", "pagebreak"])
def test_the_dialect_shows_every_shortcode(shortcode):
    assert f"{{{{< {shortcode} " in _read("docs/dialect.md")


def test_the_two_commands_of_the_readme_are_targets():
    commands = re.findall(r"^make (\w+)", _read("README.md"), re.MULTILINE)
    assert commands == ["report", "test"]
    assert all(re.search(rf"^{command}:", _read("Makefile"), re.MULTILINE) for command in commands)
