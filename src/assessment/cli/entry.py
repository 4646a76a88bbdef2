"""Where the command starts: a build with nothing to do is answered before the command line proper is loaded.

Loading typer takes longer than looking whether anything changed, and most builds find that nothing did.
A plain build that has something to do goes past typer as well.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_VALUED = {"--project": None, "--to": "all", "--renderer": "auto", "--quarto": None}


def main() -> None:
    """Answer at once, build without the command line proper, or hand over to it."""
    if answered(sys.argv[1:]):
        return
    options = _plain_build(sys.argv[1:])
    if options is None:
        from assessment.cli.main import main as run

        run()
    else:
        _build(options)


def _build(options: Mapping[str, str | bool | None]) -> None:
    from assessment.cli import building

    folder, quarto = (Path(str(options[name])) if options[name] else None for name in ("--project", "--quarto"))
    asked = building.Asked(folder, str(options["--to"]), str(options["--renderer"]), quarto, bool(options["--json"]))
    with building.clear_errors():
        sys.exit(building.build(asked, building.Where()))


def answered(arguments: Sequence[str]) -> bool:
    """Whether this was a plain `build` with nothing to do, in which case its summary has been printed.

    Raises:
        SystemExit: it was, and the editions as they stand have findings of severity error.
    """
    began = time.monotonic()
    options = _plain_build(arguments)
    if options is None:
        return False
    from assessment.cli import show
    from assessment.errors import AssessmentError
    from assessment.pipeline import unchanged
    from assessment.project.root import project_root

    folder, as_json = options.pop("--project"), options.pop("--json")
    try:
        root = project_root(Path(str(folder)) if folder else None)
    except AssessmentError:
        return False
    asked = unchanged.request(**{name.removeprefix("--"): value for name, value in options.items()})
    before = unchanged.recall(root / "_build", asked)
    if before is None:
        return False
    summary = show.unchanged(before, time.monotonic() - began)
    show.build(summary, bool(as_json))
    if show.has_errors(summary["findings"]):
        sys.exit(1)
    return True


def _plain_build(arguments: Sequence[str]) -> dict[str, str | bool | None] | None:
    """The options of a build that names nothing else; none where typer has to look."""
    if not arguments or arguments[0] != "build":
        return None
    options: dict[str, str | bool | None] = {**_VALUED, "--json": False}
    rest = list(arguments[1:])
    while rest:
        name, separator, value = rest.pop(0).partition("=")
        if name == "--json" and not separator:
            options[name] = True
        elif name in _VALUED and (separator or rest):
            options[name] = value if separator else rest.pop(0)
        else:
            return None
    return options
