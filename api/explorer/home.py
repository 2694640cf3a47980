"""The first page: the dataset at a glance, a search, and three questions with their answers."""

import json
from itertools import chain, islice

from flask import Blueprint, Response, current_app, request

from api.explorer.page import Address, Context, show
from api.explorer.words import Names
from api.formats import offered
from api.query.question import parse_nothing
from api.routes.service import LICENCE
from api.store import Snapshot
from api.store.plan import Equals, Find, Key, Part
from schemas.registry import COLLECTIONS, FACTS
from schemas.values import Json, JsonObject

routes = Blueprint("home", __name__)
_ARTICLES, _NEWS, _SPEAKERS, _SHOWN, _LOOKED_AT, _CHANGES_LOOKED_AT = 5, 6, 4, 3, 20, 200
_DOUBTED = ("not_independently_verified", "declined_to_disclose", "denied")
_HEDGED = ("about", "at_least", "over", "at_most", "under", "range", "vague")
# A question, and the collection, parameter, field and values that answer it
_QUESTIONS = (
    ("Which claims remain in doubt?", "claims", "verification", "verification_status", _DOUBTED),
    ("Which numbers are less exact than they look?", "figures", "hedge", "hedge", _HEDGED),
    ("What is planned, considered or going on?", "events", "status", "status", ("planned", "considered", "ongoing")),
)


@routes.get("/")
def home() -> Response:
    return show("home.html", _home, by_version=False)


def _home(dataset: Snapshot) -> Context:
    parse_nothing(request.query_string)
    newest = dataset.find(Find(COLLECTIONS["articles"], (), (Key("published", True),)), _ARTICLES)
    examples = chain([_speakers(dataset)], (_records(dataset, *question) for question in _QUESTIONS))
    return {
        "counts": dataset.counts(),
        "described": _described(dataset.version),
        "news": _news(dataset),
        "specimen": _specimen(dataset),
        "articles": [json.loads(record) for record in newest.records],
        "examples": list(islice((example for example in examples if example["total"]), _SHOWN)),
        "named": Names(dataset),
    }


def _described(version: str) -> JsonObject:
    """The dataset in schema.org's terms, for crawlers, with the flat table of facts in each format."""
    site = current_app.extensions["settings"].public_url or ""
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": "Article Facts",
        "description": "What news articles say, as typed, validated, sourced records: figures, dates, events and "
        "claims, each with its place in the text, its doubt and its source.",
        "url": f"{site}/",
        "identifier": f"sha256:{version}",
        "version": version,
        "isAccessibleForFree": True,
        "conditionsOfAccess": LICENCE,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": made.name,
                "encodingFormat": made.mime,
                "contentUrl": f"{site}/v1/{FACTS.name}.{made.suffix}",
            }
            for made in offered(FACTS.name)
        ],
    }


def _news(dataset: Snapshot) -> Context | None:
    """The last load, claims that it added or changed, and the address of all its changes."""
    versions = dataset.versions()
    if len(versions) < 2:
        return None
    since = versions[1].version
    found = dataset.changes(since, _CHANGES_LOOKED_AT, collection="claims", newest_first=True).changes
    claims = sorted((one.change, one.ref) for one in found if one.change in ("added", "changed"))  # in this order
    return {"version": versions[0], "claims": claims[:_NEWS], "api": Address("/v1/changes", (("since", since),))}


def _specimen(dataset: Snapshot) -> Context | None:
    """A claim that shows what the dataset holds: one in doubt, preferably one that came through others."""
    doubted = Find(COLLECTIONS["claims"], (Equals("verification_status", _DOUBTED),))
    claims = [json.loads(record) for record in dataset.find(doubted, _LOOKED_AT).records]
    claims.sort(key=lambda claim: (not claim["via"], -len(claim["verification"])))
    row = dataset.get(FACTS, f"claims/{claims[0]['id']}") if claims else None
    if row is None:
        return None
    language = Names(dataset).language(f"articles/{claims[0]['article']}")
    return {"claim": claims[0], "row": json.loads(row), "language": language}


def _speakers(dataset: Snapshot) -> Context:
    claims = Find(COLLECTIONS["claims"])
    rows = [row for row in dataset.tally(claims, (Part("speaker"),), _SPEAKERS + 1) if row[0] is not None][:_SPEAKERS]
    asked = Address("/claims/counts", (("by", "speaker"),))
    return _example("Who says most?", "speakers", len(rows), rows, asked)


def _records(
    dataset: Snapshot, question: str, name: str, parameter: str, field: str, values: tuple[str, ...]
) -> Context:
    find = Find(COLLECTIONS[name], (Equals(field, values),))
    records = [json.loads(record) for record in dataset.find(find, _SHOWN).records]
    asked = Address(f"/{name}", ((parameter, ",".join(values)),))
    return _example(question, name, dataset.total(find), records, asked)


def _example(question: str, kind: str, total: int, answer: Json, page: Address) -> Context:
    """A question, the number of records that answer it, the first of them, and its address as a page and as data."""
    api = page.at(f"/v1{page.path}")
    return {"question": question, "kind": kind, "total": total, "answer": answer, "page": page, "api": api}
