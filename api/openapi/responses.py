"""Responses as components: found, not modified, moved, and every error; and the schemas of their bodies, which are
those of the pydantic classes.
"""

import json
from collections.abc import Iterable
from functools import partial

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from api.openapi.components import Components, Node
from api.problems import KINDS, MEDIA_TYPE, Problem, ProblemDocument
from schemas.grounding import Report
from schemas.registry import QUERYABLE, Collection

_PLACE = "#/components/schemas/{model}"
_NULLABLE_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_NULLABLE_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}
_TEXT = {"type": "string"}
_EXPECTED = {400, 404, 410, 413}  # statuses of faults in the question
_LINK = {"description": '`<...>; rel="next"`, relative, where there is a next page.', "schema": _TEXT}
_TOO_LONG = {
    "description": "The request line or the headers are longer than the server reads. It answers before the app does.",
    "content": {"text/html": {"schema": _TEXT}, "text/plain": {"schema": _TEXT}},
}
_NOT_MODIFIED = {"description": "The caller's copy, named in If-None-Match, is current."}
_MERGED = {
    "description": "The id was merged into another; follow Location.",
    "headers": {"Location": {"description": "The heir's relative URL.", "schema": _TEXT}},
}
_HEADERS_OF_PROBLEMS = {
    "Allow": {"description": "With 405: the methods that the resource supports.", "schema": _TEXT},
    "Retry-After": {"description": "With 503: seconds to wait.", "schema": {"type": "integer"}},
}


def name(collection: Collection) -> str:
    """The component that describes one record of the collection."""
    return collection.model.__name__


def ref(component: str) -> Node:
    return {"$ref": _PLACE.format(model=component)}


def add_schemas(components: Components) -> None:
    """All records with their pages, problems and reports."""
    models: list[type[BaseModel]] = [collection.model for collection in QUERYABLE.values()]
    models += [ProblemDocument, Report]
    _, whole = models_json_schema([(model, "serialization") for model in models], ref_template=_PLACE)
    made: dict[str, Node] = whole["$defs"]
    for collection in QUERYABLE.values():
        made[name(collection)].pop("additionalProperties", None)  # `names=1` adds some, and so may a later release
        made[name(collection)]["required"] = [collection.key]  # `fields` may leave only the key
    for called, schema in made.items():
        components.schema(called, schema)
    for collection in QUERYABLE.values():
        components.schema(f"{name(collection)}Page", page(ref(name(collection)), f"A page of {collection.name}."))
    components.schema("CountsPage", _counts_page(components))


def page(items: Node, description: str, **more: Node) -> Node:
    """A page: three keys, and what some pages have beside them. `next_cursor` is null on the last page, `total` unless
    asked for."""
    return {
        "type": "object",
        "description": description,
        "required": ["items", "next_cursor", "total", *more],
        "properties": {
            "items": {"type": "array", "maxItems": 1000, "items": items},
            "next_cursor": _NULLABLE_TEXT,
            "total": _NULLABLE_COUNT,
            **more,
        },
    }


def row_page(row: type[tuple[object, ...]], description: str, optional: tuple[str, ...] = (), **more: Node) -> Node:
    """A page of rows; `row` is the class of their columns."""
    columns = row.__annotations__
    properties = {called: TypeAdapter(kind).json_schema() for called, kind in columns.items()}
    required = [called for called in columns if called not in optional]
    return page({"type": "object", "required": required, "properties": properties}, description, **more)


def _counts_page(components: Components) -> Node:
    value = {"anyOf": [{"type": kind} for kind in ("string", "number", "boolean", "null")]}
    row = {
        "type": "object",
        "description": "The values counted by, under their names, and `count`.",
        "required": ["count"],
        "properties": {"count": {"type": "integer", "minimum": 1}},
        "additionalProperties": value,
    }
    return page(components.schema("CountsRow", row), "A page of counts, the largest first.")


def found(
    components: Components, content: Node, errors: Iterable[str], linked: bool = False, merged: bool = False
) -> Node:
    """The responses of an operation by status. `content` is by media type, `errors` are codes. `linked`: links the next
    page; `merged`: may redirect to an heir."""
    add = partial(components.add, "responses")
    problem, too_long = add("Problem", _problem()), add("TooLong", _TOO_LONG)
    statuses = sorted({KINDS[code].status for code in errors} & _EXPECTED)  # the rest is under `default`
    link = {"headers": {"Link": components.add("headers", "Link", _LINK)}} if linked else {}
    return {
        "200": {"description": "Found.", **link, "content": content},
        "304": add("NotModified", _NOT_MODIFIED),
        **({"308": add("Merged", _MERGED)} if merged else {}),
        **{str(status): problem for status in statuses},
        "414": too_long,
        "431": too_long,
        "default": problem,
    }


def _problem() -> Node:
    examples = {code: {"value": json.loads(Problem(code, kind.explanation).body())} for code, kind in KINDS.items()}
    return {
        "description": "An error. The examples show each `code` with its status and what it means.",
        "headers": _HEADERS_OF_PROBLEMS,
        "content": {MEDIA_TYPE: {"schema": ref("ProblemDocument"), "examples": examples}},
    }
