"""Items that other tools found, in one form for all formats; where they stand in the text; our own plain JSON."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from authoring.article_text import ArticleText, Span, plain
from schemas.characters import normalized
from schemas.quantity import Form, Hedge
from schemas.records import Modality
from schemas.values import Value

Kind = Literal["mention", "figure", "date", "claim"]


class Item(NamedTuple):
    """A phrase and what the tool says about it. `kind` is the tool's class, `start` its offset if it gives one, `name`
    identifies the item in messages, and `note` is printed wherever the item stands."""

    name: str
    kind: str
    exact: str
    start: int | None = None
    prefix: str = ""
    suffix: str = ""
    attributes: Mapping[str, object] = {}
    note: str = ""


class DraftItem(Value):
    """One thing that an article says, with the phrase that says it, copied letter for letter.

    `prefix` and `suffix` are a few words before and after the phrase, needed where it occurs more than once. Fields of
    other kinds are null.
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
    length, starts, told = len(exact), text.occurrences(exact), item.start
    spelling = starts or text.alike(exact)
    if not spelling:
        return Refused(item, "not in the text")
    if told is not None:
        told += len(item.exact) - len(item.exact.lstrip())
    meant: tuple[int, ...] = () if told is None else (told,) if told in starts else _meant(text, told)
    start = _chosen(item, text, spelling, meant, length)
    if start is not None:
        span = Span(start, start + length)
        if not starts:
            return Placed(item, span, f"stands elsewhere at {start}:{span.end}, as {text.content[start : span.end]!r}")
        is_moved = told is not None and start not in meant[:2]
        return Placed(item, span, f"stands elsewhere at {start}:{span.end}" if is_moved else None)
    places = ", ".join(f"{one}:{one + length}" for one in spelling[:10])
    if told is None:
        reason = "its prefix and suffix do not tell which is meant"
        return Refused(item, f"stands {len(spelling)} times, at {places}; {reason}")
    return Refused(item, f"stands elsewhere at {places}; which is meant is not certain")


def _chosen(item: Item, text: ArticleText, starts: list[int], meant: tuple[int, ...], length: int) -> int | None:
    """The place where the tool says, else the only one, the only one that its prefix and suffix fit, or the only one
    that meets what the tool says; None if there is no such place."""
    counted = [start for start in meant if start in starts]
    if counted:
        return counted[0]
    fitting = [start for start in starts if _fits(item, text, start, length)] if item.prefix or item.suffix else []
    meeting = starts[bisect_right(starts, meant[0] - length) : bisect_left(starts, meant[0] + length)] if meant else []
    return next((chosen[0] for chosen in (starts, fitting, meeting) if len(chosen) == 1), None)


def _meant(text: ArticleText, told: int) -> tuple[int, int, int]:
    """An offset in code points, if the tool counts those, UTF-16 units as JavaScript does, or bytes of UTF-8."""
    wide = text.content.encode("utf-16-le", "replace")[: 2 * told].decode("utf-16-le", "ignore")
    narrow = text.content.encode("utf-8", "replace")[:told].decode("utf-8", "ignore")
    return told, len(wide), len(narrow)


def _fits(item: Item, text: ArticleText, start: int, length: int) -> bool:
    before = _plain(text.content[max(0, start - 200) : start])
    after = _plain(text.content[start + length : start + length + 200])
    prefix, suffix = (_plain(normalized(words)) for words in (item.prefix, item.suffix))
    return before.endswith(prefix) and after.startswith(suffix)


def _plain(words: str) -> str:
    """Words with single blanks and plain quotes."""
    return plain(" ".join(words.split()))
