"""No answer reveals a version or a path: every kind of answer is searched, byte by byte, also those of the server
below the API."""

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import distributions

import pytest

from tests.operation.raw import Answer, ask, request
from tests.operation.shapes import SHAPES
from tests.operation.test_hostile_requests import CHECK, CHUNKED, TEXT, is_plain
from tests.serving import ARTICLE, ROOT, Server, serving

_UPGRADE = b"Connection: Upgrade\r\nUpgrade: %s\r\n"
_SOCKET = _UPGRADE % b"websocket" + b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"

# What is asked, and the answer's status: first the API's own, then what is refused before the API is reached.
ASKED = {
    "data": (request(b"/v1/figures"), 200),
    "data from memory": (request(b"/v1/figures"), 200),
    "stream": (request(b"/v1/facts.ndjson"), 200),
    "page": (request(b"/articles/" + ARTICLE.encode()), 200),
    "contract": (request(b"/openapi.json"), 200),
    "docs": (request(b"/docs"), 200),
    "health": (request(b"/readyz"), 200),
    "unchanged": (request(b"/v1/", headers=b"If-None-Match: *\r\n"), 304),
    "options": (request(b"/v1/figures", b"OPTIONS"), 204),
    "check": (request(CHECK, b"POST", TEXT + b"Content-Length: 1\r\n", b"x"), 200),
    "bad parameter": (request(b"/v1/figures?x=1"), 400),
    "not found": (request(b"/nowhere"), 404),
    "not found, page": (request(b"/articles/nothing", headers=b"Accept: text/html\r\n"), 404),
    "method": (request(b"/v1/figures", b"DELETE"), 405),
    "method that is none": (request(b"/v1/figures", b"BREW"), 400),
    "format": (request(b"/v1/figures.xml"), 406),
    "body": (request(CHECK, b"POST", TEXT + b"Content-Length: 1048577\r\n", b"x" * 1048577), 413),
    "line": (request(b"/" + b"x" * 9000), 414),
    "type": (request(CHECK, b"POST", b"Content-Length: 1\r\n", b"x"), 415),
    "header": (request(headers=b"X-Long: " + b"x" * 9000 + b"\r\n"), 431),
    "no HTTP": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
    "version": (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", 400),
    "HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "length and chunks": (request(CHECK, b"POST", TEXT + CHUNKED + b"Content-Length: 4\r\n", b"0\r\n\r\n"), 400),
    "transfer coding": (request(CHECK, b"POST", TEXT + b"Transfer-Encoding: xchunked\r\n"), 400),
    "expectation": (request(CHECK, b"POST", TEXT + b"Expect: nonsense\r\nContent-Length: 1\r\n", b"x"), 200),
    "HTTP/1.0": (b"GET /v1/ HTTP/1.0\r\n\r\n", 200),
}
# Where gunicorn's workers differ.
WITHOUT_THE_CACHE = {"expectation": 417, "method that is none": 405, "transfer coding": 501}


@pytest.fixture(scope="module", params=SHAPES)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in each shape."""
    with serving(tmp_path_factory.mktemp("asked"), app=request.param, GUNICORN_CMD_ARGS="--keep-alive 1") as running:
        yield running


@cache
def versions() -> set[str]:
    """`name/version` and `name version` of everything installed, Python included."""
    found = {(one.metadata["Name"].lower(), one.version) for one in distributions()}
    found |= {("python", sys.version.split()[0])}
    return {f"{name}{mark}{version}" for name, version in found for mark in "/ "}


def tells_nothing(server: Server, answer: Answer) -> None:
    """The answer has no version, no path of this machine and no traceback."""
    names = [line.partition(":")[0].lower() for line in answer.head.split("\r\n")]
    assert not {"via", "x-powered-by"} & set(names)
    shown = f"{answer.head}\n{answer.body.decode('latin-1')}".lower()
    for secret in (str(ROOT), str(server.folder), sys.prefix, "site-packages", "traceback", *versions()):
        assert secret.lower() not in shown
    assert re.search(r"/(home|root|usr|opt|tmp|srv|var)/", answer.head) is None


@pytest.mark.parametrize("name", ASKED)
def test_no_answer_tells_a_version(asked: Server, name: str) -> None:
    """No answer of the API, the cache or the server itself reveals a version."""
    sent, status = ASKED[name]
    (answer,) = ask(asked, sent)
    assert answer.status == (WITHOUT_THE_CACHE.get(name, status) if is_plain(asked) else status)
    tells_nothing(asked, answer)


@pytest.mark.parametrize("upgrade", [_SOCKET, _UPGRADE % b"h2c", _UPGRADE % b"websocket"], ids=["ws", "h2c", "bad ws"])
def test_no_upgrade_tells_a_version(asked: Server, upgrade: bytes) -> None:
    """Requests for websockets or HTTP/2, which are not supported, are refused or ignored without a version."""
    (answer,) = ask(asked, b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + upgrade + b"\r\n")
    assert answer.status != 101
    tells_nothing(asked, answer)


def test_an_expectation_is_met_without_a_version(asked: Server) -> None:
    """`Expect: 100-continue` is answered, with or without the interim answer, and no answer reveals a version."""
    head = TEXT + b"Expect: 100-continue\r\nContent-Length: 1\r\n"
    *interim, answer = ask(asked, request(CHECK, b"POST", head), b"x")
    assert answer.status == 200
    for one in (*interim, answer):
        tells_nothing(asked, one)
