"""The express lane: requests that have come before, byte for byte, answered without being parsed again.

A client that asks for the same thing again sends the same bytes again. Once the server's parser has taken them for one
whole request without a body, and memory has answered it, the bytes themselves lead to the answer: what they mean
cannot have changed. Anything else, and anything that memory does not hold any more, goes the ordinary way.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import perf_counter

from api.cache.key import Key
from api.cache.messages import Fields, Headers, Observe, Outcome, Scope
from api.cache.representation import Representation

# Longer ones are rare, and their bytes are kept.
LONGEST_REQUEST = 2048
MOST_KNOWN = 2048
# Up to here one copy is cheaper than a second write.
JOINED_BODY = 65536
NAME = "edge.request"
"""Of the ASGI extension in which the worker hands on a request's bytes."""

_ID = b"x-request-id"
_CONDITIONS = (b"if-none-match", b"if-modified-since")
_END = b"\r\n\r\n"


def is_whole(sent: bytes) -> bool:
    """Whether these bytes may be one request without a body, and nothing after it."""
    return len(sent) <= LONGEST_REQUEST and sent.find(_END) == len(sent) - len(_END)


@dataclass(frozen=True, slots=True)
class Known:
    """What the bytes of a request mean."""

    key: Key
    conditions: Fields
    scope: Scope


class Lane:
    """Lives in the event loop. `lookup` gives what memory holds for a key; `observe` is told of every answer;
    `identify` makes a request's id, of which its client is told."""

    def __init__(
        self,
        lookup: Callable[[Key], Representation | None],
        observe: Observe | None,
        identify: Callable[[], str] | None,
    ) -> None:
        self._lookup, self._observe, self._identify = lookup, observe, identify or str
        self._known: dict[bytes, Known] = {}

    def learn(self, sent: bytes, key: Key, fields: Fields, scope: Scope) -> None:
        """These bytes were a request with this key and these header fields, and memory has answered it.

        One that brings an id of its own will not come again.
        """
        if _ID in sent.lower():
            return
        if sent not in self._known and len(self._known) >= MOST_KNOWN:
            del self._known[next(iter(self._known))]
        conditions = {name: fields[name] for name in _CONDITIONS if name in fields}
        told = {name: scope[name] for name in ("method", "path", "query_string")}
        self._known[sent] = Known(key, conditions, told)

    def answer(self, sent: bytes, date: bytes) -> tuple[bytes, bytes] | None:
        """The response to these bytes, `date` being its Date line; as one piece and an empty one, or head and body."""
        if len(sent) > LONGEST_REQUEST:  # for its hash all of it would be read, and most of what is long comes once
            return None
        known = self._known.get(sent)
        if known is None or (entry := self._lookup(known.key)) is None:
            return None
        started = perf_counter()
        status, lines, body = _selected(entry, known)
        request_id = self._identify()
        own = b"%s: %s\r\n" % (_ID, request_id.encode()) if request_id else b""
        head = b"".join((lines, own, date, b"\r\n"))
        if self._observe is not None:
            scope = {**known.scope, "request_id": request_id}
            self._observe(Outcome.HIT, scope, status, len(body), perf_counter() - started)
        return (head + body, b"") if len(body) <= JOINED_BODY else (head, body)


def _selected(entry: Representation, known: Known) -> tuple[int, bytes, bytes]:
    """Status, status line with header lines, and body."""
    if not known.conditions and known.scope["method"] == "GET":
        if not entry.lines:
            entry.lines = _lines(entry.status, entry.headers)
        return entry.status, entry.lines, entry.body
    start, body = entry.select(known.scope["method"], known.conditions)
    return start["status"], _lines(start["status"], start["headers"]), body["body"]


def _lines(status: int, headers: Headers) -> bytes:
    first = f"HTTP/1.1 {int(status)} {HTTPStatus(status).phrase}\r\n".encode()
    return first + b"".join(b"%s: %s\r\n" % field for field in headers)
