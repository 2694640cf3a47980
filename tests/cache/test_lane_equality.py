"""The express lane in the project's own server: for each kind of resource its answers are the ordinary ones."""

import socket
import time
from collections.abc import Iterator

import pytest

from tests.serving import Server, serving

from .test_lane import answer

PATHS = [
    "/",
    "/v1/",
    "/openapi.json",
    "/v1/companies/microsoft",
    "/v1/companies/microsoft.jsonld",
    "/v1/figures?limit=2",
    "/v1/figures.json?q=about&count=true",
    "/v1/locations.geojson?limit=3",
    "/v1/dates.ics?limit=3",
    "/v1/claims.atom",
    "/v1/figures.svg",
    "/v1/facts.csv?limit=3",
    "/v1/claims/counts?by=modality",
    "http://x/v1/companies/microsoft",
]
CONDITIONS = [[], ["If-None-Match: *"], ['If-None-Match: "another"'], ["If-Modified-Since: nonsense"]]
Parts = tuple[bytes, dict[bytes, bytes], bytes]


@pytest.fixture(scope="module", params=["fast", "python"])
def connection(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[socket.socket]:
    """To a server with one of gunicorn's parsers."""
    options = {"GUNICORN_CMD_ARGS": f"--http-parser {request.param}", "WEB_CONCURRENCY": "1"}
    with serving(tmp_path_factory.mktemp("lane"), app="asgi:app", **options) as running, to(running) as connection:
        yield connection


def to(server: Server) -> socket.socket:
    """A connection that sends each piece at once."""
    connection = socket.create_connection(("127.0.0.1", int(server.url.rpartition(":")[2])), timeout=10)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def asked(connection: socket.socket, *pieces: bytes, method: str) -> Parts:
    """The answer to a request in these pieces, without what differs between any two."""
    for piece in pieces:
        connection.sendall(piece)
        time.sleep(0.003 * (len(pieces) - 1))
    status, fields, body = answer(connection, has_body=method == "GET")
    assert len(fields.pop(b"x-request-id")) >= 16
    assert fields.pop(b"date").endswith(b" GMT")
    return status, fields, body


@pytest.mark.parametrize("coding", ["identity", "gzip"])
@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_answers_as_the_ordinary_way(connection: socket.socket, path: str, method: str, coding: str) -> None:
    """A request in two pieces never takes it; whole, it does from the third time on."""
    first = f"{method} {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {coding}\r\n"
    for condition in CONDITIONS:
        whole = "\r\n".join([first.rstrip(), *condition, "", ""]).encode()
        is_full = "*" not in "".join(condition)
        kind = method if is_full else "HEAD"
        found = [asked(connection, *pieces, method=kind) for pieces in [(whole,)] * 3 + [(whole[:9], whole[9:])]]
        assert found[0][0] == (b"HTTP/1.1 200 OK" if is_full else b"HTTP/1.1 304 Not Modified")
        assert all(other == found[0] for other in found)
