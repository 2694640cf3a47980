"""Views for programs that speak SQL: `article_facts.facts, figures, claims ...`, always of the current dataset.

A single-valued field is a column of its type; lists and nested values are jsonb.
"""

from collections.abc import Callable, Iterator
from typing import Any

from api.store.tables import column
from schemas.registry import QUERYABLE, Collection, Field

FOLDER = "article_facts"
_TYPES = {"text": "text", "number": "double precision", "boolean": "boolean"}
_COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s ORDER BY ordinal_position"  # noqa: E501
Run = Callable[..., list[tuple[Any, ...]]]


def renew(run: Run, dataset: str) -> None:
    """Point the views to a dataset. Objects that depend on them survive as long as their columns do."""
    for collection in QUERYABLE.values():
        columns = dict(_columns(collection))
        view = f"{FOLDER}.{collection.name}"
        held = [row[0] for row in run(_COLUMNS, (FOLDER, collection.name))]
        if held and held != list(columns):
            run(f"DROP VIEW {view}")
        chosen = ", ".join(f'{source} AS "{name}"' for name, source in columns.items())
        run(f"CREATE OR REPLACE VIEW {view} AS SELECT {chosen} FROM {dataset}.{collection.name}")


def _columns(collection: Collection) -> Iterator[tuple[str, str]]:
    """A view's columns and the expression of each."""
    fields = {field.name: field for field in collection.fields if field.path == (field.name,)}
    for name in collection.model.model_fields:
        yield name, _source(collection, name, fields.get(name))
    yield "position", "position"


def _source(collection: Collection, name: str, field: Field | None) -> str:
    if name == collection.key:
        return "key"
    if field is None or (field.many and not field.joined):
        return f"record::jsonb -> '{name}'"
    if field.column:
        return column(field)
    return f"(record::jsonb ->> '{name}')::{'text' if field.joined else _TYPES[field.primitive]}"
