"""Thread pools that call the WSGI app, controlled from the event loop."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from api.cache.messages import Environ, WSGIApp
from api.cache.replies import INTERNAL_ERROR, OVERLOADED, TOO_SLOW
from api.cache.wsgi import Call, Reply

log = logging.getLogger(__name__)

T = TypeVar("T")

# Bodies of declared length are collected up to here, and further if the cache would take them.
SHORT = 2**20
# Requests that may wait for a thread: at some thousand answers a second the last of them waits for half a second, and
# each holds its request in memory.
MOST_WAITING = 1000
STREAM_THREADS = 2


class TooSlowError(Exception):
    """A call took longer than the deadline."""


class Pool:
    """At most `threads` threads, started as they are needed. Its methods are for the event loop's thread only."""

    def __init__(self, name: str, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._jobs: set[object] = set()
        self._has_threads = False
        self._is_open = True

    @property
    def jobs(self) -> int:
        """Queued and running jobs, including abandoned ones: these hold a thread too."""
        return len(self._jobs)

    async def run(self, step: Callable[[], T], deadline: float, left: Callable[[], object]) -> T:
        """Run `step` in a thread and return its result. TooSlowError after `deadline` seconds. If the caller has given
        up by then, `left` is called in a thread once the step has ended or was dropped."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        timer = loop.call_later(deadline, _fail, done, TooSlowError())
        token = object()
        try:
            job = self._submit(token, lambda: _work(step, loop, partial(self._ended, token, done, left)))
            try:
                return await done
            except (asyncio.CancelledError, TooSlowError):
                if job is not None and job.cancel():  # it had not begun, and now never will
                    self._jobs.discard(token)
                    self.start(left)
                raise
        finally:
            timer.cancel()

    def start(self, step: Callable[[], object]) -> None:
        """Run this in a thread without waiting for it. After a shutdown it is dropped."""
        loop, token = asyncio.get_running_loop(), object()
        with contextlib.suppress(RuntimeError):
            self._submit(token, lambda: _work(step, loop, lambda *_: self._jobs.discard(token)))

    def shut_down(self) -> None:
        """Drop queued jobs; running ones end by themselves, or with the process."""
        self._is_open = False
        self._executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, token: object, work: Callable[[], None]) -> "Future[None] | None":
        """RuntimeError after a shutdown, or if the system gives no thread and there is none yet. If there are threads,
        the executor has queued the work nevertheless: returns None, and one of them will do it."""
        self._jobs.add(token)
        try:
            job = self._executor.submit(work)
        except RuntimeError:
            if self._has_threads and self._is_open:
                return None
            self._jobs.discard(token)
            raise
        self._has_threads = True
        return job

    def _ended(
        self, token: object, done: "asyncio.Future[T]", left: Callable[[], object], error: Exception | None, result: T
    ) -> None:
        """Called in the event loop after each step that was started."""
        self._jobs.discard(token)
        if done.done():  # the deadline has passed, or the client has left
            self.start(left)
        elif error is not None:
            done.set_exception(error)
        else:
            done.set_result(result)


class Caller:
    """Calls `app` in threads; what takes longer than `deadline` seconds is given up. Questions and the further batches
    of streams have a pool each. `whole` bytes of a body of declared length are collected before it is sent."""

    def __init__(self, app: WSGIApp, threads: int, deadline: float, whole: int) -> None:
        self._app = app
        self._deadline = deadline
        self._whole = max(whole, SHORT)
        self._questions = Pool("wsgi", threads)
        self._streams = Pool("wsgi-stream", STREAM_THREADS)

    async def call(self, environ: Environ) -> Reply:
        """The app's reply; a problem if it failed, took too long, or too many are waiting."""
        if self._questions.jobs >= MOST_WAITING:
            return OVERLOADED
        call = Call(self._app, environ, self._whole)
        try:
            return await self._questions.run(call.begin, self._deadline, call.close)
        except TooSlowError:
            log.warning("no answer to %r within %s s", environ["PATH_INFO"], self._deadline)
            return TOO_SLOW
        except Exception:
            log.exception("the app failed on %r", environ["PATH_INFO"])
            return INTERNAL_ERROR

    async def more(self, call: Call) -> bytes:
        """The next batch of a stream. TooSlowError, or whatever the app raises."""
        try:
            return await self._streams.run(call.more, self._deadline, call.close)
        except (asyncio.CancelledError, TooSlowError):
            call.is_left = True  # a thread may still work on it: it is closed after that
            raise

    def leave(self, call: Call) -> None:
        """Close an abandoned call, in a thread."""
        if not call.is_left:
            call.is_left = True
            self._streams.start(call.close)

    def shut_down(self) -> None:
        """Drop queued jobs; running ones end by themselves, or with the process."""
        for pool in (self._questions, self._streams):
            pool.shut_down()


def _work(step: Callable[[], object], loop: asyncio.AbstractEventLoop, ended: Callable[..., None]) -> None:
    """Runs in a thread. One `call_soon_threadsafe` takes half the time of `run_in_executor` with `wait_for`."""
    error, result = None, None
    try:
        result = step()
    except BaseException as raised:  # no error may end this thread or the loop
        error = _harmless(raised)
    with contextlib.suppress(RuntimeError):  # the loop is closed: the process is about to end
        loop.call_soon_threadsafe(ended, error, result)


def _harmless(error: BaseException) -> Exception:
    """An error that a future accepts and that asyncio does not interpret."""
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    made = RuntimeError(f"the app raised {error!r}")
    made.__cause__ = error
    return made


def _fail(done: "asyncio.Future[T]", error: Exception) -> None:
    """Does nothing if the step has ended."""
    if not done.done():
        done.set_exception(error)
