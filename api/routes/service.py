"""The entry, schemas, problems and health."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from flask import Blueprint, Response, current_app, request

from api.formats import offered
from api.problems import KINDS, Kind, Problem
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.request_fields import preferred
from api.response.respond import respond
from api.routes.present import respond_json, snapshot, version_if_any
from api.store import Replaced, StoreError
from schemas.registry import BY_KIND, FACTS, QUERYABLE, json_schema
from schemas.values import JsonObject, compact_json

routes = Blueprint("service", __name__)
LICENCE = "Facts are free to use; each article's text belongs to its publisher and is not part of this dataset."
_LINKS = {
    "self": "/v1/",
    "contract": "/openapi.json",
    "docs": "/docs",
    "package": "/datapackage.json",
    "agents": "/llms.txt",
    "versions": "/v1/versions",
    "changes": "/v1/changes",
    "health": "/healthz",
    "readiness": "/readyz",
}


@routes.get("/v1/")
@routes.get("/v1", alias=True)  # Werkzeug would match it by its methods alone: any other one would be 404
def entry() -> Response:
    """Links, the dataset's version and counts, and the licence."""
    parse_nothing(request.query_string)
    dataset = snapshot()
    collections = [
        {
            "name": name,
            "href": f"/v1/{name}",
            "schema": f"/v1/schemas/{collection.kind}",
            "formats": {made.suffix: f"/v1/{name}.{made.suffix}" for made in offered(name)},
        }
        for name, collection in QUERYABLE.items()
    ]
    described = {"version": dataset.version, "licence": LICENCE, "counts": dataset.counts()}
    return respond_json({**described, "collections": collections, "links": _LINKS}, dataset.version)


@routes.get("/v1/schemas/<kind>")
def schema(kind: str) -> Response:
    """The JSON Schema of a kind of record."""
    parse_nothing(request.query_string)
    kinds = (*BY_KIND, FACTS.kind)
    if kind not in kinds:
        raise Problem("not-found", f"There is no kind {kind!r}; there are {', '.join(kinds)}.")
    body = json.dumps(json_schema(kind), ensure_ascii=False).encode()
    return respond(Content(body, "application/schema+json"), version=version_if_any())


@routes.get("/v1/problems/")
@routes.get("/v1/problems", alias=True)
def problems() -> Response:
    """Every kind of error."""
    parse_nothing(request.query_string)
    return _about(list(KINDS.values())) or respond_json(list(map(_described, KINDS.values())), version_if_any())


@routes.get("/v1/problems/<code>")
def problem(code: str) -> Response:
    """What a kind of error means and what to do about it."""
    parse_nothing(request.query_string)
    if code not in KINDS:
        raise Problem("not-found", f"There is no kind of error {code!r}; there are {', '.join(KINDS)}.")
    return _about([KINDS[code]]) or respond_json(_described(KINDS[code]), version_if_any())


def _about(kinds: Sequence[Kind]) -> Response | None:
    """The page about these kinds of error, if the client prefers HTML, as browsers do."""
    if preferred(request.environ.get("HTTP_ACCEPT", ""), ("application/json", "text/html")) != "text/html":
        return None
    page: Response = current_app.extensions["render_kinds"](kinds)
    return page


def _described(kind: Kind) -> dict[str, str | int]:
    return {"type": kind.type, **asdict(kind)}


@routes.get("/healthz")
def health() -> Response:
    """The process is up. Query parameters are ignored: monitors add some to get past caches."""
    return _report({"status": "ok"})


@routes.get("/readyz")
def readiness() -> Response:
    """The store is open, on all nodes: its version, and why the last reload failed. Query parameters are ignored."""
    report = {"status": "ok", "version": None, "reload_error": current_app.extensions["reload_error"]()}
    try:
        dataset = snapshot()
        dataset.probe()
    except Replaced:
        raise  # there is a newer dataset, and the view is called again
    except StoreError as error:
        response = _report({**report, "status": "unavailable", "detail": str(error)})
        response.status_code = 503
        response.headers["Retry-After"] = "1"
        return response
    return _report({**report, "version": dataset.version})


def _report(report: JsonObject) -> Response:
    return respond(Content(compact_json(report), "application/json"), cached=False)
