"""Planted all together into a copy of the report, nearly every slip, small cell and bare percentage is found.

What is planted was written from the guidance and not from the rules; the copy without it gives no finding.
"""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
import yaml

from assessment.checks.safeguarding.markdown import plain_text
from assessment.pipeline.build import examine
from assessment.project.project import load

ROOT = Path(__file__).parents[3]
CHAPTERS = ["chapters/scale.qmd", "chapters/harms-sharing.qmd", "chapters/technology.qmd", "chapters/editions.qmd"]
NOTEBOOK = "notebooks/victims-identified.ipynb"
COPIED = ("_extensions", "chapters", "data", "notebooks", "reviews")
PLANTED = yaml.safe_load((Path(__file__).parent / "planted.yml").read_text(encoding="utf-8"))
CODES = {"words": {"S701"}, "small": {"S711", "S713"}, "derived": {"S711", "S712", "S713"}, "without-base": {"S721"}}


class Copy:
    """A copy of the report; each planting gives the file, line and cell where it must be found."""

    def __init__(self, root):
        self.root = root
        for name in COPIED:
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
        for path in (*ROOT.glob("_*.yml"), *ROOT.glob("*.qmd"), ROOT / "references.bib", ROOT / "safeguarding.yml"):
            shutil.copy(path, root)
        self._turn = 0

    def plant(self, item):
        self._turn += 1
        kind = item["in"]
        return getattr(self, f"_{kind}")(item)

    def _prose(self, item, text=None):
        path = self.root / CHAPTERS[self._turn % len(CHAPTERS)]
        content = path.read_text(encoding="utf-8") + f"\n{text or item['text']}\n"
        path.write_text(content, encoding="utf-8")
        return path.relative_to(self.root).as_posix(), content.count("\n") - (text or "").count("\n"), None

    def _heading(self, item):
        return self._prose(item, f"## {item['text']}")

    def _list(self, item):
        return self._prose(item, f"- {item['text']}")

    def _footnote(self, item):
        self._prose(item, f"More is said below.[^planted-{self._turn}]")
        return self._prose(item, f"[^planted-{self._turn}]: {item['text']}")

    def _typed(self, item):
        caption, *lines = item["lines"]
        path, line, _ = self._prose(item, f"{piped(lines)}\n\n: {caption}")
        return path, {line + at for at in range(len(lines) + 1)}, None

    def _table(self, item):
        return self._cell(
            {"tbl-cap": "Reports by group."}, {"text/markdown": piped(["Group | Reports", f"{item['text']} | 900"])}
        )

    def _caption(self, item):
        return self._cell({"fig-cap": item["text"]})

    def _alt(self, item):
        return self._cell({"fig-alt": item["text"]})

    def _shown(self, item):
        caption, *lines = item["lines"]
        return self._cell({"tbl-cap": caption}, {"text/markdown": piped(lines)})

    def _chart(self, item):
        caption, heads, *lines = item["lines"]
        names = [name.strip() for name in heads.split("|")]
        rows = [dict(zip(names, (cell.strip() for cell in line.split("|")), strict=True)) for line in lines]
        data = {"name": "data", "data": rows}
        svg = "<svg xmlns='http://www.w3.org/2000/svg'><!-- Regions --></svg>"
        return self._cell({"fig-cap": caption}, {"image/svg+xml": svg, "application/vnd.dataresource+json": data})

    def _value(self, item):
        value = item["value"]
        text = f"{value['value']}%" if value["unit"] == "percent" else str(value["value"])
        return self._cell({}, {"application/vnd.assessment.value+json": {"text": text, **value}})

    def _values(self, item):
        return [self._value({"value": value}) for value in item["values"]][-1]

    def _cell(self, options, bundle=None):
        path = self.root / NOTEBOOK
        notebook = json.loads(path.read_text(encoding="utf-8"))
        label = f"{'tbl' if 'tbl-cap' in options else 'fig'}-planted-{self._turn}"
        lines = [
            f"#| {name}: {json.dumps(text, ensure_ascii=False)}" for name, text in {"label": label, **options}.items()
        ]
        outputs = [{"output_type": "display_data", "metadata": {}, "data": bundle}] if bundle else []
        cell = {"cell_type": "code", "id": f"planted-{self._turn}", "metadata": {}, "outputs": outputs}
        notebook["cells"].append(cell | {"execution_count": None, "source": "\n".join(lines)})
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return NOTEBOOK, None, label

    def _data(self, item):
        path = self.root / item["file"]
        content = path.read_text(encoding="utf-8")
        names = next(csv.reader(io.StringIO(content)))
        rows = io.StringIO()
        csv.DictWriter(rows, names, restval="", lineterminator="\n").writerows(item.get("rows") or [item["row"]])
        path.write_text(content + rows.getvalue(), encoding="utf-8")
        return item["file"], content.count("\n") + rows.getvalue().count("\n"), None


def piped(lines):
    """A pipe table from its lines, with bars between the cells."""
    rule = "|".join(["---"] * (lines[0].count("|") + 1))
    return "\n".join(f"| {line} |" for line in [lines[0], rule, *lines[1:]])


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Every planted thing with its place, and all findings of the checks of care in the copy."""
    copy = Copy(tmp_path_factory.mktemp("report"))
    places = {group: [(item, copy.plant(item)) for item in items] for group, items in PLANTED.items()}
    findings = [found for found in examine(load(copy.root)).findings if found.code.startswith("S")]
    return places, findings


def stands_there(found, place):
    path, line, cell = place
    lines = line if isinstance(line, set) else {line}
    return found.path == path and found.cell == cell and found.line in lines


def missed(outcome, group):
    places, findings = outcome
    of_kind = [found for found in findings if found.code in CODES[group]]
    return [
        item
        for item, place in places[group]
        if not any(stands_there(f, place) and plain_text(item.get("word", "")) in f.message for f in of_kind)
    ]


@pytest.mark.parametrize(("group", "least"), [("words", 30), ("small", 10), ("derived", 5), ("without-base", 10)])
def test_nearly_everything_planted_is_found_at_its_place(outcome, group, least):
    planted = PLANTED[group]
    assert len(planted) >= least
    assert len(missed(outcome, group)) <= 0.05 * len(planted), missed(outcome, group)


def test_nothing_else_is_called_wrong(outcome):
    places, findings = outcome
    planted = [place for group in places.values() for _, place in group]
    assert [found for found in findings if not any(stands_there(found, place) for place in planted)] == []
