"""Parameters as components: those of queries from the marshmallow schemas that read them, and those of paths."""

from collections.abc import Container, Mapping, Sequence

from marshmallow import Schema

from api.openapi.components import Components, Node, declared_name
from api.openapi.responses import name, ref
from api.query.parameters import Parameter, SeveralValues
from api.query.schema import parameters
from schemas.registry import Collection

_LONG_PATTERN = 100  # characters; a longer one is written only once


class Parameters:
    """Adds parameters to the components. Methods return names of components, which apispec turns into references."""

    def __init__(self, components: Components) -> None:
        self._components = components

    def of(self, schema: Schema, owner: Collection | str, what: str, but: Container[str] = ()) -> list[str]:
        """The query parameters of a schema; the owner is a collection, or an operation that belongs to none."""
        found = parameters(schema).items()
        return [self._query(called, made, owner, what) for called, made in found if called not in but]

    def shared(self, schemas: Sequence[Schema], collection: Collection, what: str) -> list[str]:
        """The query parameters that all schemas have in common."""
        first, *others = (parameters(schema) for schema in schemas)
        return [
            self._query(called, made, collection, what)
            for called, made in first.items()
            if all(called in other and other[called].describe() == made.describe() for other in others)
        ]

    def path(self, called: str, key: str, description: str, schema: Mapping[str, object], example: str) -> str:
        """A part of the path. `key` names the component, since each collection has its own `id`."""
        described = {"name": called, "in": "path", "required": True, "description": description}
        return self._named(key, {**described, "schema": dict(schema), "example": example})

    def id(self, kind: str, example: str) -> str:
        shape = {"type": "string", "minLength": 1, "maxLength": 220, "pattern": "^[a-z0-9.-]+$"}
        schema = self._components.add("schemas", "Id", shape)
        return self.path("id", f"{kind}_id", f"The {kind}'s id.", schema, example)

    def _query(self, called: str, made: Parameter, of: Collection | str, what: str) -> str:
        owner, resource = (of, of) if isinstance(of, str) else (name(of), of.name)
        schema = self._components.shared(_each_once(made.describe()), owner, called)
        if isinstance(made, SeveralValues):  # lists in a query are exploded by default
            schema = self._list(schema, called.removesuffix("_not"), owner)
        described = {"name": called, "in": "query", "description": made.help, "schema": schema}
        if called == "by":  # the one parameter without a default
            described |= {"required": True, "schema": {**schema, "minItems": 1}}
        key = "in_unit" if called == "in" else called  # linters take an object with a member `in` for a parameter
        return self._named(key, described, f"{what}_", f"{resource}_")

    def _named(self, key: str, described: Node, *qualifiers: str) -> str:
        same = self._components.name_of("parameters", described)
        added: str = same or self._components.add("parameters", key, described, *qualifiers)["$ref"]
        return added.rpartition("/")[2]

    def _list(self, schema: Node, called: str, owner: str) -> Node:
        """A list of values as a component, named for its items, or else for the field."""
        items = schema["items"]
        listed = declared_name(items) or called.replace("_", " ").title().replace(" ", "")
        if len(items.get("pattern", "")) > _LONG_PATTERN:
            listed = f"TextUpTo{items['maxLength']}" if "maxLength" in items else "AnyText"
            items = self._components.add("schemas", listed, items)
        if "$ref" in items:
            listed = items["$ref"].rpartition("/")[2]
        content = {"type": "array", "items": items, "maxItems": schema["maxItems"]}
        same = self._components.name_of("schemas", content)
        return ref(same) if same else self._components.add("schemas", f"{listed}List", content, owner)


def _each_once(schema: Node) -> Node:
    """A list's schema without second names: clients make the same constant of `earliest.year` and `earliest_year`."""
    values = schema.get("items", {}).get("enum", ())
    second = {one.replace(".", "_") for one in values if "." in one}
    if not second:
        return schema
    return schema | {"items": schema["items"] | {"enum": [one for one in values if one not in second]}}
