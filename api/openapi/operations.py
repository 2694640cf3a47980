"""Operations: parameters from the marshmallow schemas, answers from the formats, errors from the list of problems."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema

from api.formats import COUNTS_FORMATS, Format, offered
from api.openapi.components import name, record_or_selection, ref
from api.problems import KINDS, MEDIA_TYPE
from api.query.schema import counts_schema, page_schema, parameters, record_schema
from schemas.registry import Collection

_TEXT = {"type": "string"}
_ORIGIN: dict[str, Any] = {
    "Access-Control-Allow-Origin": {"description": "Any origin may read, without credentials.", "schema": _TEXT}
}
_HEADERS: dict[str, Any] = _ORIGIN | {
    "ETag": {"description": "Strong validator of this representation; send it back in If-None-Match.", "schema": _TEXT},
    "Cache-Control": {"description": "How long caches may serve it without asking again.", "schema": _TEXT},
    "Vary": {"description": "The request headers that the representation depends on.", "schema": _TEXT},
}
_LINK = {"Link": {"description": '`<...>; rel="next"`, relative, where there is a next page.', "schema": _TEXT}}
_EXTRA: dict[str, dict[str, Any]] = {
    "method-not-allowed": {"Allow": {"description": "The methods there are.", "schema": _TEXT}},
    "store-unavailable": {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}},
}
_TOO_LONG = (
    "The request line or the headers are longer than the server reads. Its own answer, before the app is reached."
)
_COMMON = ("malformed-request", "internal-error", "store-unavailable", "query-timeout")
_QUERIED = ("unknown-parameter", "repeated-parameter", "invalid-parameter", "not-acceptable", *_COMMON)


def page(collection: Collection, within_article: bool = False, suffix: bool = False) -> dict[str, Any]:
    """GET of a collection: a page, or all of it in a format that streams."""
    schema = page_schema(collection, within_article)
    answers = {made.mime: _page_content(made, collection) for made in offered(collection.name)}
    scope = "An article's facts as flat rows" if within_article else f"{collection.name.capitalize()}"
    errors = (*_QUERIED, "invalid-cursor", *(["not-found"] if within_article or suffix else []))
    return _operation(
        f"list_{'article_' if within_article else ''}{collection.name}{'_as' if suffix else ''}",
        f"{scope}{', in the format of the suffix' if suffix else ''}",
        f"In the order: {collection.order}. {collection.model.__doc__ or ''}",
        _query(schema),
        _ok(answers, _HEADERS | _LINK),
        errors,
        collection.name,
    )


def record(collection: Collection) -> dict[str, Any]:
    """GET of one record."""
    answers = {made.mime: _record_content(made, collection) for made in offered(collection.name)}
    responses = _ok(answers, _HEADERS)
    responses["308"] = {
        "description": "The id was merged into another; follow Location.",
        "headers": _ORIGIN | {"Location": {"description": "The heir's relative URL.", "schema": _TEXT}},
    }
    return _operation(
        f"get_{collection.kind}",
        f"One {collection.kind}",
        collection.model.__doc__ or "",
        _query(record_schema(collection)),
        responses,
        (*_QUERIED, "not-found"),
        collection.name,
    )


def counts(collection: Collection, suffix: bool = False) -> dict[str, Any]:
    """GET of a collection's counts."""
    answers = {made.mime: _counts_content(made) for made in COUNTS_FORMATS}
    return _operation(
        f"count_{collection.name}{'_as' if suffix else ''}",
        f"Counts of {collection.name}{', in the format of the suffix' if suffix else ''}",
        "Flat rows of values and how many records have them, the largest counts first.",
        _query(counts_schema(collection), required=("by",)),
        _ok(answers, _HEADERS),
        (*_QUERIED, *(["not-found"] if suffix else [])),
        collection.name,
    )


def plain(operation: str, summary: str, answers: Mapping[str, Any], errors: Iterable[str], tag: str) -> dict[str, Any]:
    """GET of a resource without parameters. `answers` maps media types to JSON Schemas."""
    content = {media_type: {"schema": schema} for media_type, schema in answers.items()}
    return _operation(operation, summary, summary, [], _ok(content, _HEADERS), (*_COMMON, *errors), tag)


def text_check(report: Any) -> dict[str, Any]:
    """POST of a text."""
    operation = _operation(
        "check_text",
        "Hold a text against an article's evidence",
        "Per piece of evidence: exact, moved (with its new place), ambiguous (with all places) or missing; and "
        "whether the text is the one recorded. Nothing is stored.",
        [],
        _ok({"application/json": {"schema": report}}, _HEADERS),
        (*_COMMON, "unknown-parameter", "not-found", "payload-too-large", "unsupported-media-type"),
        "articles",
    )
    del operation["responses"]["304"]  # nothing of it is kept, by anybody
    text = {"type": "string", "maxLength": 2**18}
    in_json = {"type": "object", "required": ["text"], "properties": {"text": text}}
    body = {
        "text/plain": {"schema": text, "example": "A text of your own."},
        "application/json": {"schema": in_json, "example": {"text": "A text of your own."}},
    }
    content = {"required": True, "description": "The text, UTF-8, up to 256 KiB.", "content": body}
    return operation | {"requestBody": content}


def path_parameter(called: str, description: str, schema: Mapping[str, Any], example: str) -> dict[str, Any]:
    """A part of the path."""
    return {
        "name": called,
        "in": "path",
        "required": True,
        "description": description,
        "schema": dict(schema),
        "example": example,
    }


def problems(codes: Iterable[str]) -> dict[str, Any]:
    """Error answers by status, as references to `problem_answers`."""
    statuses = sorted({KINDS[code].status for code in codes})
    told = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in statuses}
    return told | {"414": {"$ref": "#/components/responses/TooLong"}, "431": {"$ref": "#/components/responses/TooLong"}}


def problem_answers() -> dict[str, Any]:
    """One answer a status, with an example of each of its codes."""
    by_status: dict[int, list[str]] = {}
    for code, kind in KINDS.items():
        by_status.setdefault(kind.status, []).append(code)
    answers = {f"Problem{status}": _problem(codes) for status, codes in by_status.items()}
    return answers | {"TooLong": {"description": _TOO_LONG, "content": {"text/html": {"schema": _TEXT}}}}


def _problem(codes: list[str]) -> dict[str, Any]:
    described = " ".join(f"`{code}`: {KINDS[code].explanation}" for code in codes)
    examples = {code: {"value": _example(code)} for code in codes}
    content = {MEDIA_TYPE: {"schema": ref("ProblemDocument"), "examples": examples}}
    headers = _ORIGIN | {key: value for code in codes for key, value in _EXTRA.get(code, {}).items()}
    return {"description": described, "headers": headers, "content": content}


def _example(code: str) -> dict[str, Any]:
    kind = KINDS[code]
    return {"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.explanation, "code": code}


def _operation(
    identifier: str,
    summary: str,
    description: str,
    query: list[dict[str, Any]],
    answers: dict[str, Any],
    errors: Iterable[str],
    tag: str,
) -> dict[str, Any]:
    return {
        "operationId": identifier,
        "summary": summary,
        "description": " ".join(description.split()),
        "tags": [tag],
        "parameters": query,
        "responses": answers | problems(errors),
    }


def _ok(content: dict[str, Any], headers: dict[str, Any]) -> dict[str, Any]:
    unchanged = {"description": "The caller's copy, named in If-None-Match, is current.", "headers": _HEADERS}
    return {"200": {"description": "Found.", "headers": headers, "content": content}, "304": unchanged}


def _query(schema: type[Schema], required: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    return [_parameter(called, made, called in required) for called, made in parameters(schema).items()]


def _parameter(called: str, made: Any, required: bool) -> dict[str, Any]:
    described = {"name": called, "in": "query", "required": required, "description": made.help}
    schema = made.describe()
    if schema.get("type") == "array":
        described |= {"style": "form", "explode": False}
    return described | {"schema": schema}


def _page_content(made: Format, collection: Collection) -> dict[str, Any]:
    return {"schema": _shape(made, ref(f"{name(collection)}Page"))}


def _record_content(made: Format, collection: Collection) -> dict[str, Any]:
    return {"schema": _shape(made, record_or_selection(collection))}


def _counts_content(made: Format) -> dict[str, Any]:
    return {"schema": _shape(made, ref("CountsPage"))}


def _shape(made: Format, json_shape: dict[str, Any]) -> dict[str, Any]:
    """The schema that the format declares, or that of the records themselves."""
    return json_shape if made.schema is None else {"description": made.title, **made.schema}
