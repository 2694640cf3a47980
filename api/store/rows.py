"""From a dataset to rows: what every engine stores, made once for all of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from api.store.history import State
from api.store.presence import MARK, marked
from api.store.stems import OWN
from api.store.words import searched
from schemas.edtf_date import Span, hull
from schemas.getters import Getter, getter, row_getter
from schemas.registry import BY_KIND, COLLECTIONS, FACTS, QUERYABLE
from schemas.seedfiles.dataset import Dataset, Item

_BATCH = 500
_FIRST_DAY, _LAST_DAY = "0001-01-01", "9999-12-31"
_NOWHERE = (None, None, None)
Value = str | int | float | bool | None


class Rows(NamedTuple):
    """A record's row, its links (field, target, position), its texts and, for one that has a ref, its state.

    The texts are the record's position, those of its title, the others (with the names of the entries it refers to),
    and the language of its article.

    The words of the texts are for the sink to fold: the process that writes has the time.
    """

    collection: str
    record: tuple[Value, ...]
    links: list[tuple[str, str, int]]
    texts: tuple[int, list[str], list[str], str]
    state: State | None


class Loaded(NamedTuple):
    """What a pass over seeds found, beside the rows. `redirects` are merged-away refs and their heirs."""

    version: str
    counts: dict[str, int]
    redirects: list[tuple[str, str]]


def loaded(dataset: Dataset) -> Loaded:
    """What a dataset says of itself after its pass."""
    return Loaded(dataset.version, dataset.counts, [(one.ref, one.heir) for one in dataset.redirects])


def batches(dataset: Dataset) -> Iterator[list[Rows]]:
    """All rows, some hundred at a time, as they go from one process to another."""
    rows = _rows(dataset)
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _rows(dataset: Dataset) -> Iterator[Rows]:
    positions: dict[str, int] = {}
    names: dict[str, tuple[str, ...]] = {}
    language = OWN
    for item in dataset:
        if item.collection.scope == "registry":
            names[f"{item.collection.name}/{item.key}"] = (item.record.name, *item.record.aliases)
        elif item.collection is COLLECTIONS["articles"]:
            language = item.record.language
        position = positions[item.collection.name] = positions.get(item.collection.name, 0) + 1
        yield Rows(
            item.collection.name,
            _record(item, position),
            _links(item, position),
            _texts(item, position, names, language),
            None if item.collection is FACTS else State.of(f"{item.collection.name}/{item.key}", item.json),
        )


def _record(item: Item, position: int) -> tuple[Value, ...]:
    collection = item.collection
    intervals: list[Value] = []
    if collection.quantity:
        own = item.quantity and item.quantity.own
        intervals += (*own, item.quantity.bounded) if own and item.quantity else _NOWHERE
    if collection.time:
        intervals += _days(item.times)
    return (position, item.key, item.json, *_columns_getter(collection.name)(item.record), *item.computed, *intervals)


def _days(times: tuple[Span, ...]) -> tuple[str | None, str | None, bool | None]:
    """First and last day of a record's time, and whether both are known; an open end is written as the first or last
    day there is."""
    covered = hull(times)
    return (covered.earliest or _FIRST_DAY, covered.latest or _LAST_DAY, covered.bounded) if times else _NOWHERE


@cache
def _columns_getter(collection: str) -> Callable[[Any], Sequence[Value]]:
    made = QUERYABLE[collection]
    return row_getter(field.path for field in made.columns if field not in made.computed)


def _links(item: Item, position: int) -> list[tuple[str, str, int]]:
    found = dict.fromkeys(("", ref) for _, ref in item.refs)
    for name, get in _many_getters(item.collection.name):
        if values := get(item.record):
            found.update(dict.fromkeys((name, str(value)) for value in values))
    given = (name for name in marked(item.collection) if getattr(item.record, name) not in (None, ()))
    found.update(dict.fromkeys((MARK, name) for name in given))
    return [(name, target, position) for name, target in found]


@cache
def _many_getters(collection: str) -> list[tuple[str, Getter]]:
    fields = QUERYABLE[collection].fields
    return [(field.name, getter(field.path, field.joined)) for field in fields if field.many and field.filters]


def _texts(
    item: Item, position: int, names: Mapping[str, Iterable[str]], language: str
) -> tuple[int, list[str], list[str], str]:
    title, others = searched(BY_KIND[item.source.kind], item.source)
    others += [name for _, ref in item.refs for name in names.get(ref, ())]
    return (position, title, others, language)
