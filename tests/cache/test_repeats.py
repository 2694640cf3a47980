"""What is answered from memory, and what is not."""

import pytest

from .serving import Server, fresh
from .tiny import LARGE, MODIFIED

GZIP_ACCEPTED = ["gzip", "GZIP;q=0.5", "br, gzip", "*", "br;q=1.0, *;q=0.1", "gzip;q=1, gzip;q=1"]
GZIP_REFUSED = [None, "", "identity", "br", "gzip;q=0", "gzip;q=0.000, br", "*;q=0", "gzip;q=0, *"]


def accepting(codings: str | None) -> dict[str, str]:
    return {} if codings is None else {"accept_encoding": codings}


def test_a_repeat_does_not_reach_the_app(server: Server) -> None:
    """The second equal request gets the first one's answer, and the app is called once."""
    path = fresh("keep")
    first, second = server.ask(path), server.ask(path)
    assert second.body == first.body
    assert second.status == 200
    assert server.calls(path) == 1


def test_every_request_is_observed(server: Server) -> None:
    """A miss, a hit, a 304 and a bypass are reported as such, with the bytes sent."""
    path = fresh("keep")
    size = len(server.ask(path).body)
    server.ask(path, "HEAD")
    server.ask(path, if_none_match="*")
    past = len(server.ask(path, cookie="a=b").body)
    told = [(one["outcome"], one["status"], one["size"]) for one in server.state(path)["observed"]]
    assert told == [("miss", 200, size), ("hit", 200, 0), ("hit", 304, 0), ("bypass", 200, past)]


def test_head_comes_from_the_same_entry(server: Server) -> None:
    """HEAD after GET has the same headers, Content-Length included, no body, and does not reach the app."""
    path = fresh("keep")
    got, headed = server.ask(path), server.ask(path, "HEAD")
    assert {**headed.headers, "date": ""} == {**got.headers, "date": ""}
    assert headed.headers["content-length"] == str(len(got.body))
    assert headed.body == b""
    assert server.calls(path) == 1


def test_head_makes_an_entry(server: Server) -> None:
    """The first HEAD asks the app for the whole representation, so the GET after it is a hit."""
    path = fresh("keep")
    assert server.ask(path, "HEAD").body == b""
    assert server.ask(path).json()["REQUEST_METHOD"] == "GET"
    assert server.calls(path) == 1


@pytest.mark.parametrize(
    ("query", "headers"),
    [("?a=1", {}), ("", {"accept": "text/csv"}), ("", {"accept": ""}), ("", {"accept_encoding": "gzip"})],
)
def test_each_input_of_the_key_is_told_apart(server: Server, query: str, headers: dict[str, str]) -> None:
    """Another query, Accept or accepted coding is another entry, and the app sees what was asked."""
    path = fresh("keep")
    server.ask(path)
    told = server.ask(path + query, **headers).json()
    assert told["call"] == 2
    assert told["query"] == query[1:]
    assert told["HTTP_ACCEPT"] == headers.get("accept")
    assert told["HTTP_ACCEPT_ENCODING"] == headers.get("accept_encoding", "identity")


def test_repeated_fields_are_one_list(server: Server) -> None:
    """Two Accept lines mean what one with a comma means."""
    path = fresh("keep")
    head = f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    server.raw(f"{head}Accept: text/csv\r\nAccept: text/html\r\n\r\n".encode())
    told = server.ask(path, accept="text/csv,text/html").json()
    assert told["HTTP_ACCEPT"] == "text/csv,text/html"
    assert told["call"] == 1


@pytest.mark.parametrize("codings", GZIP_ACCEPTED)
def test_gzip_where_it_is_accepted(server: Server, codings: str) -> None:
    """However gzip is accepted, the compressed representation is sent."""
    answer = server.ask("/gzipped/shared", accept_encoding=codings)
    assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("codings", GZIP_REFUSED)
def test_no_gzip_where_it_is_not_accepted(server: Server, codings: str | None) -> None:
    """A quality of 0, or no mention: the plain representation is sent."""
    assert server.ask("/gzipped/shared", **accepting(codings)).body == b"plain"


def test_an_underscore_is_not_a_dash(server: Server) -> None:
    """WSGI has one variable for both spellings: the app must not answer to one what is kept under the other."""
    path = fresh("gzipped")
    fields = "Host: x\r\nConnection: close\r\nAccept-Encoding: identity\r\nAccept_Encoding: gzip\r\nContent_Length: 9"
    server.raw(f"GET {path} HTTP/1.1\r\n{fields}\r\n\r\n".encode())
    assert server.ask(path).body == b"plain"
    told = server.raw(f"POST {fresh('echo')} HTTP/1.1\r\n{fields}\r\n\r\n".encode())
    assert b'"HTTP_ACCEPT_ENCODING": "identity"' in told
    assert b"CONTENT_LENGTH" not in told


def test_spellings_of_accept_encoding_share_two_entries(server: Server) -> None:
    """Only whether gzip is accepted counts: any number of spellings makes two calls."""
    path = fresh("keep")
    for codings in (*GZIP_ACCEPTED, *GZIP_REFUSED):
        server.ask(path, **accepting(codings))
    assert server.calls(path) == 2


@pytest.mark.parametrize(
    "what",
    [
        *("no-store", "private", "cookie", "vary-origin", "vary-all", "not-found"),
        *("unsized", "wrong-size", "too-large", "fail"),
    ],
)
def test_some_answers_are_never_kept(server: Server, what: str) -> None:
    """Errors, streams, private and large answers, and those that vary by more than the key reach the app each time."""
    path = fresh(what)
    for _ in range(2):
        server.raw(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    assert server.calls(path) == 2


def test_the_largest_that_is_kept(server: Server) -> None:
    """A body of a sixteenth of the cache is kept; one byte more is not, see above."""
    path = fresh("large")
    assert len(server.ask(path).body) == len(server.ask(path).body) == LARGE
    assert server.calls(path) == 1


@pytest.mark.parametrize(
    "header",
    [
        {"range": "bytes=0-1"},
        {"authorization": "Bearer x"},
        {"cookie": "a=b"},
        {"content_length": "0"},
        {"if_match": "*"},
        {"if_unmodified_since": MODIFIED},
        {"accept": "x" * 257},
        {"accept_encoding": "x" * 257},
    ],
)
def test_some_requests_go_past_the_cache(server: Server, header: dict[str, str]) -> None:
    """What depends on more than the key is neither answered from memory nor kept."""
    path = fresh("keep")
    server.ask(path)
    assert server.ask(path, **header).json()["call"] == 2
    assert server.ask(path).json()["call"] == 1


def test_post_reaches_the_app_each_time(server: Server) -> None:
    """Only GET and HEAD are answered from memory."""
    path = fresh("keep")
    server.ask(path)
    assert [server.ask(path, "POST", b"x").json()["call"] for _ in range(2)] == [2, 3]


def test_what_belongs_to_one_exchange_is_not_replayed(server: Server) -> None:
    """The app's Date and X-Request-ID were about the first request; a hit has the server's own Date."""
    path = fresh("keep")
    server.ask(path)
    headers = server.ask(path).headers
    assert headers["date"] != MODIFIED
    assert "x-request-id" not in headers


def test_a_new_version_empties_the_memory(server: Server) -> None:
    """After the dataset has changed, the app is asked again."""
    path = fresh("keep")
    server.ask(path)
    server.ask(f"{fresh('version')}?{path}", "POST")
    assert server.ask(path).json()["call"] == 2
    assert server.ask(path).json()["call"] == 2


def test_nothing_is_kept_while_the_version_is_unknown(server: Server) -> None:
    """Without a version, as while the store is away, each request reaches the app; entries are back with it."""
    path = fresh("keep")
    server.ask(f"{fresh('version')}?{path}", "POST")
    assert server.ask(path).json()["call"] == 1
    server.ask(fresh("version"), "POST")
    assert [server.ask(path).json()["call"] for _ in range(2)] == [2, 3]
    server.ask(f"{fresh('version')}?{path}", "POST")
    assert server.ask(path).json()["call"] == 1


def test_the_least_recently_used_leaves_first(server: Server) -> None:
    """Where room ends, the entry that was asked for stays, the one that was not goes."""
    used, unused = fresh("large"), fresh("large")
    server.ask(used)
    server.ask(unused)
    for _ in range(14):
        server.ask(fresh("large"))
        server.ask(used)
    server.ask(unused)
    assert server.calls(used) == 1
    assert server.calls(unused) == 2
