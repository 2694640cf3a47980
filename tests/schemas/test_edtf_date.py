"""EDTF dates: the span, precision and certainty that each form gives, and what names no span."""

# ruff: noqa: E501 - tables of cases

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.edtf_date import parse

# first day, last day, precision, certainty
DERIVED = {
    "2024-05-23": ("2024-05-23", "2024-05-23", "day", "exact"),
    "2024-05": ("2024-05-01", "2024-05-31", "month", "exact"),
    "2024-02": ("2024-02-01", "2024-02-29", "month", "exact"),
    "2023-02": ("2023-02-01", "2023-02-28", "month", "exact"),
    "2024-12": ("2024-12-01", "2024-12-31", "month", "exact"),
    "2024": ("2024-01-01", "2024-12-31", "year", "exact"),
    "0001": ("0001-01-01", "0001-12-31", "year", "exact"),
    "9999-12": ("9999-12-01", "9999-12-31", "month", "exact"),
    "2024-05-16?": ("2024-05-16", "2024-05-16", "day", "uncertain"),
    "1994~": ("1994-01-01", "1994-12-31", "year", "approximate"),
    "2024-05%": ("2024-05-01", "2024-05-31", "month", "uncertain"),
    "2027-21": ("2027-03-01", "2027-05-31", "season", "exact"),
    "2027-24": ("2027-12-01", "2028-02-29", "season", "exact"),
    "2026-24~": ("2026-12-01", "2027-02-28", "season", "approximate"),
    "2024-31": ("2024-03-01", "2024-05-31", "season", "exact"),
    "2024-33": ("2024-01-01", "2024-03-31", "season", "exact"),
    "2024-41": ("2024-07-01", "2024-12-31", "season", "exact"),
    "2024-09-05/2024-09-06": ("2024-09-05", "2024-09-06", "interval", "exact"),
    "2022-05/2024-05-23": ("2022-05-01", "2024-05-23", "interval", "exact"),
    "2024-05-23/2024-05": ("2024-05-23", "2024-05-31", "interval", "exact"),
    "../1994~": (None, "1994-12-31", "interval", "approximate"),
    "2024-05-23/..": ("2024-05-23", None, "interval", "exact"),
    "/1994": (None, "1994-12-31", "interval", "exact"),
    "1994?/2000~": ("1994-01-01", "2000-12-31", "interval", "uncertain"),
    "2024/2024": ("2024-01-01", "2024-12-31", "interval", "exact"),
    "2023-24/2024-24": ("2023-12-01", "2025-02-28", "interval", "exact"),
    "[2024-05-16,2024-05-23]": ("2024-05-16", "2024-05-23", "set", "uncertain"),
    "{2024-05-16,2024-05-23}": ("2024-05-16", "2024-05-23", "set", "exact"),
    "{2024-05~,2024-07}": ("2024-05-01", "2024-07-31", "set", "approximate"),
    "[2024-01-01..2024-05-22]": ("2024-01-01", "2024-05-22", "interval", "uncertain"),
    "[..2024-05-22]": (None, "2024-05-22", "interval", "uncertain"),
    "202X": ("2020-01-01", "2029-12-31", "decade", "uncertain"),
    "199X/200X": ("1990-01-01", "2009-12-31", "interval", "uncertain"),
    "193X/196X": ("1930-01-01", "1969-12-31", "interval", "uncertain"),
    "2024-XX": ("2024-01-01", "2024-12-31", "interval", "uncertain"),
    "2024-05-23T09:00:00-04:00": ("2024-05-23", "2024-05-23", "time", "exact"),
    "2024-05-23T09:00:00Z/2024-05-24": ("2024-05-23", "2024-05-24", "interval", "exact"),
}
# first and last instant in UTC
INSTANTS = {
    "2024-05-23": (None, None),
    "2024-05-23T09:00:00Z": ("2024-05-23T09:00:00Z", "2024-05-23T09:00:00Z"),
    "2024-05-23T09:00:00-04:00": ("2024-05-23T13:00:00Z", "2024-05-23T13:00:00Z"),
    "2024-05-23T09:00:00+08": ("2024-05-23T01:00:00Z", "2024-05-23T01:00:00Z"),
    "2024-05-23T23:30:00-04:00": ("2024-05-24T03:30:00Z", "2024-05-24T03:30:00Z"),
    "0001-01-02T00:00:00+14:00": ("0001-01-01T10:00:00Z", "0001-01-01T10:00:00Z"),
    "2024-05-23T09:00:00Z/2024-05-23T17:00:00Z": ("2024-05-23T09:00:00Z", "2024-05-23T17:00:00Z"),
    "2024-05-24T01:00:00+08:00/2024-05-23T20:00:00-04:00": ("2024-05-23T17:00:00Z", "2024-05-24T00:00:00Z"),
    "2024-05-23T09:00:00Z/..": ("2024-05-23T09:00:00Z", None),
    "2024-05-23T09:00:00Z/2024-05-24": ("2024-05-23T09:00:00Z", None),
    "2024-05-23T23:00:00-04:00/2024-05-23": ("2024-05-24T03:00:00Z", None),
    "[2024-05-23T09:00:00Z,2024-05-24T09:00:00Z]": ("2024-05-23T09:00:00Z", "2024-05-24T09:00:00Z"),
}
# the members of a set, and whether one or all are meant
MEMBERS: dict[str, tuple[str | None, list[tuple[str | None, str | None]]]] = {
    "2024-05-23": (None, [("2024-05-23", "2024-05-23")]),
    "[2024-05-16,2024-05-23]": ("one", [("2024-05-16", "2024-05-16"), ("2024-05-23", "2024-05-23")]),
    "{2024-05-16,2024-05-23}": ("all", [("2024-05-16", "2024-05-16"), ("2024-05-23", "2024-05-23")]),
    "[2024,2026-02]": ("one", [("2024-01-01", "2024-12-31"), ("2026-02-01", "2026-02-28")]),
    "{2024-05-01,2024-05-10..2024-05-12}": ("all", [("2024-05-01", "2024-05-01"), ("2024-05-10", "2024-05-12")]),
    "[2024-01-01..2024-05-22]": (None, [("2024-01-01", "2024-05-22")]),
    "[2024-05-16,2024-05-16]": (None, [("2024-05-16", "2024-05-16")]),
}
REFUSED = (
    "", " ", "2026-02-29", "2024-02-30", "2024-13", "2024-00", "2024-05-00", "2024-05-32", "0000", "0000-01-01", "10000", "-0001", "2024-5-1",
    "2024-20", "2024-42", "9999-24", "2024-24-01", "2024-05-23T10:00:00", "2024-05-23T10:00Z", "2024-05-23T24:00:00Z", "2024-05-23T10:61:00Z", "2024-05-23T10:00:00~",
    "2024-05-23T10:00:00+25:00", "0001-01-01T00:00:00+14:00", "2024-05-23T10:00:00Z/2024-05-23T11:00:00+08:00", "2024-02-30T10:00:00Z", "2024-05T10:00:00Z",
    "[..]", "[a,b]", "[2024,]", "[2024..2023]", "[2024", "{2024]", "[2024/2025,2026]", "24", "2024-05-23 ", " 2024", "2024-05-23T10:00", "2024/2023", "2024-05-23/2024-05-22", "2024/2025/2026", "../..", "/", "..", "2024-05-23/x",
    "2024-05-23/2026-02-29", "[2026-02-29]", "[", "[]", "{}", "tomorrow", "٢٠٢٤", "２０２４", "2024-05-23\n", "2024\u0000", "X" * 101, "2024-05-23/2024-05-2",
)  # fmt: skip


@pytest.mark.parametrize("text", DERIVED)
def test_what_a_form_gives(text: str) -> None:
    """First and last day, inclusive, null where open; how precise; how sure."""
    found = parse(text)
    assert (found.hull.earliest, found.hull.latest, found.precision, found.certainty) == DERIVED[text]


@pytest.mark.parametrize("text", INSTANTS)
def test_a_time_of_day_becomes_an_instant_in_utc(text: str) -> None:
    """Instants are in UTC; an end without a time of day has none; the days stay as written."""
    span = parse(text).hull
    assert (span.starts, span.ends) == INSTANTS[text]


@pytest.mark.parametrize("text", MEMBERS)
def test_a_set_is_its_members(text: str) -> None:
    """Dates in brackets are one of several, in braces all of several; a single range within them is one span."""
    found = parse(text)
    assert (found.set, [(span.earliest, span.latest) for span in found.spans]) == MEMBERS[text]


@pytest.mark.parametrize("text", REFUSED)
def test_what_names_no_span_is_refused(text: str) -> None:
    """Days that no calendar has, reversed intervals, blanks, other scripts' digits and other forms."""
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


DAYS = st.dates(date(1, 1, 1), date(9999, 12, 31))
PLAIN = st.builds(
    lambda day, length, mark: day.isoformat()[:length] + mark,
    DAYS,
    st.sampled_from([4, 7, 10]),
    st.sampled_from(["", "?", "~", "%"]),
)


@settings(deadline=None, database=None, max_examples=100)
@given(PLAIN)
def test_a_plain_date_has_two_ends(text: str) -> None:
    """A year, month or day, with any mark."""
    assert parse(text).hull.bounded


INTERVALS = st.builds("{}/{}".format, PLAIN | st.just(".."), PLAIN | st.just(".."))


@settings(deadline=None, database=None, max_examples=60)
@given(day=DAYS, length=st.sampled_from([4, 7, 10]))
def test_plain_dates_have_the_bounds_that_the_edtf_package_gives(day: date, length: int) -> None:
    """The short way for plain dates and the package agree."""
    from edtf import parse_edtf

    text = day.isoformat()[:length]
    found, span = parse_edtf(text), parse(text).hull
    bounds = [date(*tuple(moment)[:3]).isoformat() for moment in (found.lower_strict(), found.upper_strict())]
    assert [span.earliest, span.latest] == bounds


@settings(deadline=None, database=None, max_examples=40)
@given(
    members=st.lists(PLAIN.filter(lambda one: one[-1].isdigit()), min_size=2, max_size=3, unique=True),
    signs=st.sampled_from(["[]", "{}"]),
)
def test_sets_of_plain_dates_have_the_bounds_that_the_edtf_package_gives(members: list[str], signs: str) -> None:
    """The fast path for sets and the package agree, in any order of the members."""
    from edtf import parse_edtf

    text = signs[0] + ",".join(members) + signs[1]
    found, read = parse_edtf(text), parse(text)
    bounds = [date(*tuple(moment)[:3]).isoformat() for moment in (found.lower_strict(), found.upper_strict())]
    assert [read.hull.earliest, read.hull.latest, read.precision] == [*bounds, "set"]


@settings(deadline=None, database=None)
@given(first=DAYS, days=st.integers(1, 10_000))
def test_a_reversed_interval_is_refused(first: date, days: int) -> None:
    """An interval and its reverse are never both taken."""
    if (date.max - first).days > days:
        last = first + timedelta(days=days)
        assert parse(f"{first}/{last}").hull.earliest == first.isoformat()
        with pytest.raises(ValueError, match="reversed"):
            parse(f"{last}/{first}")


@settings(deadline=None, database=None, max_examples=500)
@given(text=INTERVALS | st.text("0123456789-/.~?%X[]{},; \n٣TZ:+", max_size=24))
def test_any_text_is_a_span_or_refused(text: str) -> None:
    """Text that is not EDTF raises ValueError and nothing else; no span ends before it begins."""
    try:
        span = parse(text).hull
    except ValueError:
        return
    assert span.earliest is None or span.latest is None or span.earliest <= span.latest
