"""What news leaves in doubt, asked for and read as a user does: tables, pages, feeds, calendars and pictures.

The records have plain labels, which say nothing of how they are meant.
"""

import csv
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from icalendar import Calendar

from tests.conftest import client_of
from tests.explorer.markup import Page
from tests.explorer.reading import get

EVIDENCE = [{"article": "a", "paragraph": 1, "start": 0, "end": 5, "exact": "Talks"}]
ATOM = "{http://www.w3.org/2005/Atom}"


def _record(kind: str, name: str, **fields: Any) -> dict[str, Any]:
    return {"kind": kind, "id": f"a.{name}", "label": f"Talks {name}", "article": "a", "evidence": EVIDENCE, **fields}


def _records() -> list[dict[str, Any]]:
    text = {"language": "en", "text_sha256": "0" * 64, "text_length": 100, "rights": "Made up."}
    claim = {"statement": "The talks were only for show", "speaker": "parties/minister"}
    dates = {"one-of": "[2024-05-16,2024-05-23]", "all-of": "{2024-05-16,2024-05-23}", "about": "2022-05~",
             "winter": "2023-24"}  # fmt: skip
    return [
        {"kind": "company", "id": "p", "label": "A paper", "name": "A paper", "type": "publisher"},
        {"kind": "party", "id": "minister", "label": "The minister", "name": "The minister", "type": "role"},
        {"kind": "article", "id": "a", "label": "Talks", "headline": "Talks", "publisher": "companies/p", **text,
         "published": "2024-05-23"},
        _record("claim", "show", modality="denied", **claim),
        _record("event", "sharing", type="talks", status="considered", dates=["dates/a.one-of"]),
        *(_record("date", name, role="happens", edtf=edtf) for name, edtf in dates.items()),
        _record("figure", "half", hedge="over", min=0.5, unit="proportions", unit_code="1"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def talks(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an app with an invented article."""
    folder: Path = tmp_path_factory.mktemp("talks")
    path = folder / "talks.ndjson"
    path.write_text("".join(json.dumps(one) + "\n" for one in _records()))
    return client_of(folder / "store", path)


def _fact(client: FlaskClient, ref: str) -> dict[str, str]:
    table = client.get("/v1/facts.csv").get_data(as_text=True)
    return {row["ref"]: row for row in csv.DictReader(io.StringIO(table, newline=""))}[ref]


def _rows(client: FlaskClient, path: str, name: str) -> str:
    """The rows of a page's tables that name a record."""
    rows = [text for text in Page(get(client, path).text).texts("tr") if f"Talks {name}" in text]
    assert rows, path
    return " ".join(rows)


def _ids(client: FlaskClient, path: str) -> set[str]:
    return {one["id"].removeprefix("a.") for one in client.get(path).get_json()["items"]}


@pytest.mark.parametrize("path", ["/search?q=talks", "/claims", "/facts"])
def test_a_denied_statement_reads_as_denied_in_tables(talks: FlaskClient, path: str) -> None:
    """Its label says what was denied, and its row that it was."""
    assert "denied" in _rows(talks, path, "show").lower()


def test_a_denied_statement_reads_as_denied_in_files_and_feeds(talks: FlaskClient) -> None:
    """In the flat row, and in the title of a feed's entry."""
    assert _fact(talks, "claims/a.show").get("modality") == "denied"
    assert "<title>The minister denies: Talks show</title>" in talks.get("/v1/claims.atom").text


def test_a_considered_event_reads_as_considered(talks: FlaskClient) -> None:
    """In the flat row, in tables, in the calendar and in the picture."""
    assert _fact(talks, "events/a.sharing").get("status") == "considered"
    assert "Talks sharing (considered)" in _rows(talks, "/facts", "sharing")
    entries = Calendar.from_ical(talks.get("/v1/events.ics").data).walk("VEVENT")
    assert {str(one["status"]) for one in entries} == {"TENTATIVE"}
    assert all("(considered)" in str(one["summary"]) for one in entries)
    assert "considered · Talks sharing" in talks.get("/v1/events.svg").text


@pytest.mark.parametrize("name", ["one-of", "all-of"])
def test_two_days_are_not_the_days_between_them(talks: FlaskClient, name: str) -> None:
    """Neither in answers nor in the calendar."""
    assert name not in _ids(talks, "/v1/dates?from=2024-05-18&to=2024-05-20")
    assert name in _ids(talks, "/v1/dates?from=2024-05-16&to=2024-05-16")
    days = [
        one.decoded("dtstart") for one in Calendar.from_ical(talks.get(f"/v1/dates/a.{name}.ics").data).walk("VEVENT")
    ]
    assert days == [date(2024, 5, 16), date(2024, 5, 23)]


@pytest.mark.parametrize(("name", "said"), [("one-of", "16 or 23 May 2024"), ("all-of", "16 and 23 May 2024"),
                                            ("about", "about May 2022"), ("winter", "winter 2023/24")])  # fmt: skip
def test_times_are_said_as_they_are_meant(talks: FlaskClient, name: str, said: str) -> None:
    """On pages, and in pictures."""
    assert said in _rows(talks, "/dates", name)
    assert said in Page(get(talks, f"/dates/a.{name}").text).texts("main")[0]
    assert said in talks.get(f"/v1/dates/a.{name}.svg").text


def test_more_than_half_reads_so(talks: FlaskClient) -> None:
    """On pages and in pictures as words, in the flat row with its open bound."""
    assert "more than half" in _rows(talks, "/figures", "half")
    assert "more than half" in talks.get("/v1/figures.svg").text
    row = _fact(talks, "figures/a.half")
    assert (row["value_min"], row.get("min_inclusive"), row["value_max"]) == ("0.5", "false", "")
