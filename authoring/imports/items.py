"""Findings of other tools: what one is, whatever its format, and where it stands in the text; our own plain JSON."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from authoring.article_text import ArticleText, Span
from schemas.characters import normalized
from schemas.quantity import Form, Hedge
from schemas.records import Modality
from schemas.values import Value

Kind = Literal["mention", "figure", "date", "claim"]


class Item(NamedTuple):
    """A phrase with what the tool says of it: `kind` is the tool's own word, `start` its offset where it gives one,
    `name` how messages call it."""

    name: str
    kind: str
    exact: str
    start: int | None = None
    prefix: str = ""
    suffix: str = ""
    attributes: Mapping[str, object] = {}


class DraftItem(Value):
    """One thing that an article says, with the phrase that says it, copied letter for letter.

    `prefix` and `suffix` are a few words before and after the phrase, needed where it occurs more than once. What does
    not belong to the kind is null.
    """

    kind: Kind
    exact: Annotated[str, Field(min_length=1, max_length=400, description="The phrase, letter for letter.")]
    prefix: str | None = None
    suffix: str | None = None
    name: Annotated[str | None, Field(description="Of a mention: the full name of who or what is mentioned.")] = None
    type: Annotated[str | None, Field(description="Of a mention: company, person, government, city, country ...")] = (
        None
    )
    value: Annotated[float | None, Field(description="Of a figure, scale multiplied out: 1200000, not 1.2.")] = None
    min: Annotated[float | None, Field(description="Of a range, and of at least or more than.")] = None
    max: Annotated[float | None, Field(description="Of a range, and of at most or less than.")] = None
    hedge: Hedge | None = None
    unit: Annotated[str | None, Field(description="Of a figure: a plain plural noun, or the currency's name.")] = None
    unit_code: Annotated[str | None, Field(description="UCUM, for measured units.")] = None
    currency: Annotated[str | None, Field(description="ISO 4217, for money.")] = None
    form: Form | None = None
    edtf: Annotated[str | None, Field(description="Of a date: EDTF, such as 2024-05-23 or 2024-09-05/2024-09-06.")] = (
        None
    )
    role: Annotated[str | None, Field(description="Of a date: published, reported, starts, ends, happens ...")] = None
    statement: Annotated[str | None, Field(description="Of a claim: what is said, in words of your own.")] = None
    speaker: Annotated[str | None, Field(description="Of a claim: the name of who says it.")] = None
    modality: Modality | None = None
    quotation: Literal["direct", "indirect"] | None = None


class DraftItems(Value):
    """Everything found in one article."""

    items: Annotated[list[DraftItem], Field(max_length=5000)]


@dataclass(frozen=True)
class Placed:
    """An item with its span; `healed` is a note on where it stands if the tool's offset is wrong."""

    item: Item
    span: Span
    healed: str | None = None


@dataclass(frozen=True)
class Refused:
    """An item that has no certain place, and why."""

    item: Item
    reason: str


def place(item: Item, text: ArticleText) -> Placed | Refused:
    """Where an item stands. It is never moved without a note, nor to one of several possible places."""
    exact = normalized(item.exact.replace("\r\n", "\n")).strip()
    shift = len(item.exact) - len(item.exact.lstrip())
    starts = text.occurrences(exact)
    if not starts:
        return Refused(item, "not in the text")
    given = None if item.start is None else item.start + shift
    for start in () if given is None else (given, _counted_in_utf16(text, given)):
        if start in starts:
            return Placed(item, Span(start, start + len(exact)))
    fitting = [start for start in starts if _fits(item, text, start, len(exact))]
    for chosen in (starts, fitting, _meeting(starts, given, len(exact))):
        if len(chosen) == 1:
            span = Span(chosen[0], chosen[0] + len(exact))
            return Placed(item, span, None if given is None else f"stands elsewhere at {span.start}:{span.end}")
    places = ", ".join(f"{start}:{start + len(exact)}" for start in starts[:10])
    if given is None:
        reason = "its prefix and suffix do not tell which is meant"
        return Refused(item, f"stands {len(starts)} times, at {places}; {reason}")
    return Refused(item, f"stands elsewhere at {places}; which is meant is not certain")


def _fits(item: Item, text: ArticleText, start: int, length: int) -> bool:
    if not item.prefix and not item.suffix:
        return False
    before = _plain(text.content[max(0, start - 200) : start])
    after = _plain(text.content[start + length : start + length + 200])
    prefix, suffix = (_plain(normalized(words)) for words in (item.prefix, item.suffix))
    return before.endswith(prefix) and after.startswith(suffix)


def _plain(words: str) -> str:
    return " ".join(words.split())


def _meeting(starts: list[int], given: int | None, length: int) -> list[int]:
    """The places that have a character in common with the one the tool said."""
    return [] if given is None else [start for start in starts if abs(start - given) < length]


def _counted_in_utf16(text: ArticleText, offset: int) -> int:
    """An offset that counts UTF-16 units, as JavaScript does, in code points; -1 where it is none."""
    wide = [found.start() for found in re.finditer("[\U00010000-\U0010ffff]", text.content)]
    for passed, start in enumerate((*wide, len(text.content))):
        if offset - passed <= start:
            return offset - passed if wide else -1
    return -1
