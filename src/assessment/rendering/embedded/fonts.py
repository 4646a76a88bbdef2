"""The typefaces of the editions, from packages: as they are for the PDF, small subsets for the web."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from assessment.locales.words import words
from assessment.project.files import write_atomically

_PACKAGES = ("fontpkg_ibm_plex_sans", "fontpkg_ibm_plex_serif", "fontpkg_ibm_plex_mono")
_ARABIC = "fontpkg_amiri"
TYPEFACES = "typefaces"
_INSTALLED = Path(sys.prefix) / "share" / "assessment" / "fonts"
_WEB = {
    "plex-sans.woff2": ("fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght].ttf"),
    "plex-sans-italic.woff2": ("fontpkg_ibm_plex_sans", "IBMPlexSans-Italic[wdth,wght].ttf"),
    "plex-serif-400.woff2": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Regular.ttf"),
    "plex-serif-400-italic.woff2": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-Italic.ttf"),
    "plex-serif-600.woff2": ("fontpkg_ibm_plex_serif", "IBMPlexSerif-SemiBold.ttf"),
    "plex-mono-400.woff2": ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf"),
}
_CHARACTERS = (  # Latin with its extensions; punctuation, currencies, letterlike signs, arrows, mathematics
    (0x20, 0x24F),
    (0x2B0, 0x2FF),
    (0x1E00, 0x1EFF),
    (0x2000, 0x20BF),
    (0x2100, 0x22FF),
)


def font_folders(lang: str = "en") -> list[Path]:
    """Where the typefaces of the PDF are; languages in Arabic letters need one more, whose text can be copied."""
    packages = (*_PACKAGES, _ARABIC) if words(lang).arabic_script else _PACKAGES
    return [Path(str(files(package) / "files")) for package in packages]


def offer_typefaces(build: Path, lang: str = "en") -> None:
    """Lay the typefaces where the `font-paths` of our `_quarto.yml` look, for who renders with Quarto alone.

    Raises:
        OutputError: the build folder cannot be written.
    """
    for source in (font for folder in font_folders(lang) for font in sorted(folder.glob("*.ttf"))):
        target = build / TYPEFACES / source.name
        if not target.is_file():
            write_atomically(target, source.read_bytes())


def web_fonts(build: Path) -> Iterator[tuple[str, bytes]]:
    """The web subsets (name, WOFF2 content): those made with the installation, else made once for `_build/fonts/`.

    Latin with its extensions and the signs that text uses; other scripts fall back to the reader's own.
    """
    installed, folder = _INSTALLED / _recipe(), build / "fonts" / _recipe()
    for name in _WEB:
        path = installed / name if (installed / name).is_file() else folder / name
        if not path.is_file():
            write_atomically(path, _made(name))
        yield name, path.read_bytes()


def write_web_fonts(build: Path, assets: Path) -> None:
    """Lay the web subsets into `fonts/` beside the style sheets that name them."""
    folder = assets / "fonts"
    folder.mkdir(exist_ok=True)
    for name, content in web_fonts(build):
        (folder / name).write_bytes(content)


def prepare() -> None:
    """Make the web subsets for every project of this installation, beside its other shared files.

    Raises:
        OutputError: the installation cannot be written to.
    """
    for name in _WEB:
        path = _INSTALLED / _recipe() / name
        if not path.is_file():
            write_atomically(path, _made(name))


def _made(name: str) -> bytes:
    package, source = _WEB[name]
    return _subset(Path(str(files(package) / "files" / source)))


@cache
def _recipe() -> str:
    facts = [f"{name}={version(name.replace('_', '-'))}" for name in (*_PACKAGES, "fonttools", "brotli")]
    return hashlib.sha256(f"{facts}{_CHARACTERS}{_WEB}".encode()).hexdigest()[:16]


def _subset(source: Path) -> bytes:
    import io
    import logging

    from fontTools import subset
    from fontTools.ttLib import TTFont

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it remarks on tables it rightly drops
    options = subset.Options(
        flavor="woff2",
        layout_features=["kern", "liga", "locl", "mark", "mkmk", "ccmp", "tnum", "lnum"],
        notdef_outline=True,
    )
    chooser = subset.Subsetter(options)
    chooser.populate(unicodes=[code for first, last in _CHARACTERS for code in range(first, last + 1)])
    with TTFont(source, recalcTimestamp=False) as font:
        chooser.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    prepare()
