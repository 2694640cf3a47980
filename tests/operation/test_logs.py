"""Logs: one line of JSON for each request, and errors under the request's id."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.operation.processes import eventually
from tests.operation.shapes import SHAPES
from tests.serving import Server, serving

_FIELDS = {"time", "method", "path", "query", "status", "seconds", "bytes", "cache", "request_id"}


@pytest.fixture(scope="module", params=SHAPES)
def logging_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that writes its access log, in each shape."""
    with serving(tmp_path_factory.mktemp("logs"), app=request.param, ARTICLE_FACTS_ACCESS_LOG="1") as running:
        yield running


def lines(folder: Path) -> list[dict[str, Any]]:
    """All lines that the server wrote, of access and error log."""
    return [json.loads(line) for line in (folder / "server.log").read_text().splitlines()]


def line_of(server: Server, request_id: str) -> dict[str, Any]:
    """The access line of a request."""

    def look() -> list[dict[str, Any]]:
        return [line for line in lines(server.folder) if line.get("request_id") == request_id and "status" in line]

    (found,) = eventually(look)
    return found


def test_a_request_is_one_line(logging_server: Server) -> None:
    """A request is one line with time, method, path, query, status, duration, bytes, id and the cache's outcome."""
    answer = logging_server.get("/v1/figures?limit=2", headers={"X-Request-ID": "one-line"})
    line = line_of(logging_server, "one-line")
    assert set(line) == _FIELDS
    assert (line["method"], line["path"], line["query"]) == ("GET", "/v1/figures", "limit=2")
    assert (line["status"], line["bytes"]) == (200, len(answer.content))
    assert 0 < line["seconds"] < 20


def test_a_stream_is_logged_with_its_whole_size(logging_server: Server) -> None:
    """The bytes of a stream are counted to its end."""
    answer = logging_server.get("/v1/facts.csv", headers={"X-Request-ID": "stream"})
    assert line_of(logging_server, "stream")["bytes"] == len(answer.content)


def test_a_valid_id_is_kept(logging_server: Server) -> None:
    """A valid id from a proxy or client is returned."""
    sent = "0af7651916cd43dd8448eb211c80319c"
    assert logging_server.get("/healthz", headers={"X-Request-ID": sent}).headers["X-Request-ID"] == sent


@pytest.mark.parametrize("sent", ["a b", "x" * 65, "é", '"}', "a,b", ""], ids=repr)
def test_an_invalid_id_is_replaced(logging_server: Server, sent: str) -> None:
    """An id that could forge or fill the log is replaced."""
    headers: dict[str, Any] = {"X-Request-ID": sent.encode("latin-1")}
    given = logging_server.get("/healthz", headers=headers).headers["X-Request-ID"]
    assert given != sent
    assert line_of(logging_server, given)["path"] == "/healthz"


def test_ids_differ(logging_server: Server) -> None:
    """Each request gets exactly one id of its own, also if equal requests are answered from memory."""
    given = [logging_server.get("/v1/dates").headers["X-Request-ID"] for _ in range(20)]
    assert len(set(given)) == 20
    assert not any("," in one for one in given)


def test_a_path_cannot_break_the_line(logging_server: Server) -> None:
    """Line breaks, quotes and bytes that are not text are escaped; long ones are cut."""
    path = "/v1/" + "%0a%22%ff" * 300 + "?q=" + "y" * 5000
    given = logging_server.get(path).headers["X-Request-ID"]
    line = line_of(logging_server, given)
    assert line["status"] in range(400, 500)
    assert len(json.dumps(line)) < 8192


def test_the_whole_log_is_json(logging_server: Server) -> None:
    """Everything the server writes, from its start on, is one JSON object a line, with a time."""
    written = lines(logging_server.folder)
    assert any(line.get("message", "").startswith("Starting") for line in written)
    assert all("time" in line for line in written)


def test_errors_carry_the_id(without_data: Server) -> None:
    """An error is logged under its request's id."""
    without_data.get("/v1/figures", headers={"X-Request-ID": "at-fault"})
    found = [line for line in lines(without_data.folder) if line.get("request_id") == "at-fault"]
    assert [(line["level"], line["logger"]) for line in found] == [("error", "article_facts.errors")]


def test_the_access_log_can_be_off(shared: Server) -> None:
    """With ARTICLE_FACTS_ACCESS_LOG=0, as the shared servers have it, only the error log is written."""
    assert all(shared.get("/v1/figures").ok for _ in range(2))
    assert [line for line in lines(shared.folder) if "status" in line] == []
