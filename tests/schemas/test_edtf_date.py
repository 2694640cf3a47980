"""EDTF dates: the span, precision and certainty that each form gives, and what names no span."""

# ruff: noqa: E501 - tables of cases

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.edtf_date import parse

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
    "2024-09-05/2024-09-06": ("2024-09-05", "2024-09-06", "interval", "exact"),
    "2022-05/2024-05-23": ("2022-05-01", "2024-05-23", "interval", "exact"),
    "../1994~": (None, "1994-12-31", "interval", "approximate"),
    "2024-05-23/..": ("2024-05-23", None, "interval", "exact"),
    "/1994": (None, "1994-12-31", "interval", "exact"),
    "1994?/2000~": ("1994-01-01", "2000-12-31", "interval", "uncertain"),
    "2024/2024": ("2024-01-01", "2024-12-31", "interval", "exact"),
    "[2024-05-16,2024-05-23]": ("2024-05-16", "2024-05-23", "set", "uncertain"),
    "{2024-05-16,2024-05-23}": ("2024-05-16", "2024-05-23", "set", "exact"),
    "202X": ("2020-01-01", "2029-12-31", "interval", "uncertain"),
    "2024-XX": ("2024-01-01", "2024-12-31", "interval", "uncertain"),
}
REFUSED = (
    "", " ", "2026-02-29", "2024-02-30", "2024-13", "2024-00", "2024-05-00", "2024-05-32", "0000", "0000-01-01", "10000", "-0001", "2024-5-1",
    "24", "2024-05-23 ", " 2024", "2024-05-23T10:00", "2024/2023", "2024-05-23/2024-05-22", "2024/2025/2026", "../..", "/", "..", "2024-05-23/x",
    "2024-05-23/2026-02-29", "[2026-02-29]", "[", "[]", "{}", "tomorrow", "٢٠٢٤", "２０２４", "2024-05-23\n", "2024\u0000", "X" * 101, "2024-05-23/2024-05-2",
)  # fmt: skip


@pytest.mark.parametrize("text", DERIVED)
def test_what_a_form_gives(text: str) -> None:
    """First and last day, inclusive, null where open; how precise; how sure."""
    assert tuple(parse(text).fields().values()) == DERIVED[text]


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


@settings(deadline=None, database=None, max_examples=300)
@given(text=st.one_of(PLAIN, st.builds("{}/{}".format, PLAIN | st.just(".."), PLAIN | st.just(".."))))
def test_a_span_does_not_end_before_it_begins(text: str) -> None:
    """Whatever is accepted has earliest <= latest, and a plain date has both."""
    try:
        span = parse(text)
    except ValueError:
        assert "/" in text  # a reversed interval, or one open at both ends
        return
    assert span.earliest is None or span.latest is None or span.earliest <= span.latest
    assert "/" in text or (span.earliest and span.latest)


@settings(deadline=None, database=None, max_examples=60)
@given(day=DAYS, length=st.sampled_from([4, 7, 10]))
def test_plain_dates_have_the_bounds_that_the_edtf_package_gives(day: date, length: int) -> None:
    """The short way for plain dates and the package agree."""
    from edtf import parse_edtf

    text = day.isoformat()[:length]
    found, span = parse_edtf(text), parse(text)
    bounds = [date(*tuple(moment)[:3]) for moment in (found.lower_strict(), found.upper_strict())]
    assert [span.earliest, span.latest] == bounds


@settings(deadline=None, database=None, max_examples=40)
@given(
    members=st.lists(PLAIN.filter(lambda one: one[-1].isdigit()), min_size=2, max_size=3),
    signs=st.sampled_from(["[]", "{}"]),
)
def test_sets_of_plain_dates_have_the_bounds_that_the_edtf_package_gives(members: list[str], signs: str) -> None:
    """The short way for sets and the package agree, in whatever order their members stand."""
    from edtf import parse_edtf

    text = signs[0] + ",".join(members) + signs[1]
    found, span = parse_edtf(text), parse(text)
    bounds = [date(*tuple(moment)[:3]) for moment in (found.lower_strict(), found.upper_strict())]
    assert [span.earliest, span.latest, span.precision] == [*bounds, "set"]


@settings(deadline=None, database=None)
@given(first=DAYS, days=st.integers(1, 10_000))
def test_a_reversed_interval_is_refused(first: date, days: int) -> None:
    """An interval and its reverse are never both taken."""
    if (date.max - first).days > days:
        last = first + timedelta(days=days)
        assert parse(f"{first}/{last}").earliest == first
        with pytest.raises(ValueError, match="reversed"):
            parse(f"{last}/{first}")


@settings(deadline=None, database=None, max_examples=300)
@given(text=st.text("0123456789-/.~?%X[]{},; \n٣", max_size=24))
def test_any_text_is_a_span_or_refused(text: str) -> None:
    """Nothing but ValueError comes out of what is no EDTF."""
    try:
        span = parse(text)
    except ValueError:
        return
    assert span.earliest is None or span.latest is None or span.earliest <= span.latest
