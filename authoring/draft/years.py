"""Years and their parts as EDTF: decades, halves, the start and the end; and what lies before or after a date."""

import re
from datetime import date, timedelta

from authoring.draft.tense import says_no

SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "opening": 1}
_BEGIN = {"21": 3, "22": 6, "23": 9, "24": 12}  # months
PART_OF = "[Ee]arly|[Mm]id|[Mm]iddle|[Ll]ate"
MOVED = re.compile(
    r"\b(?:moved|changed|postponed|put back|brought forward|delayed|extended|shifted|rescheduled"
    r"|slipp?e?d?|push(?:ed|es)?"
    r"|(?:move|put|bring|delay)(?= ))\b[^,;]*$"
)
_PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}")
_SINCE, _UNTIL = ("since", "from"), ("by", "until", "till")


def four_digits(number: int) -> str:
    """A year as EDTF writes it; ValueError beyond those."""
    if not 1 <= number <= 9999:
        raise ValueError("lies beyond the years that EDTF writes with four digits")
    return f"{number:04}"


def division(year: str | int, number: int, of: int = 4) -> str:
    """A quarter of a year, or a half, as an interval of months."""
    months = 12 // of
    return f"{year}-{months * (number - 1) + 1:02}/{year}-{months * number:02}"


def part_number(word: str, of: int) -> int:
    """Which quarter or half "the third" is, and "the final" one."""
    return _NUMBERS.get(word, of)


def beside(edtf: str, step: int) -> str:
    """The day, month or year before (-1) or after (1) one."""
    if len(edtf) == len("2025-03-12"):
        return str(date.fromisoformat(edtf) + timedelta(days=step))
    if len(edtf) == len("2025"):
        return four_digits(int(edtf) + step)
    months = int(edtf[:4]) * 12 + int(edtf[5:]) - 1 + step
    return f"{four_digits(months // 12)}-{months % 12 + 1:02}"


def opened(edtf: str, word: str, negated: bool) -> str:
    """A date or span that "since", "by" or "before" opens to one side: what does not come "before" it comes from it
    on."""
    first, _, last = edtf.partition("/")
    if word in _SINCE or (word == "before" and negated):
        return f"{first}/.."
    if word in _UNTIL:
        return f"../{last or first}"
    if not _PLAIN.fullmatch(first):
        return f"TODO before {edtf}"
    begin = _BEGIN.get(first[5:])
    return f"../{beside(f'{first[:4]}-{begin:02}' if begin else first, -1)}"


def as_set(span: str, words: str, between: bool) -> str:
    """A span of two days as EDTF for one or both of them, where "or" or "and" joins them."""
    if " or " in words:
        return f"[{span.replace('/', ',')}]"
    return f"{{{span.replace('/', ',')}}}" if " and " in words and not between else span


def as_list(found: list[str], word: str) -> str | None:
    """Days or years as EDTF for all of them, or for one after "or"; None where they are not in order."""
    if found != sorted(set(found)):
        return None
    return f"[{','.join(found)}]" if word == "or" else f"{{{','.join(found)}}}"


def years(shape: str, part: dict[str, str], match: str, lead: str) -> str | None:
    """A year, or a part or span of years, by the shape of the words that give it."""
    if shape == "years" and MOVED.search(lead):
        return f"TODO {match}, from one to the other?"
    if shape == "years":
        last = part.get("z") or str(int(part["y"]) + (int(part["w"]) - int(part["y"])) % 100)  # "1998-2001", "1999-00"
        between = re.match("between|from", match, re.I) is not None
        return as_set(f"{part['y']}/{last}", match, between) if part["y"] < last else None
    if shape == "years of two":
        return f"{part['y']}/{int(part['z']) + 1}" if part["y"] < part["z"] else None
    if shape == "half":
        return division(part["y"], part_number(part["q"], of=2), of=2)
    if shape == "edge":
        return _edge(part, match, lead)
    return {
        "season": f"{part.get('y')}-{SEASONS.get(str(part.get('s')).lower())}",
        "before Christ": f"TODO {match}",
        "about a year": f"{part.get('y')}~",
        "iso": part.get("i"),
        "decade": f"TODO {match}" if part.get("w") or str(part.get("y")).endswith("0") else f"{part.get('y')}X",
        "century": f"TODO {match}"
        if part.get("w") or int(part.get("n") or 1) < 11
        else f"{int(part.get('n') or 1) - 1}XX",
        "part of a year": _part_of_a_year(part.get("y"), (part.get("by") or "").lower(), match),
        "year": part.get("y"),
    }[shape]


def _edge(part: dict[str, str], match: str, lead: str) -> str:
    """ "By the end of 2029", "since the start of 2024", "in the middle of 2025"."""
    year, word, edge = part["y"], (part["by"] or "").lower(), part["p"].lower()
    if word == "before" and says_no(lead):
        return f"TODO {match}" if edge != "start" else f"{year}/.."
    if edge == "end":
        return (
            f"../{year}-12-31" if word in (*_UNTIL, "before") else f"{year}-12/.." if word in _SINCE else f"{year}-12"
        )
    if edge == "middle":
        return f"../{year}-06-30" if word in (*_UNTIL, "before") else f"{year}/.." if word in _SINCE else year
    month = f"{year}-01"
    return opened(month, word, negated=False) if word in (*_UNTIL, *_SINCE, "before") else month


def _part_of_a_year(year: str | None, word: str, match: str) -> str:
    """ "In mid-2024" is in that year, "since late 2023" since it and "by mid-2028" until its end; other parts are a
    TODO."""
    if not year or word not in ("in", *_SINCE, *_UNTIL):
        return f"TODO {match}"
    return year if word == "in" else opened(year, word, negated=False)
