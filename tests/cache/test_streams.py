"""Answers without a declared length."""

import asyncio
import socket
import time
from contextlib import ExitStack

import pytest

from api.cache import streams
from api.cache.messages import Message
from tests.operation.processes import eventually

from .serving import Server, fresh


def open_stream(server: Server, path: str, chunks: int = 10_000) -> socket.socket:
    """A client that has asked for a stream of 640 MB and reads the first bytes of it only."""
    connection = server.connect(f"GET {path}?{chunks} HTTP/1.1\r\nHost: x\r\n\r\n".encode(), receive_buffer=4096)
    assert connection.recv(15) == b"HTTP/1.1 200 OK"
    return connection


def test_a_stream_arrives_whole(server: Server) -> None:
    """In order, to its end, and closed once."""
    path = fresh("stream")
    answer = server.ask(f"{path}?100")
    assert answer.body == b"".join(b"%065536d" % number for number in range(100))
    assert answer.headers["transfer-encoding"] == "chunked"
    assert server.becomes(path, closed=1)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_empty_stream(server: Server, method: str) -> None:
    """No chunk at all is an empty body."""
    answer = server.ask(f"{fresh('stream')}?0", method)
    assert (answer.status, answer.body) == (200, b"")


def test_head_of_a_stream(server: Server) -> None:
    """The headers of the GET, of which no more than the first batch is made."""
    path = fresh("stream")
    answer = server.ask(f"{path}?1000", "HEAD")
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"", '"tag"')
    assert server.state(path)["batches"] == 1


def test_a_slow_reader_stops_the_app(server: Server) -> None:
    """No more is made than the sockets between them hold, some megabytes of the 640."""
    path = fresh("stream")

    def made_in_all() -> int:
        """The batches made, once no more are made; 0 before."""
        before = int(server.state(path)["batches"])
        time.sleep(0.2)
        return before if server.state(path)["batches"] == before else 0

    with open_stream(server, path):
        assert eventually(made_in_all) < 200


def test_a_slow_reader_is_given_up(server: Server) -> None:
    """A client that reads nothing for a while is cut off, and the app can clean up."""
    path = fresh("stream")
    with open_stream(server, path):
        assert server.becomes(path, closed=1)


def test_slow_readers_hold_no_thread_and_are_bounded(server: Server) -> None:
    """As many open streams as there are threads: others do not notice. One more stream is refused."""
    with ExitStack() as stack:
        paths = [fresh("stream") for _ in range(4)]
        for path in paths:
            stack.enter_context(open_stream(server, path))
        assert server.ask(fresh("keep")).status == 200
        assert [server.state(path)["closed"] for path in paths] == [0] * 4
        refused = fresh("stream")
        answer = server.ask(f"{refused}?100")
        assert (answer.status, answer.headers["retry-after"]) == (503, "1")
        assert server.becomes(refused, closed=1)
    eventually(lambda: server.ask(f"{fresh('stream')}?100").status == 200)


def test_a_client_that_leaves_ends_the_stream(server: Server) -> None:
    """At once: no more chunks are made."""
    path = fresh("stream")
    open_stream(server, path).close()
    assert server.becomes(path, closed=1)
    assert server.state(path)["batches"] < 300


def test_a_stream_that_breaks_is_cut_off(server: Server) -> None:
    """The connection ends without the last chunk, so that the client notices."""
    path = fresh("broken-stream")
    response = server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    assert response.startswith(b"HTTP/1.1 200")
    assert not response.endswith(b"0\r\n\r\n")
    assert b"broken on purpose" not in response
    assert server.becomes(path, closed=1)


def test_a_stream_that_is_stuck_is_cut_off(server: Server) -> None:
    """If the app makes no chunk within the deadline, the connection is closed."""
    path = fresh("stuck-stream")
    with server.connect(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()) as connection:
        response = b"".join(iter(lambda: connection.recv(65536), b""))
    assert len(response) > 70_000
    assert not response.endswith(b"0\r\n\r\n")
    assert server.becomes(path, closed=1)


def test_megabytes_of_declared_length(server: Server) -> None:
    """A body longer than what is collected at once, and of one chunk, arrives whole, with its length."""
    answer = server.ask(fresh("megabytes"))
    assert len(answer.body) == 3_000_000
    assert answer.headers["content-length"] == "3000000"


def test_context_variables_belong_to_one_call(server: Server) -> None:
    """Each batch of a stream may be made in another thread: all see what the call has set, and no other call does."""
    for path in [fresh("context") for _ in range(8)]:
        answer = server.ask(path)
        assert answer.body.split() == [path.encode()] * 5
        assert answer.headers["x-found"] == "unset"


def test_a_client_that_leaves_is_noticed_without_the_servers_help(small: Server) -> None:
    """gunicorn drops what an app sends for 3 s after a client left; the cache does not wait for that."""
    path = fresh("stream")
    open_stream(small, path).close()
    assert small.becomes(path, closed=1)
    assert small.state(path)["batches"] < 300


def test_a_stream_over_http_1_0_has_a_length(server: Server) -> None:
    """HTTP/1.0 has no chunks, so only a length shows whether a stream broke off."""
    response = server.raw(f"GET {fresh('stream')}?40 HTTP/1.0\r\n\r\n".encode())
    head, _, body = response.partition(b"\r\n\r\n")
    assert b"content-length: %d" % (40 * 65536) in head
    assert b"transfer-encoding" not in head
    assert body == b"".join(b"%065536d" % number for number in range(40))


def test_a_stream_that_breaks_over_http_1_0_is_a_problem(server: Server) -> None:
    """Nothing of it was sent yet."""
    path = fresh("broken-stream")
    response = server.raw(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    assert response.startswith(b"HTTP/1.1 500 ")
    assert b'"code":"internal-error"' in response
    assert server.becomes(path, closed=1)


def test_a_slow_reader_over_http_1_0_holds_nothing_of_the_app(server: Server) -> None:
    """What it has not taken lies on disk."""
    path = fresh("stream")
    with server.connect(f"GET {path}?200 HTTP/1.0\r\n\r\n".encode(), receive_buffer=4096):
        assert server.becomes(path, closed=1)


@pytest.mark.parametrize("steps", range(8))
def test_a_client_that_leaves_as_its_answer_is_ready_disturbs_nothing_later(
    monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    """Whichever comes first, the answer is sent or the client is reported gone; later work is not cancelled."""
    monkeypatch.setattr(streams, "SECONDS_BEFORE_LOOKING", 0)
    first, between = divmod(steps, 4)

    async def request(left: asyncio.Event, ready: asyncio.Event) -> str:
        async def receive() -> Message:
            await left.wait()
            return {"type": "http.disconnect"}

        try:
            await streams.unless_left(receive, ready.wait())
        except streams.ClientLeftError:
            return "left"
        await asyncio.sleep(0.01)
        return "answered"

    async def asked() -> str:
        events = [asyncio.Event(), asyncio.Event()]
        task = asyncio.create_task(request(*events))
        await asyncio.sleep(0.01)
        events[first].set()
        for _ in range(between):
            await asyncio.sleep(0)
        events[1 - first].set()
        return await task

    assert asyncio.run(asked()) in {"answered", "left"}
