"""The one place that sets header fields, validators and compression: views call `respond`, the app always `finish`.

`finish` selects the representation that is requested: conditions, then gzip, then a range (RFC 9110, 13 and 14).
"""

import zlib
from collections.abc import Iterable, Iterator
from hashlib import sha256
from http import HTTPStatus
from typing import Any, cast

from flask import Response, current_app, request
from werkzeug.urls import iri_to_uri

from api.problems import MEDIA_TYPE, Problem
from api.response.bodies import KeptFile
from api.response.content import Content, Fields, PreparedResponse
from api.response.headers import COMMON, OF_THE_CONTENT, PREFLIGHT, VERSION, problem_headers
from api.response.program import program_digest
from api.response.request_fields import accepts_gzip, byte_range, is_any, is_condition, names_etag

Environ = dict[str, Any]
"""The request as WSGI has it."""

_SMALLEST_GZIPPED = 500  # bytes; below it the gzip header costs more than compression saves
_LARGEST_GZIPPED_WHOLE = 2**20  # bytes; larger bodies are compressed as they stream, without a Content-Length
_LEVEL = 6
_GZIP = 31  # zlib's name for its format; the same bytes whole and streamed, with one validator


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
    return "HTTP_IF_NONE_MATCH" in asked and "HTTP_IF_MATCH" not in asked and _held_tag(asked, tag) is not None


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
    elif selects and (refusal := _select(prepared, fields, asked)):
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


def _select(response: PreparedResponse, fields: Fields, asked: Environ) -> Problem | None:
    """Turn the response into the representation that the request selects; a problem if conditions allow none."""
    tag = fields.get("ETag", "").strip('"')
    if response.size is not None:
        fields["Accept-Ranges"] = "bytes"
    condition = asked.get("HTTP_IF_MATCH", "")
    if is_condition(condition) and not is_any(condition) and not names_etag(condition, tag, f"{tag}-gzip", strong=True):
        response.close()
        return Problem("precondition-failed", "If-Match does not name the representation that is there now.")
    if tag and (held := _held_tag(asked, tag)):
        _become_not_modified(response, fields, held)
        return None
    asks_range = "HTTP_RANGE" in asked and asked["REQUEST_METHOD"] == "GET" and response.size is not None
    is_plain = not response.compressed and "Content-Encoding" not in fields
    is_long = response.size is None or response.size >= _SMALLEST_GZIPPED
    if not asks_range and is_plain and is_long and _takes_gzip(asked):
        tag = _compress(response, fields, tag)
    if tag and is_any(asked.get("HTTP_IF_NONE_MATCH", "")):
        _become_not_modified(response, fields, tag)
    elif asks_range:
        return _cut(response, fields, tag, asked)
    return None


def _held_tag(asked: Environ, tag: str) -> str | None:
    """The validator of this representation that If-None-Match lists; of the compressed form only if gzip is accepted.
    `*` lists none: the form is known only after compression."""
    condition = asked.get("HTTP_IF_NONE_MATCH")
    if condition is None:
        return None
    return names_etag(condition, *((f"{tag}-gzip", tag) if _takes_gzip(asked) else (tag,)))


def _takes_gzip(asked: Environ) -> bool:
    return "HTTP_ACCEPT_ENCODING" in asked and accepts_gzip(asked["HTTP_ACCEPT_ENCODING"])


def _become_not_modified(response: PreparedResponse, fields: Fields, tag: str) -> None:
    response.status_code = HTTPStatus.NOT_MODIFIED
    response.empty()
    fields["ETag"] = f'"{tag}"'


def _compress(response: PreparedResponse, fields: Fields, tag: str) -> str:
    """Compress the body. Another encoding is another representation, so this returns its new validator."""
    if response.size is not None and response.size <= _LARGEST_GZIPPED_WHOLE:
        response.response = [zlib.compress(b"".join(response.iter_encoded()), _LEVEL, _GZIP)]
    else:
        response.response = _deflated(response.response)  # type: ignore[arg-type]
    response.kept = None
    fields["Content-Encoding"] = "gzip"
    if tag:
        tag = f"{tag}-gzip"
        fields["ETag"] = f'"{tag}"'
    return tag


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
    for chunk in chunks:
        if out := squeeze.compress(chunk):
            yield out
    yield squeeze.flush()


def _cut(response: PreparedResponse, fields: Fields, tag: str, asked: Environ) -> Problem | None:
    """Cut the body to the requested range, unless If-Range names another representation."""
    condition = asked.get("HTTP_IF_RANGE")
    if condition is not None and condition.strip() != f'"{tag}"':
        return None
    size = response.size or 0
    try:
        part = byte_range(asked["HTTP_RANGE"], size)
    except ValueError as error:
        response.close()
        unsatisfied = {"Content-Range": f"bytes */{size}"}
        return Problem("range-not-satisfiable", f"The range {error}.", headers=unsatisfied)
    if part is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.cut(part)
        fields["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
        fields["Content-Length"] = str(part.last - part.first + 1)
    return None
