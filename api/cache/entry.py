"""Which replies may be cached, the bounded store of those that are (its entries), and the answers made from them."""

from functools import lru_cache
from http import HTTPStatus
from itertools import chain

from cachetools import LRUCache

from api.cache.key import Key, fields_of
from api.cache.messages import Fields, Message
from api.cache.wsgi import Reply
from api.response.headers import OF_THE_CONTENT as CONTENT_NAMES
from api.response.request_fields import is_any, names_etag

Answer = tuple[Message, Message]
"""`http.response.start` and the one `http.response.body` that ends it."""

# Fields that the key covers. An answer that varies by any other is not cached.
KEYED = frozenset({b"", b"accept", b"accept-encoding"})

# These belong to one exchange, not to the representation; the server adds its own Date to each answer.
OF_THE_EXCHANGE = frozenset({b"date", b"server-timing", b"x-request-id"})

OF_THE_CONTENT = frozenset(name.lower().encode() for name in CONTENT_NAMES)

# What CPython takes for an entry beside its bytes (the objects, the key, slots in the tables), and for a header field:
# upper bounds, so that the bound holds for the process. tests/cache/test_entry.py measures them.
ENTRY_OVERHEAD = 700
FIELD_OVERHEAD = 150


def select(reply: Reply, method: str, fields: Fields) -> Answer:
    """The answer to a GET or HEAD with these header fields. Its messages are made anew each time: that takes 0.2 µs,
    and kept ones would cost the garbage collector more."""
    status, headers, body = reply.status, reply.headers, b"" if method == "HEAD" else reply.body
    if b"if-none-match" in fields and _is_unmodified(reply, fields[b"if-none-match"]):
        headers = tuple(field for field in headers if field[0] not in OF_THE_CONTENT)
        status, body = HTTPStatus.NOT_MODIFIED, b""
    start = {"type": "http.response.start", "status": status, "headers": headers}
    return start, {"type": "http.response.body", "body": body}


def _is_unmodified(reply: Reply, if_none_match: bytes) -> bool:
    """Weak comparison. Only a 200 can become a 304 (RFC 9110, 13.2.1)."""
    etag = dict(reply.headers).get(b"etag") if reply.status == HTTPStatus.OK else None
    if etag is None or if_none_match == etag:  # usually the validator comes back as it was sent
        return etag is not None
    condition, tag = if_none_match.decode("latin-1"), etag.decode("latin-1").removeprefix("W/").strip('"')
    return is_any(condition) or names_etag(condition, tag) is not None


def is_cacheable(reply: Reply, longest: int) -> bool:
    """Whether the next equal request may have this reply too: RFC 9111, 3, made stricter. `longest` limits its body."""
    fields = fields_of(reply.headers)
    return (
        reply.status == HTTPStatus.OK
        and reply.rest is None
        and len(reply.body) <= longest
        and fields.get(b"content-length") == b"%d" % len(reply.body)
        and b"set-cookie" not in fields
        and _names(fields.get(b"vary", b"")) <= KEYED
        and _names(fields.get(b"cache-control", b"")).isdisjoint({b"no-store", b"private"})
    )


@lru_cache(maxsize=128)
def _names(value: bytes) -> frozenset[bytes]:
    """The names in a comma-separated field, without what follows an equals sign."""
    return frozenset(part.partition(b"=")[0].strip().lower() for part in value.split(b","))


def lasting(reply: Reply) -> Reply:
    """A reply without the header fields of its own exchange."""
    return reply._replace(headers=tuple(field for field in reply.headers if field[0] not in OF_THE_EXCHANGE))


def cost(key: Key, entry: Reply) -> int:
    """An upper bound of the memory that an entry takes, in bytes."""
    path, query, accept, _ = key
    fields = sum(map(len, chain.from_iterable(entry.headers))) + FIELD_OVERHEAD * len(entry.headers)
    return ENTRY_OVERHEAD + len(path) + len(query) + len(accept or b"") + fields + len(entry.body)


class Entries:
    """Entries by key, bounded by bytes; the least recently used is dropped first. Used in the event loop only."""

    def __init__(self, max_bytes: int) -> None:
        self._held: LRUCache[Key, tuple[Reply, int]] = LRUCache(max_bytes, getsizeof=lambda one: one[1])

    def __len__(self) -> int:
        return len(self._held)

    @property
    def bytes(self) -> int:
        """What the entries cost together."""
        return int(self._held.currsize)

    def get(self, key: Key) -> Reply | None:
        """The entry, now the most recently used."""
        try:
            return self._held[key][0]
        except KeyError:
            return None

    def put(self, key: Key, entry: Reply) -> None:
        """Keep an entry; one that is larger than all the room is not kept."""
        size = cost(key, entry)
        self._held.pop(key, None)
        if size <= self._held.maxsize:
            self._held[key] = (entry, size)

    def clear(self) -> None:
        self._held.clear()
