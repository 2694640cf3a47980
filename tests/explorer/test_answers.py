"""How pages are answered: errors, validators, policy, links to share, redirects."""

from importlib import import_module
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.settings import Settings
from tests.explorer import sample
from tests.explorer.markup import Page
from tests.explorer.reading import BROWSER, get, page
from tests.serving import ARTICLE


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/figures?bogus=1", "bogus"),
        ("/figures?hedge=perhaps", "hedge"),
        ("/figures?q=about&q=over", "q"),
        ("/figures?cursor=x", "cursor"),
        (f"/articles/{ARTICLE}?kindd=claim", "kindd"),
        ("/search?q=a&kind=claim", "kind"),
        ("/?x=1", "x"),
        ("/companies/microsoft?x=1", "x"),
        ("/claims/counts?by=colour", "by"),
    ],
)
def test_a_wrong_parameter_is_named_to_people_and_programs(client: FlaskClient, path: str, parameter: str) -> None:
    """A page for a browser, a problem document for anybody else; 400 both times."""
    response = get(client, path)
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert parameter in Page(response.text).texts("code")
    assert response.headers["Cache-Control"] == "no-store"
    for accept in ("*/*", "application/json"):
        plain = client.get(path, headers={"Accept": accept})
        assert (plain.status_code, plain.mimetype) == (400, "application/problem+json")
        assert plain.get_json()["errors"][0]["parameter"] == parameter


@pytest.mark.parametrize("path", ["/nothing", "/companies/nobody", "/facts/figures/none", "/articles/x/text-check"])
def test_what_is_not_there_is_told_to_people_in_a_page(client: FlaskClient, path: str) -> None:
    """With a way on; programs get a problem document, and the data's addresses answer so always."""
    response = get(client, path)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert Page(response.text).all("form", action="/search")
    assert client.get(path).mimetype == "application/problem+json"
    assert get(client, f"/v1{path}").mimetype == "application/problem+json"


def test_a_page_that_takes_only_reading_says_so(client: FlaskClient) -> None:
    """Also to people."""
    response = client.post("/figures", headers=BROWSER)
    assert (response.status_code, response.mimetype) == (405, "text/html")
    assert "GET" in response.headers["Allow"]


@pytest.mark.parametrize("path", ["articles/nobody", "articles/nobody/text-check", "claims/nobody.x"])
def test_what_a_load_removes_meanwhile_is_not_found(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    """Between the look whether a record is there and the making of its page."""
    for module in ("articles", "text_check", "records"):
        monkeypatch.setattr(import_module(f"api.explorer.{module}"), "moved", lambda *_: None)
    assert get(client, f"/{path}").status_code == 404


@pytest.mark.parametrize("path", ["/", "/figures?hedge=about", f"/articles/{ARTICLE}", "/search?q=china"])
def test_pages_are_validated_and_cached_as_data_is(client: FlaskClient, path: str) -> None:
    """Pages have a strong validator, 304, HEAD like GET, and compression on request."""
    response = get(client, path)
    tag = response.headers["ETag"]
    assert not tag.startswith("W/")
    assert response.headers["Cache-Control"] == client.get("/v1/figures").headers["Cache-Control"]
    assert response.headers["Vary"] == "Accept, Accept-Encoding"
    assert get(client, path, **{"If-None-Match": tag}).status_code == 304
    head = client.head(path, headers=BROWSER)
    assert (head.status_code, head.headers["ETag"], head.data) == (200, tag, b"")
    assert head.headers["Content-Length"] == str(len(response.data))
    packed = get(client, path, **{"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    again = get(client, path, **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("path", ["/", f"/articles/{ARTICLE}", "/facts", "/nothing", f"/articles/{ARTICLE}/text-check"])
def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline(client: FlaskClient, path: str) -> None:
    """No inline script, style or handler, no other origin, no name of this host."""
    response = client.get(path, headers=BROWSER | {"Host": "evil.example"})
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "evil.example" not in response.text
    for element in Page(response.text).elements:
        assert "style" not in element.attributes
        assert not any(name.startswith("on") for name in element.attributes)
        assert element.name != "style"
        loaded = element.attributes.get("src") or (element.name == "link" and element.attributes["href"]) or "/"
        assert loaded.startswith("/")
        assert element.name != "script" or element.attributes.get("src") or element.has(type="application/ld+json")


def test_assets_are_kept_for_good_under_the_hash_of_their_content(client: FlaskClient) -> None:
    """Another name of the same file is not served."""
    found = page(client, "/")
    sheet = found.all("link", rel="stylesheet")[0].attributes["href"]
    response = client.get(sheet)
    assert (response.status_code, response.mimetype) == (200, "text/css")
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/assets/000000000000-explorer.css").status_code == 404
    assert client.get("/assets/explorer.css").status_code == 404
    icon = client.get("/favicon.ico")
    assert (icon.status_code, client.get(icon.headers["Location"]).mimetype) == (302, "image/svg+xml")


@pytest.mark.parametrize("path", [f"/articles/{ARTICLE}", "/figures?hedge=about", "/companies/microsoft", "/claims"])
def test_links_to_a_page_can_be_shown_and_its_data_found(client: FlaskClient, path: str) -> None:
    """Title, description and Open Graph; alternates that answer with the type they name."""
    found = page(client, path)
    named = {meta.attributes.get("name") or meta.attributes.get("property") for meta in found.all("meta")}
    assert named >= {"description", "og:title", "og:description", "og:type", "og:site_name"}
    assert found.all("link", rel="canonical")[0].attributes["href"] == path.partition("?")[0]
    alternates = found.all("link", rel="alternate")
    assert {"application/json", "text/csv"} <= {link.attributes["type"] for link in alternates}
    for link in alternates:
        assert client.get(link.attributes["href"]).mimetype == link.attributes["type"]


def test_an_id_that_was_merged_away_leads_to_its_heir(sample_client: FlaskClient) -> None:
    """For people as in the API."""
    for path, target in (
        ("/companies/old-works", "/companies/example-works"),
        ("/articles/old-article", f"/articles/{sample.ARTICLE}"),
        ("/articles/old-article/text-check", f"/articles/{sample.ARTICLE}/text-check"),
    ):
        response = get(sample_client, path)
        assert (response.status_code, response.headers["Location"]) == (308, target)


def test_people_are_told_when_the_data_is_away(tmp_path: Path) -> None:
    """503 with the time to wait, in a page that needs no data; assets are still there."""
    away = create_app(Settings(folder=tmp_path, seeds=None)).test_client()
    response = get(away, "/figures")
    assert (response.status_code, response.mimetype) == (503, "text/html")
    assert response.headers["Retry-After"] == "1"
    assert "/figures" in Page(response.text).links
    sheet = Page(response.text).all("link", rel="stylesheet")[0].attributes["href"]
    assert away.get(sheet).status_code == 200


def test_a_fault_of_ours_shows_no_traceback_to_people(tmp_path: Path) -> None:
    """500 as a page, without what went wrong within."""
    app = create_app(Settings(folder=tmp_path, seeds=None))
    app.add_url_rule("/broken", view_func=lambda: 1 / 0)
    response = get(app.test_client(), "/broken")
    assert (response.status_code, response.mimetype) == (500, "text/html")
    assert "ZeroDivisionError" not in response.text


def test_crawlers_are_kept_out_of_the_endless(client: FlaskClient) -> None:
    """Pages may be crawled, combinations of filters may not."""
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    assert answer.text == "User-agent: *\nDisallow: /*?\n"


def test_a_text_is_checked_without_a_script(sample_client: FlaskClient) -> None:
    """The form is answered by a page that no cache keeps, with each fact's place marked; the text is escaped."""
    path = f"/articles/{sample.ARTICLE}/text-check"
    answer = sample_client.post(path, data={"text": sample.pasted()}, content_type="multipart/form-data")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    assert '<mark class="moved" title="moved: figures/cafe-works.guests">about 40 guests</mark>' in answer.text
    assert "&lt;b&gt;the hall and yard&lt;/b&gt;" in answer.text


@pytest.mark.parametrize(("form", "status"), [("", 400), ("text=+", 400), ("text=" + "x" * 2_200_000, 413)])
def test_a_form_that_is_no_text_is_refused(sample_client: FlaskClient, form: str, status: int) -> None:
    """A missing, blank or too large text is an error page."""
    headers = {"Accept": "text/html", "Content-Type": "application/x-www-form-urlencoded"}
    answer = sample_client.post(f"/articles/{sample.ARTICLE}/text-check", data=form, headers=headers)
    assert (answer.status_code, answer.mimetype) == (status, "text/html")
