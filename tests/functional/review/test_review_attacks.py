"""What must be refused: other origins, no token, forged hosts, ways out of the folder, scripts, odd bodies."""

from __future__ import annotations

import json

import lxml.html
import pytest

from assessment.review.guard import LARGEST_BODY

HERE = "http://127.0.0.1:8765"
SCRIPT = "<script>alert('rain')</script><img src=x onerror=alert(1)>\" onmouseover=\"alert(2)"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def nothing_written(rain):
    return not (rain.root / "reviews").exists()


@pytest.mark.parametrize(
    "path", ["/", "/subject?id=fig-rain", "/static/review.css", "/picture/0", "/?token=", "/?token=guess"]
)
def test_nobody_gets_in_without_the_token(client, path):
    assert client.get(path).status_code == 403


def test_a_wrong_cookie_opens_nothing(client):
    client.cookies.set("review-8765", "guess")
    assert client.get("/").status_code == 403


def test_the_token_opens_the_first_page_only_and_leaves_the_address(client):
    assert client.get("/subject", params={"id": "fig-rain", "token": "sesame"}).status_code == 403
    answer = client.get("/", params={"token": "sesame"})
    assert (answer.status_code, str(answer.url)) == (200, f"{HERE}/")
    cookie = answer.history[0].headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:8765", ""])
def test_a_forged_host_is_refused(reviewer, host):
    assert reviewer.client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:9999", "https://127.0.0.1:8765", "null", None]
)
def test_a_form_of_another_origin_writes_nothing(reviewer, rain, origin):
    data = {**reviewer.form(), "name": "Eve", "role": "assurer", "decision": "approved", "note": "", "comment": ""}
    headers = {"Origin": origin} if origin else {}
    assert reviewer.client.post("/say", data=data, headers=headers).status_code == 403
    assert nothing_written(rain)


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_pages_of_other_sites_get_nothing(reviewer, site):
    assert reviewer.client.get("/", headers={"Sec-Fetch-Site": site}).status_code == 403


@pytest.mark.parametrize("secret", ["", "guess", None])
def test_a_form_without_the_secret_writes_nothing(reviewer, rain, secret):
    form = {**reviewer.form(), "secret": secret}
    if secret is None:
        del form["secret"]
    assert reviewer.say(form=form).status_code == 400
    assert nothing_written(rain)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(reviewer, method):
    assert reviewer.client.request(method, "/").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
        "/picture/..%2f..%2fetc%2fpasswd",
        "/static/",
        "//etc/passwd",
    ],
)
def test_no_path_leads_out(reviewer, path):
    assert reviewer.client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"a" * (LARGEST_BODY + 1), FORM, 413),
        (b"\xff\xfe", FORM, 400),
        (b"name", FORM, 400),
        (b"&".join(b"a=1" for _ in range(50)), FORM, 400),
        (b"secret=%ff", FORM, 400),
        (b"name=a&name=b", FORM, 400),
        (b"{}", {"Content-Type": "application/json"}, 400),
        (b"", {"Content-Type": "multipart/form-data; boundary=x"}, 400),
        (b"", FORM, 400),
    ],
)
def test_odd_bodies_are_refused(reviewer, rain, body, headers, status):
    answer = reviewer.client.post("/say", content=body, headers={**headers, "Origin": HERE})
    assert answer.status_code == status
    assert nothing_written(rain)


@pytest.mark.parametrize("length", ["9" * 5000, "-1", "one", "999999999"])
def test_a_length_that_is_none_is_refused(reviewer, length):
    headers = {**FORM, "Origin": HERE, "Content-Length": length}
    assert reviewer.client.post("/say", content=b"a=1", headers=headers).status_code == 413


def test_odd_addresses_are_refused(client):
    assert client.get("/?" + "&".join(f"a{number}=1" for number in range(2000))).status_code == 403
    assert client.get("/?token=%ff%00&token=sesame").status_code == 403


def test_a_body_that_hides_its_length_is_read_no_further_than_a_form_is_long(reviewer, rain):
    pieces = (b"a" * 4096 for _ in range(10_000))
    answer = reviewer.client.post("/say", content=pieces, headers={**FORM, "Origin": HERE})
    assert answer.status_code == 413
    assert nothing_written(rain)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("seen", "x"),
        ("seen", "../../etc.passwd.a.b"),
        ("role", "king"),
        ("decision", "maybe"),
        ("name", ""),
        ("name", "\n\t"),
        ("note", "x" * 6000),
    ],
)
def test_a_field_that_no_page_sends_writes_nothing(reviewer, rain, field, value):
    form = reviewer.form()
    fields = {field: value}
    if field == "seen":
        form, fields = {**form, "seen": value}, {}
    assert reviewer.say(form=form, **fields).status_code == 422
    assert nothing_written(rain)


def test_a_missing_field_writes_nothing(reviewer, rain):
    form = reviewer.form()
    del form["revision"]
    assert reviewer.say(form=form).status_code == 400
    assert nothing_written(rain)


def elements(page, kinds=("script", "img", "b")):
    """The elements of a page that a hostile text would have added."""
    tree = lxml.html.fromstring(page)
    scripts = [e for e in tree.iter("script") if e.get("src") != "/static/review.js"]
    images = [e for e in tree.iter("img") if not (e.get("src") or "").startswith("/picture/")]
    handlers = [e for e in tree.iter() if any(name.startswith("on") for name in e.attrib)]
    return scripts + images + handlers + list(tree.iter("b"))


def test_scripts_in_words_comments_names_and_notes_are_text(reviewer, rain):
    rain.write(caption=SCRIPT, alt=SCRIPT)
    reviewer.say(comment=SCRIPT, note=SCRIPT, name="Eve <script>")
    page = reviewer.open().text
    assert elements(page) == []
    assert "&lt;script&gt;alert(&#39;rain&#39;)&lt;/script&gt;" in page
    assert elements(reviewer.client.get("/").text) == []


def test_scripts_in_data_code_and_file_names_are_text(reviewer, rain):
    path = rain.root / "notebooks" / "rain.ipynb"
    notebook = json.loads(path.read_text())
    cell = notebook["cells"][0]
    cell["source"] += f"\n# {SCRIPT}"
    data = cell["outputs"][0]["data"]["application/vnd.dataresource+json"]
    data["data"][0]["town"] = SCRIPT
    hostile = path.with_name("<img src=x onerror=alert(1)>.ipynb")
    hostile.write_text(json.dumps(notebook).replace("fig-rain", "fig-wind").replace("tbl-rain", "tbl-wind"))
    for name in ("fig-wind", "tbl-wind"):
        answer = reviewer.open(name)
        assert (answer.status_code, elements(answer.text)) == (200, [])
    assert elements(reviewer.client.get("/").text) == []


def test_a_picture_is_an_image_that_runs_nothing(reviewer, rain):
    rain.write(colour='"/><script>alert(1)</script><rect fill="')
    page = lxml.html.fromstring(reviewer.open().text)
    (image,) = page.xpath("//main//img")
    answer = reviewer.client.get(image.get("src"))
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not page.xpath("//svg")


@pytest.mark.parametrize("path", ["/", "/subject?id=fig-rain", "/nowhere", "/static/review.js"])
def test_every_answer_bears_the_policy(reviewer, path):
    headers = reviewer.client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"


def test_no_page_has_inline_style_or_script(reviewer):
    for path in ("/", "/subject?id=fig-rain"):
        tree = lxml.html.fromstring(reviewer.client.get(path).text)
        assert not tree.xpath("//*[@style] | //style | //script[not(@src)]")


def test_a_refusal_bears_the_policy_too(client):
    answer = client.get("/")
    assert (answer.status_code, answer.headers["x-frame-options"]) == (403, "DENY")


def test_a_label_that_names_another_folder_stays_a_file_among_the_records(reviewer, rain):
    rain.write(label="fig-../../out")
    assert reviewer.say("fig-../../out").status_code == 200
    assert [path.name for path in (rain.root / "reviews").glob("*.yml")] == ["fig-..%2F..%2Fout.yml"]
    assert not list(rain.root.parent.glob("out*"))
