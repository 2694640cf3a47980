"""Counts: flat rows, typed as the records are, in the formats of a table. What they count, the oracle checks."""

import json
from collections import Counter
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of
from tests.http import test_across_articles as invented
from tests.http.conftest import Asked, Load
from tests.http.test_parameters import refused
from tests.serving import Server

PUBLISHED = {
    "2024-05-16": "2024-05", "2024-05-16/2024-06": "2024-05", "2024-05": "2024-05", "2024": None,
    "[2024-05-16,2024-05-17]": None, "../2024": None,
}  # fmt: skip
NAMES = [f"outlet-{number}" for number in range(len(PUBLISHED))]


def test_counts_of_the_article(server: Server) -> None:
    """A row holds the fields asked for and the number, the largest numbers first."""
    page = server.get("/v1/figures/counts?by=hedge").json()
    assert [*page] == ["items", "next_cursor", "total"]
    assert all([*row] == ["hedge", "count"] for row in page["items"])
    assert sum(row["count"] for row in page["items"]) == server.get("/v1/").json()["counts"]["figures"]


@pytest.mark.parametrize("order", [1, -1])
def test_values_of_one_list_are_counted_as_they_stand_together(loaded: Load, order: int) -> None:
    """Of two who checked a claim, each is counted with its own outcome; null where nothing is given."""
    place = {"article": "a", "paragraph": 1, "start": 0, "end": 1, "exact": "x"}
    article = {"kind": "article", "id": "a", "label": "A", "headline": "A", "publisher": "companies/p"}
    article |= {"published": "2025", "language": "en", "text_sha256": "0" * 64, "text_length": 9, "rights": "None."}
    companies = [{"kind": "company", "id": one, "label": one, "name": one, "type": "company"} for one in ("p", "q")]
    checked = [{"by": "companies/p", "status": "denied"}, {"by": "companies/q", "status": "confirmed"}]
    claim = {"kind": "claim", "article": "a", "label": "x", "statement": "x", "modality": "asserted"}
    claims = [{**claim, "id": f"a.{n}", "evidence": [place], "verification": checked[:n]} for n in (0, 1, 2)]
    posts = [{"of": "companies/p", "since": "2020"}, {"of": "companies/q", "title": "chair"}]
    party = {"kind": "party", "id": "x", "label": "X", "name": "X", "type": "person", "affiliations": posts}
    client = loaded([*companies, party, article, *claims])

    def rows(name: str, *by: str) -> list[tuple[object, ...]]:
        page = client.get(f"/v1/{name}/counts?count=true&by={','.join(by[::order])}").get_json()
        assert page["total"] == len(page["items"])
        return sorted((tuple(row[key] for key in (*by, "count")) for row in page["items"]), key=str)

    assert rows("claims", "verification_by", "verification") == [
        ("companies/p", "denied", 2), ("companies/q", "confirmed", 1), (None, None, 1),
    ]  # fmt: skip
    assert rows("parties", "affiliations_of", "affiliations_since") == [
        ("companies/p", "2020", 1), ("companies/q", None, 1),
    ]  # fmt: skip


def test_values_are_typed_as_in_records(article: Asked) -> None:
    """Integers stay integers and booleans booleans, so a row's value can be used as a filter."""
    held = {record["value"] for record in article.oracle.collections["figures"]}
    rows = article.get("/v1/figures/counts", by="value")["items"]
    assert {repr(row["value"]) for row in rows} == {repr(value) for value in held}
    rows = article.get("/v1/figures/counts", by="min_inclusive")["items"]
    assert {repr(row["min_inclusive"]) for row in rows} == {"True", "False", "None"}


def test_a_count_goes_by_the_name_that_the_filter_has(article: Asked) -> None:
    """Claims are filtered by `verification`, so they are counted by it too."""
    rows = article.get("/v1/claims/counts", by="verification")["items"]
    counted = {row["verification"]: row["count"] for row in rows if row["verification"]}
    assert counted
    for status, number in counted.items():
        assert len(article.ids("claims", verification=status)) == number


def test_counts_as_tables_and_lines(server: Server) -> None:
    """CSV and NDJSON, by suffix or Accept, hold the rows of the JSON."""
    path = "/v1/dates/counts"
    rows = server.get(f"{path}?by=earliest.year,certainty").json()["items"]
    lines = [",".join("" if value is None else json.dumps(value) for value in row.values()) for row in rows]
    expected = "\r\n".join(['"earliest.year","certainty","count"', *lines, ""])
    assert server.get(f"{path}.csv?by=earliest.year,certainty").content.decode() == expected
    assert server.get(f"{path}?by=earliest.year,certainty", headers={"Accept": "text/csv"}).content.decode() == expected
    assert len(server.get(f"{path}.ndjson?by=earliest.year,certainty").text.splitlines()) == len(rows)


def test_parts_of_days_go_by_two_names(article: Asked) -> None:
    """`earliest_month` means `earliest.month`, for programs that cannot use a dot; keys are as requested."""
    dotted = article.get("/v1/dates/counts", by="earliest.month,latest.year")["items"]
    plain = article.get("/v1/dates/counts", by="earliest_month,latest_year")["items"]
    assert dotted
    assert [[*row] for row in plain] == [["earliest_month", "latest_year", "count"]] * len(dotted)
    assert [[*row.values()] for row in plain] == [[*row.values()] for row in dotted]


@pytest.mark.parametrize("collection", ["articles", "facts"])
def test_the_day_of_publication_has_parts_too(server: Server, collection: str) -> None:
    """Facts and articles by month of publication."""
    own = server.get(f"/v1/{collection}?count=true&limit=1").json()["total"]
    rows = server.get(f"/v1/{collection}/counts?by=published.month").json()["items"]
    assert rows == [{"published.month": "2024-05", "count": own}]


@pytest.mark.parametrize("filters", ["", "language=en&"], ids=["kept", "counted"])
def test_a_publication_that_is_no_single_day_has_no_part(tmp_path: Path, filters: str) -> None:
    """Null where it does not begin with a year or month, since a set or an open interval lies in no single one."""
    records = [*map(invented.company, NAMES), *map(invented.article, NAMES, PUBLISHED)]
    (tmp_path / "facts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in records))
    client = client_of(tmp_path / "store", tmp_path / "facts.ndjson")
    path = f"/v1/articles/counts?{filters}by=published."
    months = {row["published.month"]: row["count"] for row in client.get(f"{path}month").get_json()["items"]}
    assert months == Counter(PUBLISHED.values())
    years = {row["published.year"]: row["count"] for row in client.get(f"{path}year").get_json()["items"]}
    assert years == {"2024": 4, None: 2}


def test_counts_beyond_reach_are_refused_at_once(article: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two fields of many values over too many records are no question that could be answered in time."""
    monkeypatch.setattr("api.query.question._MOST_GROUPED", 10)
    message = refused(article.client.get("/v1/facts/counts?by=ref,edtf"), "invalid-parameter", "by")
    assert "narrow" in message
    assert "kind" in message
    for query in ("by=ref", "by=kind,hedge", f"by=ref,edtf&ref={article.ids('facts')[0]}"):
        assert article.client.get(f"/v1/facts/counts?{query}").status_code == 200, query


def test_lists_are_counted_over_half_as_many_records(data: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value of a list is one more row. The limit applies to matching records, not to all there are."""
    total = data.get("/v1/claims", count="true")["total"]
    few = min(data.get("/v1/claims/counts", by="modality")["items"], key=lambda row: row["count"])
    number = few["count"]
    asked = [
        (number, "speaker,subject", 200),
        (number - 1, "speaker,subject", 400),
        (2 * number, "about,speaker", 200),
        (2 * number - 1, "about,speaker", 400),
    ]
    for most, by, status in asked:
        monkeypatch.setattr("api.query.question._MOST_GROUPED", most)
        assert total > most
        answer = data.client.get(f"/v1/claims/counts?by={by}&modality={few['modality']}")
        assert answer.status_code == status, (most, by)


def test_facts_are_counted_over_half_as_many_rows(article: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of facts are wide, so counting as many takes twice as long."""
    number = article.get("/v1/facts", kind="date", count="true")["total"]
    for most, status in ((2 * number, 200), (2 * number - 1, 400)):
        monkeypatch.setattr("api.query.question._MOST_GROUPED", most)
        assert article.get("/v1/facts", count="true")["total"] > most
        assert article.client.get("/v1/facts/counts?by=ref,edtf&kind=date").status_code == status, most


def test_a_limit_keeps_the_largest(server: Server) -> None:
    """`limit` cuts the rows off after so many."""
    rows = server.get("/v1/facts/counts?by=kind").json()["items"]
    assert server.get("/v1/facts/counts?by=kind&limit=2").json()["items"] == rows[:2]


@pytest.mark.parametrize("by", ["about", "id", "modality", "speaker,about", "earliest.month"])
def test_all_counts_can_be_walked(data: Asked, by: str) -> None:
    """A page says that more values follow as a list does, by its cursor and by a link; `count` gives their number."""
    whole = data.get("/v1/claims/counts", by=by, limit=1000, count="true")
    assert whole["next_cursor"] is None
    assert whole["total"] == len(whole["items"])
    size = max(1, len(whole["items"]) // 3)
    rows, path = [], f"/v1/claims/counts?by={by}&limit={size}"
    while path:
        answer = data.client.get(path)
        page = answer.get_json()
        assert (page["next_cursor"] is None) == ("Link" not in answer.headers)
        rows += page["items"]
        path = answer.headers["Link"].removesuffix('>; rel="next"').removeprefix("<") if page["next_cursor"] else ""
    assert rows == whole["items"]


def test_more_counts_follow_in_every_format(server: Server) -> None:
    """Lines, tables and pictures have no place for a cursor, so the link says it; a picture says it in words too."""
    for suffix in ("csv", "ndjson", "svg"):
        path = f"/v1/claims/counts.{suffix}?by=about&limit="
        assert server.get(f"{path}2").headers["Link"].startswith(f"<{path}2&cursor="), suffix
        assert "Link" not in server.get(f"{path}1000").headers, suffix
    assert "The first 2 of more than 2 rows" in server.get("/v1/claims/counts.svg?by=about&limit=2").text


def test_a_cursor_of_counts_is_for_one_question(article: Asked) -> None:
    """Refused with other filters or another `by`; so are a list's cursor and text that is not a cursor."""
    cursor = article.get("/v1/claims/counts", by="about", limit=2)["next_cursor"]
    listed = article.get("/v1/claims", limit=2)["next_cursor"]
    others = (f"by=modality&cursor={cursor}", f"by=about&modality=denied&cursor={cursor}", f"by=about&cursor={listed}")
    for query in others:
        refused(article.client.get(f"/v1/claims/counts?{query}"), "invalid-cursor", "cursor")
    refused(article.client.get("/v1/claims/counts?by=about&cursor=x"), "invalid-cursor", "cursor")
    refused(article.client.get(f"/v1/claims?cursor={cursor}"), "invalid-cursor", "cursor")


def test_a_cursor_of_counts_is_for_one_version(client: FlaskClient, data: Asked) -> None:
    """A count has no id to go on from, and others may have overtaken it."""
    cursor = data.get("/v1/claims/counts", by="about", limit=2)["next_cursor"]
    answer = client.get(f"/v1/claims/counts?by=about&cursor={cursor}")
    if data.name == "article":
        assert answer.status_code == 200
    else:
        refused(answer, "invalid-cursor", "cursor")


def test_counts_of_nothing_are_no_rows(server: Server) -> None:
    """A filter that nothing answers leaves no rows, and still the three keys."""
    page = server.get("/v1/figures/counts?by=hedge&unit=nothing").json()
    assert page == {"items": [], "next_cursor": None, "total": None}


def test_counts_of_what_is_not_there_are_not_found(server: Server) -> None:
    """An unknown collection is 404 whatever the format, an unknown format of a known one 406."""
    assert server.get("/v1/nothing/counts.xyz?by=kind").json()["code"] == "not-found"
    assert server.get("/v1/figures/counts.xyz?by=kind").json()["code"] == "not-acceptable"
