"""One record: all its fields, its places, and every fact that refers to it."""

import json
from collections import Counter
from dataclasses import replace
from urllib.parse import quote

from flask import Blueprint, Response, redirect, request

from api.explorer.facets import BUDGET
from api.explorer.lists import ANY, columns
from api.explorer.page import Address, Context, here, show, sources
from api.explorer.words import Names, spaced
from api.formats import offered
from api.problems import Problem
from api.query.question import parse_record
from api.routes.present import moved_or_missing, snapshot
from api.store import Snapshot
from api.store.assembled import compared, corroborating, superseding, with_meant
from api.store.names import refs_at
from api.store.plan import Find, Key, Part, RefersTo
from schemas.corroboration import PASSIVE
from schemas.facts import link
from schemas.registry import COLLECTIONS, FACTS, Collection
from schemas.values import JsonRecord, Word

routes = Blueprint("records", __name__)
_REFERRING, _COMPARED = 30, 100  # shown
_BY_TIME = (Key("published"),)
_HEADED = ("id", "kind", "label", "evidence", "verification")


@routes.get(f"/{ANY}/<path:key>")
def record_page(collection: str, key: str) -> Response:
    """A record's page; a merged id leads to its heir's, a flat row to the record that it flattens."""
    if collection == FACTS.name:
        if snapshot().get(FACTS, key) is None:
            raise Problem("not-found", f"There is no fact {key[:100]!r}.")
        return redirect(f"/{quote(key)}", 308)  # type: ignore[return-value]
    found = COLLECTIONS[collection]
    return moved(found, key) or show("record.html", lambda dataset: _record(dataset, found, key))


def moved(collection: Collection, key: str) -> Response | None:
    """None if there is such a record; a redirect to the heir of a merged id; else Problem `not-found`."""
    return moved_or_missing(collection, key) if snapshot().get(collection, key) is None else None


def stored(dataset: Snapshot, collection: Collection, key: str) -> bytes:
    """The record's JSON; Problem `not-found` if it was in the dataset a moment ago, and is not in the newest."""
    found = dataset.get(collection, key)
    if found is None:
        raise Problem("not-found", f"There is no {collection.kind} {key[:200]!r} any more.")
    return found


def _record(dataset: Snapshot, collection: Collection, key: str) -> Context:
    parse_record(collection, request.query_string, dataset)
    record = json.loads(stored(dataset, collection, key))
    given = {name: value for name, value in record.items() if name not in _HEADED}
    ref, named = f"{collection.name}/{key}", Names(dataset)
    return {
        "collection": collection,
        "record": record,
        "ref": ref,
        "refs": {ref for field in collection.fields if field.refers_to for ref in refs_at(record, field.path)},
        **(_related(dataset, record) if collection.kind == "claim" else {"corroboration": None}),
        **(_compared(dataset, key, named) if collection.kind == "measure" else {"comparison": None}),
        **_source(named, record),
        "plain": {field.name for field in collection.fields if field.options or field.annotation == Word},
        "given": {name: value for name, value in given.items() if value not in (None, [])},
        "empty": [name for name, value in given.items() if value in (None, [])],
        "sources": sources(offered(collection.name), here().at(f"/v1/{ref}")),
        "named": named,
        "articles": dataset.counts()["articles"],
        "columns": columns(FACTS),
        **_referring(dataset, ref),
    }


def _source(named: Names, record: JsonRecord) -> Context:
    """The language of the record's article, and links to the phrases there."""
    article = named.resolve(f"articles/{record.get('article', '')}") or {"language": None, "url": None}

    def source_link(place: JsonRecord) -> str | None:
        return link(article["url"], place["exact"], place["prefix"], place["suffix"])

    return {"language": article["language"], "source_link": source_link}


def _related(dataset: Snapshot, record: JsonRecord) -> Context:
    """A claim's corroboration, and the claims that correct, retract or update it."""
    rows, sources = corroborating(dataset, record)
    return {
        "corroboration": {"sources": sources, "rows": [row for row in rows if row.relation != "self"]},
        "superseded": [(spaced(PASSIVE[how]), other) for how, other in superseding(dataset, f"claims/{record['id']}")],
    }


def _compared(dataset: Snapshot, key: str, named: Names) -> Context:
    """The first figures of a measure as rows, and how all of them compare with the first."""
    rows = compared(dataset, key, None, None)
    figures = with_meant(dataset, [named.resolve(row.figure) or {} for row in rows[:_COMPARED]])
    return {
        "comparison": [row._asdict() | {"record": figure} for row, figure in zip(rows, figures, strict=False)],
        "figures": len(rows),
        "tallied": Counter(row.verdict for row in rows[1:] if row.verdict),
    }


def _referring(dataset: Snapshot, ref: str) -> Context:
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
