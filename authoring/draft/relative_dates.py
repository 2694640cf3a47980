"""How dates without a year are reckoned from the day of publication: each rule is registered with what it reads."""

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from authoring.draft.absolute_dates import MONTHS
from authoring.draft.candidate import Scalar

Found = dict[str, Scalar]
Rule = Callable[[re.Match[str], date], Found | None]
R = TypeVar("R", bound=Rule)

RELATIVE: list[tuple[re.Pattern[str], Rule, tuple[str, ...]]] = []
"""Patterns, their rules, and words of which a sentence needs one for that."""
ANY_MONTH = "|".join(MONTHS)
_MONTHS = tuple(form for name in MONTHS for form in (name[:3], name[:3].upper()))


def reads(pattern: str, *clues: str) -> Callable[[R], R]:
    """Register a rule for what a pattern finds, in any case, in sentences that have one of the clues."""
    return _registers(re.compile(pattern, re.I), clues)


def spelled(pattern: str, *clues: str) -> Callable[[R], R]:
    """Like `reads`, as it is spelled: a capital distinguishes months, which are the clues, from other words."""
    return _registers(re.compile(pattern), clues or _MONTHS)


def _registers(pattern: re.Pattern[str], clues: tuple[str, ...]) -> Callable[[R], R]:
    def register(rule: R) -> R:
        RELATIVE.append((pattern, rule, clues))
        return rule

    return register
