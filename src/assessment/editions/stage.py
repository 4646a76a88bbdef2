"""The stage of editions: render what is stale into a folder of its own, then put it in place of the last one."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from assessment.chapters.manuscript import Manuscript
from assessment.editions.causes import Shown, causes_of
from assessment.editions.crate import CRATE, ro_crate
from assessment.editions.identity import day, edition_id, inputs_of, source_commit, tool_digest
from assessment.editions.manifest import NAME, Manifest, input_side, output_digests, read_manifest, stands
from assessment.editions.memory import Memory, keep, recall
from assessment.editions.signoffs import sign_offs
from assessment.editions.texts import TextDigests
from assessment.errors import OutputError
from assessment.model import Figure, Finding, Reason
from assessment.project.book import Target
from assessment.project.files import recover_folder, replace_folder, write_atomically, writing
from assessment.project.kept import Kept
from assessment.project.project import Project
from assessment.provenance.export import as_object
from assessment.provenance.graph import Graph
from assessment.rendering.base import Order, Renderer, Stamp


@dataclass(frozen=True)
class Editions:
    """The editions as they stand: paths relative to the project, and whether this command rendered them.

    ``changed`` maps the chapters whose pages show something else than before to the reasons.
    """

    html: str | None
    pdf: str | None
    edition: str
    rendered: tuple[Target, ...] = ()
    findings: tuple[Finding, ...] = ()
    manifest: Manifest | None = None
    changed: Mapping[str, tuple[Reason, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What an edition is made of: manuscript, notebooks' results, figures, variables, number of findings, the graph.

    ``found`` are the findings counted, as the manifest lists them; ``version`` makes the edition a released one.
    """

    manuscript: Manuscript
    notebooks: Mapping[str, bytes]
    variables: Mapping[str, Any]
    findings: int
    epoch: int
    progress: Callable[[str], None] = field(default=lambda _: None)
    figures: Mapping[str, Mapping[str, Figure]] = field(default_factory=dict)
    graph: Graph = field(default_factory=Graph)
    found: tuple[Finding, ...] = ()
    version: str = ""


def bring_up_to_date(project: Project, content: Content, renderer: Renderer, targets: tuple[Target, ...]) -> Editions:
    """Make the editions asked for, unless those in place are the very same.

    An edition of the other format stays when it belongs to the same edition, and goes when it does not:
    pages and PDF in one folder are always of one build.

    Raises:
        RendererError: the renderer failed; the editions in place stand untouched.
        OutputError: the editions could not be written; those in place stand untouched.
    """
    aside = project.build / "book.old"
    recover_folder(project.output, aside)
    _refuse_foreign(project)
    expected = _expected(project, content, renderer)
    identity, key = expected.edition, expected.key
    before = read_manifest(project.output)
    if before and before.key == key and stands(project.output, before):
        made: tuple[Target, ...] = tuple(t for t in ("html", "pdf") if getattr(before, t))
        if set(targets) <= set(made):
            return _placed(project, before, (), recall(project).remarks(key))
        targets = tuple(dict.fromkeys((*made, *targets)))
    made_by = f"{renderer.info.name} {renderer.info.version}"
    stamp = Stamp(identity, expected.mode, day(content.epoch), content.findings, made_by, content.version)
    finished = project.build / "book.new"
    with writing(finished):
        shutil.rmtree(finished, ignore_errors=True)
        finished.mkdir(parents=True)
    texts = TextDigests(finished, identity, Kept(project.build / "texts-of-pages.json", tool_digest()))
    order = Order(
        project,
        content.manuscript,
        targets,
        finished,
        stamp,
        content.epoch,
        content.notebooks,
        content.variables,
        content.progress,
        content.graph,
        input_side(expected),
        texts.read,
    )
    rendering = renderer.render(order)
    crate = ro_crate(expected, project.book, output_digests(finished))
    write_atomically(finished / CRATE, crate)
    manifest = replace(
        expected,
        html=rendering.html,
        pdf=rendering.pdf,
        outputs=output_digests(finished),
        texts=texts.all(),
        remarks=[found.as_json() for found in rendering.findings],
    )
    write_atomically(finished / NAME, manifest.as_bytes())
    memory = recall(project)
    if before is None or before.key == key or before.key != memory.key:
        memory = Memory()  # no pages stand of which anything is known
    now = Memory(
        key, rendering.findings, rendering.pages,
        causes_of(project, Shown(content.manuscript, content.figures, content.variables, content.graph)),
    )  # fmt: skip
    keep(project, now)
    replace_folder(finished, project.output, aside)
    changed = memory.changed(now) if "html" in targets else {}
    return replace(_placed(project, manifest, targets, rendering.findings), changed=changed)


def _refuse_foreign(project: Project) -> None:
    """An edition replaces its folder whole: never one with something else in it."""
    place = project.output
    ours = not place.exists() or (place.is_dir() and (not any(place.iterdir()) or (place / NAME).is_file()))
    if not ours and not (place / "index.html").is_file():  # Quarto's own output has no manifest
        hint = "move it away, or name another `output-dir:`"
        raise OutputError("holds something that is no edition", path=place, hint=hint)


def _expected(project: Project, content: Content, renderer: Renderer) -> Manifest:
    """The manifest as far as it is known before rendering; its key decides whether to render at all."""
    inputs = inputs_of(project, content.manuscript, content.notebooks)
    manifest = Manifest(
        edition=edition_id(project, content.manuscript, inputs, renderer.info),
        key="",
        mode="release" if content.version else "draft",
        date=day(content.epoch),
        renderer=renderer.info,
        inputs=inputs,
        commit=source_commit(project, inputs),
        lock=inputs.get("requirements.lock"),
        tool=tool_digest(),
        graph=as_object(content.graph),
        findings=[found.as_json() for found in content.found],
        sign_offs=sign_offs(project),
        version=content.version,
    )
    facts = [input_side(manifest).decode(), content.epoch, content.findings, manifest.tool]
    return replace(manifest, key=hashlib.sha256(json.dumps(facts).encode()).hexdigest()[:16])


def _placed(
    project: Project, manifest: Manifest, rendered: tuple[Target, ...], findings: tuple[Finding, ...]
) -> Editions:
    folder = project.book.output_dir
    html = f"{folder}/{manifest.html}" if manifest.html else None
    pdf = f"{folder}/{manifest.pdf}" if manifest.pdf else None
    return Editions(html, pdf, manifest.edition, rendered, findings, manifest)
