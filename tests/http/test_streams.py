"""Streams: what is long and not kept as a file is sent as it is read."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of
from tests.generated import write
from tests.serving import Server, serving


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of some thousand records."""
    folder: Path = tmp_path_factory.mktemp("large")
    return client_of(folder / "store", write(folder / "facts.ndjson", 9, articles=8, size=100))


@pytest.mark.parametrize("path", ["facts.csv?from=0001-01-01", "facts.ndjson?sort=label"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_stream_is_not_gathered_before_it_is_sent(large: FlaskClient, path: str, coding: str) -> None:
    """A long filtered or sorted answer is sent in chunks, without a length, which would need all of it in memory."""
    response = large.get(f"/v1/{path}", headers={"Accept-Encoding": coding})
    assert "Content-Length" not in response.headers
    assert "Accept-Ranges" not in response.headers
    pieces: Iterator[bytes] = response.iter_encoded()
    assert len(list(pieces)) > 2
    assert large.get(f"/v1/{path}", headers={"Range": "bytes=0-9"}).status_code == 200


@pytest.mark.parametrize("app", ["wsgi:app", "asgi:app"])
@pytest.mark.parametrize("path", ["facts.ndjson", "facts.csv?kind=figure", "claims.ndjson?sort=label", "facts.parquet"])
def test_a_deadline_before_the_first_byte_is_503(hasty: dict[str, Server], app: str, path: str) -> None:
    """A stream that cannot even begin in time is an error with Retry-After, not a broken or an empty answer."""
    found = hasty[app].get(f"/v1/{path}")
    assert (found.status_code, found.json()["code"]) == (503, "query-timeout")
    assert int(found.headers["Retry-After"]) >= 1


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Server]]:
    """Servers with a deadline that no question meets, by shape."""
    with contextlib.ExitStack() as running:
        yield {
            app: running.enter_context(
                serving(tmp_path_factory.mktemp("hasty"), app=app, ARTICLE_FACTS_QUERY_SECONDS="1e-9")
            )
            for app in ("wsgi:app", "asgi:app")
        }


def test_a_page_tells_its_length(server: Server) -> None:
    """With a limit the body is a page, whose length is known."""
    response = server.get("/v1/figures.csv?limit=3")
    assert int(response.headers["Content-Length"]) == len(response.content)
