"""The chores: new report, chapter, notebook, dataset, editors; rename; data add; outline."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessment.cli import show, show_chores
from assessment.cli.options import JsonOption, ProjectOption
from assessment.cli.waiting import WAIT_SECONDS
from assessment.errors import UsageError

if TYPE_CHECKING:
    from assessment.chores.data import Description

new = typer.Typer(no_args_is_help=True, help="Start a report, or add a part to one.")
TitleOption = Annotated[str, typer.Option(help="Its title (default: made from the name).")]
SourceOption = Annotated[str, typer.Option(help="Title of the document the numbers come from.")]
PublisherOption = Annotated[str, typer.Option(help="Who published it.")]
AddressOption = Annotated[str, typer.Option(help="Its address, for readers.")]
YearOption = Annotated[str, typer.Option(help="The year in which it was published.")]
BibkeyOption = Annotated[str, typer.Option(help="Its key in the bibliography.")]
LicenceOption = Annotated[str, typer.Option(help="The licence of the data, such as CC-BY-4.0.")]
RetrievedOption = Annotated[str, typer.Option(help="The day the numbers were taken (default: today).")]
DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")]


def register(app: typer.Typer) -> None:
    """Add these commands to the command line."""
    app.add_typer(new, name="new")
    app.command()(rename)
    app.command()(outline)
    _group(app, "data", "The datasets of the project.").command(name="add")(add_data)


def _group(app: typer.Typer, name: str, said: str) -> typer.Typer:
    """The group of commands with this name: the one that is there, or a new one."""
    for group in app.registered_groups:
        if group.name == name and group.typer_instance is not None:
            return group.typer_instance
    made = typer.Typer(no_args_is_help=True, help=said)
    app.add_typer(made, name=name)
    return made


@new.command(name="report")
def new_report(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make; it must not hold anything.")],
    title: Annotated[str, typer.Option(help="The title of the report.")] = "",
    author: Annotated[str, typer.Option(help="Whose report it is.")] = "",
    lang: Annotated[str, typer.Option(help="Its language, such as en-GB, fr or ar.")] = "",
    as_json: JsonOption = False,
) -> None:
    """Start a report of your own: complete and small, it builds and tests at once."""
    from assessment.chores.report import start_report

    made = start_report(folder, title, author, lang)
    show_chores.written(made, f"cd {shlex.quote(str(folder))} && make report && make test", as_json, root=str(folder))


@new.command(name="chapter")
def new_chapter(
    name: Annotated[str, typer.Argument(help="The name of its file, such as heavy-rain.")],
    title: TitleOption = "",
    part: Annotated[str, typer.Option(help="The part it belongs to.")] = "",
    appendix: Annotated[bool, typer.Option("--appendix", help="List it among the appendices.")] = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a chapter: its file, and its line in _quarto.yml."""
    from assessment.chores import parts
    from assessment.project.project import load

    if part and appendix:
        raise UsageError("--part and --appendix exclude each other")
    found = load(project)
    addition = parts.new_chapter(found, name, title, part, appendix=appendix)
    parts.written(found.root, addition)
    show_chores.written(addition.writes, addition.next, as_json)


@new.command(name="notebook")
def new_notebook(
    name: Annotated[str, typer.Argument(help="The name of its file, such as heavy-rain.")],
    dataset: Annotated[str, typer.Option(help="The dataset it reads (default: the first declared).")] = "",
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a notebook with a chart, a table and a value to fill in."""
    from assessment.chores import parts
    from assessment.project.project import load

    found = load(project)
    addition = parts.new_notebook(found, name, dataset)
    parts.written(found.root, addition)
    show_chores.written(addition.writes, addition.next, as_json)


@new.command(name="dataset")
def new_dataset(
    name: Annotated[str, typer.Argument(help="The name of the dataset, such as heavy_rain.")],
    columns: Annotated[str, typer.Option(help="Columns with their kinds.")] = "year:year,place,value:number,unit",
    version: Annotated[str, typer.Option(help="Its first version.")] = "1",
    title: TitleOption = "",
    source: SourceOption = "",
    publisher: PublisherOption = "",
    address: AddressOption = "",
    year: YearOption = "",
    bibkey: BibkeyOption = "",
    licence: LicenceOption = "",
    retrieved: RetrievedOption = "",
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add a dataset with a header to fill in; then declare its rows with `data add --replace`."""
    from assessment.chores import data, parts
    from assessment.project.project import load

    found = load(project)
    content, fields = data.empty_dataset(columns)
    origin = _origin(source, publisher, address, year, bibkey)
    said = _asked(data.Description(name, version, title, origin, licence, retrieved), ask=not as_json)
    addition = data.add_data(found, content, said, schema={"fields": fields})
    parts.written(found.root, addition)
    place = f"data/{name}/{version}.csv"
    show_chores.written(addition.writes, f"fill in {place}, then: assessment data add {place} --replace", as_json)


@new.command(name="editors")
def new_editors(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """Write settings, tasks, snippets and schemas for VS Code and JupyterLab; what you changed stays."""
    from assessment.chores import editors, parts
    from assessment.project.project import load

    found = load(project)
    addition, kept = editors.new_editors(found)
    parts.written(found.root, addition)
    for path in kept:
        show.say(f"{path} differs and stays as it is")
    show_chores.written(addition.writes, addition.next, as_json)


def add_data(
    file: Annotated[Path, typer.Argument(help="A CSV file in UTF-8 with a header, anywhere.")],
    dataset: Annotated[str, typer.Option(help="The dataset it is a version of (default: from the path).")] = "",
    version: Annotated[str, typer.Option(help="Which version it is (default: from the path).")] = "",
    title: TitleOption = "",
    source: SourceOption = "",
    publisher: PublisherOption = "",
    address: AddressOption = "",
    year: YearOption = "",
    bibkey: BibkeyOption = "",
    licence: LicenceOption = "",
    retrieved: RetrievedOption = "",
    replace: Annotated[bool, typer.Option("--replace", help="Give a declared version these bytes.")] = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Declare a data file: infer its schema, note source and licence, digest it, pin it."""
    from assessment.chores import data, parts
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(project)
    if not file.is_file():
        raise UsageError(f"there is no file {file}")
    guessed = data.guess(file.resolve())
    origin = _origin(source, publisher, address, year, bibkey)
    said = data.Description(dataset or guessed[0], version or guessed[1], title, origin, licence, retrieved)
    if not replace:
        said = _asked(said, ask=not as_json)
    with hold(found.build, "assessment data add", WAIT_SECONDS, show.say):
        addition = data.add_data(found, file.read_bytes(), said, replace=replace)
        parts.written(found.root, addition)
    show_chores.written(addition.writes, addition.next, as_json)


def rename(
    label: Annotated[str, typer.Argument(help="A label such as fig-rain, or a value such as rain.total.")],
    new: Annotated[str, typer.Argument(help="Its new name, of the same kind.")],
    dry_run: DryRunOption = False,
    project: ProjectOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rename a label or a value in notebooks, chapters, accepted values and review records; show it first."""
    from assessment.chores import rename as chore
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(project)
    with hold(found.build, "assessment rename", WAIT_SECONDS, show.say):
        renaming = chore.prepare(found, label, new)
        show_chores.renaming(renaming, as_json, written=not dry_run)
        if not dry_run:
            chore.write(found, renaming)


def outline(project: ProjectOption = None, as_json: JsonOption = False) -> None:
    """List the chapters with their words, figures, tables, values, findings, sign-offs and readability."""
    from assessment.chores.outline import outline as take
    from assessment.chores.outline import total
    from assessment.project.files import hold
    from assessment.project.project import load

    found = load(project)
    with hold(found.build, "assessment outline", WAIT_SECONDS, show.say):
        lines = take(found)
    show_chores.outline(lines, total(lines), as_json)


def _origin(source: str, publisher: str, address: str, year: str, bibkey: str) -> dict[str, str]:
    """Where the numbers come from, by the names that the data package has for it."""
    return {"title": source, "publisher": publisher, "path": address, "year": year, "bibkey": bibkey}


def _asked(said: Description, *, ask: bool) -> Description:
    """The description, with source and licence asked for on a terminal where they are not given."""
    from dataclasses import replace

    if not (ask and sys.stdin.isatty()):
        return said
    title = said.source.get("title") or typer.prompt("Source: title of the document", err=True)
    publisher = said.source.get("publisher") or typer.prompt("Source: publisher", default="", err=True)
    licence = said.licence or typer.prompt("Licence of the data, such as CC-BY-4.0", err=True)
    return replace(said, source={**said.source, "title": title, "publisher": publisher}, licence=licence)
