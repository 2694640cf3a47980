"""Links to the source: in a browser they lead to the phrase, on a page that holds the article's text."""

import html
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from typing import Any

import pytest
from flask.testing import FlaskClient

from schemas.evidence import canonical_text, paragraph_starts
from tests.demo.test_demo import DEMO
from tests.explorer.browser import Browser

TEXTS = {path.stem: canonical_text(path.read_text()) for path in (DEMO / "texts").glob("*.txt")}
# Lines far apart, so that no two occurrences of a phrase are in view together.
_STYLE = "p { width: 22em; line-height: 45vh; white-space: pre-line; margin: 60vh 0 }"
_PLACE = """
const [start, end] = arguments;
for (const paragraph of document.querySelectorAll("p")) {
  const begin = Number(paragraph.dataset.start), text = paragraph.firstChild, points = [...text.data];
  if (start < begin || start >= begin + points.length) continue;
  const range = document.createRange(), units = (count) => points.slice(0, count).join("").length;
  range.setStart(text, units(start - begin));
  range.setEnd(text, units(end - begin));
  const box = range.getBoundingClientRect();
  return [scrollY, range.toString(), (box.top + box.bottom) / 2 / innerHeight];
}
"""


class _Pages(BaseHTTPRequestHandler):
    """Each text as a page, a paragraph for each of its own."""

    def do_GET(self) -> None:
        text = TEXTS.get(self.path.strip("/"), "")  # browsers ask for an icon, too
        starts = [*paragraph_starts(text), len(text)]
        blocks = "".join(
            f"<p data-start={begin}>{html.escape(text[begin:end].rstrip())}</p>" for begin, end in pairwise(starts)
        )
        body = f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{blocks}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def outlet() -> Iterator[str]:
    """The address of a server of the texts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Pages)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@dataclass(frozen=True)
class Place:
    """A row's link, and the place that it is to lead to."""

    link: str
    article: str
    start: int
    end: int
    text: str
    is_later: bool  # the phrase stands before this place, too


def places(client: FlaskClient) -> list[Place]:
    """The places of all facts of the demo, one for each phrase of an article."""
    rows = [json.loads(line) for line in client.get("/v1/facts.ndjson").text.splitlines()]
    found: dict[tuple[Any, ...], Place] = {}
    for row in rows:
        if row["article"] in TEXTS:
            is_later = row["text"] in TEXTS[row["article"]][: row["start"]]
            place = Place(*(row[name] for name in ("link", "article", "start", "end", "text")), is_later)
            found.setdefault((place.article, place.start, place.end), place)
    return list(found.values())


KINDS = {
    "repeated": lambda place: place.is_later,
    "commas": lambda place: "," in place.text,
    "dashes and ampersands": lambda place: "-" in place.text or "&" in place.text,
    "outside ASCII": lambda place: not place.text.isascii(),
    "long": lambda place: len(place.text) > 40,
}
_SOME = 4


@pytest.mark.parametrize("kind", KINDS)
def test_a_link_leads_to_its_phrase(chromium: Browser, demo: FlaskClient, outlet: str, kind: str) -> None:
    """The browser scrolls to the occurrence that is the fact's evidence, whatever characters the phrase has."""
    below = [place for place in places(demo) if KINDS[kind](place) and place.start > 100]
    chosen = below[:: max(1, len(below) // _SOME)][:_SOME]
    assert chosen
    chromium.start(outlet)
    for place in chosen:
        chromium.open("/" + place.article + place.link[place.link.index("#") :])
        place_in_view = chromium.until(lambda place=place: scrolled(chromium, place))  # type: ignore[misc]
        assert place_in_view[1].replace("\n", " ") == place.text.replace("\n", " ")


def scrolled(browser: Browser, place: Place) -> Any:
    """Where the phrase stands once the page is scrolled to the middle of it."""
    found = browser.run(_PLACE, place.start, place.end)
    return found if found[0] > 0 and 0.2 < found[2] < 0.8 else None


def test_each_phrase_on_a_page_is_linked(demo: FlaskClient) -> None:
    """A record's page links all its evidence, an article's page each fact; not where the article has no address."""
    page = demo.get("/companies/nordwire").text
    assert "#:~:text=" not in page
    record = demo.get("/v1/mentions/lumera-cuts-ledger.lumera-cells").get_json()
    page = demo.get("/mentions/lumera-cuts-ledger.lumera-cells").text
    assert page.count("#:~:text=") >= len(record["evidence"]) > 1
    address = demo.get("/v1/articles/lumera-cuts-ledger").get_json()["url"]
    assert demo.get("/articles/lumera-cuts-ledger").text.count(f'href="{address}#:~:text=') > 20
    assert "#:~:text=" not in demo.get("/articles/microsoft-china-relocation").text


def test_the_text_of_a_page_is_the_article_s(outlet: str, chromium: Browser) -> None:
    """What the browser shows is what the places count in."""
    chromium.start(outlet)
    chromium.open("/lumera-cuts-ledger")
    assert chromium.one("p").text == "Lumera Cells to Cut About 400 Jobs, NordWire Reports"
