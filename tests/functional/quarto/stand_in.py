"""A stand-in for Quarto: says and does what the real one does, as far as its driver can tell.

It is copied beside a file `mind.json`, which says what to do; beside it, it notes how it was called.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
PAGE = """<!DOCTYPE html>
<html lang="en"><head>
<meta name="generator" content="quarto-{version}">
</head><body>
<main>
<div class="quarto-embed-nb-cell" data-notebook="{stage}/notebooks/a.ipynb" data-notebook-title="A">
<div data-quarto-private-1='{{"key":"execution"}}'>{text}</div></div>
<a href="{up}What-Quarto-calls-it.pdf" title="Download PDF">PDF</a>
</main>
</body></html>
"""
STANDARDS = b"<?xpacket begin?><pdfuaid:part>1</pdfuaid:part><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><?xpacket end?>"  # noqa: E501


def main():
    mind = json.loads((HERE / "mind.json").read_text())
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"{mind['version']}\n")
        return 0
    form = sys.argv[sys.argv.index("--to") + 1]
    note = {"arguments": sys.argv[1:], "folder": str(Path.cwd()), "environment": dict(os.environ)}
    (HERE / f"called-{form}.json").write_text(json.dumps(note))
    output = Path("_book")
    shutil.rmtree(output, ignore_errors=True)  # as the real one does, the other format included
    chapters = sorted(path for path in Path().rglob("*.qmd"))
    for number, chapter in enumerate(chapters, 1):
        say(f"\x1b[1m\x1b[34m\r[{number}/{len(chapters)}] {chapter}\x1b[39m\x1b[22m")
        for line in mind.get("said", {}).get(str(chapter), ()):
            say(line)
        if str(chapter) == mind.get("hangs"):
            hang()
        if str(chapter) == mind.get("fails"):
            return 1
    say("")
    if form.endswith("typst"):
        return typeset(mind, output)
    for line in mind.get("said", {}).get("book", ()):
        say(line)
    write_pages(mind, output, chapters)
    return 0


def write_pages(mind, output, chapters):
    for chapter in chapters if mind.get("makes", True) else ():
        page = output / chapter.with_suffix(".html")
        page.parent.mkdir(parents=True, exist_ok=True)
        up = "../" * len(chapter.parent.parts) or "./"
        text = chapter.read_text(encoding="utf-8") + mind.get("marks", "")
        page.write_text(PAGE.format(version=mind["version"], stage=Path.cwd(), text=text, up=up), encoding="utf-8")
    halve(mind, output)


def typeset(mind, output):
    configured = "".join(path.read_text() for path in Path().rglob("_extension.yml"))
    refused = mind.get("refused")
    if refused and "pdf-standard: []" not in configured:
        say(f"[typst]: Compiling index.typ to index.pdf...error: {refused}")
        say("    ┌─ index.typ:800:0\n    │\n\nERROR: Typst compilation failed")
        return 1
    say("[typst]: Compiling index.typ to index.pdf...DONE\n")
    say("WARN: PDF standard validation requested but verapdf is not installed.\nInstall with: quarto install verapdf")
    if mind.get("makes", True):
        output.mkdir()
        meets = mind.get("meets", True) and not refused
        (output / "What-Quarto-calls-it.pdf").write_bytes(b"%PDF-1.7\n" + (STANDARDS if meets else b"") + b"\n%%EOF\n")
    halve(mind, output)
    return 0


def halve(mind, output):
    """Leave half of a file, or none, as a program does that is cut short."""
    for path in output.rglob(mind["halves"]) if "halves" in mind else ():
        content = path.read_bytes()
        path.write_bytes(content[: len(content) // 2])
    for path in list(output.rglob(mind["loses"])) if "loses" in mind else ():
        path.unlink()


def hang():
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    (HERE / "child").write_text(str(child.pid))
    time.sleep(600)


def say(line):
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
