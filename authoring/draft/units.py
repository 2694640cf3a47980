"""What a number counts or measures: the words after it, as a plain plural noun, with its UCUM code."""

import re
from typing import NamedTuple

from authoring.draft.words import words


class Unit(NamedTuple):
    """A unit, its UCUM code (None for what is counted), what its number is multiplied by, and where its words end."""

    name: str
    code: str | None
    factor: int | float
    end: int


_MEASURES = {
    r"hours?|hrs?": ("hours", "h", 1),
    r"minutes?|mins?": ("minutes", "min", 1),
    r"seconds?": ("seconds", "s", 1),
    r"days?": ("days", "d", 1),
    r"weeks?": ("weeks", "wk", 1),
    r"months?": ("months", "mo", 1),
    r"years?(?:[ -]old)?": ("years", "a", 1),
    r"decades?": ("years", "a", 10),
    r"centur(?:y|ies)": ("years", "a", 100),
    r"%|per ?cent": ("percent", "%", 1),
    r"(?:percentage|basis) points?": ("percentage points", "%", 1),
    r"square kilomet(?:re|er)s?|km2|km²": ("square kilometres", "km2", 1),
    r"square met(?:re|er)s?|m²": ("square metres", "m2", 1),
    r"kilomet(?:re|er)s? (?:an|per) hour|km/h|kph": ("kilometres per hour", "km/h", 1),
    r"miles (?:an|per) hour|mph": ("miles per hour", "[mi_i]/h", 1),
    r"kilomet(?:re|er)s?|km": ("kilometres", "km", 1),
    r"centimet(?:re|er)s?|cm": ("centimetres", "cm", 1),
    r"millimet(?:re|er)s?|mm": ("millimetres", "mm", 1),
    r"met(?:re|er)s?|m": ("metres", "m", 1),
    r"miles?": ("miles", "[mi_i]", 1),
    r"feet|foot|ft": ("feet", "[ft_i]", 1),
    r"kilogram(?:me)?s?|kg": ("kilograms", "kg", 1),
    r"grams?": ("grams", "g", 1),
    r"(?:metric )?tonnes?|(?:metric )?tons?": ("tonnes", "t", 1),
    r"lit(?:re|er)s?": ("litres", "L", 1),
    r"hectares?": ("hectares", "har", 1),
    r"degrees Celsius|degrees C|°C": ("degrees Celsius", "Cel", 1),
    r"degrees": ("degrees", None, 1),
    r"gigawatts?|GW": ("gigawatts", "GW", 1),
    r"megawatt[ -]hours?|MWh": ("megawatt-hours", "MW.h", 1),
    r"megawatts?|MW": ("megawatts", "MW", 1),
    r"kilowatts?|kW": ("kilowatts", "kW", 1),
    r"light[ -]years?": ("light-years", "[ly]", 1),
    r"US dollars?|dollars?": ("US dollars", None, 1),
    r"euros?": ("euros", None, 1),
    r"pounds?": ("pounds", None, 1),
    r"(?:Norwegian |Danish |Swedish )?kron(?:er|or|a|e)": ("kroner", None, 1),
    r"yuan": ("yuan", None, 1),
    r"yen": ("yen", None, 1),
}
MONEY = {"$": "US dollars", "US$": "US dollars", "£": "pounds", "€": "euros", "¥": "yen", "A$": "Australian dollars"}
_MEASURE = re.compile("|".join(f"(?P<u{n}>{words})" for n, words in enumerate(_MEASURES)))
_KINDS = list(_MEASURES.values())
_WORD = re.compile(r"[ -]?([A-Za-z][\w’'-]*)")
_PLURALS = {"people", "men", "women", "children", "staff", "crew", "police", "cattle", "aircraft", "data", "species"}
_STOPS = frozenset(
    words("""
    a an the of in on at to for from by with and or but as than that which who is are was were be been has have
    had will would could may might after before during since until per into over under about his her its their
    this these those including across against between among within without not
""")
)
_NO_PART = frozenset(words("more other additional further extra"))  # of what is counted
_NO_PLURALS = ("ss", "us", "is", "’s", "'s")
_WIDEST = 5


def unit_after(text: str, end: int) -> Unit | None:
    """The unit whose words follow at `end`, or None where none can be told."""
    gap = end + 1 if text[end : end + 1] in (" ", "-", "\u00a0") else end
    found = _MEASURE.match(text, gap)
    if found and not text[found.end() : found.end() + 1].isalpha() and found.lastgroup:
        name, code, factor = _KINDS[int(found.lastgroup[1:])]
        return Unit(name, code, factor, found.end())
    return _counted(text, end)


def _counted(text: str, end: int) -> Unit | None:
    """Things that are counted: words up to the first plural."""
    words: list[str] = []
    for _ in range(_WIDEST):
        found = _WORD.match(text, end)
        if not found or found[1].lower() in _STOPS:
            return None
        end = found.end()
        if found[1].lower() in _NO_PART:
            continue
        words.append(found[1])
        if _is_plural(found[1]):
            return Unit(" ".join(words), None, 1, end)
    return None


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURALS))
