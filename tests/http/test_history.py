"""The datasets there were, and what changed between them, on both engines."""

import json

import pytest
from flask.testing import FlaskClient

from tests.http.conftest import Load, Record


def company(name: str, label: str) -> Record:
    """An invented company."""
    return {"kind": "company", "id": name, "label": label, "name": name, "type": "company"}


A, B, C = company("a", "A"), company("b", "B"), company("c", "C")
HEIR = {"kind": "redirect", "ref": "companies/b", "heir": "companies/a"}


def changes(client: FlaskClient, **parameters: str) -> list[tuple[str, str]]:
    """What changed, in order."""
    found = client.get("/v1/changes", query_string=parameters)
    assert found.status_code == 200, found.get_json()
    page = found.get_json()
    assert set(page) == {"items", "next_cursor", "total"}
    assert all(set(row) - {"heir"} == {"ref", "change", "version", "at"} for row in page["items"])
    return [(row["ref"], row["change"]) for row in page["items"]]


def version(client: FlaskClient) -> str:
    """The current version."""
    found: str = client.get("/v1/").get_json()["version"]
    return found


def test_changes_since_a_version_are_net(loaded: Load) -> None:
    """The first load adds; an edit, an addition, a removal and a merge are a row each; the current version has none."""
    client = loaded([A, B])
    first = version(client)
    assert changes(client) == [("companies/a", "added"), ("companies/b", "added")]
    assert changes(client, since=first) == []
    client = loaded([{**A, "label": "Another"}, B, C])
    second = version(client)
    assert changes(client, since=first) == [("companies/a", "changed"), ("companies/c", "added")]
    client = loaded([A, B])
    assert changes(client, since=first) == []
    assert changes(client, since=second) == [("companies/a", "changed"), ("companies/c", "removed")]
    client = loaded([HEIR, A])
    merged = client.get(f"/v1/changes?since={second}").get_json()["items"]
    assert [(row["ref"], row["change"], row.get("heir")) for row in merged if row["ref"] == "companies/b"] == [
        ("companies/b", "merged", "companies/a")
    ]


def test_versions_are_listed_the_newest_first(loaded: Load) -> None:
    """Each with what that load changed; those beyond the setting are forgotten: 410."""
    seen = []
    for label in ("1", "2", "3", "4"):
        client = loaded([{**A, "label": label}])
        seen.append(version(client))
    page = client.get("/v1/versions").get_json()
    assert (page["next_cursor"], page["total"]) == (None, None)
    assert [row["version"] for row in page["items"]] == list(reversed(seen))[: len(page["items"])]
    assert [row["changed"] for row in page["items"]] == [1] * len(page["items"])
    assert len(page["items"]) == 3
    forgotten = client.get(f"/v1/changes?since={seen[0]}")
    assert (forgotten.status_code, forgotten.get_json()["code"]) == (410, "version-forgotten")
    unknown = client.get(f"/v1/changes?since={'0' * 64}")
    assert (unknown.status_code, unknown.get_json()["code"]) == (410, "version-forgotten")


def test_a_day_in_place_of_a_version_is_told_where_versions_are(client: FlaskClient) -> None:
    """Who asks what changed since yesterday is led to the list of versions and when they were loaded."""
    answer = client.get("/v1/changes?since=2025-06-03")
    assert answer.status_code == 400
    assert "/v1/versions lists them by day (got '2025-06-03')" in answer.get_json()["detail"]


def test_a_version_that_comes_back_has_another_log(loaded: Load) -> None:
    """What shows loads has another `ETag` after two more of them, though the version is the first one again."""
    paths = ("/", "/v1/versions", "/v1/changes")
    client = loaded([A])
    first = [client.get(path) for path in paths]
    loaded([A, B])
    client = loaded([A])
    for path, before in zip(paths, first, strict=True):
        now = client.get(path, headers={"If-None-Match": before.headers["ETag"]})
        assert now.headers["Dataset-Version"] == before.headers["Dataset-Version"]
        assert now.status_code == 200, path
        assert (now.data, now.headers["ETag"]) != (before.data, before.headers["ETag"])
        again = client.get(path, headers={"If-None-Match": now.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize("since", ["x", "", "0" * 63, "0" * 65, "G" * 64])
def test_a_malformed_version_is_an_error_of_the_caller(client: FlaskClient, since: str) -> None:
    """It can never have been one."""
    found = client.get("/v1/changes", query_string={"since": since})
    assert (found.status_code, found.get_json()["code"]) == (400, "invalid-parameter")


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_changes_are_paged(client: FlaskClient, limit: int) -> None:
    """Page after page gives each record once, in the order of a single page."""
    whole = [row["ref"] for row in client.get("/v1/changes?limit=1000").get_json()["items"]]
    assert len(whole) == len(set(whole)) > 100
    found: list[str] = []
    path: str | None = f"/v1/changes?limit={limit}"
    while path and len(found) < 50:
        answer = client.get(path)
        page = answer.get_json()
        found += [row["ref"] for row in page["items"]]
        link = answer.headers.get("Link", "")
        path = link.partition(">")[0].removeprefix("<") or None
        assert bool(path) == bool(page["next_cursor"])
    assert found == whole[: len(found)]


def test_changes_are_counted_when_asked(loaded: Load) -> None:
    """`total` is the number of rows on all pages, net as they are: what was changed and changed back is none."""
    seen = [loaded([{**A, "label": label}, *more]) for label, more in (("1", []), ("2", [B]), ("1", [B]))]
    first = seen[-1].get("/v1/versions").get_json()["items"][-1]["version"]
    for query in ({}, {"since": first}):
        whole = seen[-1].get("/v1/changes", query_string={**query, "limit": 1000, "count": "true"}).get_json()
        page = seen[-1].get("/v1/changes", query_string={**query, "limit": 1, "count": "true"}).get_json()
        assert whole["total"] == page["total"] == len(whole["items"]) > 0
        assert seen[-1].get("/v1/changes", query_string=query).get_json()["total"] is None


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WzEsMiwzXQ", "A" * 700, "%00"])
def test_a_cursor_that_is_none_is_refused(client: FlaskClient, cursor: str) -> None:
    """400, whatever it contains; also for a cursor made for another `since`."""
    assert client.get(f"/v1/changes?cursor={cursor}").status_code == 400
    made = client.get("/v1/changes?limit=1").get_json()["next_cursor"]
    other = client.get("/v1/changes", query_string={"cursor": made, "since": version(client)})
    assert (other.status_code, other.get_json()["code"]) == (400, "invalid-cursor")


def test_rows_come_as_tables_too(client: FlaskClient) -> None:
    """CSV has constant columns, NDJSON a row a line, both up to 1,000 rows without a `limit`; unknown parameters and
    formats are refused."""
    whole = client.get("/v1/changes?limit=1000").get_json()["items"]
    assert len(client.get("/v1/changes").get_json()["items"]) == 50 < len(whole)
    assert [json.loads(line) for line in client.get("/v1/changes.ndjson").text.splitlines()] == whole
    table = client.get("/v1/changes.csv?limit=2").text.splitlines()
    assert [name.strip('"') for name in table[0].split(",")] == ["ref", "change", "version", "at", "heir"]
    assert len(table) == 3
    lines = client.get("/v1/versions.ndjson").text.splitlines()
    assert json.loads(lines[0])["version"] == version(client)
    assert client.get("/v1/versions", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert client.get("/v1/changes.svg").status_code == 406
    assert client.get("/v1/changes?x=1").get_json()["code"] == "unknown-parameter"
    assert client.get(f"/v1/changes?version={'0' * 64}").get_json()["code"] == "version-changed"
    assert client.get("/v1/changes").headers["Dataset-Version"] == version(client)
