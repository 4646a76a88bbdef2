"""Release the commit checked out: build it twice, ask every gate, and hand out a bundle where all of them pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assessment.checks.editions import edition_findings
from assessment.checks.safeguarding.published import RULES
from assessment.editions.changes import Difference
from assessment.editions.identity import source_epoch
from assessment.editions.manifest import NAME, Manifest, read_manifest
from assessment.editions.opening import Opened, opened
from assessment.editions.verification import against, differences
from assessment.errors import ProcessError, UsageError
from assessment.model import Finding, finding, finding_from_json
from assessment.pipeline.build import Assessment, examine
from assessment.pipeline.clones import commit_of, knows_who_tags, tag, uncommitted
from assessment.pipeline.reviewing import certify
from assessment.pipeline.twins import Making, Twins, built_twice
from assessment.project.project import Project
from assessment.releases.accessibility.alternatives import alternatives_gate
from assessment.releases.accessibility.axe import axe_gate
from assessment.releases.accessibility.colours import colour_gate
from assessment.releases.accessibility.standards import standards_gate
from assessment.releases.bundle import Released, bundle_name, write_bundle
from assessment.releases.content import Known, content_gates, help_findings
from assessment.releases.corrections import correction_findings
from assessment.releases.gates import Gate, judged, with_the_rest
from assessment.releases.links import link_gate
from assessment.releases.reading.order import reading_order_gate
from assessment.reviews.wording import counted

DIST = "dist"


@dataclass(frozen=True)
class Wanted:
    """What is asked for: how to build, whether only to look, whether to tag, and who hears how far it is.

    ``annexes`` makes further files of the bundle from the built project.
    """

    making: Making
    dry_run: bool = False
    tagged: bool = False
    say: Callable[[str], None] = lambda _: None
    annexes: Callable[[Project], dict[str, bytes]] = lambda _: {}


@dataclass(frozen=True)
class Outcome:
    """How every gate stands; the bundle's folder and the tag are none where the release was refused or only tried."""

    version: str
    commit: str | None
    gates: tuple[Gate, ...]
    edition: str = ""
    folder: Path | None = None
    tag: str | None = None

    @property
    def refused(self) -> bool:
        """Whether a gate did not pass."""
        return any(gate.state != "passed" for gate in self.gates)


def release(project: Project, wanted: Wanted) -> Outcome:
    """Ask every gate of the commit checked out; where all pass, write the bundle, and tag the commit when asked.

    Raises:
        UsageError: the version's tag is at another commit, or git does not know who tags.
        AssessmentError: the commit cannot be built at all.
        OutputError: the bundle cannot be written, or another release of this version is there.
    """
    version = wanted.making.version
    commit = commit_of(project, "HEAD")
    name = _free_tag(project, commit, version) if wanted.tagged else None
    committed = _committed(project, commit)
    if commit is None or committed.state == "failed":
        return Outcome(version, commit, with_the_rest([committed]))
    wanted.say(f"building commit {commit[:12]} twice, from nothing: this takes twice as long as a first build")
    with built_twice(project, commit, wanted.making) as twins:
        examined = examine(twins.first)
        gates = with_the_rest([committed, *_gates(twins, examined, wanted.say)])
        outcome = Outcome(version, commit, gates)
        manifest = read_manifest(twins.first.output)
        if outcome.refused or manifest is None:
            return outcome
        if wanted.dry_run:
            return Outcome(version, commit, gates, manifest.edition)
        wanted.say("writing the bundle")
        folder = project.root / DIST / bundle_name(project, version)
        made = _released(twins.first, examined, manifest, gates, wanted)
        write_bundle(folder, made)
        if name and commit_of(project, f"refs/tags/{name}") is None:
            tag(project, name, f"{project.book.title}, {version} (edition {manifest.edition})")
        return Outcome(version, commit, gates, manifest.edition, folder, name)


def _free_tag(project: Project, commit: str | None, version: str) -> str:
    """The tag of a version, which nothing else may have; asked before the long work of a release.

    Raises:
        UsageError: another commit has it, or git knows nobody who could tag.
    """
    if not knows_who_tags(project):
        hint = "git config user.name and user.email say who tags; or release without --tag"
        raise UsageError("git does not know who tags", hint=hint)
    name = f"v{version}"
    taken = commit_of(project, f"refs/tags/{name}")
    if taken not in (None, commit):
        raise UsageError(f"the tag {name} is at commit {str(taken)[:12]}", hint="choose another version")
    return name


def _committed(project: Project, commit: str | None) -> Gate:
    """Whether what is there is what was committed: a release can be made again by anybody, from a commit."""
    if commit is None:
        hint = "a release is made from a commit: `git init`, and commit the sources"
        return judged("L901", [finding("L901", "the project is in no git repository with a commit", hint=hint)])
    try:
        changed = uncommitted(project, "_build", DIST, project.book.output_dir)
    except ProcessError as exc:
        return judged("L901", [finding("L901", f"git does not say what was changed: {exc.message}")])
    return judged("L901", [finding("L901", "is not as it was committed", path=path) for path in changed], commit[:12])


def _gates(twins: Twins, examined: Assessment, say: Callable[[str], None]) -> Iterator[Gate]:
    """Every gate behind the first; without editions only those that need none."""
    project, folder, path = twins.first, twins.first.output, twins.first.book.output_dir
    manifest = read_manifest(folder)
    known = _known(twins, examined, manifest)
    yield from content_gates(known)
    dated = [*help_findings(known), *correction_findings(project.root, source_epoch(project))]
    yield judged("L916", dated, "the list of help, the corrections")
    yield colour_gate(project.build, examined.results.figures)
    if manifest is None:
        return
    say("comparing both builds")
    yield judged("L913", _unlike(twins, manifest, path), counted(len(manifest.outputs), "file"))
    yield judged("L915", _of_one_build(project, manifest, path), f"edition {manifest.edition}")
    yield link_gate(project.root, folder)
    if manifest.pdf is None or manifest.html is None:
        return
    pdf = folder / manifest.pdf
    say("reading both editions, and asking a browser and a validator")
    yield standards_gate(pdf, f"{path}/{manifest.pdf}", known.with_code("E601"))
    yield alternatives_gate(folder, pdf, path, known.with_code("F101"))
    yield reading_order_gate(folder, pdf, path, examined.manuscript)
    yield axe_gate(folder, path)


def _known(twins: Twins, examined: Assessment, manifest: Manifest | None) -> Known:
    """What the checks found in the sources, and what executing, rendering and the finished edition add."""
    project = twins.first
    found = list(examined.findings)
    found += twins.findings
    found += map(finding_from_json, manifest.remarks if manifest else ())
    found += edition_findings(project, project.output) if manifest else ()
    return Known(
        tuple(found),
        examined.reviews,
        (project.root / RULES).is_file(),
        len(examined.data.versions),
        len(examined.results.notebooks),
    )


def _unlike(twins: Twins, first: Manifest, path: str) -> Iterator[Finding]:
    """Where the second build is not what the first is."""
    folder = twins.second.output
    other = folder / NAME
    found = list(against(first, Opened(folder, other.read_bytes() if other.is_file() else None)))
    second = read_manifest(folder)
    if not found and second != first:
        parts = [name for name, said in vars(first).items() if second is None or said != vars(second)[name]]
        found = [Difference("manifest", NAME, f"it says otherwise in the second build: {', '.join(parts)}")]
    for one in found:
        yield finding("L913", f"{one.what} {one.where}: {one.detail}", path=path)


def _of_one_build(project: Project, manifest: Manifest, path: str) -> Iterator[Finding]:
    if manifest.html is None or manifest.pdf is None:
        yield finding("L915", "one of the two editions was not made", path=path)
    with opened(project.output) as edition:
        for one in differences(edition):
            yield finding("L915", f"{one.what} {one.where}: {one.detail}", path=path)


def _released(
    project: Project, examined: Assessment, manifest: Manifest, gates: tuple[Gate, ...], wanted: Wanted
) -> Released:
    told = (gates, certify(project, examined), wanted.annexes(project))
    return Released(project, manifest, source_epoch(project), *told)
