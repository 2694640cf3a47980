"""Recurrence rules: what RFC 5545's grammar has is accepted, and nothing else."""

from datetime import datetime
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import vRecur
from pydantic import TypeAdapter, ValidationError

from schemas.recurrence import Recurrence

READ: TypeAdapter[str] = TypeAdapter(Recurrence)

# what is wrong -> the rule, and a part of the message
REFUSED = {
    "until with dashes": ("FREQ=WEEKLY;BYDAY=TH;UNTIL=2024-12-31", "UNTIL=2024-12-31 is not valid"),
    "until a year": ("FREQ=WEEKLY;UNTIL=2024", "UNTIL=2024 is not valid"),
    "until a long number": ("FREQ=DAILY;UNTIL=99999999999999999999", "is not valid"),
    "no such weekday": ("FREQ=WEEKLY;BYDAY=XX", "BYDAY=XX is not valid"),
    "until no day": ("FREQ=WEEKLY;UNTIL=20240230", "UNTIL=20240230 is not valid"),
    "until year zero": ("FREQ=WEEKLY;UNTIL=00000101", "UNTIL=00000101 is not valid"),
    "until the 25th hour": ("FREQ=WEEKLY;UNTIL=20240101T250000Z", "is not valid"),
    "99th Monday": ("FREQ=MONTHLY;BYDAY=99MO", "BYDAY=99MO is not valid"),
    "no 0th Monday": ("FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO is not valid"),
    "month with a sign": ("FREQ=YEARLY;BYMONTH=+1", "BYMONTH=+1 is not valid"),
    "negative month": ("FREQ=YEARLY;BYMONTH=-1", "BYMONTH=-1 is not valid"),
    "month 13": ("FREQ=YEARLY;BYMONTH=13", "BYMONTH=13 is not valid"),
    "month in other digits": ("FREQ=YEARLY;BYMONTH=\u0661", "is not valid"),
    "interval of 20 digits": (f"FREQ=DAILY;INTERVAL={'9' * 20}", "is not valid"),
    "interval zero": ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is not valid"),
    "negative interval": ("FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 is not valid"),
    "count and until": ("FREQ=DAILY;COUNT=3;UNTIL=20240101", "has both COUNT and UNTIL"),
    "count zero": ("FREQ=DAILY;COUNT=0", "COUNT=0 is not valid"),
    "negative count": ("FREQ=DAILY;COUNT=-3", "COUNT=-3 is not valid"),
    "Easter": ("FREQ=YEARLY;BYEASTER=1", "BYEASTER is not in RFC 5545"),
    "hour 24": ("FREQ=DAILY;BYHOUR=24", "BYHOUR=24 is not valid"),
    "negative hour": ("FREQ=DAILY;BYHOUR=-1", "BYHOUR=-1 is not valid"),
    "day 32": ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32 is not valid"),
    "day zero": ("FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 is not valid"),
    "monthday of a week": ("FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY is not allowed with FREQ=WEEKLY"),
    "yearday of a month": ("FREQ=MONTHLY;BYYEARDAY=3", "BYYEARDAY is not allowed with FREQ=MONTHLY"),
    "week of a month": ("FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO is not allowed with FREQ=MONTHLY"),
    "second Monday of a week": ("FREQ=WEEKLY;BYDAY=2MO", "BYDAY may number a weekday only"),
    "second Monday of a numbered week": ("FREQ=YEARLY;BYWEEKNO=3;BYDAY=2MO", "BYDAY may number a weekday only"),
    "13th Monday of a month": ("FREQ=MONTHLY;BYDAY=1MO,13MO", "BYDAY=1MO,13MO is beyond a month"),
    "6th last Friday of May": ("FREQ=YEARLY;BYMONTH=5;BYDAY=-6FR", "BYDAY=-6FR is beyond a month"),
    "position of nothing": ("FREQ=WEEKLY;BYSETPOS=1", "BYSETPOS selects from another BY part"),
    "a part twice": ("FREQ=DAILY;FREQ=WEEKLY", "names a part of the rule twice"),
    "an empty part": ("FREQ=DAILY;", "is not in RFC 5545"),
    "an empty list": ("FREQ=WEEKLY;BYDAY=", "BYDAY= is not valid"),
    "an empty item": ("FREQ=WEEKLY;BYDAY=MO,,TU", "is not valid"),
    "no frequency": ("BYDAY=TH", "FREQ comes first"),
    "unknown frequency": ("FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is not valid"),
    "small letters": ("freq=weekly", "FREQ comes first"),
    "a blank": ("FREQ=WEEKLY; BYDAY=TH", "is not in RFC 5545"),
    "a line break": ("FREQ=WEEKLY\r\nX:1", "is not valid"),
    "nothing": ("", "FREQ comes first"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_grammar_lacks_is_refused(what: str) -> None:
    """Each fault is refused, and the message names it."""
    rule, message = REFUSED[what]
    with pytest.raises(ValidationError) as error:
        READ.validate_python(rule)
    assert message in str(error.value)


FREQUENCIES = ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def _some(low: int, high: int, signs: tuple[str, ...] = ("",)) -> st.SearchStrategy[str]:
    one = st.builds("{}{}".format, st.sampled_from(signs), st.integers(low, high))
    return st.lists(one, min_size=1, max_size=3).map(",".join)


@st.composite
def rules(draw: st.DrawFn) -> str:
    """Any rule of the grammar, with few items in each list."""
    signs = ("", "+", "-")
    frequency = draw(st.sampled_from(FREQUENCIES))
    numbered = frequency in ("MONTHLY", "YEARLY") and draw(st.booleans())
    of_year = frequency == "YEARLY" and draw(st.booleans())
    number = _numbers(signs, 53 if of_year else 5) if numbered else st.just("")
    day = st.builds("{}{}".format, number, st.sampled_from(WEEKDAYS))
    possible = {
        "INTERVAL": st.integers(1, 9999).map(str),
        "BYSECOND": _some(0, 59),
        "BYMINUTE": _some(0, 59),
        "BYHOUR": _some(0, 23),
        "BYDAY": st.lists(day, min_size=1, max_size=3).map(",".join),
        "WKST": st.sampled_from(WEEKDAYS),
    }
    if not (numbered and of_year):
        possible["BYMONTH"] = _some(1, 12)
    if frequency != "WEEKLY":
        possible["BYMONTHDAY"] = _some(1, 31, signs)
    if frequency == "YEARLY" and not numbered:
        possible["BYWEEKNO"] = _some(1, 53, signs)
    if frequency not in ("DAILY", "WEEKLY", "MONTHLY"):
        possible["BYYEARDAY"] = _some(1, 366, signs)
    end = draw(st.sampled_from(["", "COUNT=3", "UNTIL=20301231", "UNTIL=20301231T235959Z"]))
    names = draw(st.lists(st.sampled_from(sorted(possible)), unique=True, max_size=4))
    parts = [f"FREQ={frequency}", *(f"{name}={draw(possible[name])}" for name in names)]
    position = any(name.startswith("BY") for name in names) and draw(st.booleans())
    return ";".join(filter(None, [*parts, "BYSETPOS=-1" if position else "", end]))


def _numbers(signs: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, st.sampled_from(signs), st.integers(1, most))


@settings(deadline=None, database=None)
@given(rules())
def test_what_the_grammar_has_is_accepted_and_other_readers_take_it(rule: str) -> None:
    """icalendar reads every rule that is accepted, and dateutil those of days; it calls a few of the others empty."""
    assert READ.validate_python(rule) == rule
    assert vRecur.from_ical(rule).to_ical()
    if rule.partition(";")[0] in ("FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY"):
        assert rrulestr(rule.replace("+", ""), dtstart=_start(rule))


def _start(rule: str) -> datetime:
    from dateutil.tz import UTC

    return datetime(2024, 1, 1, tzinfo=UTC if rule.endswith("Z") else None)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=WEEKLY;BYDAY=TH", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=-1", "FREQ=DAILY;COUNT=10",
     "FREQ=DAILY;INTERVAL=2;UNTIL=20241231"],
)  # fmt: skip
def test_usual_rules_make_days(rule: str) -> None:
    """The rules that news has are accepted and make days."""
    READ.validate_python(rule)
    assert len(list(islice(rrulestr(rule, dtstart=datetime(2024, 1, 1)), 3))) == 3  # noqa: DTZ001
