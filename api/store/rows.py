"""From a dataset to rows, the same for every engine."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import Any, NamedTuple

from api.store.meaning import ANY_FIELD, MARK, joined_pair, marked, pair_name
from api.store.tables import SUPERSEDES
from api.store.words import OWN, searched
from schemas.edtf_date import Span, begins
from schemas.getters import Getter, getter, row_getter
from schemas.quantity import Quantity
from schemas.records import SUPERSEDING, Article, Claim, RegistryEntry
from schemas.registry import BY_KIND, FACTS, QUERYABLE
from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.items import Content, Item

BATCH = 500  # rows that are handed on together
SPACING = 2**16  # positions from one article to the next: room for articles to grow, and for new ones between them
FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"
Value = str | int | float | bool | None
Sides = tuple[str, str, str, str]
Names = dict[str, tuple[str, ...]]  # of a registry entry: its name and aliases, by its ref
Texts = tuple[tuple[str, ...], tuple[str, ...], str]


class Rows(NamedTuple):
    """A record's row, its links (field, target), and the spans of its time where it has several.

    texts  those of its title, the others (with the names of the entries it refers to), and the article's language;
           the writing process folds them into words
    """

    collection: str
    record: tuple[Any, ...]
    links: list[tuple[str, str]]
    spans: list[tuple[Value, ...]]
    texts: Texts

    @property
    def hash(self) -> bytes | None:
        """Half of the sha256 of its JSON, which is enough to tell its states apart; None for a flat row."""
        return None if self.collection == FACTS.name else sha256(self.record[2].encode()).digest()[:16]

    @property
    def position(self) -> int:
        position: int = self.record[0]
        return position

    @property
    def ref(self) -> str:
        return f"{self.collection}/{self.record[1]}"


class PartRow(NamedTuple):
    """A part of the dataset: an article, or (`article` is empty) the registry. `base` is the position before its first
    record in each collection, `source` the digest of its bytes in the seeds, `content` that of its lines in an
    export."""

    article: str
    base: int
    source: bytes
    content: bytes


class Loaded(NamedTuple):
    """The result of a pass over seeds, apart from the rows. `redirects` are merged refs and their heirs."""

    version: str
    counts: dict[str, int]
    redirects: list[tuple[str, str]]


UNKNOWN = Loaded("", {}, [])


class Batch(NamedTuple):
    """Some hundred rows, of whole parts. The last has the result of the pass, the others UNKNOWN."""

    parts: list[PartRow]
    rows: list[Rows]
    result: Loaded = UNKNOWN

    @property
    def is_last(self) -> bool:
        return self.result.version != ""


def loaded(dataset: Dataset) -> Loaded:
    """The result of a pass that is over."""
    return Loaded(dataset.version, dataset.counts, [(one.ref, one.heir) for one in dataset.redirects])


def batches(dataset: Dataset) -> Iterator[Batch]:
    names: Names = {}
    batch, base = Batch([], []), 0
    for content in dataset.contents():
        names = names if content.article else names_of(content)
        batch.parts.append(PartRow(content.article, base, content.source, content.digest))
        batch.rows.extend(part_rows(content, base, names))
        base += room(content)
        if len(batch.rows) >= BATCH:
            yield batch
            batch = Batch([], [])
    yield batch._replace(result=loaded(dataset))


def names_of(registry: Content) -> Names:
    """The names and aliases of the entries, by ref."""
    return {
        f"{item.collection.name}/{item.key}": (item.record.name, *item.record.aliases)
        for item in registry.items
        if isinstance(item.record, RegistryEntry)
    }


def room(content: Content) -> int:
    """The number of positions from a part's base to the next one's: at least twice what it takes. Positions of the
    registry are in collections of their own."""
    most = max(Counter(item.collection.name for item in content.items).values(), default=0) if content.article else 0
    return SPACING * (1 + 2 * most // SPACING)


def part_rows(content: Content, base: int, names: Names) -> Iterator[Rows]:
    """The rows of a part: a function of its content and of the names of the registry's entries."""
    positions: Counter[str] = Counter()
    texts: dict[int, Texts] = {}  # by the searched record, which a fact's flat row shares with it
    article = content.items[0].record if content.items else None
    language = article.language if isinstance(article, Article) else OWN
    for item in content.items:
        positions[item.collection.name] += 1
        position = base + positions[item.collection.name]
        sides = list(dict.fromkeys(map(_sides, item.times))) if item.collection.time else []
        spans: list[tuple[Value, ...]] = []
        if len(sides) > 1:
            spans += ((position, number, *one) for number, one in enumerate(sides))
        if (searched_record := id(item.source)) not in texts:
            texts[searched_record] = (*_texts(item, names), language)
        yield Rows(item.collection.name, _record(item, position, sides), _links(item), spans, texts[searched_record])


def _record(item: Item, position: int, sides: list[Sides]) -> tuple[Any, ...]:
    collection = item.collection
    edtf = (field.path[0] for field in collection.by_time)
    intervals: list[Value] = [begins(given) if (given := getattr(item.record, name)) else None for name in edtf]
    if collection.quantity:
        intervals += _quantity(item.quantity)
    if collection.time:
        intervals += _time(item.times, sides)
    return (position, item.key, item.json, *_columns_getter(collection.name)(item.record), *item.computed, *intervals)


def _quantity(quantity: Quantity | None) -> tuple[Value, ...]:
    if quantity is None:
        return (None,) * 6
    nothing = (None, None)
    return (*(quantity.own or nothing), *(quantity.base or nothing), quantity.dimension, quantity.bounded)


def _time(times: tuple[Span, ...], sides: list[Sides]) -> tuple[Value, ...]:
    """The first beginning and the last end of all spans, whether all ends are known, and whether there are several."""
    if not sides:
        return (None,) * 6
    first, last, begins, finishes = zip(*sides, strict=True)
    closed = all(span.bounded for span in times)
    return (min(first), max(last), min(begins), max(finishes), closed, len(sides) > 1)


def _sides(span: Span) -> Sides:
    """The first and last day and instant of a span; open ends are the minimum or maximum. A day ends with its last
    millisecond."""
    first, last = span.earliest or FIRST_DAY, span.latest or LAST_DAY
    return (
        first,
        last,
        f"{span.starts[:-1]}.000Z" if span.starts else f"{first}T00:00:00.000Z",
        f"{span.ends[:-1]}.000Z" if span.ends else f"{last}T23:59:59.999Z",
    )


@cache
def _columns_getter(collection: str) -> Callable[[Any], Sequence[Value]]:
    made = QUERYABLE[collection]
    return row_getter(field.path for field in made.columns if field not in made.computed)


def _links(item: Item) -> list[tuple[str, str]]:
    """Each once. Keys of a dict, filled one by one, take two thirds of the time of lists that are joined."""
    given = vars(item.record)
    found: dict[tuple[str, str], None] = dict.fromkeys([(ANY_FIELD, ref) for _, ref in item.refs])
    for name, first, get in _many_getters(item.collection.name):
        if given[first]:
            for value in get(item.record):
                found[name, value] = None
    if item.collection.pairs:
        found |= dict.fromkeys(_pairs(item))
    for name in marked(item.collection):
        if given[name] not in (None, ()):
            found[MARK, name] = None
    if isinstance(item.record, Claim):
        found |= {(SUPERSEDES, one.to): None for one in item.record.relations if one.type in SUPERSEDING}
    return list(found)


def _pairs(item: Item) -> Iterator[tuple[str, str]]:
    """The links of values that stand together in one list: who verified a claim, and with what outcome."""
    for one, two in item.collection.pairs:
        for value in vars(item.record)[one.path[0]]:
            yield pair_name(one, two), joined_pair(getattr(value, one.path[1]), getattr(value, two.path[1]))


@cache
def _many_getters(collection: str) -> list[tuple[str, str, Getter]]:
    """The multi-valued fields, and those whose parameter covers others too: a name in the links, the field in a record,
    and what reads its values."""
    made = QUERYABLE[collection]
    many = [(field.name, field) for field in made.fields if field.many and field.filters]
    wider = [field for field in made.fields if field.asked.also]
    many += [(field.name, made.field(one)) for field in wider for one in (field.name, *field.asked.also)]
    return [(name, field.path[0], getter(field.path, field.joined)) for name, field in many]


def _texts(item: Item, names: Mapping[str, Iterable[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    title, others = searched(BY_KIND[item.source.kind], item.source)
    others += [name for _, ref in item.refs for name in names.get(ref, ())]
    return tuple(title), tuple(others)
