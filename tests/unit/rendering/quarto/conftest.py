"""Chapters as Quarto speaks of them: with a source, a text and what was read of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assessment.chapters.shortcodes import Expansion
from assessment.chapters.source import ChapterSource


@pytest.fixture
def written_chapter(make_chapter):
    """A chapter with its text as source and expansion; ``index`` adds to what was read of it."""

    def make(path, text, header=None, findings=(), **index):
        chapter = make_chapter(path)
        conversion = replace(chapter.conversion, index={**chapter.conversion.index, **index})
        source = ChapterSource(path, header or {}, text)
        return replace(chapter, source=source, expansion=Expansion(text, findings=[*findings]), conversion=conversion)

    return make
