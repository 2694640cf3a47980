"""Days of the year that have a name: "Boxing Day", "Good Friday"."""

import re
from datetime import date, timedelta

from dateutil.easter import easter

from authoring.draft.words import words

_FIXED = {  # month and day
    "Christmas Eve": (12, 24),
    "Christmas Day|Christmas": (12, 25),
    "Boxing Day": (12, 26),
    "New Year[’']s Eve": (12, 31),
    "New Year[’']s Day|New Year[’']s": (1, 1),
    "Australia Day": (1, 26),
    "Valentine[’']s Day": (2, 14),
    "St\\.? Patrick[’']s Day": (3, 17),
    "Anzac Day|ANZAC Day": (4, 25),
    "May Day": (5, 1),
    "Canada Day": (7, 1),
    "Fourth of July": (7, 4),
    "Hallowe[’']?en": (10, 31),
    "All Saints[’'] Day": (11, 1),
    "Bonfire Night|Guy Fawkes Night": (11, 5),
    "Veterans Day|Armistice Day": (11, 11),
}
_FROM_EASTER = {  # days after it
    "Ash Wednesday": -46,
    "Palm Sunday": -7,
    "Maundy Thursday": -3,
    "Good Friday": -2,
    "Easter Monday": 1,
    "Easter Sunday|Easter": 0,
}
SEASONAL = "(?:Christmas|Easter|New Year[’']s)"
_GOES_ON = (
    "and|but|or|if|when|as|to|in|with|after|at|for|this|last|next|the|he|she|it|they|was|were|is|will"
    "|there|we|you|I|most|about|some|only|all|nobody|found|showed|said|saw|had|has|have|of|by|from|until|than|which|who"
    "|because|before|since|on|were|are|would|could|can|may|[a-z]{3,}ed"
)
HOLIDAY = (
    rf"(?<!Orthodox )(?P<h>(?!{SEASONAL}(?=-| (?!Eve|Day|Sunday|Monday|(?:{_GOES_ON})\b)[a-zA-Z]))"  # "Easter eggs"
    rf"(?:{'|'.join((*_FIXED, *_FROM_EASTER))}))\b"
)
CLUES = tuple(
    one.replace("_", " ")
    for one in words("""
        christmas boxing new_year australia_d valentine patrick anzac may_day canada_day fourth hallowe veterans
        armistice all_saints bonfire guy_fawkes easter good_friday ash_wedn palm_sun maundy
    """)
)
"""In lower case: a sentence with one of these days has one of them."""


def named_day(name: str, year: int) -> date:
    """The day of that name in a year; Easter is that of the Western churches."""
    for named, (month, day) in _FIXED.items():
        if re.fullmatch(named, name):
            return date(year, month, day)
    after = next(days for named, days in _FROM_EASTER.items() if re.fullmatch(named, name))
    return easter(year) + timedelta(days=after)
