"""Registry entries by name: a name or alias that only one entry has stands for its ref."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from marshmallow import ValidationError

from api.query.parameters import SHOWN
from api.query.values import EntryName
from api.store import Snapshot
from api.store.plan import Condition, Equals, Find, Matches, Term
from api.store.words import words
from schemas.registry import COLLECTIONS
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
    folded = words(asked.text[:_LONGEST_NAME])
    found = _entries(snapshot, asked, Equals("name", (asked.text,)), Equals("aliases", (asked.text,)))
    if not found and folded:  # without regard to case and accents
        holding = _entries(snapshot, asked, Matches((Term(tuple(folded)),)))
        found = [entry for entry in holding if any(words(one) == folded for one in entry.names)]
    if len(found) == 1:
        return found[0].ref
    if found:
        raise ValidationError(f"{asked.text[:SHOWN]!r} is the name of several: {_listed(found)}; give the ref of one")
    takes = f"takes a ref such as {asked.collections[0]}/…, or the name of one entry"
    near = _nearest(snapshot, asked, folded)
    raise ValidationError(
        f"{takes}; none is called {asked.text[:SHOWN]!r}" + (f"; the nearest: {_listed(near)}" if near else "")
    )


def _listed(entries: list[Entry]) -> str:
    shown = ", ".join(f"{entry.ref} ({entry.names[0]})" for entry in entries[:_MOST_SHOWN])
    return shown + (", …" if len(entries) > _MOST_SHOWN else "")


def _entries(snapshot: Snapshot, asked: EntryName, *conditions: Condition) -> list[Entry]:
    found: dict[str, Entry] = {}
    for name in asked.collections:
        for condition in conditions:
            found |= {entry.ref: entry for entry in _read(snapshot, name, (condition,), _MOST_SAME)}
    return list(found.values())


def _nearest(snapshot: Snapshot, asked: EntryName, folded: list[str]) -> list[Entry]:
    """The entries with the most similar names, best first; of large collections those with a word that begins alike."""
    from rapidfuzz import fuzz  # only an error needs it

    text, scored = " ".join(folded), []
    begins = Matches((Term((folded[0][:2] if folded else "",), prefix=True),))
    for name in asked.collections:
        conditions = (begins,) if snapshot.counts()[name] > _MOST_COMPARED else ()
        for entry in _read(snapshot, name, conditions, _MOST_COMPARED):
            score = max(fuzz.ratio(text, " ".join(words(one))) for one in entry.names)
            if score >= _LEAST_ALIKE:
                scored.append((-score, entry.ref, entry))
    return [entry for _, _, entry in sorted(scored)[:_MOST_SHOWN]]


def _read(snapshot: Snapshot, collection: str, conditions: tuple[Condition, ...], most: int) -> Iterator[Entry]:
    for stored in snapshot.find(Find(COLLECTIONS[collection], conditions), most).records:
        record: JsonRecord = json.loads(stored)
        yield Entry(f"{collection}/{record['id']}", (record["name"], *record["aliases"]))
