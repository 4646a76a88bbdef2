import pytest

from assessment.checks.editions import edition_findings


@pytest.fixture
def findings(make_project):
    def run(name, content):
        project = make_project({f"_book/{name}": content})
        return [(f.code, f.path, f.line) for f in edition_findings(project, project.output)]

    return run


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", '<p>\n<script src="https://example.org/a.js"></script>'),
        ("a.html", "<p>\n<img alt='' src=//example.org/a.png>"),
        ("a.html", '<p>\n<link rel="stylesheet" href="https://example.org/a.css">'),
        ("a.css", "p {}\n@import 'https://example.org/a.css';"),
        ("a.css", "p {}\na { background: url(https://example.org/a.png) }"),
        ("chapters/a.svg", "<svg>\n<style>@font-face { src: url('//example.org/a.woff') }</style>"),
    ],
    ids=["script", "image", "style sheet", "import", "background", "picture"],
)
def test_a_request_to_another_host_names_file_and_line(findings, name, content):
    assert findings(name, content) == [("E603", f"_book/{name}", 2)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", '<a href="https://example.org">a link to follow</a>'),
        ("a.html", '<img src="a.png"><script src="../assets/a.js"></script>'),
        ("a.html", '<link rel="icon" href="data:image/svg+xml,x">'),
        ("a.js", "// see https://example.org"),
        ("a.svg", '<svg xmlns="https://www.w3.org/2000/svg"/>'),
        ("a.css", "a { background: url(a.png) }"),
    ],
)
def test_what_asks_no_other_host_is_well(findings, name, content):
    assert findings(name, content) == []


def test_the_path_of_this_machine_names_file_and_line(findings, tmp_path):
    assert findings("a.html", f"<p>\n{tmp_path}/notebooks</p>") == [("E604", "_book/a.html", 2)]
