"""From a dataset to rows: what every engine stores, made once for all of them."""

import json
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from api.store.words import searched
from schemas.dataset import Dataset, Item
from schemas.faults import OutOfOrder
from schemas.getters import Getter, getter, row_getter
from schemas.registry import KINDS, QUERYABLE

Progress = Callable[[int], None]


class Rows(NamedTuple):
    """A record's row, its links (field, target, position), and its title and other words."""

    collection: str
    record: tuple[Any, ...]
    links: list[tuple[str, str, int]]
    words: tuple[int, str, str]


class Sink(Protocol):
    """Where an engine puts rows; nothing is seen by readers before `finish`."""

    def add(self, rows: Rows) -> None:
        """Take a record's rows."""
        ...

    def finish(self, dataset: Dataset, meta: dict[str, str]) -> None:
        """Make the dataset the current one."""
        ...

    def abandon(self) -> None:
        """Drop everything taken."""
        ...


def build(path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress = lambda _: None) -> Dataset:
    """Load seeds into a new snapshot, whole or not at all. SeedError with every fault."""
    try:
        return _filled(Dataset(path), open_sink, source, progress)
    except OutOfOrder:
        return _filled(Dataset(path, sort=True), open_sink, source, progress)


def _filled(dataset: Dataset, open_sink: Callable[[], Sink], source: str, progress: Progress) -> Dataset:
    sink = open_sink()
    try:
        for n, rows in enumerate(_rows(dataset)):
            sink.add(rows)
            if n % 1000 == 0:
                progress(n)
        sink.finish(dataset, _meta(dataset, source))
    except BaseException:
        sink.abandon()
        raise
    return dataset


def _meta(dataset: Dataset, source: str) -> dict[str, str]:
    return {
        "version": dataset.version,
        "counts": json.dumps(dataset.counts),
        "source": source,
        "loaded": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


def _rows(dataset: Dataset) -> Iterator[Rows]:
    positions: dict[str, int] = {}
    for item in dataset:
        position = positions[item.collection.name] = positions.get(item.collection.name, 0) + 1
        yield Rows(item.collection.name, _record(item, position), _links(item, position), _words(item, position))


def _record(item: Item, position: int) -> tuple[Any, ...]:
    collection = item.collection
    intervals: list[Any] = []
    if collection.quantity:
        intervals += item.reach or (None, None)
    if collection.time:
        intervals += item.span or (None, None)
    return (position, item.key, item.json, *_columns_getter(collection.name)(item.record), *intervals)


@cache
def _columns_getter(collection: str) -> Callable[[Any], Sequence[Any]]:
    return row_getter(field.path for field in QUERYABLE[collection].columns)


def _links(item: Item, position: int) -> list[tuple[str, str, int]]:
    found = dict.fromkeys(("", ref) for _, ref in item.refs)
    for name, get in _many_getters(item.collection.name):
        if values := get(item.record):
            found.update(dict.fromkeys((name, str(value)) for value in values))
    return [(name, target, position) for name, target in found]


@cache
def _many_getters(collection: str) -> list[tuple[str, Getter]]:
    fields = QUERYABLE[collection].fields
    return [(field.name, getter(field.path, field.joined)) for field in fields if field.many and field.filters]


def _words(item: Item, position: int) -> tuple[int, str, str]:
    return (position, *searched(KINDS[item.source.kind], item.source))
