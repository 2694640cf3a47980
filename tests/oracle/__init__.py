"""What a query should answer, worked out in plain Python from an export: nothing of the program is used here."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.oracle.intervals import Record, Span, is_in, lies, meets, reaches, written_begin, written_spans
from tests.oracle.words import matches

REGISTRY = ("companies", "parties", "locations", "measures")
FACTS = ("mentions", "figures", "dates", "events", "claims")
COLLECTION = {"company": "companies", "party": "parties"}
TITLES = ("label", "name", "aliases", "headline")
JOINED = ("edtf", "wikidata", "speaker", "speaker_name", "via", "modality", "verification")


@dataclass(frozen=True, eq=False, repr=False)
class Oracle:
    """The records of an export by collection, each collection in its default order."""

    collections: dict[str, list[Record]]

    @classmethod
    def of(cls, records: Iterable[Record], rows: Iterable[Record]) -> "Oracle":
        """From the lines of an export and the unfiltered fact rows."""
        found: dict[str, list[Record]] = {}
        for record in records:
            if record["kind"] != "redirect":
                found.setdefault(COLLECTION.get(record["kind"], f"{record['kind']}s"), []).append(record)
        dates = {f"dates/{one['id']}": one for one in found.get("dates", ())}
        for name in ("events", "claims"):
            found[name] = [one | _days([dates[ref] for ref in one["dates"]]) for one in found.get(name, ())]
        ordered = {name: sorted(held, key=_order(name)) for name, held in found.items()}
        return cls(ordered | {"facts": sorted(rows, key=_order("facts"))})

    def source(self, row: Record) -> Record:
        """The record that a fact row is of; any other record is its own source."""
        if "ref" not in row:
            return row
        return self.by_ref[row["ref"]]

    @cached_property
    def by_ref(self) -> dict[str, Record]:
        """The records by their refs."""
        return {f"{name}/{one['id']}": one for name in FACTS for one in self.collections.get(name, ())}

    def find(self, collection: str, sort: Sequence[str] = (), **filters: Any) -> list[str]:
        """The ids of the records that answer, in order. A filter is a field's list of values or one of the others."""
        answering = [record for record in self.collections[collection] if self._answers(record, filters)]
        return [key(record) for record in self._sorted(answering, sort, filters.get("q", ""))]

    def tally(self, collection: str, by: Sequence[str], **filters: Any) -> Counter[tuple[Any, ...]]:
        """How many records answer, by the values of fields."""
        counted: Counter[tuple[Any, ...]] = Counter()
        for record in self.collections[collection]:
            if self._answers(record, filters):
                pairs = _pairs(record, by)
                counted.update(_combinations([_grouped(record, name) for name in by]) if pairs is None else pairs)
        return counted

    def _answers(self, record: Record, filters: Record) -> bool:
        source = self.source(record)
        within = filters.get("match") == "within"
        special: dict[str, Callable[[Any], bool]] = {
            "match": lambda _: True,
            "in": lambda code: source["kind"] == "figure" and is_in(source, code),
            "value_min": lambda low: reaches(source, low, None, within, filters.get("in")),
            "value_max": lambda high: reaches(source, None, high, within, filters.get("in")),
            "from": lambda first: self._during(source, first, filters.get("to"), within),
            "to": lambda last: self._during(source, filters.get("from"), last, within),
            "refers_to": lambda refs: any(ref in set(strings(source)) for ref in refs),
            "has": lambda fields: all(is_given(record, field) for field in fields),
            "lacks": lambda fields: not any(is_given(record, field) for field in fields),
            "q": lambda question: matches(question, self.texts(source), self.languages(source), self.asked_languages),
        }
        return all(
            special[name](wanted) if name in special else _compares(record, name, wanted)
            for name, wanted in filters.items()
        )

    def _during(self, record: Record, first: str | None, last: str | None, within: bool) -> bool:
        """Whether one span of a record meets the asked one, or all of them lie in it for certain."""
        spans = self.spans(record)
        if within:
            return bool(spans) and all(None not in span[:2] and lies(span, first, last) for span in spans)
        return any(meets(span, first, last) for span in spans)

    def spans(self, record: Record) -> list[Span]:
        """The spans of a record's time: those of its date or dates, each member of a set by itself."""
        if record["kind"] == "article":
            return written_spans(record["published"])
        dates = [record] if record["kind"] == "date" else [self.by_ref[ref] for ref in record.get("dates", ())]
        found: list[Span] = []
        for one in dates:
            days = [(span["earliest"], span["latest"]) for span in one["spans"]]
            found += (
                [(*days[0], one["starts"], one["ends"])] if len(days) == 1 else [(*day, None, None) for day in days]
            )
        return found

    def _sorted(self, records: list[Record], sort: Sequence[str], question: str) -> list[Record]:
        """Stable sorts from the last key to the first; nulls last either way, ties in the direction of the last key."""
        found = list(reversed(records)) if sort and sort[-1].startswith("-") else list(records)
        for name in reversed(sort):
            if name == "relevance":
                found.sort(key=lambda record: self._tier(self.source(record), question))
                continue
            field, backwards = name.removeprefix("-"), name.startswith("-")
            known = [record for record in found if values(record, field)]
            none = [record for record in found if not values(record, field)]
            if backwards:
                known.reverse()
            read = written_begin if field in ("published", "modified") else lambda value: value
            known.sort(key=lambda record: read(values(record, field)[0]))
            found = (known[::-1] if backwards else known) + none
        return found

    def _tier(self, source: Record, question: str) -> int:
        """As written in the titles, as written anywhere, or in another form."""
        if matches(question, _titles(source)):
            return 0
        return 1 if matches(question, self.texts(source)) else 2

    def texts(self, source: Record) -> list[str]:
        """The texts searched for a record: its own, and the names of the entries it refers to."""
        known = self._searched.get(id(source))
        if known is None:
            referred = (name for ref in sorted(set(strings(source))) for name in self.names.get(ref, ()))
            known = self._searched[id(source)] = [*_texts(source), *referred]
        return known

    @cached_property
    def _searched(self) -> dict[int, list[str]]:
        return {}

    @cached_property
    def names(self) -> dict[str, list[str]]:
        """The names of the registry's entries by their refs."""
        return {
            f"{name}/{one['id']}": [one["name"], *one["aliases"]]
            for name in REGISTRY
            for one in self.collections.get(name, ())
        }

    def languages(self, source: Record) -> set[str]:
        """The languages by which the words of a record are stemmed."""
        article = source["id"] if source["kind"] == "article" else source.get("article")
        return {"en"} | {one["language"] for one in self.collections["articles"] if one["id"] == article}

    @cached_property
    def asked_languages(self) -> set[str]:
        """The languages by which the words of a question are stemmed."""
        return {"en"} | {one["language"] for one in self.collections["articles"]}


def key(record: Record) -> str:
    """The record's key within its collection."""
    return str(record["ref"] if "ref" in record else record["id"])


def values(record: Record, name: str) -> list[Any]:
    """The values of a field; those of a nested one are named with `_` between."""
    if name == "verification" and record.get("kind") == "claim" and "ref" not in record:
        return [one["status"] for one in record["verification"]]
    if name in record:
        held = record[name]
        if "ref" in record and name in JOINED and held is not None:
            return [one.replace("\\;", ";") for one in re.split(r"(?<!\\);", held)]
        return [one for one in (held if isinstance(held, list) else [held]) if one is not None]
    outer, _, inner = name.partition("_")
    held = record[outer]
    inside = [one[inner] for one in (held if isinstance(held, list) else [held]) if one is not None]
    return [one for one in inside if one is not None]


def _days(dates: list[Record]) -> Record:
    """First and last day of all dates of an event or claim; null where one is open."""
    starts, ends = [date["earliest"] for date in dates], [date["latest"] for date in dates]
    return {
        "earliest": min(starts) if starts and None not in starts else None,
        "latest": max(ends) if ends and None not in ends else None,
    }


def _grouped(record: Record, name: str) -> list[Any]:
    name, _, part = re.sub("_(?=(year|month)$)", ".", name).partition(".")
    found = values(record, name) or [None]
    length = {"": None, "year": 4, "month": 7}[part]
    return [one[:length] if length and one is not None else one for one in dict.fromkeys(found)]


def _pairs(record: Record, by: Sequence[str]) -> list[tuple[Any, ...]] | None:
    """The values of two fields of one list, as they stand together; None for other fields."""
    paths = [re.fullmatch("(affiliations|relations|verification)(?:_(.+))?", name) for name in by]
    if len(by) != 2 or by[0] == by[1] or None in paths or len({path[1] for path in paths if path}) > 1:
        return None
    keys = [path[2] or "status" for path in paths if path]
    held = record.get(paths[0][1] if paths[0] else "", ())
    if isinstance(held, str) or held is None:
        return None  # a cell of a row
    return list(dict.fromkeys(tuple(one[key] for key in keys) for one in held)) or [(None, None)]


def _combinations(groups: list[list[Any]]) -> Iterator[tuple[Any, ...]]:
    if not groups:
        yield ()
        return
    for first in groups[0]:
        for rest in _combinations(groups[1:]):
            yield (first, *rest)


def _order(collection: str) -> Callable[[Record], Any]:
    if collection in REGISTRY:
        return lambda record: (record["name"], record["id"])
    if collection == "articles":
        return lambda record: record["id"]
    if collection == "facts":
        return lambda row: (row["article"], row["start"], *reversed(row["ref"].split("/")))
    return lambda record: (record["article"], record["evidence"][0]["start"], record["id"])


def is_given(record: Record, field: str) -> bool:
    """Whether a field of a record holds anything; false and zero are something."""
    return record[field] is not None and record[field] != []


def _compares(record: Record, name: str, wanted: Sequence[Any]) -> bool:
    """A field has one of some values, or, where the name says not, none of them."""
    field = name.removesuffix("_not")
    held = {*values(record, field), *(values(record, "stands_for") if field == "of" else ())}
    return (field == name) == bool(held & set(wanted))


def strings(value: Any) -> Iterator[str]:
    """Every text in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from strings(one)


def _titles(record: Record) -> list[str]:
    return [text for name in TITLES if name in record for text in strings(record[name])]


def _texts(record: Record) -> list[str]:
    places = [*record.get("evidence", ()), *(p for v in record.get("verification") or () for p in v["evidence"])]
    more = [record[name] for name in ("statement", "author") if record.get(name)]
    more += [one["title"] for one in record.get("affiliations", ()) if one["title"]]
    return [*_titles(record), *more, *(place["exact"] for place in places)]
