"""Writes rows into the tables of one dataset, for full loads and for changes alike."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Dialect, Executable

from api.store.history import compiled
from api.store.rows import Rows
from api.store.statements import Statements


class Writer(ABC):
    """The tables of a dataset, on a connection. Engines differ in how a statement is run and in how words are kept."""

    def __init__(self, dialect: Dialect, statements: Statements) -> None:
        self.dialect, self.statements = dialect, statements

    @abstractmethod
    def run(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement, if it returns any."""

    @abstractmethod
    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put whole rows into a table."""

    @abstractmethod
    def delete(self, table: str, keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Take the rows with these values of the keys out of a table."""

    @abstractmethod
    def put_words(self, collection: str, batch: list[Rows]) -> None:
        """Make records searchable."""

    @abstractmethod
    def take_words(self, collection: str, batch: list[Rows]) -> None:
        """Undo `put_words`."""

    def read(self, statements: Sequence[str], values: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
        """The rows of each of these statements, which write nothing."""
        return [self.run(statement, values) for statement in statements]

    def do(self, statement: Executable, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self.run(compiled(statement, self.dialect), values)

    def put_in(self, collection: str, batch: list[Rows]) -> None:
        """Records, with what belongs to them."""
        self.insert(collection, [rows.record for rows in batch])
        self.insert(f"{collection}_links", _links(batch))
        self.insert(f"{collection}_spans", [span for rows in batch for span in rows.spans])
        self.put_words(collection, batch)

    def take_out(self, collection: str, batch: list[Rows]) -> None:
        """Undo `put_in`."""
        positions = [(rows.position,) for rows in batch]
        self.delete(collection, ["position"], positions)
        self.delete(f"{collection}_links", ["field", "target", "position"], _links(batch))
        self.delete(f"{collection}_spans", ["position"], positions)
        self.take_words(collection, batch)


def _links(batch: list[Rows]) -> list[tuple[str, str, int]]:
    return [(*link, position) for rows in batch for position in (rows.position,) for link in rows.links]
