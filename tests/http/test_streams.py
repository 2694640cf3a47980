"""Streams: all records of a collection, sent as they are read."""

import pytest

from tests.serving import Server


@pytest.mark.parametrize("path", ["figures.csv", "facts.ndjson", "locations.geojson", "dates.ics"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_a_stream_is_not_gathered_before_it_is_sent(server: Server, path: str, coding: str) -> None:
    """It goes out in chunks, so its length is not known before it; knowing it would take all of it in memory."""
    response = server.get(f"/v1/{path}", headers={"Accept-Encoding": coding})
    assert response.headers.get("Transfer-Encoding") == "chunked"
    assert "Content-Length" not in response.headers
    assert response.content


def test_a_page_tells_its_length(server: Server) -> None:
    """With a limit the body is a page, whose length is known."""
    response = server.get("/v1/figures.csv?limit=3")
    assert int(response.headers["Content-Length"]) == len(response.content)
