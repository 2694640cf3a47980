"""Operations: parameters from the query room, responses from the formats, errors from the list of problems."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from marshmallow import Schema

from api.formats import COUNTS_FORMATS, JSON, ROWS_FORMATS, Format, offered
from api.openapi.components import Components, Node
from api.openapi.examples import Example
from api.openapi.parameters import Parameters
from api.openapi.responses import found, name, ref
from api.query.schema import counts_schema, filters, more_filters, page_schema, record_schema
from schemas.registry import Collection

_SAME_PARAMETERS = "Takes all parameters of the same path without the suffix."
_COMMON = ("malformed-request", "internal-error", "store-unavailable", "query-timeout")
QUERIED = (
    "unknown-parameter", "repeated-parameter", "invalid-parameter", "not-acceptable", "version-changed", *_COMMON,
)  # fmt: skip


def _formats(formats: Iterable[Format]) -> str:
    return f"Also as {', '.join(f'`.{made.suffix}`' for made in formats if made.suffix != JSON.suffix)}."


@dataclass(frozen=True)
class Rows:
    """A resource of rows that are not records: operation, schema of a page, parameters and an example URL."""

    name: str
    operation: str
    summary: str
    page: Node
    schema: Schema
    example: str
    errors: tuple[str, ...] = ("invalid-cursor",)
    tag: str = "service"
    formats: tuple[Format, ...] = ROWS_FORMATS


class Operations:
    """Makes operations, and adds what they share to the components. `examples` are by collection."""

    def __init__(self, components: Components, examples: Mapping[str, Example]) -> None:
        self._components, self._examples = components, examples
        self.parameters = Parameters(components)

    def page(self, collection: Collection, within: str = "") -> Node:
        """GET of a collection, or of that `within` an article, as JSON."""
        scope = "An article's facts as flat rows, in reading order" if within else collection.name.capitalize()
        described = f"In the order: {collection.order}. {_formats(offered(collection.name))}"
        query = self.parameters.of(page_schema(collection, bool(within)), collection, "page")
        content = self._json(f"{name(collection)}Page", collection, "page")
        errors = (*QUERIED, "invalid-cursor", *(["not-found"] if within else []))
        responses = found(self._components, content, errors, linked=True)
        return self._operation(f"list_{within}{collection.name}", scope, described, query, responses, collection.name)

    def record(self, collection: Collection) -> Node:
        described, kind = _formats(offered(collection.name)), collection.kind
        query = self.parameters.of(record_schema(collection), collection, "record")
        content = self._json(name(collection), collection, "single")
        responses = found(self._components, content, (*QUERIED, "not-found"), merged=True)
        return self._operation(f"get_{kind}", f"One {kind}", described, query, responses, collection.name)

    def counts(self, collection: Collection) -> Node:
        """GET of a collection's counts as JSON. Filters are declared at the collection only: repeated they would double
        the document."""
        described = "Records counted by value, the largest counts first. Takes the collection's filters. "
        declared = {*filters(collection), *more_filters(collection)} - {"q"}
        query = self.parameters.of(counts_schema(collection), collection, "counts", declared)
        content = self._json("CountsPage", collection, "counts")
        responses = found(self._components, content, (*QUERIED, "invalid-cursor"), linked=True)
        summary, also = f"Counts of {collection.name}", _formats(COUNTS_FORMATS)
        return self._operation(f"count_{collection.name}", summary, described + also, query, responses, collection.name)

    def files(
        self,
        what: str,
        identifier: str,
        subject: str,
        schema: Callable[[Collection], Schema],
        formats: Sequence[Format],
        collections: Sequence[Collection],
        note: str = "",
    ) -> Node:
        """GET of a page, a single record or counts of any of these collections, in the format of the suffix."""
        is_single, schemas = what == "single", [schema(one) for one in collections]
        query = self.parameters.shared(schemas, collections[0], "record" if is_single else what)
        errors = (*QUERIED, "not-found", *(() if is_single else ("invalid-cursor",)))
        content = self._contents(formats, collections, what)
        responses = found(self._components, content, errors, linked=not is_single, merged=is_single)
        summary, described = f"{subject} in the format of the suffix", f"{_SAME_PARAMETERS}{note}"
        return self._operation(identifier, summary, described, query, responses, "files")

    def rows(self, resource: Rows, suffix: bool = False) -> Node:
        """GET of rows that are no records, as JSON or in the format of the suffix."""
        row = self._components.schema(resource.name, resource.page["properties"]["items"]["items"])
        items = resource.page["properties"]["items"] | {"items": row}
        whole = resource.page | {"properties": resource.page["properties"] | {"items": items}}
        page = self._components.schema(f"{resource.name}Page", whole)
        link = {"examples": {"here": {"description": f"`{resource.example}` shows one."}}}
        content = {
            made.mime: {"schema": page if made.suffix == JSON.suffix else dict(made.schema or {})} | link
            for made in resource.formats
            if suffix or made.suffix == JSON.suffix
        }
        return self._operation(
            f"{resource.operation}{'_as' if suffix else ''}",
            f"{resource.summary}{', in the format of the suffix' if suffix else ''}",
            _SAME_PARAMETERS if suffix else _formats(resource.formats),
            self.parameters.of(resource.schema, resource.operation, resource.operation),
            found(self._components, content, (*QUERIED, *resource.errors), linked=True),
            resource.tag,
        )

    def plain(self, operation: str, summary: str, content: Node, errors: Iterable[str], tag: str = "service") -> Node:
        """GET of a resource of one form; `content` by media type."""
        responses = found(self._components, content, (*_COMMON, *errors))
        return self._operation(operation, summary, summary, [], responses, tag)

    def posted(self, operation: Node, description: str, bodies: Node) -> Node:
        """The same as a POST with a body, whose answer is never cached."""
        del operation["responses"]["304"]
        return operation | {"requestBody": {"required": True, "description": description, "content": bodies}}

    def _operation(
        self, identifier: str, summary: str, description: str, query: list[str], responses: Node, tag: str
    ) -> Node:
        return {
            "operationId": identifier,
            "summary": summary,
            **({"description": " ".join(description.split())} if description != summary else {}),
            "tags": [tag],
            **({"parameters": query} if query else {}),
            "responses": responses,
        }

    def _json(self, schema: str, collection: Collection, what: str) -> Node:
        return {JSON.mime: {"schema": ref(schema)} | self._shown(JSON, [collection], what)}

    def _contents(self, formats: Iterable[Format], collections: Sequence[Collection], what: str) -> Node:
        """The response in each format, with the example of a collection that has it."""
        return {
            made.mime: {"schema": dict(made.schema or {})}
            | self._shown(made, [one for one in collections if what == "counts" or made.shows(one.name)], what)
            for made in formats
        }

    def _shown(self, made: Format, collections: Iterable[Collection], what: str) -> Node:
        for one in collections:
            if one.name in self._examples:
                example = self._examples[one.name].answers[what, made.suffix]
                shown = self._components.add("examples", f"{one.name}_{what}_{made.suffix}", example)
                return {"examples": {one.name: shown}}
        return {}
