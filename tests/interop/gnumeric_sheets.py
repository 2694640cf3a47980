"""gnumeric with its defaults reads all rows of both XLSX sheets: text as text, days as days, numbers as numbers."""

import csv
import shutil
import subprocess
import tempfile
from pathlib import Path

from asking import body, items, same

if not shutil.which("ssconvert"):
    raise SystemExit("ssconvert is missing: install gnumeric")
with tempfile.TemporaryDirectory() as name:
    folder = Path(name)
    (folder / "facts.xlsx").write_bytes(body("/v1/facts.xlsx"))
    done = subprocess.run(
        ["ssconvert", "-S", "facts.xlsx", "%s.csv"], cwd=folder, check=True, stderr=subprocess.PIPE, text=True
    )
    same("complaints", [line for line in done.stderr.splitlines() if "CRITICAL" in line or "Invalid" in line], [])
    rows = list(csv.DictReader((folder / "facts.csv").open(encoding="utf-8")))
    about = dict(csv.reader((folder / "about.csv").open(encoding="utf-8")))
expected = items("facts")
same("refs", [row["ref"] for row in rows], [one["ref"] for one in expected])
same("phrases", [row["text"] for row in rows], [one["text"] for one in expected])
same("EDTF", [row["edtf"] for row in rows], [one["edtf"] or "" for one in expected])
# It writes what it holds as a day in a form of its own, and what it holds as text as it is.
same("days", [row["earliest"] for row in rows], [(one["earliest"] or "").replace("-", "/") for one in expected])
numbers = [float(row["value_min"]) if row["value_min"] else None for row in rows]
same("numbers", numbers, [one["value_min"] for one in expected])
same("the second sheet", (about["sheet"], about["records"]), ("facts", str(len(expected))))
output = subprocess.run(["ssconvert", "--version"], stdout=subprocess.PIPE, text=True).stdout
version = output.partition("version '")[2].partition("'")[0]
print(f"gnumeric {version}: {len(rows)} facts from XLSX, with what the sheet says of itself")
