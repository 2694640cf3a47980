"""The express lane: bytes that come again get the answer they would have got, and nothing else changes."""

import re
import socket
import time
from pathlib import Path
from typing import Any

import pytest
from gunicorn.asgi.parser import PythonProtocol
from gunicorn_h1c import H1CProtocol
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.cache.lane import MOST_KNOWN, Lane, is_whole
from api.cache.representation import Representation

from .serving import Server, fresh, gunicorn

TIMES = 4  # the first asks the app, the second memory; the third may take the lane


def get(path: str, *lines: str, method: str = "GET", version: str = "1.1") -> bytes:
    """A request's bytes."""
    return "\r\n".join([f"{method} {path} HTTP/{version}", "Host: x", *lines, "", ""]).encode()


def answer(connection: socket.socket, has_body: bool = True) -> tuple[bytes, dict[bytes, bytes], bytes]:
    """The next response of a connection: status line, fields by lower-case name, body."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        assert piece, f"the connection ended after {received!r}"
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines)}
    assert len(fields) == len(lines), "a field stands twice"
    while has_body and len(body) < int(fields[b"content-length"]):
        body += connection.recv(65536)
    return status, fields, body


def take_it(connection: socket.socket, request: bytes) -> None:
    """Ask until the request takes the lane."""
    for _ in range(TIMES):
        connection.sendall(request)
        answer(connection)


def lasting(fields: dict[bytes, bytes]) -> dict[bytes, bytes]:
    """The fields that are the same in each answer."""
    return {name: value for name, value in fields.items() if name not in (b"date", b"server")}


def taken(server: Server) -> int:
    """How many requests have taken the lane."""
    return int(server.ask("/lane/0").json()["taken"])


def test_it_is_taken_and_answers_the_same(server: Server) -> None:
    """Status, fields and body; the app is called once."""
    path, before = fresh("keep"), taken(server)
    with server.connect() as connection:
        found = []
        for _ in range(TIMES):
            connection.sendall(get(path))
            found.append(answer(connection))
    assert taken(server) - before == TIMES - 2
    assert {(status, body) for status, _, body in found} == {(b"HTTP/1.1 200 OK", found[0][2])}
    assert all(lasting(fields) == lasting(found[0][1]) for _, fields, _ in found)
    assert all(re.fullmatch(rb"\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT", fields[b"date"]) for _, fields, _ in found)
    assert server.calls(path) == 1


def test_conditions_and_head_are_part_of_the_bytes(server: Server) -> None:
    """A 304 and a HEAD come again as what they were."""
    path = fresh("keep")
    for request, status in (
        (get(path, 'If-None-Match: "tag"'), b"HTTP/1.1 304 Not Modified"),
        (get(path, 'If-None-Match: "other"'), b"HTTP/1.1 200 OK"),
        (get(path, method="HEAD"), b"HTTP/1.1 200 OK"),
    ):
        with server.connect() as connection:
            found = []
            for _ in range(TIMES):
                connection.sendall(request)
                found.append(answer(connection, has_body=b"other" in request))
        assert {one[0] for one in found} == {status}
        assert all(lasting(fields) == lasting(found[0][1]) for _, fields, _ in found)
        assert len({body for _, _, body in found}) == 1


def test_requests_that_come_together_are_all_answered(server: Server) -> None:
    """Two requests in one piece are not taken for one, however often they come."""
    one, other = fresh("keep"), fresh("keep")
    with server.connect() as connection:
        for _ in range(TIMES):
            for path in (one, other):
                connection.sendall(get(path))
                answer(connection)
        for _ in range(TIMES):
            connection.sendall(get(one) + get(other))
            received = b""
            while received.count(b"HTTP/1.1 200 OK") < 2 or not received.endswith(b"}"):
                received += connection.recv(65536)
            assert received.count(b"HTTP/1.1 200 OK") == 2


def test_a_request_in_pieces_is_one_request(server: Server) -> None:
    """Known bytes behind the begin of another request are the rest of that one."""
    path = fresh("echo")
    known = get(fresh("keep"))
    with server.connect() as connection:
        take_it(connection, known)
        connection.sendall(f"GET {path} HTTP/1.1\r\nX-Begun: ".encode())
        time.sleep(0.1)
        connection.sendall(known)
        status, _, body = answer(connection)
    assert status == b"HTTP/1.1 200 OK"
    assert path.encode() in body
    assert b"HTTP_X_BEGUN" in body


def test_a_body_is_never_taken_for_a_request(server: Server) -> None:
    """Known bytes that come as another request's body are its body."""
    known = get(fresh("keep"))
    with server.connect() as connection:
        take_it(connection, known)
        connection.sendall(f"POST {fresh('echo')} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(known)}\r\n\r\n".encode())
        time.sleep(0.1)
        connection.sendall(known)
        _, _, body = answer(connection)
    assert b"Host: x" in body


def test_new_data_is_seen_on_it(server: Server) -> None:
    """The lane leads to memory, which is emptied when the data's version changes."""
    path = fresh("keep")
    try:
        with server.connect() as connection:
            take_it(connection, get(path))
            server.ask("/version/0?2")
            connection.sendall(get(path))
            assert b'"call": 2' in answer(connection)[2]
    finally:
        server.ask("/version/0?1")


def test_a_connection_that_is_to_end_ends(server: Server) -> None:
    """`Connection: close` and HTTP/1.0 never take it, so the connection is closed after each answer."""
    path = fresh("keep")
    for request in (get(path, "Connection: close"), get(path, version="1.0")):
        for _ in range(TIMES):
            with server.connect(request) as connection:
                answer(connection)
                assert connection.recv(1) == b""


def test_an_idle_connection_is_ended_as_any_other(server: Server) -> None:
    """The time to keep alive (5 s here) counts from the last answer, and each answer gives it anew."""
    path = fresh("keep")
    with server.connect(get(path)) as other:
        answer(other)
    with server.connect() as connection:
        for wait in (0, 0, 0, 3, 3):
            time.sleep(wait)
            connection.sendall(get(path))
            answer(connection)
        began = time.monotonic()
        connection.settimeout(10)
        assert connection.recv(1) == b""
    assert 4.5 < time.monotonic() - began < 8


def test_long_requests_do_not_take_it(server: Server) -> None:
    """Their bytes would take more room than they are worth."""
    path, before = fresh("keep"), taken(server)
    with server.connect() as connection:
        for _ in range(TIMES):
            connection.sendall(get(path, f"X-Long: {'x' * 3000}"))
            answer(connection)
    assert taken(server) == before


def test_a_request_with_an_id_of_its_own_does_not_take_it(server: Server) -> None:
    """It would get another one's id."""
    path, before = fresh("keep"), taken(server)
    with server.connect() as connection:
        for _ in range(TIMES):
            connection.sendall(get(path, "X-Request-ID: mine"))
            answer(connection)
    assert taken(server) == before


def test_each_answer_is_observed(server: Server) -> None:
    """As a hit, with its size."""
    path = fresh("keep")
    with server.connect() as connection:
        for _ in range(TIMES):
            connection.sendall(get(path))
            size = len(answer(connection)[2])
    seen = server.state(path)["observed"]
    assert [one["outcome"] for one in seen] == ["miss", *["hit"] * (TIMES - 1)]
    assert {one["size"] for one in seen} == {size}


def test_the_largest_body_comes_whole(server: Server) -> None:
    """Head and body are written apart where joining them would be the slower way."""
    path = fresh("large")
    with server.connect() as connection:
        bodies = set()
        for _ in range(TIMES):
            connection.sendall(get(path))
            bodies.add(answer(connection)[2])
    assert len(bodies) == 1


def test_hooks_see_every_request(tmp_path: Path) -> None:
    """An operator who sets one of gunicorn's hooks gets it called, for known requests too."""
    seen, path = tmp_path / "seen", fresh("keep")
    hook = "def post_request(worker, request, environ, response):\n    print(file=open({!r}, 'a'))\n"
    (tmp_path / "gunicorn.conf.py").write_text(hook.format(str(seen)))
    with gunicorn(tmp_path / "log") as hooked, hooked.connect() as connection:
        for _ in range(TIMES + 3):  # it is called after the answer: the last one's may be still to come
            connection.sendall(get(path))
            answer(connection)
        assert len(seen.read_text()) >= TIMES + 2


def test_what_is_known_takes_no_place_twice() -> None:
    """Learning bytes anew, as happens where the lane was not free for them, forgets no others."""
    entry = Representation(200, (), b"")
    lane = Lane(lambda _: entry, None, None)
    scope = {"method": "GET", "path": "/", "query_string": b""}
    many = [get(f"/{number}") for number in range(MOST_KNOWN)]
    for sent in (*many, many[-1]):
        lane.learn(sent, (b"/", b"", None, False), {}, scope)
    assert all(lane.answer(sent, b"") for sent in many)


PARTS = [b"GET ", b"/", b" HTTP/1.1", b" HTTP/1.0", b"\r\n", b"\n", b"\r", b"Host: x", b"A: b", b" ", b"\0", b":", b","]
WHOLE = (b"GET / HTTP/1.1\r\nHost: x\r\n", b"HEAD / HTTP/1.1\r\nHost: x\r\n", b"\r\n")


@pytest.mark.parametrize("parser", [H1CProtocol, PythonProtocol])
@given(begin=st.sampled_from((b"", *WHOLE)), parts=st.lists(st.sampled_from((*PARTS, *WHOLE)), max_size=8))
@settings(max_examples=500)
def test_whole_bytes_are_one_request_or_none(parser: Any, begin: bytes, parts: list[bytes]) -> None:
    """What the lane builds on: in what it takes for whole, neither of gunicorn's parsers finds a request and more."""
    sent = begin + b"".join(parts) + b"\r\n\r\n"
    assume(is_whole(sent))
    found: list[str] = []
    made = parser(on_headers_complete=lambda: found.append("head") or False, on_message_complete=lambda: None)
    try:
        made.feed(sent)
    except Exception:
        return  # refused, and the connection ended
    assert found in ([], ["head"])
    assert not found or made.remaining() == b""
