"""What an answer depends on, read from the request."""

import re
from collections.abc import Collection
from functools import lru_cache

from werkzeug.http import parse_accept_header

from api.cache.messages import Fields, Scope

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


# RFC 9110, 7.2, and RFC 3986, 3.2.2: a name, an address or nothing, and perhaps a port. No user.
_HOST = re.compile(rb"([\w.~!$&'()*+,;=%-]*|\[[\w:.~%-]+\])(:\d*)?")


@lru_cache(maxsize=256)
def is_host(value: bytes) -> bool:
    """Whether this can be the value of Host."""
    return _HOST.fullmatch(value) is not None


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
    known = len(accept_encoding) <= LONGEST_PREFERENCE
    return _accepts_gzip(accept_encoding) if known else _accepts_gzip.__wrapped__(accept_encoding)


@lru_cache(maxsize=1024)
def _accepts_gzip(accept_encoding: bytes) -> bool:
    return parse_accept_header(accept_encoding.decode("latin-1")).quality("gzip") > 0
