"""The stage of notebooks: which are stale and why, executing those, and their results."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assessment.model import Finding, Notebook, Reason, finding
from assessment.notebooks import fingerprint
from assessment.notebooks.executor import Execution, Executor, Progress, Task
from assessment.notebooks.fingerprint import CHANGED, code_digest, digest, environment_digest, input_path
from assessment.notebooks.kernelspecs import OURS
from assessment.notebooks.library import Library
from assessment.notebooks.reading import (
    NotebookError,
    load_json,
    notebook_from_json,
    option_findings,
    read_notebook,
    slug_of,
)
from assessment.notebooks.store import Record, Store
from assessment.project.project import Project

_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Inventory:
    """The notebooks of a project: those that can be read, why each is stale, and what is wrong with the others."""

    notebooks: tuple[Notebook, ...]
    stale: Mapping[str, tuple[Reason, ...]]
    unreadable: tuple[str, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Run:
    """What an execution of this command was for and what it cost: seconds, peak resident memory in bytes."""

    slug: str
    state: str
    because: tuple[Reason, ...]
    seconds: float
    peak: int
    engine: str


@dataclass(frozen=True)
class Executed:
    """What became of the notebooks: ``contents`` maps each path to its fresh content (nbformat JSON).

    ``recalled`` are those of the reused whose result of earlier on served again; ``remarks`` are of this run alone,
    and say nothing of the sources.
    """

    contents: Mapping[str, bytes] = field(default_factory=dict)
    executed: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()
    runs: tuple[Run, ...] = ()
    recalled: tuple[str, ...] = ()


def take_inventory(project: Project, datasets: Mapping[str, str]) -> Inventory:
    """Read every notebook and ask the store whether its result still stands; runs nothing."""
    store = Store(project.build)
    notebooks, findings, unreadable = [], [], []
    stale: dict[str, tuple[Reason, ...]] = {}
    for path in map(project.relative, project.notebooks()):
        try:
            notebook = read_notebook(project.root, path)
        except (NotebookError, OSError) as exc:
            unreadable.append(slug_of(path))
            hint = "open it in JupyterLab and save it, or restore it from version control"
            said = getattr(exc, "strerror", None) or str(exc)
            findings.append(finding("N201", said, path=path, line=getattr(exc, "line", None), hint=hint))
            continue
        notebooks.append(notebook)
        findings += option_findings(notebook)
        reasons = store.reasons(project.root, notebook, _environment(project, notebook), datasets)
        if reasons:
            stale[notebook.slug] = reasons
    return Inventory(tuple(notebooks), stale, tuple(unreadable), tuple(findings))


def execute(
    project: Project,
    inventory: Inventory,
    datasets: Mapping[str, str],
    executor: Executor,
    jobs: int,
    epoch: int,
    progress: Progress,
) -> Executed:
    """Execute the stale notebooks and keep their results; a failure of one does not stop the others.

    Raises:
        OutputError: a result could not be stored.
    """
    store = Store(project.build)
    library = _library(project)
    by_slug = {notebook.slug: notebook for notebook in inventory.notebooks}
    failed, findings, tasks = list(inventory.unreadable), list(inventory.findings), []
    corrupt = [f"{slug}.ipynb" for slug in sorted(inventory.stale) if store.is_corrupt(slug)]
    stale = [slug for slug in sorted(inventory.stale) if not _taken(project, library, by_slug[slug], datasets)]
    for slug in stale:
        try:
            tasks.append(_task(project, store, by_slug[slug], datasets, epoch))
        except (AttributeError, TypeError, ValueError) as exc:
            failed.append(slug)
            message, hint = f"its metadata `assessment` is wrong: {exc}", 'numbers look like {"timeout": 60}'
            findings.append(finding("N201", message, path=by_slug[slug].path, hint=hint))
    runs, remarks = [], []
    for execution in executor.run(tasks, jobs, progress) if tasks else ():
        notebook = by_slug[execution.slug]
        runs.append(_run(execution, inventory))
        if execution.state == "succeeded":
            _keep(project, library, notebook, execution)
            remarks += _changed_meanwhile(notebook, execution)
        else:
            failed.append(execution.slug)
            findings += [execution.finding] if execution.finding else []
            message = execution.finding.message if execution.finding else execution.state
            store.keep_failure(
                notebook.slug, Record(code_digest(notebook), _environment(project, notebook), seconds=execution.seconds, failure=message)
            )
    contents = {
        n.path: content
        for n in inventory.notebooks
        if n.slug not in failed and (content := store.content_for(project.root, n)) is not None
    }
    library.collect()
    return Executed(
        contents,
        executed=tuple(slug for slug in stale if slug not in failed),
        reused=tuple(sorted(set(by_slug) - set(stale))),
        failed=tuple(sorted(failed)),
        findings=tuple(findings),
        remarks=(*_repaired([*corrupt, *library.corrupt]), *remarks),
        runs=tuple(sorted(runs, key=lambda run: run.slug)),
        recalled=tuple(sorted(set(inventory.stale) - set(stale))),
    )


def without_executing(project: Project, inventory: Inventory) -> Executed:
    """The results as they are: fresh where the store has them, accepted ones from the notebooks elsewhere."""
    store = Store(project.build)
    contents, reused = {}, []
    for notebook in inventory.notebooks:
        fresh = None if notebook.slug in inventory.stale else store.content_for(project.root, notebook)
        contents[notebook.path] = fresh if fresh is not None else (project.root / notebook.path).read_bytes()
        if fresh is not None:
            reused.append(notebook.slug)
    return Executed(contents, (), tuple(reused), inventory.unreadable, inventory.findings)


def inputs_by_notebook(project: Project, read: Iterable[Notebook]) -> dict[str, Mapping[str, str]]:
    """Path of each notebook that has a result → what it was seen to read, with digests."""
    store = Store(project.build)
    return {notebook.path: record.inputs for notebook in read if (record := store.record(notebook.slug))}


def recorded_inputs(project: Project, inventory: Inventory) -> list[str]:
    """Every file and folder that the stored results depend on, relative to the project."""
    store = Store(project.build)
    records = [record for notebook in inventory.notebooks if (record := store.record(notebook.slug))]
    return sorted({path for record in records for name in record.inputs if (path := input_path(name))})


def results(executed: Executed) -> tuple[Notebook, ...]:
    """The notebooks with their outputs, in order of their paths."""
    return tuple(notebook_from_json(load_json(executed.contents[path]), path) for path in sorted(executed.contents))


def other_kernels(inventory: Inventory) -> tuple[str, ...]:
    """The kernels of other environments that notebooks ask for."""
    return tuple(sorted({notebook.kernel or "" for notebook in inventory.notebooks} - set(OURS)))


def declared_variables(inventory: Inventory) -> tuple[str, ...]:
    """The variables of the user's environment that any notebook declares to need."""
    return tuple(sorted({name for notebook in inventory.notebooks for name in fingerprint.declared_variables(notebook)}))


def _run(execution: Execution, inventory: Inventory) -> Run:
    because = inventory.stale[execution.slug]
    seconds = round(execution.seconds, 3)
    return Run(execution.slug, execution.state, because, seconds, execution.peak, execution.engine)


def _task(project: Project, store: Store, notebook: Notebook, datasets: Mapping[str, str], epoch: int) -> Task:
    own = notebook.metadata.get("assessment", {})
    if not isinstance(own.get("environment", []), list):
        raise TypeError("environment is a list of names of variables")
    record = store.record(notebook.slug)
    return Task(
        root=project.root,
        notebook=notebook,
        timeout=float(own.get("timeout", project.settings.notebook_timeout)),
        epoch=epoch,
        datasets=datasets,
        environment={
            name: os.environ[name] for name in fingerprint.declared_variables(notebook) if name in os.environ
        },
        memory=int(float(own.get("memory", project.settings.notebook_memory)) * _MEGABYTE),
        network=bool(own.get("network", False)),
        alone=record.alone if record else False,
        seconds=record.seconds if record else 0.0,
    )


def _keep(project: Project, library: Library, notebook: Notebook, execution: Execution) -> None:
    record = Record(
        code=code_digest(notebook),
        environment=_environment(project, notebook),
        inputs={**(execution.inputs or {}), **fingerprint.variable_digests(notebook)},
        result=digest(execution.content),
        source=digest((project.root / notebook.path).read_bytes()),
        seconds=round(execution.seconds, 3),
        peak=execution.peak,
        alone=execution.alone,
        engine=execution.engine,
    )
    Store(project.build).keep(notebook.slug, execution.content, record)
    if CHANGED not in record.inputs.values():
        library.add(notebook, record, execution.content)


def _environment(project: Project, notebook: Notebook) -> str:
    return environment_digest(project.root, notebook.kernel or "")


def _library(project: Project) -> Library:
    shared = project.settings.store
    folder = project.root / shared if shared else project.build / "library"
    return Library(folder, int(project.settings.store_size * _MEGABYTE))


def _taken(project: Project, library: Library, notebook: Notebook, datasets: Mapping[str, str]) -> bool:
    """Whether the library had the result for the inputs as they are now, in which case it is the current one."""
    found = library.find(project.root, notebook, _environment(project, notebook), datasets)
    if found is not None:
        record, content = found
        Store(project.build).keep(notebook.slug, content, record)
    return found is not None


def _changed_meanwhile(notebook: Notebook, execution: Execution) -> list[Finding]:
    """A file that changed while it was read: nobody can say which of its contents the result is of."""
    hint = "nothing to do: the next build runs it again; a notebook that writes what it reads should write elsewhere"
    changed = [name for name, known in (execution.inputs or {}).items() if known == CHANGED]
    return [
        finding("N209", f"{name} changed while the notebook ran", path=notebook.path, hint=hint) for name in changed
    ]


def _repaired(names: list[str]) -> tuple[Finding, ...]:
    text, hint = "was corrupt: dropped and made again", "nothing to do; if it happens again, check the disk"
    return tuple(finding("N208", f"the stored result {name} {text}", hint=hint) for name in names)
