"""The dataset described: the contract, the context of JSON-LD, and for data packages, language models and crawlers."""

import json
from collections.abc import Iterator
from threading import Lock
from xml.sax.saxutils import escape

from cachetools import LRUCache, cached
from flask import Blueprint, Response, current_app, request

from api.formats import SUFFIXES, jsonld_context, offered
from api.formats.jsonld import MEDIA_TYPE as JSONLD
from api.formats.table import Kind, columns
from api.openapi.document import document
from api.openapi.examples import Example, example
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import respond_json, snapshot, version_if_any
from api.routes.service import LICENCE
from api.store import Snapshot
from api.store.plan import Find, Key
from schemas.edtf_date import parse
from schemas.registry import BY_KIND, COLLECTIONS, QUERYABLE, Collection
from schemas.values import JsonObject, compact_json

routes = Blueprint("descriptions", __name__)
_LOOKED_AT = 50  # records of a collection, for one that is short enough for an example
_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MOST_ARTICLES = 1000  # pages that the sitemap names one by one, the newest
# Of a data package: the kinds of columns.
_TYPES: dict[Kind, JsonObject] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean", "trueValues": ["true"], "falseValues": ["false"]},
    "date": {"type": "date"},
    "instant": {"type": "datetime"},
}
_LLMS = """\
# Article Facts

> What news articles say, as typed, validated, sourced records. Every fact names the phrase and place in the article
> that it comes from, keeps its hedge, and says who stands behind it. Nothing here says that a claim is true.

Repeat the doubt with the fact: `hedge` (about, at_least ...), `modality` (denied, feared, considered ...), `status`
(planned, considered ...), `verification`. Name the speaker. An unknown parameter is an error that lists the known ones.

## For agents

- [Model Context Protocol](/mcp): search, read, compare and check a text; POST, stateless

## Data

{collections}

## Ask

- [Flat facts about anything](/v1/facts?q=word): full text; also `kind`, `refers_to`, `from`, `to`, `names=1`
- [Counts](/v1/claims/counts?by=modality): `by` one or two fields
- [What changed](/v1/changes): `since` a `Dataset-Version`

## Described

- [OpenAPI contract](/openapi.json)
- [Data package](/datapackage.json): every column and its type
- [Entry](/v1/): version, counts, licence
- [Errors](/v1/problems/): every code, and what to do about it
"""


@routes.get("/openapi.json")
def contract() -> Response:
    """The OpenAPI 3.1 document, with examples from the dataset that is served."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    return respond(Content(_contract(dataset), "application/json"), version=dataset.version)


@cached(LRUCache(2), lambda dataset: dataset.version, Lock())  # threads share it
def _contract(dataset: Snapshot) -> bytes:
    examples = {one.collection.name: one for one in _examples(dataset)}
    return compact_json(document(current_app.config["VERSION"], examples))


def _examples(dataset: Snapshot) -> Iterator[Example]:
    counts = dataset.counts()
    for collection in QUERYABLE.values():
        if records := dataset.find(Find(collection), _LOOKED_AT).records:
            shortest = min(records, key=len)
            counted = counts[BY_KIND[json.loads(shortest)["kind"]].name]
            yield example(collection, shortest, counted, dataset.record)


@routes.get(jsonld_context.URL)
def context() -> Response:
    """What the terms of JSON-LD documents mean."""
    parse_nothing(request.query_string)
    body = compact_json({"@context": jsonld_context.CONTEXT})
    return respond(Content(body, JSONLD), version=version_if_any())


@routes.get("/datapackage.json")
def package() -> Response:
    parse_nothing(request.query_string)
    version = snapshot().version
    return respond_json(_data_package(version), version)


def _data_package(version: str) -> JsonObject:
    """The descriptor of a Data Package (Frictionless): a typed CSV file for each collection, by relative paths."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "article-facts",
        "id": f"sha256:{version}",
        "title": "Article Facts",
        "description": f"What news articles say, as typed, validated, sourced records. {LICENCE}",
        "homepage": "/",
        "version": version,
        "resources": [_resource(collection) for collection in QUERYABLE.values()],
    }


def _resource(collection: Collection) -> JsonObject:
    return {
        "name": collection.name,
        "type": "table",
        "path": f"v1/{collection.name}.csv",
        "description": " ".join((collection.model.__doc__ or collection.name).split()),
        "scheme": "http",
        "format": "csv",
        "mediatype": SUFFIXES["csv"].mime,
        "encoding": "utf-8",
        "schema": {
            # Several values in one cell are a text.
            "fields": [
                {"name": column.name, **_TYPES["text" if column.many else column.kind]}
                for column in columns(collection)
            ],
            "primaryKey": [collection.key],
            "missingValues": [""],
        },
    }


@routes.get("/llms.txt")
def llms() -> Response:
    """Where things are, for language models."""
    parse_nothing(request.query_string)
    links = []
    for name, collection in QUERYABLE.items():
        described = " ".join((collection.model.__doc__ or name).split())
        suffixes = ", ".join(f".{made.suffix}" for made in offered(name))
        links.append(f"- [{name}](/v1/{name}): {described} Formats: {suffixes}")
    body = _LLMS.format(collections="\n".join(links)).encode()
    return respond(Content(body, "text/markdown; charset=utf-8"), version=version_if_any())


@routes.get("/sitemap.xml")
def sitemap() -> Response:
    """The pages for people. Locations are whole URLs where the setting `public_url` says of which site."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    site = current_app.extensions["settings"].public_url or ""
    entries = "".join(
        f"<url><loc>{escape(site + path)}</loc>{f'<lastmod>{day}</lastmod>' if day else ''}</url>"
        for path, day in _pages(dataset)
    )
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{_SITEMAPS}">{entries}</urlset>\n'.encode()
    return respond(Content(body, "application/xml; charset=utf-8"), version=dataset.version)


def _pages(dataset: Snapshot) -> Iterator[tuple[str, str | None]]:
    """Paths, each with the day it changed last, if that is known."""
    yield "/", None
    yield from ((f"/{name}", None) for name in QUERYABLE)
    newest = dataset.find(Find(COLLECTIONS["articles"], (), (Key("published", True),)), _MOST_ARTICLES)
    for article in map(json.loads, newest.records):
        changed = parse(article.get("modified") or article["published"])
        is_day = changed.precision in ("day", "time") and changed.certainty == "exact"
        yield f"/articles/{article['id']}", changed.hull.earliest if is_day else None
