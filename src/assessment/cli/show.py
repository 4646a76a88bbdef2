"""What commands print: for people on a terminal, for scripts as one JSON object."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from assessment.errors import AssessmentError

if TYPE_CHECKING:
    from assessment.model import Finding, Reason, RendererInfo
    from assessment.pipeline.acceptance import Acceptance
    from assessment.pipeline.build import Build
    from assessment.pipeline.doctor import Part
    from assessment.pipeline.status import Status

_SCHEMA = 1
_SHOWN = 3
_MEGABYTE = 1 << 20
_INDENT = 8
_WIDEST = 100


class Progress:
    """Progress of a build: bars on a terminal, plain lines elsewhere, nothing when ``quiet``; on standard error."""

    def __init__(self, quiet: bool) -> None:
        self._plain = not quiet and not sys.stderr.isatty()
        self._bars: Any = None
        self._tasks: dict[str, Any] = {}
        if not quiet and sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bars

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bars = Bars(*columns, console=Console(stderr=True), transient=True)

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bars:
            self._bars.stop()

    def notebook(self, slug: str, done: int, total: int) -> None:
        """A notebook has executed ``done`` of its ``total`` cells."""
        if self._bars:
            if slug not in self._tasks:
                self._tasks[slug] = self._bars.add_task(slug, total=total)
            self._bars.update(self._tasks[slug], completed=done)
        elif self._plain and done == total:
            say(f"executed {slug}")

    def render(self, what: str) -> None:
        """A page or the PDF is being made."""
        if self._bars:
            if "render" not in self._tasks:
                self._tasks["render"] = self._bars.add_task("", total=None)
            self._bars.update(self._tasks["render"], description=f"rendering {what}", advance=1)
        elif self._plain:
            say(f"rendering {what}")


def say(text: str) -> None:
    """One line for people, on standard error."""
    print(text, file=sys.stderr)


def error(exc: AssessmentError, as_json: bool) -> None:
    """Why a command could not run."""
    if as_json:
        _json({"error": {"message": exc.message, "path": exc.path, "line": exc.line, "hint": exc.hint}})
    say(f"Error: {exc}")


def has_errors(found: Iterable[dict[str, Any]]) -> bool:
    """Whether any of the findings (as JSON objects) is of severity error."""
    return any(finding["severity"] == "error" for finding in found)


def build_summary(done: Build, renderer: RendererInfo) -> dict[str, Any]:
    """What a build did, where the editions are, what is wrong: the object of the command-line contract."""
    editions = done.editions
    return {
        "executed": list(done.executed.executed),
        "reused": list(done.executed.reused),
        "failed": list(done.executed.failed),
        "rendered": {
            "html": list(editions.changed) if editions else [],
            "pdf": bool(editions and "pdf" in editions.rendered),
        },
        "editions": {"html": editions.html if editions else None, "pdf": editions.pdf if editions else None},
        "edition": editions.edition if editions else None,
        "because": {
            "notebooks": {run.slug: _because(run.because) for run in done.executed.runs},
            "chapters": {path: _because(reasons) for path, reasons in (editions.changed if editions else {}).items()},
        },
        "recalled": list(done.executed.recalled),
        "costs": {
            run.slug: {"seconds": run.seconds, "peak": run.peak, "engine": run.engine} for run in done.executed.runs
        },
        "renderer": {"name": renderer.name, "version": renderer.version},
        "mode": "draft",
        "findings": [finding.as_json() for finding in done.findings],
        "seconds": dict(done.seconds),
    }


def unchanged(summary: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The summary of a build that found everything as the one before had left it."""
    reused = sorted({*summary["executed"], *summary["reused"]})
    spent = {"total": round(seconds, 3), "execute": 0.0, "render": 0.0}
    nothing = {"because": {"notebooks": {}, "chapters": {}}, "recalled": [], "costs": {}}
    rendered: dict[str, Any] = {"html": [], "pdf": False}
    return {**summary, **nothing, "executed": [], "reused": reused, "rendered": rendered, "seconds": spent}


def build(summary: dict[str, Any], as_json: bool) -> None:
    """Print the summary of a build."""
    if as_json:
        _json(summary)
        return
    _list(summary["findings"])
    _work(summary)
    counts = ", ".join(f"{len(summary[what])} {what}" for what in ("executed", "reused", "failed"))
    recalled = f" ({len(summary['recalled'])} of them from earlier results)" if summary["recalled"] else ""
    print(f"Notebooks: {counts}{recalled}.")
    if summary["edition"] is None:
        print("The last editions stand untouched: mend the notebooks above and build again.")
        return
    made = [name for name, done in (("HTML", summary["rendered"]["html"]), ("PDF", summary["rendered"]["pdf"])) if done]
    renderer = "{name} {version}".format_map(summary["renderer"])
    print(f"Rendered {' and '.join(made)} with {renderer}." if made else f"Nothing to render ({renderer}).")
    for name, place in summary["editions"].items():
        if place:
            print(f"{name.upper()}: {place}")
    seconds = summary["seconds"]["total"]
    print(f"Draft, edition {summary['edition']}, {_summary(summary['findings'])}, {seconds:.2f} s.")


def _work(summary: dict[str, Any]) -> None:
    """What was executed and which pages changed: why, how long, how much memory."""
    for slug, reasons in summary["because"]["notebooks"].items():
        cost = summary["costs"][slug]
        memory = f", {cost['peak'] / _MEGABYTE:.0f} MiB" if cost["peak"] else ""
        print(f"executed {slug}: {cost['seconds']:.1f} s{memory}{_in_words(reasons)}")
    chapters = summary["because"]["chapters"]
    for path, reasons in chapters.items():
        print(f"rendered {path}{_in_words(reasons)}")


def _reason(kind: str, path: str) -> str:
    """A reason in words; what is missing of a notebook is what it gives, not its file."""
    return "no results yet" if kind == "missing" and path.endswith(".ipynb") else f"{kind} {path}"


def _because(reasons: Iterable[Reason]) -> list[dict[str, str]]:
    return [{"kind": reason.kind, "path": reason.path} for reason in reasons]


def _in_words(reasons: list[dict[str, str]]) -> str:
    """The first reasons, in brackets; how many more there are."""
    said = [_reason(**reason) for reason in reasons[:_SHOWN]]
    more = [f"{len(reasons) - _SHOWN} more"] if len(reasons) > _SHOWN else []
    return f"  ({', '.join([*said, *more])})" if said else ""


def status(taken: Status, as_json: bool) -> None:
    """The state of every notebook and chapter."""
    if as_json:
        notebooks = [{"slug": n.slug, "state": n.state, "because": _because(n.because)} for n in taken.notebooks]
        chapters = [{"path": c.path, "state": c.state, "because": _because(c.because)} for c in taken.chapters]
        _json({"notebooks": notebooks, "chapters": chapters})
        return
    for notebook in taken.notebooks:
        print(f"{notebook.state:7} {notebook.slug}{_in_words(_because(notebook.because))}")
    for chapter in taken.chapters:
        print(f"{chapter.state:7} {chapter.path}{_in_words(_because(chapter.because))}")
    print("Nothing is stale." if taken.clean else "Run `assessment build` to bring the editions up to date.")


def findings(found: Iterable[Finding], as_json: bool, sarif: bool) -> None:
    """Findings, as lines, JSON or SARIF."""
    found = list(found)
    if as_json:
        _json({"findings": [finding.as_json() for finding in found]})
    elif sarif:
        from assessment.cli.sarif import as_sarif

        print(json.dumps(as_sarif(found), indent=1, ensure_ascii=False))
    else:
        objects = [finding.as_json() for finding in found]
        _list(objects)
        print(_summary(objects).capitalize() + ".")


def moves(prepared: Acceptance, as_json: bool) -> None:
    """Which values move, before anything is written."""
    if as_json:
        return
    for move in prepared.moves:
        print(f"{move.id}: {move.old or '(new)'} → {move.new or '(gone)'}")


def accepted(prepared: Acceptance, written: Iterable[str], as_json: bool) -> None:
    """What was written."""
    paths = list(written)
    if as_json:
        _json({"values": [vars(move) for move in prepared.moves], "written": paths})
        return
    for path in paths:
        print(f"wrote {path}")
    if not paths:
        print("Nothing to accept: the committed results are fresh.")


def unknown(name: str, known: list[str], as_json: bool) -> None:
    """That nothing has an id, and which ids are close to it."""
    from assessment.suggestions import closest

    close = closest(name, known, 3)
    if as_json:
        _json({"id": name, "error": "unknown id", "close": close})
    say(f"Nothing has the id {name!r}." + (f" Did you mean {', '.join(close)}?" if close else ""))


def parts(examined: Iterable[Part], as_json: bool) -> None:
    """The parts of the installation."""
    examined = list(examined)
    if as_json:
        _json({"parts": [vars(part) for part in examined]})
        return
    for part in examined:
        mark = "ok     " if part.well else "missing" if part.needed else "absent "
        print(f"{mark} {part.name}: {part.said}")


def _list(found: Iterable[dict[str, Any]]) -> None:
    for finding in found:
        place = finding["path"] or ""
        if finding["line"] is not None:
            place += f":{finding['line']}"
        place += f" [{finding['cell']}]" if finding["cell"] else ""
        place += f" column {finding['column']}" if finding["column"] else ""
        hint = f" Hint: {_sentence(finding['hint'])}" if finding["hint"] else ""
        print(fitted(f"{finding['severity']:7} {finding['code']} {place} {_sentence(finding['message'])}{hint}"))


def fitted(line: str) -> str:
    """A line as wide as the terminal, its further rows indented; elsewhere one line, as scripts and grep like it."""
    if not sys.stdout.isatty():
        return line
    import shutil
    import textwrap

    rows = textwrap.TextWrapper(
        min(shutil.get_terminal_size().columns, _WIDEST),
        subsequent_indent=" " * _INDENT,
        break_long_words=False,
        break_on_hyphens=False,
        replace_whitespace=False,
    )
    return "\n".join(rows.fill(row) for row in line.split("\n"))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _summary(found: Iterable[dict[str, Any]]) -> str:
    weights = [finding["severity"] for finding in found]
    counts = [(weights.count(s), s) for s in ("error", "warning", "note") if s in weights]
    return "findings: " + ", ".join(f"{n} {s}{'s' if n > 1 else ''}" for n, s in counts) if counts else "no findings"


def _json(content: dict[str, Any]) -> None:
    print(json.dumps({"schema": _SCHEMA, **content}, indent=1, ensure_ascii=False))
