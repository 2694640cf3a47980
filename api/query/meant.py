"""What a caller means: the registry entry of a name, and similar words for a search without results."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from threading import Lock
from typing import NamedTuple

from cachetools import LRUCache, cached
from marshmallow import ValidationError

from api.query.parameters import SHOWN
from api.query.values import EntryName
from api.store import Snapshot, Timeout
from api.store.plan import Condition, Equals, Find, Matches, Term
from api.store.words import terms, words
from schemas.registry import COLLECTIONS, FACTS, QUERYABLE, Collection
from schemas.values import REGISTRY, Json, JsonRecord

_MOST_SHOWN = 5  # entries that an error lists
_MOST_SAME = 20  # entries of one name that are read in a collection
_MOST_COMPARED = 1000  # entries of a collection that a misspelt name is compared with
_LEAST_ALIKE_NAMES, _LEAST_ALIKE_WORDS = 60, 70  # of 100
_LONGEST_NAME = 200
_MOST_WORDS = 5  # words of a question that are looked up
_MOST_READ = 200  # records that are searched for a word
_MOST_KEPT = 256  # lists of words that begin alike
_SHORTEST = 3  # letters: shorter words are like too many


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
    near = _nearest_entries(snapshot, asked, folded)
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


def _nearest_entries(snapshot: Snapshot, asked: EntryName, folded: list[str]) -> list[Entry]:
    """The entries with the most similar names, best first; of large collections those with a word that begins alike."""
    from rapidfuzz import fuzz  # only an error needs it

    text, scored = " ".join(folded), []
    begins = Matches((Term((folded[0][:2] if folded else "",), prefix=True),))
    for name in asked.collections:
        conditions = (begins,) if snapshot.counts()[name] > _MOST_COMPARED else ()
        for entry in _read(snapshot, name, conditions, _MOST_COMPARED):
            score = max(fuzz.ratio(text, " ".join(words(one))) for one in entry.names)
            if score >= _LEAST_ALIKE_NAMES:
                scored.append((-score, entry.ref, entry))
    return [entry for _, _, entry in sorted(scored)[:_MOST_SHOWN]]


def _read(snapshot: Snapshot, collection: str, conditions: tuple[Condition, ...], most: int) -> Iterator[Entry]:
    for stored in snapshot.find(Find(COLLECTIONS[collection], conditions), most).records:
        record: JsonRecord = json.loads(stored)
        yield Entry(f"{collection}/{record['id']}", (record["name"], *record["aliases"]))


def did_you_mean(snapshot: Snapshot, find: Find, text: str) -> str | None:
    """The text of a search without results, its unknown words replaced by similar ones; None if that finds nothing
    either, or takes longer than the request may."""
    try:
        return _meant(snapshot, find, text)
    except Timeout:
        return None


def _meant(snapshot: Snapshot, find: Find, text: str) -> str | None:
    if '"' in text or "*" in text:
        return None
    asked = text.split()
    looked_up = dict.fromkeys(asked[:_MOST_WORDS])
    asking = {word: Matches(terms(word, snapshot.languages())) for word in looked_up}
    unknown = [word for word, one in asking.items() if not snapshot.find(Find(find.collection, (one,)), 1).records]
    near = {word: _nearest_word(snapshot, find.collection, word) for word in unknown}
    if not near or None in near.values():
        return None
    meant = " ".join(near.get(word) or word for word in asked)
    searched = Matches(terms(meant, snapshot.languages()))
    conditions = tuple(searched if isinstance(one, Matches) else one for one in find.conditions)
    return meant if snapshot.find(replace(find, conditions=conditions), 1).records else None


def _nearest_word(snapshot: Snapshot, collection: Collection, word: str) -> str | None:
    from rapidfuzz import fuzz, process  # only a search that finds nothing needs it

    folded = "".join(words(word))
    for length in (2, 1):
        candidates = [one for one in _vocabulary(snapshot, collection, folded[:length]) if one != folded]
        best = process.extractOne(folded, candidates, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE_WORDS)
        if best:
            return str(best[0])
    return None


@cached(LRUCache(_MOST_KEPT), lambda snapshot, *key: (snapshot.version, *key), Lock())  # hundreds of records are parsed
def _vocabulary(snapshot: Snapshot, collection: Collection, beginning: str) -> list[str]:
    """Words with this beginning, from the collection and from the registry's names."""
    begins, found = Matches((Term((beginning,), prefix=True),)), set[str]()
    for name in dict.fromkeys((collection.name, *REGISTRY)) if beginning else ():
        for stored in snapshot.find(Find(QUERYABLE[name], (begins,)), _MOST_READ).records:
            texts = (words(text) for text in _texts(json.loads(stored)))
            found |= {one for some in texts for one in some if len(one) >= _SHORTEST and one[0] == beginning[0]}
    return sorted(found)


def _texts(value: Json, searched: bool = False) -> Iterator[str]:
    if isinstance(value, dict):
        for name, held in value.items():
            yield from _texts(held, name in _searched_names())
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one, searched)
    elif searched and isinstance(value, str):
        yield value


@cache
def _searched_names() -> frozenset[str]:
    """The names of the searched fields; a flat row has its record's label and a phrase."""
    fields = (field for collection in COLLECTIONS.values() for field in collection.fields if field.searched)
    rows = {"label", "text"} & {field.name for field in FACTS.fields}
    return frozenset(field.path[-1] for field in fields) | rows
