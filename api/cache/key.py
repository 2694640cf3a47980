"""What an answer depends on, read from the request."""

from collections.abc import Collection
from functools import lru_cache

from api.cache.messages import Fields, Scope
from api.response import request_fields

Key = tuple[bytes, bytes, bytes | None, bool]
"""Path and query as sent, `Accept` as sent, and whether gzip is accepted. GET and HEAD share one."""

# A longer Accept or Accept-Encoding is no browser's and no client library's: such a request is answered, but
# neither its key nor its parsed form takes room here.
LONGEST_PREFERENCE = 256

# With one of these the answer depends on more than the key. If-None-Match and If-Modified-Since are not
# among them: the edge evaluates those itself.
PAST_THE_CACHE = frozenset({
    b"authorization", b"content-length", b"cookie", b"if-match", b"if-range", b"if-unmodified-since",
    b"range", b"transfer-encoding",
})  # fmt: skip


def fields_of(headers: Collection[tuple[bytes, bytes]]) -> Fields:
    """Header fields by name. `dict()` is all it takes unless one is repeated (RFC 9110, 5.3)."""
    fields = dict(headers)
    if len(fields) != len(headers):
        fields = {}
        for name, value in headers:
            fields[name] = fields[name] + b"," + value if name in fields else value
    return fields


@lru_cache(maxsize=256)
def is_host(value: bytes) -> bool:
    """Whether this can be the value of Host."""
    return request_fields.is_host(value.decode("latin-1"))


def key_of(scope: Scope, fields: Fields) -> Key | None:
    """The key of the entry that may answer this request, None where it must go past the cache."""
    if scope["method"] not in ("GET", "HEAD") or not PAST_THE_CACHE.isdisjoint(fields):
        return None
    if not is_host(fields.get(b"host", b"/")):
        return None
    accept = fields.get(b"accept")
    codings = fields.get(b"accept-encoding", b"")
    if len(codings) > LONGEST_PREFERENCE or (accept and len(accept) > LONGEST_PREFERENCE):
        return None
    return scope["raw_path"], scope["query_string"], accept, accepts_gzip(codings)


def accepts_gzip(accept_encoding: bytes) -> bool:
    """Whether gzip may be sent (RFC 9110, 12.5.3); without the field it is not, though it might be."""
    return request_fields.accepts_gzip(accept_encoding.decode("latin-1"))
