"""The stage of notebooks with an executor that executes nothing."""

import json

import pytest

from assessment.model import Reason, finding
from assessment.notebooks.executor import Execution
from assessment.notebooks.fingerprint import digest
from assessment.notebooks.stage import execute, results, take_inventory, without_executing


class FakeExecutor:
    """Gives back each notebook as it stands, having read one data file; some fail."""

    def __init__(self, failing=()):
        self.failing = failing
        self.asked = []

    def run(self, tasks, jobs, progress):
        for task in tasks:
            slug = task.notebook.slug
            self.asked.append(slug)
            if slug in self.failing:
                problem = finding("N203", "it rained", path=task.notebook.path)
                yield Execution(slug, "excepted", 0.1, finding=problem)
                continue
            content = (task.root / task.notebook.path).read_bytes()
            inputs = {f"data/{slug}.csv": digest((task.root / "data" / f"{slug}.csv").read_bytes())}
            yield Execution(slug, "succeeded", 0.1, content, inputs)


@pytest.fixture
def project(make_project, raw_notebook, code_cell):
    rain, sun = (json.dumps(raw_notebook(code_cell(f"{name}()"))) for name in ("rain", "sun"))
    data = {"data/rain.csv": "1\n", "data/sun.csv": "2\n"}
    return make_project({"notebooks/rain.ipynb": rain, "notebooks/sun.ipynb": sun, **data})


def run(project, executor):
    return execute(project, take_inventory(project, {}), {}, executor, 1, 0, lambda *_: None)


def test_what_is_stale_is_executed_once(project):
    first = run(project, FakeExecutor())
    assert (first.executed, first.reused, first.failed) == (("rain", "sun"), (), ())
    second = run(project, FakeExecutor())
    assert (second.executed, second.reused, second.failed) == ((), ("rain", "sun"), ())
    assert first.contents == second.contents
    assert [notebook.slug for notebook in results(second)] == ["rain", "sun"]


def test_a_changed_byte_of_data_executes_exactly_its_notebooks(project, tmp_path):
    run(project, FakeExecutor())
    (tmp_path / "data" / "sun.csv").write_text("3\n")
    assert take_inventory(project, {}).stale == {"sun": (Reason("data", "data/sun.csv"),)}
    executor = FakeExecutor()
    run(project, executor)
    assert executor.asked == ["sun"]


def test_a_failure_does_not_stop_the_others_and_is_tried_again(project):
    done = run(project, FakeExecutor(failing=["rain"]))
    assert (done.executed, done.failed) == (("sun",), ("rain",))
    assert [f.code for f in done.findings] == ["N203"]
    executor = FakeExecutor()
    run(project, executor)
    assert executor.asked == ["rain"]


def test_a_notebook_that_cannot_be_read_has_failed(project, tmp_path):
    (tmp_path / "notebooks" / "sun.ipynb").write_text("{")
    done = run(project, FakeExecutor())
    assert done.executed == ("rain",)
    assert done.failed == ("sun",)
    assert [(f.code, f.path) for f in done.findings] == [("N201", "notebooks/sun.ipynb")]


def test_without_executing_stale_notebooks_give_their_accepted_results(project, tmp_path):
    run(project, FakeExecutor())
    path = tmp_path / "notebooks" / "sun.ipynb"
    path.write_text(path.read_text().replace("sun()", "sun(2)"))
    done = without_executing(project, take_inventory(project, {}))
    assert done.reused == ("rain",)
    assert done.contents["notebooks/sun.ipynb"] == path.read_bytes()


def test_a_notebook_may_set_its_own_time_limit(make_project, raw_notebook, code_cell):
    raw = raw_notebook(code_cell("rain()"))
    raw["metadata"]["assessment"] = {"timeout": 7}
    project = make_project({"notebooks/rain.ipynb": json.dumps(raw), "data/rain.csv": ""})
    limits = []

    class Listening(FakeExecutor):
        def run(self, tasks, jobs, progress):
            limits.extend(task.timeout for task in tasks)
            return super().run(tasks, jobs, progress)

    run(project, Listening())
    assert limits == [7.0]
