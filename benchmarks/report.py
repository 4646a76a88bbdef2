"""Write docs/benchmarks.md and its chart from what measure.py, preview.py and sources.py left in results/."""

from __future__ import annotations

import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OURS = "assessment"
EXECUTING = "assessment, executing only"
CLUSTER = "assessment, executing only, two Dask workers"
NBCLIENT = "nbclient, two at a time"
QUARTO = "jupyter execute, then Quarto"
EDITS = ("no-op", "cell", "data", "shared-data", "module", "prose", "markdown", "touch")
_QUIET = 1.0
_CHART = (
    "Bars of the seconds that each system takes after each kind of edit: the numbers are those of the tables below."
)
_HEAD = """# Benchmarks

Made by `benchmarks/report.py` from what `benchmarks/measure.py` measured; nothing here is typed by hand.
All systems ran one after the other in one environment (`benchmarks/requirements.lock`), on the same books.
`benchmarks/workload.py` makes the books.
Seconds are wall time; CPU is that of a command with everything it started; memory is that of its largest process.
"What ran" compares the notebooks that were executed with those that the edit affects: *too few* means stale results.

Snakemake and DVC were told by hand what each notebook reads, its local module included; the others were told nothing.
Only `assessment` renders: its times hold execution, checks, the web edition and the PDF, where the others only execute.
"""


class Results:
    """What was measured on books of one size."""

    def __init__(self, path: Path) -> None:
        raw = json.loads(path.read_text(encoding="utf-8"))
        self.size: str = raw["size"]
        self.machine: dict[str, Any] = raw["machine"]
        self.versions: dict[str, str] = raw["versions"]
        self.measurements: list[dict[str, Any]] = raw["measurements"]

    def of(self, contestant: str, scenario: str) -> list[dict[str, Any]]:
        return [m for m in self.measurements if (m["contestant"], m["scenario"]) == (contestant, scenario)]

    def median(self, contestant: str, scenario: str, what: str = "wall") -> float | None:
        found = [m[what] for m in self.of(contestant, scenario)]
        return statistics.median(found) if found else None

    def ratio(self, one: tuple[str, str], other: tuple[str, str], what: str = "wall") -> float | None:
        above, below = self.median(*one, what), self.median(*other, what)
        return above / below if above is not None and below else None

    @property
    def contestants(self) -> list[str]:
        names = [m["contestant"] for m in self.measurements if m["contestant"] != "import line"]
        return list(dict.fromkeys(names))

    @property
    def load(self) -> float:
        return max(m["load"] for m in self.measurements)


RESULTS = Path(__file__).parent / "results"
_CELL = "medium, one code cell, against the import line (wall)"
_PROSE = "medium, one line of prose, against the import line (wall)"
_DASK = "Dask, two local workers, throughput against two local processes"
_WHY = {
    _CELL: "a worker imports pandas and matplotlib anew, which alone is the import line, and runs the notebook; "
    "then everything follows that follows a line of prose",
    _PROSE: "Typst keeps nothing from one build to the next and typesets the whole PDF again, about half of the time; "
    "the rest is the start of Python, pandoc on the one chapter, checks, search and the digests of what is printed "
    "(`make preview` keeps the typesetter running and shows a line of prose much sooner)",
    _DASK: "loading Dask, connecting, sending the project and the first import on each worker take some seconds, "
    "which twenty notebooks do not outweigh",
}


def lines(results: list[Results]) -> Iterator[str]:
    """The page, line by line."""
    yield _HEAD
    yield f'![Seconds after each kind of edit](images/benchmarks.svg){{fig-alt="{_CHART}"}}\n'
    by_size = {one.size: one for one in results}
    yield from _targets(by_size)
    yield from _previews()
    yield from _sources()
    for one in results:
        yield from _size(one)


def _targets(by_size: dict[str, Results]) -> Iterator[str]:
    yield "## Targets\n"
    yield "| what | target | measured | |\n|---|---|---|---|"
    missed = []
    for what, limit, found in _found(by_size):
        if found is None:
            verdict, shown = "not measured", ""
        elif limit is None:
            verdict, shown = "no target of its own", f"{found:.2f}"
        else:
            at_least = what == _DASK
            met = found >= limit if at_least else found <= limit
            verdict, shown = ("met" if met else "**missed**"), f"{found:.2f}"
            why = _WHY.get(what, "no reason is known")
            missed += [] if met else [f"- {what}: {found:.2f} in place of {limit:.2f}; {why}."]
        yield f"| {what} | {'' if limit is None else f'{limit:.2f}'} | {shown} | {verdict} |"
    yield ""
    loads = [one.load for one in by_size.values()]
    if loads and max(loads) > _QUIET * 2:
        yield (
            f"The machine was not quiet: its load reached {max(loads):.1f} on {cores(by_size)} cores, so other work "
            "took time from every command, most from those that use several processes.\n"
            "Ratios of CPU time are steadier than ratios of wall time.\n"
            "Run `make benchmarks` on a quiet machine for figures to rely on.\n"
        )
    if missed:
        yield "What was missed, by how much and why:\n\n" + "\n".join(missed) + "\n"


def cores(by_size: dict[str, Results]) -> int:
    return int(next(iter(by_size.values())).machine["cores"])


def _found(by_size: dict[str, Results]) -> Iterator[tuple[str, float | None, float | None]]:
    medium, large = by_size.get("medium"), by_size.get("large")
    line, cold = ("import line", "cold"), (OURS, "cold")

    def ratio(one: tuple[str, str], other: tuple[str, str], what: str = "wall") -> float | None:
        return medium.ratio(one, other, what) if medium else None

    base = (NBCLIENT, "cold")
    yield "medium, cold, data to both editions, against nbclient merely executing (wall)", 0.50, ratio(cold, base)
    yield "the same, CPU, which is steadier", None, ratio(cold, base, "cpu")
    yield "medium, cold, against jupyter execute and Quarto (wall)", 0.20, ratio(cold, (QUARTO, "cold"))
    yield "medium, executing only, against nbclient (wall)", 0.40, ratio((EXECUTING, "cold"), base)
    yield "medium, executing only, against nbclient (CPU)", 0.35, ratio((EXECUTING, "cold"), base, "cpu")
    yield "medium, no-op, against the import line (wall)", 0.20, ratio((OURS, "no-op"), line)
    yield _CELL, 3.0, ratio((OURS, "cell"), line)
    yield _PROSE, 2.0, ratio((OURS, "prose"), line)
    each = _per_notebook(large) / _per_notebook(medium) if medium and large else None
    yield "large, cold cost a notebook, against medium's (CPU)", 1.2, each
    still = None
    if medium and large:
        one, other = large.median(OURS, "no-op"), medium.median(OURS, "no-op")
        still = one / other if one and other else None
    yield "large, no-op, against medium's (wall)", 3.0, still
    yield _DASK, 0.80, ratio((EXECUTING, "cold"), (CLUSTER, "cold"))


def _previews() -> Iterator[str]:
    """How soon the preview shows an edit in a browser, from what `preview.py` kept."""
    found = {path: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("preview-*.json"))}
    if not found:
        return
    yield "## Preview\n"
    yield (
        "From a save to the change in a real browser, measured by `benchmarks/preview.py`, in milliseconds.\n"
        "The target for prose is a median below 500 and a 95th percentile below 1,000.\n"
        "A mistake is named when the panel on the page says file and line, and mended when it is gone again.\n"
    )
    yield "| book | prose edits | median | 95th percentile | longest | PDF, median | mistake named, longest |"
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for path, said in found.items():
        prose = sorted(seconds for kind, seconds in said["seconds"] if kind in said["prose"])
        printed = [seconds for kind, seconds in said["seconds"] if kind == "pdf"]
        named = [seconds for kind, seconds in said["seconds"] if kind.endswith(": named")]
        late = prose[round(0.95 * (len(prose) - 1))]
        times = [statistics.median(prose), late, prose[-1], statistics.median(printed), max(named)]
        cells = " | ".join(f"{1000 * seconds:,.0f}" for seconds in times)
        yield f"| {path.stem.removeprefix('preview-')} | {len(prose)} | {cells} |"
    yield ""


def _sources() -> Iterator[str]:
    """What it costs that everything can be followed to its source, from what `sources.py` kept."""
    place = RESULTS / "sources.json"
    if not place.is_file():
        return
    found = json.loads(place.read_text(encoding="utf-8"))
    limit = found["limit"]
    yield "## Sources\n"
    yield (
        "What it costs, in a cold build of the report, that every number and figure can be followed to its source: the "
        "graph, the check of typed numbers, panels, annex, attachments, crate and the digests of texts.\n"
        "Measured by `benchmarks/sources.py`, which renders the report with and without them: "
        f"the least of several builds of each kind; load before it {found['load']}.\n"
    )
    yield f"| | cold build, s | sources, s | share, at most {limit:.0%} | |\n|---|---:|---:|---:|---|"
    for name in ("wall", "CPU"):
        cold, cost = found[name]["cold"], found[name]["cost"]
        verdict = "met" if cost / cold <= limit else "**missed**"
        yield f"| {name} | {cold:.2f} | {cost:.2f} | {cost / cold:.1%} | {verdict} |"
    yield ""


def _per_notebook(results: Results) -> float:
    cold = results.of(OURS, "cold")[0]
    return float(cold["cpu"]) / len(cold["expected"])


def _size(one: Results) -> Iterator[str]:
    expected = len(one.of(OURS, "cold")[0]["expected"]) if one.of(OURS, "cold") else 0
    yield f"## {one.size.capitalize()}: {expected} notebooks\n"
    where = one.machine
    yield (
        f"{where['processor']}, {where['cores']} cores, {where['memory'] / 2**30:.0f} GiB, {where['system']}, "
        f"Python {where['python']}, {where['date']}; load up to {one.load:.1f}.\n"
        f"The import line (`import pandas, matplotlib.pyplot`) took {one.median('import line', 'cold'):.2f} s.\n"
    )
    yield "| | " + " | ".join(["cold", "cold, CPU", "memory, MiB", *EDITS]) + " |"
    yield "|---|" + "---:|" * (3 + len(EDITS))
    for name in one.contestants:
        cells = [_seconds(one.median(name, "cold")), _seconds(one.median(name, "cold", "cpu") or None)]
        cells += [f"{(one.median(name, 'cold', 'peak') or 0) / 2**20:.0f}"]
        cells += [_seconds(one.median(name, kind)) for kind in EDITS]
        yield f"| {name} {one.versions.get(name, '')} | " + " | ".join(cells) + " |"
    yield "\nWhat ran after each edit, against what had to:\n"
    yield "| | " + " | ".join(EDITS) + " |\n|---|" + "---|" * len(EDITS)
    for name in one.contestants:
        if one.of(name, "no-op"):
            yield f"| {name} | " + " | ".join(_verdict(one.of(name, kind)) for kind in EDITS) + " |"
    yield ""


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}" if value < 10 else f"{value:.0f}"


def _verdict(measurements: list[dict[str, Any]]) -> str:
    if not measurements:
        return ""
    one = measurements[-1]
    ran, expected = set(one["ran"]), set(one["expected"])
    words = []
    if expected - ran:
        words.append(f"{len(expected - ran)} too few")
    if ran - expected:
        words.append(f"{len(ran - expected)} too many")
    return f"{len(ran)}, **{', '.join(words)}**" if words else f"{len(ran)}, right"


def chart(one: Results, place: Path) -> None:
    """Seconds after each kind of edit, a bar for each system."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    mpl.rcParams.update({"svg.hashsalt": "benchmarks", "svg.fonttype": "path", "font.size": 9})
    kinds = ["cold", *EDITS]
    names = [name for name in one.contestants if one.of(name, "no-op")]
    figure, axes = plt.subplots(figsize=(9, 4.2))
    width = 0.8 / max(1, len(names))
    for place_of, name in enumerate(names):
        heights = [one.median(name, kind) or 0 for kind in kinds]
        axes.bar([x + place_of * width for x in range(len(kinds))], heights, width, label=name)
    axes.set_yscale("log")
    axes.set_ylabel("seconds (logarithmic)")
    axes.set_xticks([x + 0.4 - width / 2 for x in range(len(kinds))], kinds, rotation=20)
    axes.set_title(f"Seconds to bring a book up to date ({one.size})")
    axes.legend(frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    place.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(place, bbox_inches="tight", metadata={"Date": None, "Creator": None})


def main() -> None:
    results = [Results(path) for size in ("small", "medium", "large") if (path := RESULTS / f"{size}.json").is_file()]
    page = "\n".join(lines(results)).rstrip() + "\n"
    (ROOT / "docs" / "benchmarks.md").write_text(page, encoding="utf-8", newline="\n")
    shown = next((one for one in results if one.size == "medium" and one.of("DVC", "no-op")), results[0])
    chart(shown, ROOT / "docs" / "images" / "benchmarks.svg")


if __name__ == "__main__":
    main()
