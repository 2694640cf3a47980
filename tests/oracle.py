"""What a query should answer, worked out in plain Python from an export: nothing of the program is used here."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache, cached_property
from math import inf
from typing import Any

import snowballstemmer

Record = dict[str, Any]
Span = tuple[str | None, str | None, str | None, str | None]  # first and last day, first and last instant
REGISTRY = ("companies", "parties", "locations", "measures")
FACTS = ("mentions", "figures", "dates", "events", "claims")
COLLECTION = {"company": "companies", "party": "parties"}
TITLES = ("label", "name", "aliases", "headline")
STEMMERS = {"en": "english", "de": "german", "fr": "french"}
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
                counted.update(_combinations([_grouped(record, name) for name in by]))
        return counted

    def _answers(self, record: Record, filters: Record) -> bool:
        source = self.source(record)
        within = filters.get("match") == "within"
        special: dict[str, Callable[[Any], bool]] = {
            "match": lambda _: True,
            "in": lambda code: source["kind"] == "figure" and _unit(source)[0] == UNITS[code][0],
            "value_min": lambda low: _reaches(source, low, None, within, filters.get("in")),
            "value_max": lambda high: _reaches(source, None, high, within, filters.get("in")),
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
            return bool(spans) and all(None not in span[:2] and _lies(span, first, last) for span in spans)
        return any(_meets(span, first, last) for span in spans)

    def spans(self, record: Record) -> list[Span]:
        """The spans of a record's time: those of its date or dates, each member of a set by itself."""
        if record["kind"] == "article":
            return _written_spans(record["published"])
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
            known.sort(key=lambda record: values(record, field)[0])
            found = (known[::-1] if backwards else known) + none
        return found

    def _tier(self, source: Record, question: str) -> int:
        """As written in the titles, as written anywhere, or in another form."""
        if matches(question, _titles(source)):
            return 0
        return 1 if matches(question, self.texts(source)) else 2

    def texts(self, source: Record) -> list[str]:
        """What is searched of a record: its own texts, and the names of the entries that it refers to."""
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
    """What tells a record from the others of its collection."""
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


UNITS = {
    "a": ("s", Fraction(31557600)), "d": ("s", Fraction(86400)), "h": ("s", Fraction(3600)),
    "min": ("s", Fraction(60)), "s": ("s", Fraction(1)), "%": ("1", Fraction(1, 100)),
    "1": ("1", Fraction(1)), "EUR": ("EUR", Fraction(1)), "USD": ("USD", Fraction(1)), "km": ("m", Fraction(1000)),
}  # fmt: skip
DAY = timedelta(days=1) - timedelta(milliseconds=1)


def _written_spans(edtf: str) -> list[Span]:
    from tests.generated import INSTANTS, MEMBERS, SPANS

    if edtf in MEMBERS:
        return [(day, day, None, None) for day in MEMBERS[edtf]]
    return [(*SPANS[edtf], *INSTANTS.get(edtf, (None, None)))]


def moment(text: str) -> str | datetime:
    """A day as it is; an instant, given as date-time or milliseconds, without its zone in UTC."""
    if text.lstrip("-").isdigit():
        return datetime(1970, 1, 1) + timedelta(milliseconds=int(text))  # noqa: DTZ001
    if "T" not in text:
        return text
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found


def begins(text: str) -> datetime:
    """The first instant of a moment."""
    found = moment(text)
    return found if isinstance(found, datetime) else datetime.fromisoformat(found)


def ends(text: str) -> datetime:
    """The last instant of a moment."""
    found = moment(text)
    return found if isinstance(found, datetime) else datetime.fromisoformat(found) + DAY


def _meets(span: Span, first: str | None, last: str | None) -> bool:
    return _after(span[1] or "9999-12-31", span[3], first, ends) and _before(
        span[0] or "0001-01-01", span[2], last, begins
    )


def _lies(span: Span, first: str | None, last: str | None) -> bool:
    return _after(str(span[0]), span[2], first, begins) and _before(str(span[1]), span[3], last, ends)


def _after(day: str, instant: str | None, asked: str | None, side: Callable[[str], datetime]) -> bool:
    wanted = asked and moment(asked)
    return not wanted or (side(instant or day) >= wanted if isinstance(wanted, datetime) else day >= wanted)


def _before(day: str, instant: str | None, asked: str | None, side: Callable[[str], datetime]) -> bool:
    wanted = asked and moment(asked)
    return not wanted or (side(instant or day) <= wanted if isinstance(wanted, datetime) else day <= wanted)


def _unit(figure: Record) -> tuple[str | None, Fraction]:
    code = figure["unit_code"] or figure["currency"]
    return UNITS[code] if code in UNITS else (code, Fraction(1))


def _reaches(record: Record, low: float | None, high: float | None, within: bool, unit: str | None) -> bool:
    """Whether a figure's interval meets the asked one, or lies in it; both in the base unit where a unit is asked."""
    if record["kind"] != "figure" or record["min"] is record["max"] is None:
        return False
    if within and None in (record["min"], record["max"]):
        return False
    asked, own = (UNITS[unit][1], _unit(record)[1]) if unit else (Fraction(1), Fraction(1))
    if unit and _unit(record)[0] != UNITS[unit][0]:
        return False
    scaled = [None if side is None else float(Fraction(repr(side)) * asked) for side in (low, high)]
    bottom, top = _side(record, "min", own), _side(record, "max", own)
    if scaled[0] is not None:
        return bottom[0] >= scaled[0] if within else _at_least(top, scaled[0])
    return top[0] <= scaled[1] if within else _at_most(bottom, scaled[1])


def _side(record: Record, name: str, scale: Fraction) -> tuple[float, bool]:
    """A bound as queries compare it, and whether it is inclusive: widened where approximate, open or at zero."""
    bound, inclusive = record[name], record[f"{name}_inclusive"]
    if bound is None:
        if name == "max":
            return inf, True
        counted = record["form"] != "change" and (record["max"] > 0 or (record["max"] == 0 and record["max_inclusive"]))
        return (0.0 if counted else -inf), True
    slack = Fraction(_slack(record, bound))
    widened = Fraction(repr(bound)) + (slack if name == "max" else -slack)
    return float(widened * scale), bool(inclusive) or slack > 0


def _at_least(side: tuple[float, bool], low: float) -> bool:
    return side[0] > low or (side[0] == low and side[1])


def _at_most(side: tuple[float, bool], high: float) -> bool:
    return side[0] < high or (side[0] == high and side[1])


def _slack(record: Record, bound: float) -> Decimal:
    """Half a unit of the last digit that is not zero, at most a tenth, where the figure is approximate."""
    number = abs(Decimal(repr(bound)))
    if not record["approximate"] or not number:
        return Decimal(0)
    digits = f"{number:f}"
    places = len(digits.partition(".")[2].rstrip("0"))
    zeros = 0 if places else len(digits.partition(".")[0]) - len(digits.partition(".")[0].rstrip("0"))
    return min(Decimal(10) ** (zeros - places) / 2, number / 10)


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


@cache
def folded(text: str) -> list[str]:
    """The words of a text without case, marks and form; a Han or kana character is a word."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in bare if not unicodedata.combining(character))
    return re.findall(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+", bare)


def matches(
    question: str, texts: Sequence[str], languages: Collection[str] = (), asked_languages: Collection[str] = ()
) -> bool:
    """Whether all terms of a question stand in the texts; one without a word answers nothing.

    Given languages, a word that is neither in quotes nor a prefix may stand in another form: with the same stem in one
    of them, or as a number with or without separators.
    """
    held = [folded(text) for text in texts]
    forms = set() if not languages else {form for text in texts for form in _forms(text, languages)}
    terms = [
        (folded(phrase or word), bool(word) and word.endswith("*"), bool(phrase), word)
        for phrase, word in re.findall(r'"([^"]*)"?|(\S+)', question)
    ]
    asked = [term for term in terms if term[0]]
    return bool(asked) and all(
        any(_stands(words, prefix, one) for one in held)
        or (bool(languages) and not prefix and not phrase and bool(_asked_forms(words, word, asked_languages) & forms))
        for words, prefix, phrase, word in asked
    )


GROUPED = re.compile(r"(?<!\d)\d{1,3}(?:[,'’\u00a0\u2009\u202f]\d{3})+(?!\d)", re.ASCII)


def _forms(text: str, languages: Collection[str]) -> Iterator[str]:
    yield from (re.sub(r"\D", "", one) for one in GROUPED.findall(text))
    for word in folded(text):
        yield word
        yield from _stems(word, languages)


def _asked_forms(words: list[str], word: str, languages: Collection[str]) -> set[str]:
    if len(words) == 1:
        return {words[0], *_stems(words[0], languages)}
    return {re.sub(r"\D", "", word)} if GROUPED.fullmatch(word) else set()


def _stems(word: str, languages: Collection[str]) -> set[str]:
    return {_stem(word, STEMMERS[one]) for one in languages if one in STEMMERS and not word.isnumeric()}


@cache
def _stem(word: str, algorithm: str) -> str:
    return str(_stemmer(algorithm).stemWord(word))


@cache
def _stemmer(algorithm: str) -> Any:
    return snowballstemmer.stemmer(algorithm)


def _stands(words: list[str], prefix: bool, text: list[str]) -> bool:
    for at in range(len(text) - len(words) + 1):
        *whole, last = text[at : at + len(words)]
        if whole == words[:-1] and (last.startswith(words[-1]) if prefix else last == words[-1]):
            return True
    return False
