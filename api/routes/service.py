"""What is not a collection: the entry, schemas, problems, health, the text check."""

import json
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException

from api.formats import offered
from api.problems import KINDS, Problem, not_found
from api.query.question import parse_nothing
from api.response.respond import respond
from api.routes.collections import moved_or_missing, snapshot
from api.store import StoreError
from api.store.text_check import check_article
from schemas import registry

routes = Blueprint("service", __name__)
LARGEST_TEXT = 2**20
LICENCE = "Facts are free to use; each article's text belongs to its publisher and is not part of this dataset."


def _json(body: Any, tag: str = "", max_age: int | None = None) -> Response:
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return respond(encoded, "application/json", tag, max_age)


@routes.get("/v1/")
def entry() -> Response:
    """Links, the dataset's version and counts, and the licence."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    return _json(
        {
            "version": dataset.version,
            "licence": LICENCE,
            "counts": dataset.counts(),
            "collections": [_collection_links(name) for name in registry.QUERYABLE],
            "links": {
                "self": "/v1/",
                "contract": "/openapi.json",
                "docs": "/docs",
                "health": "/healthz",
                "readiness": "/readyz",
            },
        },
        max_age=current_app.config["MAX_AGE"],
    )


def _collection_links(name: str) -> dict[str, Any]:
    kind = registry.QUERYABLE[name].kind
    return {
        "name": name,
        "href": f"/v1/{name}",
        "schema": f"/v1/schemas/{kind}",
        "formats": {made.suffix: f"/v1/{name}.{made.suffix}" for made in offered(name)},
    }


@routes.get("/v1/schemas/<kind>")
def schema(kind: str) -> Response:
    """The JSON Schema of a kind of record."""
    parse_nothing(request.query_string)
    if kind not in (*registry.KINDS, registry.FACTS.kind):
        raise not_found(f"There is no kind {kind!r}; there are {', '.join((*registry.KINDS, registry.FACTS.kind))}.")
    body = json.dumps(registry.json_schema(kind), ensure_ascii=False).encode()
    return respond(body, "application/schema+json", max_age=current_app.config["MAX_AGE"])


@routes.get("/v1/problems/")
def problems() -> Response:
    """Every kind of error."""
    parse_nothing(request.query_string)
    return _json([_problem(code) for code in KINDS], max_age=current_app.config["MAX_AGE"])


@routes.get("/v1/problems/<code>")
def problem(code: str) -> Response:
    """What a kind of error means and what to do about it."""
    parse_nothing(request.query_string)
    if code not in KINDS:
        raise not_found(f"There is no kind of error {code!r}; there are {', '.join(KINDS)}.")
    return _json(_problem(code), max_age=current_app.config["MAX_AGE"])


def _problem(code: str) -> dict[str, Any]:
    kind = KINDS[code]
    return {
        "type": kind.type,
        "code": kind.code,
        "status": kind.status,
        "title": kind.title,
        "explanation": kind.explanation,
    }


@routes.get("/healthz")
def health() -> Response:
    """The process is up."""
    parse_nothing(request.query_string)
    return _json({"status": "ok"})


@routes.get("/readyz")
def readiness() -> Response:
    """The store is open: its dataset's version, and why the last reload failed if it did."""
    parse_nothing(request.query_string)
    reload_error = current_app.extensions["reload_error"]()
    try:
        version = snapshot().version
    except StoreError as error:
        response = _json({"status": "unavailable", "version": None, "detail": str(error), "reload_error": reload_error})
        response.status_code = 503
        response.headers["Retry-After"] = "1"
        return response
    return _json({"status": "ok", "version": version, "reload_error": reload_error})


@routes.post("/v1/articles/<article>/text-check")
def text_check(article: str) -> Response:
    """Hold the posted text against the article's evidence. Nothing is stored."""
    parse_nothing(request.query_string)
    report = check_article(snapshot(), article, _posted_text())
    if report is None:
        return moved_or_missing(registry.COLLECTIONS["articles"], article, "/text-check")
    return respond(report.model_dump_json().encode(), "application/json")


def _read(most: int) -> bytes:
    """Of the body. A malformed chunk shows only here, as an error of the server's own kind."""
    try:
        return request.stream.read(most)
    except HTTPException:
        raise
    except Exception as error:
        raise Problem("malformed-request", "The body broke off, or is not what its headers say.") from error


def _posted_text() -> str:
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if request.mimetype != "text/plain" or charset not in ("utf-8", "us-ascii"):
        raise Problem(
            "unsupported-media-type", f"Post the text as text/plain in UTF-8 (got {request.content_type or 'no type'})."
        )
    if request.headers.get("Content-Encoding", "identity") != "identity":
        raise Problem("unsupported-media-type", "Post the text as it is, without Content-Encoding.")
    if (request.content_length or 0) > LARGEST_TEXT:
        raise Problem("payload-too-large", f"The text has more than {LARGEST_TEXT} bytes.")
    body = _read(LARGEST_TEXT + 1)
    if len(body) > LARGEST_TEXT:
        raise Problem("payload-too-large", f"The text has more than {LARGEST_TEXT} bytes.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Problem("malformed-request", f"The text is not UTF-8: byte {error.start}.") from error
