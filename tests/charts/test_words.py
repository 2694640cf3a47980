"""Numbers and days in words."""

from datetime import date

import pytest

from api.charts.words import number, period
from schemas.wording import plural


@pytest.mark.parametrize(("amount", "words"), [
    (0, "0"), (7000, "7,000"), (7000.0, "7,000"), (1234567.5, "1,234,567.5"), (10**15, "1,000,000,000,000,000"),
    (0.5, "0.5"), (-12.25, "−12.25"), (1.0000001, "1"), (1 / 3, "0.333333"), (1e-9, "1e−09"),
])  # fmt: skip
def test_writes_numbers_as_people_do(amount: float, words: str) -> None:
    """Thousands have commas, fractions at most six digits, and nothing that is not zero reads as zero."""
    assert number(amount) == words


def test_counts_in_words() -> None:
    """One is singular, everything else plural."""
    assert [plural(count, "unit") for count in (0, 1, 2, 1200)] == ["0 units", "1 unit", "2 units", "1,200 units"]


@pytest.mark.parametrize(("earliest", "latest", "doubt", "words"), [
    ("2024-05-23", "2024-05-23", "", "23 May 2024"),
    ("2024-09-05", "2024-09-06", "", "5 to 6 Sep 2024"),
    ("2024-01-01", "2024-05-22", "", "1 Jan to 22 May 2024"),
    ("2022-12-30", "2023-01-02", "", "30 Dec 2022 to 2 Jan 2023"),
    ("2024-05-01", "2024-05-31", "", "May 2024"),
    ("2024-02-01", "2024-02-29", "", "Feb 2024"),
    ("2024-01-01", "2024-12-31", "", "2024"),
    ("2022-01-01", "2024-12-31", "", "2022 to 2024"),
    (None, "2024-05-23", "", "until 23 May 2024"),
    ("2024-05-23", None, "", "from 23 May 2024"),
    (None, None, "", "date not known"),
    (None, None, "about", "date not known"),
    ("2024-05-23", "2024-05-23", "about", "about 23 May 2024"),
    ("2024-05-01", "2024-05-31", "perhaps", "perhaps May 2024"),
    (None, "1994-12-31", "about", "until about 1994"),
    ("1994-01-01", None, "about", "from about 1994"),
    ("2022-05-01", "2024-05-23", "about", "about May 2022 to 23 May 2024"),
    ("9999-12-01", "9999-12-31", "", "Dec 9999"),
])  # fmt: skip
def test_writes_spans_as_people_do(earliest: str | None, latest: str | None, doubt: str, words: str) -> None:
    """Days, months and years are said once, open ends and doubts in a word; a doubtful end is not made exact."""
    ends = [day and date.fromisoformat(day) for day in (earliest, latest)]
    assert period(ends[0] or None, ends[1] or None, doubt) == words


def test_says_that_one_of_several_days_is_meant() -> None:
    """A day that is not settled lies between two."""
    assert period(date(2024, 5, 16), date(2024, 5, 23), "perhaps", between=True) == "between 16 and 23 May 2024"
    assert period(date(2024, 5, 16), date(2024, 5, 16), "perhaps", between=True) == "perhaps 16 May 2024"
