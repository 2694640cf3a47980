"""The whole document."""

from collections.abc import Mapping, Sequence
from functools import partial

from api.formats import COMPARISON_FORMATS, COUNTS_FORMATS, FORMATS, Format, offered
from api.formats.format import OBJECT
from api.openapi.components import Components, Node, add_schemas, ref
from api.openapi.examples import Example
from api.openapi.operations import Operations, Rows
from api.problems import KINDS
from api.query.schema import CHANGES, COMPARISON, ROWS, counts_schema, page_schema, record_schema
from api.store import Change, Version
from schemas import comparison, corroboration
from schemas.registry import BY_KIND, COLLECTIONS, FACTS, QUERYABLE, Collection

_INTRODUCTION = """\
What news articles say, as typed, validated, sourced records. Read-only, without credentials, from any origin.

A record's ref is `collection/id`; below `/v1/` it is also its URL. Every fact names its place in the article. A
parameter that takes several values may be repeated, or contain them separated by commas. Errors are RFC 9457 problems;
an unknown parameter is an error. Every 200 has a strong `ETag` for `If-None-Match`, and `Dataset-Version` if it comes
from the dataset. Formats other than JSON are chosen by suffix or `Accept`.

Within `/v1` fields, parameters, formats and values of enumerations may be added; none is removed or changes meaning.
"""
_SECTIONS = ("schemas", "responses", "parameters", "headers", "examples")
_WHOLE = " Formats other than JSON, Atom and SVG give all of it where no `limit` is given."


def document(version: str, examples: Mapping[str, Example]) -> Node:
    """The OpenAPI 3.1 document; `examples` has a record of each collection that is not empty."""
    components = Components()
    add_schemas(components)
    # Of each class the first sentences; its schema has the rest.
    described = {name: (made.model.__doc__ or name).partition("\n\n")[0].split() for name, made in QUERYABLE.items()}
    return {
        "info": {
            "description": _INTRODUCTION,
            "license": {"name": "MIT", "identifier": "MIT"},
            "contact": {"name": "The people who run this server"},
            "title": "Article Facts",
            "version": version,
        },
        "servers": [
            {"url": "/", "description": "This server, in production or wherever it runs.", "x-internal": False}
        ],
        "tags": [
            *({"name": name, "description": " ".join(words)} for name, words in described.items()),
            {"name": "files", "description": "Collections, records and counts in every other format, by suffix."},
            {"name": "service", "description": "The service itself."},
        ],
        "security": [],
        "paths": _paths(Operations(components, examples)),
        "openapi": "3.1.0",
        "components": {name: components.sections[name] for name in _SECTIONS if components.sections[name]},
    }


def _paths(operations: Operations) -> Node:
    found = _service(operations)
    for name, collection in QUERYABLE.items():
        found[f"/v1/{name}"] = _get(operations.page(collection))
        found[f"/v1/{name}/counts"] = _get(operations.counts(collection))
        if collection is not FACTS:  # a row of facts is read at its record
            record = operations.record(collection)
            found[f"/v1/{name}/{{id}}"] = _get(record, operations.id(collection))
    article = operations.id(COLLECTIONS["articles"])
    checked = {"post": _text_check(operations)}
    found["/v1/articles/{id}/facts"] = _get(operations.page(FACTS, within="article_"), article)
    found["/v1/articles/{id}/text-check"] = {**checked, "parameters": [article]}
    return found | _files(operations, article)


def _get(operation: Node, *parts: Node) -> Node:
    """The item of a path, whose parts are parameters."""
    return {"get": operation, **({"parameters": [*parts]} if parts else {})}


def _files(operations: Operations, article: Node) -> Node:
    """Other formats: one path for each kind of resource. Not every collection has every format."""
    everything, records, rows = list(QUERYABLE.values()), list(COLLECTIONS.values()), offered(FACTS.name)
    suffix, counted = _formats(operations, "format", FORMATS), _formats(operations, "counts_format", COUNTS_FORMATS)
    collection, keyed = _named(operations, "any_collection", everything), _named(operations, "collection", records)
    record = operations.id_part("record", operations.key("articles"))
    of_rows = _formats(operations, "facts_format", rows)
    within, made, note = partial(page_schema, within_article=True), operations.files, " `by` is needed."
    page = made("page", "list_records_as", "Records", page_schema, FORMATS, everything, _WHOLE)
    one = made("single", "get_record_as", "One record", record_schema, FORMATS, records)
    counts = made("counts", "count_records_as", "Counts", counts_schema, COUNTS_FORMATS, everything, note)
    facts = made("page", "list_article_facts_as", "An article’s facts", within, rows, [FACTS], _WHOLE)
    return {
        "/v1/{collection}.{format}": _get(page, collection, suffix),
        "/v1/{collection}/{id}.{format}": _get(one, keyed, record, suffix),
        "/v1/{collection}/counts.{format}": _get(counts, collection, counted),
        "/v1/articles/{id}/facts.{format}": _get(facts, article, of_rows),
    }


def _named(operations: Operations, key: str, collections: Sequence[Collection]) -> Node:
    names = [one.name for one in collections]
    return operations.part("collection", key, "A collection.", {"type": "string", "enum": names}, names[0])


def _formats(operations: Operations, key: str, formats: Sequence[Format]) -> Node:
    only = {made: f", of {', '.join(sorted(made.collections))} only" if made.collections else "" for made in formats}
    listed = "; ".join(f"`{made.suffix}`: {made.title}{limits}" for made, limits in only.items())
    suffixes = {"type": "string", "enum": [made.suffix for made in formats]}
    return operations.part("format", key, listed, suffixes, "json")


def _text_check(operations: Operations) -> Node:
    claim = operations.examples.get("claims")
    summary = (
        "Check a text against an article's evidence. Per piece of evidence: exact, moved (with its new place), "
        "ambiguous (with all places) or missing; and whether the text is the one recorded. Nothing is stored."
    )
    content = {"application/json": {"schema": ref("Report"), **({"example": claim.report()} if claim else {})}}
    answer = operations.plain("check_text", summary, content, 404, 413, tag="articles")
    text = {"type": "string", "maxLength": 2**18}
    wrapped = {"type": "object", "required": ["text"], "properties": {"text": text}}
    bodies = {
        "application/json": {"schema": wrapped, "example": {"text": "A text of your own."}},
        "text/plain": {"schema": text, "example": "A text of your own."},
    }
    return operations.posted(answer, "The text, UTF-8, up to 256 KiB.", bodies)


def _service(operations: Operations) -> Node:
    kinds, codes = [*BY_KIND, FACTS.kind], list(KINDS)
    problems = {"type": "array", "items": OBJECT, "maxItems": 100}
    plain, part = partial(_plain, operations), operations.part
    kind = part("kind", "record_kind", "A kind of record.", {"type": "string", "enum": kinds}, "figure")
    code = part("code", "code", "A kind of error.", {"type": "string", "enum": codes}, codes[0])
    schemas, jsonld = "application/schema+json", "application/ld+json"
    about_kind, about_code = "The JSON Schema of a kind of record", "What a kind of error means"
    return {
        "/v1/": plain("get_entry", "Links, dataset version, counts, licence", "/v1/"),
        "/v1/schemas/{kind}": plain("get_schema", about_kind, "/v1/schemas/figure", kind, mime=schemas),
        "/v1/problems/": plain("list_problems", "Every kind of error", "/v1/problems/", schema=problems),
        "/v1/problems/{code}": plain("get_problem", about_code, f"/v1/problems/{codes[0]}", code),
        "/v1/context.jsonld": plain("get_context", "What the terms of JSON-LD mean", "/v1/context.jsonld", mime=jsonld),
        "/openapi.json": plain("get_contract", "This document", "/openapi.json"),
        **{path: made for resource in _RESOURCES for path, made in _rows(operations, resource).items()},
        "/mcp": {"post": _mcp(operations)},
        "/healthz": plain("get_health", "Whether the process is up", "/healthz"),
        "/readyz": plain("get_readiness", "Whether the store is open, and its version", "/readyz"),
    }


_SOURCES = {"type": "integer", "minimum": 0, "description": "The number of first speakers the claim can be traced to."}
# fmt: off
_RESOURCES = (
    Rows("Version", "list_versions", "Every version of the dataset, newest first", Version,
         "When each version was loaded, and how many records that load changed.", ROWS, "/v1/versions"),
    Rows("RecordChange", "list_changes", "The net change to each record since a version, oldest first", Change,
         "`heir` is given where a record was merged into another.", CHANGES, "/v1/changes?limit=1", (410,),
         optional=("heir",)),
    Rows("Corroboration", "corroborate_claim",
         "The claims that repeat, correct or contradict one, and how many sources it has", corroboration.Row,
         "The claim itself first.", ROWS, "/v1/claims/{id}/corroboration", also={"independent_sources": _SOURCES}),
    Rows("Comparison", "compare_measure", "A measure's figures from all articles side by side", comparison.Row,
         "In order of publication.", COMPARISON, "/v1/measures/{id}/comparison", formats=COMPARISON_FORMATS),
)
# fmt: on


def _rows(operations: Operations, resource: Rows) -> Node:
    path = resource.example.partition("?")[0]
    parts = [operations.id(resource.collection)] if resource.collection else []
    key = "compared_format" if resource.formats is COMPARISON_FORMATS else "rows_format"
    suffix = _formats(operations, key, resource.formats)
    return {
        path: _get(operations.rows(resource), *parts),
        f"{path}.{{format}}": _get(operations.rows(resource, suffix=True), *parts, suffix),
    }


def _mcp(operations: Operations) -> Node:
    summary = (
        "Model Context Protocol (streamable HTTP, stateless): search, read, compare and check a text. Its own errors "
        "are JSON-RPC's."
    )
    content = {"application/json": {"schema": OBJECT, "example": {"jsonrpc": "2.0", "id": 1, "result": {}}}}
    answer = operations.plain("call_mcp", summary, content, 413)
    answer["responses"]["202"] = {"description": "A notification; it takes no answer."}
    message = {"type": "object", "required": ["jsonrpc"], "properties": {"jsonrpc": {"const": "2.0"}}}
    example = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    bodies = {"application/json": {"schema": message, "example": example}}
    return operations.posted(answer, "A JSON-RPC message.", bodies)


def _plain(
    operations: Operations, identifier: str, summary: str, example: str, *parts: Node,
    schema: Mapping[str, object] = OBJECT, mime: str = "application/json",
) -> Node:  # fmt: skip
    """GET of a resource without parameters but in its path, where there may be no such thing."""
    content = {mime: {"schema": dict(schema), "examples": {"here": {"description": f"`{example}` shows one."}}}}
    return _get(operations.plain(identifier, summary, content, *([404] if parts else [])), *parts)
