"""The contract as JSON, with examples from the dataset that is served."""

import json
from collections.abc import Iterator

from cachetools import LRUCache
from flask import Blueprint, Response, current_app, request

from api.openapi.document import document
from api.openapi.examples import Example, example
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import resolver, snapshot
from api.store import Snapshot
from api.store.plan import Find
from schemas.registry import BY_KIND, QUERYABLE

routes = Blueprint("contract", __name__)
_LOOKED_AT = 50  # records of a collection, for one that is short enough for an example


@routes.get("/openapi.json")
def contract() -> Response:
    """The OpenAPI 3.1 document."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    body = _documents.get(dataset.version) or _document(dataset)
    return respond(Content(body, "application/json"), version=dataset.version, max_age=current_app.config["MAX_AGE"])


_documents: LRUCache[str, bytes] = LRUCache(2)  # by the version of the dataset that their examples come from


def _document(dataset: Snapshot) -> bytes:
    """The document with examples from this dataset."""
    found = document(current_app.config["VERSION"], {one.collection.name: one for one in _examples(dataset)})
    body = json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()
    _documents[dataset.version] = body
    return body


def _examples(dataset: Snapshot) -> Iterator[Example]:
    """The shortest of the first records of each collection."""
    counts = dataset.counts()
    for collection in QUERYABLE.values():
        if records := dataset.find(Find(collection), _LOOKED_AT).records:
            shortest = min(records, key=len)
            counted = counts[BY_KIND[json.loads(shortest)["kind"]].name]
            yield example(collection, shortest, counted, resolver(dataset))
