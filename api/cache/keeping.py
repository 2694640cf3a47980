"""Which replies are kept, and what of them (RFC 9111, 3, made stricter)."""

from functools import lru_cache
from http import HTTPStatus

from api.cache.call import Reply
from api.cache.key import fields_of
from api.cache.messages import Headers

# What the key knows of. An answer that varies by anything else is not kept.
KEYED = frozenset({b"", b"accept", b"accept-encoding"})

# These are about one exchange, not about the representation; the server adds its own Date to each answer.
OF_THE_EXCHANGE = frozenset({b"date", b"server-timing", b"x-request-id"})


def may_be_kept(reply: Reply, longest: int) -> bool:
    """Whether the next equal request may have this reply too. `longest` is a limit for its body, in bytes."""
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


def lasting(headers: Headers) -> Headers:
    """The headers without those of the one exchange."""
    return tuple(field for field in headers if field[0] not in OF_THE_EXCHANGE)


@lru_cache(maxsize=128)
def _names(value: bytes) -> frozenset[bytes]:
    """The names in a comma-separated field, without what follows an equals sign."""
    return frozenset(part.partition(b"=")[0].strip().lower() for part in value.split(b","))
