"""Recurrence rules: RFC 5545's RRULE grammar as one table, since icalendar and dateutil accept what the RFC forbids
(`BYDAY=99MO`, `COUNT` beside `UNTIL`, `BYEASTER`), and dateutil runs for seconds on some invalid rules.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

_LARGEST = 9999  # limit for INTERVAL and COUNT, which the RFC does not limit
_WEEKS = 5  # of a month that a weekday can be in
_DAY = "(?:MO|TU|WE|TH|FR|SA|SU)"
_UNTIL = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T(?:[01][0-9]|2[0-3])[0-5][0-9][0-5][0-9]Z?)?")
_NUMBERED_DAY = re.compile(rf"([+-]?[0-9]{{1,2}}){_DAY}")
_WEEKDAY = re.compile(_DAY)


def parts_of(rule: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in rule.split(";"))
    return {name: value for name, _, value in pairs}


def _number(low: int, high: int, *, signed: bool = False) -> Callable[[str], bool]:
    form = re.compile(rf"{'[+-]?' if signed else ''}[0-9]{{1,{len(str(high))}}}")
    return lambda text: form.fullmatch(text) is not None and low <= abs(int(text)) <= high


def _each(accepts: Callable[[str], bool]) -> Callable[[str], bool]:
    return lambda text: all(map(accepts, text.split(",")))


def _until(text: str) -> bool:
    found = _UNTIL.fullmatch(text)
    try:
        return found is not None and bool(date(*map(int, found.groups())))
    except ValueError:
        return False


def _weekday(text: str) -> bool:
    numbered = _NUMBERED_DAY.fullmatch(text)
    return 1 <= abs(int(numbered[1])) <= 53 if numbered else _WEEKDAY.fullmatch(text) is not None


_ACCEPTS: dict[str, Callable[[str], bool]] = {
    "FREQ": ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY").__contains__,
    "UNTIL": _until,
    "COUNT": _number(1, _LARGEST),
    "INTERVAL": _number(1, _LARGEST),
    "BYSECOND": _each(_number(0, 60)),
    "BYMINUTE": _each(_number(0, 59)),
    "BYHOUR": _each(_number(0, 23)),
    "BYDAY": _each(_weekday),
    "BYMONTHDAY": _each(_number(1, 31, signed=True)),
    "BYYEARDAY": _each(_number(1, 366, signed=True)),
    "BYWEEKNO": _each(_number(1, 53, signed=True)),
    "BYMONTH": _each(_number(1, 12)),
    "BYSETPOS": _each(_number(1, 366, signed=True)),
    "WKST": lambda text: _WEEKDAY.fullmatch(text) is not None,
}

# A part of a rule -> the frequencies with which the RFC forbids it
_FORBIDDEN = {
    "BYMONTHDAY": ("WEEKLY",),
    "BYYEARDAY": ("DAILY", "WEEKLY", "MONTHLY"),
    "BYWEEKNO": ("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY"),
}


@lru_cache(maxsize=1024)
def _rule(rule: str) -> str:
    found = parts_of(rule)
    if len(found) != rule.count(";") + 1:
        raise ValueError("names a part of the rule twice")
    if next(iter(found)) != "FREQ":
        raise ValueError("is not an RFC 5545 rule such as FREQ=WEEKLY;BYDAY=TH: FREQ comes first")
    for name, value in found.items():
        if name not in _ACCEPTS:
            raise ValueError(f"the part {name} is not in RFC 5545, which has {', '.join(_ACCEPTS)}")
        if not _ACCEPTS[name](value):
            raise ValueError(f"the part {name}={value} is not valid in RFC 5545")
    _check_together(found)
    return rule


def _check_together(found: Mapping[str, str]) -> None:
    """Refuse combinations of parts that the RFC forbids."""
    frequency = found["FREQ"]
    if "COUNT" in found and "UNTIL" in found:
        raise ValueError("has both COUNT and UNTIL; RFC 5545 allows only one of them")
    for name, frequencies in _FORBIDDEN.items():
        if name in found and frequency in frequencies:
            raise ValueError(f"the part {name} is not allowed with FREQ={frequency}")
    numbers = [abs(int(day[1])) for day in map(_NUMBERED_DAY.fullmatch, found.get("BYDAY", "").split(",")) if day]
    if numbers and (frequency not in ("MONTHLY", "YEARLY") or "BYWEEKNO" in found):
        raise ValueError("the part BYDAY may number a weekday only with FREQ=MONTHLY or YEARLY, without BYWEEKNO")
    if max(numbers, default=0) > _WEEKS and (frequency == "MONTHLY" or "BYMONTH" in found):  # dateutil fails on them
        raise ValueError(f"the part BYDAY={found['BYDAY']} is beyond a month, which has each weekday at most 5 times")
    if "BYSETPOS" in found and not any(name.startswith("BY") and name != "BYSETPOS" for name in found):
        raise ValueError("the part BYSETPOS selects from another BY part, and there is none")


Recurrence = Annotated[str, Field(max_length=200), AfterValidator(_rule)]
