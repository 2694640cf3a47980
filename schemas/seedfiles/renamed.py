"""Fields in an old form. Seeds with them load, with a warning for each field; `facts migrate` rewrites them."""

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from schemas.seedfiles.faults import Where
from schemas.units import CURRENCIES, code_of_name
from schemas.values import Json, JsonObject

_LOG = logging.getLogger(__name__)

# Names of money that are one currency's alone; "dollars" or "kroner" are several.
_MONEY = {
    "euro": "EUR", "euros": "EUR", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "yen": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "pounds sterling": "GBP", "swiss francs": "CHF", "danish kroner": "DKK",
    "norwegian kroner": "NOK", "swedish kronor": "SEK", "canadian dollars": "CAD", "australian dollars": "AUD",
    "hong kong dollars": "HKD", "zlotys": "PLN", "rubles": "RUB", "roubles": "RUB", "shekels": "ILS",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What to change in a record (by its number in its list) whose field `name` has an old form: fields to add, fields
    to remove, or the whole record to drop. Added fields replace the first one removed."""

    number: int
    name: str
    message: str
    given: JsonObject = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    drop: bool = False

    def applied(self, entry: JsonObject) -> JsonObject:
        """The record in the present form."""
        return {key: value for key, value in entry.items() if key not in self.taken} | self.given


def rewrites(collection: str, entries: list[Json]) -> Iterator[Rewrite]:
    """What to rewrite in the records of a seed file."""
    known = [(number, entry) for number, entry in enumerate(entries) if isinstance(entry, dict)]
    if collection == "mentions":
        yield from _metonyms(known)
    for number, entry in known:
        for rewrite in _OF_ONE.get(collection, ()):
            yield from rewrite(number, entry)


def by_name(made: Iterable[Rewrite]) -> dict[str, list[Rewrite]]:
    found: dict[str, list[Rewrite]] = {}
    for rewrite in made:
        found.setdefault(rewrite.name, []).append(rewrite)
    return found


def renewed(collection: str, entries: list[Json], where: Where) -> Iterator[tuple[int, Json]]:
    """The records of a seed file in the present form, with their numbers; logs a warning for each field."""
    made = list(rewrites(collection, entries))
    for name, (first, *others) in by_name(made).items():
        _warn(where, (first.number, name), f"{collection}.{_id(entries[first.number])}", first, len(others))
    found: dict[int, list[Rewrite]] = {}
    for rewrite in made:
        found.setdefault(rewrite.number, []).append(rewrite)
    for number, entry in enumerate(entries):
        changes = found.get(number, ())
        if not any(change.drop for change in changes):
            for change in changes:
                entry = change.applied(entry)
            yield number, entry


def renewed_line(collection: str, entry: JsonObject, where: Where, warned: set[str]) -> JsonObject:
    """The same for a line of NDJSON; `warned` holds the fields that were logged already."""
    for make in _OF_ONE.get(collection, ()):
        for rewrite in make(0, entry):
            entry = rewrite.applied(entry)
            if rewrite.name not in warned:
                warned.add(rewrite.name)
                _warn(where, (), f"{collection}.{_id(entry)}", rewrite, 0)
    return entry


def _warn(where: Where, path: tuple[int | str, ...], name: str, rewrite: Rewrite, more: int) -> None:
    line = f"{where.file}:{where.line(path)}: {name}.{rewrite.name}: {rewrite.message}"
    count = f" (and {more} more)" if more else ""
    _LOG.warning("%s%s. Rewrite it with: flask --app wsgi facts migrate SEEDS", line, count)


def _id(entry: JsonObject) -> str:
    return str(entry.get("id", "?"))


def _affiliation(number: int, entry: JsonObject) -> Iterator[Rewrite]:
    if "affiliation" not in entry or "affiliations" in entry:
        return
    of = entry["affiliation"]
    given = {"affiliations": [{"of": of}] if of else []}
    yield Rewrite(
        number, "affiliation", "is now `affiliations`, a list of {of, title, since, until}", given, ("affiliation",)
    )


def _money(number: int, entry: JsonObject) -> Iterator[Rewrite]:
    """Money had its currency as unit, or as unit code."""
    if entry.get("currency") is not None:
        return
    code, unit = entry.get("unit_code"), str(entry.get("unit"))
    if isinstance(code, str) and code in CURRENCIES:
        message = f"is for UCUM alone; money has `currency`, here {code}"
        yield Rewrite(number, "unit_code", message, {"currency": code}, ("unit_code",))
        return
    currency = unit if unit in CURRENCIES else _MONEY.get(unit.casefold())
    if currency and code is None:
        message = f"is money, which has `currency` beside its unit, here {currency}"
        yield Rewrite(number, "unit", message, {"currency": currency})


def _named_unit(number: int, entry: JsonObject) -> Iterator[Rewrite]:
    code = entry.get("unit_code")
    if isinstance(code, str) and (meant := code_of_name(code)):
        yield Rewrite(number, "unit_code", f"is a UCUM code, here {meant}", {"unit_code": meant}, ("unit_code",))


_OF_ONE: dict[str, tuple[Callable[[int, JsonObject], Iterator[Rewrite]], ...]] = {
    "parties": (_affiliation,),
    "figures": (_money, _named_unit),
}


def _metonyms(known: list[tuple[int, JsonObject]]) -> Iterator[Rewrite]:
    """A metonym was two mentions with the same places, of the name and of the one meant; now it is one."""
    open_ones = [one for one in known if one[1].get("role") == "metonym" and not one[1].get("stands_for")]
    stood_for: dict[str, set[object]] = {}
    for number, entry in open_ones:
        meant = _meant(entry)
        if meant:
            stood_for.setdefault(meant, set()).update(_places(entry))
            yield Rewrite(number, "role", f"of a metonym asks for `stands_for`, here {meant}", {"stands_for": meant})
    for number, entry in open_ones:
        of = str(entry.get("of"))
        if _meant(entry) or of.startswith("locations/"):
            continue
        if stood_for.get(of, set()) >= _places(entry):
            yield Rewrite(number, "of", "is meant by a metonym, whose mention says so in `stands_for`", drop=True)
        elif not any(_places(entry) & _places(other) for _, other in known if other is not entry):
            message = "is literal where the words are no other entry's name"
            yield Rewrite(number, "role", message, {"role": "literal"}, ("role",))


def _meant(entry: JsonObject) -> str | None:
    """The only party or company in a mention's `about`, if its name is a place's."""
    about = entry.get("about")
    actors = [
        ref
        for ref in (about if isinstance(about, list) else [])
        if isinstance(ref, str) and ref != entry.get("of") and ref.startswith(("parties/", "companies/"))
    ]
    return actors[0] if len(actors) == 1 and str(entry.get("of")).startswith("locations/") else None


def _places(entry: JsonObject) -> set[object]:
    evidence = entry.get("evidence")
    places = [one for one in (evidence if isinstance(evidence, list) else []) if isinstance(one, dict)]
    return {(str(one.get("exact")), str(one.get("start")), str(one.get("nth"))) for one in places}
