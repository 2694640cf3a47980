"""The app fails, is stuck, or has too much to do; and what is not HTTP."""

import time

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
    """After the deadline the client gets 503 with Retry-After, although the thread would answer 200 later."""
    answer = server.ask(fresh("stuck"))
    assert (answer.status, answer.json()["code"], answer.headers["retry-after"]) == (503, "query-timeout", "1")
    time.sleep(0.6)  # until its thread is free: others count on all of them


def test_websockets_are_not_spoken(server: Server) -> None:
    """The handshake is answered as the GET that it is (RFC 9110, 7.8)."""
    handshake = (
        "GET /keep/websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    assert server.raw(handshake.encode()).startswith(b"HTTP/1.1 200")
