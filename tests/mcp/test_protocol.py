"""`/mcp` over HTTP: what agents' programs send, and what they get."""

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import client_of
from tests.formats import hostile
from tests.serving import ARTICLE, Server

JSON = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}


def ask(client: FlaskClient, method: str, **params: Any) -> dict[str, Any]:
    """The whole answer to one request."""
    answer = client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params}, headers=JSON)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    return answer.get_json()


def call(client: FlaskClient, tool: str, **arguments: Any) -> dict[str, Any]:
    """A tool's result."""
    return ask(client, "tools/call", name=tool, arguments=arguments)["result"]


def test_a_session_begins_without_a_session(server: Server) -> None:
    """initialize, the notification after it and a list of tools, each a request of its own, on every engine."""
    post = {"method": "POST", "headers": JSON}
    hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}
    begun = server.get("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}, **post)
    assert begun.json()["result"]["protocolVersion"] == "2025-06-18"
    assert begun.json()["result"]["capabilities"] == {"tools": {"listChanged": False}}
    noted = server.get("/mcp", json={"jsonrpc": "2.0", "method": "notifications/initialized"}, **post)
    assert (noted.status_code, noted.content, noted.headers.get("Content-Type")) == (202, b"", None)
    listed = server.get("/mcp", json={"jsonrpc": "2.0", "id": "two", "method": "tools/list"}, **post).json()
    assert listed["id"] == "two"
    assert {"search_facts", "read_record", "article_facts", "check_text"} <= {
        one["name"] for one in listed["result"]["tools"]
    }
    assert all(tool["annotations"]["readOnlyHint"] for tool in listed["result"]["tools"])


def test_an_unknown_revision_is_answered_with_the_newest(client: FlaskClient) -> None:
    """The client decides whether it can go on; a header with a revision that is not spoken is refused."""
    assert ask(client, "initialize", protocolVersion="1999-01-01")["result"]["protocolVersion"] == "2025-11-25"
    body = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert client.post("/mcp", json=body, headers=JSON | {"MCP-Protocol-Version": "1999-01-01"}).status_code == 400
    assert client.post("/mcp", json=body, headers=JSON | {"MCP-Protocol-Version": "2025-06-18"}).status_code == 200


def test_a_name_with_a_comma_is_one_name(tmp_path: Path) -> None:
    """An agent gives one entry, and does not know that commas separate values in a query string."""
    client = client_of(tmp_path, hostile.write(tmp_path))
    found = call(client, "search_facts", refers_to=hostile.TEXTS[2])["structuredContent"]["facts"]
    items = client.get("/v1/facts?refers_to=locations/place-2").get_json()["items"]
    assert [one["ref"] for one in found] == [one["ref"] for one in items] != []


def test_facts_come_with_phrase_place_link_and_doubt(client: FlaskClient) -> None:
    """What an agent must not leave out is in the answer."""
    found = call(client, "search_facts", query="employees", kind="figure")["structuredContent"]
    fact = next(one for one in found["facts"] if one["ref"] == f"figures/{ARTICLE}.asked-staff")
    assert (fact["value_min"], fact["value_max"], fact["hedge"]) == (700, 800, "range")
    assert {"text", "paragraph", "start", "end", "speaker", "api"} <= fact.keys()
    assert None not in fact.values()
    assert found["dataset_version"]


def test_pages_go_on_where_the_one_before_ended(client: FlaskClient) -> None:
    """`next_cursor` leads through all facts of an article, each once."""
    refs: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = call(client, "article_facts", article=ARTICLE, limit=50, **cursor)["structuredContent"]
        refs += [fact["ref"] for fact in page["facts"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    total = client.get("/v1/facts?count=true&limit=1").get_json()["total"]
    assert len(refs) == len(set(refs)) == total


def test_a_record_is_read_whole(client: FlaskClient) -> None:
    """As the API serves it."""
    read = call(client, "read_record", ref="companies/microsoft")["structuredContent"]
    assert read["record"] == client.get("/v1/companies/microsoft").get_json()
    assert read["api"] == "/v1/companies/microsoft"


def test_a_claim_is_corroborated_as_over_http(client: FlaskClient) -> None:
    """The same rows and the same number of sources, each beside its fact."""
    key = client.get("/v1/claims?limit=1").get_json()["items"][0]["id"]
    found = call(client, "corroborate_claim", claim=f"claims/{key}")["structuredContent"]
    page = client.get(f"/v1/claims/{key}/corroboration").get_json()
    assert found["independent_sources"] == page["independent_sources"]
    rows = [{name: value for name, value in row.items() if name != "fact"} for row in found["claims"]]
    assert rows == page["items"]
    assert found["claims"][0]["fact"]["ref"] == f"claims/{key}"


def test_a_measure_is_compared_as_over_http(client: FlaskClient) -> None:
    """The same rows; a figure that is none of the measure's, or a unit that is none, is refused."""
    key = client.get("/v1/measures?limit=1").get_json()["items"][0]["id"]
    found = call(client, "compare_measure", measure=f"measures/{key}")["structuredContent"]
    rows = [{name: value for name, value in row.items() if name != "fact"} for row in found["figures"]]
    assert rows == client.get(f"/v1/measures/{key}/comparison").get_json()["items"]
    for wrong in ({"against": "figures/none"}, {"unit": "banana"}, {"measure": "measures/none"}):
        assert call(client, "compare_measure", **({"measure": f"measures/{key}"} | wrong))["isError"]


def test_a_text_is_checked(client: FlaskClient) -> None:
    """All phrases are missing in another text."""
    report = call(client, "check_text", article=ARTICLE, text="Nothing of it.")["structuredContent"]
    assert (report["same_text"], report["exact"]) == (False, 0)


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search_facts", {}, "Give a query or a filter"),
        ("search_facts", {"query": "x", "kind": "song"}, "kind"),
        ("search_facts", {"word": "x"}, "word: is not an argument here; known: query, kind, article"),
        ("search_facts", {"since": "yesterday"}, "since: takes an ISO date"),
        ("search_facts", {"query": ""}, "query: is empty"),
        ("search_facts", {"query": "x", "limit": 51}, "limit"),
        ("search_facts", {"query": "x", "cursor": "nonsense"}, "cursor"),
        ("read_record", {"ref": "nowhere"}, "A ref begins with a collection"),
        ("read_record", {"ref": "companies/nobody"}, "There is no"),
        ("article_facts", {"article": "none"}, "There is no article"),
        ("check_text", {"article": "none", "text": ""}, "There is no article"),
        ("check_text", {"article": ARTICLE}, "text"),
    ],
)
def test_what_a_tool_cannot_answer_says_what_would_be_right(
    client: FlaskClient, tool: str, arguments: dict[str, Any], said: str
) -> None:
    """An error of the tool is a result that the model reads."""
    result = call(client, tool, **arguments)
    assert result["isError"] is True
    assert said in result["content"][0]["text"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", -32700),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":NaN}', -32700),
        (b'{"jsonrpc":"2.0","id":1e400,"method":"ping"}', -32700),
        (b"[" * 100_000, -32700),
        (b"[]", -32600),
        (b'{"jsonrpc":"1.0","id":1,"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":1}', -32600),
        (b'{"jsonrpc":"2.0","id":null,"method":"ping"}', -32600),
        (b'{"jsonrpc":"2.0","id":1,"method":"resources/list"}', -32601),
        (b'{"jsonrpc":"2.0","id":1,"method":["ping"]}', -32601),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}', -32602),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"none"}}', -32602),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"\\ud800"}}', -32602),
    ],
)
def test_errors_of_the_protocol(client: FlaskClient, body: bytes, code: int) -> None:
    """They are JSON-RPC errors, with the id of the message where it has one."""
    answer = client.post("/mcp", data=body, headers=JSON)
    assert (answer.status_code, answer.get_json()["error"]["code"]) == (200, code)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search_facts", {"query": "\ud800"}),
        ("search_facts", {"query": "x", "cursor": "\ud800"}),
        ("read_record", {"ref": "companies/\ud800"}),
        ("corroborate_claim", {"claim": "\ud800"}),
        ("check_text", {"article": ARTICLE, "text": "\ud800"}),
        ("check_text", {"article": "\ud800", "text": ""}),
        ("check_text", {"\ud800": ""}),
    ],
)
def test_a_lone_surrogate_is_an_error_of_the_call(client: FlaskClient, tool: str, arguments: dict[str, Any]) -> None:
    """JSON can escape one, no text can have one: the model reads so."""
    result = call(client, tool, **arguments)
    assert (result["isError"], "surrogate" in result["content"][0]["text"]) == (True, True)


def test_an_article_is_named_by_its_id_or_ref(client: FlaskClient) -> None:
    """Facts have the one, and links between records the other."""
    for tool, more in (("article_facts", {"limit": 1}), ("search_facts", {"limit": 1}), ("check_text", {"text": "x"})):
        by_id, by_ref = (call(client, tool, article=name, **more) for name in (ARTICLE, f"articles/{ARTICLE}"))
        assert by_ref == by_id
        assert by_id["isError"] is False


def test_what_is_no_message(client: FlaskClient) -> None:
    """Another type, too large a body, and reading are refused as everywhere."""
    assert client.post("/mcp", data="x", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.post("/mcp", data=b" " * 300_000, headers=JSON).status_code == 413
    refused = client.get("/mcp")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "OPTIONS, POST")


def test_a_browser_elsewhere_may_ask(client: FlaskClient) -> None:
    """Any origin may read; nothing is stored."""
    allowed = client.options("/mcp", headers={"Origin": "https://elsewhere.example"})
    assert "mcp-protocol-version" in allowed.headers["Access-Control-Allow-Headers"].lower()
    assert allowed.headers["Access-Control-Allow-Origin"] == "*"


MEMBERS = st.sampled_from(["id", "method", "params", "name", "arguments"])
MESSAGES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(MEMBERS, inner, max_size=5),
)


@given(MESSAGES)
def test_no_message_is_an_error_of_the_server(client: FlaskClient, message: Any) -> None:
    """Any body is answered with 200 or 202."""
    wrapped = {"jsonrpc": "2.0", **message} if isinstance(message, dict) else message
    assert client.post("/mcp", json=wrapped, headers=JSON).status_code in {200, 202}
