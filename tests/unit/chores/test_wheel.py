import io
import zipfile
from pathlib import Path

from assessment.chores.wheel import pack


def test_the_same_installation_gives_the_same_wheel_without_paths_of_this_machine():
    name, content = pack()
    assert (name, content) == pack()
    assert name.endswith("-py3-none-any.whl")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {item: archive.read(item) for item in archive.namelist()}
    assert str(Path(__file__).parents[3]).encode() not in b"".join(texts.values())
    for needed in ("cli/entry.py", "_extensions/assessment/tokens.css", "starter/_quarto.yml", "chapters/lua/html.lua"):
        assert f"assessment/{needed}" in texts


def test_its_record_names_every_file_and_its_entry_point_is_the_command():
    _, content = pack()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        record = archive.read(next(name for name in names if name.endswith("/RECORD"))).decode()
        entry = archive.read(next(name for name in names if name.endswith("/entry_points.txt"))).decode()
    assert sorted(line.split(",")[0] for line in record.splitlines()) == sorted(names)
    assert "assessment = assessment.cli.entry:main" in entry
