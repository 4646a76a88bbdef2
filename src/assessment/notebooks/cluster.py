"""Execute notebooks on a Dask cluster that is there: a thin adapter behind the interface of all executors.

The project's files go out by content, each once; every worker lays out a copy and runs its share there with
the engine of this machine. What comes back is checked by its digest. Dask runs the share of a worker that was
lost on another one. A worker whose installed packages are not ours gets no work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assessment.errors import ClusterError
from assessment.notebooks.executor import Execution, Progress, Task
from assessment.notebooks.fingerprint import CHANGED, changed_inputs, digest, input_name, installed, is_input
from assessment.notebooks.remote import Answer, Files, run_tasks

_CONNECT_SECONDS = 15
_LOOK_SECONDS = 2.0
_PATIENCE = 30  # looks at a cluster without a fitting worker before giving up: a minute
_SHOWN = 4
_SUBMITTED = {"pure": False, "retries": 2, "allow_other_workers": True}  # others: where all the first are lost


class ClusterExecutor:
    """Runs notebooks on the cluster at an address, such as ``tcp://host:8786``; ``say`` hears of workers refused."""

    def __init__(self, address: str, say: Callable[[str], None]) -> None:
        self._address = address
        self._say = say

    def run(self, tasks: Sequence[Task], jobs: int, progress: Progress) -> Iterator[Execution]:
        """Execute all tasks, as many at a time as the cluster has room for; ``jobs`` is for this machine only.

        Raises:
            ClusterError: nobody answers, no worker fits, or what came back is not what was made.
        """
        del jobs
        with _connected(self._address) as client:
            slots = self._fitting(client)
            files, contents = _files(tasks[0].root)
            blobs = client.scatter(contents, broadcast=True)
            shares = _shares(tasks, sum(slots.values()))
            futures = [
                client.submit(run_tasks, share, files, blobs, installed(), workers=list(slots), **_SUBMITTED)
                for share in shares
            ]
            try:
                yield from self._answers(client, futures, {task.notebook.slug: task for task in tasks}, progress)
            finally:
                client.cancel(futures)

    def _answers(
        self, client: Any, futures: list[Any], tasks: dict[str, Task], progress: Progress
    ) -> Iterator[Execution]:
        waiting, alone = set(futures), 0
        while waiting:
            done = {future for future in waiting if future.done()}
            for future in done:
                for answer in self._answer(future):
                    task = tasks[answer.execution.slug]
                    total = len(task.notebook.cells)
                    progress(task.notebook.slug, total, total)
                    yield _verified(task, answer)
            waiting -= done
            if waiting and not done:
                alone = 0 if client.scheduler_info()["workers"] else alone + 1
                if alone > _PATIENCE:
                    raise ClusterError("every worker of the cluster is gone", hint="start workers, or run without it")
                _wait(waiting)

    def _answer(self, future: Any) -> list[Answer]:
        try:
            answers: list[Answer] = future.result()
        except Exception as exc:
            hint = "look at the workers' logs; without --cluster the notebooks run on this machine"
            raise ClusterError(f"the cluster could not run its share: {type(exc).__name__}: {exc}", hint=hint) from exc
        for text in sorted({text for answer in answers for text in answer.said}):
            self._say(f"on the cluster: {text}")
        return answers

    def _fitting(self, client: Any) -> dict[str, int]:
        """Address → threads of the workers whose environment is ours; says why others get nothing."""
        ours = installed()
        threads = {name: int(worker["nthreads"]) for name, worker in client.scheduler_info(-1)["workers"].items()}
        answers = client.run(installed, on_error="return")
        fitting = {name: threads.get(name, 1) for name, theirs in answers.items() if theirs == ours}
        for name in sorted(set(answers) - set(fitting)):
            self._say(f"the worker {name} gets no notebooks: {_difference(ours, answers[name])}")
        if not fitting:
            hint = "install the same lock file on the workers: pip install --require-hashes -r requirements.lock"
            reason = "has no workers" if not answers else "has no worker with this environment"
            raise ClusterError(f"the cluster at {self._address} {reason}", hint=hint)
        return fitting


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as exc:
        hint = "pip install 'assessment[cluster]'"
        raise ClusterError("--cluster needs Dask, which is not installed", hint=hint) from exc
    try:
        return Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as exc:
        hint = "start one with `dask scheduler`, or correct the address"
        raise ClusterError(f"no scheduler answers at {address}", hint=hint) from exc


def _wait(futures: set[Any]) -> None:
    from distributed import TimeoutError as NotYet
    from distributed import wait

    try:
        wait(list(futures), timeout=_LOOK_SECONDS, return_when="FIRST_COMPLETED")
    except (NotYet, TimeoutError):
        return
    except Exception:  # noqa: BLE001 - a share that was lost ends with an error, which its result tells
        return


def _files(root: Path) -> tuple[Files, dict[str, bytes]]:
    """Every file that a notebook could read, and its content by digest; what tools hide at the top stays here."""
    digests, folders, contents = {}, [], {}
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if parts[0].startswith(".") or not is_input(root, path):
            continue
        name = path.relative_to(root).as_posix()
        if path.is_dir():
            folders.append(name)
        elif path.is_file():
            content = path.read_bytes()
            digests[name] = digest(content)
            contents[digests[name]] = content
    return Files(digests, tuple(folders)), contents


def _shares(tasks: Sequence[Task], slots: int) -> list[list[Task]]:
    """As many shares as there is room for, alike in length as far as earlier runs tell; the longest run first."""
    shares: list[list[Task]] = [[] for _ in range(min(slots, len(tasks)))]
    for task in sorted(tasks, key=lambda task: (-task.seconds, task.notebook.slug)):
        min(shares, key=lambda share: (sum(other.seconds for other in share), len(share))).append(task)
    return shares


def _verified(task: Task, answer: Answer) -> Execution:
    execution = answer.execution
    if digest(execution.content) != answer.sha256:
        raise ClusterError(f"the result of {execution.slug} did not arrive as it was made")
    recorded = dict(execution.inputs or {})
    meanwhile = {reason.path for reason in changed_inputs(task.root, recorded, task.datasets)}
    inputs = {name: CHANGED if input_name(name) in meanwhile else sha for name, sha in recorded.items()}
    return replace(execution, inputs=inputs if execution.inputs is not None else None)


def _difference(ours: list[str], theirs: Any) -> str:
    if not isinstance(theirs, list):
        return f"it cannot say what is installed ({theirs})"
    here, there = sorted(set(ours) - set(theirs)), sorted(set(theirs) - set(ours))
    said = [f"only {where}: {', '.join(names[:_SHOWN])}" for where, names in (("here", here), ("there", there)) if names]
    return "its environment is another one: " + "; ".join(said)
