"""The report of this repository, with test sign-offs and otherwise untouched, can be released."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from assessment.releases.gates import GATES
from release_ready import commit, git, sign

ROOT = Path(__file__).parents[3]


def run(root, *arguments):
    command = [sys.executable, "-m", "assessment", *arguments, "--project", str(root)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.slow
@pytest.mark.usefixtures("browser")
def test_the_untouched_report_is_released_once_everything_is_signed(tmp_path):
    import json

    root = tmp_path / "report"
    made = shutil.ignore_patterns(
        ".git", ".venv", "_build", "_book", "dist", "reviews", "tests", "__pycache__", ".*_cache"
    )
    shutil.copytree(ROOT, root, ignore=made)
    git(root, "init", "--quiet", "--initial-branch=main")
    assert run(root, "build", "--renderer", "embedded").returncode == 0
    sign(root)
    commit(root, "The report with test sign-offs")
    said = run(root, "release", "1.0", "--renderer", "embedded", "--json")
    gates = {gate["code"]: (gate["state"], gate["findings"]) for gate in json.loads(said.stdout)["gates"]}
    assert gates == dict.fromkeys(GATES, ("passed", []))
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=next((root / "dist").iterdir()), check=True)
