"""XLSX (ECMA-376): records on the first sheet, a description of them on the second, in a zip sent as it grows."""

import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import partial
from io import RawIOBase
from typing import Any
from xml.sax.saxutils import escape

from typing_extensions import Buffer

from api.formats.format import BINARY, Format, View, batches
from api.formats.table import Cell, Column, columns_of, row_reader, text

_MOST_ROWS = 2**20 - 1  # of a sheet, beside its header
_LONGEST = 32_767  # characters of a cell
_FIRST_DAY = date(1900, 3, 1)  # before it, spreadsheets count days differently; there a day is text
_DAY_ZERO = date(1899, 12, 30).toordinal()
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # spreadsheets read `_x0041_` as `A`
_DAY, _INSTANT, _BOLD = 1, 2, 3  # styles, by their place in _STYLES

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet2.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/worksheet" Target="worksheets/sheet2.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
        '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets><sheet name="{{}}" sheetId="1" r:id="rId1"/>'
    '<sheet name="about" sheetId="2" r:id="rId2"/></sheets></workbook>'
)
_SHEET = f'{_XML}<worksheet xmlns="{_MAIN}">'
_FROZEN = (
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
    'state="frozen"/></sheetView></sheetViews>'
)


class _Outbox(RawIOBase):
    """A write-only file without seeking, whose content is removed as it is written."""

    def __init__(self) -> None:
        self._chunks: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, chunk: Buffer) -> int:
        self._chunks.append(bytes(chunk))
        return len(self._chunks[-1])

    def take(self) -> bytes:
        """What was written since the last call."""
        taken = b"".join(self._chunks)
        self._chunks.clear()
        return taken


def write(records: Iterable[bytes], view: View) -> Iterator[bytes]:
    outbox, shown, count, cut = _Outbox(), columns_of(view), 0, False
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _PARTS.items():
            book.writestr(_entry(name), _XML + content)
        book.writestr(_entry("xl/workbook.xml"), _WORKBOOK.format(_name(view)))
        header = _texts_row(1, [column.name for column in shown], bold=len(shown))
        with book.open(_entry("xl/worksheets/sheet1.xml"), "w") as sheet:
            sheet.write(f"{_SHEET}{_FROZEN}<sheetData>{header}".encode())
            read, written = row_reader(shown), _row_writer(shown)
            for lines in batches(records):
                rows = read(lines)
                if cut := count + len(rows) > _MOST_ROWS:
                    rows = rows[: _MOST_ROWS - count]
                sheet.write("".join(map(written, rows, itertools.count(count + 2))).encode())
                count += len(rows)
                yield outbox.take()
                if cut:
                    break
            sheet.write(b"</sheetData></worksheet>")
        book.writestr(_entry("xl/worksheets/sheet2.xml"), _about(view, count, cut))
    yield outbox.take()


def _entry(name: str) -> zipfile.ZipInfo:
    """A file in the zip. Its date is constant, so that equal records give equal bytes."""
    made = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def _texts_row(number: int, texts: Sequence[Cell], bold: int) -> str:
    """A row of texts, the first of them in bold. Every cell has its reference: gnumeric drops cells without one."""
    cells = (
        _text_cell(one, f' r="{_letters(place)}{number}"', _BOLD if place < bold else 0)
        for place, one in enumerate(texts)
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _row_writer(shown: Sequence[Column]) -> Callable[[Sequence[Cell], int], str]:
    """A function that writes the row of a number; null cells are left out."""
    cells = [(f' r="{_letters(place)}', _writer(column)) for place, column in enumerate(shown)]

    def written(row: Sequence[Cell], number: int) -> str:
        parts = [
            write(value, f'{letters}{number}"')
            for (letters, write), value in zip(cells, row, strict=True)
            if value is not None and value != []
        ]
        return f'<row r="{number}">{"".join(parts)}</row>'

    return written


def _writer(column: Column) -> Callable[[Any, str], str]:
    if column.many:
        return lambda value, at: _text_cell(text(value), at)
    match column.kind:
        case "integer" | "number":
            return lambda value, at: f"<c{at}><v>{value!r}</v></c>"
        case "boolean":
            return lambda value, at: f'<c{at} t="b"><v>{value:d}</v></c>'
        case "date" | "instant":
            return partial(_time_cell, style=_DAY if column.kind == "date" else _INSTANT)
        case "text":
            return _text_cell


def _text_cell(value: Cell, at: str = "", style: int = 0) -> str:
    written = text(value)
    shown = written if len(written) <= _LONGEST else written[: _LONGEST - 1] + "…"
    plain = escape(_ESCAPE.sub("_x005F_", shown))
    styled = f' s="{style}"' if style else ""
    return f'<c{at}{styled} t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


def _time_cell(value: str, at: str, style: int) -> str:
    moment = datetime.fromisoformat(value)
    if moment.date() < _FIRST_DAY:
        return _text_cell(value, at)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    days = moment.toordinal() - _DAY_ZERO + (seconds / 86_400 if style == _INSTANT else 0)
    return f'<c{at} s="{style}"><v>{days!r}</v></c>'


def _letters(place: int) -> str:
    """`A` for 0, `Z` for 25, `AA` for 26."""
    above, rest = divmod(place, 26)
    return (_letters(above - 1) if above else "") + chr(ord("A") + rest)


def _name(view: View) -> str:
    """The name of the first sheet: the collection's, or the end of the path for rows that are not records."""
    return view.path.rstrip("/").rpartition("/")[2].partition(".")[0] if view.by else view.collection.name


def _about(view: View, count: int, cut: bool) -> str:
    """The second sheet: what the first one holds, and how to read it."""
    facts: dict[str, Cell] = {
        "dataset": "Article Facts",
        "sheet": _name(view),
        "rows" if view.by else "records": count,
        "records not shown": "The sheet is full; ask for fewer records." if cut else None,
        "from": view.url,
        "dataset version": view.version,
        "a record is": None if view.by else " ".join((view.collection.model.__doc__ or "").split()),
        "several values in one cell": r"separated by ; (one within a value is written \;)",
        "instants": "in UTC",
        "fields": None if view.by else f"/v1/schemas/{view.collection.kind}",
    }
    given = ((name, value) for name, value in facts.items() if value is not None)
    rows = (_texts_row(number, pair, bold=1) for number, pair in enumerate(given, 1))
    wide = '<cols><col min="1" max="1" width="28"/><col min="2" max="2" width="90"/></cols>'
    return f"{_SHEET}{wide}<sheetData>{''.join(rows)}</sheetData></worksheet>"


FORMAT = Format("xlsx", f"{_TYPE}.sheet", "XLSX", "A spreadsheet", write, default=None, schema=BINARY, compressed=True)
