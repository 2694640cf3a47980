"""Feeds tell what is new: what a load changed comes first, and a corrected claim comes up again, on both engines."""

from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
from flask.testing import FlaskClient

from api.settings import Settings
from tests.http.conftest import ENGINES, Load, Record
from tests.http.test_across_articles import OUTLETS, article, claim, company, evidence

ATOM = "{http://www.w3.org/2005/Atom}"
STORES = [*map(company, OUTLETS), *(article(name, "2024-05-16") for name in OUTLETS), *map(claim, OUTLETS)]


def edited(records: list[Record], key: str, **more: Any) -> list[Record]:
    """The records, with one of them changed."""
    return [record | more if record.get("id") == key else record for record in records]


def entries(client: FlaskClient, path: str) -> dict[str, str]:
    """The ids of the claims or articles of a feed, in order over all its pages, and each whole entry."""
    found: dict[str, str] = {}
    following: str | None = path
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        feed: Element = fromstring(answer.data)  # noqa: S314 - our own
        for entry in feed.findall(f"{ATOM}entry"):
            name = entry.findtext(f"{ATOM}id", "").removeprefix("tag:a.example,2026:/v1/")
            assert name not in found
            found[name] = " ".join(entry.itertext())
        link = feed.find(f"{ATOM}link[@rel='next']")
        following = None if link is None else link.get("href")
    return found


PAGINGS = ("", "limit=1", "limit=3")


def test_an_edited_record_is_the_one_new_entry(loaded: Load) -> None:
    """One claim is edited: exactly its entry differs, and it comes first, in the whole feed and in a filtered one,
    whatever the size of the pages."""
    client = loaded(STORES)
    earlier = {paging: entries(client, f"/v1/claims.atom?{paging}") for paging in PAGINGS}
    articles = entries(client, "/v1/articles.atom")
    client = loaded(edited(STORES, "south.closure", statement="The bridge closes at noon"))
    for paging, before in earlier.items():
        assert (list(before), len(before)) == (sorted(before), len(OUTLETS))
        after = entries(client, f"/v1/claims.atom?{paging}")
        assert list(after) == ["claims/south.closure", *(name for name in before if name != "claims/south.closure")]
        assert [name for name in after if after[name] != before[name]] == ["claims/south.closure"]
        filtered = entries(client, f"/v1/claims.atom?article=north,south,west&{paging}")
        assert list(filtered) == ["claims/south.closure", "claims/north.closure", "claims/west.closure"]
        found = entries(client, f"/v1/claims.atom?q=bridge&{paging}")
        assert list(found) == list(after)
    assert entries(client, "/v1/articles.atom") == articles


def test_the_order_holds_over_many_loads(loaded: Load) -> None:
    """Also where the versions before are no longer kept; what is loaded again unchanged stays in its place."""
    records = STORES
    for name in ("east", "west", "north", "south"):
        records = edited(records, f"{name}.closure", label=f"Told by {name}")
        client = loaded(records)
    names = [f"claims/{name}.closure" for name in ("south", "north", "west", "east")]
    assert list(entries(client, "/v1/claims.atom")) == names
    assert list(entries(loaded(records), "/v1/claims.atom")) == names
    assert list(entries(client, "/v1/claims.atom?sort=id")) == sorted(names)


@pytest.mark.parametrize(
    ("loaded", "relation"),
    [
        ("sqlite", "corrects"),
        ("sqlite", "retracts"),
        ("sqlite", "updates"),
        *((one, "corrects") for one in ENGINES[1:]),
    ],
    indirect=["loaded"],
)
def test_a_corrected_claim_comes_up_again(loaded: Load, relation: str) -> None:
    """With the claim that corrects it, and as new as that one; one that is only contradicted stays where it is."""
    client = loaded(STORES)
    etag = client.get("/v1/claims/west.closure").headers["ETag"]
    relations = [{"type": relation, "to": "claims/west.closure"}, {"type": "contradicts", "to": "claims/south.closure"}]
    later = {**claim("north", relations=relations), "id": "north.correction", "evidence": evidence("north")}
    client = loaded([*STORES, later])
    names = list(entries(client, "/v1/claims.atom"))
    assert set(names[:2]) == {"claims/north.correction", "claims/west.closure"}
    assert names[2:] == [f"claims/{name}.closure" for name in ("east", "north", "south")]
    (at,) = (row["at"] for row in changes(client) if row["ref"] == "claims/north.correction")
    entry = fromstring(client.get("/v1/claims/west.closure.atom").data)  # noqa: S314 - our own
    assert entry.findtext(f"{ATOM}updated") == at
    (related,) = [link.attrib for link in entry.findall(f"{ATOM}link") if link.get("rel") == "related"]
    assert related["href"] == "/claims/north.correction"
    assert related["title"].startswith(
        {"corrects": "Corrected", "retracts": "Retracted", "updates": "Updated"}[relation]
    )
    assert related["title"] in entry.findtext(f"{ATOM}summary", "")
    assert client.get("/v1/claims/west.closure").headers["ETag"] == etag


def changes(client: FlaskClient) -> list[Record]:
    """All changes that the server lists."""
    found: list[Record] = client.get("/v1/changes?limit=1000").get_json()["items"]
    return found


def test_a_feed_is_asked_for_again_only_when_it_changed(loaded: Load) -> None:
    """Its validator is that of what it shows: another load that does not touch it is no news."""
    tag = loaded(STORES).get("/v1/claims.atom").headers["ETag"]
    client = loaded([*STORES, company("unnamed")])
    assert client.get("/v1/claims.atom", headers={"If-None-Match": tag}).status_code == 304
    client = loaded(edited(STORES, "west.closure", label="Another label"))
    assert client.get("/v1/claims.atom", headers={"If-None-Match": tag}).status_code == 200


def test_an_edit_is_one_change_one_validator_and_one_entry(loaded: Load) -> None:
    """One claim of several articles is edited and loaded: one row of changes, one record with another ETag, one new
    entry in the feed, and no other article whose facts differ."""
    client = loaded(STORES)
    version = client.get("/v1/").get_json()["version"]
    refs = [row["ref"] for row in changes(client)]
    facts = [f"articles/{name}/facts" for name in OUTLETS]
    tags, feed = validators(client, refs), entries(client, "/v1/claims.atom")
    bodies = [client.get(f"/v1/{path}").data for path in facts]
    client = loaded(edited(STORES, "south.closure", statement="The bridge closes at noon", label="It closes at noon"))
    rows = client.get(f"/v1/changes?since={version}").get_json()["items"]
    assert [(row["ref"], row["change"]) for row in rows] == [("claims/south.closure", "changed")]
    after = validators(client, refs)
    assert [ref for ref in refs if after[ref] != tags[ref]] == ["claims/south.closure"]
    newer = entries(client, "/v1/claims.atom")
    assert [name for name in newer if newer[name] != feed.get(name)] == ["claims/south.closure"]
    assert next(iter(newer)) == "claims/south.closure"
    others = [body != client.get(f"/v1/{path}").data for path, body in zip(facts, bodies, strict=True)]
    assert others == [name == "south" for name in OUTLETS]


def validators(client: FlaskClient, refs: list[str]) -> dict[str, str]:
    """The ETag of each record."""
    return {ref: client.get(f"/v1/{ref}").headers["ETag"] for ref in refs}


WRONG = ["", "a b", "https://a.example", "a.example,26", "a.example,2026-1", "a,2026,1", "a.example,2026-02-30"]


@pytest.mark.parametrize("authority", WRONG)
def test_an_authority_that_is_none_is_refused(authority: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the start, in a sentence that says what it should be."""
    monkeypatch.setenv("ARTICLE_FACTS_TAG_AUTHORITY", authority)
    with pytest.raises(SystemExit, match=r"TAG_AUTHORITY: .*a date on which it is yours"):
        Settings.read()
