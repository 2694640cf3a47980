"""From a plan to SQL. Each shape of a question is compiled once; after that only its values change."""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any, Concatenate, Literal, ParamSpec, TypeVar
from typing import cast as typed

import sqlalchemy as sa
from cachetools import LRUCache, cachedmethod

from api.store.conditions import Conditions, Engine, Source, comparisons, constant, held
from api.store.meaning import ANY_FIELD, Named, deciding_field, driver, named, pair_name, shape
from api.store.plan import RECENT, RELEVANCE, Find, Key, Part, Scalar, countable
from api.store.segments import BoundValues, Segment, ordered, within
from api.store.tables import TEXT, Expression, Query, Schema, begin_column, column, compiled
from schemas.registry import Collection, Field

Taken = Literal["rows", "positions", "lines"]
"""What a statement takes of records: each with its key, position and the values it is ordered by; the latter alone; or
all of them in one row, one a line, with their number and the greatest position; no row if there are none."""

MOST_ROWS = 1001  # of largest counts kept: those of the longest page, and one that shows that more follow
_MOST_COMPILED = 256  # statements kept; one takes 1 to 40 KB
P = ParamSpec("P")
T = TypeVar("T")
_Method = Callable[Concatenate["Statements", P], T]


def _compiled(build: _Method[P, sa.ClauseElement]) -> _Method[P, str]:
    """The text of the statement that a method builds, compiled at its first use and kept in an LRU cache. Of a question
    it may depend on the shape only."""

    def key(_: "Statements", /, *asked: P.args, **named: P.kwargs) -> tuple[object, ...]:
        return build.__name__, *(shape(one) if isinstance(one, Find) else one for one in (*asked, *named.values()))

    @cachedmethod(lambda self: self.texts, key, lambda self: self.lock)
    def text(self: "Statements", /, *asked: P.args, **named: P.kwargs) -> str:
        return compiled(build(self, *asked, **named), self.engine.dialect)

    return text


class Statements:
    """Builds the statements for one set of tables on one engine."""

    def __init__(self, engine: Engine, schema: Schema) -> None:
        self.engine, self.schema = engine, schema
        self._tables = schema.collections
        self._conditions = Conditions(engine, schema.collections)
        self.texts: LRUCache[object, str] = LRUCache(_MOST_COMPILED)
        self.lock = Lock()

    def values(self, find: Find, tier: int | None = None) -> BoundValues:
        """The bound values of a question's conditions."""
        return self._conditions.values(find, tier)

    @_compiled
    def walk(self, find: Find, segment: Segment, taken: Taken = "rows") -> Query:
        """Records of a segment, read in order and filtered; binds `limit`.

        Fast where an index yields exactly these records, or where many pass the filter.
        """
        collection, records = find.collection, self._tables[find.collection.name].records
        first, rest = driver(find, sorting=bool(segment.keys))
        source, keys = self._driven(collection, segment.keys, first, records), self._keys(collection, segment.keys)
        tables = source.tables
        if tables is not records:
            tables = tables.join(records, records.c.position == source.position)
        tests = (test for one in rest for test in self._conditions.fulfils(collection, one))
        chosen = sa.select(*self._row(records), *keys).select_from(tables)
        chosen = chosen.where(*source.where, *within(segment, keys, source.position), *tests)
        return self._take(collection, _limited(chosen.order_by(*ordered(segment, keys, source.position))), taken)

    @_compiled
    def collect(self, find: Find, segment: Segment, taken: Taken = "rows") -> Query:
        """The same records, collected through the filters' indexes, then sorted: fast where few pass the filter."""
        collection, records = find.collection, self._tables[find.collection.name].records
        keys, position = self._keys(collection, segment.keys), self.engine.unindexed(records.c.position)
        bare = [self.engine.unindexed(key) for key in keys]
        chosen = sa.select(*self._row(records), *keys).select_from(self._ordered(collection, segment.keys))
        chosen = chosen.where(
            records.c.position.in_(self._conditions.positions(find)), *within(segment, bare, position)
        )
        return self._take(collection, _limited(chosen.order_by(*ordered(segment, bare, records.c.position))), taken)

    @_compiled
    def total(self, find: Find) -> Query:
        if are_precounted(find, ()):
            return self._added_up(find, [])
        return _number_of(self._conditions.positions(find))

    @_compiled
    def counted_up_to(self, find: Find) -> Query:
        """The number of matching records, or `limit` where there are more; binds that."""
        return _number_of(_limited(self._conditions.positions(find)))

    @_compiled
    def tally(self, find: Find, parts: tuple[Part, ...]) -> Query:
        """The number of matching records by values of fields; binds `limit` and `skip`. The largest numbers come first;
        ties are in the order of the values, nulls last."""
        counted, values = self._grouped(find, parts)
        *_, number = counted.selected_columns
        ties = (one for value in values for one in (value.is_(None), value))
        return counted.order_by(number.desc(), *ties).limit(sa.bindparam("limit")).offset(sa.bindparam("skip"))

    @_compiled
    def groups(self, find: Find, parts: tuple[Part, ...]) -> Query:
        """The number of different values, or pairs of them, among matching records."""
        return _number_of(self._grouped(find, parts)[0])

    @_compiled
    def largest_counts(self, collection: Collection) -> Query:
        """The largest counts by a part, over all records, as JSON; binds `part`."""
        table = self._tables[collection.name].largest_counts
        return sa.select(table.c.counts).where(table.c.part == sa.bindparam("part"))

    @_compiled
    def fill_value_counts(self, collection: Collection) -> sa.ClauseElement:
        """Counts the records for each combination of the values of the repeating fields."""
        tables = self._tables[collection.name]
        fields = [column(field) for field in collection.repeating]
        held_in = [tables.records.c[name] for name in fields]
        counted = sa.select(*held_in, sa.func.count()).select_from(tables.records).group_by(*held_in)
        return sa.insert(tables.value_counts).from_select([*fields, "records"], counted)

    @_compiled
    def by_key(self, collection: Collection) -> Query:
        records = self._tables[collection.name].records
        return sa.select(self.engine.stored(records.c.record)).where(records.c.key == sa.bindparam("key"))

    @_compiled
    def reach(self) -> Query:
        """Reads no record but reaches each node that holds records, since a range may lie on all of them."""
        records = self._tables["articles"].records
        return sa.select(sa.func.count()).where(records.c.position < sa.literal_column("0"))

    @_compiled
    def mark(self, collection: Collection, keys: tuple[Key, ...]) -> Query:
        """A record by its key, as a row of a page in the order of these keys."""
        keys = tuple(key for key in keys if key != RELEVANCE)
        records = self._tables[collection.name].records
        row = sa.select(*self._row(records), *self._keys(collection, keys)).select_from(self._ordered(collection, keys))
        return row.where(records.c.key == sa.bindparam("key"))

    @_compiled
    def surfaced(self, collection: Collection) -> Query:
        """The time of the load in which a record last came up; binds `key`."""
        records, versions = self._tables[collection.name].records, self.schema.versions
        changed = self._changed(collection)
        beside = changed.join(versions, versions.c.sequence == -self.schema.recent[collection.name].c.place)
        return sa.select(versions.c.loaded).select_from(beside).where(records.c.key == sa.bindparam("key"))

    @_compiled
    def heir(self) -> Query:
        redirects = self.schema.redirects
        return sa.select(redirects.c.heir).where(redirects.c.ref == sa.bindparam("ref"))

    @_compiled
    def redirects(self) -> Query:
        return sa.select(self.schema.redirects).order_by(self.schema.redirects.c.ref)

    def _row(self, records: sa.Table) -> list[Expression]:
        """What a page needs of a record: its JSON, its key, its position."""
        return [self.engine.stored(records.c.record), records.c.key, records.c.position]

    def _take(self, collection: Collection, rows: Query, taken: Taken) -> Query:
        records = self._tables[collection.name].records
        match taken:
            case "rows":
                return rows
            case "positions":
                return rows.with_only_columns(*[*rows.selected_columns][2:])
            case "lines":
                chosen = rows.with_only_columns(records.c.record, records.c.position).subquery()
                joined = [self.engine.lines(chosen.c.record), sa.func.count(), sa.func.max(chosen.c.position)]
                return sa.select(*joined).having(joined[1] > sa.literal_column("0"))

    def _driven(
        self, collection: Collection, keys: tuple[Key, ...], first: Named | None, records: sa.FromClause
    ) -> Source:
        if RECENT in keys:
            recent = self.schema.recent[collection.name]
            return Source(recent, (), recent.c.position)
        if first is None:
            return Source(records, (), records.c.position)
        return self._conditions.source(collection, first, records)

    def _ordered(self, collection: Collection, keys: tuple[Key, ...]) -> sa.FromClause:
        """The records, joined with their changes if ordered by these."""
        return self._changed(collection) if RECENT in keys else self._tables[collection.name].records

    def _changed(self, collection: Collection) -> sa.FromClause:
        """The records joined with their last changes."""
        records, recent = self._tables[collection.name].records, self.schema.recent[collection.name]
        return records.join(recent, recent.c.position == records.c.position)

    def _keys(self, collection: Collection, keys: tuple[Key, ...]) -> list[Expression]:
        records = self._tables[collection.name].records
        return [
            self.schema.recent[collection.name].c.place
            if key == RECENT
            else _ordering(collection, collection.field(key.field), records)
            for key in keys
        ]

    def _grouped(self, find: Find, parts: tuple[Part, ...]) -> tuple[Query, list[Expression]]:
        """The values and the number of matching records with them, and the values by themselves."""
        collection = find.collection
        records = self._tables[collection.name].records
        if are_precounted(find, parts):
            fields = [collection.field(part.field) for part in parts]
            values = [held(collection, field, self._tables[collection.name].value_counts) for field in fields]
            return self._added_up(find, values), values
        if len(parts) == 1 and not named(find) and (field := collection.field(parts[0].field)).many:
            return self._linked(collection, field)
        tables: sa.FromClause = records
        values = []
        pair = pair_of(collection, parts)
        if pair:
            tables, value = self._beside(tables, collection, pair_name(*pair), "pair")
            values.append(value)
        for n, part in enumerate(() if pair else parts):
            field = collection.field(part.field)
            if field.many:
                tables, value = self._beside(tables, collection, field.name, f"by{n}")
            else:
                value = held(collection, field, records)
            values.append(_part_of(value, part.length) if part.length else value)
        counted = sa.select(*values, sa.func.count()).select_from(tables).group_by(*values)
        if named(find):
            counted = counted.where(records.c.position.in_(self._conditions.positions(find)))
        return counted, values

    def _linked(self, collection: Collection, field: Field) -> tuple[Query, list[Expression]]:
        """The values of a multi-valued field of all records, read from the links in order; null for those without."""
        tables = self._tables[collection.name]
        links, number = tables.links, sa.func.count().label("number")
        own = sa.and_(links.c.field == constant(field.name), links.c.field != constant(ANY_FIELD))
        given = sa.select(links.c.target.label("value"), number).where(own).group_by(links.c.target)
        with_values = sa.select(links.c.position).where(own).group_by(links.c.position).subquery()
        counts = (sa.select(sa.func.count()).select_from(one) for one in (tables.records, with_values))
        every, some = (count.scalar_subquery() for count in counts)
        both = given.union_all(sa.select(sa.cast(sa.null(), TEXT), every - some)).subquery()
        return sa.select(both.c.value, both.c.number).where(both.c.number > sa.literal_column("0")), [both.c.value]

    def _added_up(self, find: Find, values: list[Expression]) -> Query:
        """The number of matching records by these values, summed from `value_counts`."""
        value_counts = self._tables[find.collection.name].value_counts
        conditions = (test for one in named(find) for test in comparisons(find.collection, one, value_counts))
        number = sa.cast(sa.func.coalesce(sa.func.sum(value_counts.c.records), sa.literal_column("0")), sa.BigInteger)
        return sa.select(*values, number).select_from(value_counts).where(*conditions).group_by(*values)

    def _beside(
        self, tables: sa.FromClause, collection: Collection, linked: str, name: str
    ) -> tuple[sa.FromClause, Expression]:
        """The tables, joined with each value that the links have under a name; null where a record has none."""
        held_in = self._tables[collection.name]
        links = held_in.links.alias(name)
        own = links.c.position == held_in.records.c.position
        theirs = sa.and_(own, links.c.field == constant(linked), links.c.field != constant(ANY_FIELD))
        return tables.outerjoin(links, theirs), links.c.target


def _ordering(collection: Collection, field: Field, records: sa.Table) -> Expression:
    return records.c[begin_column(field)] if field.asked.by_time else held(collection, field, records)


def _part_of(value: Expression, length: int) -> Expression:
    """As `Part.of`."""
    begin = sa.func.substr(value, sa.literal_column("1"), sa.literal_column(str(length)))
    whole = begin.like(sa.literal_column("'____-__'" if length > 4 else "'____'"))
    return sa.case((sa.and_(begin >= sa.literal_column("'0'"), begin < sa.literal_column("':'"), whole), begin))


def pair_of(collection: Collection, parts: Sequence[Part]) -> tuple[Field, Field] | None:
    """The two fields to count by if they are of values in one list: who denied is not paired with what others did."""
    asked = {part.field for part in parts}
    return next(((one, two) for one, two in collection.pairs if {one.name, two.name} == asked), None)


def are_precounted(find: Find, parts: tuple[Part, ...]) -> bool:
    """Whether `value_counts` has the answer: all conditions and parts are on whole repeating fields."""
    known: set[str | None] = {field.name for field in find.collection.repeating}
    asked = {deciding_field(find.collection, one.condition) for one in named(find)}
    return asked <= known and all(part.field in known and part.length is None for part in parts)


def kept_parts(collection: Collection) -> Iterator[Part]:
    """The parts whose largest counts are kept. Excludes the key, which is unique, and what `value_counts` answers."""
    for part in dict.fromkeys(countable(collection).values()):
        if part.field != collection.key and not are_precounted(Find(collection), (part,)):
            yield part


def as_recorded(field: Field, value: Any) -> Scalar | None:
    """A column's value as records write it: a count as an integer, any other number with a point, true and not 1."""
    if value is None or field.primitive == "text":
        return typed("Scalar | None", value)
    if field.primitive == "boolean":
        return bool(value)
    return int(value) if field.is_whole else float(value)


def _number_of(rows: Query) -> Query:
    return sa.select(sa.func.count()).select_from(rows.subquery())


def _limited(chosen: Query) -> Query:
    return chosen.limit(sa.bindparam("limit")).offset(sa.literal_column("0"))
