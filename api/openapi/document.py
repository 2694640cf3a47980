"""The whole document: the paths in the order a reader would meet them."""

from typing import Any

from apispec import APISpec

from api.formats import COUNTS_FORMATS, ROWS_FORMATS, offered
from api.openapi import operations
from api.openapi.components import ref, schemas
from api.openapi.limits import bounded
from api.problems import KINDS
from schemas.registry import BY_KIND, COLLECTIONS, FACTS, QUERYABLE, Collection

_OBJECT = {"type": "object", "additionalProperties": True}
_INTRODUCTION = """\
What news articles say, as typed, validated, sourced records. Read-only, without credentials, from any origin.

A record's ref is `collection/id`; below `/v1/` it is also its URL. Every fact names the place in its article that it
comes from. Errors are RFC 9457 problems; a parameter that is not known is one of them.
"""


def document(version: str, examples: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """The OpenAPI 3.1 document; `examples` has an id that exists for each collection that is not empty."""
    spec = APISpec(
        title="Article Facts",
        version=version,
        openapi_version="3.1.0",
        info={
            "description": _INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
            "contact": {"name": "The people who run this server"},
        },
        servers=[{"url": "/", "description": "This server, in production or wherever it runs.", "x-internal": False}],
        tags=[*_tags(), {"name": "service", "description": "The service itself."}],
        security=[],
    )
    for called, schema in schemas().items():
        spec.components.schema(called, schema)
    for called, answer in operations.problem_answers().items():
        spec.components.response(called, answer)
    for path, item in _paths(dict(examples)).items():
        spec.path(path, operations=item.pop("operations"), parameters=item.get("parameters"))
    made: dict[str, Any] = bounded(spec.to_dict())
    return made


def _tags() -> list[dict[str, str]]:
    described = ((name, made.model.__doc__ or name) for name, made in QUERYABLE.items())
    return [{"name": name, "description": " ".join(text.split())} for name, text in described]


def _paths(examples: dict[str, str]) -> dict[str, dict[str, Any]]:
    found = _service(examples)
    for collection in QUERYABLE.values():
        found |= _collection(collection, examples.get(collection.name, "none"))
    return found | _article(examples.get("articles", "none"))


def _get(operation: dict[str, Any], *parts: dict[str, Any]) -> dict[str, Any]:
    return {"operations": {"get": operation}, "parameters": list(parts)}


def _collection(collection: Collection, example: str) -> dict[str, dict[str, Any]]:
    path = f"/v1/{collection.name}"
    found = {
        path: _get(operations.page(collection)),
        f"{path}.{{format}}": _get(operations.page(collection, suffix=True), _formats(offered(collection.name))),
        f"{path}/counts": _get(operations.counts(collection)),
        f"{path}/counts.{{format}}": _get(operations.counts(collection, suffix=True), _formats(COUNTS_FORMATS)),
    }
    if collection is not FACTS:  # a row of facts is read at its record
        found[f"{path}/{{id}}"] = _get(operations.record(collection), _id(collection, example))
    return found


def _article(example: str) -> dict[str, dict[str, Any]]:
    article = _id(COLLECTIONS["articles"], example)
    path = "/v1/articles/{id}"
    return {
        f"{path}/facts": _get(operations.page(FACTS, within_article=True), article),
        f"{path}/facts.{{format}}": _get(
            operations.page(FACTS, within_article=True, suffix=True), article, _formats(offered(FACTS.name))
        ),
        f"{path}/text-check": {"operations": {"post": operations.text_check(ref("Report"))}, "parameters": [article]},
    }


def _service(examples: dict[str, str]) -> dict[str, dict[str, Any]]:
    plain = operations.plain
    json = {"application/json": _OBJECT}
    many = {"application/json": {"type": "array", "items": _OBJECT, "maxItems": 100}}
    queried = ("unknown-parameter",)
    kinds, codes = [*BY_KIND, FACTS.kind], list(KINDS)
    return {
        "/v1/": _get(plain("get_entry", "Links, dataset version, counts, licence", json, queried, "service")),
        "/v1/schemas/{kind}": _get(
            plain(
                "get_schema",
                "The JSON Schema of a kind of record",
                {"application/schema+json": _OBJECT},
                (*queried, "not-found"),
                "service",
            ),
            operations.path_parameter("kind", "A kind of record.", {"type": "string", "enum": kinds}, "figure"),
        ),
        "/v1/problems/": _get(plain("list_problems", "Every kind of error", many, queried, "service")),
        "/v1/problems/{code}": _get(
            plain("get_problem", "What a kind of error means", json, (*queried, "not-found"), "service"),
            operations.path_parameter("code", "A kind of error.", {"type": "string", "enum": codes}, codes[0]),
        ),
        "/v1/context.jsonld": _get(
            plain("get_context", "What the terms of JSON-LD mean", {"application/ld+json": _OBJECT}, queried, "service")
        ),
        "/openapi.json": _get(plain("get_contract", "This document", json, queried, "service")),
        **_rows("versions", "list_versions", "The datasets there were, the newest first", queried),
        **_rows(
            "changes", "list_changes", "What became of each record since a version", (*queried, "version-forgotten")
        ),
        **_rows(
            "claims/{id}/corroboration",
            "corroborate_claim",
            "The claims that repeat, correct or contradict one, and how many sources it has",
            (*queried, "not-found"),
            _id(COLLECTIONS["claims"], examples.get("claims", "none")),
        ),
        **_rows(
            "measures/{id}/comparison",
            "compare_measure",
            "A measure's figures from all articles side by side",
            (*queried, "not-found"),
            _id(COLLECTIONS["measures"], examples.get("measures", "none")),
        ),
        "/healthz": _get(plain("get_health", "Whether the process is up", json, queried, "service")),
        "/readyz": _get(plain("get_readiness", "Whether the store is open, and its version", json, queried, "service")),
    }


def _rows(name: str, operation: str, summary: str, errors: tuple[str, ...], *parts: Any) -> dict[str, dict[str, Any]]:
    """A resource whose answers are rows, at its path and by suffix."""
    answers = {made.mime: dict(made.schema or _OBJECT) for made in ROWS_FORMATS}
    taken = (*errors, "invalid-parameter", "invalid-cursor", "repeated-parameter", "version-changed", "not-acceptable")
    return {
        f"/v1/{name}": _get(operations.plain(operation, summary, answers, taken, "service"), *parts),
        f"/v1/{name}.{{format}}": _get(
            operations.plain(f"{operation}_as", summary, answers, taken, "service"), *parts, _formats(ROWS_FORMATS)
        ),
    }


def _id(collection: Collection, example: str) -> dict[str, Any]:
    shape = {"type": "string", "minLength": 1, "maxLength": 220, "pattern": "^[a-z0-9.-]+$"}
    return operations.path_parameter("id", f"The id of a {collection.kind}.", shape, example)


def _formats(formats: Any) -> dict[str, Any]:
    listed = "; ".join(f"`{made.suffix}`: {made.title} ({made.mime})" for made in formats)
    shape = {"type": "string", "enum": [made.suffix for made in formats]}
    return operations.path_parameter("format", listed, shape, "json")
