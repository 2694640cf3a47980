"""Each limit of the server, at N, which passes, and at N+1, which does not. docs/operations.md has the table."""

import pytest

from tests.operation.raw import ask, request
from tests.operation.test_hostile_requests import CHECK, CHUNKED, TEXT
from tests.serving import Server

LINE, FIELDS, FIELD, BODY, PAGE, PARAMETERS = 8190, 64, 8190, 2**18, 1000, 100


def status(server: Server, *pieces: bytes) -> int:
    """The status of the only answer."""
    (answer,) = ask(server, *pieces)
    return answer.status


def of_line(length: int) -> bytes:
    """A request whose first line has this many bytes without its end."""
    around = len(b"GET /v1/?q= HTTP/1.1")
    return request(b"/v1/?q=" + b"x" * (length - around))


def test_request_line(shared: Server) -> None:
    """A request line of N bytes reaches the app (which knows no such parameter); one more byte is 414."""
    assert status(shared, of_line(LINE)) == 400
    assert status(shared, of_line(LINE + 1)) == 414


def test_number_of_headers(shared: Server) -> None:
    """N headers are accepted, Host and Connection included; one more is 431."""

    def with_headers(many: int) -> bytes:
        return request(headers=b"".join(b"X-%d: 1\r\n" % n for n in range(many - 2)))

    assert status(shared, with_headers(FIELDS)) == 200
    assert status(shared, with_headers(FIELDS + 1)) == 431


def test_size_of_a_header(shared: Server) -> None:
    """A header of N bytes, counted with colon, blank and line end, is accepted; one more byte is 431."""

    def with_field(length: int) -> bytes:
        return request(headers=b"X-Long: " + b"x" * (length - 10) + b"\r\n")

    assert status(shared, with_field(FIELD)) == 200
    assert status(shared, with_field(FIELD + 1)) == 431


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
def test_body(shared: Server, chunked: bool) -> None:
    """256 KiB are accepted, with a Content-Length or chunked; one more byte is 413."""

    def with_body(length: int) -> tuple[bytes, ...]:
        if chunked:
            return request(CHECK, b"POST", TEXT + CHUNKED), b"%x\r\n" % length, b"x" * length, b"\r\n0\r\n\r\n"
        return request(CHECK, b"POST", TEXT + b"Content-Length: %d\r\n" % length), b"x" * length

    assert status(shared, *with_body(BODY)) == 200
    assert status(shared, *with_body(BODY + 1)) == 413


def test_page(shared: Server) -> None:
    """A page of 1,000 records is accepted; one of 1,001 is 400."""
    assert status(shared, request(b"/v1/figures?limit=%d" % PAGE)) == 200
    assert status(shared, request(b"/v1/figures?limit=%d" % (PAGE + 1))) == 400


def test_number_of_parameters(shared: Server) -> None:
    """More than 100 parameters are refused before any of them is read."""

    def refusal(many: int) -> bytes:
        (answer,) = ask(shared, request(b"/v1/figures?" + b"&".join(b"p%d=1" % n for n in range(many))))
        assert answer.status == 400
        return answer.body

    assert b"unknown-parameter" in refusal(PARAMETERS)
    assert b"more than 100 parameters" in refusal(PARAMETERS + 1)


def test_number_of_values(shared: Server) -> None:
    """100 values of one filter are accepted; 101 are 400."""

    def with_values(many: int) -> bytes:
        return request(b"/v1/figures?unit=" + b",".join(b"u%d" % n for n in range(many)))

    assert status(shared, with_values(100)) == 200
    assert status(shared, with_values(101)) == 400
