"""The environ that the app sees is the one gunicorn's own WSGI worker would give it."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from api.cache.wsgi import environ_of

from .serving import Server, gunicorn

# The port, and what says which worker it is.
OF_THE_SERVER = {"SERVER_PORT", "REMOTE_PORT", "HTTP_HOST", "SERVER_SOFTWARE", "RAW_URI"}

TARGETS = [
    b"/echo/a%2Fb%20c?d=%C3%A9&e",
    b"/echo/%C3%A9%FF%00%2e%2e",
    b"/echo/../x//y/./z",
    b"//echo/x",
    b"/echo/a+b;c=d:e@f!$&'()*,",
    b"/echo?a?b",
    b"http://example.org/echo/x?y",
    b"/echo/http://example.org",
]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The WSGI app without the edge."""
    log = tmp_path_factory.mktemp("plain") / "log"
    with gunicorn(log, "tests.cache.tiny:wsgi", "--worker-class", "gthread", "--threads", "2") as running:
        yield running


def echoed(server: Server, target: bytes) -> Any:
    """Status and environ of a request."""
    head = b"GET %b HTTP/1.1\r\nHost: x\r\nX-A: 1\r\nX-A: \xe9\r\nConnection: close\r\nAccept-Encoding: gzip\r\n"
    response = server.raw(head % target + b"Cookie: a\r\nContent-Type: text/x\r\nContent-Length: 3\r\n\r\nabc")
    status, _, rest = response.partition(b"\r\n")
    body = rest.partition(b"\r\n\r\n")[2]
    if not body.startswith(b"{"):
        return status, body
    return status, {name: value for name, value in json.loads(body).items() if name not in OF_THE_SERVER}


@pytest.mark.parametrize("target", TARGETS)
def test_the_app_sees_no_difference(server: Server, plain: Server, target: bytes) -> None:
    """Odd paths, queries and absolute targets reach the app as they would without the edge."""
    assert echoed(server, target) == echoed(plain, target)


@pytest.mark.parametrize(("request_", "status"), [("OPTIONS *", 404), ("CONNECT x:443", 400), ("GET http://x", 400)])
def test_other_forms_find_nothing(server: Server, request_: str, status: int) -> None:
    """They have no path: the app has no such resource, or uvicorn refuses them before."""
    response = server.raw(f"{request_} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert response.startswith(b"HTTP/1.1 %d " % status)


@pytest.mark.parametrize(
    ("root", "raw", "expected"),
    [("/api", b"/api/x", ("/api", "/x")), ("/api", b"/x", ("", "/x")), ("", b"/api/x", ("", "/api/x"))],
)
def test_a_mount_point_is_the_script_name(root: str, raw: bytes, expected: tuple[str, str]) -> None:
    """The server's root_path precedes the path and is not part of it."""
    scope = {"method": "GET", "raw_path": raw, "query_string": b"", "http_version": "1.1", "root_path": root}
    environ = environ_of(scope, {}, BytesIO())
    assert (environ["SCRIPT_NAME"], environ["PATH_INFO"]) == expected
