"""CSV: every leaf of a record is a column, read back by the standard library."""

import csv
import io
import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.formats.csv_table import write, write_rows
from api.formats.format import View
from schemas.registry import QUERYABLE
from tests.formats.hostile import TEXTS
from tests.serving import Server

MEASURE = "microsoft-staff-asked-to-leave-china"
DECIMAL = {
    "/v1/figures.{}": {"value", "min", "max"},
    "/v1/facts.{}?kind=figure&fields=value,value_min,value_max,paragraph,start": {"value", "value_min", "value_max"},
    "/v1/locations.{}": {"latitude", "longitude"},
    "/v1/figures/counts.{}?by=value": {"value"},
    f"/v1/measures/{MEASURE}/comparison.{{}}": {"value_min", "value_max"},
    "/v1/articles/counts.{}?by=reading_time_minutes": set(),
}


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


def _cell(leaves: list[Any], many: bool) -> str:
    if not many:
        (leaf,) = leaves
        return _text(leaf)
    return ";".join(_text(leaf).replace(";", "\\;") for leaf in leaves)


def _text(leaf: Any) -> str:
    return "" if leaf is None else json.dumps(leaf) if isinstance(leaf, bool) else str(leaf)


@pytest.mark.parametrize("name", QUERYABLE)
@pytest.mark.parametrize("dataset", ["client", "hostile"])
def test_a_table_says_all_that_the_records_say(name: str, dataset: str, request: pytest.FixtureRequest) -> None:
    """Each leaf is in the column of its path, several values joined by ';'; there is no other column."""
    served: FlaskClient = request.getfixturevalue(dataset)
    rows = _rows(served.get(f"/v1/{name}.csv").text)
    records = served.get(f"/v1/{name}?limit=1000").get_json()["items"]
    lists = {"_".join(field.path) for field in QUERYABLE[name].fields if field.many and not field.joined}
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        leaves = _leaves(record)
        assert {key: _cell(values, key in lists) for key, values in leaves.items() if key in row} == {
            key: cell for key, cell in row.items() if key in leaves
        }
        assert all(cell == "" for key, cell in row.items() if key not in leaves)
        assert all(values == [None] for key, values in leaves.items() if key not in row)


@pytest.mark.parametrize("name", QUERYABLE)
def test_a_record_with_an_escape_is_the_same_row(client: FlaskClient, name: str) -> None:
    """However the text of a record is escaped in its JSON, its cells are the same."""
    records = client.get(f"/v1/{name}.ndjson").data.splitlines()
    escaped = [re.sub(rb'(?<="kind":")(.)', lambda found: b"\\u%04x" % ord(found[1]), one, count=1) for one in records]
    shown = View(QUERYABLE[name], f"/v1/{name}", lambda _: {})
    assert all(b"\\u00" in one for one in escaped)
    assert b"".join(write(escaped, shown)) == b"".join(write(records, shown))


def test_one_record_is_a_table_of_one_row(server: Server) -> None:
    """`/v1/companies/microsoft.csv` has the nested ticker in columns of its own."""
    (row,) = _rows(server.get("/v1/companies/microsoft.csv").text)
    assert (row["ticker_mic"], row["ticker_symbol"], row["aliases"]) == ("XNAS", "MSFT", "Microsoft Corporation;MSFT")


def test_text_is_quoted_and_numbers_are_not(server: Server) -> None:
    """A reader that goes by the quotes, as csv.QUOTE_NONNUMERIC does, gets numbers as numbers and all else as text."""
    lines = io.StringIO(server.get("/v1/facts.csv").text, newline="")
    header, *rows = csv.reader(lines, quoting=csv.QUOTE_NONNUMERIC)
    records = [json.loads(line) for line in server.get("/v1/facts.ndjson").text.splitlines()]
    for row, record in zip(rows, records, strict=True):
        for name, cell in zip(header, row, strict=True):
            number = isinstance(record[name], int | float) and not isinstance(record[name], bool)
            assert isinstance(cell, float) == number, (name, cell)


@pytest.mark.parametrize(("path", "names"), DECIMAL.items())
def test_a_column_that_can_hold_fractions_has_a_point_in_every_number(
    server: Server, path: str, names: set[str]
) -> None:
    """Also where all are whole: programs type a column by its first rows, and round or refuse the fractions that follow
    (DuckDB reads 0.5 in a column of integers as 1, polars stops). Counted columns have integers."""
    rows = [json.loads(line) for line in server.get(path.format("ndjson")).text.splitlines()]
    numbers = {(name, type(value)) for row in rows for name, value in row.items() if type(value) in (int, float)}
    table = _rows(server.get(path.format("csv")).text)
    cells = {(name, "." in row[name]) for row in table for name in dict(numbers) if row[name]}
    assert {name for name, kind in numbers if kind is float} == names
    assert cells == {(name, kind is float) for name, kind in numbers}


def test_a_chosen_column_reads_as_in_the_whole_table(hostile: FlaskClient) -> None:
    """Which columns are chosen, and whether formulas are neutralised, changes no other cell."""
    whole = _rows(hostile.get("/v1/facts.csv").text)
    chosen = _rows(hostile.get("/v1/facts.csv?fields=label,value").text)
    marked = _rows(hostile.get("/v1/facts.csv?bom=1&fields=label,value").data.decode("utf-8-sig"))
    assert chosen == [{name: row[name] for name in ("ref", "label", "value")} for row in whole]
    assert [row["label"].lstrip("'") for row in marked] == [row["label"].lstrip("'") for row in whole]
    assert any("\\" in row["label"] for row in whole)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "＋", "－", "＠"])
def test_no_cell_runs_in_a_spreadsheet(start: str) -> None:
    """Each sign that begins a formula is made plain text: at the start of a cell, of a value in a list, and after any
    ';', where a spreadsheet that splits at it sees a cell of its own."""
    row = [f"{start}A1", ["plain", f"{start}A1"], f"plain;{start}A1", ["a;b"], -7, -0.5, None, True]
    names = [f"column-{number}" for number in range(len(row))]
    (guarded,) = csv.reader(
        io.StringIO(write_rows(names, [row], True).decode("utf-8-sig").split("\r\n", 1)[1], newline="")
    )
    (plain,) = csv.reader(io.StringIO(write_rows(names, [row], False).decode().split("\r\n", 1)[1], newline=""))
    assert guarded == [
        f"'{start}A1", f"plain;'{start}A1", f"plain;'{start}A1", "a\\;b", "-7", "-0.5", "", "true",
    ]  # fmt: skip
    assert plain == [f"{start}A1", f"plain;{start}A1", f"plain;{start}A1", "a\\;b", "-7", "-0.5", "", "true"]


def test_spreadsheets_get_no_formula(hostile: FlaskClient) -> None:
    """With bom=1 a cell that would run has an apostrophe before it; without, it is unchanged."""
    plain, guarded = (hostile.get(f"/v1/locations.csv{query}").data for query in ("", "?bom=1"))
    assert TEXTS[3] in {row["name"] for row in _rows(plain.decode())}
    assert f"'{TEXTS[3]}" in {row["name"] for row in _rows(guarded.decode("utf-8-sig"))}
    assert (plain[:3], guarded[:3]) == (b'"id', b"\xef\xbb\xbf")
