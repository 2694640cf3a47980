"""Schemas of response bodies: from the pydantic classes, and the few that have no class."""

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from api.openapi.components import Components, Node
from api.problems import ProblemDocument
from schemas.grounding import Report
from schemas.registry import QUERYABLE, Collection

_PLACE = "#/components/schemas/{model}"
_NULLABLE_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_NULLABLE_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}


def name(collection: Collection) -> str:
    """The component that describes one record of the collection."""
    return collection.model.__name__


def ref(component: str) -> Node:
    return {"$ref": _PLACE.format(model=component)}


def add_schemas(components: Components) -> None:
    """All records with their pages, problems and reports."""
    models: list[type[BaseModel]] = [collection.model for collection in QUERYABLE.values()]
    models += [ProblemDocument, Report]
    _, found = models_json_schema([(model, "serialization") for model in models], ref_template=_PLACE)
    made: dict[str, Node] = found["$defs"]
    for collection in QUERYABLE.values():
        whole = made[name(collection)]
        whole.pop("additionalProperties", None)  # `names=1` adds properties, and so may a later release
        whole["required"] = [collection.key]  # `fields` may leave only the key
    for called, schema in made.items():
        components.schema(called, schema)
    for collection in QUERYABLE.values():
        components.schema(f"{name(collection)}Page", _record_page(collection))
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


def _record_page(collection: Collection) -> Node:
    return page(ref(name(collection)), f"A page of {collection.name}.")


def _counts_page(components: Components) -> Node:
    value = {"anyOf": [{"type": kind} for kind in ("string", "number", "boolean", "null")]}
    row = {
        "type": "object",
        "description": "The values counted by, under their names, and `count`.",
        "required": ["count"],
        "properties": {"count": {"type": "integer", "minimum": 1}},
        "additionalProperties": value,
    }
    return page(components.schema("CountsRow", row), "Rows of counts, the largest first. They are never paged.")
