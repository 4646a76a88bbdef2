"""Find the look of the editions: the extension folder with templates, styles and design tokens.

A project may carry its own `_extensions/assessment/`; any other project gets the one shipped
with the package (in a wheel beside the modules, in a checkout at the root of the repository).
"""

from __future__ import annotations

import re
from pathlib import Path

EXTENSION = Path("_extensions") / "assessment"
_PACKAGE = Path(__file__).parent
_TOKEN = re.compile(r"--([\w-]+)\s*:\s*([^;]+);")


def look_folder(root: Path) -> Path:
    """The extension folder that serves the project at ``root``.

    Raises:
        FileNotFoundError: the installation is broken: no look was shipped with it.
    """
    for base in (root, _PACKAGE, _PACKAGE.parent.parent):
        if (base / EXTENSION / "tokens.css").is_file():
            return base / EXTENSION
    raise FileNotFoundError(f"{EXTENSION} is neither in the project nor in the installed package")


def design_tokens(root: Path) -> dict[str, str]:
    """Name → value of every design token: ``{"colour-accent": "#1d5b79", …}``."""
    text = (look_folder(root) / "tokens.css").read_text(encoding="utf-8")
    tokens: dict[str, str] = {}
    for name, value in _TOKEN.findall(text):
        tokens.setdefault(name, value.strip())
    return tokens
