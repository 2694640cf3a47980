"""One flat row a fact: the same columns for figures, dates, events, claims and mentions, for tables and charts."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Literal

from schemas.markers import FILTER, FILTER_AND_SORT, REPEATING, SORT, Joined
from schemas.quantity import Hedge
from schemas.records import (
    Claim,
    Company,
    Date,
    Day,
    Edtf,
    Event,
    Figure,
    Location,
    Mention,
    Party,
    VerificationStatus,
)
from schemas.values import ActorRef, Country, Name, Number, Ref, Slug, Text, Ucum, Value, Wikidata

Fact = Mention | Figure | Date | Event | Claim
Entry = Company | Party | Location
COLLECTION = {"mention": "mentions", "figure": "figures", "date": "dates", "event": "events", "claim": "claims"}


class FactRow(Value):
    """A fact as one flat row. Several values in one cell are joined by ';'; what a kind has not is null.

    `text, paragraph, start, end` are those of the first evidence. `country, latitude, longitude` are of the
    places the fact is about, `wikidata` of the registry entries; `speaker` says or gives it.
    """

    ref: Annotated[Ref, FILTER_AND_SORT]
    kind: Annotated[Literal["figure", "date", "event", "claim", "mention"], FILTER_AND_SORT]
    article: Annotated[Slug, FILTER_AND_SORT]
    label: Annotated[Text, SORT]
    text: str
    value: Annotated[Number | None, FILTER_AND_SORT] = None
    value_min: Annotated[Number | None, SORT] = None
    value_max: Annotated[Number | None, SORT] = None
    hedge: Annotated[Hedge | None, FILTER_AND_SORT] = None
    unit: Annotated[Name | None, FILTER_AND_SORT, REPEATING] = None
    unit_code: Annotated[Ucum | None, FILTER, REPEATING] = None
    edtf: Annotated[str | None, FILTER, Joined(Edtf)] = None
    earliest: Annotated[Day | None, FILTER_AND_SORT] = None
    latest: Annotated[Day | None, FILTER_AND_SORT] = None
    country: Annotated[str | None, FILTER, Joined(Country)] = None
    latitude: Number | str | None = None
    longitude: Number | str | None = None
    wikidata: Annotated[str | None, FILTER, Joined(Wikidata)] = None
    speaker: Annotated[ActorRef | None, FILTER] = None
    verification: Annotated[str | None, FILTER, Joined(VerificationStatus)] = None
    paragraph: Annotated[int, FILTER_AND_SORT]
    start: Annotated[int, SORT]
    end: Annotated[int, SORT]


def fact_row(fact: Fact, dates: Sequence[Date], entry: Callable[[str], Entry]) -> FactRow:
    """The row of a fact, given its dates and the way from a ref to a registry entry."""
    first = fact.evidence[0]
    values = {
        "ref": f"{COLLECTION[fact.kind]}/{fact.id}",
        "kind": fact.kind,
        "article": fact.article,
        "label": fact.label,
        "text": first.exact,
        **(_quantity(fact) if isinstance(fact, Figure) else _NO_QUANTITY),
        **(_time(dates) if dates else _NO_TIME),
        **_places(fact, entry),
        **_people(fact),
        "paragraph": first.paragraph,
        "start": first.start,
        "end": first.end,
    }
    row = _EMPTY.model_copy()
    row.__dict__.update(values)  # its parts were validated; `model_construct` would take as long as all the rest
    return row


_BLANK: dict[str, Any] = dict.fromkeys(FactRow.model_fields)
_EMPTY = FactRow.model_construct(None, **_BLANK)
_NO_QUANTITY = dict.fromkeys(("value", "value_min", "value_max", "hedge", "unit", "unit_code"))
_NO_TIME = dict.fromkeys(("edtf", "earliest", "latest"))


def _quantity(fact: Figure) -> dict[str, Any]:
    return {
        "value": fact.value,
        "value_min": fact.min,
        "value_max": fact.max,
        "hedge": fact.hedge,
        "unit": fact.unit,
        "unit_code": fact.unit_code,
    }


def _time(dates: Sequence[Date]) -> dict[str, Any]:
    earliest, latest = hull(dates)
    return {"edtf": _cell(date.edtf for date in dates), "earliest": earliest, "latest": latest}


def hull(dates: Sequence[Date]) -> tuple[str | None, str | None]:
    """First and last day that any of the dates covers; None where one is open, or where there is no date."""
    starts, ends = [date.earliest for date in dates], [date.latest for date in dates]
    return (
        min(start for start in starts if start) if starts and None not in starts else None,
        max(end for end in ends if end) if ends and None not in ends else None,
    )


def _places(fact: Fact, entry: Callable[[str], Entry]) -> dict[str, Any]:
    named = (fact.of,) if isinstance(fact, Mention) else fact.about
    where = fact.locations if isinstance(fact, Event) and fact.locations else named
    entries = [entry(ref) for ref in named]
    places = [place for place in map(entry, where) if isinstance(place, Location)]
    return {
        "country": _cell(dict.fromkeys(place.country for place in places)),
        "latitude": _number_cell([place.latitude for place in places]),
        "longitude": _number_cell([place.longitude for place in places]),
        "wikidata": _cell(dict.fromkeys(one.wikidata for one in entries)),
    }


def _people(fact: Fact) -> dict[str, Any]:
    speaker = fact.speaker if isinstance(fact, Claim | Figure) else None
    found = fact.verification if isinstance(fact, Claim) else ()
    return {"speaker": speaker, "verification": _cell(dict.fromkeys(one.status for one in found))}


def _cell(values: Iterable[str | None]) -> str | None:
    return ";".join(value for value in values if value) or None


def _number_cell(numbers: Sequence[int | float | None]) -> int | float | str | None:
    """One place's coordinate stays a number; those of several are joined, in the order of the places."""
    known = [number for number in numbers if number is not None]
    return known[0] if len(known) == 1 else _cell(map(str, known))
