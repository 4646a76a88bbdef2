import json

from assessment.pipeline import runlog

SUMMARY = {
    "executed": ["rain"],
    "reused": [],
    "recalled": [],
    "failed": [],
    "rendered": {"html": ["index.qmd"], "pdf": True},
    "because": {"notebooks": {"rain": [{"kind": "data", "path": "data/rain.csv"}]}, "chapters": {}},
    "costs": {"rain": {"seconds": 1.5, "peak": 1 << 27, "engine": "worker"}},
    "edition": "abc",
    "seconds": {"total": 2.0},
    "findings": ["not for the log"],
}


def lines(build):
    return [json.loads(line) for line in runlog.log_path(build).read_text().splitlines()]


def test_each_build_adds_a_line_with_what_it_cost(tmp_path):
    for _ in range(2):
        runlog.add_to_log(tmp_path, SUMMARY)
    first, second = lines(tmp_path)
    assert first["costs"]["rain"] == {"seconds": 1.5, "peak": 1 << 27, "engine": "worker"}
    assert first["because"]["notebooks"]["rain"] == [{"kind": "data", "path": "data/rain.csv"}]
    assert "findings" not in first
    assert second["ended"] >= first["ended"]


def test_the_oldest_lines_go(tmp_path, monkeypatch):
    monkeypatch.setattr(runlog, "_MOST_LINES", 3)
    for number in range(5):
        runlog.add_to_log(tmp_path, {**SUMMARY, "edition": str(number)})
    assert [line["edition"] for line in lines(tmp_path)] == ["2", "3", "4"]
