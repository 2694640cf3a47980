"""Parquet and XLSX: the columns of the CSV with their types, read back by arro3 and openpyxl."""

import csv
import io
import itertools
import re
import subprocess
import sys
import threading
import zipfile
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest
from arro3.io import read_parquet
from flask.testing import FlaskClient
from openpyxl.utils.escape import unescape

from api.formats.format import View
from api.formats.parquet import write as write_parquet
from api.formats.xlsx import FORMAT as XLSX
from api.formats.xlsx import write as write_xlsx
from schemas.registry import QUERYABLE
from tests.serving import ARTICLE, ROOT, Server


def _parquet(content: bytes) -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Columns with their types, and rows."""
    table = read_parquet(io.BytesIO(content)).read_all()
    types = {field.name: str(field.type).strip().removeprefix("arro3.core.DataType") for field in table.schema}
    cells = [[value.as_py() for value in table.column(name)] for name in types]
    return types, [dict(zip(types, row, strict=True)) for row in zip(*cells, strict=True)]


@pytest.mark.parametrize("number", [1, 2])
def test_every_cell_says_where_it_stands(client: FlaskClient, number: int) -> None:
    """In both sheets, the headers too: programs that count cells themselves are not the only ones."""
    with zipfile.ZipFile(io.BytesIO(client.get("/v1/figures.xlsx").data)) as book:
        sheet = book.read(f"xl/worksheets/sheet{number}.xml").decode()
    rows = re.findall(r"<row([^>]*)>(.*?)</row>", sheet)
    assert [attributes for attributes, _ in rows] == [f' r="{place}"' for place in range(1, len(rows) + 1)]
    for place, (_, cells) in enumerate(rows, 1):
        found = re.findall(r"<c( [^>]*)>", cells)
        assert found
        assert all(re.match(rf' r="[A-Z]+{place}"', attributes) for attributes in found)


def test_parquet_is_packed_as_readers_in_browsers_can_unpack(client: FlaskClient) -> None:
    """Not by Zstandard, whose frames begin with four bytes of their own: hyparquet has no codec for it at hand."""
    content = client.get("/v1/facts.parquet").data
    assert b"\x28\xb5\x2f\xfd" not in content
    assert len(content) < len(client.get("/v1/facts.ndjson").data) / 2


def _sheets(content: bytes) -> tuple[list[tuple[Any, ...]], dict[str, Any]]:
    """The rows of the first sheet, its header first, and the second as names with values."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    first, about = book.worksheets
    assert about.title == "about"
    return list(first.iter_rows(values_only=True)), dict(about.iter_rows(values_only=True))


def _csv(content: str) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(content, newline=""))
    return list(reader.fieldnames or ()), list(reader)


def _as_csv(value: Any) -> str:
    """A typed value as its CSV cell."""
    if isinstance(value, list):
        return ";".join(_as_csv(one).replace(";", "\\;") for one in value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("name", QUERYABLE)
@pytest.mark.parametrize("dataset", ["client", "hostile"])
def test_parquet_says_what_csv_says(name: str, dataset: str, request: pytest.FixtureRequest) -> None:
    """Same columns, same rows, each value with its type: numbers are numbers, days are days, lists are lists."""
    served: FlaskClient = request.getfixturevalue(dataset)
    types, rows = _parquet(served.get(f"/v1/{name}.parquet").data)
    names, table = _csv(served.get(f"/v1/{name}.csv").text)
    assert list(types) == names
    for row, cells in zip(rows, table, strict=True):
        for column, value in row.items():
            if isinstance(value, float):
                assert value == float(cells[column])
            else:
                assert _as_csv(value) == cells[column], column
    for field in QUERYABLE[name].fields:
        if not field.many:
            fit = ("<Int64", "<Float64") if field.primitive == "number" else ("<Utf8", "<Bool", "<Date32", "<Time")
            assert types["_".join(field.path)].startswith(fit), field.name


@pytest.mark.parametrize("name", QUERYABLE)
@pytest.mark.parametrize("dataset", ["client", "hostile"])
def test_a_workbook_says_what_csv_says(name: str, dataset: str, request: pytest.FixtureRequest) -> None:
    """Same columns and rows; a number is a number, a day a day, and no text became something else."""
    served: FlaskClient = request.getfixturevalue(dataset)
    (header, *rows), about = _sheets(served.get(f"/v1/{name}.xlsx").data)
    names, table = _csv(served.get(f"/v1/{name}.csv").text)
    assert list(header) == names
    days = {"_".join(field.path) for field in QUERYABLE[name].fields if field.name in ("earliest", "latest")}
    for row, cells in zip(rows, table, strict=True):
        for column, value in zip(header, row, strict=True):
            if column in days and value is not None and not isinstance(value, str):
                assert value == datetime.fromisoformat(cells[column])
            elif isinstance(value, int | float) and not isinstance(value, bool):
                assert value == float(cells[column])
            else:
                assert _as_csv(value) == cells[column], column
    assert (about["sheet"], int(about["records"])) == (name, len(table))


def test_days_of_a_workbook_are_days(server: Server) -> None:
    """Calendar programs and formulas can count with them; EDTF, which is no day, stays as it was written."""
    (header, *rows), _ = _sheets(server.get(f"/v1/dates.xlsx?id={ARTICLE}.published").content)
    (cells,) = [dict(zip(header, row, strict=True)) for row in rows]
    assert isinstance(cells["earliest"], datetime)
    assert isinstance(cells["edtf"], str)


def test_filters_selections_and_single_records(server: Server) -> None:
    """Both answer the questions that other formats answer; nothing found is a table without rows."""
    types, rows = _parquet(server.get("/v1/figures.parquet?hedge=range&fields=min,max").content)
    assert (list(types), [row["min"] for row in rows]) == (["id", "min", "max"], [700.0])
    assert _parquet(server.get("/v1/figures.parquet?unit=nothing").content)[1] == []
    (header, *rows), _ = _sheets(server.get("/v1/companies/microsoft.xlsx").content)
    assert dict(zip(header, *rows, strict=True))["ticker_symbol"] == "MSFT"
    (_, *rows), about = _sheets(server.get("/v1/figures.xlsx?unit=nothing").content)
    assert (rows, about["records"]) == ([], "0")


@pytest.mark.parametrize("suffix", ["parquet", "xlsx"])
def test_the_same_records_are_the_same_bytes(server: Server, client: FlaskClient, suffix: str) -> None:
    """No clock and no process leaves a trace, and bytes that are compressed already are not gzipped again."""
    answer = server.get(f"/v1/facts.{suffix}", headers={"Accept-Encoding": "gzip"})
    assert answer.content == client.get(f"/v1/facts.{suffix}").data
    assert "Content-Encoding" not in answer.headers


def test_a_day_before_spreadsheets_count_is_text() -> None:
    """Programs disagree on days before March 1900, so those are not turned into numbers."""
    record = b'{"id":"a.b","earliest":"1900-02-28","latest":"1900-03-01"}'
    view = View(QUERYABLE["dates"], "/v1/dates.xlsx", lambda _: None, fields=("earliest", "latest"))
    (_, row), _ = _sheets(b"".join(write_xlsx([record], view)))
    assert row == ("a.b", "1900-02-28", datetime.combine(date(1900, 3, 1), datetime.min.time()))


def test_text_that_looks_like_an_escape_stays_as_it_is() -> None:
    """`_x0041_` is read as `A` by spreadsheets unless its underscore is written as an escape itself."""
    view = View(QUERYABLE["dates"], "/v1/dates.xlsx", lambda _: None, fields=("label",))
    content = b"".join(write_xlsx([b'{"id":"a.b","label":"_x0041_ <&>  two"}'], view))
    assert unescape(_sheets(content)[0][1][1]) == "_x0041_ <&>  two"


def test_an_error_while_reading_ends_the_file() -> None:
    """What fails in the store is raised to the server as it was, and no file looks whole that is not."""

    def broken() -> Any:
        yield b'{"id":"a.b","label":"x"}'
        raise TimeoutError("too late")

    view = View(QUERYABLE["dates"], "/v1/dates.parquet", lambda _: None, fields=("label",))
    with pytest.raises(TimeoutError, match="too late"):
        list(write_parquet(broken(), view))
    with pytest.raises(TimeoutError, match="too late"):
        list(write_xlsx(broken(), view))


def test_a_reader_that_leaves_ends_the_writer() -> None:
    """Closing the stream ends its thread, which would otherwise wait for ever."""
    view = View(QUERYABLE["dates"], "/v1/dates.parquet", lambda _: None, fields=("label",))
    before = threading.active_count()
    chunks = write_parquet(itertools.repeat(b'{"id":"a.b","label":"x"}'), view)
    next(chunks)
    assert threading.active_count() == before + 1
    chunks.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before


def test_a_worker_loads_arrow_when_it_is_asked_for() -> None:
    """Starting is no slower, and a worker no larger, for a format that few ask for."""
    found = "import sys, wsgi; print(*[name for name in sys.modules if name.startswith('arro3')])"
    done = subprocess.run([sys.executable, "-c", found], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize("query", ["names=1", "names=1&fields=speaker,via,relations", "names=1&modality=denied"])
def test_names_stand_beside_refs_in_typed_tables(client: FlaskClient, query: str) -> None:
    """As in CSV: the same columns, and the same cells."""
    header, rows = _csv(client.get(f"/v1/claims.csv?{query}").text)
    assert {"speaker_name", "via_names"} <= set(header)
    types, parquet = _parquet(client.get(f"/v1/claims.parquet?{query}").data)
    assert list(types) == header
    assert [{name: _as_csv(value) for name, value in row.items()} for row in parquet] == rows
    sheet, _ = _sheets(client.get(f"/v1/claims.xlsx?{query}").data)
    assert list(sheet[0]) == header
    place = header.index("speaker_name")
    assert [row[place] or "" for row in sheet[1:]] == [row["speaker_name"] for row in rows]
    assert client.get("/v1/claims.xlsx").data != client.get("/v1/claims.xlsx?names=1").data


ROWS = {
    "figures/counts.{}?by=value,approximate": {"value": "<Float64>", "approximate": "<Boolean>", "count": "<Int64>"},
    "dates/counts.{}?by=earliest.year": {"earliest.year": "<Utf8>", "count": "<Int64>"},
    "claims/counts.{}?by=about&q=nirvana": {"about": "<Utf8>", "about_name": "<Utf8>", "count": "<Int64>"},
    "measures/microsoft-staff-asked-to-leave-china/comparison.{}": {"value_min": "<Float64>", "verdict": "<Utf8>"},
    f"claims/{ARTICLE}.asked-to-relocate/corroboration.{{}}": {"claim": "<Utf8>", "relation": "<Utf8>"},
    "versions.{}": {"version": "<Utf8>", "added": "<Int64>"},
    "changes.{}?limit=3": {"ref": "<Utf8>", "heir": "<Utf8>"},
}


@pytest.mark.parametrize("path", ROWS)
def test_rows_that_are_no_records_are_typed_tables_too(server: Server, path: str) -> None:
    """Parquet and XLSX have the columns of the CSV, with the types that were declared whatever the rows hold, and the
    rows of the JSON."""
    header, _ = _csv(server.get(f"/v1/{path.format('csv')}").text)
    items = server.get(f"/v1/{path.format('json')}").json()["items"]
    types, rows = _parquet(server.get(f"/v1/{path.format('parquet')}").content)
    assert [*types] == header
    assert ROWS[path].items() <= types.items()
    sheet, _ = _sheets(server.get(f"/v1/{path.format('xlsx')}").content)
    assert [*sheet[0]] == header
    expected = [[_cell(row.get(name)) for name in header] for row in items]
    assert [[_cell(value) for value in row.values()] for row in rows] == expected
    assert [[_cell(value) for value in row] for row in sheet[1:]] == expected


def test_a_sheet_of_rows_has_a_name(client: FlaskClient) -> None:
    """Also where the path ends in a slash: programs refuse a workbook whose sheet has none."""
    found = client.get("/v1/versions/", headers={"Accept": XLSX.mime})
    with zipfile.ZipFile(io.BytesIO(found.data)) as book:
        assert '<sheet name="versions" ' in book.read("xl/workbook.xml").decode()


def _cell(value: Any) -> str:
    """A value as text, numbers with a point whatever their type: XLSX has one type for all."""
    return _as_csv(float(value) if type(value) is int else value)
