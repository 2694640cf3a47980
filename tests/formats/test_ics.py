"""iCalendar: dates and events as all-day entries, read back by the icalendar package and, for lines, by hand."""

from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import Calendar

from api.formats.ics_entries import first_day
from tests.formats.hostile import ARTICLE as HOSTILE
from tests.serving import ARTICLE, Server


def _entries(content: bytes) -> dict[str, Any]:
    """Entries by the id in their UID; checks what RFC 5545 asks of lines, and that each UID is there once."""
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert content.count(b"\n") == content.count(b"\r\n")
    found = list(Calendar.from_ical(content.decode()).walk("VEVENT"))
    named = {str(entry["uid"]).partition("/")[2].removesuffix("@article-facts"): entry for entry in found}
    assert len(named) == len(found)
    return named


def test_a_conference_is_an_all_day_span_with_exclusive_end(server: Server) -> None:
    """ODSC Europe of 5 and 6 September ends on the 7th, and is in London."""
    response = server.get("/v1/events.ics")
    event = _entries(response.content)[f"{ARTICLE}.odsc-europe-2024"]
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 9, 5), date(2024, 9, 7))
    assert (str(event["location"]), str(event["status"])) == ("London", "CONFIRMED")
    assert str(event["x-article-facts-ref"]) == f"events/{ARTICLE}.odsc-europe-2024"


def test_doubt_stands_in_the_title_and_the_status(server: Server) -> None:
    """Uncertain and approximate dates say so; an open one is on its known day."""
    entries = _entries(server.get("/v1/dates.ics").content)
    start = entries[f"{ARTICLE}.china-presence-start"]
    assert str(start["summary"]).endswith("(until about 1994, approximate)")
    assert (start.decoded("dtstart"), start.decoded("dtend")) == (date(1994, 12, 31), date(1995, 1, 1))


def test_members_of_a_set_stand_apart(server: Server) -> None:
    """A Thursday that may be one of two is an entry on each of them, in doubt, and nothing on the days between."""
    entries = _entries(server.get("/v1/dates.ics").content)
    members = [entries[f"{ARTICLE}.revealed-thursday.{number}"] for number in (1, 2)]
    days = [(one.decoded("dtstart"), one.decoded("dtend")) for one in members]
    assert days == [(date(2024, 5, 16), date(2024, 5, 17)), (date(2024, 5, 23), date(2024, 5, 24))]
    assert all("(16 or 23 May 2024" in str(one["summary"]) for one in members)
    assert {str(one["status"]) for one in members} == {"TENTATIVE"}


def test_a_weekly_date_recurs(server: Server) -> None:
    """The newsletter comes every Thursday from the first one on."""
    entry = _entries(server.get("/v1/dates.ics").content)[f"{ARTICLE}.newsletter-thursdays"]
    assert entry["rrule"] == {"FREQ": ["WEEKLY"], "BYDAY": ["TH"]}
    assert entry.decoded("dtstart") == date(2024, 5, 23)
    assert str(entry["summary"]).endswith("(from 23 May 2024)")


def test_every_record_with_a_day_is_there_and_no_other(server: Server) -> None:
    """Dates all have one; events only where their dates do."""
    dates, events = (server.get(f"/v1/{name}?limit=1000").json()["items"] for name in ("dates", "events"))
    shown = {str(one["x-article-facts-ref"]).partition("/")[2] for one in
             (*_entries(server.get("/v1/dates.ics").content).values(),
              *_entries(server.get("/v1/events.ics").content).values())}  # fmt: skip
    assert shown == {one["id"] for one in dates} | {one["id"] for one in events if one["dates"]}


def test_what_has_no_day_is_counted(server: Server) -> None:
    """Events without a date are no entries, and the calendar says how many there are."""
    events = server.get("/v1/events?limit=1000").json()["items"]
    (journal,) = Calendar.from_ical(server.get("/v1/events.ics").text).walk("VJOURNAL")
    undated = sum(not one["dates"] for one in events)
    assert str(journal["x-article-facts-undated"]) == str(undated)
    assert str(journal["summary"]).startswith(f"{undated} events without a date")


def test_the_same_dataset_gives_the_same_bytes(server: Server, client: FlaskClient) -> None:
    """Another process writes the same calendar: stamps are the article's, not the clock's."""
    for name in ("dates", "events"):
        assert server.get(f"/v1/{name}.ics").content == client.get(f"/v1/{name}.ics").data
    entry = _entries(server.get("/v1/dates.ics").content)[f"{ARTICLE}.published"]
    assert entry["dtstamp"].to_ical() == b"20240523T000000Z"


def test_one_record_is_a_calendar_too(server: Server) -> None:
    """A date with an entry, and an event without a day as an empty calendar."""
    assert list(_entries(server.get(f"/v1/dates/{ARTICLE}.odsc-west.ics").content)) == [f"{ARTICLE}.odsc-west"]
    assert _entries(server.get(f"/v1/events/{ARTICLE}.staff-transfers.ics").content) == {}


@pytest.mark.parametrize("name", ["dates", "events"])
def test_awkward_texts_pass_through(hostile: FlaskClient, name: str) -> None:
    """Titles with separators, backslashes and markers of the format's own are what they were."""
    entries = _entries(hostile.get(f"/v1/{name}.ics").data)
    records = {one["id"]: one for one in hostile.get(f"/v1/{name}").get_json()["items"]}
    assert len(entries) >= 10
    for entry in entries.values():
        record = records[str(entry["x-article-facts-ref"]).partition("/")[2]]
        assert str(entry["summary"]).startswith(record["label"])
    assert all(entry.decoded("dtend") > entry.decoded("dtstart") for entry in entries.values() if "dtend" in entry)


def test_recurrences_begin_on_a_day_they_make_and_stay_in_their_span(hostile: FlaskClient) -> None:
    """A rule begins on a day that it makes, ends with a closed span, and is left out if finer than days."""
    entries = _entries(hostile.get("/v1/dates.ics").data)
    open_end, closed, counted = (entries[f"{HOSTILE}.date-{n}"] for n in (3, 4, 5))
    assert (open_end.decoded("dtstart"), "UNTIL" in open_end["rrule"]) == (date(2024, 5, 24), False)
    assert (closed.decoded("dtstart"), closed["rrule"]["UNTIL"]) == (date(2024, 5, 23), [date(2024, 6, 30)])
    assert counted["rrule"] == {"FREQ": ["MONTHLY"], "COUNT": [3]}
    assert all("rrule" not in entries[f"{HOSTILE}.date-{n}"] for n in (6, 7, 11))
    assert entries[f"{HOSTILE}.date-8"]["rrule"]["UNTIL"] == [date(2024, 7, 1)]


def test_instants_are_instants_wherever_both_sides_have_a_time(hostile: FlaskClient) -> None:
    """Members of a set, and an event from one date to another, have their times of day; where one side is a whole day,
    all days are entered, not a moment on the first."""
    dates, events = (_entries(hostile.get(f"/v1/{name}.ics").data) for name in ("dates", "events"))
    members = [dates[f"{HOSTILE}.date-15.{number}"].decoded("dtstart") for number in (1, 2)]
    assert members == [datetime(2024, 5, 23, 10, tzinfo=UTC), datetime(2024, 5, 25, 10, 30, tzinfo=UTC)]
    timed, mixed = events[f"{HOSTILE}.timed"], dates[f"{HOSTILE}.date-14"]
    assert timed.decoded("dtstart") == datetime(2024, 5, 23, 13, tzinfo=UTC)
    assert timed.decoded("dtend") == datetime(2024, 5, 23, 15, tzinfo=UTC)
    assert (mixed.decoded("dtstart"), mixed.decoded("dtend")) == (date(2024, 5, 23), date(2024, 5, 25))


def test_the_first_and_last_days_of_the_calendar_are_shown(hostile: FlaskClient) -> None:
    """A span of all years has no day after its last, so it ends where that begins; a year covers all its days."""
    entries = _entries(hostile.get("/v1/dates.ics").data)
    whole, year = entries[f"{HOSTILE}.date-9"], entries[f"{HOSTILE}.date-1"]
    assert (whole.decoded("dtstart"), whole.decoded("dtend")) == (date.min, date.max)
    assert year.decoded("dtend") - year.decoded("dtstart") == timedelta(days=366)
    assert f"{HOSTILE}.undated" not in _entries(hostile.get("/v1/events.ics").data)


@example(date(2100, 1, 1), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
@given(
    st.dates(min_value=date(1950, 1, 1), max_value=date(2150, 1, 1)),
    st.sampled_from([
        "FREQ=WEEKLY;BYDAY=TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA", "FREQ=MONTHLY;BYDAY=-1FR",
        "FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=3", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYWEEKNO=20",
        "FREQ=YEARLY;BYYEARDAY=-1", "FREQ=DAILY;INTERVAL=17",
    ]),
)  # fmt: skip
def test_the_first_day_of_a_rule_is_that_of_dateutil(day: date, rule: str) -> None:
    """Though it is looked for in the calendar's last years; 2100 and the like are no leap years."""
    until = f"{day + timedelta(days=3700):%Y%m%d}"
    found = next(iter(rrulestr(f"{rule};UNTIL={until}", dtstart=datetime.combine(day, time()))), None)
    assert first_day(rule, day, None) == (found.date() if found else None)


@pytest.mark.parametrize("year", [1896, 1996, 2024, 2096])
@pytest.mark.parametrize("rule", ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31", "FREQ=YEARLY;BYYEARDAY=136;BYMONTHDAY=4"])
def test_a_rule_that_makes_no_day_takes_no_time(rule: str, year: int) -> None:
    """dateutil alone looks on until the year 9999: ten seconds and more, for some rules."""
    begun = process_time()
    assert first_day(rule, date(year, 5, 1), None) is None
    assert process_time() - begun < 1
