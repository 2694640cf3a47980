"""SVG: what is drawn of which collection; how it is drawn is tested in tests/charts."""

from base64 import b64encode
from hashlib import sha256
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient

from tests.formats.hostile import TEXTS
from tests.serving import ARTICLE, Server

SVG = "{http://www.w3.org/2000/svg}"


def _picture(content: bytes) -> Element:
    """The picture, which has a title and a description and nothing that runs or loads."""
    picture = fromstring(content)  # noqa: S314 - our own
    assert picture.tag == f"{SVG}svg"
    assert picture.findtext(f"{SVG}title")
    assert picture.findtext(f"{SVG}desc")
    assert not {node.tag for node in picture.iter()} & {f"{SVG}{name}" for name in ("script", "image", "foreignObject")}
    return picture


def _texts(picture: Element) -> str:
    return "\n".join("".join(node.itertext()) for node in picture.iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("figures.svg", "engineers"),
        ("dates.svg", "ODSC Europe 2024"),
        ("events.svg", "ODSC Europe 2024"),
        ("locations.svg", "London"),
        ("claims/counts.svg?by=modality", "asserted"),
        ("dates/counts.svg?by=earliest.year", "2024"),
        ("events/counts.svg?by=status,mode", "hybrid"),
        ("locations/london.svg", "London"),
        (f"events/{ARTICLE}.odsc-west-2024.svg", "ODSC West 2024"),
    ],
)
def test_a_picture_names_what_it_shows(server: Server, path: str, text: str) -> None:
    """Labels are text in the picture, of a page, of counts and of one record alike."""
    response = server.get(f"/v1/{path}")
    assert response.headers["Content-Type"] == "image/svg+xml"
    assert text in _texts(_picture(response.content))


@pytest.mark.parametrize("path", ["figures.svg", "figures/counts.svg?by=hedge"])
def test_a_picture_opened_by_itself_may_use_its_own_style_and_nothing_else(server: Server, path: str) -> None:
    """Its policy has the hash of its one style sheet, also with 304."""
    response = server.get(f"/v1/{path}")
    style = _picture(response.content).findtext(f"{SVG}style") or ""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    allowed = f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors 'none'; sandbox"
    assert response.headers["Content-Security-Policy"] == allowed
    again = server.get(f"/v1/{path}", headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.headers["Content-Security-Policy"]) == (304, allowed)


def test_events_stand_at_their_dates(server: Server) -> None:
    """An event is drawn at the days of its dates; one without dates is listed."""
    dated = _texts(_picture(server.get(f"/v1/events/{ARTICLE}.odsc-europe-2024.svg").content))
    undated = _texts(_picture(server.get(f"/v1/events/{ARTICLE}.staff-transfers.svg").content))
    assert "Sep 2024" in dated
    assert "Date not known" in undated


def test_a_filter_narrows_the_picture(server: Server) -> None:
    """A picture shows what the page of the same parameters has."""
    texts = _texts(_picture(server.get("/v1/locations.svg?country=GB").content))
    assert "London" in texts
    assert "China" not in texts


@pytest.mark.parametrize(
    "path", ["companies.svg", "facts.svg", "articles.svg", "claims.svg", "companies/microsoft.svg"]
)
def test_others_have_none(server: Server, path: str) -> None:
    """What cannot be drawn answers 406 and lists what there is."""
    assert server.get(f"/v1/{path}").json()["code"] == "not-acceptable"


def test_browsers_that_take_anything_still_get_json(server: Server) -> None:
    """Only one that asks for SVG before all gets a picture without the suffix."""
    both = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"}
    assert server.get("/v1/figures", headers=both).headers["Content-Type"] == "application/json"
    drawn = server.get("/v1/figures", headers={"Accept": "image/svg+xml"})
    assert drawn.headers["Content-Type"] == "image/svg+xml"


@pytest.mark.parametrize("path", ["dates", "events", "locations", "locations/counts?by=name"])
def test_awkward_texts_pass_through(hostile: FlaskClient, path: str) -> None:
    """Markup in a label is text, not markup."""
    name, _, query = path.partition("?")
    picture = _picture(hostile.get(f"/v1/{name}.svg?{query}").data)
    assert TEXTS[0] in _texts(picture)
