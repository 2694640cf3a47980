"""Registry entries by name: a name or alias that only one entry has stands for its ref."""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from marshmallow import ValidationError

from api.query.parameters import SHOWN
from api.query.values import EntryName
from api.store import Snapshot
from api.store.plan import Condition, Equals, Find, Matches, Term
from api.store.words import words
from schemas.registry import COLLECTIONS, QUERYABLE
from schemas.values import JsonRecord

_MOST_SHOWN = 5  # entries that an error lists
_MOST_SAME = 20  # entries of one name that are read in a collection
_MOST_COMPARED = 1000  # entries of a collection that a misspelt name is compared with
_LEAST_ALIKE = 60  # of 100
_LONGEST_NAME = 200


class Entry(NamedTuple):
    """A registry entry: its ref and its names, the first of which is not an alias."""

    ref: str
    names: tuple[str, ...]


def entry_ref(snapshot: Snapshot, asked: EntryName) -> str:
    """The ref of the only entry of that name or alias; ValidationError lists the nearest ones, or all of that name."""
    found = _called(snapshot, asked, exactly=True) or _called(snapshot, asked, exactly=False)
    if len(found) == 1:
        return found[0].ref
    if found:
        raise ValidationError(f"{asked.text[:SHOWN]!r} is the name of several: {_listed(found)}; give the ref of one")
    takes = f"takes a ref such as {asked.collections[0]}/…, or the name of one entry"
    near = _nearest(snapshot, asked)
    raise ValidationError(
        f"{takes}; none is called {asked.text[:SHOWN]!r}" + (f"; the nearest: {_listed(near)}" if near else "")
    )


def _listed(entries: list[Entry]) -> str:
    shown = ", ".join(f"{entry.ref} ({entry.names[0]})" for entry in entries[:_MOST_SHOWN])
    return shown + (", …" if len(entries) > _MOST_SHOWN else "")


def _called(snapshot: Snapshot, asked: EntryName, exactly: bool) -> list[Entry]:
    """The entries with this name, exactly or except for case and accents."""
    folded = words(asked.text[:_LONGEST_NAME])
    conditions: list[Condition] = [Equals("name", (asked.text,)), Equals("aliases", (asked.text,))]
    if not exactly:
        conditions = [Matches((Term(tuple(folded)),))] if folded else []
    found: dict[str, Entry] = {}
    for name in asked.collections:
        for condition in conditions:
            page = snapshot.find(Find(QUERYABLE[name], (condition,)), _MOST_SAME)
            found |= {entry.ref: entry for entry in _entries(name, page.records)}
    if exactly:
        return list(found.values())
    return [entry for entry in found.values() if any(words(one) == folded for one in entry.names)]


def _nearest(snapshot: Snapshot, asked: EntryName) -> list[Entry]:
    """The entries with the most similar names, best first."""
    from rapidfuzz import fuzz  # only an error needs it

    text = " ".join(words(asked.text[:_LONGEST_NAME]))
    scored = []
    for entry in _candidates(snapshot, asked):
        score = max(fuzz.ratio(text, " ".join(words(name))) for name in entry.names)
        if score >= _LEAST_ALIKE:
            scored.append((-score, entry.ref, entry))
    return [entry for _, _, entry in sorted(scored)[:_MOST_SHOWN]]


def _candidates(snapshot: Snapshot, asked: EntryName) -> Iterator[Entry]:
    """All entries of small collections; of large ones those with a word that begins alike."""
    folded = words(asked.text[:_LONGEST_NAME])
    for name in asked.collections:
        conditions: tuple[Condition, ...] = ()
        if snapshot.counts()[name] > _MOST_COMPARED:
            conditions = (Matches((Term((folded[0][:2],) if folded else ("",), prefix=True),)),)
        yield from _entries(name, snapshot.find(Find(COLLECTIONS[name], conditions), _MOST_COMPARED).records)


def _entries(collection: str, records: Iterable[bytes]) -> Iterator[Entry]:
    for stored in records:
        record: JsonRecord = json.loads(stored)
        yield Entry(f"{collection}/{record['id']}", (record["name"], *record["aliases"]))
