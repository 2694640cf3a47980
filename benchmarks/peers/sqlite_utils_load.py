"""Load NDJSON files with sqlite-utils, a table a file, searchable; nothing is validated or indexed.

python sqlite_utils_load.py DATABASE FILE.ndjson ...
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlite_utils

WORDS = ("label", "headline", "name", "aliases", "statement", "text", "evidence")


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a file."""
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


database = sqlite_utils.Database(sys.argv[1])
for path in map(Path, sys.argv[2:]):
    table = database.table(path.stem)
    table.insert_all(lines(path), pk="ref" if path.stem == "facts" else "id", batch_size=2000)
    if not table.exists():  # the file is empty
        continue
    table.enable_fts([column for column in WORDS if column in table.columns_dict])
