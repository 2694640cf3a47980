"""Component schemas: records, pages, rows, problems, reports, from their pydantic classes."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.problems import ProblemDocument
from schemas.grounding import Report
from schemas.registry import QUERYABLE, Collection

_PLACE = "#/components/schemas/{model}"
_NULLABLE_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_NULLABLE_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}


def name(collection: Collection) -> str:
    """The component that describes one record of the collection."""
    return collection.model.__name__


def schemas() -> dict[str, Any]:
    """All components by name."""
    models: list[type[BaseModel]] = [collection.model for collection in QUERYABLE.values()]
    models += [ProblemDocument, Report]
    _, found = models_json_schema([(model, "serialization") for model in models], ref_template=_PLACE)
    made: dict[str, Any] = found["$defs"]
    for collection in QUERYABLE.values():
        made[f"{name(collection)}Selection"] = _selection(collection, made[name(collection)])
        made[f"{name(collection)}Page"] = _page(collection)
    made["CountsPage"] = _counts_page()
    return made


def ref(component: str) -> dict[str, str]:
    """A reference to a component."""
    return {"$ref": _PLACE.format(model=component)}


def record_or_selection(collection: Collection) -> dict[str, Any]:
    """A record, or what `fields` leaves of it."""
    return {"anyOf": [ref(name(collection)), ref(f"{name(collection)}Selection")]}


def _selection(collection: Collection, whole: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in whole.items() if key not in ("title", "description", "required")}
    description = f"The fields of a {collection.kind} that `fields` names, and its {collection.key}."
    return {"title": f"{whole['title']}Selection", "description": description, **kept, "required": [collection.key]}


def _page(collection: Collection) -> dict[str, Any]:
    return {
        "title": f"{name(collection)}Page",
        "type": "object",
        "additionalProperties": False,
        "description": f"A page of {collection.name}, in the order: {collection.order}, unless sorted otherwise.",
        "required": ["items", "next_cursor", "total"],
        "properties": {
            "items": {"type": "array", "maxItems": 1000, "items": record_or_selection(collection)},
            "next_cursor": _NULLABLE_TEXT | {"description": "Give it as `cursor` for the next page; null on the last."},
            "total": _NULLABLE_COUNT | {"description": "How many records answer, with `count=true`."},
        },
    }


def _counts_page() -> dict[str, Any]:
    value = {"anyOf": [{"type": kind} for kind in ("string", "number", "boolean", "null")]}
    row = {
        "type": "object",
        "description": "The values counted by, under their names, and `count`.",
        "required": ["count"],
        "properties": {"count": {"type": "integer", "minimum": 1}},
        "additionalProperties": value,
    }
    return {
        "title": "CountsPage",
        "type": "object",
        "additionalProperties": False,
        "description": "Rows of counts, the largest first.",
        "required": ["items", "next_cursor", "total"],
        "properties": {
            "items": {"type": "array", "maxItems": 1000, "items": row},
            "next_cursor": {"type": "null"},
            "total": {"type": "null"},
        },
    }
