"""From bytes to a response: the one place that sets header fields, validators and compression.

A view calls `respond`; the app calls `finish` for every response, also for errors and redirects.
"""

import gzip
import zlib
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from http import HTTPStatus
from typing import Any, NamedTuple, cast

from flask import Flask, Request, Response, request
from werkzeug.routing import MapAdapter
from werkzeug.urls import iri_to_uri

from api.problems import MEDIA_TYPE, Problem
from api.response.bodies import KeptFile
from api.response.headers import COMMON, OF_THE_CONTENT, PREFLIGHT, VERSION, problem_headers
from api.response.program import program_digest
from api.response.request_fields import ByteRange, accepts_gzip, byte_range, is_any, is_condition, names_etag

Fields = dict[str, tuple[str, str]]
"""Header fields, name and value, by lower-case name."""

Environ = dict[str, Any]
"""The request as WSGI has it."""

_SMALLEST_GZIPPED = 500  # bytes; below it the header costs more than is won
_LARGEST_GZIPPED_WHOLE = 2**20  # bytes; what is larger is compressed as it streams, without a Content-Length
_LEVEL = 6
_COMMON: Fields = {name.lower(): (name, value) for name, value in COMMON.items()}


class Content(NamedTuple):
    """A body and what is to be known of it. `policy` is its Content-Security-Policy, where it needs one of its own;
    `compressed` is true for media types that gzip would not make smaller."""

    body: bytes | Iterable[bytes] | KeptFile
    media_type: str
    policy: str | None = None
    compressed: bool = False


class PreparedResponse(Response):
    """A response whose header fields `finish` puts together once: Werkzeug's own way goes over them five times."""

    automatically_set_content_length = False  # `finish` does
    default_mimetype = None
    compressed = False
    kept: KeptFile | None = None
    final_fields: list[tuple[str, str]] | None = None

    @property
    def size(self) -> int | None:
        """The bytes of the body; None where that shows only at the end."""
        if self.kept is not None:
            return self.kept.size
        return None if self.is_streamed else sum(map(len, self.response))

    def empty(self) -> None:
        """Send no body."""
        self.close()
        self.response, self.kept = [], None

    def cut(self, part: ByteRange) -> None:
        """Send these bytes of the body only, whose size is known."""
        if self.kept is not None:
            self.response = self.kept.pieces(*part)
        else:
            self.response = [self.get_data()[part.first : part.last + 1]]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The WSGI application that this is."""
        if self.final_fields is None:
            return super().__call__(environ, start_response)
        start_response(self.status, self.final_fields)
        return self.get_app_iter(environ)


class App(Flask):
    """Flask's application class, without what none of our views needs."""

    response_class = PreparedResponse

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """An adapter that knows the path only: no URL is ever built from a host."""
        if request is None:
            return None
        path = request.environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")
        return self.url_map.bind("localhost", path_info=path, default_method=request.method)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """The function unchanged: asking whether it is a coroutine takes Flask longer than some of our views."""
        return func


def install(app: Flask) -> None:
    """Every response of the app goes through `finish`."""
    app.after_request(finish)


def etag(content: str, media_type: str) -> str:
    """The validator of the representation that this request asks for. `content` stands for what it is made of: the
    dataset's version, known before any record is read, or a digest. The program, the URL and the media type count
    too; compression adds its own mark."""
    asked = request.environ
    parts = (content, program_digest(), asked["PATH_INFO"], asked.get("QUERY_STRING", ""), media_type)
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def unchanged(tag: str) -> bool:
    """Whether the caller holds this representation already, so that `finish` will answer 304 whatever the body."""
    asked = request.environ
    return "HTTP_IF_NONE_MATCH" in asked and "HTTP_IF_MATCH" not in asked and _held(asked, tag) is not None


def respond(content: Content, tag: str = "", *, version: str | None = None, max_age: int | None = None) -> Response:
    """A 200. Without a tag the validator is the digest of the body. `version` is that of the dataset it comes from,
    `max_age` for how many seconds it may be cached; without it, it may not."""
    headers = {"Content-Type": content.media_type}
    if tag or isinstance(content.body, bytes):
        headers["ETag"] = f'"{tag or digest(content.body)}"'
    if version is not None:
        headers[VERSION] = version
    if max_age is not None:
        headers["Cache-Control"] = f"public, max-age={max_age}, must-revalidate"
    return _prepared(content, headers)


def _prepared(content: Content, headers: dict[str, str]) -> PreparedResponse:
    """Whatever becomes of the response, the body is closed with it."""
    if isinstance(content.body, KeptFile):
        response = PreparedResponse(content.body.pieces(), headers=headers)
        response.kept = content.body
    else:
        response = PreparedResponse(content.body, headers=headers)
    response.compressed = content.compressed
    if content.policy is not None:
        response.headers["Content-Security-Policy"] = content.policy
    if close := getattr(content.body, "close", None):
        response.call_on_close(close)
    return response


def digest(body: Any) -> str:
    """What stands for these bytes in a validator."""
    return sha256(body).hexdigest()[:32]


def respond_problem(problem: Problem, content: Content | None = None) -> Response:
    """An error: as application/problem+json, or as other content that says the same."""
    content = content or Content(problem.body(), MEDIA_TYPE)
    response = _prepared(content, problem_headers(problem) | {"Content-Type": content.media_type})
    response.status_code = problem.kind.status
    return response


def finish(response: Response) -> Response:
    """What is done to every response: common header fields, conditions, gzip where asked for, a range where asked."""
    prepared = cast("PreparedResponse", PreparedResponse.force_type(response))
    fields = _COMMON | {name.lower(): (name, value) for name, value in response.headers}
    fields.pop("content-length", None)  # Flask's own class sets it before the body is compressed; `_freeze` adds it
    asked = request.environ  # once: the proxy takes longer than the look
    method = asked["REQUEST_METHOD"]
    if method == "OPTIONS" and "allow" in fields:
        _permit(prepared, fields)
    elif _is_selection(prepared, method) and (refusal := _select(prepared, fields, asked)):
        return finish(respond_problem(refusal))
    _freeze(prepared, fields)
    return prepared


def _is_selection(response: Response, method: str) -> bool:
    return response.status_code == HTTPStatus.OK and method in ("GET", "HEAD")


def _select(response: PreparedResponse, fields: Fields, asked: Environ) -> Problem | None:
    """Make the response the representation that the request selects and its conditions allow (RFC 9110, 13.2.2);
    the problem where they do not."""
    tag = fields["etag"][1].strip('"') if "etag" in fields else ""
    if response.size is not None:
        fields["accept-ranges"] = ("Accept-Ranges", "bytes")
    if "HTTP_IF_MATCH" in asked and not _matches(asked["HTTP_IF_MATCH"], tag):
        response.close()
        return Problem("precondition-failed", "If-Match does not name the representation that is there now.")
    if tag and (held := _held(asked, tag)):
        _become_not_modified(response, fields, held)
        return None
    asks_range = "HTTP_RANGE" in asked and asked["REQUEST_METHOD"] == "GET" and response.size is not None
    if not asks_range and _gzips(response, fields, asked):
        tag = _compress(response, fields, tag)
    if tag and is_any(asked.get("HTTP_IF_NONE_MATCH", "")):
        _become_not_modified(response, fields, tag)
    elif asks_range:
        return _cut(response, fields, tag, asked)
    return None


def _matches(condition: str, tag: str) -> bool:
    return not is_condition(condition) or is_any(condition) or names_etag(condition, tag, f"{tag}-gzip") is not None


def _held(asked: Environ, tag: str) -> str | None:
    """Which of a representation's validators If-None-Match names: that of the compressed form counts where it is taken.

    `*` names none: which form it would have been is known only once it is made.
    """
    condition = asked.get("HTTP_IF_NONE_MATCH")
    if condition is None:
        return None
    return names_etag(condition, *((f"{tag}-gzip", tag) if _takes_gzip(asked) else (tag,)))


def _takes_gzip(asked: Environ) -> bool:
    return "HTTP_ACCEPT_ENCODING" in asked and accepts_gzip(asked["HTTP_ACCEPT_ENCODING"])


def _become_not_modified(response: PreparedResponse, fields: Fields, tag: str) -> None:
    response.status_code = HTTPStatus.NOT_MODIFIED
    response.empty()
    fields["etag"] = ("ETag", f'"{tag}"')


def _gzips(response: PreparedResponse, fields: Fields, asked: Environ) -> bool:
    if response.compressed or "content-encoding" in fields or not _takes_gzip(asked):
        return False
    return response.size is None or response.size >= _SMALLEST_GZIPPED


def _compress(response: PreparedResponse, fields: Fields, tag: str) -> str:
    """Another encoding is another representation, so it has a validator of its own, which is given back."""
    if response.size is not None and response.size <= _LARGEST_GZIPPED_WHOLE:
        response.response = [gzip.compress(b"".join(response.iter_encoded()), _LEVEL, mtime=0)]
    else:
        response.response = _deflated(response.response)  # type: ignore[arg-type]
    response.kept = None
    fields.pop("content-length", None)  # that of the body before
    fields["content-encoding"] = ("Content-Encoding", "gzip")
    if tag:
        tag = f"{tag}-gzip"
        fields["etag"] = ("ETag", f'"{tag}"')
    return tag


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    for chunk in chunks:
        if out := squeeze.compress(chunk):
            yield out
    yield squeeze.flush()


def _cut(response: PreparedResponse, fields: Fields, tag: str, asked: Environ) -> Problem | None:
    """The bytes that Range asks for, unless If-Range says that the caller holds other ones."""
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
        fields["content-range"] = ("Content-Range", f"bytes {part.first}-{part.last}/{size}")
        fields["content-length"] = ("Content-Length", str(part.last - part.first + 1))
    return None


def _permit(response: PreparedResponse, fields: Fields) -> None:
    """What this resource takes, also to a browser that asks on a script's behalf; there is no content."""
    response.status_code = HTTPStatus.NO_CONTENT
    fields.pop("content-type", None)
    allowed = ", ".join(sorted(response.allow))
    permitted = {**PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed}
    fields |= {name.lower(): (name, value) for name, value in permitted.items()}


def _freeze(response: PreparedResponse, fields: Fields) -> None:
    """Take these header fields for the final ones; what follows from the body is added."""
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        fields = {name: field for name, field in fields.items() if name not in OF_THE_CONTENT}
    elif response.status_code != HTTPStatus.NO_CONTENT and response.size is not None:
        fields.setdefault("content-length", ("Content-Length", str(response.size)))
    if "location" in fields:
        fields["location"] = ("Location", iri_to_uri(fields["location"][1]))
    response.final_fields = list(fields.values())
