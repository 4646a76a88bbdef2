"""What a misspelled name was probably meant to be: one way for labels, keys, values, datasets and commands."""

from __future__ import annotations

from collections.abc import Iterable

_ALIKE = 0.72


def closest(name: str, known: Iterable[str], count: int = 1) -> list[str]:
    """The known names most like ``name``, the likeliest first; none where nothing is close."""
    from difflib import get_close_matches

    names = {known_name.casefold(): known_name for known_name in known}
    found = get_close_matches(name.casefold(), list(names), n=count, cutoff=_ALIKE)
    parts = [] if found else [low for low in names if name.casefold() in low and len(name) > len(low) // 2]
    return [names[low] for low in (found or sorted(parts)[:count])]


def did_you_mean(name: str, known: Iterable[str], otherwise: str, sign: str = "") -> str:
    """A repair that names what was probably meant, else the one given; ``sign`` stands before the name."""
    close = closest(name, known)
    return f"did you mean {sign}{close[0]}? Else {otherwise}" if close else otherwise
