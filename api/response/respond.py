"""From bytes to a response: validators, caching, compression and the headers that every answer has."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Request, Response
from flask.globals import request_ctx
from werkzeug.http import parse_etags

from api.cache import accepts_gzip
from api.problems import MEDIA_TYPE, Problem
from api.response.answer import Answer, Fields

_ROOT = Path(__file__).parent.parent.parent
_SOURCES = (".py", ".html", ".css", ".js")
_SMALLEST_GZIPPED = 500  # bytes; below it the header costs more than is won
_LEVEL = 6
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
_DEFAULTS: Fields = {
    name.lower(): (name, value)
    for name, value in {**_HEADERS, "Cache-Control": "no-store", "Vary": "Accept, Accept-Encoding"}.items()
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}


@cache
def software() -> str:
    """A digest of the program's own sources: what it answers may change when they do."""
    return digest_of_sources()


def digest_of_sources(more: Iterable[Path] = ()) -> str:
    """The same of the files as they are now, and of some more."""
    rooms = (path for room in ("api", "schemas") for path in (_ROOT / room).rglob("*"))
    digest = sha256()
    for source in [*sorted(path for path in rooms if path.suffix in _SOURCES), *more]:
        digest.update(source.read_bytes())
    return digest.hexdigest()


def etag(version: str, media_type: str) -> str:
    """The validator of this request's representation, known before any record is read: what it is made of is the
    dataset's version, the program, the URL and the media type. Compression adds its own mark."""
    asked = request_ctx.request
    parts = (version, software(), asked.path, asked.query_string.decode("latin-1"), media_type)
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def unchanged(tag: str) -> bool:
    """Whether the caller holds this representation already, so that `finish` will answer 304."""
    return _held(request_ctx.request, tag) is not None


def _held(asked: Request, tag: str) -> str | None:
    """Which of a representation's validators the caller names: that of the compressed form counts where it is taken.

    `*` names none: which form it would have been is known only once it is made.
    """
    condition = asked.environ.get("HTTP_IF_NONE_MATCH")
    if condition is None:
        return None
    forms = (f"{tag}-gzip", tag) if _takes_gzip(asked) else (tag,)
    named = parse_etags(condition)
    return next((form for form in forms if not named.star_tag and named.contains_weak(form)), None)


def _takes_gzip(asked: Request) -> bool:
    return accepts_gzip(asked.environ.get("HTTP_ACCEPT_ENCODING", "").encode("latin-1"))


def respond(
    body: bytes | Iterable[bytes],
    media_type: str,
    tag: str = "",
    max_age: int | None = None,
    policy: str | None = None,
    compressed: bool = False,
) -> Response:
    """A 200; without a tag the validator is the hash of the body.

    `policy` is its Content-Security-Policy where it needs one of its own; what is `compressed` is not gzipped.
    """
    headers = {"Content-Type": media_type}
    if isinstance(body, bytes):
        tag = tag or sha256(body).hexdigest()[:32]
    if tag:
        headers["ETag"] = f'"{tag}"'
    if max_age is not None:
        headers["Cache-Control"] = f"public, max-age={max_age}, must-revalidate"
    if policy is not None:
        headers["Content-Security-Policy"] = policy
    answer = Answer(body, headers=headers)
    answer.compressed = compressed
    return answer


def respond_problem(problem: Problem) -> Response:
    """An error as application/problem+json, never cached."""
    headers = {"Content-Type": MEDIA_TYPE, **problem.headers, "Cache-Control": "no-store"}
    return Answer(problem.body(), problem.kind.status, headers=headers)


def finish(response: Response) -> Response:
    """What is done to every response: headers, gzip where asked for, 304 where the caller has it."""
    asked = request_ctx.request
    answer = Answer.of(response)
    own = {name.lower(): (name, value) for name, value in response.headers}
    fields = _DEFAULTS | own
    if asked.method == "OPTIONS" and "allow" in fields:
        _permit(answer, fields)
    reading = answer.status_code == HTTPStatus.OK and asked.method in ("GET", "HEAD")
    tag = fields["etag"][1].strip('"') if "etag" in fields else ""
    held = _held(asked, tag) if reading and tag else None
    if not held and _gzips(asked, answer, fields):
        tag = _compress(answer, fields, tag)
    if held or (reading and tag and asked.environ.get("HTTP_IF_NONE_MATCH", "").strip() == "*"):
        answer.become_not_modified()
        fields["etag"] = ("ETag", f'"{held or tag}"')
    answer.finish(fields)
    return answer


def _permit(answer: Answer, fields: Fields) -> None:
    """What this resource takes, also to a browser that asks on a script's behalf; there is no content."""
    answer.status_code = HTTPStatus.NO_CONTENT
    fields.pop("content-type", None)
    allowed = ", ".join(sorted(answer.allow))
    permitted = _PREFLIGHT | {"Allow": allowed, "Access-Control-Allow-Methods": allowed}
    fields |= {name.lower(): (name, value) for name, value in permitted.items()}


def _gzips(asked: Request, answer: Answer, fields: Fields) -> bool:
    if answer.status_code != HTTPStatus.OK or not _takes_gzip(asked):
        return False
    plain = "content-encoding" not in fields and not answer.compressed
    return plain and (answer.is_streamed or answer.size >= _SMALLEST_GZIPPED)


def _compress(answer: Answer, fields: Fields, tag: str) -> str:
    """Another encoding is another representation, so it has a validator of its own, which is given back."""
    if answer.is_streamed:
        answer.response = _deflated(answer.response)  # type: ignore[arg-type]
    else:
        answer.response = [gzip.compress(answer.get_data(), _LEVEL, mtime=0)]
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


def install(app: Flask) -> None:
    """Every response of the app goes through `finish`."""
    app.after_request(finish)
