"""The representation that a request selects: conditions, then gzip, then a range (RFC 9110, 13 and 14)."""

import zlib
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from api.problems import Problem
from api.response.content import Fields, PreparedResponse
from api.response.request_fields import accepts_gzip, byte_range, is_any, is_condition, names_etag

Environ = dict[str, Any]
"""The request as WSGI has it."""

_SMALLEST_GZIPPED = 500  # bytes; below it the gzip header costs more than compression saves
_LARGEST_GZIPPED_WHOLE = 2**20  # bytes; larger bodies are compressed as they stream, without a Content-Length
_LEVEL = 6
_GZIP = 31  # zlib's name for its format; the same bytes whole and streamed, with one validator


def select_representation(response: PreparedResponse, fields: Fields, asked: Environ) -> Problem | None:
    """Turn the response into the representation that the request selects; a problem if conditions allow none."""
    tag = fields.get("ETag", "").strip('"')
    if response.size is not None:
        fields["Accept-Ranges"] = "bytes"
    condition = asked.get("HTTP_IF_MATCH", "")
    if is_condition(condition) and not is_any(condition) and not names_etag(condition, tag, f"{tag}-gzip", strong=True):
        response.close()
        return Problem("precondition-failed", "If-Match does not name the representation that is there now.")
    if tag and (held := held_tag(asked, tag)):
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


def held_tag(asked: Environ, tag: str) -> str | None:
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
