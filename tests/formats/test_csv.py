"""CSV: every leaf of a record is a column, read back by the standard library."""

import csv
import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from schemas.registry import QUERYABLE
from tests.formats.hostile import TEXTS
from tests.serving import Server


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def _leaves(value: Any, name: str = "") -> dict[str, list[Any]]:
    """A record's leaves by the names that nesting with `_` gives; what several nodes share is one list."""
    if isinstance(value, dict):
        parts = [_leaves(item, f"{name}_{key}" if name else key) for key, item in value.items()]
    elif isinstance(value, list):
        parts = [_leaves(item, name) for item in value]
    else:
        return {name: [value]}
    found: dict[str, list[Any]] = {}
    for part in parts:
        for key, leaves in part.items():
            found.setdefault(key, []).extend(leaves)
    return found


def _cell(leaves: list[Any]) -> str:
    texts = ["" if leaf is None else json.dumps(leaf) if isinstance(leaf, bool) else str(leaf) for leaf in leaves]
    return ";".join(texts)


@pytest.mark.parametrize("name", QUERYABLE)
@pytest.mark.parametrize("dataset", ["client", "hostile"])
def test_a_table_says_all_that_the_records_say(name: str, dataset: str, request: pytest.FixtureRequest) -> None:
    """Each leaf stands in the column of its path, several values joined by ';'; no column stays unexplained."""
    served: FlaskClient = request.getfixturevalue(dataset)
    rows = _rows(served.get(f"/v1/{name}.csv").text)
    records = served.get(f"/v1/{name}?limit=1000").get_json()["items"]
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        leaves = _leaves(record)
        assert {key: _cell(values) for key, values in leaves.items() if key in row} == {
            key: cell for key, cell in row.items() if key in leaves
        }
        assert all(cell == "" for key, cell in row.items() if key not in leaves)
        assert all(values == [None] for key, values in leaves.items() if key not in row)


def test_one_record_is_a_table_of_one_row(server: Server) -> None:
    """`/v1/companies/microsoft.csv` has the nested ticker in columns of its own."""
    (row,) = _rows(server.get("/v1/companies/microsoft.csv").text)
    assert (row["ticker_mic"], row["ticker_symbol"], row["aliases"]) == ("XNAS", "MSFT", "Microsoft Corporation;MSFT")


def test_spreadsheets_get_no_formula(hostile: FlaskClient) -> None:
    """With bom=1 a cell that would run has an apostrophe before it; without, it is as it is."""
    plain, guarded = (hostile.get(f"/v1/locations.csv{query}").data for query in ("", "?bom=1"))
    assert TEXTS[3] in {row["name"] for row in _rows(plain.decode())}
    assert f"'{TEXTS[3]}" in {row["name"] for row in _rows(guarded.decode("utf-8-sig"))}
    assert (plain[:3], guarded[:3]) == (b"id,", b"\xef\xbb\xbf")
