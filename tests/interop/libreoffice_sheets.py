"""LibreOffice with its defaults reads and writes XLSX: text that looks like a date, number, truth value or nothing
stays text, days are days, numbers are numbers. `.csv?bom=1` keeps its text too with the import options UTF-8 and
"format quoted field as text"; without them headless LibreOffice uses another character set."""

import csv
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from asking import body, items, same

if not shutil.which("soffice"):
    raise SystemExit("soffice is missing: install libreoffice-calc")
COLLECTIONS = ("facts", "companies", "parties", "locations", "articles")
DIALOG = "--infilter=CSV:44,34,76,1,,0,true"  # comma, quote, UTF-8, from line 1, any column, English, quoted is text
OFFICE, TABLE = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table"))


def convert(folder: Path, source: str, suffix: str, *options: str) -> None:
    """Let LibreOffice convert all files of one folder into another."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    files = sorted((folder / source).iterdir())
    command = ["soffice", profile, "--headless", *options, "--convert-to", suffix]
    subprocess.run([*command, "--outdir", folder / f"{source}-{suffix}", *files], check=True, capture_output=True)


def cells(file: Path) -> Iterator[dict[str, tuple[str, str]]]:
    """The rows of the first sheet: by column the type and value of each cell that is not empty."""
    with zipfile.ZipFile(file) as archive:
        sheet = next(ElementTree.fromstring(archive.read("content.xml")).iter(f"{TABLE}table"))
    header: list[str] = []
    for row in sheet.iter(f"{TABLE}table-row"):
        held = [cell for one in row for cell in [one] * int(one.get(f"{TABLE}number-columns-repeated", 1))]
        if not header:
            header = ["".join(cell.itertext()) for cell in held]
        elif held[0].get(f"{OFFICE}value-type"):
            pairs = zip(header, held, strict=False)
            yield {name: _content(cell) for name, cell in pairs if cell.get(f"{OFFICE}value-type")}


def _content(cell: ElementTree.Element) -> tuple[str, str]:
    kind = cell.get(f"{OFFICE}value-type", "")
    return kind, cell.get(f"{OFFICE}{'value' if kind == 'float' else f'{kind}-value'}") or "".join(cell.itertext())


def expected(record: dict[str, object], days: bool) -> dict[str, tuple[str, str]]:
    """The plain values of a record as cells, without truth values, for which there is no type. In CSV days are
    quoted, so they are text there."""
    found = {}
    for name, value in record.items():
        if isinstance(value, str):
            found[name] = ("date" if days and name in ("earliest", "latest") else "string", value)
        elif value is not None and type(value) in (int, float):
            found[name] = ("float", f"{value:g}")
    return found


with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    for suffix, query in (("xlsx", ""), ("csv", "?bom=1")):
        (folder / suffix).mkdir()
        for one in COLLECTIONS:
            (folder / suffix / f"{one}.{suffix}").write_bytes(body(f"/v1/{one}.{suffix}{query}"))
    convert(folder, "xlsx", "ods")
    convert(folder, "csv", "ods", DIALOG)
    convert(folder, "xlsx-ods", "csv")
    records = {one: items(one) for one in COLLECTIONS}
    for one, shown in records.items():
        for source in ("xlsx", "csv"):
            found = list(cells(folder / f"{source}-ods" / f"{one}.ods"))
            same(f"rows of {one} from {source}", len(found), len(shown))
            for row, record in zip(found, shown, strict=True):
                wanted = expected(record, days=source == "xlsx")
                same(f"{one} from {source}", {column: row.get(column) for column in wanted}, wanted)
        with (folder / "xlsx-ods-csv" / f"{one}.csv").open(encoding="utf-8") as lines:
            back = [row["label"] for row in csv.DictReader(lines)]
        same(f"labels of {one}, given back", back, [record["label"] for record in shown])
version = subprocess.run(["soffice", "--version"], stdout=subprocess.PIPE, text=True).stdout.split()[1]
print(f"LibreOffice {version}: {sum(map(len, records.values()))} records from XLSX and CSV, with the types they have")
