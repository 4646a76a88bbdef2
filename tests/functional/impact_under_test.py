"""What tests of `impact` share: the answers before a change held against what a real build then changes."""

from __future__ import annotations

import json

KINDS = ("figure", "table", "value")


def graph(book):
    """What the manifest of a built edition says: digest of each figure, table, value; each sentence with a value."""
    listed = json.loads(book.text("_book/manifest.json"))["graph"]["lineages"]
    digests = {(one["kind"], one["id"]): one["sha256"] for one in listed}
    sentences = {
        (use["path"], use["line"], use["sentence"])
        for one in listed
        if one["kind"] == "value"
        for use in one["used_in"]
    }
    return digests, sentences


def listed(answer):
    """The answer of `impact` as sets."""
    return {
        "notebooks": set(answer["notebooks"]),
        "figure": set(answer["figures"]),
        "table": set(answer["tables"]),
        "value": {one["id"] for one in answer["values"]},
        "sentences": {(one["path"], one["line"], one["text"]) for one in answer["sentences"]},
    }


def agrees(book, path, content, *options):
    """Ask, try, then do: the first holds the last, the second equals it. False if a notebook refuses the change."""
    may = listed(book.run("impact", path, "--json").json)
    file = book.root.parent / "replacement.csv"
    file.write_text(content, encoding="utf-8")
    answer = book.run("impact", path, "--with", str(file), "--json").json
    before, said_before = graph(book)
    book.write(path, content)
    done = book.build(*options).json
    assert (set(done["failed"]), set(done["executed"])) == (set(answer["failed"]), set(answer["notebooks"]))
    if done["failed"]:
        return False
    after, said_after = graph(book)
    changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
    real = {kind: {name for one, name in changed if one == kind} for kind in KINDS}
    real |= {"notebooks": set(done["executed"]), "sentences": said_after - said_before}
    assert listed(answer) == real
    places = {(where, line) for where, line, _ in may.pop("sentences")}
    assert {(where, line) for where, line, _ in real["sentences"]} <= places
    assert all(real[kind] <= may[kind] for kind in may), path
    return True
