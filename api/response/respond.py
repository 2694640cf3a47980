"""The one place that sets header fields, validators and compression: views call `respond`, the app always `finish`."""

from hashlib import sha256
from http import HTTPStatus
from typing import cast

from flask import Response, current_app, request
from werkzeug.urls import iri_to_uri

from api.problems import MEDIA_TYPE, Problem
from api.response.bodies import KeptFile
from api.response.content import Content, Fields, PreparedResponse
from api.response.headers import COMMON, OF_THE_CONTENT, PREFLIGHT, VERSION, problem_headers
from api.response.program import program_digest
from api.response.selection import held_tag, select_representation


def etag(content: str, media_type: str) -> str:
    """The validator of the requested representation. `content` identifies its content: the dataset's version, known
    before any record is read, or a digest. Program, URL and media type are included; compression adds a suffix."""
    asked = request.environ
    return digest_of(content, asked["PATH_INFO"], asked.get("QUERY_STRING", ""), media_type)


def digest_of(*parts: str) -> str:
    return sha256("\n".join((program_digest(), *parts)).encode()).hexdigest()[:32]


def unchanged(tag: str) -> bool:
    """Whether the client has this representation already, so that `finish` will answer 304 whatever the body."""
    asked = request.environ
    return "HTTP_IF_NONE_MATCH" in asked and "HTTP_IF_MATCH" not in asked and held_tag(asked, tag) is not None


def respond(
    content: Content, tag: str = "", *, version: str | None = None, max_age: int | None = None, cached: bool = True
) -> Response:
    """A 200. Without a tag the validator is the digest of the body. `version` is the dataset's, `max_age` the seconds
    for which caches may keep it, by default those of the setting; unless `cached` none may."""
    headers = {"Content-Type": content.media_type}
    if cached:
        seconds = current_app.config["MAX_AGE"] if max_age is None else max_age
        headers["Cache-Control"] = f"public, max-age={seconds}, must-revalidate"
    if not tag and isinstance(content.body, bytes):
        tag = digest(content.body)
    if tag:
        headers["ETag"] = f'"{tag}"'
    if version is not None:
        headers[VERSION] = version
    return _prepared(content, headers)


def _prepared(content: Content, headers: dict[str, str]) -> PreparedResponse:
    """The response of a content; closing it closes the body."""
    if isinstance(content.body, KeptFile):
        response = PreparedResponse(content.body.pieces())
        response.kept = content.body
    else:
        response = PreparedResponse(content.body)
    if content.policy is not None:
        headers["Content-Security-Policy"] = content.policy
    response.own = headers
    response.compressed = content.compressed
    if close := getattr(content.body, "close", None):
        response.call_on_close(close)
    return response


def digest(body: bytes) -> str:
    return sha256(body).hexdigest()[:32]


def respond_problem(problem: Problem, content: Content | None = None) -> Response:
    """An error: as application/problem+json, or as other content that says the same."""
    content = content or Content(problem.body(), MEDIA_TYPE)
    response = _prepared(content, problem_headers(problem) | {"Content-Type": content.media_type})
    response.status_code = problem.kind.status
    return response


def finish(response: Response) -> Response:
    """Complete a response: common header fields, then conditions, gzip and range as requested."""
    prepared = cast("PreparedResponse", PreparedResponse.force_type(response))
    fields = {**COMMON, **prepared.own, **dict(response.headers.items())}
    fields.pop("Content-Length", None)  # Flask's class sets it before compression; `_freeze` adds it
    asked = request.environ  # read the proxy once: it is slower than the lookup
    method = asked["REQUEST_METHOD"]
    selects = prepared.status_code == HTTPStatus.OK and method in ("GET", "HEAD")
    if method == "OPTIONS" and "Allow" in fields:
        _permit(prepared, fields)
    elif selects and (refusal := select_representation(prepared, fields, asked)):
        return finish(respond_problem(refusal))
    _freeze(prepared, fields)
    return prepared


def _permit(response: PreparedResponse, fields: Fields) -> None:
    """Answer OPTIONS, including CORS preflight: 204 without content."""
    response.status_code = HTTPStatus.NO_CONTENT
    fields.pop("Content-Type", None)
    allowed = ", ".join(sorted(response.allow))
    fields |= {**PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed}


def _freeze(response: PreparedResponse, fields: Fields) -> None:
    """Make these header fields final, with those that depend on the body."""
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        fields = {name: value for name, value in fields.items() if name not in OF_THE_CONTENT}
    elif response.status_code != HTTPStatus.NO_CONTENT and response.size is not None:
        fields.setdefault("Content-Length", str(response.size))
    if "Location" in fields:
        fields["Location"] = iri_to_uri(fields["Location"])
    response.final_fields = list(fields.items())
