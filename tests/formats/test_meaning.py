"""No view says less than the record: each modality, status, hedge, set and certainty differs from the plain case."""

import io
import json
from collections.abc import Mapping
from typing import Any, get_args
from xml.etree.ElementTree import fromstring

import pytest
from icalendar import Calendar

from api.formats import SUFFIXES, View
from schemas.quantity import Hedge
from schemas.records import Date, Event, Figure, Modality
from schemas.registry import COLLECTIONS, FACTS

EVIDENCE = [{"article": "a", "paragraph": 1, "start": 0, "end": 1, "exact": "x", "prefix": None, "suffix": None}]
ARTICLE = {"id": "a", "kind": "article", "published": "2024-05-23", "publisher": "companies/p", "language": "en"}
STATUSES = get_args(get_args(Event.__annotations__["status"])[0])
FIGURES = {
    "exact": {"value": 5}, "about": {"value": 5}, "at_least": {"min": 5}, "over": {"min": 5}, "at_most": {"max": 5},
    "under": {"max": 5}, "range": {"min": 5, "max": 6}, "vague": {},
}  # fmt: skip
TIMES = ("2024-05-23", "2024-05-23~", "2024-05-23?", "2024-05", "2024-05-23/..", "../2024-05-23",
         "[2024-05-16,2024-05-23]", "{2024-05-16,2024-05-23}", "2024-05-16/2024-05-23")  # fmt: skip


def _resolver(*records: Mapping[str, Any]) -> Any:
    known: dict[str, Mapping[str, Any]] = {"articles/a": ARTICLE, "companies/p": {"name": "A publisher"},
                                           "parties/m": {"name": "The mayor"}}  # fmt: skip
    known |= {f"{one['kind']}s/{one['id']}": one for one in records}
    return known.get


def _written(suffix: str, name: str, record: Mapping[str, Any], *others: Mapping[str, Any]) -> str:
    collection = FACTS if name == "facts" else COLLECTIONS[name]
    view = View(collection, f"/v1/{name}", _resolver(*others))
    return b"".join(SUFFIXES[suffix].write([json.dumps(record).encode()], view)).decode()


def _figure(hedge: str, **more: Any) -> dict[str, Any]:
    fields = {"id": "a.f", "label": "A count", "article": "a", "evidence": EVIDENCE, "unit": "boats", "hedge": hedge}
    made: dict[str, Any] = Figure.model_validate(fields | FIGURES[hedge] | more).model_dump(mode="json")
    return made


def _date(edtf: str) -> dict[str, Any]:
    fields = {"id": "a.d", "label": "A day", "article": "a", "evidence": EVIDENCE, "role": "happens", "edtf": edtf}
    made: dict[str, Any] = Date.model_validate(fields).model_dump(mode="json")
    return made


def _event(status: str) -> dict[str, Any]:
    fields = {"id": "a.e", "label": "A fair", "article": "a", "evidence": EVIDENCE, "type": "fair", "status": status}
    made: dict[str, Any] = Event.model_validate(fields | {"dates": ["dates/a.d"]}).model_dump(mode="json")
    return made


def _claim(modality: str) -> dict[str, Any]:
    whole = dict.fromkeys(COLLECTIONS["claims"].model.model_fields)
    lists = {name: [] for name in ("about", "via", "relations", "verification", "figures", "dates", "events")}
    own = {"id": "a.c", "kind": "claim", "article": "a", "label": "The bridge is safe", "evidence": EVIDENCE}
    return whole | lists | own | {"statement": "The bridge is safe", "speaker": "parties/m", "modality": modality}


@pytest.mark.parametrize("modality", get_args(Modality))
def test_a_feed_tells_how_a_claim_is_meant(modality: str) -> None:
    """What is denied, feared or only expected never has the title of what is said."""
    (entry,) = (node for node in fromstring(_written("atom", "claims", _claim(modality))) if node.tag.endswith("entry"))  # noqa: S314
    title = next(node.text for node in entry if node.tag.endswith("title"))
    summary = next(node.text for node in entry if node.tag.endswith("summary"))
    assert "The mayor" in title
    assert (title == "The mayor: The bridge is safe") == (modality == "asserted")
    assert (summary == "The mayor: The bridge is safe") == (modality == "asserted")


@pytest.mark.parametrize("status", STATUSES)
def test_views_tell_whether_an_event_happened(status: str) -> None:
    """A planned or considered event is marked in the calendar and in the picture; a considered one is tentative."""
    calendar = Calendar.from_ical(_written("ics", "events", _event(status), _date("2024-05-23")))
    (entry,) = calendar.walk("VEVENT")
    assert (str(entry["summary"]) == "A fair") == (status == "happened")
    assert (str(entry["status"]) == "TENTATIVE") == (status == "considered")
    assert status in _written("svg", "events", _event(status), _date("2024-05-23"))


@pytest.mark.parametrize("edtf", TIMES)
def test_views_tell_what_is_in_doubt_about_a_time(edtf: str) -> None:
    """Calendar, picture and linked data of each form of time differ from those of the plain day."""
    for suffix in ("ics", "svg", "jsonld", "csv"):
        assert (_written(suffix, "dates", _date(edtf)) == _written(suffix, "dates", _date(TIMES[0]))) == (
            edtf == TIMES[0]
        )
    entries = Calendar.from_ical(_written("ics", "dates", _date(edtf))).walk("VEVENT")
    sure = edtf[0] != "[" and not set("~?") & set(edtf)
    assert {str(one["status"]) for one in entries} == {"CONFIRMED" if sure else "TENTATIVE"}


def test_a_picture_says_both_days_and_draws_nothing_between() -> None:
    """Two readings are two marks, and in words one or the other."""
    picture = _written("svg", "dates", _date("[2024-05-16,2024-05-23]"))
    assert "16 or 23 May 2024" in picture
    marks = [node for node in fromstring(picture).iter() if node.tag.endswith("circle")]  # noqa: S314
    assert len({node.get("cx") for node in marks}) >= 2


@pytest.mark.parametrize("hedge", get_args(Hedge))
def test_views_tell_the_hedge_of_a_figure(hedge: str) -> None:
    """A picture, a table and linked data of each hedge differ from those of the exact number."""
    for suffix in ("svg", "jsonld", "csv"):
        plain = _written(suffix, "figures", _figure("exact"))
        assert (_written(suffix, "figures", _figure(hedge)) == plain) == (hedge == "exact")


def test_pictures_write_money_and_shares_as_people_do() -> None:
    """Two billion euros are no `2G`, and more than half is no `from 0.5`."""
    money = _written("svg", "figures", _figure("exact", value=2_000_000_000, unit="euros", currency="EUR"))
    share = _written("svg", "figures", _figure("over", min=0.5, unit="proportion", unit_code="1", form="share"))
    assert "2 bn" in money
    assert "2G" not in money
    assert "more than half" in share


def test_a_calendar_says_what_it_cannot_show() -> None:
    """An event without a date is counted; an instant is an instant; the calendar has a name."""
    event = _event("planned") | {"dates": []}
    content = _written("ics", "events", event)
    calendar = Calendar.from_ical(content)
    assert [str(one["x-article-facts-undated"]) for one in calendar.walk("VJOURNAL")] == ["1"]
    assert str(calendar["x-wr-calname"]) == "Article Facts: events"
    (entry,) = Calendar.from_ical(_written("ics", "dates", _date("2024-05-23T09:00:00-04:00"))).walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2024-05-23T13:00:00+00:00"


def test_a_recurrence_from_a_plain_day_begins_on_a_day_that_it_makes() -> None:
    """Each Friday from a Thursday on begins on the Friday, and does not end."""
    record = _date("2024-05-23") | {"recurrence": "FREQ=WEEKLY;BYDAY=FR"}
    (entry,) = Calendar.from_ical(io.StringIO(_written("ics", "dates", record)).read()).walk("VEVENT")
    assert entry.decoded("dtstart").isoformat() == "2024-05-24"
    assert "UNTIL" not in entry["rrule"]
