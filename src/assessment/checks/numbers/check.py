"""Numbers in the text of a book: each is quoted from a value, of a kind that may be typed, or a finding.

A book whose `safeguarding.yml` has `typed:` has made it a rule: a typed number is an error (V411).
For any other book with notebooks it is a warning (V412); one without notebooks has nothing to quote.
"""

from __future__ import annotations

from collections.abc import Mapping

from assessment.chapters.manuscript import Manuscript
from assessment.checks.safeguarding.memory import Memory, text_inputs
from assessment.checks.safeguarding.published import Published
from assessment.model import Finding, Value, in_order
from assessment.project.project import Project


def number_findings(
    project: Project, contents: Mapping[str, bytes], values: tuple[Value, ...], manuscript: Manuscript
) -> tuple[Finding, ...]:
    """Typed numbers and quantities printed in two ways; ``contents`` are the notebooks with their outputs.

    Raises:
        ConfigurationError: `safeguarding.yml` cannot be understood (with the line).
        OutputError: the build folder cannot be written.
    """
    if not contents:
        return ()
    published = Published(contents, values, manuscript)
    memory = Memory(project.build / "numbers.json", text_inputs(project, published))
    findings = memory.recall()
    if findings is None:
        from assessment.checks.numbers.look import look

        findings = in_order(list(look(project, published)))
        memory.keep(findings)
    return findings
