"""hyparquet reads Parquet by URL in JavaScript, with its own decompressor only. It is installed in the current
folder."""

import json
import shutil
import subprocess
from pathlib import Path

from asking import URL, items, same

shutil.copy(Path(__file__).parent / "browser" / "rows.js", ".")
output = subprocess.run(["node", "rows.js", URL], check=True, stdout=subprocess.PIPE, text=True).stdout
rows, expected = json.loads(output), items("facts")
same("rows", [row["ref"] for row in rows], [one["ref"] for one in expected])
same("numbers", [row["value_min"] for row in rows], [one["value_min"] for one in expected])
same("days", [row["earliest"] and row["earliest"][:10] for row in rows], [one["earliest"] for one in expected])
same("truths", [row["approximate"] for row in rows], [one["approximate"] for one in expected])
version = json.loads(Path("node_modules/hyparquet/package.json").read_text())["version"]
print(f"hyparquet {version}: {len(rows)} facts from Parquet by URL")
