"""Gives each request an id, returned in `X-Request-ID`, and passes exchanges to the observers: a WSGI middleware, and
two functions for the cache."""

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from time import perf_counter
from types import TracebackType
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from api.telemetry.exchange import HEADER, Exchange, Observer, identify

_FIELD = HEADER.lower().encode()
_KEY = "HTTP_X_REQUEST_ID"
_Failure = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None  # of sys.exc_info
_Scope = MutableMapping[str, Any]  # ASGI's own


class ObservedWSGI:
    """An observed WSGI application, for servers without the cache."""

    def __init__(self, app: WSGIApplication, observers: Sequence[Observer]) -> None:
        self._app, self._observers = app, observers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        started = perf_counter()
        environ[_KEY] = request_id = identify(environ.get(_KEY))
        sent: list[int] = [500]

        def start(
            status: str, headers: list[tuple[str, str]], failure: _Failure = None, /
        ) -> Callable[[bytes], object]:
            sent[0] = int(status[:3])
            return start_response(status, [*headers, (HEADER, request_id)], failure)

        def done(size: int) -> None:
            path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
            seconds = perf_counter() - started
            exchange = Exchange(environ["REQUEST_METHOD"], path, query, sent[0], size, seconds, "none", request_id)
            for observer in self._observers:
                observer(exchange)

        return _Counted(self._app(environ, start), done)


class _Counted:
    """A body that reports its size when it is closed, as WSGI requires of servers."""

    def __init__(self, body: Iterable[bytes], done: Callable[[int], None]) -> None:
        self._body, self._done, self._size = body, done, 0

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._body:
            self._size += len(chunk)
            yield chunk

    def close(self) -> None:
        with contextlib.ExitStack() as last:
            last.callback(lambda: self._done(self._size))
            if hasattr(self._body, "close"):
                self._body.close()


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
