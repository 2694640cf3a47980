"""Conditional requests, which the edge answers itself."""

import pytest

from .serving import Server, fresh
from .tiny import ETAG

LATER = "Mon, 07 Nov 1994 08:49:37 GMT"
EARLIER = "Sat, 05 Nov 1994 08:49:37 GMT"

UNMODIFIED = [
    {"if_none_match": ETAG},
    {"if_none_match": f"W/{ETAG}"},
    {"if_none_match": f'"a,b", W/"c" , {ETAG}'},
    {"if_none_match": "*"},
    {"if_none_match": ETAG, "if_modified_since": EARLIER},
]
MODIFIED = [
    {"if_none_match": '"other"'},
    {"if_none_match": '"tag-gzip", "ta"'},
    {"if_none_match": ""},
    {"if_modified_since": LATER},
    {"if_none_match": '"other"', "if_modified_since": LATER},
]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("conditions", UNMODIFIED)
def test_304_from_an_entry(server: Server, conditions: dict[str, str], method: str) -> None:
    """The client has it: 304 with the validator and Vary, without what describes a body."""
    server.ask("/keep/conditional")
    answer = server.ask("/keep/conditional", method, **conditions)
    assert answer.status == 304
    assert answer.body == b""
    assert answer.headers.keys() == {"etag", "vary", "date"}
    assert server.calls("/keep/conditional") == 1


@pytest.mark.parametrize("conditions", MODIFIED)
def test_200_where_the_client_has_another(server: Server, conditions: dict[str, str]) -> None:
    """Another validator; dates do not count."""
    assert server.ask("/keep/conditional", **conditions).status == 200


def test_a_conditional_miss_makes_an_entry(server: Server) -> None:
    """The app is asked without the condition, so that one client's 304 is the next one's 200."""
    path = fresh("keep")
    assert server.ask(path, if_none_match=ETAG).status == 304
    answer = server.ask(path)
    assert answer.json()["conditions"] == []
    assert answer.json()["call"] == 1


def test_304_for_what_is_not_kept(server: Server) -> None:
    """A stream with the client's validator is closed unread."""
    path = fresh("stream")
    assert server.ask(f"{path}?1000", if_none_match=ETAG).status == 304
    assert server.becomes(path, closed=1, batches=1)


def test_an_error_has_no_304(server: Server) -> None:
    """A condition is about a 200 only (RFC 9110, 13.2.1)."""
    assert server.ask(fresh("not-found"), if_none_match=ETAG).status == 404


def test_past_the_cache_the_app_sees_the_conditions(server: Server) -> None:
    """Where the edge keeps out of it, it keeps out of conditions too."""
    answer = server.ask(fresh("keep"), cookie="a=b", if_none_match=ETAG)
    assert answer.json()["conditions"] == ["HTTP_IF_NONE_MATCH"]
