"""Operations: parameters from the query room, responses from the formats, errors from the list of problems."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from marshmallow import Schema

from api.formats import COUNTS_FORMATS, JSON, ROWS_FORMATS, Format, offered
from api.openapi.components import Components, Node, declared_name, found, name, page, ref, row_schema
from api.openapi.examples import Example
from api.query.parameters import Parameter, SeveralValues
from api.query.schema import counts_schema, filters, more_filters, page_schema, parameters, record_schema
from schemas.registry import COLLECTIONS, Collection

_SAME_PARAMETERS = "Takes all parameters of the same path without the suffix."
_LONG_PATTERN = 100  # characters; a longer one is written only once


def _formats(formats: Iterable[Format]) -> str:
    return f"Also as {', '.join(f'`.{made.suffix}`' for made in formats if made.suffix != JSON.suffix)}."


@dataclass(frozen=True)
class Rows:
    """A resource of rows that are not records. `row` is the class of a row, `described` says more of its page, and
    `also` has the keys beside the usual ones. In the `example`, a URL, `{id}` stands for that of a record."""

    name: str
    operation: str
    summary: str
    row: type[tuple[object, ...]]
    described: str
    schema: Schema
    example: str
    statuses: tuple[int, ...] = ()
    formats: tuple[Format, ...] = ROWS_FORMATS
    optional: tuple[str, ...] = ()
    also: Mapping[str, Node] = field(default_factory=dict)

    @property
    def collection(self) -> Collection | None:
        """That of the records which have such a resource each."""
        return COLLECTIONS[self.example.split("/")[2]] if "{id}" in self.example else None


def _each_once(schema: Node) -> Node:
    """A list's schema without second names: clients make the same constant of `earliest.year` and `earliest_year`."""
    values = schema.get("items", {}).get("enum", ())
    second = {one.replace(".", "_") for one in values if "." in one}
    if not second:
        return schema
    return schema | {"items": schema["items"] | {"enum": [one for one in values if one not in second]}}


class Operations:
    """Makes operations, and adds what they share to the components. `examples` are by collection."""

    def __init__(self, components: Components, examples: Mapping[str, Example]) -> None:
        self._components, self.examples = components, examples

    def key(self, collection: str) -> str:
        return self.examples[collection].key if collection in self.examples else "none"

    def id(self, collection: Collection) -> Node:
        return self.id_part(collection.kind, self.key(collection.name))

    def page(self, collection: Collection, within: str = "") -> Node:
        """GET of a collection, or of that `within` an article, as JSON."""
        scope = "An article's facts as flat rows, in reading order" if within else collection.name.capitalize()
        described = f"In the order: {collection.order}. {_formats(offered(collection.name))}"
        query = self._parameters_of(page_schema(collection, bool(within)), collection, "page")
        content = self._json(f"{name(collection)}Page", collection, "page")
        called, statuses = f"list_{within}{collection.name}", [404] if within else []
        return self._operation(called, scope, described, query, content, collection.name, *statuses, linked=True)

    def record(self, collection: Collection) -> Node:
        described, kind = _formats(offered(collection.name)), collection.kind
        query = self._parameters_of(record_schema(collection), collection, "record")
        content = self._json(name(collection), collection, "single")
        about = (f"get_{kind}", f"One {kind}", described)
        return self._operation(*about, query, content, collection.name, 404, merged=True)

    def counts(self, collection: Collection) -> Node:
        """GET of a collection's counts as JSON. Repeated here, the collection's filters would double the document."""
        described = "Records counted by value, the largest counts first. Takes the collection's filters. "
        declared = {*filters(collection), *more_filters(collection)} - {"q"}
        query = self._parameters_of(counts_schema(collection), collection, "counts", declared)
        content = self._json("CountsPage", collection, "counts")
        about = (f"count_{collection.name}", f"Counts of {collection.name}", described + _formats(COUNTS_FORMATS))
        return self._operation(*about, query, content, collection.name, linked=True)

    def files(
        self, what: str, identifier: str, subject: str, schema: Callable[[Collection], Schema],
        formats: Sequence[Format], collections: Sequence[Collection], note: str = "",
    ) -> Node:  # fmt: skip
        """GET of a page, a single record or counts of any of these collections, in the format of the suffix."""
        is_single, schemas = what == "single", [schema(one) for one in collections]
        query = self._shared_parameters(schemas, collections[0], "record" if is_single else what)
        content = {
            made.mime: {"schema": dict(made.schema or {})}
            | self._shown(made, [one for one in collections if what == "counts" or made.shows(one.name)], what)
            for made in formats
        }
        about = (identifier, f"{subject} in the format of the suffix", f"{_SAME_PARAMETERS}{note}")
        return self._operation(*about, query, content, "files", 404, linked=not is_single, merged=is_single)

    def rows(self, resource: Rows, suffix: bool = False) -> Node:
        """GET of rows that are no records, as JSON or in the format of the suffix."""
        row = self._components.schema(resource.name, row_schema(resource.row, resource.optional))
        rows = self._components.schema(f"{resource.name}Page", page(row, resource.described, **resource.also))
        tag = resource.collection.name if resource.collection else "service"
        example = resource.example.replace("{id}", self.key(tag))
        link = {"examples": {"here": {"description": f"`{example}` shows one."}}}
        content = {
            made.mime: {"schema": rows if made.suffix == JSON.suffix else dict(made.schema or {})} | link
            for made in resource.formats
            if suffix or made.suffix == JSON.suffix
        }
        query = self._parameters_of(resource.schema, resource.operation, resource.operation)
        statuses = [404] if resource.collection else resource.statuses
        about = (resource.operation, resource.summary, _formats(resource.formats))
        if suffix:
            about = (f"{about[0]}_as", f"{about[1]}, in the format of the suffix", _SAME_PARAMETERS)
        return self._operation(*about, query, content, tag, *statuses, linked=True)

    def plain(self, operation: str, summary: str, content: Node, *statuses: int, tag: str = "service") -> Node:
        """GET of a resource of one form; `content` by media type."""
        return self._operation(operation, summary, summary, [], content, tag, *statuses)

    def posted(self, operation: Node, description: str, bodies: Node) -> Node:
        """The same as a POST with a body, whose answer is never cached."""
        del operation["responses"]["304"]
        return operation | {"requestBody": {"required": True, "description": description, "content": bodies}}

    def _operation(
        self, identifier: str, summary: str, description: str, query: list[Node], content: Node, tag: str,
        *statuses: int, linked: bool = False, merged: bool = False,
    ) -> Node:  # fmt: skip
        return {
            "operationId": identifier,
            "summary": summary,
            **({"description": " ".join(description.split())} if description != summary else {}),
            "tags": [tag],
            **({"parameters": query} if query else {}),
            "responses": found(self._components, content, *statuses, linked=linked, merged=merged),
        }

    def _json(self, schema: str, collection: Collection, what: str) -> Node:
        return {JSON.mime: {"schema": ref(schema)} | self._shown(JSON, [collection], what)}

    def _shown(self, made: Format, collections: Iterable[Collection], what: str) -> Node:
        """The example of the first of these collections that has one."""
        for one in collections:
            if one.name in self.examples:
                example = self.examples[one.name].answers[what, made.suffix]
                shown = self._components.add("examples", f"{one.name}_{what}_{made.suffix}", example)
                return {"examples": {one.name: shown}}
        return {}

    def _parameters_of(
        self, schema: Schema, owner: Collection | str, what: str, but: Container[str] = ()
    ) -> list[Node]:
        """The query parameters of a schema; the owner is a collection, or an operation that belongs to none."""
        found = parameters(schema).items()
        return [self._query(called, made, owner, what) for called, made in found if called not in but]

    def _shared_parameters(self, schemas: Sequence[Schema], collection: Collection, what: str) -> list[Node]:
        """The query parameters that all schemas have in common."""
        first, *others = (parameters(schema) for schema in schemas)
        return [
            self._query(called, made, collection, what)
            for called, made in first.items()
            if all(called in other and other[called].describe() == made.describe() for other in others)
        ]

    def part(self, called: str, key: str, description: str, schema: Mapping[str, object], example: str) -> Node:
        """A part of the path. `key` names the component, since each collection has its own `id`."""
        described = {"name": called, "in": "path", "required": True, "description": description}
        described |= {"schema": dict(schema), "example": example}
        return self._components.once("parameters", key, described)

    def id_part(self, kind: str, example: str) -> Node:
        """The part of a path that is an id."""
        shape = {"type": "string", "minLength": 1, "maxLength": 220, "pattern": "^[a-z0-9.-]+$"}
        schema = self._components.add("schemas", "Id", shape)
        return self.part("id", f"{kind}_id", f"The {kind}'s id.", schema, example)

    def _query(self, called: str, made: Parameter, of: Collection | str, what: str) -> Node:
        owner, resource = (of, of) if isinstance(of, str) else (name(of), of.name)
        schema = self._components.shared(_each_once(made.describe()), owner, called)
        if isinstance(made, SeveralValues):  # lists in a query are exploded by default
            schema = self._list(schema, called.removesuffix("_not"), owner)
        described = {"name": called, "in": "query", "description": made.help, "schema": schema}
        if called == "by":  # the one parameter without a default
            described |= {"required": True, "schema": {**schema, "minItems": 1}}
        key = "in_unit" if called == "in" else called  # linters take an object with a member `in` for a parameter
        return self._components.once("parameters", key, described, f"{what}_", f"{resource}_")

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
        return self._components.once("schemas", f"{listed}List", content, owner)
