"""Findings as SARIF 2.1.0, which code hosts show beside the lines of a pull request."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from assessment.codes import CODES, REPAIRS
from assessment.model import Finding


def as_sarif(findings: Iterable[Finding]) -> dict[str, Any]:
    """One run with a rule for each kind of finding and a result for each finding."""
    found = list(findings)
    rules = [_rule(code) for code in sorted({f.code for f in found})]
    driver = {"name": "assessment", "version": version("assessment"), "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": [_result(finding) for finding in found]}],
    }


def _rule(code: str) -> dict[str, Any]:
    severity, meaning = CODES[code]
    return {
        "id": code,
        "shortDescription": {"text": meaning},
        "help": {"text": f"{REPAIRS.get(code, meaning)}. See docs/findings.md."},
        "defaultConfiguration": {"level": severity},
    }


def _result(finding: Finding) -> dict[str, Any]:
    text = (
        finding.message.rstrip(".")
        + (f" ({finding.cell})" if finding.cell else "")
        + (f". Hint: {finding.hint}" if finding.hint else "")
    )
    result: dict[str, Any] = {"ruleId": finding.code, "level": finding.severity, "message": {"text": text}}
    if finding.path:
        location: dict[str, Any] = {"artifactLocation": {"uri": finding.path}}
        if finding.line:
            location["region"] = {"startLine": finding.line}
        where: dict[str, Any] = {"physicalLocation": location}
        if finding.cell:
            where["logicalLocations"] = [{"name": finding.cell, "kind": "member"}]
        result["locations"] = [where]
    return result
