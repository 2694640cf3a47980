"""JSON-LD: what the documents say by themselves; what they expand to is shown by other people's programs in
tests/interop/."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.formats import View, jsonld
from schemas.registry import QUERYABLE
from tests.json_nodes import nodes
from tests.serving import ARTICLE, Server

KEYWORDS = {"@context", "@id", "@type", "@value", "@language", "@direction"}


def test_the_context_is_served_here(server: Server) -> None:
    """Documents point to it by a relative URL, and it is cacheable linked data itself."""
    response = server.get(server.get("/v1/claims.jsonld").json()["@context"])
    assert (response.status_code, response.headers["Content-Type"]) == (200, "application/ld+json")
    assert response.headers["ETag"]
    assert response.json()["@context"]["schema"] == "https://schema.org/"
    assert server.get("/v1/context.jsonld?x=1").json()["code"] == "unknown-parameter"


@pytest.mark.parametrize("name", QUERYABLE)
@pytest.mark.parametrize("dataset", ["client", "hostile"])
def test_every_term_is_in_the_context(name: str, dataset: str, request: pytest.FixtureRequest) -> None:
    """Nothing would be dropped in expansion: terms and classes are all defined, and nothing is null or empty."""
    served: FlaskClient = request.getfixturevalue(dataset)
    known = served.get("/v1/context.jsonld").get_json()["@context"]
    page = served.get(f"/v1/{name}.jsonld?limit=1000").get_json()
    records = served.get(f"/v1/{name}?limit=1000").get_json()["items"]
    for node in nodes(page):
        assert node.keys() - KEYWORDS <= known.keys()
        assert set(node.get("@type", ())) <= known.keys() or node["@type"] in known
        assert all(value not in (None, [], {}) for key, value in node.items() if key != "items")
    refs = [one["ref"] if name == "facts" else f"{name}/{one['id']}" for one in records]
    assert [node["@id"] for node in page["items"]] == [f"/v1/{ref}" for ref in refs]


def test_a_page_leads_to_the_next(server: Server) -> None:
    """`next` is relative, as in the Link header, and `totalItems` is there where it was counted."""
    page = server.get("/v1/mentions.jsonld?limit=30&count=true")
    rest = server.get(page.json()["next"]).json()
    assert page.headers["Link"] == f'<{page.json()["next"]}>; rel="next"'
    assert (page.json()["totalItems"], len(rest["items"]), "next" in rest) == (35, 5, False)


def test_a_claim_names_its_chain(server: Server) -> None:
    """A claim's node has speaker, via, verification, and its place by position and by quote."""
    claim = server.get(f"/v1/claims/{ARTICLE}.asked-staff-number.jsonld").json()
    assert claim["wasAttributedTo"] == "/v1/parties/wsj-unnamed-sources"
    assert claim["wasInfluencedBy"] == ["/v1/companies/wall-street-journal"]
    assert [(one["author"], one["reviewRating"]["ratingText"]) for one in claim["review"]] == [
        ("/v1/parties/microsoft-spokesperson", "declined_to_disclose"),
        ("/v1/companies/cnbc", "not_independently_verified"),
    ]
    assert claim["wasDerivedFrom"][0]["hasSelector"] == [
        {"@type": "TextPositionSelector", "start": 1024, "end": 1058},
        {"@type": "TextQuoteSelector", "exact": {"@value": "approximately 700 to 800 employees", "@language": "en"}},
    ]


def test_single_records_and_selections(server: Server) -> None:
    """A company in schema.org's words; with `fields` only what was chosen."""
    whole = server.get("/v1/companies/microsoft.jsonld").json()
    assert (whole["tickerSymbol"], whole["leiCode"]) == ("XNAS MSFT", "INR2EJN1ERAN0W5ZP974")
    assert whole["sameAs"] == ["http://www.wikidata.org/entity/Q2283"]
    chosen = server.get("/v1/companies/microsoft.jsonld?fields=name").json()
    assert chosen == {
        "@context": "/v1/context.jsonld",
        "@id": "/v1/companies/microsoft",
        "@type": ["Organization", "Agent"],
        "name": "Microsoft",
    }


@pytest.mark.parametrize("name", QUERYABLE)
def test_no_field_is_dropped(client: FlaskClient, name: str) -> None:
    """Each field that a record has is in its node: leaving the field out changes it."""
    collection = QUERYABLE[name]
    fields = [one for one in collection.model.model_fields if one not in {"id", "kind", "ref"}]
    for record in client.get(f"/v1/{name}?limit=20").get_json()["items"]:
        for field in fields:
            made = _node(name, record)
            without = _node(name, {key: value for key, value in record.items() if key != field})
            assert (made == without) == (record[field] in (None, [])), (field, record)


def _node(name: str, record: dict[str, Any]) -> Any:
    articles = {"language": "he"}
    view = View(QUERYABLE[name], f"/v1/{name}", lambda ref: articles if ref.startswith("articles/") else None)
    return json.loads(b"".join(jsonld.write([json.dumps(record).encode()], view)))["items"]


def test_the_articles_words_are_in_its_language() -> None:
    """Evidence is tagged with the article's language, and with its direction where that is from right to left."""
    place = {"article": "a", "paragraph": 1, "start": 0, "end": 4, "exact": "שלום", "prefix": None, "suffix": None}
    ((node,),) = (_node("figures", {"id": "a.b", "evidence": [place]}),)
    position, quote = node["wasDerivedFrom"][0]["hasSelector"]
    assert position == {"@type": "TextPositionSelector", "start": 0, "end": 4}
    assert quote["exact"] == {"@value": "שלום", "@language": "he", "@direction": "rtl"}


@pytest.mark.parametrize("name", QUERYABLE)
def test_every_selection_of_one_field_has_a_node(client: FlaskClient, name: str) -> None:
    """No field is needed to write a node but the id."""
    for field in QUERYABLE[name].model.model_fields:
        page = client.get(f"/v1/{name}.jsonld?fields={field}&limit=5")
        assert page.status_code == 200, field
        assert json.loads(page.data)["items"]
