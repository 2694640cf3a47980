"""The threads in which the WSGI app is called, as seen from the event loop."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from api.cache import problems
from api.cache.call import Call, Reply
from api.cache.messages import Environ, WSGIApp
from api.cache.threads import Threads

log = logging.getLogger(__name__)

T = TypeVar("T")

# Bodies of declared length are collected up to here, and further if the cache would take them.
SHORT = 2**20
# More requests than this do not wait for a thread: at some thousand answers a second the last of them would wait
# for half a second, and each holds its request in memory.
MOST_WAITING = 1000


class TooSlowError(Exception):
    """A call took longer than the deadline."""


class Bridge:
    """Calls `app` in at most `threads` threads; what takes longer than `deadline` seconds is given up."""

    def __init__(self, app: WSGIApp, threads: int, deadline: float, whole: int) -> None:
        self._app = app
        self._deadline = deadline
        self._whole = max(whole, SHORT)
        self._under_way = 0  # jobs that wait or run, also those that nobody wants any more: they hold a thread
        self._threads = Threads(threads)

    async def call(self, environ: Environ) -> Reply:
        """The app's reply; a problem where it failed, took too long, or too many are waiting."""
        if self._under_way >= MOST_WAITING:
            return problems.OVERLOADED
        call = Call(self._app, environ, self._whole)
        try:
            return await self._run(call, call.begin)
        except TooSlowError:
            log.warning("no answer to %r within %s s", environ["PATH_INFO"], self._deadline)
            return problems.TOO_SLOW
        except Exception:
            log.exception("the app failed on %r", environ["PATH_INFO"])
            return problems.INTERNAL_ERROR

    async def more(self, call: Call) -> bytes:
        """The next batch of a stream."""
        return await self._run(call, call.more)

    def leave(self, call: Call) -> None:
        """Nobody wants more of this call: it is closed in a thread, once its job there has ended.

        A thread cannot be stopped, only a job that has not begun.
        """
        if call.job is None:
            self._close(call)
        elif call.job.call_off():
            self._under_way -= 1
            self._close(call)
        else:
            call.is_left = True

    def shut_down(self) -> None:
        """Drop what waits; what runs ends by itself, or with the process."""
        self._threads.shut_down()

    async def _run(self, call: Call, step: Callable[[], T]) -> T:
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        deadline = loop.call_later(self._deadline, _fail, done, TooSlowError())
        try:
            call.job = self._threads.submit(lambda: self._work(call, step, loop, done), self._under_way)
            self._under_way += 1
            return await done
        except (asyncio.CancelledError, TooSlowError):
            self.leave(call)
            raise
        finally:
            deadline.cancel()

    def _work(
        self, call: Call, step: Callable[[], T], loop: asyncio.AbstractEventLoop, done: "asyncio.Future[T]"
    ) -> None:
        """In a thread. Half of what `run_in_executor` and `wait_for` would take."""
        try:
            result = step()
        except BaseException as error:  # whatever it is, it must end neither this thread nor the loop
            _tell(loop, self._ended, call, _fail, done, _harmless(error))
        else:
            _tell(loop, self._ended, call, _succeed, done, result)

    def _ended(self, call: Call, tell: Callable[..., None], done: "asyncio.Future[T]", outcome: object) -> None:
        """In the event loop, after each job that has begun."""
        call.job = None
        self._under_way -= 1
        if call.is_left:
            self._close(call)
        tell(done, outcome)

    def _close(self, call: Call) -> None:
        try:
            self._threads.submit(partial(self._close_it, call, asyncio.get_running_loop()), self._under_way)
            self._under_way += 1
        except RuntimeError:
            log.debug("the pool is shut down: what is open ends with the process")

    def _close_it(self, call: Call, loop: asyncio.AbstractEventLoop) -> None:
        """In a thread."""
        call.close()
        _tell(loop, self._closed)

    def _closed(self) -> None:
        """In the event loop."""
        self._under_way -= 1


def _tell(loop: asyncio.AbstractEventLoop, *what: Any) -> None:
    """Have the loop call this; where it is closed, the process is about to end."""
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(*what)


def _harmless(error: BaseException) -> Exception:
    """One that a future takes, and that means nothing to the loop."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    made = RuntimeError(f"the app raised {error!r}")
    made.__cause__ = error
    return made


def _succeed(done: "asyncio.Future[T]", result: T) -> None:
    """Too late where the deadline has passed or the client has left."""
    if not done.done():
        done.set_result(result)


def _fail(done: "asyncio.Future[T]", error: Exception) -> None:
    """As above."""
    if not done.done():
        done.set_exception(error)
