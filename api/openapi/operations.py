"""Operations: parameters from the query room, answers from the formats, errors from the list of problems.

apispec's marshmallow plugin is not used: it writes each parameter out in each operation, which makes the document
three times as large; here an operation refers to parameters that are components.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from api.formats import COUNTS_FORMATS, JSON, ROWS_FORMATS, Format, offered
from api.openapi.components import Components, Node
from api.openapi.examples import Example
from api.openapi.shapes import name, ref
from api.problems import KINDS, MEDIA_TYPE
from api.query.parameters import Parameter
from api.query.schema import counts_schema, filters, more_filters, page_schema, parameters, record_schema
from schemas.registry import Collection

_TEXT = {"type": "string"}
_EXPECTED = {400, 404, 410, 413}  # statuses that tell what was wrong with the question
_LONG_PATTERN = 100  # characters; a longer one is written only once
_LINK = {"Link": {"description": '`<...>; rel="next"`, relative, where there is a next page.', "schema": _TEXT}}
_EXTRA = {
    "method-not-allowed": {"Allow": {"description": "The methods there are.", "schema": _TEXT}},
    "store-unavailable": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
}
_TOO_LONG = (
    "The request line or the headers are longer than the server reads. Its own answer, before the app is reached."
)
_SAME_PARAMETERS = "It takes all the parameters that the same path takes without the suffix."
_EXCLUDING = (
    "A filter's name with `_not` at its end excludes: `{field}_not=a,b` is neither, and what has no value answers."
)
_SAME_FILTERS = "Takes the collection's filters."
_COMMON = ("malformed-request", "internal-error", "store-unavailable", "query-timeout")
QUERIED = (
    "unknown-parameter", "repeated-parameter", "invalid-parameter", "not-acceptable", "version-changed", *_COMMON,
)  # fmt: skip


def _formats(formats: Iterable[Format]) -> str:
    """Which other formats there are."""
    others = ", ".join(f"`.{made.suffix}`" for made in formats if made is not JSON and made.suffix != JSON.suffix)
    return f"Also as {others}."


@dataclass(frozen=True)
class Rows:
    """A resource whose answers are rows that are no records: its operation, what a page of it looks like, its
    parameters, and a URL that shows one."""

    name: str
    operation: str
    summary: str
    page: Node
    schema: type[Schema]
    example: str
    errors: tuple[str, ...] = ("invalid-cursor",)
    tag: str = "service"
    formats: tuple[Format, ...] = ROWS_FORMATS


class Operations:
    """Makes operations, and adds what they share to the components. `examples` has a record by collection."""

    def __init__(self, components: Components, examples: Mapping[str, Example]) -> None:
        self._components, self._examples = components, examples

    def page(self, collection: Collection, within: str = "") -> Node:
        """GET of a collection, or of that `within` an article, as JSON."""
        scope = "An article's facts as flat rows, in reading order" if within else collection.name.capitalize()
        return self._operation(
            f"list_{within}{collection.name}",
            scope,
            f"In the order: {collection.order}. "
            f"{_SAME_FILTERS if within else _EXCLUDING} {_formats(offered(collection.name))}",
            self._query(page_schema(collection, bool(within)), collection, "page", whole=not within),
            self._json(f"{name(collection)}Page", collection, "page"),
            _LINK,
            (*QUERIED, "invalid-cursor", *(["not-found"] if within else [])),
            collection.name,
        )

    def record(self, collection: Collection) -> Node:
        """GET of one record as JSON."""
        operation = self._operation(
            f"get_{collection.kind}",
            f"One {collection.kind}",
            _formats(offered(collection.name)),
            self._query(record_schema(collection), collection, "record"),
            self._json(name(collection), collection, "single"),
            (),
            (*QUERIED, "not-found"),
            collection.name,
        )
        operation["responses"]["308"] = self._merged()
        return operation

    def counts(self, collection: Collection) -> Node:
        """GET of a collection's counts as JSON."""
        return self._operation(
            f"count_{collection.name}",
            f"Counts of {collection.name}",
            f"Records counted by value, the largest counts first. {_SAME_FILTERS} {_formats(COUNTS_FORMATS)}",
            self._query(counts_schema(collection), collection, "counts", whole=False),
            self._json("CountsPage", collection, "counts"),
            (),
            QUERIED,
            collection.name,
        )

    def page_as(self, formats: Sequence[Format], collections: Sequence[Collection], within: str = "") -> Node:
        """GET of any of these collections, or of that `within` an article, in the format of the suffix."""
        return self._operation(
            f"list_{within or 'records_'}as",
            f"{'An article’s facts' if within else 'Records'} in the format of the suffix",
            f"{_SAME_PARAMETERS} Formats other than JSON, Atom and SVG give all of it where no `limit` is given.",
            self._shared_query([page_schema(one, bool(within)) for one in collections], collections[0], "page"),
            self._contents(formats, collections, "page"),
            _LINK,
            (*QUERIED, "invalid-cursor", "not-found"),
            "files",
        )

    def record_as(self, formats: Sequence[Format], collections: Sequence[Collection]) -> Node:
        """GET of one record of any of these collections in the format of the suffix."""
        operation = self._operation(
            "get_record_as",
            "One record in the format of the suffix",
            _SAME_PARAMETERS,
            self._shared_query([record_schema(one) for one in collections], collections[0], "record"),
            self._contents(formats, collections, "single"),
            (),
            (*QUERIED, "not-found"),
            "files",
        )
        operation["responses"]["308"] = self._merged()
        return operation

    def counts_as(self, formats: Sequence[Format], collections: Sequence[Collection]) -> Node:
        """GET of the counts of any of these collections in the format of the suffix."""
        return self._operation(
            "count_records_as",
            "Counts in the format of the suffix",
            f"{_SAME_PARAMETERS} `by` is needed.",
            self._shared_query([counts_schema(one) for one in collections], collections[0], "counts"),
            self._contents(formats, collections, "counts"),
            (),
            (*QUERIED, "not-found"),
            "files",
        )

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
            resource.summary if suffix else f"{resource.summary}. {_formats(resource.formats)}",
            [self._parameter(called, made, resource.operation, resource.operation)
             for called, made in parameters(resource.schema).items()],
            content,
            _LINK,
            (*QUERIED, *resource.errors),
            resource.tag,
        )  # fmt: skip

    def plain(
        self,
        operation: str,
        summary: str,
        content: Node,
        errors: Iterable[str] = ("unknown-parameter",),
        tag: str = "service",
        query: Iterable[Node] = (),
    ) -> Node:
        """GET of a resource of one form. `content` is by media type."""
        return {
            "operationId": operation,
            "summary": summary,
            "description": summary,
            "tags": [tag],
            "parameters": list(query),
            "responses": self._found(content, ()) | self._problems((*_COMMON, *errors)),
        }

    def posted(self, operation: Node, description: str, bodies: Node) -> Node:
        """The same with a body, as a POST: nothing of its answer is kept, by anybody."""
        del operation["responses"]["304"]
        return operation | {"requestBody": {"required": True, "description": description, "content": bodies}}

    def _operation(
        self,
        identifier: str,
        summary: str,
        description: str,
        query: list[str],
        content: Node,
        headers: Iterable[str],
        errors: Iterable[str],
        tag: str,
    ) -> Node:
        return {
            "operationId": identifier,
            "summary": summary,
            "description": " ".join(description.split()),
            "tags": [tag],
            "parameters": query,
            "responses": self._found(content, headers) | self._problems(errors),
        }

    def _query(self, schema: type[Schema], collection: Collection, what: str, whole: bool = True) -> list[str]:
        """The parameters of a schema, as names of components. Those that exclude are described together, and what
        narrows a list down further stands only where the `whole` is asked for: each by itself, in each operation, they
        would make half of the document."""
        further = set() if whole else {*filters(collection), *more_filters(collection)} - {"q"}
        return [
            self._parameter(called, made, collection, what)
            for called, made in parameters(schema).items()
            if called not in further and not (called.endswith("_not") and called in more_filters(collection))
        ]

    def _shared_query(self, schemas: Sequence[type[Schema]], collection: Collection, what: str) -> list[str]:
        """The parameters that all schemas have, and that take the same in each."""
        first, *others = (parameters(schema) for schema in schemas)
        return [
            self._parameter(called, made, collection, what)
            for called, made in first.items()
            if all(called in other and other[called].describe() == made.describe() for other in others)
        ]

    def _parameter(self, called: str, made: Parameter, of: Collection | str, what: str) -> str:
        """The component's name, which apispec takes for a reference."""
        owner, resource = (of, of) if isinstance(of, str) else (name(of), of.name)
        schema = self._components.shared(_each_once(made.describe()), owner, called)
        described = {"name": called, "in": "query", "description": made.help, "schema": schema}
        if made.several:
            listed = self._list(schema, called.removesuffix("_not"), owner)
            described |= {"schema": listed, "explode": True}
        if called == "by":  # the one parameter without a default
            described |= {"required": True, "schema": {**described["schema"], "minItems": 1}}
        key = "in_unit" if called == "in" else called  # linters take an object with a member `in` for a parameter
        added: str = self._components.add("parameters", key, described, f"{what}_", f"{resource}_")["$ref"]
        return added.rpartition("/")[2]

    def _list(self, schema: Node, called: str, owner: str) -> Node:
        """A list of values as a component: what a parameter takes, the one that excludes takes too."""
        items = schema["items"]
        schema = {"type": "array", "items": items, "maxItems": schema["maxItems"]}
        if len(items.get("pattern", "")) > _LONG_PATTERN:
            items = self._components.add(
                "schemas", f"TextUpTo{items['maxLength']}" if "maxLength" in items else "AnyText", items
            )
        named = (
            items["$ref"].rpartition("/")[2] if "$ref" in items else called.replace("_", " ").title().replace(" ", "")
        )
        return self._components.add("schemas", f"{named}List", schema | {"items": items}, owner)

    def _json(self, schema: str, collection: Collection, what: str) -> Node:
        return {JSON.mime: {"schema": ref(schema)} | self._shown(JSON, [collection], what)}

    def _contents(self, formats: Iterable[Format], collections: Sequence[Collection], what: str) -> Node:
        """The answer in each format; a collection that has the format gives the example."""
        return {
            made.mime: {"schema": dict(made.schema or {})}
            | self._shown(made, [one for one in collections if what == "counts" or made.shows(one.name)], what)
            for made in formats
        }

    def _shown(self, made: Format, collections: Iterable[Collection], what: str) -> Node:
        """An example of a format, where there is a record to show."""
        for one in collections:
            if one.name in self._examples:
                example = self._examples[one.name].answers[what, made.suffix]
                shown = self._components.add("examples", f"{one.name}_{what}_{made.suffix}", example)
                return {"examples": {one.name: shown}}
        return {}

    def _merged(self) -> Node:
        moved = {"Location": {"description": "The heir's relative URL.", "schema": _TEXT}}
        merged = {"description": "The id was merged into another; follow Location.", "headers": moved}
        return self._components.add("responses", "Merged", merged)

    def _found(self, content: Node, headers: Iterable[str]) -> Node:
        unchanged = {"description": "The caller's copy, named in If-None-Match, is current."}
        return {
            "200": {
                "description": "Found.",
                **(
                    {"headers": {one: self._components.add("headers", one, _LINK[one]) for one in headers}}
                    if headers
                    else {}
                ),
                "content": content,
            },
            "304": self._components.add("responses", "NotModified", unchanged),
        }

    def _problems(self, codes: Iterable[str]) -> Node:
        """Error answers: those that come of what is asked by their status, the rest of them under `default`."""
        found = sorted({KINDS[code].status for code in codes} & _EXPECTED)
        too_long = {
            "description": _TOO_LONG,
            "content": {"text/html": {"schema": _TEXT}, "text/plain": {"schema": _TEXT}},
        }
        problem = self._components.add("responses", "Problem", _problem())
        return {
            **{str(status): problem for status in found},
            **dict.fromkeys(("414", "431"), self._components.add("responses", "TooLong", too_long)),
            "default": problem,
        }


def _problem() -> Node:
    """Any error, with an example of each of its codes."""
    return {
        "description": " ".join(f"{kind.status} `{kind.code}`: {kind.explanation}" for kind in KINDS.values()),
        "headers": {called: header for ones in _EXTRA.values() for called, header in ones.items()},
        "content": {
            MEDIA_TYPE: {
                "schema": ref("ProblemDocument"),
                "examples": {code: {"value": _example(code)} for code in KINDS},
            }
        },
    }


def _example(code: str) -> Node:
    kind = KINDS[code]
    return {"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.explanation, "code": code}


def path_parameter(called: str, description: str, schema: Mapping[str, Any], example: str) -> Node:
    """A part of the path."""
    return {
        "name": called,
        "in": "path",
        "required": True,
        "description": description,
        "schema": dict(schema),
        "example": example,
    }


def _each_once(schema: Node) -> Node:
    """The schema of a list without the second names of its values: clients that make constants of `earliest.year` and
    `earliest_year` would give both the same name."""
    values = schema.get("items", {}).get("enum", ())
    second = {one.replace(".", "_") for one in values if "." in one}
    if not second:
        return schema
    return schema | {"items": schema["items"] | {"enum": [one for one in values if one not in second]}}
