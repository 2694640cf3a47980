"""Conditions as SQL, in two forms: a set of positions, or a test of one record."""

from collections.abc import Iterator
from typing import NamedTuple, Protocol, assert_never

from sqlalchemy import ColumnElement, Dialect, FromClause, exists, literal_column, select

from api.store import plan
from api.store.comparisons import among, bound_times, comparisons
from api.store.meaning import ANY_FIELD, Linked, Named, Searched, Tested, bound_name, means, named, repeats
from api.store.presence import presence
from api.store.segments import Values
from api.store.tables import Expression, Query, Tables
from schemas.registry import Collection


class Source(NamedTuple):
    """The positions that meet a condition: tables, WHERE clauses, and the column of positions."""

    tables: FromClause
    where: tuple[ColumnElement[bool], ...]
    position: ColumnElement[int]

    def positions(self) -> Query:
        """The positions as a subquery, answered from indexes alone."""
        return select(self.position.label("position")).select_from(self.tables).where(*self.where)


class Engine(Protocol):
    """What differs between engines: full text search, and how to bypass an index."""

    dialect: Dialect

    def matching(self, tables: Tables, name: str) -> Source:
        """The positions of records that match the question bound as `name`, in order."""
        ...

    def question(self, terms: tuple[plan.Term, ...], tier: int | None) -> str:
        """The full-text query: all terms in a title (tier 0), not all in a title (tier 1), or either (None)."""
        ...

    def unindexed(self, value: Expression) -> Expression:
        """The same value, written so that no index is used for it."""
        ...

    def stored(self, record: Expression) -> Expression:
        """A stored record, as bytes where the engine can return them without conversion."""
        ...

    def lines(self, record: Expression) -> Expression:
        """The records of an ordered subquery in one text, one a line; `stored` in the same way."""
        ...


class Conditions:
    """Builds SQL for conditions on one set of tables."""

    def __init__(self, engine: Engine, tables: dict[str, Tables]) -> None:
        self._engine, self._tables = engine, tables

    def source(self, collection: Collection, one: Named, records: FromClause) -> Source:
        """The positions that meet a condition; `records` is the alias of the records table."""
        tables = self._tables[collection.name]
        match means(collection, one.condition):
            case Searched():
                return self._engine.matching(tables, one.name)
            case Linked(negated=False) as linked:
                links = tables.links.alias(one.name)
                return Source(links, _rows(links, linked, one.name), links.c.position)
            case Linked() as linked:
                return Source(records, (~self._linked(tables, linked, one.name, records),), records.c.position)
            case Tested():
                tests = comparisons(collection, one, records, tables.spans)
                return Source(records, tuple(tests), records.c.position)

    def positions(self, find: plan.Find) -> Query:
        """The positions that meet all conditions: those of the first that are in the sets of the others."""
        collection, found = find.collection, named(find)
        records = self._tables[collection.name].records.alias("members")
        if not found:
            return select(records.c.position)
        source = self.source(collection, found[0], records)
        others = (self._in_set(collection, one, source.position) for one in found[1:])
        chosen = source.positions().where(*others)
        return chosen.distinct() if repeats(collection, found[0].condition) else chosen

    def _in_set(self, collection: Collection, one: Named, position: ColumnElement[int]) -> ColumnElement[bool]:
        records = self._tables[collection.name].records.alias(f"{one.name}_set")
        return self._engine.unindexed(position).in_(self.source(collection, one, records).positions())

    def fulfils(self, collection: Collection, one: Named) -> Iterator[ColumnElement[bool]]:
        """Tests a record that is already selected: by its own row or links; a search is tested as a set."""
        tables = self._tables[collection.name]
        match means(collection, one.condition):
            case Searched():
                yield self._in_set(collection, one, tables.records.c.position)
            case Linked() as linked:
                found = self._linked(tables, linked, one.name, tables.records)
                yield ~found if linked.negated else found
            case Tested():
                yield from comparisons(collection, one, tables.records, tables.spans, self._engine.unindexed)

    def _linked(self, tables: Tables, linked: Linked, name: str, records: FromClause) -> ColumnElement[bool]:
        """Whether a record has such a link."""
        links = tables.links.alias(name)
        return exists().where(*_rows(links, linked, name), links.c.position == records.c.position)

    def values(self, find: plan.Find, tier: int | None) -> Values:
        """The bound values of a question's conditions."""
        bound: Values = {}
        for n, condition in enumerate(find.conditions):
            name = bound_name(n)
            match condition:
                case plan.RefersTo(values) | plan.Equals(_, values) | plan.Differs(_, values):
                    bound |= {f"{name}_{m}": value for m, value in enumerate(values)}
                case plan.Matches(terms):
                    bound[name] = self._engine.question(terms, tier)
                case plan.Reaches(low, high):
                    sides = {f"{name}_low": low, f"{name}_high": high}
                    bound |= {side: value for side, value in sides.items() if value is not None}
                case plan.During(first, last):
                    bound |= bound_times(first, last, name)
                case plan.OfDimension(dimension):
                    bound[f"{name}_0"] = dimension
                case plan.Given(field) | plan.Lacking(field):
                    bound |= {f"{name}_0": field} if presence(find.collection, field).kind == "mark" else {}
                case _:
                    assert_never(condition)
        return bound


def _rows(links: FromClause, linked: Linked, name: str) -> tuple[ColumnElement[bool], ...]:
    field = links.c.field == constant(linked.field)
    if linked.targets is None:  # the second condition lets SQLite use the partial index, which goes by position
        return field, links.c.field != constant(ANY_FIELD)
    return field, among(links.c.target, linked.targets, name)


def constant(text: str) -> ColumnElement[str]:
    """A field's name as a literal, so that the planner sees it."""
    return literal_column(f"'{text}'")
