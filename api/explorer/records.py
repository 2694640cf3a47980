"""One record: all its fields, its places, and every fact that refers to it."""

import json
from collections import Counter
from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from api.explorer.address import Address, here, sources
from api.explorer.facets import BUDGET
from api.explorer.lists import ANY
from api.explorer.names import Names, is_ref
from api.explorer.page import Context, show
from api.explorer.tables import columns
from api.formats import offered
from api.problems import not_found
from api.query.question import parse_record
from api.routes.present import snapshot
from api.store import Snapshot
from api.store.across_articles import compared, corroborating
from api.store.names import refs_at
from api.store.plan import Find, Key, Part, RefersTo
from schemas import corroboration
from schemas.facts import link
from schemas.registry import COLLECTIONS, FACTS, Collection
from schemas.values import JsonObject, JsonRecord, Word

routes = Blueprint("records", __name__)
_REFERRING = 30
_BY_TIME = (Key("published"),)
_HEADED = ("id", "kind", "label", "evidence", "verification")


@routes.get(f"/{ANY}/<path:key>")
def record_page(collection: str, key: str) -> Response:
    """A record's page; a merged id leads to its heir's, a flat row to the record that it flattens."""
    if collection == FACTS.name:
        return redirect(_to_record(key), 308)  # type: ignore[return-value]
    found = COLLECTIONS[collection]
    if snapshot().get(found, key) is None:
        return moved_or_missing(found, key)
    return show("record.html", lambda dataset: _record(dataset, found, key))


def moved_or_missing(collection: Collection, key: str, rest: str = "") -> Response:
    """A redirect to the heir of a merged id; Problem `not-found` if there is none."""
    heir = snapshot().heir(f"{collection.name}/{key}")
    if heir is None:
        raise not_found(f"There is no {collection.kind} {key[:100]!r}.")
    return redirect(f"/{heir}{rest}", 308)  # type: ignore[return-value]


def _to_record(ref: str) -> str:
    if not is_ref(ref) or snapshot().get(FACTS, ref) is None:
        raise not_found(f"There is no fact {ref[:100]!r}.")
    return f"/{quote(ref)}"


def _record(dataset: Snapshot, collection: Collection, key: str) -> Context:
    parse_record(collection, request.query_string, dataset)
    record = json.loads(dataset.get(collection, key) or b"{}")
    given = {name: value for name, value in record.items() if name not in _HEADED}
    ref = f"{collection.name}/{key}"
    return {
        "collection": collection,
        "record": record,
        "ref": ref,
        "refs": _refs(collection, record),
        "corroboration": _corroboration(dataset, collection, record),
        "comparison": (comparison := _comparison(dataset, collection, key)),
        "tallied": Counter(row["verdict"] for row in (comparison or [])[1:] if row["verdict"]),
        **_source(dataset, record),
        "plain": {field.name for field in collection.fields if field.options or field.annotation == Word},
        "given": {name: value for name, value in given.items() if value not in (None, [])},
        "empty": [name for name, value in given.items() if value in (None, [])],
        "sources": sources(offered(collection.name), here().at(f"/v1/{ref}")),
        "named": Names(dataset),
        "articles": dataset.counts()["articles"],
        "columns": columns(FACTS),
        **_referring(dataset, ref),
    }


def _refs(collection: Collection, record: JsonRecord) -> set[str]:
    """The refs that the page links."""
    return {ref for field in collection.fields if field.refers_to for ref in refs_at(record, field.path)}


def _source(dataset: Snapshot, record: JsonRecord) -> Context:
    """The language of the record's article, and links to the phrases there."""
    stored = dataset.get(COLLECTIONS["articles"], record.get("article", ""))
    article = json.loads(stored) if stored else {"language": None, "url": None}

    def source_link(place: JsonRecord) -> str | None:
        return link(article["url"], place["exact"], place["prefix"], place["suffix"])

    return {"language": article["language"], "source_link": source_link}


def _corroboration(dataset: Snapshot, collection: Collection, record: JsonRecord) -> Context | None:
    """A claim's independent sources, and its related claims."""
    if collection.kind != "claim":
        return None
    found, origins = corroborating(dataset, record)
    beside = [row for row in corroboration.rows(found, origins) if row.relation != "self"]
    return {"sources": corroboration.independent_sources(found, origins), "rows": beside}


def _comparison(dataset: Snapshot, collection: Collection, key: str) -> list[JsonObject] | None:
    """A measure's figures side by side, each with its verdict compared with the earliest."""
    if collection.kind != "measure":
        return None
    rows = compared(dataset, key, None, None)
    figures = (json.loads(dataset.get(COLLECTIONS["figures"], row.figure.partition("/")[2]) or b"{}") for row in rows)
    return [row._asdict() | {"record": figure} for row, figure in zip(rows, figures, strict=True)]


def _referring(dataset: Snapshot, ref: str) -> Context:
    """The facts that refer to the record, and how many there are of each kind."""
    find = Find(FACTS, (RefersTo((ref,)),))
    total = dataset.total(find)
    address = Address("/facts", (("refers_to", ref),))
    kinds = dataset.tally(find, (Part("kind"),), 10) if total <= BUDGET else []
    return {
        "facts": [json.loads(row) for row in dataset.find(replace(find, keys=_BY_TIME), _REFERRING).records],
        "total": total,
        "kinds": [(kind, count, address.but(kind=str(kind))) for kind, count in kinds],
        "all_facts": address,
        "facts_sources": sources(offered(FACTS.name), address.at("/v1/facts")),
    }
