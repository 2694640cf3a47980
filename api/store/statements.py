"""From a plan to SQL. Each shape of a question is compiled once; after that only its values change."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Executable,
    FromClause,
    Table,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal_column,
    null,
    select,
)

from api.store.comparisons import comparisons, held
from api.store.conditions import Conditions, Engine, Source, constant
from api.store.history import history
from api.store.meaning import ANY_FIELD, Named, deciding_field, driver, named, shape
from api.store.plan import RECENT, RELEVANCE, Find, Key, Part
from api.store.segments import Segment, Values, ordered, within
from api.store.tables import TEXT, Expression, Query, Schema, column
from schemas.registry import Collection, Field

Taken = Literal["rows", "positions", "lines"]
"""What a statement takes of records: each with its key, position and the values it is ordered by; the latter alone; or
all of them in one row, one a line, with their number and the greatest position; no row if there are none."""

_MOST_COMPILED = 256  # statements kept; one takes 1 to 40 KB


class Statements:
    """Builds the statements for one set of tables on one engine."""

    def __init__(self, engine: Engine, schema: Schema) -> None:
        self._engine = engine
        self._tables, self._redirects = schema.collections, schema.redirects
        self._versions = history(schema.metadata.schema).versions
        self._conditions = Conditions(engine, schema.collections)
        self._compiled: OrderedDict[Hashable, str] = OrderedDict()
        self._lock = threading.Lock()

    def values(self, find: Find, tier: int | None = None) -> Values:
        """The bound values of a question's conditions."""
        return self._conditions.values(find, tier)

    def walk(self, find: Find, segment: Segment, taken: Taken = "rows") -> str:
        """Records of a segment, read in order and filtered; binds `limit`.

        Fast where an index yields exactly these records, or where many pass the filter.
        """
        return self._once(
            ("walk", *shape(find), segment, taken), lambda: self._take(find, self._walk(find, segment), taken)
        )

    def collect(self, find: Find, segment: Segment, taken: Taken = "rows") -> str:
        """The same records, collected through the filters' indexes, then sorted: fast where few pass the filter."""
        return self._once(
            ("collect", *shape(find), segment, taken),
            lambda: self._take(find, self._collect(find, segment), taken),
        )

    def total(self, find: Find) -> str:
        """The number of matching records."""
        return self._once(("total", *shape(find)), lambda: self._total(find))

    def counted_up_to(self, find: Find) -> str:
        """The number of matching records, or `limit` where there are more; binds that."""
        counted = ("counted up to", *shape(find))
        return self._once(counted, lambda: _number_of(_limited(self._conditions.positions(find))))

    def tally(self, find: Find, parts: tuple[Part, ...]) -> str:
        """The number of matching records by values of fields, largest first; binds `limit` and `skip`."""
        return self._once(("tally", *shape(find), parts), lambda: self._tally(find, parts))

    def groups(self, find: Find, parts: tuple[Part, ...]) -> str:
        """The number of different values, or pairs of them, among matching records."""
        return self._once(("groups", *shape(find), parts), lambda: _number_of(self._grouped(find, parts)[0]))

    def largest_counts(self, collection: Collection) -> str:
        """The largest counts by a part, over all records, as JSON; binds `part`."""
        table = self._tables[collection.name].largest_counts
        return self._once(
            ("largest counts", collection.name),
            lambda: select(table.c.counts).where(table.c.part == bindparam("part")),
        )

    def put_largest_counts(self, collection: Collection) -> str:
        """Keeps the largest counts by a part; binds `part` and `counts`."""
        return self._once(
            ("put largest counts", collection.name), lambda: insert(self._tables[collection.name].largest_counts)
        )

    def fill_value_counts(self, collection: Collection) -> str:
        """Counts the records for each combination of the values of the repeating fields."""
        return self._once(("fill value counts", collection.name), lambda: self._fill_value_counts(collection))

    def by_key(self, collection: Collection) -> str:
        """One record by its key."""
        records = self._tables[collection.name].records
        return self._once(
            ("key", collection.name),
            lambda: select(self._engine.stored(records.c.record)).where(records.c.key == bindparam("key")),
        )

    def reach(self) -> str:
        """Reads no record but reaches each node that holds records, since a range may lie on all of them."""
        records = self._tables["articles"].records
        return self._once("reach", lambda: select(func.count()).where(records.c.position < literal_column("0")))

    def mark(self, find: Find) -> str:
        """A record by its key, as a row of a page in the question's order."""
        return self._once(("mark", find.collection.name, find.keys), lambda: self._mark(find))

    def surfaced(self, collection: Collection) -> str:
        """The time of the load in which a record last came up; binds `key`."""
        return self._once(("surfaced", collection.name), lambda: self._surfaced(collection))

    def heir(self) -> str:
        """The heir of a merged ref."""
        return self._once(
            "heir", lambda: select(self._redirects.c.heir).where(self._redirects.c.ref == bindparam("ref"))
        )

    def redirects(self) -> str:
        """All merged refs and their heirs."""
        return self._once("redirects", lambda: select(self._redirects).order_by(self._redirects.c.ref))

    def _once(self, asked: Hashable, build: Callable[[], Executable]) -> str:
        """The text of a statement, compiled at its first use and kept in an LRU cache."""
        with self._lock:
            if (text := self._compiled.get(asked)) is not None:
                self._compiled.move_to_end(asked)
                return text
        text = str(build().compile(dialect=self._engine.dialect))  # type: ignore[attr-defined]
        with self._lock:
            self._compiled[asked] = text
            if len(self._compiled) > _MOST_COMPILED:
                self._compiled.popitem(last=False)
        return text

    def _row(self, records: Table) -> list[Expression]:
        """What a page needs of a record: its JSON, its key, its position."""
        return [self._engine.stored(records.c.record), records.c.key, records.c.position]

    def _take(self, find: Find, rows: Query, taken: Taken) -> Query:
        records = self._tables[find.collection.name].records
        match taken:
            case "rows":
                return rows
            case "positions":
                return rows.with_only_columns(*[*rows.selected_columns][2:])
            case "lines":
                chosen = rows.with_only_columns(records.c.record, records.c.position).subquery()
                joined = [self._engine.lines(chosen.c.record), func.count(), func.max(chosen.c.position)]
                return select(*joined).having(joined[1] > literal_column("0"))

    def _walk(self, find: Find, segment: Segment) -> Query:
        collection, records = find.collection, self._tables[find.collection.name].records
        first, rest = driver(find, sorting=bool(segment.keys))
        source, keys = self._driven(find, first, records), self._keys(collection, segment.keys)
        tables = source.tables
        if tables is not records:
            tables = tables.join(records, records.c.position == source.position)
        tests = (test for one in rest for test in self._conditions.fulfils(collection, one))
        chosen = select(*self._row(records), *keys).select_from(tables)
        chosen = chosen.where(*source.where, *within(segment, keys, source.position), *tests)
        return _limited(chosen.order_by(*ordered(segment, keys, source.position)))

    def _driven(self, find: Find, first: Named | None, records: FromClause) -> Source:
        if RECENT in find.keys:
            recent = self._recent(find.collection)
            return Source(recent, (), recent.c.position)
        if first is None:
            return Source(records, (), records.c.position)
        return self._conditions.source(find.collection, first, records)

    def _recent(self, collection: Collection) -> Table:
        recent = self._tables[collection.name].recent
        if recent is None:
            raise ValueError(f"{collection.name} cannot be read in the order of their changes")
        return recent

    def _ordered(self, find: Find) -> FromClause:
        """The records, joined with their changes if ordered by these."""
        records = self._tables[find.collection.name].records
        return self._changed(find.collection) if RECENT in find.keys else records

    def _changed(self, collection: Collection) -> FromClause:
        """The records joined with their last changes."""
        records, recent = self._tables[collection.name].records, self._recent(collection)
        return records.join(recent, recent.c.position == records.c.position)

    def _keys(self, collection: Collection, keys: tuple[Key, ...]) -> list[Expression]:
        records = self._tables[collection.name].records
        return [
            self._recent(collection).c.place
            if key == RECENT
            else held(collection, collection.field(key.field), records)
            for key in keys
        ]

    def _collect(self, find: Find, segment: Segment) -> Query:
        records = self._tables[find.collection.name].records
        keys, position = self._keys(find.collection, segment.keys), self._engine.unindexed(records.c.position)
        bare = [self._engine.unindexed(key) for key in keys]
        chosen = select(*self._row(records), *keys).select_from(self._ordered(find))
        chosen = chosen.where(
            records.c.position.in_(self._conditions.positions(find)), *within(segment, bare, position)
        )
        return _limited(chosen.order_by(*ordered(segment, bare, records.c.position)))

    def _mark(self, find: Find) -> Query:
        records = self._tables[find.collection.name].records
        keys = self._keys(find.collection, tuple(key for key in find.keys if key != RELEVANCE))
        row = select(*self._row(records), *keys).select_from(self._ordered(find))
        return row.where(records.c.key == bindparam("key"))

    def _total(self, find: Find) -> Query:
        if are_precounted(find, ()):
            return self._added_up(find, [])
        return _number_of(self._conditions.positions(find))

    def _tally(self, find: Find, parts: tuple[Part, ...]) -> Query:
        """The largest numbers first; ties are in the order of the values, nulls last."""
        counted, values = self._grouped(find, parts)
        *_, number = counted.selected_columns
        ties = (one for value in values for one in (value.is_(None), value))
        return counted.order_by(number.desc(), *ties).limit(bindparam("limit")).offset(bindparam("skip"))

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
        tables: FromClause = records
        values = []
        for n, part in enumerate(parts):
            field = collection.field(part.field)
            if field.many:
                tables, value = self._beside(tables, collection, field, f"by{n}")
            else:
                value = held(collection, field, records)
            values.append(_part_of(value, part.length) if part.length else value)
        counted = select(*values, func.count()).select_from(tables).group_by(*values)
        if named(find):
            counted = counted.where(records.c.position.in_(self._conditions.positions(find)))
        return counted, values

    def _linked(self, collection: Collection, field: Field) -> tuple[Query, list[Expression]]:
        """The values of a multi-valued field of all records, read from the links in order; null for those without."""
        tables = self._tables[collection.name]
        links, number = tables.links, func.count().label("number")
        own = and_(links.c.field == constant(field.name), links.c.field != constant(ANY_FIELD))
        given = select(links.c.target.label("value"), number).where(own).group_by(links.c.target)
        with_values = select(links.c.position).where(own).group_by(links.c.position).subquery()
        every, some = (select(func.count()).select_from(one).scalar_subquery() for one in (tables.records, with_values))
        both = given.union_all(select(cast(null(), TEXT), every - some)).subquery()
        return select(both.c.value, both.c.number).where(both.c.number > literal_column("0")), [both.c.value]

    def _surfaced(self, collection: Collection) -> Query:
        records, recent, versions = self._tables[collection.name].records, self._recent(collection), self._versions
        beside = self._changed(collection).join(versions, versions.c.sequence == -recent.c.place)
        return select(versions.c.loaded).select_from(beside).where(records.c.key == bindparam("key"))

    def _added_up(self, find: Find, values: list[Expression]) -> Query:
        """The number of matching records by these values, summed from `value_counts`."""
        value_counts = self._tables[find.collection.name].value_counts
        conditions = (test for one in named(find) for test in comparisons(find.collection, one, value_counts))
        number = cast(func.coalesce(func.sum(value_counts.c.records), literal_column("0")), BigInteger)
        return select(*values, number).select_from(value_counts).where(*conditions).group_by(*values)

    def _fill_value_counts(self, collection: Collection) -> Executable:
        tables = self._tables[collection.name]
        fields = [column(field) for field in collection.repeating]
        held_in = [tables.records.c[name] for name in fields]
        counted = select(*held_in, func.count()).select_from(tables.records).group_by(*held_in)
        return insert(tables.value_counts).from_select([*fields, "records"], counted)

    def _beside(
        self, tables: FromClause, collection: Collection, field: Field, name: str
    ) -> tuple[FromClause, Expression]:
        """The tables, joined with each value of a multi-valued field; null where a record has none."""
        held_in = self._tables[collection.name]
        links = held_in.links.alias(name)
        own = links.c.position == held_in.records.c.position
        theirs = and_(own, links.c.field == constant(field.name), links.c.field != constant(ANY_FIELD))
        return tables.outerjoin(links, theirs), links.c.target


def _part_of(value: Expression, length: int) -> Expression:
    """As `Part.of`."""
    begin = func.substr(value, literal_column("1"), literal_column(str(length)))
    whole = begin.like(literal_column("'____-__'" if length > 4 else "'____'"))
    return case((and_(begin >= literal_column("'0'"), begin < literal_column("':'"), whole), begin))


def are_precounted(find: Find, parts: tuple[Part, ...]) -> bool:
    """Whether `value_counts` has the answer: all conditions and parts are on whole repeating fields."""
    known: set[str | None] = {field.name for field in find.collection.repeating}
    asked = {deciding_field(find.collection, one.condition) for one in named(find)}
    return asked <= known and all(part.field in known and part.length is None for part in parts)


def _number_of(rows: Query) -> Query:
    return select(func.count()).select_from(rows.subquery())


def _limited(chosen: Query) -> Query:
    return chosen.limit(bindparam("limit")).offset(literal_column("0"))
