"""Values in plain English: no doubt, bound, unit or direction is lost on the way."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas import wording
from schemas.edtf_date import parse

COUNT = {"unit": "employees", "form": "amount", "min_inclusive": True, "max_inclusive": True}


def figure(hedge: str, low: float | None, high: float | None, **more: object) -> dict[str, object]:
    """A figure as it is served."""
    return {**COUNT, "hedge": hedge, "min": low, "max": high, **more}


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (figure("exact", 7000, 7000), "7,000 employees"),
        (figure("about", 7000, 7000, approximate=True), "about 7,000 employees"),
        (figure("at_least", 40, None), "at least 40 employees"),
        (figure("over", 40, None, min_inclusive=False), "more than 40 employees"),
        (figure("at_most", None, 900), "at most 900 employees"),
        (figure("under", None, 900, max_inclusive=False), "less than 900 employees"),
        (figure("under", None, 900, max_inclusive=False, approximate=True), "less than roughly 900 employees"),
        (figure("range", 700, 800), "700 to 800 employees"),
        (figure("range", 700, 800, approximate=True), "roughly 700 to 800 employees"),
        (figure("range", 700, 700, approximate=True), "roughly 700 employees"),
        (figure("exact", 7000.0, 7000.0), "7,000 employees"),
        (figure("exact", 1e15, 1e15), "1,000,000,000,000,000 employees"),
        (figure("range", 5, 10, min_inclusive=False, max_inclusive=False), "more than 5 to less than 10 employees"),
        (figure("vague", None, None), "an unstated number of employees"),
        (figure("vague", 0.5, None, min_inclusive=False, unit="proportions", unit_code="1", form="share"),
         "more than half"),
        (figure("exact", 0.3, 0.3, unit="proportions", unit_code="1", form="share"), "30%"),
        (figure("exact", 51.3, 51.3, unit="percent", unit_code="%", form="share"), "51.3%"),
        (figure("exact", 2_000_000_000, 2_000_000_000, unit="euros", currency="EUR"), "2 bn euros"),
        (figure("about", 4_100_000, 4_100_000, unit="euros", currency="EUR"), "about 4.1 m euros"),
        (figure("exact", 950_000, 950_000, unit="euros", currency="EUR"), "950,000 euros"),
        (figure("exact", 1_234_567, 1_234_567, unit="euros", currency="EUR"), "1,234,567 euros"),
        (figure("exact", 10_000_000_001, 10_000_000_001, unit="euros", currency="EUR"), "10,000,000,001 euros"),
        (figure("exact", 12_345_678_901.5, 12_345_678_901.5, unit="yen", currency="JPY"), "12,345,678,901.5 yen"),
        (figure("exact", 0.29, 0.29, unit="proportions", unit_code="1", form="share"), "29%"),
        (figure("exact", 5, 5, unit="dollars", currency="CAD"), "5 dollars (CAD)"),
        (figure("exact", 5, 5, unit="dollars"), "5 dollars"),
        (figure("exact", 5, 5, unit="US dollars", currency="USD"), "5 US dollars"),
        (figure("exact", 5, 5, unit="美元", currency="USD"), "5 美元 (USD)"),
        (figure("exact", 8, 8, unit="points", form="score"), "8 points (score)"),
        (figure("exact", 38, 38, unit="percent", unit_code="%", form="change", direction="up"), "up 38%"),
        (figure("over", 38, None, unit="percent", unit_code="%", form="change", direction="down", min_inclusive=False),
         "down more than 38%"),
        (figure("exact", 38, 38, unit="percent", unit_code="%", form="change"), "change of 38%"),
        (figure("exact", 2, 2, unit="multiples", form="ratio"), "2 times"),
        (figure("exact", 3, 3, unit="ranks", form="rank", out_of=20), "3rd of 20"),
        (figure("exact", 84, 84, unit="deputies", out_of=150), "84 of 150 deputies"),
        (figure("exact", -12, -12, unit="degrees Celsius"), "−12 degrees Celsius"),
        ({**COUNT, "hedge": "range", "value_min": 7, "value_max": 9}, "7 to 9 employees"),
    ],
)  # fmt: skip
def test_quantities(record: dict[str, object], said: str) -> None:
    """Words have hedge, bounds, scale, direction, whole and unit, for records and flat rows."""
    assert wording.quantity(record) == said


@given(st.decimals(-(10**13), 10**13, places=1), st.sampled_from(["", "EUR"]))
def test_no_digit_is_lost(stated: Decimal, currency: str) -> None:
    """A number read back from its words is the one that was stated."""
    amount = int(stated) if stated == int(stated) else float(stated)
    said = wording.compact(amount) if currency else wording.number(amount)
    digits, _, scale = said.replace(",", "").replace("−", "-").partition(" ")
    assert Decimal(digits) * {"": 1, "m": 10**6, "bn": 10**9, "tn": 10**12}[scale] == stated


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("2024-05-23", "23 May 2024"),
        ("2024-05", "May 2024"),
        ("2024", "2024"),
        ("2022-05~", "about May 2022"),
        ("2024-05-16?", "16 May 2024 (uncertain)"),
        ("1994%", "about 1994 (uncertain)"),
        ("2023-24", "winter 2023/24"),
        ("2027-21", "spring 2027"),
        ("2026-33", "1 January to 31 March 2026"),
        ("199X", "the 1990s"),
        ("2024-09-05/2024-09-06", "5 to 6 September 2024"),
        ("2024-08-30/2024-09-06", "30 August to 6 September 2024"),
        ("2024-12-30/2025-01-02", "30 December 2024 to 2 January 2025"),
        ("2016/..", "from 2016"),
        ("../1994~", "until about 1994"),
        ("[2024-05-16,2024-05-23]", "16 or 23 May 2024"),
        ("{2024-05-16,2024-05-23}", "16 and 23 May 2024"),
        ("[2024-05-30,2024-06-06,2024-06-13]", "30 May, 6 June or 13 June 2024"),
        ("[2024-01-01..2024-05-22]", "some time 1 January to 22 May 2024"),
        ("2024-05-23T09:00:00-04:00", "23 May 2024, 09:00 UTC−04:00"),
        ("2024-05-23T13:00:00Z", "23 May 2024, 13:00 UTC"),
        ("2024-05-23T13:00:07Z", "23 May 2024, 13:00:07 UTC"),
        ("[2024-05-23T13:00:00Z,2024-05-25T13:00:00Z]", "23 May 2024, 13:00 or 25 May 2024, 13:00 UTC"),
        ("2024-05-23T09:00:00Z/2024-05-24T09:00:00Z", "23 May 2024, 09:00 to 24 May 2024, 09:00 UTC"),
        ("2024-?05-16", "16 May 2024 (uncertain)"),
        ("2024~-05", "about May 2024"),
        ("2024-XX?", "some time from 1 January 2024 to 31 December 2024 (uncertain)"),
        ("2024-05-XX", "some time from 1 May 2024 to 31 May 2024"),
    ],
)
def test_times(edtf: str, said: str) -> None:
    """A set is its members, never a span; doubt, open ends and times of day are in the words."""
    assert wording.time(edtf) == said


@given(
    st.dates(),
    st.sampled_from(["", "?", "~", "%"]),
    st.sampled_from(["%Y", "%Y-%m", "%Y-%m-%d"]),
)
def test_what_is_doubtful_reads_so(day: object, mark: str, form: str) -> None:
    """No date with a mark of doubt reads like the same date without it."""
    plain = f"{day:{form}}".zfill(len(form.replace("%Y", "0000").replace("%m", "00").replace("%d", "00")))
    parse(plain + mark)
    assert (wording.time(plain + mark) == wording.time(plain)) is (mark == "")


@pytest.mark.parametrize(
    ("modality", "speaker", "said"),
    [
        ("asserted", "Ann", "Ann: it rains"),
        ("denied", "Ann", "Ann denies: it rains"),
        ("feared", "Ann", "Ann fears: it rains"),
        ("denied", None, "Denied: it rains"),
        ("asserted", None, "it rains"),
    ],
)
def test_claims_tell_how_they_are_meant(modality: str, speaker: str | None, said: str) -> None:
    """A denied or feared claim never reads as asserted."""
    assert wording.claim("it rains", modality, speaker) == said


def test_events_that_have_not_happened_say_so() -> None:
    """A considered event never reads as one that took place."""
    assert wording.event("Talks", "considered") == "Talks (considered)"
    assert wording.event("Talks", "happened") == "Talks"


def test_counts_in_words() -> None:
    """One is singular, everything else plural."""
    counts = [wording.plural(count, "unit") for count in (0, 1, 2, 1200)]
    assert counts == ["0 units", "1 unit", "2 units", "1,200 units"]
