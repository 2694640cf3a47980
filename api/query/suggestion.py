"""Suggestions for searches without results: unknown words are replaced by similar ones from the dataset."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from threading import Lock

from cachetools import LRUCache, cached

from api.query.question import Question
from api.store import Snapshot, Timeout
from api.store.plan import Find, Matches, Term
from api.store.words import terms, words
from schemas.registry import COLLECTIONS, FACTS, QUERYABLE, Collection
from schemas.values import REGISTRY, Json

_MOST_WORDS = 5  # words of a question that are looked up
_MOST_READ = 200  # records that are searched for a word
_MOST_KEPT = 256  # lists of words that begin alike
_LEAST_ALIKE = 70  # of 100
_SHORTEST = 3  # letters: shorter words are like too many


def did_you_mean(snapshot: Snapshot, question: Question) -> str | None:
    """The text of a search without results, its unknown words replaced by similar ones; None if that finds nothing
    either, or takes longer than the request may."""
    try:
        return _meant(snapshot, question.find, question.searched or "")
    except Timeout:
        return None


def _meant(snapshot: Snapshot, find: Find, text: str) -> str | None:
    if '"' in text or "*" in text:
        return None
    asked = text.split()
    looked_up = dict.fromkeys(asked[:_MOST_WORDS])
    asking = {word: Matches(terms(word, snapshot.languages())) for word in looked_up}
    unknown = [word for word, one in asking.items() if not snapshot.find(Find(find.collection, (one,)), 1).records]
    near = {word: _nearest(snapshot, find.collection, word) for word in unknown}
    if not near or None in near.values():
        return None
    meant = " ".join(near.get(word) or word for word in asked)
    searched = Matches(terms(meant, snapshot.languages()))
    conditions = tuple(searched if isinstance(one, Matches) else one for one in find.conditions)
    return meant if snapshot.find(replace(find, conditions=conditions), 1).records else None


def _nearest(snapshot: Snapshot, collection: Collection, word: str) -> str | None:
    from rapidfuzz import fuzz, process  # only a search that finds nothing needs it

    folded = "".join(words(word))
    for length in (2, 1):
        candidates = [one for one in _vocabulary(snapshot, collection, folded[:length]) if one != folded]
        best = process.extractOne(folded, candidates, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
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
