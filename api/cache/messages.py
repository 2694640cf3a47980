"""Types of ASGI and WSGI, and the connection that a request came on."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, Protocol

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

Environ = dict[str, Any]
WSGIApp = Callable[[Environ, Any], Iterable[bytes]]

Headers = tuple[tuple[bytes, bytes], ...]
Fields = dict[bytes, bytes]
"""Header fields by lower-case name, repeated ones joined by comma."""

Sent = tuple[int, int]
"""Status and body bytes of an answer."""


class Outcome(StrEnum):
    """Where an answer came from."""

    HIT = "hit"  # memory
    MISS = "miss"  # the app, with an answer that may be cached
    COALESCED = "coalesced"  # the app, by an equal request that was already in flight
    BYPASS = "bypass"  # the app, for a request whose answer is never cached


Identify = Callable[[Scope, Fields], Headers]
"""Called once a request, before anything else is done for it: the header fields that only its own answer has."""

Observe = Callable[[Outcome, Scope, int, int, float], None]
"""Called once a request, in the event loop, after its answer went out: it must be quick and not raise. The numbers are
the status (499 if the client left before), body bytes before chunking, and seconds, the client's reading included."""


class Connection(Protocol):
    """A connection as the cache sees it."""

    is_busy: bool
    """A request is being answered."""


CONNECTION: ContextVar[Connection | None] = ContextVar("connection", default=None)
"""The one that the request of this task came on; None on servers that do not say."""
