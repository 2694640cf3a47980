"""Requests that no honest client sends are refused with a 4xx, never a 5xx, and never read as two."""

import gzip
from collections.abc import Iterator

import pytest

from tests.operation.raw import CLOSE, Answer, ask, request
from tests.serving import ARTICLE, Server

CHECK = f"/v1/articles/{ARTICLE}/text-check".encode()
TEXT = b"Content-Type: text/plain\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
# What an attacker would like to see run as a request of its own.
SMUGGLED = b"GET /v1/problems/?smuggled=1 HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def attacked(shared: Server) -> Iterator[Server]:
    """A server in each shape, which must still work after all tests."""
    yield shared
    assert shared.get("/healthz").status_code == 200
    assert "Traceback" not in (shared.folder / "server.log").read_text().replace("\\n", "\n")


def is_plain(server: Server) -> bool:
    """Whether this is the shape without the cache."""
    return "wsgi:app" in server.process.args  # type: ignore[operator]


def refused(answers: list[Answer]) -> None:
    """One answer, a 4xx, that reveals nothing about the program."""
    assert [400 <= answer.status < 500 for answer in answers] == [True], answers
    shown = answers[0].body.decode("latin-1")
    assert "Traceback" not in shown
    assert "/site-packages/" not in shown


_MALFORMED = {
    "no Host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two Hosts": b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "blank in a name": b"GET /healthz HTTP/1.1\r\nHost: x\r\nBad Name: 1\r\n\r\n",
    "blank before the colon": b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length : 0\r\n\r\n",
    "folded header": b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: 1\r\n 2\r\n\r\n",
    "NUL in a header": b"GET /healthz HTTP/1.1\r\nHost: x\r\nA: 1\x002\r\n\r\n",
    "NUL in the target": b"GET /v1/\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "no version": b"GET /healthz\r\nHost: x\r\n\r\n",
    "unknown version": b"GET /healthz HTTP/9.9\r\nHost: x\r\n\r\n",
    "no target": b"GET  HTTP/1.1\r\nHost: x\r\n\r\n",
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    "two lengths": b"POST " + CHECK + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "negative length": b"POST " + CHECK + b" HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "signed length": b"POST " + CHECK + b" HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
    "no number as length": b"POST " + CHECK + b" HTTP/1.1\r\nHost: x\r\nContent-Length: 1e3\r\n\r\n",
}


@pytest.mark.parametrize("name", _MALFORMED)
def test_what_is_no_request_is_refused(attacked: Server, name: str) -> None:
    """What is not an HTTP request is refused with 400 or a similar status, and the connection is closed."""
    refused(ask(attacked, _MALFORMED[name]))


_SMUGGLERS = {
    "length and chunks": b"Content-Length: 4\r\n" + CHUNKED,
    "chunks and length": CHUNKED + b"Content-Length: 4\r\n",
    "chunked twice": CHUNKED + CHUNKED,
    "chunked, then identity": b"Transfer-Encoding: chunked, identity\r\n",
    "chunked misspelt": b"Transfer-Encoding: xchunked\r\n",
    "chunked after a tab": b"Transfer-Encoding:\tchunked\r\nContent-Length: 4\r\n",
    "blank before the colon": b"Transfer-Encoding : chunked\r\n",
}


@pytest.mark.parametrize("name", _SMUGGLERS)
def test_nothing_is_smuggled(attacked: Server, name: str) -> None:
    """If two readers could see two ends of a body, the rest of the body is never run as a request."""
    head = b"POST " + CHECK + b" HTTP/1.1\r\nHost: x\r\n" + TEXT + _SMUGGLERS[name] + b"\r\n"
    answers = ask(attacked, head, b"0\r\n\r\n", SMUGGLED)
    assert len(answers) == 1, answers
    # gunicorn answers an unknown transfer coding with 501, as RFC 9112, 6.1 asks for.
    assert 400 <= answers[0].status < 500 or (answers[0].status == 501 and "misspelt" in name)


_CHUNKS = {
    "no number": b"zz\r\nabc\r\n0\r\n\r\n",
    "negative": b"-1\r\nabc\r\n0\r\n\r\n",
    "longer than said": b"2\r\nabc\r\n0\r\n\r\n",
    "bare line feeds": b"3\nabc\n0\n\n",
    "huge size": b"f" * 40 + b"\r\nabc\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("name", _CHUNKS)
def test_malformed_chunks_are_refused(attacked: Server, name: str) -> None:
    """A chunked body that is malformed or lies about its size is refused with 400."""
    # Without the cache the server reads on until the client ends; the cache gives it 30 s.
    ends = is_plain(attacked)
    refused(ask(attacked, request(CHECK, b"POST", TEXT + CHUNKED), _CHUNKS[name], ends=ends))


@pytest.mark.parametrize("begin", [b"", b"3\r\nabc\r\n", b"3\r\na"])
def test_a_body_that_breaks_off_is_no_body(attacked: Server, begin: bytes) -> None:
    """A body that breaks off is not checked as a text; the client gets an error if it still listens."""
    answers = ask(attacked, request(CHECK, b"POST", TEXT + CHUNKED), begin, ends=True)
    assert [answer.status for answer in answers] == ([400] if is_plain(attacked) else [])


@pytest.mark.parametrize("coding", [b"gzip", b"deflate", b"br", b"gzip, gzip"])
def test_no_body_is_unpacked(attacked: Server, coding: bytes) -> None:
    """A compressed body is refused with 415 and never decompressed."""
    bomb = gzip.compress(bytes(50 * 2**20))
    headers = TEXT + b"Content-Encoding: " + coding + b"\r\nContent-Length: %d\r\n" % len(bomb)
    (answer,) = ask(attacked, request(CHECK, b"POST", headers, bomb))
    assert answer.status == 415


def test_absolute_targets_are_taken(attacked: Server) -> None:
    """Absolute targets are accepted (RFC 9112, 3.2.2), and their host appears nowhere in the answer."""
    (answer,) = ask(attacked, request(b"http://evil.example/healthz"))
    assert answer.status == 200
    (answer,) = ask(attacked, request(b"http://evil.example/v1/figures?limit=1"))
    assert b"evil" not in answer.body
    assert "evil" not in answer.head


def test_letters_in_a_target_need_no_escape(attacked: Server) -> None:
    """ "é" as curl sends it, in bytes that no URL may have, is answered as if it were escaped, also in pieces.
    Without the cache gunicorn's own parser refuses it."""
    (escaped,) = ask(attacked, request(b"/v1/companies?name=caf%C3%A9&count=true"))
    target = "/v1/companies?name=café&count=true".encode()
    for pieces in ([request(target)], [b"GET " + target[:23], target[23:], request(b"")[4:]]):
        (typed,) = ask(attacked, *pieces)
        assert is_plain(attacked) or (typed.status, typed.body) == (200, escaped.body)
        assert not is_plain(attacked) or typed.status == 400
    (named,) = ask(attacked, request("/v1/companies/é".encode()))
    assert named.status == (400 if is_plain(attacked) else 404)
    (no_text,) = ask(attacked, request(b"/v1/companies?q=\xff"))
    assert no_text.status == 400


@pytest.mark.parametrize("target", [b"*", b"evil.example:443", b"//evil.example/v1/", b"healthz", b"/%", b"/v1/%zz"])
def test_odd_targets_are_refused(attacked: Server, target: bytes) -> None:
    """Odd targets get a 4xx, neither a 5xx nor a redirect to elsewhere."""
    for method in (b"GET", b"CONNECT"):
        (answer,) = ask(attacked, request(target, method))
        assert 400 <= answer.status < 500
        assert "Location:" not in answer.head


_BODIES = {
    "100,000 nested arrays": b"[" * 100_000 + b"]" * 100_000,
    "NaN": b"NaN",
    "5,000 digits": b"9" * 5000,
    "NUL": b"\0" * 1000,
    "lone surrogate": b"\xed\xa0\x80",
    "no UTF-8": b"\xff\xfe\xfd",
}


@pytest.mark.parametrize("name", _BODIES)
def test_odd_bodies(attacked: Server, name: str) -> None:
    """As text any body that decodes is checked and others are refused; as JSON all of these are malformed."""
    body = _BODIES[name]
    length = b"Content-Length: %d\r\n" % len(body)
    (answer,) = ask(attacked, request(CHECK, b"POST", TEXT + length, body))
    assert answer.status == (400 if name in ("lone surrogate", "no UTF-8") else 200)
    (answer,) = ask(attacked, request(CHECK, b"POST", b"Content-Type: application/json\r\n" + length, body))
    assert answer.status == 400
    (answer,) = ask(attacked, request(CHECK, b"POST", b"Content-Type: application/xml\r\n" + length, body))
    assert answer.status == 415


@pytest.mark.parametrize("method", [b"POST", b"PUT", b"PATCH", b"DELETE", b"TRACE", b"PURGE"])
def test_other_methods_change_nothing(attacked: Server, method: bytes) -> None:
    """Other methods are 405 with Allow, and their body is not run as a request."""
    head = method + b" /v1/figures HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n" % len(SMUGGLED)
    (answer,) = ask(attacked, head + CLOSE + b"\r\n" + SMUGGLED)
    assert answer.status == 405
    assert "allow:" in answer.head.lower()


def test_many_requests_in_one_packet_have_one_answer_each(attacked: Server) -> None:
    """Pipelined requests each get their own answer."""
    one = b"GET /v1/problems/not-found HTTP/1.1\r\nHost: x\r\n\r\n"
    two = b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + CLOSE + b"\r\n"
    answers = ask(attacked, one * 5 + two)
    assert [answer.status for answer in answers] == [200] * 6
    assert all(b"not-found" in answer.body for answer in answers[:5])
