"""Recurrence rules (RFC 5545, RRULE), checked by dateutil's reader."""

import re
from datetime import datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, Field

_FORM = re.compile(r"FREQ=[A-Z]+(?:;[A-Z]+=[A-Z0-9,+-]+)*")
_NEVER_ENDING = re.compile(r"(?:INTERVAL|COUNT)=[+-]?0*(?:;|$)")  # the reader takes it, and then counts for ever
_START = datetime(2024, 1, 1)  # noqa: DTZ001 - any start will do: only the rule's form is checked


@lru_cache(maxsize=1024)
def _rule(rule: str) -> str:
    from dateutil.rrule import rrulestr  # heavy, and rarely needed

    try:
        if not _FORM.fullmatch(rule) or _NEVER_ENDING.search(rule):
            raise ValueError
        rrulestr(rule, dtstart=_START)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("is no RFC 5545 rule, as is FREQ=WEEKLY;BYDAY=TH") from error
    return rule


Recurrence = Annotated[str, Field(max_length=200), AfterValidator(_rule)]
