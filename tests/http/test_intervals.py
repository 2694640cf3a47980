"""Quantities and times as people ask for them: units, doubt, sets, instants. Any question at all is in test_queries."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.conftest import client_of
from tests.generated import records
from tests.http.conftest import Asked, asked
from tests.http.test_parameters import refused

FIGURES: dict[str, dict[str, Any]] = {
    "about": {"hedge": "about", "value": 7000, "unit": "people"},
    "hundred": {"hedge": "about", "value": 100, "unit": "people"},
    "roughly": {"hedge": "range", "min": 700, "max": 800, "approximate": True, "unit": "people"},
    "at-most": {"hedge": "at_most", "max": 900, "unit": "jobs"},
    "at-least": {"hedge": "at_least", "min": 40, "unit": "jobs"},
    "fell": {"hedge": "at_most", "max": 900, "unit": "points", "form": "change", "direction": "down"},
    "percent": {"hedge": "exact", "value": 51.3, "unit": "percent", "unit_code": "%", "form": "share"},
    "distance": {"hedge": "exact", "value": 5, "unit": "kilometres", "unit_code": "km"},
    "euros": {"hedge": "exact", "value": 2000000000, "unit": "euros", "currency": "EUR"},
    "subset": {"hedge": "vague", "unit": "people"},
}
DATES = {
    "one-of": "[2024-05-16,2024-05-23]",
    "all-of": "{2024-05-16,2024-05-23}",
    "opening": "2024-05-23T09:00:00-04:00",
    "day": "2024-05-23",
    "since": "2024-05-23/..",
    "nearly": "2024-05~",
}
ALL = {*DATES}


@pytest.fixture(scope="module")
def doubt(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    """An invented article with one figure and one date of each kind, and an event on each date."""

    random = Random(3)  # noqa: S311
    kept = [one for one in records(random, 1, 1) if one["kind"] in ("article", "company", "location", "party")]
    common = {
        "article": "piece-0",
        "evidence": [{"article": "piece-0", "paragraph": 1, "start": 0, "end": 1, "exact": "x"}],
    }
    figures = [
        {"kind": "figure", "label": name} | figure | common | {"id": f"piece-0.{name}"}
        for name, figure in FIGURES.items()
    ]
    dates = [
        {"kind": "date", "label": name, "role": "happens", "edtf": edtf} | common | {"id": f"piece-0.{name}"}
        for name, edtf in DATES.items()
    ]
    events = [
        {"kind": "event", "label": name, "type": "talk", "status": "planned", "dates": [f"dates/piece-0.{name}"]}
        | common
        | {"id": f"piece-0.event-{name}"}
        for name in DATES
    ]
    folder: Path = tmp_path_factory.mktemp("doubt")
    lines = [json.dumps(one) for one in (*kept, *figures, *dates, *events)]
    (folder / "facts.ndjson").write_text("\n".join(lines) + "\n")
    return asked(client_of(folder / "store", folder / "facts.ndjson"))


def names(found: list[str]) -> set[str]:
    """Ids without their article's."""
    return {one.partition(".")[2] for one in found}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("value_min=6500&value_max=6500", {"about", "at-least"}),
        ("value_min=6499&value_max=6499", {"at-least"}),
        ("value_min=6950&value_max=6999", {"about", "at-least"}),
        ("value_min=7500&value_max=7500", {"about", "at-least"}),
        ("value_min=90&value_max=90&unit=people", {"hundred"}),
        ("value_min=89&value_max=89&unit=people", set()),
        ("value_min=650&value_max=660", {"roughly", "at-most", "at-least", "fell"}),
        ("value_min=-15000000&value_max=-1", {"fell"}),
        ("value_min=0&value_max=0", {"at-most", "fell"}),
        ("value_min=0.513&value_max=0.513&in=1", {"percent"}),
        ("value_min=51.3&value_max=51.3&in=%25", {"percent"}),
        ("value_min=51.3&value_max=51.3", {"percent", "at-least", "at-most", "fell"}),
        ("value_min=5000&value_max=5000&in=m", {"distance"}),
        ("in=m", {"distance"}),
        ("in=EUR", {"euros"}),
        ("in=USD", set()),
        ("value_min=1e9&in=EUR", {"euros"}),
        ("value_min=0&match=within", {"about", "hundred", "roughly", "percent", "distance", "euros"}),
        ("value_max=1000&match=within", {"hundred", "roughly", "percent", "distance"}),
        ("value_min=700&value_max=800&match=within", set()),
        ("value_min=650&value_max=850&match=within", {"roughly"}),
    ],
)
def test_quantities_keep_their_doubt(doubt: Asked, query: str, expected: set[str]) -> None:
    """Approximate bounds are widened, open ones end at zero unless they change, units compare in their base unit."""
    page = doubt.client.get(f"/v1/figures?limit=1000&{query}")
    assert page.status_code == 200, page.text
    assert names([one["id"] for one in page.get_json()["items"]]) == expected
    rows = doubt.client.get(f"/v1/facts?limit=1000&{query.replace('unit=people', 'unit=people')}").get_json()["items"]
    assert names([row["ref"] for row in rows]) == expected


@pytest.mark.parametrize("code", ["banana", "kilometers", "EURO", "km/"])
def test_what_is_no_unit_is_refused(doubt: Asked, code: str) -> None:
    """A code that is neither of UCUM nor of ISO 4217 is a mistake, not a question without an answer."""
    assert code in refused(doubt.client.get(f"/v1/figures?in={code}"), "invalid-parameter", "in")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2024-05-18&to=2024-05-20", {"nearly"}),
        ("from=2024-05-16&to=2024-05-16", {"one-of", "all-of", "nearly"}),
        ("from=2024-05-23&to=2024-05-23", ALL),
        ("from=2024-05-23&to=2024-05-31&match=within", {"opening", "day"}),
        ("from=2024-05-16&to=2024-05-31&match=within", {"one-of", "all-of", "opening", "day"}),
        ("from=2024-05-01&to=2024-05-31&match=within", {"one-of", "all-of", "opening", "day", "nearly"}),
        (
            "from=2024-05-23T13:00:00Z&to=2024-05-23T13:00:00Z",
            ALL,
        ),
        ("from=2024-05-23T13:00:01Z&to=2024-05-23T14:00:00Z", ALL - {"opening"}),
        (
            "from=2024-05-23T20:00:00%2B08:00&to=2024-05-23T20:59:59%2B08:00",
            ALL - {"opening"},
        ),
        (
            "from=2024-05-24T01:00:00%2B14:00&to=2024-05-24T03:00:00%2B14:00",
            ALL,
        ),
        ("from=1716469200000&to=1716469200000", ALL),
    ],
)
def test_times_keep_their_members_and_their_instants(doubt: Asked, query: str, expected: set[str]) -> None:
    """A set meets a span where a member does; instants are compared where both sides have them, else days of UTC."""
    for collection, prefix in (("dates", ""), ("events", "event-")):
        page = doubt.client.get(f"/v1/{collection}?limit=1000&{query}")
        assert page.status_code == 200, page.text
        assert names([one["id"] for one in page.get_json()["items"]]) == {f"{prefix}{name}" for name in expected}


def test_events_are_sorted_and_counted_by_the_days_of_their_dates(doubt: Asked) -> None:
    """`earliest` and `latest` are not fields of an event; they are those of its dates together."""
    assert doubt.ids("events", sort="earliest") == doubt.oracle.find("events", ["earliest"])
    rows = doubt.get("/v1/events/counts", by="latest_month")["items"]
    assert {row["latest_month"]: row["count"] for row in rows} == {"2024-05": 5, None: 1}


def test_a_metonym_is_found_by_both_of_its_names(data: Asked) -> None:
    """`of` finds a mention by the entry whose name it is and by the one it stands for."""
    metonyms = [one for one in data.oracle.collections["mentions"] if one["stands_for"]]
    assert metonyms
    for mention in metonyms:
        for ref in (mention["of"], mention["stands_for"]):
            assert mention["id"] in data.ids("mentions", of=ref)
            assert mention["id"] not in data.ids("mentions", of_not=ref)


PUBLISHED = ("../1994", "2023-12-31T22:00:00-04:00", "2024-01-01T03:00:00Z", "{2024-01-02,2024-03-01}", "2024-02~")


def test_sorted_by_publication_is_by_time(tmp_path: Path) -> None:
    """Articles and facts alike, in whatever zone or form it is written; where the beginning is open, by the end."""
    found = records(Random(4), 5, 2)  # noqa: S311
    times = dict(zip(("piece-3", "piece-0", "piece-4", "piece-2", "piece-1"), PUBLISHED, strict=True))
    given = [one | {"published": times[one["id"]]} if one["kind"] == "article" else one for one in found]
    (tmp_path / "facts.ndjson").write_text("".join(json.dumps(one) + "\n" for one in given))
    data = asked(client_of(tmp_path / "store", tmp_path / "facts.ndjson"))
    assert data.ids("articles", sort="published") == [*times]
    assert data.ids("articles", sort="-published") == [*times][::-1]
    facts = [data.get("/v1/facts", sort="published", limit=5)]
    while cursor := facts[-1]["next_cursor"]:
        facts.append(data.get("/v1/facts", sort="published", limit=5, cursor=cursor))
    assert [*dict.fromkeys(row["article"] for page in facts for row in page["items"])] == [*times]
