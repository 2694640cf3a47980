"""Requests that are not what they seem: each is refused, and none gets in behind it.

uvicorn refuses what its parser cannot read; what that lets through is the cache's to judge.
"""

import re

import pytest

from .serving import Server, fresh

SMUGGLED = b"GET /keep/smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
CODINGS = ("identity", "gzip", "x", "xchunked", "chunked-gzip")


def post(*fields: bytes, body: bytes = SMUGGLED, version: bytes = b"1.1") -> bytes:
    return b"\r\n".join([b"POST /echo/hostile HTTP/" + version, b"Host: x", *fields]) + b"\r\n\r\n" + body


def chunks(body: bytes) -> bytes:
    return post(b"Transfer-Encoding: chunked", body=body)


def get(*fields: bytes, target: bytes = b"/keep/hostile", line: bytes = b"GET %b HTTP/1.1") -> bytes:
    return b"\r\n".join([line % target if b"%b" in line else line, *fields]) + b"\r\n\r\n"


def statuses(answer: bytes) -> list[bytes]:
    """The status of each response in what came back."""
    return re.findall(rb"HTTP/1\.1 (\d{3}) ", answer)


REFUSED = {
    "length and chunks": post(b"Content-Length: 5", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + SMUGGLED),
    "chunks and length": post(b"Transfer-Encoding: chunked", b"Content-Length: 5", body=b"0\r\n\r\n" + SMUGGLED),
    "two equal lengths": post(b"Content-Length: 3", b"Content-Length: 3", body=b"abc"),
    "two lengths": post(b"Content-Length: 42", b"Content-Length: 0"),
    "a list of lengths": post(b"Content-Length: 3, 3", body=b"abc"),
    "a signed length": post(b"Content-Length: +3", body=b"abc"),
    "a negative length": post(b"Content-Length: -1"),
    "a hexadecimal length": post(b"Content-Length: 0x3", body=b"abc"),
    "an underscored length": post(b"Content-Length: 1_0", body=b"abcdefghij"),
    "a length of thousands of digits": post(b"Content-Length: " + b"9" * 5000, body=b"abc"),
    "an empty length": post(b"Content-Length: "),
    "a blank before the colon": post(b"Content-Length : 3", body=b"abc"),
    "chunked before the colon": post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n" + SMUGGLED),
    "chunked not last": post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n" + SMUGGLED),
    **{coding: post(b"Transfer-Encoding: %b" % coding.encode()) for coding in CODINGS},
    "chunked twice": post(b"Transfer-Encoding: chunked", b"Transfer-Encoding: chunked", body=b"0\r\n\r\n"),
    "a vertical tab": post(b"Transfer-Encoding: \x0bchunked", body=b"0\r\n\r\n" + SMUGGLED),
    "chunks in 1.0": post(b"Transfer-Encoding: chunked", body=b"0\r\n\r\n" + SMUGGLED, version=b"1.0"),
    "a chunk of no size": chunks(b"zz\r\nabc\r\n0\r\n\r\n"),
    "a chunk of 0x size": chunks(b"0x3\r\nabc\r\n0\r\n\r\n"),
    "a chunk of a size that no integer holds": chunks(b"f" * 30 + b"\r\nabc\r\n0\r\n\r\n"),
    "a chunk of negative size": chunks(b"-3\r\nabc\r\n0\r\n\r\n"),
    "a chunk without an end": chunks(b"3\r\nabcXX0\r\n\r\n"),
    "chunks with bare line feeds": chunks(b"3\nabc\n0\n\n"),
    "a line feed in an extension": chunks(b"3;a\nb\r\nabc\r\n0\r\n\r\n"),
    "a length in the trailer": chunks(b"0\r\nContent-Length: 5\r\n\r\n" + SMUGGLED),
    "no host": get(b"A: b"),
    "two hosts": get(b"Host: x", b"Host: y"),
    "a host twice": get(b"Host: x", b"Host: x"),
    "not a host": get(b"Host: a b/<>"),
    "a user as host": get(b"Host: me@example.org"),
    "a target without a slash": get(b"Host: x", target=b"example.org/keep"),
    "NUL in the target": get(b"Host: x", target=b"/keep/\0"),
    "a blank in the target": get(b"Host: x", target=b"/keep/a b"),
    "NUL in a value": get(b"Host: x", b"A: a\0b"),
    "NUL in a name": get(b"Host: x", b"A\0: b"),
    "a bare return": get(b"Host: x", b"A: a\rb"),
    "a bare line feed": get(b"Host: x", b"A: a\nContent-Length: 1"),
    "line feeds only": b"GET /keep/hostile HTTP/1.1\nHost: x\n\n",
    "a folded line": get(b"Host: x", b"A: a", b" b"),
    "a folded first line": get(b" Host: x"),
    "a line without a colon": get(b"Host: x", b"A"),
    "a field without a name": get(b"Host: x", b": a"),
    "HTTP/0.9": b"GET /keep/hostile\r\n\r\n",
    "HTTP/1.2": get(b"Host: x", line=b"GET %b HTTP/1.2"),
    "HTTP/2 with prior knowledge": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a lower-case method": get(b"Host: x", line=b"get %b HTTP/1.1"),
    "tabs for blanks": get(b"Host: x", line=b"GET\t%b\tHTTP/1.1"),
}


@pytest.mark.parametrize("request_", REFUSED.values(), ids=REFUSED.keys())
def test_it_is_refused(server: Server, request_: bytes) -> None:
    """One answer, 400; what follows is not taken for a request."""
    answer = server.raw(request_)
    assert statuses(answer) == [b"400"]
    assert server.calls("/keep/smuggled") == 0


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (get(b"Host: x", b"A: " + b"a" * 8185), b"200"),
        (get(b"Host: x", b"A: " + b"a" * 8186), b"431"),
        (get(b"Host: x", b"A: " + b"a" * 100_000), b"431"),
        (get(b"Host: x", *[b"A%d: b" % number for number in range(63)]), b"200"),
        (get(b"Host: x", *[b"A%d: b" % number for number in range(64)]), b"431"),
        (get(b"Host: x", target=b"/keep/" + b"a" * 8171), b"200"),
        (get(b"Host: x", target=b"/keep/" + b"a" * 8172), b"414"),
        (get(b"Host: x", target=b"/keep/" + b"a" * 60_000), b"414"),
    ],
)
def test_limits_of_lines(server: Server, request_: bytes, status: bytes) -> None:
    """The limits, each at N and N + 1, and far beyond."""
    assert server.raw(request_).startswith(b"HTTP/1.1 " + status)


@pytest.mark.parametrize(
    "host", [b"", b"x", b"x.example:80", b"127.0.0.1:8000", b"[::1]:8000", b"[fe80::1%25a]", b"a_b", b"%41"]
)
def test_hosts_that_are_hosts(server: Server, host: bytes) -> None:
    """RFC 9110, 7.2: any host of a URL's authority, or nothing, is accepted."""
    assert server.raw(get(b"Host: " + host, b"Connection: close")).startswith(b"HTTP/1.1 200")


def test_a_body_of_get_is_no_request(server: Server) -> None:
    """A declared body of a GET is not read as the next request."""
    path = fresh("echo").encode()
    answer = server.raw(get(b"Host: x", b"Content-Length: %d" % len(SMUGGLED), target=path) + SMUGGLED)
    assert statuses(answer) == [b"200"]
    assert server.calls("/keep/smuggled") == 0


def test_requests_in_a_row_are_answered_in_order(server: Server) -> None:
    """Pipelined requests, hits and misses mixed, keep their order on the connection."""
    paths = [fresh("slow"), fresh("keep"), fresh("keep")]
    wanted = [*paths, paths[1], paths[2]]
    request_ = b"".join(get(b"Host: x", target=path.encode() + b"?%d" % n) for n, path in enumerate(wanted))
    answer = server.raw(request_)
    assert [int(part[:1]) for part in answer.split(b'"query": "')[1:]] == [0, 1, 2, 3, 4]


def test_an_expected_continue(server: Server) -> None:
    """100 is sent where the body is wanted, and not where the length is over the limit."""
    expecting = (b"Expect: 100-continue", b"Connection: close")
    with server.connect(post(b"Content-Length: 3", *expecting, body=b"")) as connection:
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"abc")
        assert connection.recv(100).startswith(b"HTTP/1.1 200 ")
    request_ = post(b"Content-Length: 900000", *expecting, body=b"").replace(b"/echo/", b"/limited/")
    assert server.raw(request_).startswith(b"HTTP/1.1 413 ")
