"""The threads behind the cache: what an app does to one of them leaves the others working."""

import asyncio
import threading
import time
from collections.abc import Iterable
from typing import Any

import pytest

from api.cache.messages import WSGIApp
from api.cache.replies import INTERNAL_ERROR, TOO_SLOW
from api.cache.threads import Caller
from api.cache.wsgi import Reply

RAISED = (SystemExit, StopIteration, KeyboardInterrupt, GeneratorExit, asyncio.CancelledError, ValueError)


class Closing(list[bytes]):
    """A body of two batches whose `close` does what the environ says."""

    def __init__(self, environ: dict[str, Any]) -> None:
        super().__init__([b"x" * 100_000] * 2)
        self._environ = environ

    def close(self) -> None:
        """As PEP 3333 wants it, but late, or never."""
        misbehave(self._environ)


def misbehave(environ: dict[str, Any]) -> None:
    """Sleep and raise what the environ says."""
    time.sleep(environ.get("sleep", 0))
    if "raise" in environ:
        raise environ["raise"]


def streaming(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Behaves until it is closed."""
    start_response("200 OK", [])
    return Closing(environ)


def app(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Misbehaves at once."""
    misbehave(environ)
    start_response("200 OK", [])
    return [b"fine"]


def caller(threads: int, deadline: float = 5, app: WSGIApp = app) -> Caller:
    """To one of these apps."""
    return Caller(app, threads, deadline, 1000)


def asked(**environ: Any) -> dict[str, Any]:
    """The environ of a request."""
    return {"PATH_INFO": "/", **environ}


def test_a_thread_that_is_stuck_is_not_counted_on() -> None:
    """After the deadline the call still holds its thread, so the next one gets another."""

    async def talk() -> list[Reply]:
        ours = caller(2, deadline=0.2)
        return [await ours.call(asked(sleep=1)), await ours.call(asked())]

    stuck, other = asyncio.run(talk())
    assert stuck is TOO_SLOW
    assert other.body == b"fine"


def test_a_client_that_leaves_still_holds_its_thread() -> None:
    """The same without a deadline: the call of a client that has left goes on to its end."""

    async def talk() -> Reply:
        ours = caller(2)
        left = asyncio.create_task(ours.call(asked(sleep=1)))
        await asyncio.sleep(0.1)
        left.cancel()
        await asyncio.wait([left])
        async with asyncio.timeout(0.5):
            return await ours.call(asked())

    assert asyncio.run(talk()).body == b"fine"


@pytest.mark.parametrize("error", RAISED, ids=lambda error: error.__name__)
def test_whatever_the_app_raises_is_an_answer(error: type[BaseException]) -> None:
    """An exception ends neither the thread nor the loop, and is answered before the deadline."""

    async def talk() -> list[Reply]:
        ours = caller(1)
        async with asyncio.timeout(2):
            return [await ours.call(asked(**{"raise": error()})), await ours.call(asked())]

    failed, other = asyncio.run(talk())
    assert failed is INTERNAL_ERROR
    assert other.body == b"fine"


@pytest.mark.parametrize(("threads", "misbehaviour"), [(2, {"sleep": 1}), (1, {"raise": SystemExit()})])
def test_closing_an_answer_holds_up_nobody(threads: int, misbehaviour: dict[str, Any]) -> None:
    """However long closing takes, or if it raises."""

    async def talk() -> Reply:
        ours = caller(threads, app=streaming)
        left = await ours.call(asked(**misbehaviour))
        assert left.rest is not None
        ours.leave(left.rest)
        async with asyncio.timeout(0.5):
            return await ours.call(asked())

    assert asyncio.run(talk()).status == 200


def test_a_thread_that_cannot_be_started_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any thread the call fails, and the next one tries again; where there is one, it does all the work."""
    start, fails = threading.Thread.start, [True, False, True]

    def starting(thread: threading.Thread) -> None:
        if not fails or fails.pop(0):  # on a busy machine it is tried more often
            raise RuntimeError("can't start new thread")
        start(thread)

    async def talk() -> list[Reply]:
        ours = caller(2)
        async with asyncio.timeout(2):
            one_by_one = [await ours.call(asked()), await ours.call(asked())]
            return one_by_one + list(await asyncio.gather(ours.call(asked(sleep=0.1)), ours.call(asked())))

    monkeypatch.setattr(threading.Thread, "start", starting)
    assert [reply.status for reply in asyncio.run(talk())] == [500, 200, 200, 200]


def test_nothing_is_called_after_the_end() -> None:
    """What comes after the shutdown fails, and what was open is left to the end of the process."""

    async def talk() -> Reply:
        ours = caller(1, app=streaming)
        left = await ours.call(asked())
        ours.shut_down()
        assert left.rest is not None
        ours.leave(left.rest)
        return await ours.call(asked())

    assert asyncio.run(talk()) is INTERNAL_ERROR
