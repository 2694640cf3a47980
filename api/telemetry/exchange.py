"""One request and its answer, their id, and who reports them: a WSGI middleware, and two functions for the cache."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextvars import ContextVar
from itertools import count
from secrets import token_hex
from time import perf_counter
from types import TracebackType
from typing import Any, NamedTuple
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from werkzeug.wsgi import ClosingIterator

HEADER = "X-Request-ID"
_FIELD = HEADER.lower().encode()
_KEY = "HTTP_X_REQUEST_ID"
_Failure = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None  # of sys.exc_info
_Scope = MutableMapping[str, Any]  # ASGI's own

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that this task or thread serves."""

# What tracing systems send: UUIDs, ULIDs, W3C trace ids. Anything else could forge log lines or fill them.
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")


class Exchange(NamedTuple):
    """An answered request. `size` counts body bytes, `seconds` until the last was handed over, `cache` is hit, miss,
    coalesced or bypass (none without a cache)."""

    method: str
    path: str
    query: str
    status: int
    size: int
    seconds: float
    cache: str
    request_id: str


Observer = Callable[[Exchange], None]

_prefix, _numbers = token_hex(5), count()


def _begin_anew() -> None:  # or a forked process would repeat its parent's ids
    global _prefix, _numbers
    _prefix, _numbers = token_hex(5), count()


os.register_at_fork(after_in_child=_begin_anew)


def new_id() -> str:
    """A unique id: random for the process, then counted, which takes a tenth of the time."""
    return f"{_prefix}{next(_numbers):08x}"


def identify(sent: str | None) -> str:
    """Set and return the request's id: the one it was sent with, if sane, or a new one."""
    known = sent if sent and _SANE.fullmatch(sent) else new_id()
    REQUEST_ID.set(known)
    return known


class ObservedWSGI:
    """An observed WSGI application, for servers without the cache."""

    def __init__(self, app: WSGIApplication, observers: Sequence[Observer]) -> None:
        self._app, self._observers = app, observers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started, status, size = perf_counter(), 500, 0
        environ[_KEY] = request_id = identify(environ.get(_KEY))

        def start(line: str, headers: list[tuple[str, str]], failure: _Failure = None, /) -> Callable[[bytes], object]:
            nonlocal status
            status = int(line[:3])
            return start_response(line, [*headers, (HEADER, request_id)], failure)

        def counted() -> Iterator[bytes]:
            nonlocal size
            for chunk in body:
                size += len(chunk)
                yield chunk

        def done() -> None:
            path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
            seconds = perf_counter() - started
            exchange = Exchange(environ["REQUEST_METHOD"], path, query, status, size, seconds, "none", request_id)
            for observer in self._observers:
                observer(exchange)

        body = self._app(environ, start)
        return ClosingIterator(counted(), [done, *([body.close] if hasattr(body, "close") else [])])


def identified(scope: _Scope, fields: Mapping[bytes, bytes]) -> tuple[tuple[bytes, bytes], ...]:
    """The cache's `identify`: the request's id, for the logs and for its client."""
    sent = fields.get(_FIELD)
    scope["request_id"] = request_id = identify(None if sent is None else sent.decode("latin-1"))
    return ((_FIELD, request_id.encode()),)


def cache_observer(observers: Sequence[Observer]) -> Callable[[str, _Scope, int, int, float], None] | None:
    """The cache's `observe`, which calls all of these; None without observers."""
    if not observers:
        return None

    def observe(outcome: str, scope: _Scope, status: int, size: int, seconds: float) -> None:
        query = scope["query_string"].decode("latin-1")
        known = scope.get("request_id", "")
        exchange = Exchange(scope["method"], scope["path"], query, status, size, seconds, outcome, known)
        for observer in observers:
            observer(exchange)

    return observe
