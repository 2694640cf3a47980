"""A request as a WSGI environ (PEP 3333), and one call of the WSGI app: begin, read more, close.

A streamed reply is read in batches, each a job of its own for a thread pool: between batches no thread waits for the
client. The methods of a `Call` run in any of these threads, but never concurrently; all see the same context variables.
"""

import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from functools import lru_cache
from io import IOBase
from itertools import starmap
from time import monotonic
from typing import NamedTuple, TypeVar
from urllib.parse import unquote_to_bytes

from api.cache.messages import Environ, Fields, Headers, Scope, WSGIApp

log = logging.getLogger(__name__)

T = TypeVar("T")

# A batch of a stream ends at this many bytes, which is asyncio's mark for "the client is behind" ...
BATCH_BYTES = 65536
# ... or after this time, so that what a slow app has produced goes out.
BATCH_SECONDS = 0.05

_CONSTANT: Environ = {
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
    # The body is there in full: it may be read to its end without a Content-Length.
    "wsgi.input_terminated": True,
}

# PEP 3333 gives these two no prefix.
_PLAIN = frozenset({"CONTENT_LENGTH", "CONTENT_TYPE"})


def environ_of(scope: Scope, fields: Fields, body: IOBase) -> Environ:
    """The environ of a request with these header fields and this body. Fields with an underscore are left out, as
    gunicorn and nginx do: `Accept_Encoding` would be the variable of `Accept-Encoding`, which the cache's key is of."""
    script, path = _script_and_path(scope)
    host, port = scope.get("server") or ("localhost", 80)
    environ = {
        **_CONSTANT,
        "wsgi.input": body,
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": script,
        "PATH_INFO": path,
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": "HTTP/" + scope["http_version"],
        "SERVER_NAME": host,
        "SERVER_PORT": str(port or 0),
    }
    if scope.get("client"):
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = scope["client"][0], str(scope["client"][1])
    for name, value in fields.items():
        if b"_" not in name:
            environ[_variable(name)] = value.decode("latin-1")
    return environ


@lru_cache(maxsize=256)
def _variable(name: bytes) -> str:
    variable = name.decode("latin-1").upper().replace("-", "_")
    return variable if variable in _PLAIN else "HTTP_" + variable


def _script_and_path(scope: Scope) -> tuple[str, str]:
    """From the raw path: `scope["path"]` has lost the bytes that are not UTF-8, which a WSGI app gets to see."""
    raw: bytes = scope["raw_path"]
    if not raw.startswith(b"/"):
        raw = _origin_form(raw)
    path = unquote_to_bytes(raw).decode("latin-1")
    script: str = scope.get("root_path", "").encode().decode("latin-1")
    return (script, path[len(script) :]) if script and path.startswith(script) else ("", path)


def _origin_form(target: bytes) -> bytes:
    """RFC 9112, 3.2.2: a server must take `http://host/path` too. `*` and `host:port` stay; no route has them."""
    scheme, is_absolute, rest = target.partition(b"://")
    if not is_absolute or b"/" in scheme:
        return target
    return b"/" + rest.partition(b"/")[2]


class Reply(NamedTuple):
    """A reply of the app. With `rest` the body is incomplete: whoever holds the reply must read or close it."""

    status: int
    headers: Headers
    body: bytes
    rest: "Call | None" = None


def encoded(headers: Iterable[tuple[str, str]]) -> Headers:
    """WSGI's header fields in ASGI's form."""
    return tuple(starmap(_field, headers))


@lru_cache(maxsize=512)
def _field(name: str, value: str) -> tuple[bytes, bytes]:
    """Most fields are equal in all answers: cached, they are one object in thousands of entries."""
    return name.lower().encode("latin-1"), value.encode("latin-1")


class Call:
    """One call of `app`. A body that is declared as at most `whole` bytes long is collected in one go."""

    def __init__(self, app: WSGIApp, environ: Environ, whole: int) -> None:
        self._app = app
        self._environ = environ
        self._whole = whole
        self._context = copy_context()
        self._status = 0
        self._headers: Headers = ()
        self._is_short = False
        self._written: list[bytes] = []
        self._chunks: Iterator[bytes] = iter(())
        self._to_close: list[Callable[[], object]] = []
        self.exhausted = False
        self.is_left = False  # set in the event loop once the rest is not wanted

    def begin(self) -> Reply:
        """Call the app; its reply, with all of the body or the first batch of it."""
        return self._step(self._begin)

    def more(self) -> bytes:
        """The next batch. `exhausted` tells whether it was the last."""
        return self._step(self._batch)

    def close(self) -> None:
        """Let the app clean up, once."""
        while self._to_close:
            try:
                self._context.run(self._to_close.pop())
            except BaseException:  # no error may end the thread
                log.exception("closing an answer failed")

    def _step(self, step: Callable[[], T]) -> T:
        try:
            return self._context.run(step)
        except BaseException:
            self.exhausted = True
            raise
        finally:
            if self.exhausted:
                self.close()

    def _begin(self) -> Reply:
        iterable = self._app(self._environ, self._start_response)
        if hasattr(iterable, "close"):
            self._to_close.append(iterable.close)
        self._chunks = iter(iterable)
        body = self._batch()
        if not self._status:
            raise RuntimeError("the app did not call start_response")
        return Reply(self._status, self._headers, body, None if self.exhausted else self)

    def _batch(self) -> bytes:
        batch, self._written = self._written, []
        size = sum(map(len, batch))
        until = monotonic() + BATCH_SECONDS
        for chunk in self._chunks:
            batch.append(chunk)
            size += len(chunk)
            if self._is_enough(size, until):
                break
        else:
            self.exhausted = True
        return b"".join(batch)

    def _is_enough(self, size: int, until: float) -> bool:
        if self._is_short:
            return size > self._whole  # more than was declared
        return size >= BATCH_BYTES or monotonic() >= until

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], None]:
        """Nothing is sent before `begin` returns, so until then the app may call this again with `exc_info`."""
        if self._status and exc_info is None:
            raise RuntimeError("start_response was called twice")
        self._status = int(status[:3])
        self._headers = encoded(headers)
        declared = dict(self._headers).get(b"content-length", b"")
        self._is_short = declared.isdigit() and int(declared) <= self._whole
        return self._written.append
