"""Cursors: opaque, good for one filter and order, and lasting beyond a reload. Walking is in test_queries."""

# ruff: noqa: E501 - tables of cases

import base64
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conftest import client_of
from tests.generated import write
from tests.http.test_parameters import refused
from tests.serving import Server

FIRST = "/v1/facts?limit=2&sort=-label&kind=claim"


def cursor_of(client: FlaskClient, path: str) -> str:
    """The cursor of a page's next."""
    found: str = client.get(path).get_json()["next_cursor"]
    return found


@pytest.mark.parametrize(
    "other",
    [
        "/v1/facts?limit=2&sort=label&kind=claim",
        "/v1/facts?limit=2&sort=-label",
        "/v1/facts?limit=2&sort=-label&kind=figure",
        "/v1/facts?limit=2&kind=claim",
        "/v1/facts?limit=2&sort=-label,ref&kind=claim",
        "/v1/facts?limit=2&sort=-label&kind=claim&q=china",
        "/v1/facts?limit=2&sort=-label&kind=claim&from=2024",
        "/v1/facts?limit=2&sort=-label&kind=claim&refers_to=companies/odsc",
        "/v1/claims?limit=2&sort=-label",
        "/v1/articles/microsoft-china-relocation/facts?limit=2&sort=-label&kind=claim",
    ],
)
def test_a_cursor_is_refused_where_filter_or_order_differ(client: FlaskClient, other: str) -> None:
    """Going on with another question would skip or repeat records."""
    refused(client.get(f"{other}&cursor={cursor_of(client, FIRST)}"), "invalid-cursor", "cursor")


@pytest.mark.parametrize("same", ["limit=1", "limit=1000", "count=true", "fields=ref,label", ""])
def test_size_and_selection_may_change_on_the_way(client: FlaskClient, same: str) -> None:
    """The cursor belongs to the filter and the order only."""
    asked = f"/v1/facts?sort=-label&kind=claim&{same}&cursor={cursor_of(client, FIRST)}"
    whole = client.get("/v1/facts?limit=1000&sort=-label&kind=claim").get_json()["items"]
    assert client.get(asked).get_json()["items"][0]["ref"] == whole[2]["ref"]


def test_formats_go_on_from_a_cursor_too(client: FlaskClient) -> None:
    """CSV and NDJSON continue where a page ended."""
    cursor = cursor_of(client, FIRST)
    whole = client.get("/v1/facts.ndjson?sort=-label&kind=claim").text.splitlines()
    assert client.get(f"/v1/facts.ndjson?sort=-label&kind=claim&cursor={cursor}").text.splitlines() == whole[2:]
    assert len(client.get(f"/v1/facts.csv?sort=-label&kind=claim&cursor={cursor}").text.split("\r\n")) == len(whole)


def test_a_tampered_cursor_is_refused(client: FlaskClient) -> None:
    """A cursor with one character changed is refused, or means the same place."""
    cursor = cursor_of(client, FIRST)
    whole = client.get(f"{FIRST}&cursor={cursor}").get_json()
    for at in range(len(cursor)):
        for character in ("A", "z", "_", "%20", "%00", "é"):
            changed = cursor[:at] + character + cursor[at + 1 :]
            found = client.get(f"{FIRST}&cursor={changed}")
            assert found.status_code == 400 or found.get_json() == whole, changed


@pytest.mark.parametrize(
    "content",
    ["[]", "{}", "null", "1", '"abc"', '["x"]', '["x","y"]', '["x","y",0,1]', '["x",1,0]', '[1,"y",0]', '["x","y",2]', '["x","y",-1]',
     '["x","y",null]', '["x","y",NaN]', '["x","y",[]]', '["x","y",{}]', '["x","\\ud800",0]', '["x","\\u0000",0]', "[" * 300, '{"a":1,"b":2,"c":3}'],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(client: FlaskClient, content: str) -> None:
    """Well-formed base64 of something else is not followed."""
    made = base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")
    refused(client.get(f"{FIRST}&cursor={made}"), "invalid-cursor", "cursor")


@pytest.mark.parametrize("cursor", ["x", "=", "====", "%F0%9F%9A%80", "a" * 601, "1" * 5000, "../..", "null"])
def test_text_that_is_no_cursor_is_refused(client: FlaskClient, cursor: str) -> None:
    """Any text that is not a cursor is refused as such."""
    refused(client.get(f"{FIRST}&cursor={cursor}"), "invalid-cursor", "cursor")


def test_a_cursor_with_nul_in_its_id_is_refused(server: Server) -> None:
    """PostgreSQL cannot be asked for NUL: a cursor of the right question with one is refused on every engine."""
    cursor = server.get(FIRST).json()["next_cursor"]
    digest, key, tier = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    for changed in (f"{key}\0", f"\0{key}", "\0"):
        made = base64.urlsafe_b64encode(json.dumps([digest, changed, tier]).encode()).decode().rstrip("=")
        response = server.get(f"{FIRST}&cursor={made}")
        assert (response.status_code, response.json()["code"]) == (400, "invalid-cursor")
        assert "is not a cursor" in response.json()["detail"]


def test_a_cursor_survives_a_reload(tmp_path_factory: pytest.TempPathFactory) -> None:
    """After a load of changed data the walk goes on behind the same record; where that is gone, it says so."""
    folder = tmp_path_factory.mktemp("reload")
    file = write(folder / "facts.ndjson", 5)
    before = client_of(folder / "store", file)
    page = before.get("/v1/figures?limit=3").get_json()
    whole = [item["id"] for item in before.get("/v1/figures?limit=1000").get_json()["items"]]
    kept = [json.loads(line) for line in file.read_text().splitlines()]
    first, last = page["items"][0]["id"], page["items"][2]["id"]
    after = client_of(folder / "store", _without(file, kept, first))
    going_on = after.get(f"/v1/figures?limit=1000&cursor={page['next_cursor']}").get_json()["items"]
    assert [item["id"] for item in going_on] == whole[3:]
    gone = client_of(folder / "store", _without(file, kept, last))
    refused(gone.get(f"/v1/figures?cursor={page['next_cursor']}"), "invalid-cursor", "cursor")


def _without(file: Path, kept: list[dict[str, object]], key: str) -> Path:
    """The file without a figure, nor claims or redirects that name one, nor relations to such claims."""
    lines = [one for one in kept if one.get("id") != key and not one.get("figures") and one["kind"] != "redirect"]
    lines = [{name: value for name, value in one.items() if name != "relations"} for one in lines]
    file.write_text("".join(json.dumps(one) + "\n" for one in lines))
    return file


@pytest.mark.parametrize(
    "query",
    [
        "sort=-label,ref", "q=%22a%22*", 'q="a"*', "q=a*+", "q=a*%20", "q=a* <>'\\^`{|}[]", "&&%6Bind=claim",
        "q=\xc3\xa9",
    ],
)  # fmt: skip
def test_any_spelling_of_a_query_leads_to_its_next_pages(client: FlaskClient, query: str) -> None:
    """The link holds what an address may hold, and a cursor is replaced however its name was spelled."""

    def page(target: str) -> TestResponse:
        path, _, asked = target.partition("?")
        return client.get("/", environ_overrides={"PATH_INFO": path, "QUERY_STRING": asked})

    whole = [item["ref"] for item in page(f"/v1/facts?limit=1000&{query}").get_json()["items"]]
    walked, target = [], f"/v1/facts?limit=4&{query}"
    while target:
        found = page(target)
        walked += [item["ref"] for item in found.get_json()["items"]]
        link = re.fullmatch(r'<([!$-;=?-Z_a-z~]*)>; rel="next"', found.headers.get("Link", "<>"))
        target = link[1].replace("cursor=", "%63ursor=") if link else ""
    assert walked == whole
