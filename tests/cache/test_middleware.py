"""The cache as an ASGI application, called without a server."""

import asyncio
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from api.cache import CacheMiddleware, threads, watch
from api.cache.threads import Job, Pool
from tests.serving import PATIENCE


class App:
    """A WSGI app that counts its calls."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, _: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Its body is the count."""
        self.calls += 1
        start_response("200 OK", [("Content-Length", "1")])
        return [b"%d" % self.calls]


def cached(app: App, max_bytes: int = 1_000_000) -> CacheMiddleware:
    """A cache with one thread."""
    return CacheMiddleware(app, version=lambda: "1", max_bytes=max_bytes, threads=1, longest_body=1000)


def talk(app: CacheMiddleware, scope: dict[str, Any], *received: dict[str, Any]) -> list[Any]:
    """What the app sends for a scope and these messages."""
    left, sent = list(received), []

    async def receive() -> Any:
        if not left:
            await asyncio.Event().wait()  # the client stays, and sends no more
        return left.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


def get(app: CacheMiddleware, query: bytes = b"", path: str = "/") -> bytes:
    """The body of a GET."""
    scope = {
        "type": "http",
        "method": "GET",
        "raw_path": path.encode(),
        "query_string": query,
        "http_version": "1.1",
        "path": path,
    }
    body: bytes = talk(app, scope | {"headers": [(b"host", b"x")]})[1]["body"]
    return body


def test_probes_are_answered_while_every_thread_is_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polled paths need no thread and follow the app, with any query; other paths take a thread."""
    monkeypatch.setattr(watch, "SECONDS_BETWEEN_LOOKS", 0.01)
    may_end, asking = threading.Event(), threading.Event()

    class Held(App):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if environ["PATH_INFO"] == "/other":
                asking.set()
                may_end.wait(PATIENCE)
            return super().__call__(environ, start_response)

    made = CacheMiddleware(Held(), version=lambda: 1, max_bytes=0, threads=1, longest_body=1000, polled=("/",))
    get(made)  # from then on they are made in the background
    with ThreadPoolExecutor(1) as others:
        busy = others.submit(get, made, b"", "/other")
        asking.wait(PATIENCE)
        first = second = get(made, b"x=1")
        while second == first and not busy.done():
            second = get(made, b"x=2")
        assert not busy.done()
        may_end.set()


def test_start_and_end_are_told() -> None:
    """The lifespan protocol: both messages are confirmed."""
    sent = talk(cached(App()), {"type": "lifespan"}, {"type": "lifespan.startup"}, {"type": "lifespan.shutdown"})
    assert [message["type"] for message in sent] == ["lifespan.startup.complete", "lifespan.shutdown.complete"]


def test_no_memory_at_all() -> None:
    """With 0 bytes nothing is kept; with more, it is."""
    without, with_ = cached(App(), 0), cached(App())
    assert [get(without), get(without)] == [b"1", b"2"]
    assert [get(with_), get(with_)] == [b"1", b"1"]


def test_too_many_at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot even wait for a thread is refused at once; repeats are answered from memory all the same."""
    monkeypatch.setattr(threads, "MOST_WAITING", 40)
    may_end = threading.Event()

    class Held(App):
        def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            if environ["PATH_INFO"] != "/known":
                may_end.wait(PATIENCE)
            return super().__call__(environ, start_response)

    async def ask(cache: CacheMiddleware, path: str) -> int:
        sent: list[Any] = []

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "raw_path": path.encode(), "query_string": b"", "path": path}
        await cache(scope | {"http_version": "1.1", "headers": [(b"host", b"x")]}, asyncio.Event().wait, send)  # type: ignore[arg-type]
        return int(sent[0]["status"])

    async def crowd() -> tuple[list[int], int, list[int]]:
        cache = cached(Held())
        await ask(cache, "/known")
        tasks = [asyncio.create_task(ask(cache, f"/{number}")) for number in range(60)]
        for _ in range(20):  # turns of the loop: more than a refusal takes
            await asyncio.sleep(0)
        refused = [task.result() for task in tasks if task.done()]
        known = await ask(cache, "/known")
        may_end.set()
        return refused, known, await asyncio.gather(*tasks)

    refused, known, statuses = asyncio.run(crowd())
    assert refused == [503] * 20
    assert known == 200
    assert sorted(statuses) == [200] * 40 + [503] * 20


def test_another_kind_of_scope_is_an_error() -> None:
    """As ASGI wants it of an application that does not know it."""
    with pytest.raises(ValueError, match="webtransport"):
        talk(cached(App()), {"type": "webtransport"})


def test_a_result_that_nobody_takes_is_dropped() -> None:
    """The last client may leave at the very moment in which the app has answered."""
    dropped: list[str] = []

    async def leave_as_it_ends() -> None:
        pool = Pool("test", 1)
        jobs: list[Job[str]] = []

        async def ask() -> None:
            jobs.append(pool.start(lambda: "result", lambda: dropped.append("result")))
            await jobs[0].result(PATIENCE)

        client = asyncio.create_task(ask())
        while not jobs or jobs[0].is_awaited:
            await asyncio.sleep(0)
        client.cancel()
        await asyncio.wait([client])
        assert client.cancelled()
        async with asyncio.timeout(PATIENCE):
            while not dropped:
                await asyncio.sleep(0.01)
        pool.shut_down()

    asyncio.run(leave_as_it_ends())
    assert dropped == ["result"]
