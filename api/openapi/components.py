"""Components: each schema, parameter, example and response of the document once, under a name of its own. Refs and
enumerations have that of their type in `schemas` (`ActorRef`, `Hedge`), or else of the field (`CompanyType`).

Bodies have the schemas of the pydantic classes. Responses are found, not modified, moved, and every error.
"""

import json
from collections import defaultdict
from functools import cache, partial
from typing import Annotated, Literal, get_args, get_origin

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import models_json_schema

from api.problems import KINDS, MEDIA_TYPE, Problem, ProblemDocument
from schemas import edtf_date, quantity, records, values
from schemas.grounding import Report
from schemas.markers import RefersTo
from schemas.registry import QUERYABLE, Collection
from schemas.values import Json, JsonObject

Node = JsonObject  # of the document
_DECLARING = (values, quantity, edtf_date, records)
_DROPPED = ("title", "default")  # pydantic's titles repeat names, and a served record gives every field
_NULLABLE_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}]}
_NULLABLE_COUNT = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}
_TEXT = {"type": "string"}
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


class Components:
    """The components met so far, by section and name."""

    def __init__(self) -> None:
        self.sections: dict[str, dict[str, Node]] = defaultdict(dict)
        self._names = dict(_declared())

    def add(self, section: str, name: str, content: Node, *qualifiers: str) -> Node:
        """A reference to a component. If the name has another content already, a qualifier is put before it. Names have
        no dots, which some generators read as modules."""
        known = self.sections[section]
        names = (name, *(f"{qualifier}{name}" for qualifier in qualifiers))
        free = next(one for one in names if known.get(one, content) == content)
        known[free] = content
        return ref(free, section)

    def once(self, section: str, name: str, content: Node, *qualifiers: str) -> Node:
        """A reference to a component that has this content under any name; added where there is none."""
        same = next((known for known, held in self.sections[section].items() if held == content), None)
        return ref(same, section) if same else self.add(section, name, content, *qualifiers)

    def schema(self, name: str, content: Node) -> Node:
        """A reference to a schema, whose refs and enumerations become components."""
        return self.add("schemas", name, self.shared(content, name))

    def shared(self, node: Json, owner: str, field: str = "") -> Json:
        """The same schema, with references in place of its refs and enumerations."""
        if isinstance(node, list):
            return [self.shared(one, owner, field) for one in node]
        if not isinstance(node, dict):
            return node
        bare = _plainly({key: value for key, value in node.items() if key not in _DROPPED or isinstance(value, dict)})
        if bare.get("additionalProperties") is False:  # `names=1` adds properties, and so may a later release
            del bare["additionalProperties"]
        key = _key(bare)
        if key in self._names or len(bare.get("enum", ())) > 1:
            name = self._names.setdefault(key, owner + "".join(part.capitalize() for part in field.split("_")))
            reference = self.add("schemas", name, {part: bare[part] for part in bare if part != "description"})
            return reference | ({"description": bare["description"]} if "description" in bare else {})
        return {
            part: {name: self.shared(one, owner, name) for name, one in value.items()}
            if part == "properties"
            else self.shared(value, owner, field)
            for part, value in bare.items()
        }


@cache
def _declared() -> tuple[tuple[str, str], ...]:
    """The names of refs and enumerations in `schemas`, by their schema."""
    found = (named for module in _DECLARING for named in vars(module).items() if not named[0].startswith("_"))
    kept = (
        (name, one) for name, one in found if _is_ref(one) or (get_origin(one) is Literal and len(get_args(one)) > 1)
    )
    return tuple((_key(TypeAdapter(one).json_schema()), name) for name, one in kept)


@cache
def _forms() -> dict[str, str]:
    ones = ((name, one) for name, one in vars(values).items() if get_origin(one) is Annotated and not _is_ref(one))
    return {_key(TypeAdapter(one).json_schema()): name for name, one in ones if get_args(one)[0] is str}


def declared_name(schema: Node) -> str | None:
    """The name of a form of text in `schemas`, such as `LocalId`, if it has one."""
    return _forms().get(_key(schema))


def _is_ref(one: object) -> bool:
    return get_origin(one) is Annotated and any(isinstance(mark, RefersTo) for mark in get_args(one))


def _key(schema: Node) -> str:
    """What a schema accepts, without its names."""
    taken = {part: schema[part] for part in schema if part not in ("title", "default", "description")}
    return json.dumps(taken, sort_keys=True)


def _plainly(schema: Node) -> Node:
    """The same schema in fewer words: integer or number is number, and a nullable schema has two types."""
    options = schema.get("anyOf", [])
    kept = [one for one in options if one.get("type") != "integer" or (one | {"type": "number"}) not in options]
    rest = {part: value for part, value in schema.items() if part != "anyOf"}
    if len(kept) == 1:
        return {**rest, **kept[0]}
    first = kept[0] if kept else {}
    # Enumerations, refs and objects are components.
    is_named = "enum" in first or "properties" in first or "/[a-z0-9]+(?:-" in first.get("pattern", "")
    if len(kept) == 2 and kept[1] == {"type": "null"} and isinstance(first.get("type"), str) and not is_named:
        return {**rest, **first, "type": [first["type"], "null"]}
    return rest | ({"anyOf": kept} if options else {})


def name(collection: Collection) -> str:
    """The component that describes one record of the collection."""
    return collection.model.__name__


def ref(component: str, section: str = "schemas") -> Node:
    return {"$ref": f"#/components/{section}/{component}"}


def add_schemas(components: Components) -> None:
    """All records with their pages, problems and reports."""
    models: list[type[BaseModel]] = [collection.model for collection in QUERYABLE.values()]
    models += [ProblemDocument, Report]
    place = ref("{model}")["$ref"]
    _, whole = models_json_schema([(model, "serialization") for model in models], ref_template=place)
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
    """A page: three keys, and what some pages have beside them. `next_cursor` is null at the end, `total` unless
    requested."""
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


def row_schema(row: type[tuple[object, ...]], optional: tuple[str, ...]) -> Node:
    """The schema of rows that are not records, by the class of their columns."""
    properties = {called: TypeAdapter(kind).json_schema() for called, kind in row.__annotations__.items()}
    required = [called for called in properties if called not in optional]
    return {"type": "object", "required": required, "properties": properties}


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


def found(components: Components, content: Node, *statuses: int, linked: bool = False, merged: bool = False) -> Node:
    """The responses of an operation; `content` is by media type. `statuses` are those of faults in the question beside
    400; the rest is under `default`. `linked`: links the next page; `merged`: may redirect to an heir."""
    add = partial(components.add, "responses")
    problem, too_long = add("Problem", _problem()), add("TooLong", _TOO_LONG)
    link = {"headers": {"Link": components.add("headers", "Link", _LINK)}} if linked else {}
    return {
        "200": {"description": "Found.", **link, "content": content},
        "304": add("NotModified", _NOT_MODIFIED),
        **({"308": add("Merged", _MERGED)} if merged else {}),
        **{str(status): problem for status in (400, *statuses)},
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
