"""From bytes to a response: validators, caching, compression and the headers that every answer has."""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, request

from api.problems import MEDIA_TYPE, Problem

_ROOT = Path(__file__).parent.parent
_SOURCES = (".py", ".html", ".css", ".js")
_SMALLEST_GZIPPED = 500  # bytes; below it the header costs more than is won
_LEVEL = 6
_COMPRESSED = ("image/png", "font/")
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
}
_DEFAULTS = _HEADERS | {"Cache-Control": "no-store"}
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
    parts = (version, software(), request.path, request.query_string.decode("latin-1"), media_type)
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def unchanged(tag: str) -> bool:
    """Whether the caller holds this representation already, so that `finish` will answer 304."""
    return _held(tag) is not None


def _held(tag: str) -> str | None:
    """Which of a representation's validators the caller names: that of the compressed form counts where it is taken.

    `*` names none: which form it would have been is known only once it is made.
    """
    forms = (f"{tag}-gzip", tag) if _takes_gzip() else (tag,)
    named = request.if_none_match
    return next((form for form in forms if not named.star_tag and named.contains_weak(form)), None)


def _takes_gzip() -> bool:
    return request.accept_encodings.quality("gzip") > 0


def respond(body: bytes | Iterable[bytes], media_type: str, tag: str = "", max_age: int | None = None) -> Response:
    """A 200; without a tag the validator is the hash of the body."""
    response = Response(body, content_type=media_type)
    if isinstance(body, bytes):
        tag = tag or sha256(body).hexdigest()[:32]
    if tag:
        response.set_etag(tag)
    if max_age is not None:
        response.headers["Cache-Control"] = f"public, max-age={max_age}, must-revalidate"
    return response


def respond_problem(problem: Problem) -> Response:
    """An error as application/problem+json, never cached."""
    response = Response(problem.body(), problem.kind.status, content_type=MEDIA_TYPE)
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    return response


def finish(response: Response) -> Response:
    """What is done to every response: headers, gzip where asked for, 304 where the caller has it."""
    given = {name.lower() for name, _ in response.headers}
    response.headers.extend([(name, value) for name, value in _DEFAULTS.items() if name.lower() not in given])
    response.vary.update(("Accept", "Accept-Encoding"))
    if request.method == "OPTIONS" and "Allow" in response.headers:
        _permit(response)
    tag = response.get_etag()[0]
    reading = response.status_code == 200 and request.method in ("GET", "HEAD")
    if reading and tag and (held := _held(tag)):
        response.set_etag(held)
    elif _gzips(response):
        _compress(response, tag)
    if reading and "If-Match" not in request.headers:  # which guards writes, and there are none
        # Werkzeug would read a stream to its end, into memory, for the sake of its length.
        response.automatically_set_content_length = not response.is_streamed
        response.make_conditional(request)
    return response


def _permit(response: Response) -> None:
    """What this resource takes, also to a browser that asks on a script's behalf; there is no content."""
    response.status_code = HTTPStatus.NO_CONTENT
    del response.headers["Content-Type"]
    allowed = ", ".join(sorted(response.allow))
    response.headers.update(_PREFLIGHT | {"Allow": allowed, "Access-Control-Allow-Methods": allowed})


def _gzips(response: Response) -> bool:
    asked = _takes_gzip() and response.status_code == 200
    plain = "Content-Encoding" not in response.headers and not (response.mimetype or "").startswith(_COMPRESSED)
    large = response.is_streamed or (response.content_length or 0) >= _SMALLEST_GZIPPED
    return asked and plain and large


def _compress(response: Response, tag: str | None) -> None:
    """Another encoding is another representation, so it has a validator of its own."""
    if response.is_streamed:
        response.response = _deflated(response.response)  # type: ignore[arg-type]
    else:
        response.set_data(gzip.compress(response.get_data(), _LEVEL, mtime=0))
    if tag:
        response.set_etag(f"{tag}-gzip")
    response.headers["Content-Encoding"] = "gzip"


def _deflated(chunks: Iterable[bytes]) -> Iterator[bytes]:
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, 31)
    for chunk in chunks:
        if out := squeeze.compress(chunk):
            yield out
    yield squeeze.flush()


def install(app: Flask) -> None:
    """Every response of the app goes through `finish`."""
    app.after_request(finish)
