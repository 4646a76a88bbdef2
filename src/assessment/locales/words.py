"""Find the words of a language: names before numbers, words of pages and of the PDF, whether it runs right to left.

English stands where the look has it, so that a plain `quarto render` finds it there too; every other language
is one catalogue, `<language>.po` in this folder, keyed as the English is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

ENGLISH: Mapping[str, str] = {
    "fig": "Figure", "tbl": "Table", "lst": "Listing", "eq": "Equation", "sec": "Section", "chapter": "Chapter",
    "appendix": "Appendix", "nte": "Note", "tip": "Tip", "wrn": "Warning", "imp": "Important", "cau": "Caution",
    "thm": "Theorem", "lem": "Lemma", "cor": "Corollary", "prp": "Proposition", "cnj": "Conjecture",
    "def": "Definition", "exm": "Example", "exr": "Exercise", "references": "References",
}  # fmt: skip
"""The names printed before numbers, as `chapters/lua/vocabulary.lua` has them."""
_FOLDER = Path(__file__).parent
_APPENDICES = "Appendices"
_ARABIC_SCRIPT = ("ar", "fa", "ur", "ps", "ckb", "sd", "ug")
_RIGHT_TO_LEFT = (*_ARABIC_SCRIPT, "he", "yi", "dv")


@dataclass(frozen=True)
class Words:
    """The words of a language. ``names`` stand before numbers; ``page`` and ``print`` are what the catalogue has,
    to be laid over the English of the look; ``complete`` says that there is a catalogue, or none is needed.
    """

    lang: str
    names: Mapping[str, str]
    page: Mapping[str, str] = field(default_factory=dict)
    print: Mapping[str, str] = field(default_factory=dict)
    complete: bool = True
    catalogue: Any = None

    @property
    def appendices(self) -> str:
        """What the group of appendices is called."""
        return self.page.get("appendices", _APPENDICES)

    @property
    def right_to_left(self) -> bool:
        """Whether the language runs from right to left."""
        return primary(self.lang) in _RIGHT_TO_LEFT

    @property
    def arabic_script(self) -> bool:
        """Whether the language is written in Arabic letters, for which the PDF needs another typeface."""
        return primary(self.lang) in _ARABIC_SCRIPT

    @property
    def english(self) -> bool:
        """Whether the words are those of the look itself."""
        return primary(self.lang) == "en"

    def counted(self, key: str, count: int) -> str:
        """A counted word in the form that the number takes; empty where the catalogue has none."""
        from gettext import c2py

        message = self.catalogue.get(key, "count") if self.catalogue is not None else None
        if message is None or not isinstance(message.string, tuple):
            return ""
        form = c2py(self.catalogue.plural_expr)(count)
        return str(message.string[form])


@cache
def words(lang: str) -> Words:
    """The words of a language by its tag ("en-GB", "fr", "ar-EG"); English where there is no catalogue."""
    name = primary(lang)
    if name == "en":
        return Words(lang, ENGLISH)
    path = _FOLDER / f"{name}.po"
    if not path.is_file():
        return Words(lang, ENGLISH, complete=False)
    from babel.messages.pofile import read_po

    with path.open("rb") as stream:
        catalogue = read_po(stream)
    found: dict[str, dict[str, str]] = {}
    for message in catalogue:
        if message.context and isinstance(message.string, str) and message.string:
            found.setdefault(message.context, {})[str(message.id)] = message.string
    names = {**ENGLISH, **found.get("label", {})}
    return Words(lang, names, found.get("page", {}), found.get("print", {}), catalogue=catalogue)


def english_words(look: Path) -> dict[str, list[str]]:
    """The keys of the words that the look prints, in its pages and in the PDF, as a catalogue needs them.

    Counted words have an entry of their own kind.
    """
    import re

    import yaml

    labels = yaml.safe_load((look / "html" / "labels.en.yml").read_text(encoding="utf-8"))
    tokens = (look / "tokens.typ").read_text(encoding="utf-8")
    defaults = tokens.partition("#let default-words = (")[2].partition("\n)")[0]
    pages = [key for key in labels if key not in ("finding", "findings")]
    return {"page": pages, "print": re.findall(r"^\s*([a-z-]+):", defaults, re.MULTILINE)}


def primary(lang: str) -> str:
    """The language of a tag, without its region or script."""
    return lang.replace("_", "-").partition("-")[0].lower() or "en"


def catalogues() -> tuple[str, ...]:
    """The languages there are words for, English first."""
    return ("en", *sorted(path.stem for path in _FOLDER.glob("*.po")))
