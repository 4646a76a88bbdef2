"""Does the PDF conform to PDF/UA-1 and PDF/A-3a? Asked of veraPDF where it is installed, else of page-validation."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assessment.errors import ProcessError, ProgramFailedError
from assessment.model import Finding, finding
from assessment.process import run
from assessment.releases.gates import Gate, could_not_run, judged
from assessment.reviews.wording import counted

_ALLOWED = Path(__file__).with_name("allowed.yml")
_TIMEOUT = 900
_FAILED_RULES = 1  # the exit code of veraPDF for a file that does not conform


@dataclass(frozen=True)
class Broken:
    """A rule that the file breaks, as its validator names it."""

    profile: str
    rule: str
    message: str


def standards_gate(pdf: Path, path: str, remarks: Iterable[Finding]) -> Gate:
    """Whether a PDF, which messages name as ``path``, conforms; ``remarks`` are what its renderer said of that."""
    verapdf = shutil.which("verapdf")
    try:
        broken = list(by_verapdf(verapdf, pdf)) if verapdf else list(by_page_validation(pdf))
    except ImportError:
        hint = 'install veraPDF, or: pip install "assessment[release]"'
        return could_not_run("L910", "neither veraPDF nor page-validation is installed", hint)
    except (ProcessError, ValueError) as exc:
        return could_not_run("L910", f"veraPDF failed: {exc}", "see whether `verapdf --version` works")
    validator = "veraPDF" if verapdf else "page-validation"
    excused = allowed(validator)
    left = [one for one in broken if not one.rule.endswith(tuple(excused))]
    findings = [finding("L910", f"{one.profile}: {one.rule}: {one.message}", path=path) for one in left]
    told = f"asked of {validator}; {counted(len(broken) - len(left), 'failure')} allowed with a reason"
    return judged("L910", [*remarks, *findings], told)


def allowed(validator: str) -> dict[str, str]:
    """Rule → the reason why it may fail, of one validator."""
    import yaml

    entries = yaml.safe_load(_ALLOWED.read_text(encoding="utf-8"))
    return {entry["rule"]: entry["reason"] for entry in entries if entry["validator"] == validator}


def by_page_validation(pdf: Path) -> Iterator[Broken]:
    """The rules that page-validation finds broken."""
    import page

    for profile, name in (("ua1", "PDF/UA-1"), ("3a", "PDF/A-3a")):
        for failure in page.validate_pdf(str(pdf), profile=profile).failures:
            yield Broken(name, failure.rule_id, failure.message)


def by_verapdf(program: str, pdf: Path) -> Iterator[Broken]:
    """The rules that veraPDF finds broken.

    Raises:
        ProcessError: it could not be run.
        ValueError: what it said is no report.
    """
    for flavour, name in (("ua1", "PDF/UA-1"), ("3a", "PDF/A-3a")):
        command: list[str | Path] = [program, "--flavour", flavour, "--format", "xml", pdf]
        try:
            said = run(command, timeout=_TIMEOUT).stdout
        except ProgramFailedError as exc:
            if exc.returncode != _FAILED_RULES:
                raise
            said = exc.output
        yield from broken_in_report(said, name)


def broken_in_report(said: str, profile: str) -> Iterator[Broken]:
    """The failed rules of a report of veraPDF (XML).

    Raises:
        ValueError: it is none, or says of no file that it was validated.
    """
    from lxml import etree

    begin = said.find("<?xml")
    try:
        report = etree.fromstring(said[max(begin, 0) : said.rfind(">") + 1].encode())
    except etree.XMLSyntaxError as exc:
        raise ValueError("its report cannot be read") from exc
    verdicts = report.xpath("//*[local-name()='validationReport']/@isCompliant")
    if not verdicts:
        raise ValueError("its report holds no verdict")
    for rule in report.xpath("//*[local-name()='rule'][@status='failed']"):
        number = f"{rule.get('specification')} {rule.get('clause')}-{rule.get('testNumber')}"
        yield Broken(profile, number, " ".join(rule.xpath("string(./*[local-name()='description'])").split()))
