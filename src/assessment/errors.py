"""The exceptions of the pipeline: raised when it cannot go on.

Wrong *content* is never an exception: it is a :class:`assessment.model.Finding`.
Foreign exceptions are translated once, at the border where they arise, with ``raise … from exc``.

    AssessmentError                exit 3
    ├── UsageError                 exit 2: the command line asks for something that does not exist
    ├── ConfigurationError         `_quarto.yml` or another file of ours cannot be understood
    ├── InputError                 a file or folder of the project may not be read
    ├── ProjectBusyError           another command holds the project
    ├── ProcessError               a program could not be started, failed, or ran out of time
    │   ├── ProgramMissingError
    │   ├── ProgramFailedError
    │   └── ProgramTimeoutError
    ├── ClusterError               the cluster is not there, does not fit, or did not do its work
    ├── RendererError              a renderer is absent, too old, or failed
    └── OutputError                an edition could not be written: read-only folder, full disk
"""

from __future__ import annotations

from pathlib import Path


class AssessmentError(Exception):
    """The pipeline cannot go on; says what, where and what to do next."""

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        path: Path | str | None = None,
        line: int | None = None,
        hint: str = "",
    ) -> None:
        super().__init__(message)
        self.message = message
        self.path = None if path is None else str(path)
        self.line = line
        self.hint = hint

    def __str__(self) -> str:
        place = self.path or ""
        if place and self.line is not None:
            place += f":{self.line}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}\n  Hint: {self.hint}" if self.hint else text


class UsageError(AssessmentError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class ConfigurationError(AssessmentError):
    """A configuration file cannot be understood."""


class InputError(AssessmentError):
    """A file or folder of the project may not be read."""

    @classmethod
    def of(cls, exc: OSError) -> InputError:
        """What the system refused, as one clear error."""
        hint = "change its permissions (chmod u+r, for a folder chmod u+rx) or its owner"
        return cls(f"cannot be opened: {exc.strerror or exc}", path=exc.filename, hint=hint)


class ProjectBusyError(AssessmentError):
    """Another command holds the project."""


class ProcessError(AssessmentError):
    """A program outside Python did not do its work."""


class ProgramMissingError(ProcessError):
    """The program is not there or cannot be started."""


class ProgramFailedError(ProcessError):
    """The program ended with an error; ``output`` is what it said."""

    def __init__(self, message: str, *, returncode: int, output: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.returncode = returncode
        self.output = output


class ProgramTimeoutError(ProcessError):
    """The program ran longer than it may and was killed with its children."""


class ClusterError(AssessmentError):
    """The cluster is not there, has no worker that fits, or did not do its work."""


class RendererError(AssessmentError):
    """A renderer is absent, too old, or failed."""


class OutputError(AssessmentError):
    """An edition could not be written; the last one stands untouched."""
