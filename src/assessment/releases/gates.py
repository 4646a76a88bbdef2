"""The gates of a release: each a check with a code, and what it told.

A gate passes, fails with findings that name place and repair, or is not run because one before it failed. A gate
that *could* not run has failed: nothing passes in silence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from assessment.model import Finding, finding, in_order

State = Literal["passed", "failed", "not run"]
GATES: dict[str, str] = {
    "L901": "sources committed",
    "L902": "reviews current, both roles signed",
    "L903": "no open comment",
    "L904": "no error",
    "L905": "data declared and verified",
    "L906": "accepted results are the fresh ones",
    "L907": "safeguarding",
    "L908": "accessible pages",
    "L909": "contrast of chart colours",
    "L910": "PDF/UA-1 and PDF/A-3a",
    "L911": "reading order of the PDF is that of the pages",
    "L912": "alternative texts",
    "L913": "built twice with the same bytes",
    "L914": "links",
    "L915": "pages and PDF of one build",
    "L916": "corrections and help dated",
}


@dataclass(frozen=True)
class Gate:
    """How one gate stands, and in a few words what was looked at."""

    code: str
    state: State
    told: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """What holds where the gate passes."""
        return GATES[self.code]

    def as_json(self) -> dict[str, Any]:
        """The object of the command-line contract."""
        said = {"code": self.code, "name": self.name, "state": self.state, "told": self.told}
        return {**said, "findings": [found.as_json() for found in self.findings]}


def judged(code: str, findings: Iterable[Finding], told: str = "") -> Gate:
    """A gate that passes where nothing was found."""
    found = in_order(tuple(findings))
    return Gate(code, "failed" if found else "passed", told, found)


def could_not_run(code: str, why: str, hint: str) -> Gate:
    """A gate that failed because it could not be run."""
    return judged(code, [finding(code, f"could not run: {why}", hint=hint)], "could not run")


def with_the_rest(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """All gates in their order; those that were not reached are said not to have been run."""
    known = {gate.code: gate for gate in gates}
    return tuple(known.get(code, Gate(code, "not run")) for code in GATES)
