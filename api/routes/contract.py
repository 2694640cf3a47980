"""The contract as JSON, and a page to try it: Swagger UI as the `offapi` package ships it, under a strict CSP."""

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cachetools import LRUCache
from flask import Blueprint, Response, current_app, request

import api
from api.openapi.document import document
from api.openapi.examples import Example, example
from api.problems import not_found
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.respond import respond
from api.routes.present import resolver, snapshot
from api.store import Snapshot
from api.store.plan import Find
from schemas.registry import BY_KIND, QUERYABLE

routes = Blueprint("contract", __name__)
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_LOOKED_AT = 50  # records of a collection, for one that is short enough for an example
_ASSETS = {
    "swagger-ui.js": ("swagger_bundle.js", "text/javascript; charset=utf-8"),
    "swagger-ui.css": ("swagger_style.css", "text/css; charset=utf-8"),
}
_START = """\
SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#contract",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  docExpansion: "none",
  validatorUrl: null,
});
"""
_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Article Facts: the API, to read and to try</title>
<meta name="description" content="Every resource, parameter, format and error of the Article Facts API.">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="contract"></main>
<noscript>This page needs JavaScript. The contract itself is at <a href="/openapi.json">/openapi.json</a>.</noscript>
<script src="/docs/swagger-ui.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""


@routes.get("/openapi.json")
def contract() -> Response:
    """The OpenAPI 3.1 document."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    body = _documents.get(dataset.version) or _document(dataset)
    return respond(Content(body, "application/json"), version=dataset.version, max_age=current_app.config["MAX_AGE"])


@routes.get("/docs")
def docs() -> Response:
    """A page to read and try the contract."""
    page = Content(_PAGE.encode(), "text/html; charset=utf-8", _POLICY)
    return respond(page, max_age=current_app.config["MAX_AGE"])


@routes.get("/docs/<asset>")
def docs_asset(asset: str) -> Response:
    """What the page is made of."""
    if asset == "start.js":
        return respond(
            Content(_START.encode(), "text/javascript; charset=utf-8"), max_age=current_app.config["MAX_AGE"]
        )
    if asset not in _ASSETS:
        raise not_found(f"There is nothing at {request.path[:200]!r}.")
    file, media_type = _ASSETS[asset]
    return respond(Content((_package() / file).read_bytes(), media_type), max_age=86_400)


_documents: LRUCache[str, bytes] = LRUCache(2)  # by the version of the dataset that their examples come from


def _document(dataset: Snapshot) -> bytes:
    """The document with examples from this dataset."""
    found = document(api.__version__, {one.collection.name: one for one in _examples(dataset)})
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


@cache
def _package() -> Path:
    """The package's folder, found without importing it: that would read all its files into memory."""
    found = importlib.util.find_spec("offapi")
    if found is None or found.origin is None:
        raise FileNotFoundError("offapi")
    return Path(found.origin).parent
