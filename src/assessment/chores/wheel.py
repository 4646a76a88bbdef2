"""Pack the running tool into a wheel, so that a report started with it can install it anywhere.

The tool is in no package registry yet. A wheel is made from the installation itself, whether that is a
checkout or a wheel: the same files give the same bytes, and no path of this machine is in it.
"""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

from assessment.look import EXTENSION, look_folder

_PACKAGE = Path(__file__).parents[1]
_LEFT_OUT = {"__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache"}
_DATE = (1980, 1, 1, 0, 0, 0)
_METADATA = ("METADATA", "entry_points.txt")
_WHEEL = "Wheel-Version: 1.0\nGenerator: assessment\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def pack() -> tuple[str, bytes]:
    """The name and content of the wheel.

    Raises:
        FileNotFoundError: the installation is broken: the look or the metadata is absent.
    """
    installed = distribution("assessment")
    info = f"assessment-{installed.version}.dist-info"
    files = dict(_modules())
    for name in _METADATA:
        text = installed.read_text(name)
        if text is None:
            raise FileNotFoundError(f"the installation has no {name}")
        files[f"{info}/{name}"] = text.encode()
    files[f"{info}/WHEEL"] = _WHEEL.encode()
    files[f"{info}/RECORD"] = _record(files, f"{info}/RECORD").encode()
    return f"assessment-{installed.version}-py3-none-any.whl", _zipped(files)


def _modules() -> Iterator[tuple[str, bytes]]:
    """Every file of the package, and the look, which in a checkout stands beside it."""
    look = look_folder(_PACKAGE)
    for base, folder in ((Path("assessment"), _PACKAGE), (Path("assessment") / EXTENSION, look)):
        for path in sorted(folder.rglob("*")):
            parts = path.relative_to(folder).parts
            if path.is_file() and not _LEFT_OUT.intersection(parts) and path.suffix != ".pyc":
                yield (base / path.relative_to(folder)).as_posix(), path.read_bytes()


def _record(files: dict[str, bytes], own: str) -> str:
    lines = [f"{name},sha256={_digest(content)},{len(content)}" for name, content in sorted(files.items())]
    return "\n".join([*lines, f"{own},,"]) + "\n"


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


def _zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items(), key=lambda item: (".dist-info/" in item[0], item[0])):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()
