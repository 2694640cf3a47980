"""One call of the WSGI app (PEP 3333): begun, read on, closed.

A call that streams is read a batch at a time, and each batch is a job of its own for the thread pool: between two
of them no thread waits for the client. So the methods of a `Call` run in threads, in any of them, but never two at
once; all of them see the same context variables.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any, TypeVar

from api.cache.messages import Environ, Headers, WSGIApp
from api.cache.threads import Job

log = logging.getLogger(__name__)

T = TypeVar("T")

# A batch of a stream ends at this many bytes, which is gunicorn's mark for "the client is behind" ...
BATCH_BYTES = 65536
# ... or after this time, so that what a slow app has produced goes out.
BATCH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Reply:
    """What the app answered. With `rest` more is to come: whoever holds the reply must read or close it."""

    status: int
    headers: Headers
    body: bytes
    rest: "Call | None" = None


def encoded(headers: Iterable[tuple[str, str]]) -> Headers:
    """WSGI's header fields as ASGI wants them."""
    return tuple(_field(name, value) for name, value in headers)


@lru_cache(maxsize=512)
def _field(name: str, value: str) -> tuple[bytes, bytes]:
    """Most fields are the same in all answers: so is the object, in thousands of cache entries."""
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
        # The event loop's notes: the job of a step that waits for a thread or runs there; nobody wants the rest.
        self.job: Job | None = None
        self.is_left = False

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
            except BaseException:  # as in `Bridge`: the thread goes on
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
            return size > self._whole  # It has lied.
        return size >= BATCH_BYTES or monotonic() >= until

    def _start_response(
        self, status: str, headers: list[tuple[str, str]], exc_info: Any = None
    ) -> Callable[[bytes], None]:
        """Nothing is sent before `begin` returns, so an app may change its mind until then."""
        if self._status and exc_info is None:
            raise RuntimeError("start_response was called twice")
        self._status = int(status[:3])
        self._headers = encoded(headers)
        declared = dict(self._headers).get(b"content-length", b"")
        self._is_short = declared.isdigit() and int(declared) <= self._whole
        return self._written.append
