"""examples/duckdb_over_parquet.py runs as it stands."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from asking import URL, items, same

program = Path(__file__).parent.parent.parent / "examples" / "duckdb_over_parquet.py"
with tempfile.TemporaryDirectory() as folder:
    command, utf8 = [sys.executable, program, URL], os.environ | {"PYTHONUTF8": "1"}
    output = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True, env=utf8).stdout
labels = [one["label"] for one in items("claims") if one["modality"] in ("denied", "doubted", "feared")]
same("doubted claims that are missing", [label for label in labels if label not in output], [])
print(f"DuckDB over Parquet: {len(labels)} claims that are denied, doubted or feared, and the figures of each measure")
