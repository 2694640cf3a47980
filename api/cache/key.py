"""What an answer depends on, read from the request."""

from collections.abc import Collection
from functools import lru_cache

from api.cache.messages import Fields, Scope
from api.response.request_fields import accepts_gzip

Key = tuple[bytes, bytes, bytes | None, bool]
"""Path and query as sent, `Accept` as sent, and whether gzip is accepted. GET and HEAD share one."""

# No browser or client library sends a longer Accept or Accept-Encoding. Such a request is answered, but neither its
# key nor its parsed form is kept.
LONGEST_PREFERENCE = 256

# With one of these the answer depends on more than the key. If-None-Match is not among them: the cache evaluates it
# itself. If-Modified-Since is ignored, since no answer has a date of its last change.
BYPASSING = frozenset({
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


def key_of(scope: Scope, fields: Fields) -> Key | None:
    """The key of the entry that may answer this request, None if it must bypass the cache."""
    if scope["method"] not in ("GET", "HEAD") or not BYPASSING.isdisjoint(fields):
        return None
    accept = fields.get(b"accept")
    codings = fields.get(b"accept-encoding", b"")
    if len(codings) > LONGEST_PREFERENCE or (accept and len(accept) > LONGEST_PREFERENCE):
        return None
    return scope["raw_path"], scope["query_string"], accept, _accepts_gzip(codings)


@lru_cache(maxsize=1024)
def _accepts_gzip(codings: bytes) -> bool:
    return accepts_gzip(codings.decode("latin-1"))
