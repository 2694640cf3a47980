"""Request bodies."""

import json
import time
from contextlib import ExitStack

from .serving import Server, fresh, is_waiting

HEAD = "POST {} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


def chunked(path: str, *chunks: bytes) -> bytes:
    """A POST in chunks, with its end."""
    head = (HEAD.format(path) + "Transfer-Encoding: chunked\r\n\r\n").encode()
    return head + b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"


def body_of(response: bytes) -> bytes:
    return response.partition(b"\r\n\r\n")[2]


def test_a_body_arrives_whole(server: Server) -> None:
    """With a declared length or in chunks, the app reads all of it."""
    content = "é\r\n0\r\n\r\n" * 1000
    declared = server.ask(fresh("echo"), "POST", content.encode("latin-1")).json()
    in_chunks = json.loads(body_of(server.raw(chunked(fresh("echo"), *[content.encode("latin-1")] * 2))))
    assert declared["body"] == content
    assert in_chunks["body"] == content * 2
    assert in_chunks["HTTP_TRANSFER_ENCODING"] == "chunked"


def test_get_may_have_a_body(server: Server) -> None:
    """It reaches the app, and the answer is not kept."""
    path = fresh("echo")
    assert server.ask(path, "GET", b"abc").json()["body"] == "abc"


def test_the_app_refuses_what_is_too_long(server: Server) -> None:
    """One byte more than the app's limit: the app answers, whether the length was declared or not."""
    longest = b"x" * 100_000
    assert server.ask(fresh("limited"), "POST", longest).body == b"fine"
    assert server.ask(fresh("limited"), "POST", longest + b"x").status == 413
    assert server.raw(chunked(fresh("limited"), longest, b"x")).startswith(b"HTTP/1.1 413")


def test_the_edge_reads_no_more_than_its_limit(server: Server) -> None:
    """Far more than the limit: the app answers 413 still, and the client gets to read it before the end."""
    assert server.ask(fresh("limited"), "POST", b"x" * 5_000_000).status == 413
    assert server.raw(chunked(fresh("limited"), *[b"x" * 50_000] * 20)).startswith(b"HTTP/1.1 413")


def test_no_app_takes_the_begin_for_the_whole(server: Server) -> None:
    """An app that would read more than the edge's limit fails instead."""
    assert server.ask(fresh("echo"), "POST", b"x" * 200_000).status == 500
    assert server.raw(chunked(fresh("echo"), *[b"x" * 50_000] * 4)).startswith(b"HTTP/1.1 500")


def test_a_length_of_eighteen_digits(server: Server) -> None:
    """It is refused like any long body, and not waited for."""
    request = HEAD.format(fresh("limited")) + f"Content-Length: {'9' * 18}\r\n\r\n"
    assert server.raw(request.encode()).startswith(b"HTTP/1.1 413")


def test_a_body_that_stops_is_given_up(server: Server) -> None:
    """After the time limit the client gets a problem, and the app is not called."""
    path = fresh("echo")
    with server.connect((HEAD.format(path) + "Content-Length: 10\r\n\r\nabc").encode()) as connection:
        response = b"".join(iter(lambda: connection.recv(65536), b""))
    assert response.startswith(b"HTTP/1.1 400")
    assert b'"code":"malformed-request"' in response
    assert server.calls(path) == 0


def test_a_client_that_leaves_in_its_body(server: Server) -> None:
    """The app is not called with half a body."""
    path = fresh("echo")
    server.connect((HEAD.format(path) + "Content-Length: 10\r\n\r\nabc").encode()).close()
    time.sleep(0.2)
    assert server.calls(path) == 0


def test_slow_bodies_hold_no_thread(server: Server) -> None:
    """Twice as many slow senders as threads: others do not notice."""
    with ExitStack() as stack:
        slow = []
        for _ in range(8):
            request = HEAD.format(fresh("echo")) + "Content-Length: 10\r\n\r\nabc"
            slow.append(stack.enter_context(server.connect(request.encode())))
        assert server.ask(fresh("keep")).status == 200
        assert all(map(is_waiting, slow))


def test_bodies_are_bounded_in_sum(server: Server) -> None:
    """While held bodies take all the room, the next one is refused; once they are gone, it is accepted."""
    with ExitStack() as stack:
        for _ in range(5):
            request = HEAD.format(fresh("echo")) + f"Content-Length: 100000\r\n\r\n{'x' * 99_000}"
            stack.enter_context(server.connect(request.encode()))
        time.sleep(0.2)
        refused = server.ask(fresh("echo"), "POST", b"x" * 10_000)
    assert refused.status == 503
    assert refused.headers["retry-after"] == "1"
    time.sleep(0.2)
    assert server.ask(fresh("echo"), "POST", b"x" * 10_000).status == 200
