"""The app fails, is stuck, or has too much to do; and what is not HTTP."""

import time
from concurrent.futures import ThreadPoolExecutor

from .serving import Server, fresh


def test_an_exception_is_a_problem(server: Server) -> None:
    """500 in the API's own shape; the client learns nothing of what happened, the log does."""
    answer = server.ask(fresh("fail"))
    assert answer.status == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "internal-error"
    assert answer.json()["type"] == "/v1/problems/internal-error"
    assert b"secret" not in answer.body
    assert "a secret that no client may see" in server.log.read_text()


def test_a_call_that_is_stuck(server: Server) -> None:
    """After the deadline the client is told to retry, and does not wait for the thread."""
    started = time.monotonic()
    answer = server.ask(fresh("stuck"))
    assert (answer.status, answer.json()["code"], answer.headers["retry-after"]) == (503, "query-timeout", "1")
    assert time.monotonic() - started < 1.9
    time.sleep(0.6)  # until its thread is free: others count on all of them


def test_too_many_at_one_time(server: Server) -> None:
    """Beyond what may wait for a thread the answer is 503, at once; repeats are answered from memory all the same."""
    known = fresh("keep")
    server.ask(known)
    with ThreadPoolExecutor(60) as pool:
        asked = [pool.submit(server.ask, fresh("slow")) for _ in range(60)]
        time.sleep(0.3)
        refused = [one.result() for one in asked if one.done()]
        assert server.ask(known).status == 200
    assert len(refused) == 20
    assert {(one.status, one.json()["code"], one.headers["retry-after"]) for one in refused} == {
        (503, "overloaded", "1")
    }


def test_websockets_are_not_spoken(server: Server) -> None:
    """The handshake is answered as the GET that it is (RFC 9110, 7.8)."""
    handshake = (
        "GET /keep/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert server.raw(handshake.encode()).startswith(b"HTTP/1.1 200")
