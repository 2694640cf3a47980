"""Thread pools that call the WSGI app, controlled from the event loop."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, TypeVar

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


Settle = Callable[[T], tuple[T, bool]]
"""What the waiting tasks get of a result, and whether all of them do; if not, only the first does."""


def _to_one(result: T) -> tuple[T, bool]:
    return result, False


class Job(Generic[T]):
    """A step for a thread, and the tasks that wait for its result. It continues while any of them does, whichever
    started it; if none is left, `left` is called in a thread. All but `run` is for the event loop's thread only."""

    def __init__(
        self, pool: "Pool", step: Callable[[], T], left: Callable[[], object] | None, settle: Settle[T]
    ) -> None:
        self._pool, self._step, self._left, self._settle = pool, step, left, settle
        self._loop = asyncio.get_running_loop()
        self._waiting: list[asyncio.Future[T | None]] = []
        self.queued: Future[None] | None = None

    @property
    def is_awaited(self) -> bool:
        """Whether the result is still to come, and a task waits for it."""
        return bool(self._waiting)

    async def result(self, deadline: float) -> T | None:
        """The result, or what the step raised; None if only one task gets it, and another has. TooSlowError after
        `deadline` seconds. To be called before the job ends: at once by whoever started it, else if `is_awaited`."""
        mine: asyncio.Future[T | None] = self._loop.create_future()
        self._waiting.append(mine)
        timer = self._loop.call_later(deadline, _fail, mine, TooSlowError())
        try:
            return await mine
        except (asyncio.CancelledError, TooSlowError):
            self._leave(mine)
            raise
        finally:
            timer.cancel()

    def run(self) -> None:
        """Runs in a thread. One `call_soon_threadsafe` takes half the time of `run_in_executor` with `wait_for`."""
        error, result = None, None
        try:
            result = self._step()
        except BaseException as raised:  # no error may end this thread or the loop
            error = _harmless(raised)
        with contextlib.suppress(RuntimeError):  # the loop is closed: the process is about to end
            self._loop.call_soon_threadsafe(self.end, error, result)

    def end(self, error: Exception | None, result: T | None = None) -> None:
        """Hand the result to the tasks that wait for it."""
        self._pool.forget(self)
        waiting = [one for one in self._waiting if not one.done()]
        self._waiting.clear()
        if not waiting:
            self._discard()
        elif result is None:
            for one in waiting:
                one.set_exception(error or RuntimeError("the step returned nothing"))
        else:
            settled, is_shared = self._settle(result)
            waiting[0].set_result(settled)
            for one in waiting[1:]:
                one.set_result(settled if is_shared else None)

    def _leave(self, mine: "asyncio.Future[T | None]") -> None:
        """A task gives up, possibly just as it got the result."""
        if mine in self._waiting:
            self._waiting.remove(mine)
            if not self._waiting and self.queued is not None and self.queued.cancel():
                self._pool.forget(self)  # it had not begun, and now never will
                self._discard()
        elif not mine.cancelled() and mine.exception() is None and mine.result() is not None:
            self._discard()

    def _discard(self) -> None:
        if self._left is not None:
            self._pool.start(self._left)


class Pool:
    """At most `threads` threads, started as they are needed. Its methods are for the event loop's thread only."""

    def __init__(self, name: str, threads: int) -> None:
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._jobs: set[Job[Any]] = set()
        self._has_threads = False
        self._is_open = True

    @property
    def jobs(self) -> int:
        """Queued and running jobs, including abandoned ones: these hold a thread too."""
        return len(self._jobs)

    def start(
        self, step: Callable[[], T], left: Callable[[], object] | None = None, settle: Settle[T] = _to_one
    ) -> Job[T]:
        """Run `step` in a thread. If nobody waits for it by then, `left` is called in a thread once it has ended or was
        dropped. It fails after a shutdown, or if the system gives no thread and there is none yet."""
        job = Job(self, step, left, settle)
        self._jobs.add(job)
        try:
            job.queued = self._executor.submit(job.run)
            self._has_threads = True
        except RuntimeError as error:
            # If there are threads, the executor has queued the step nevertheless, and one of them will do it.
            if not (self._has_threads and self._is_open):
                asyncio.get_running_loop().call_soon(job.end, error, None)
        return job

    def ended(self, result: T) -> Job[T]:
        """A job that has this result without a thread."""
        job = Job(self, lambda: result, None, _to_one)
        asyncio.get_running_loop().call_soon(job.end, None, result)
        return job

    def forget(self, job: Job[Any]) -> None:
        """The job holds no thread any more."""
        self._jobs.discard(job)

    def shut_down(self) -> None:
        """Drop queued jobs; running ones end by themselves, or with the process."""
        self._is_open = False
        self._executor.shutdown(wait=False, cancel_futures=True)


class Caller:
    """Calls `app` in threads; what takes longer than `deadline` seconds is given up. Calls and further batches of
    streams have separate pools. `whole` bytes of a body of declared length are collected before it is sent."""

    def __init__(self, app: WSGIApp, threads: int, deadline: float, whole: int) -> None:
        self._app = app
        self._deadline = deadline
        self._whole = max(whole, SHORT)
        self._questions = Pool("wsgi", threads)
        self._streams = Pool("wsgi-stream", STREAM_THREADS)

    def start(self, environ: Environ, settle: Settle[Reply] = _to_one) -> Job[Reply]:
        """Call the app; a problem is its reply if it fails, or if too many are waiting."""
        call = Call(self._app, environ, self._whole)
        if self._questions.jobs >= MOST_WAITING:
            return self._questions.ended(OVERLOADED)
        return self._questions.start(partial(_begin, call, environ["PATH_INFO"]), call.close, settle)

    async def reply(self, job: Job[Reply], path: str) -> Reply | None:
        """The reply of a call, or a problem if it takes too long; None if another task has taken it."""
        try:
            return await job.result(self._deadline)
        except TooSlowError:
            log.warning("no answer to %r within %s s", path, self._deadline)
            return TOO_SLOW
        except RuntimeError:
            log.exception("no thread for %r", path)
            return INTERNAL_ERROR

    async def call(self, environ: Environ) -> Reply:
        """The app's reply; a problem if it failed, took too long, or too many are waiting."""
        return await self.reply(self.start(environ), environ["PATH_INFO"]) or INTERNAL_ERROR

    async def more(self, call: Call) -> bytes:
        """The next batch of a stream. TooSlowError, or whatever the app raises."""
        try:
            return await self._streams.start(call.more, call.close).result(self._deadline) or b""
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


def _begin(call: Call, path: str) -> Reply:
    """Runs in a thread."""
    try:
        return call.begin()
    except BaseException:  # whatever the app raises
        log.exception("the app failed on %r", path)
        return INTERNAL_ERROR


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
