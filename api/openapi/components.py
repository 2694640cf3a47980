"""Components: each schema, parameter, example and response of the document once, under a name of its own. Refs and
enumerations have that of their type in `schemas` (`ActorRef`, `Hedge`), or else of the field (`CompanyType`).
"""

import json
from collections import defaultdict
from functools import cache
from typing import Annotated, Literal, get_args, get_origin

from pydantic import TypeAdapter

from schemas import edtf_date, quantity, records, values
from schemas.markers import RefersTo
from schemas.values import Json, JsonObject

Node = JsonObject  # of the document
_DECLARING = (values, quantity, edtf_date, records)
_DROPPED = ("title", "default")  # pydantic's titles repeat names, and a served record gives every field


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
        return {"$ref": f"#/components/{section}/{free}"}

    def name_of(self, section: str, content: Node) -> str | None:
        """The name of an existing component with this content."""
        return next((name for name, known in self.sections[section].items() if known == content), None)

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
    if len(kept) == 2 and kept[1] == {"type": "null"} and _has_one_type(kept[0]):
        return {**rest, **kept[0], "type": [kept[0]["type"], "null"]}
    return rest | ({"anyOf": kept} if options else {})


def _has_one_type(schema: Node) -> bool:
    """Whether it is neither an enumeration, nor a ref, nor an object: those are components."""
    named = "enum" in schema or "properties" in schema or "/[a-z0-9]+(?:-" in schema.get("pattern", "")
    return isinstance(schema.get("type"), str) and not named
