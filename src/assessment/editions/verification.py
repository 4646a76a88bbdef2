"""Hold an edition against its manifest: is it, byte for byte, what it says it is?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from assessment.editions.changes import Difference, of_file
from assessment.editions.manifest import NAME, Manifest, input_side, output_digests, sealed, understood
from assessment.editions.opening import Opened, kept_inside


def differences(edition: Opened) -> tuple[Difference, ...]:
    """Everything in which an edition differs from its manifest; empty where it is what the manifest says."""
    if edition.manifest is None:
        return (_no_manifest(edition),)
    manifest = understood(edition.manifest)
    if manifest is None:
        return (Difference("manifest", NAME, "it cannot be read"),)
    found = list(against(manifest, edition))
    if not sealed(edition.manifest):
        found.insert(0, Difference("manifest", NAME, "it is not what its own seal says: it was changed"))
    pdf = edition.pdf or (edition.folder / manifest.pdf if manifest.pdf else None)
    if pdf and pdf.is_file():
        found += _of_one_build(manifest, pdf)
    return tuple(dict.fromkeys(found))


def against(manifest: Manifest, edition: Opened) -> Iterator[Difference]:
    """Everything in which the files of an edition differ from a manifest."""
    if edition.pdf:
        if not manifest.pdf:
            yield Difference("file", edition.pdf.name, "the manifest beside it knows of no PDF")
        else:
            yield from of_file(manifest, edition.folder, manifest.pdf, edition.pdf)
        return
    present = output_digests(edition.folder)
    for name in sorted(manifest.outputs):
        if present.get(name) != manifest.outputs[name]:
            yield from of_file(manifest, edition.folder, name)
    for name in sorted(set(present) - set(manifest.outputs)):
        yield Difference("file", name, "it is not part of the edition")


def _of_one_build(manifest: Manifest, pdf: Path) -> Iterator[Difference]:
    """Whether the PDF was made together with the manifest, and so with the pages the manifest lists."""
    inside = kept_inside(pdf)
    if inside is None:
        return
    if inside["edition"] != manifest.edition:
        detail = f"it is of edition {inside['edition']}, the manifest of {manifest.edition}"
        yield Difference("edition", pdf.name, detail)
    elif inside != json.loads(input_side(manifest)):
        yield Difference("edition", pdf.name, "what it says of its inputs is not what the manifest says")


def _no_manifest(edition: Opened) -> Difference:
    if edition.pdf:
        inside = kept_inside(edition.pdf)
        of = f"; the PDF says it is of edition {inside['edition']}" if inside else ""
        detail = f"it is not beside {edition.pdf.name}, so nothing says what its bytes have to be{of}"
        return Difference("manifest", NAME, detail)
    return Difference("manifest", NAME, "there is none")
