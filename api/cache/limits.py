"""Limits on the head of a request. gunicorn.conf.py gives gunicorn's own workers the same limits."""

from functools import lru_cache

from api.cache.messages import Fields, Scope
from api.cache.replies import refusal
from api.cache.wsgi import Reply
from api.response.request_fields import is_host

LINE = 8190  # bytes: method, target and version
FIELDS = 64
FIELD = 8190  # bytes: name, value and what stands around them

_AROUND_TARGET = len("  HTTP/1.1")
_AROUND_FIELD = len(": \r\n")

LONG_LINE = refusal(414, f"The request line is longer than {LINE} bytes.")
MANY_FIELDS = refusal(431, f"The request has more than {FIELDS} header fields.")
LONG_FIELD = refusal(431, f"A header field is longer than {FIELD} bytes.")
NO_VERSION = refusal(400, "The request line names no version of HTTP.")
NO_HOST = refusal(400, "The request has no Host, several, or one that cannot be a host.")
BAD_FRAMING = refusal(400, "The request does not say clearly where its body ends.")


def refused(scope: Scope, fields: Fields) -> Reply | None:
    """The refusal of a request that must not reach the app; None for any other."""
    headers = scope["headers"]
    target = len(scope["raw_path"]) + len(scope["query_string"]) + bool(scope["query_string"])
    if len(scope["method"]) + target + _AROUND_TARGET > LINE:
        return LONG_LINE
    if len(headers) > FIELDS:
        return MANY_FIELDS
    for name, value in headers:
        if len(name) + len(value) + _AROUND_FIELD > FIELD:
            return LONG_FIELD
    if not _is_host(fields.get(b"host")) and (b"host" in fields or scope["http_version"] != "1.0"):
        return NO_HOST
    if len(fields) != len(headers) or b"transfer-encoding" in fields or scope["http_version"] == "0.9":
        return _refused_on_a_closer_look(scope, fields)
    return None


@lru_cache(maxsize=256)
def _is_host(value: bytes | None) -> bool:
    return value is not None and is_host(value.decode("latin-1"))


def _refused_on_a_closer_look(scope: Scope, fields: Fields) -> Reply | None:
    """Checks that only requests with repeated fields, chunks or no version need: two readers must not see two ends of
    one body (RFC 9112, 6.1 and 6.3)."""
    if scope["http_version"] == "0.9":
        return NO_VERSION
    names = [name for name, _ in scope["headers"]]
    if names.count(b"host") > 1:
        return NO_HOST
    if names.count(b"content-length") > 1:
        return BAD_FRAMING
    if b"transfer-encoding" not in fields:
        return None
    is_chunked = fields[b"transfer-encoding"].lower() == b"chunked" and scope["http_version"] != "1.0"
    return None if is_chunked and b"content-length" not in fields else BAD_FRAMING
