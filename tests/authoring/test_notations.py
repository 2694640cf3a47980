"""In any notation, drafting reads the value that is meant or leaves a TODO, and never reads another value."""

from calendar import month_name
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from authoring.article_text import ArticleText
from authoring.draft.candidate import Candidate
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from schemas.edtf_date import parse
from schemas.quantity import bounds

PUBLISHED = date(2025, 3, 12)  # a Wednesday
SCALES = {"": 1, " hundred": 100, " thousand": 10**3, "k": 10**3, "m": 10**6, "mn": 10**6, " million": 10**6}
SCALES |= {"bn": 10**9, " bn": 10**9, " billion": 10**9, "tn": 10**12, " trillion": 10**12, " lakh": 10**5}
SCALES |= {" crore": 10**7, " lakh crore": 10**12, " dozen": 12}
HEDGES = {"": "=", "about ": "=", "almost ": "=", "some ": "=", "at least ": ">", "no fewer than ": ">", "up to ": "<"}
HEDGES |= {"more than ": ">", "over ": ">", "fewer than ": "<", "no more than ": "<", "under ": "<", "as much as ": "<"}
BEFORE = (
    "", "$", "€", "£", "US$", "C$", "A$", "NZ$", "HK$", "R$", "S$", "R", "¥", "₹", "CHF ", "NOK ", "EUR ", "Rs ", "RM",
)  # fmt: skip
AFTER = (
    "", " people", " percent", "%", " per cent", " basis points", " percentage points", " euros", " Swedish kronor",
)  # fmt: skip
AFTER += (" metres", " km", "km", " tonnes", " litres", " USD", " baht", " pence", " ships", " more", " barrels a day")
MONTHS = tuple(month_name)[1:]


def _grouped(value: int, separator: str) -> str:
    return f"{value:,}".replace(",", separator)


@st.composite
def _numbers(draw: st.DrawFn) -> tuple[str, float]:
    """A number as text, and its value."""
    whole = draw(st.integers(2, 999_999))
    written = draw(st.sampled_from([str(whole), *(_grouped(whole, mark) for mark in (",", " ", "\u00a0", "\u2009"))]))
    if draw(st.booleans()) and whole < 1000:
        part = draw(st.integers(1, 99))
        return f"{whole}.{part:02}", round(whole + part / 100, 2)
    return written, whole


def _short(month: str) -> str:
    return month if month == "May" else f"{month[:3]}."


def _is_open(one: Candidate) -> bool:
    return any("TODO" in str(one.fields.get(name)) for name in ("value", "min", "max", "hedge", "unit", "edtf"))


def _bounds(one: Candidate) -> tuple[float | None, float | None]:
    get = one.fields.get
    made = bounds(one.fields["hedge"], get("value"), get("min"), get("max"), get("min_inclusive"), None)
    return made.min, made.max


def _decided(sentence: str, start: int) -> list[tuple[float | None, float | None]]:
    """The bounds of the figures after an offset that have no TODO."""
    text = ArticleText(sentence)
    found = figures(text, [one.span for one in dates(text, PUBLISHED)])
    return [_bounds(one) for one in found if one.span.end > start and not _is_open(one)]


def _near(found: tuple[float | None, float | None], wanted: tuple[float | None, float | None]) -> bool:
    pairs = zip(found, wanted, strict=True)
    return all(
        one == other
        or (None not in (one, other) and abs(float(one or 0) - float(other or 0)) <= 1e-6 * abs(other or 0))
        for one, other in pairs
    )


@settings(max_examples=100, deadline=None)
@given(
    _numbers(),
    st.sampled_from(sorted(SCALES)),
    st.sampled_from(sorted(HEDGES)),
    st.sampled_from(BEFORE),
    st.sampled_from(AFTER),
    st.booleans(),
)
def test_a_number_is_read_as_meant(
    number: tuple[str, float], scale: str, hedge: str, sign: str, unit: str, negative: bool
) -> None:
    """A number is read rightly with any separators, scale, hedge, currency sign, unit or minus."""
    written, value = number
    value = round(value * SCALES[scale] * (-1 if negative else 1), 6)
    minus = "minus " if negative else ""
    sentence = f"It came to {hedge}{minus}{sign}{written}{scale}{'' if sign else unit} there."
    side = HEDGES[hedge]
    wanted = (None if side == "<" else value, None if side == ">" else value)
    assert [one for one in _decided(sentence, 11) if not _near(one, wanted)] == [], sentence


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 900),
    st.integers(1, 900),
    st.sampled_from(sorted(SCALES)),
    st.booleans(),
    st.sampled_from([" to ", "-", "–", " and ", " or "]),
    st.sampled_from(["", "$", "€", "R$"]),
    st.sampled_from(["", " people", "%", " percent", " euros", " metres"]),
)
@example(2, 3, "", False, "-", "", "")
@example(309, 308, " million", False, " and ", "$", "")
@example(400, 550, "", True, " and ", "", " metres")
def test_a_range_is_read_as_meant(low: int, high: int, scale: str, twice: bool, to: str, sign: str, unit: str) -> None:
    """A range is read rightly whether scale, sign and unit are at both ends or only at the last."""
    low, high = sorted((low, high + 1))
    unit = "" if sign else unit
    first = f"{low}{scale}{unit}" if twice and unit != " people" else str(low)
    lead = "between " if to == " and " else ""
    sentence = f"It may come to {lead}{sign}{first}{to}{sign if twice else ''}{high}{scale}{unit} there."
    ends = (low * SCALES[scale], high * SCALES[scale])
    allowed = [ends, *((one, one) for one in ends if to == " or ")]
    found = _decided(sentence, 14)
    assert [one for one in found if not any(_near(one, wanted) for wanted in allowed)] == [], sentence


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 9), st.integers(1, 99), st.sampled_from(["1,5 million people", "12,50 euros", "12.400 people"]))
@example(2, 50, "1’234 francs")
def test_what_other_languages_write_is_left_open(first: int, second: int, other: str) -> None:
    """A comma before one or two digits, or a full stop or apostrophe before three, is ambiguous and left open."""
    assert _decided(f"It came to {other} there.", 11) == []
    assert _decided(f"It came to {first},{second:02} euros there.", 11) == []


@settings(max_examples=150, deadline=None)
@given(
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "{d} {s} {y}", "{s} {d}, {y}", "{y}-{n:02}-{d:02}", "{d}/{n}/{y}"]),
    st.sampled_from(["It came on {}.", "It was shut by {}.", "The vote of {} was lost.", "It has grown since {}."]),
)
def test_a_full_date_is_read_as_meant(day: date, notation: str, sentence: str) -> None:
    """A full date is read rightly in words, in British or American order, and in digits."""
    month = MONTHS[day.month - 1]
    written = notation.format(d=day.day, m=month, s=_short(month), n=day.month, y=day.year)
    found = dates(ArticleText(sentence.format(written)), PUBLISHED)
    decided = [parse(str(one.fields["edtf"])).hull for one in found if not _is_open(one)]
    assert all(day.isoformat() in (hull.earliest, hull.latest) for hull in decided), written


@settings(max_examples=150, deadline=None)
@given(
    st.integers(1, 300),
    st.sampled_from(["{d} {m}", "{m} {d}", "{w}, {m} {d}", "{w} {d} {m}", "the {d}th of {m}", "{s} {d}"]),
    st.booleans(),
)
def test_a_day_without_a_year_is_read_as_meant(distance: int, notation: str, ahead: bool) -> None:
    """With "was" a day without a year is past, with "will be" it is to come; it may be left open, but never gets
    another year."""
    day = PUBLISHED + timedelta(days=distance if ahead else -distance)
    month = MONTHS[day.month - 1]
    written = notation.format(d=day.day, m=month, s=_short(month), w=day.strftime("%A"))
    found = dates(ArticleText(f"The bridge {'will be' if ahead else 'was'} shut on {written}."), PUBLISHED)
    decided = [str(one.fields["edtf"]) for one in found if not _is_open(one)]
    assert set(decided) <= {day.isoformat()}, (written, day)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 6), st.integers(0, 13), st.sampled_from(["was shut on {}", "will be shut on {}", "{} was dry"]))
def test_a_weekday_is_read_as_meant(weekday: int, shift: int, words: str) -> None:
    """A weekday is the last before or the next after publication, on whatever weekday the article was published."""
    published = PUBLISHED + timedelta(days=shift)
    back = (published.weekday() - weekday) % 7
    last, coming = published - timedelta(days=back), published + timedelta(days=7 - back)
    name = (date(2024, 1, 1) + timedelta(days=weekday)).strftime("%A")
    found = dates(ArticleText(f"The bridge {words.format(name)}, they said."), published)
    decided = [parse(str(one.fields["edtf"])).hull for one in found if not _is_open(one)]
    wanted = coming if "will" in words else last
    assert all(str(hull.earliest) <= wanted.isoformat() <= str(hull.latest) for hull in decided), (name, published)
