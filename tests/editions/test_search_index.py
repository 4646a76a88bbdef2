"""The index of pagefind is whole, or there is none."""

from __future__ import annotations

import asyncio

import pytest

from assessment.errors import RendererError
from assessment.rendering.embedded.pagefind import index_of

PAGES = {
    "index.html": "<html><body><main data-pagefind-body><h1>Rain</h1><p>Rain fell.</p></main></body></html>",
    "sun.html": "<html><body><main data-pagefind-body><h1>Sun</h1><p>The sun shone.</p></main></body></html>",
}


def test_every_file_has_content_and_is_the_same_each_time():
    first, second = index_of(PAGES, "en"), index_of(PAGES, "en")
    assert sum(name.startswith("fragment/") for name in first) == len(PAGES)
    assert {"pagefind.js", "pagefind-entry.json"} <= set(first)
    assert all(first.values())
    assert first == second


def test_the_interfaces_of_pagefind_are_left_out():
    assert [name for name in index_of(PAGES, "en") if "ui" in name or name.endswith(".css")] == []


def test_it_can_be_made_while_an_event_loop_runs():
    async def caller():
        return index_of(PAGES, "en")

    assert asyncio.run(caller())


@pytest.mark.parametrize("program", ["/nowhere/pagefind", "/bin/false", "/bin/echo"])
def test_a_program_that_is_absent_ends_early_or_says_something_else_is_the_renderers_error(monkeypatch, program):
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", program)
    with pytest.raises(RendererError, match="the search index could not be made"):
        index_of(PAGES, "en")
