"""Atom: articles and claims as a feed, read back by the standard library."""

import re
from xml.etree.ElementTree import Element, fromstring

from flask.testing import FlaskClient

from api.formats import atom
from api.store.tables import FOLLOWED
from schemas import wording
from tests.formats.hostile import TEXTS
from tests.serving import ARTICLE, Server

REF = f"articles/{ARTICLE}"
ATOM = "{http://www.w3.org/2005/Atom}"


def _feed(content: bytes) -> tuple[Element, list[Element]]:
    """The feed and its entries; each has what RFC 4287 asks for, and no id is there twice."""
    feed = fromstring(content)  # noqa: S314 - our own
    entries = feed.findall(f"{ATOM}entry")
    assert feed.tag == f"{ATOM}feed"
    for node in (feed, *entries):
        assert re.fullmatch(r"tag:article-facts\.example,2026:/v1/\S+", node.findtext(f"{ATOM}id", ""))
        assert all(len(node.findall(ATOM + name)) == 1 for name in ("id", "title", "updated"))
        assert node.findtext(f"{ATOM}author/{ATOM}name")
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    return feed, entries


def _links(node: Element) -> dict[str, str]:
    return {link.get("rel", ""): link.get("href", "") for link in node.findall(f"{ATOM}link")}


def test_a_claim_is_an_entry_by_its_speaker(server: Server) -> None:
    """The summary has the statement, whom it came through and who checked it."""
    response = server.get(f"/v1/claims/{ARTICLE}.asked-staff-number.atom")
    entry = fromstring(response.content)  # noqa: S314 - our own
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert entry.tag == f"{ATOM}entry"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Unnamed sources of the Wall Street Journal"
    assert entry.findtext(f"{ATOM}summary", "").endswith(
        "Through The Wall Street Journal. Microsoft spokesperson: declined to disclose. "
        "CNBC: not independently verified."
    )
    assert _links(entry)["alternate"] == f"/v1/claims/{ARTICLE}.asked-staff-number"


def test_links_lead_to_a_page_and_to_the_record(server: Server) -> None:
    """An entry links to the page for people and to the record."""
    _, (entry,) = _feed(server.get("/v1/articles.atom").content)
    for link in entry.findall(f"{ATOM}link[@rel='alternate']"):
        response = server.get(link.get("href", ""))
        assert (response.status_code, response.headers["Content-Type"].partition(";")[0]) == (200, link.get("type"))
    assert [link.get("href") for link in entry.findall(f"{ATOM}link")] == [
        f"/articles/{ARTICLE}",
        f"/v1/articles/{ARTICLE}",
    ]


def test_a_feed_pages_by_relative_links_to_its_end(server: Server) -> None:
    """Walking `next` gives each claim once, in pages of one feed."""
    path, ids, titles = "/v1/claims.atom?limit=17", set(), []
    while path:
        feed, entries = _feed(server.get(path).content)
        links = _links(feed)
        assert links["self"].startswith("/v1/claims.atom?limit=17")
        ids.add(feed.findtext(f"{ATOM}id"))
        titles += [entry.findtext(f"{ATOM}title") for entry in entries]
        path = links.get("next", "")
    assert len(ids) == 1
    claims = server.get("/v1/claims?limit=1000&names=1").json()["items"]
    assert titles == [wording.claim(one["label"], one["modality"], one["speaker_name"]) for one in claims]


def test_an_entry_is_published_with_its_article_and_updated_by_the_load(server: Server) -> None:
    """The feed is as new as its newest entry; an empty one was never updated."""
    feed, entries = _feed(server.get("/v1/articles.atom").content)
    empty, none = _feed(server.get("/v1/articles.atom?language=fr").content)
    (loaded,) = (row["at"] for row in server.get("/v1/changes?limit=1000").json()["items"] if row["ref"] == REF)
    assert [entry.findtext(f"{ATOM}published") for entry in entries] == ["2024-05-23T00:00:00Z"]
    assert [entry.findtext(f"{ATOM}updated") for entry in (feed, *entries)] == [loaded] * 2
    assert (empty.findtext(f"{ATOM}updated"), none) == ("1970-01-01T00:00:00Z", [])


def test_ids_are_stable(server: Server) -> None:
    """A reader knows a feed and an entry again: their ids depend on nothing but what they are of."""
    feed, (entry,) = _feed(server.get("/v1/articles.atom").content)
    accepted, _ = _feed(server.get("/v1/articles", headers={"Accept": "application/atom+xml"}).content)
    assert entry.findtext(f"{ATOM}id") == f"tag:article-facts.example,2026:/v1/{REF}"
    assert feed.findtext(f"{ATOM}id") == accepted.findtext(f"{ATOM}id") == "tag:article-facts.example,2026:/v1/articles"


def test_a_feed_is_of_what_the_store_can_order_by_change() -> None:
    """A collection that is to have a feed is followed by the store."""
    assert atom.FORMAT.collections == FOLLOWED


def test_awkward_texts_pass_through(hostile: FlaskClient) -> None:
    """Markup in a statement is text, not markup."""
    _, entries = _feed(hostile.get("/v1/claims.atom").data)
    _, (article,) = _feed(hostile.get("/v1/articles.atom").data)
    titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
    assert all(title.endswith(text) and title != text for title, text in zip(titles, TEXTS, strict=True))
    assert all(text in entry.findtext(f"{ATOM}summary", "") for entry, text in zip(entries, TEXTS, strict=True))
    assert article.findtext(f"{ATOM}author/{ATOM}name") == TEXTS[0]
    assert article.findtext(f"{ATOM}published") == "2024-05-01T00:00:00Z"
