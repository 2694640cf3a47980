"""The entry, schemas, problems and health."""

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request

from api.formats import offered
from api.problems import KINDS, Kind, not_found
from api.query.question import parse_nothing
from api.response.content import Content
from api.response.request_fields import preferred
from api.response.respond import respond
from api.routes.present import snapshot
from api.store import Replaced, StoreError
from schemas import registry

routes = Blueprint("service", __name__)
LICENCE = "Facts are free to use; each article's text belongs to its publisher and is not part of this dataset."


def _json(body: object, *, version: str | None = None, max_age: int | None = None) -> Response:
    encoded = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return respond(Content(encoded, "application/json"), version=version, max_age=max_age)


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
                "package": "/datapackage.json",
                "agents": "/llms.txt",
                "versions": "/v1/versions",
                "changes": "/v1/changes",
                "health": "/healthz",
                "readiness": "/readyz",
            },
        },
        version=dataset.version,
        max_age=_max_age(),
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
    if kind not in (*registry.BY_KIND, registry.FACTS.kind):
        raise not_found(f"There is no kind {kind!r}; there are {', '.join((*registry.BY_KIND, registry.FACTS.kind))}.")
    body = json.dumps(registry.json_schema(kind), ensure_ascii=False).encode()
    return respond(Content(body, "application/schema+json"), max_age=_max_age())


@routes.get("/v1/problems/")
def problems() -> Response:
    """Every kind of error."""
    parse_nothing(request.query_string)
    return _kinds_page(list(KINDS.values())) or _json(list(map(_described, KINDS.values())), max_age=_max_age())


@routes.get("/v1/problems/<code>")
def problem(code: str) -> Response:
    """What a kind of error means and what to do about it."""
    parse_nothing(request.query_string)
    if code not in KINDS:
        raise not_found(f"There is no kind of error {code!r}; there are {', '.join(KINDS)}.")
    return _kinds_page([KINDS[code]]) or _json(_described(KINDS[code]), max_age=_max_age())


def _kinds_page(kinds: list[Kind]) -> Response | None:
    """The page about these kinds of error, if the client prefers HTML, as browsers do."""
    if preferred(request.environ.get("HTTP_ACCEPT", ""), ("application/json", "text/html")) != "text/html":
        return None
    render: Callable[[list[Kind]], Response] = current_app.extensions["render_kinds"]
    return render(kinds)


def _max_age() -> int:
    return int(current_app.config["MAX_AGE"])


def _described(kind: Kind) -> dict[str, str | int]:
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
    """The store is open, on all of its nodes: its dataset's version, and why the last reload failed if it did."""
    parse_nothing(request.query_string)
    reload_error = current_app.extensions["reload_error"]()
    try:
        dataset = snapshot()
        dataset.probe()
    except Replaced:
        raise  # there is a newer dataset, and the view is called again
    except StoreError as error:
        response = _json({"status": "unavailable", "version": None, "detail": str(error), "reload_error": reload_error})
        response.status_code = 503
        response.headers["Retry-After"] = "1"
        return response
    return _json({"status": "ok", "version": dataset.version, "reload_error": reload_error})
