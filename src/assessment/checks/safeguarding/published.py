"""What a project publishes, as the pipeline hands it to the checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assessment.chapters.manuscript import Manuscript
from assessment.model import Notebook, Value
from assessment.notebooks.reading import NotebookError, load_json, notebook_from_json

RULES = "safeguarding.yml"


@dataclass(frozen=True)
class Published:
    """The notebooks with their outputs (path → nbformat JSON), the values of these, and the chapters."""

    contents: Mapping[str, bytes]
    values: tuple[Value, ...]
    manuscript: Manuscript

    def notebooks(self) -> Iterator[Notebook]:
        """Every notebook that can be read, in order of their paths; of the others N201 speaks."""
        for path in sorted(self.contents):
            try:
                yield notebook_from_json(load_json(self.contents[path]), path)
            except NotebookError:
                continue
