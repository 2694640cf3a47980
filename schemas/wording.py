"""Values in plain English: quantities, times, and the modality of claims and events. Pages, pictures, feeds and
calendars share them, so that all express the same doubt. Figures are records as served, or rows of `/v1/facts`.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from schemas.edtf_date import parse
from schemas.values import JsonRecord

T = TypeVar("T")

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
_HEDGES = {
    "about": "about ", "at_least": "at least ", "over": "more than ", "at_most": "at most ", "under": "less than ",
}  # fmt: skip
# Parts of names that only one currency has; "dollars" and "kroner" are several, and get the code beside them.
_NATIONAL = {
    "EUR": "euro", "CNY": "yuan", "JPY": "yen", "GBP": "sterling", "USD": "US ", "CAD": "Canad", "AUD": "Austral",
    "NZD": "New Zealand", "HKD": "Hong Kong", "SGD": "Singapore", "TWD": "Taiwan", "CHF": "Swiss", "NOK": "Norw",
    "DKK": "Danish", "SEK": "Swed", "ISK": "Iceland", "INR": "Indian", "MXN": "Mexic", "PLN": "zlot", "ILS": "shekel",
    "KRW": "won", "UAH": "hryvnia", "ZAR": "rand", "THB": "baht", "VND": "dong", "BRL": "Brazil",
}  # fmt: skip
_UNSAID_FORMS = ("share", "ratio", "score")
_FRACTIONS = {0.25: "a quarter", 0.5: "half", 0.75: "three quarters", 1: "all"}
_SCALES = ((10**12, "tn"), (10**9, "bn"), (10**6, "m"))
_ONE = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
_MARKS = re.compile(r"[?~%]")
_INSTANT = re.compile(r"(?P<day>[0-9-]{10})T(?P<time>[0-9]{2}:[0-9]{2}(?::(?!00)[0-9]{2})?)(?::00)?(?P<zone>Z|[+-].*)")
_DECADE = re.compile(r"([0-9]{3})X[?~%]?")

_VERBS = {
    "asserted": "", "reported": "reports", "expected": "expects", "promised": "promises", "demanded": "demands",
    "considered": "considers", "feared": "fears", "doubted": "doubts", "denied": "denies",
}  # fmt: skip


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 article`, `2,000 articles`."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def number(amount: int | float) -> str:
    """`7,000`, `0.5`, `−12`."""
    written = f"{int(amount):,}" if amount == int(amount) else f"{amount:,.15g}"
    return written.replace("-", "−")


def plain(value: T) -> T | int:
    """A value as people write it: a whole number without a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def compact(amount: int | float) -> str:
    """`2 bn`, `4.1 m`; a number that is shorter in full stays so: `950,000`."""
    for scale, name in _SCALES:
        if abs(amount) >= scale and len(f"{amount / scale:.15g}".replace(".", "")) <= 5:
            return f"{number(float(amount / scale))} {name}"
    return number(amount)


def quantity(figure: JsonRecord) -> str:
    """What a figure says, with its hedge and unit: `about 7,000 engineers`, `more than half`, `up 38%`, `3rd of 20`."""
    low, high = (figure.get(f"value_{side}", figure.get(side)) for side in ("min", "max"))
    if low is None and high is None:
        return f"an unstated number of {figure['unit']}"
    form, hedge = figure.get("form"), figure["hedge"]
    before = {"up": "up ", "down": "down "}.get(figure.get("direction") or "", "change of " if form == "change" else "")
    if low is not None and low == high:
        said = _HEDGES.get(hedge) or ("roughly " if figure.get("approximate") else "")
        return before + said + _with_unit(figure, _amount(figure, low))
    if low is not None and high is not None:
        return before + _with_unit(figure, _range(figure, low, high))
    bound, closed = (high or 0, figure.get("max_inclusive")) if low is None else (low, figure.get("min_inclusive"))
    hedge = ("at_least" if closed else "over") if low is not None else ("at_most" if closed else "under")
    roughly = "roughly " if figure.get("approximate") else ""
    return before + _HEDGES[hedge] + roughly + _with_unit(figure, _amount(figure, bound))


def _range(figure: JsonRecord, low: int | float, high: int | float) -> str:
    least = "" if figure.get("min_inclusive") is not False else "more than "
    most = "" if figure.get("max_inclusive") is not False else "less than "
    roughly = "roughly " if figure.get("approximate") else ""
    return f"{roughly}{least}{_amount(figure, low)} to {most}{_amount(figure, high)}"


def _amount(figure: JsonRecord, amount: int | float) -> str:
    if figure.get("currency"):
        return compact(amount)
    if figure.get("form") == "rank":
        return ordinal(amount)
    is_share = figure.get("form", "share") == "share" or figure["unit"].startswith("proportion")
    if figure.get("unit_code") == "1" and is_share and 0 <= amount <= 1:
        return _FRACTIONS.get(amount) or f"{number(amount * 100)}%"
    return number(amount)


def _with_unit(figure: JsonRecord, amount: str) -> str:
    whole = f" of {number(figure['out_of'])}" if figure.get("out_of") is not None else ""
    if figure.get("form") == "rank" or (figure.get("unit_code") == "1" and not amount[-1:].isdigit()):
        return amount + whole
    if figure.get("unit_code") == "%":
        return f"{amount}%{whole}"
    if figure.get("form") == "ratio" and figure["unit"] == "multiples":
        return f"{amount} times{whole}"
    return f"{amount}{whole} {unit(figure)}"


def unit(figure: JsonRecord) -> str:
    """A figure's unit, with what its name does not say: the currency, or that a number is a share, ratio or score."""
    code, form, name = figure.get("currency") or "", figure.get("form"), str(figure["unit"])
    is_named = code in name or _NATIONAL.get(code, code).casefold() in name.casefold()
    notes = ["" if is_named else code, form if form in _UNSAID_FORMS else ""]
    kept = ", ".join(filter(None, notes))
    return f"{name} ({kept})" if kept else name


def recurring(rule: str | None) -> str:
    """` (recurring weekly)` behind a time; nothing for what does not recur."""
    if not rule:
        return ""
    return f" (recurring {rule.partition('FREQ=')[2].partition(';')[0].lower()})"


def listed(*names: str | None) -> str:
    """Enumeration values as words: `planned, in person`; empty for None."""
    return ", ".join(name.replace("_", " ") for name in names if name)


def ordinal(amount: int | float) -> str:
    """`3rd`, `11th`."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(int(amount % 10), "th") if amount % 100 not in (11, 12, 13) else "th"
    return number(amount) + ending


def times(edtf: str | None) -> str:
    """Several times in one cell of `/v1/facts`; empty for none."""
    return "; ".join(time(one) for one in (edtf or "").split(";") if one)


def time(edtf: str) -> str:
    """`16 or 23 May 2024`, `5 to 6 September 2024`, `until about 1994`, `May 2022 (uncertain)`."""
    if edtf[:1] in "[{":
        return _set(edtf)
    return _between(*edtf.split("/")) if "/" in edtf else _single(edtf)


def _set(edtf: str) -> str:
    members = edtf[1:-1].split(",")
    if len(members) == 1:
        return f"some time {_member(members[0])}" if ".." in edtf else _single(members[0])
    *others, last = _shortened([_member(one) for one in members])
    return f"{', '.join(others)} {'or' if edtf[0] == '[' else 'and'} {last}"


def _member(edtf: str) -> str:
    first, dots, last = edtf.partition("..")
    return _between(first, last) if dots else _single(edtf)


def _shortened(said: Sequence[str]) -> list[str]:
    """Without the month, year or zone that all end with, except in the last. A time of day stays with its day."""
    for words in (2, 1):
        begun, ends = zip(*((one.split(" ")[:-words], one.split(" ")[-words:]) for one in said), strict=True)
        if all(ends[0] == end for end in ends) and all(some and not some[-1].endswith(",") for some in begun):
            return [*map(" ".join, begun[:-1]), said[-1]]
    return list(said)


def _between(first: str, last: str) -> str:
    if first in ("", ".."):
        return "open" if last in ("", "..") else f"until {_single(last)}"
    if last in ("", ".."):
        return f"from {_single(first)}"
    return " to ".join(_shortened([_single(first), _single(last)]))


def _single(edtf: str) -> str:
    if instant := _INSTANT.fullmatch(edtf):
        zone = "" if instant["zone"] == "Z" else instant["zone"].replace("-", "−")
        return f"{day(instant['day'])}, {instant['time']} UTC{zone}"
    if decade := _DECADE.fullmatch(edtf):
        return _marked(f"the {decade[1]}0s", edtf)
    found = _ONE.fullmatch(_MARKS.sub("", edtf))
    if found:  # parts of it may be marked one by one: then the whole is in doubt
        return _marked(_plain(found), edtf)
    hull = parse(edtf).hull
    within = f"some time from {day(hull.earliest)} to {day(hull.latest)}" if hull.earliest and hull.latest else edtf
    return _marked(within, edtf)


def _plain(found: "re.Match[str]") -> str:
    year, month = found["year"].lstrip("0"), found["month"]
    if month is None:
        return year
    if month in _SEASONS:
        return f"{_SEASONS[month]} {year}" + (f"/{(int(year) + 1) % 100:02}" if month == "24" else "")
    if int(month) > 12:
        hull = parse(f"{found['year']}-{month}").hull
        return _between(hull.earliest or "", hull.latest or "")
    named = f"{MONTHS[int(month) - 1]} {year}"
    return f"{int(found['day'])} {named}" if found["day"] else named


def _marked(said: str, edtf: str) -> str:
    """The words for a time with those for the marks in its EDTF."""
    marks = set(_MARKS.findall(edtf))
    about = "about " if marks & {"~", "%"} else ""
    return f"{about}{said}{' (uncertain)' if marks & {'?', '%'} else ''}"


def day(iso: str) -> str:
    """`2024-05-23` as `23 May 2024`."""
    made = date.fromisoformat(iso)
    return f"{made.day} {MONTHS[made.month - 1]} {made.year}"


def claim(said: str, modality: str, speaker: str | None) -> str:
    """A claim as a title that cannot be taken for a fact: `The mayor denies: …`; `speaker` is a name, or None."""
    verb = _VERBS[modality]
    if speaker is None:
        return said if modality == "asserted" else f"{modality.capitalize()}: {said}"
    return f"{speaker} {verb}: {said}" if verb else f"{speaker}: {said}"


def event(said: str, status: str, modalities: Sequence[str] = ()) -> str:
    """An event as a title, with its status and how claims mean it: `The plant closes (planned, feared)`."""
    notes = dict.fromkeys([*([] if status == "happened" else [status]), *modalities])
    return f"{said} ({', '.join(notes)})" if notes else said
