"""Load the same articles into our store and, the rows as our API exports them, with sqlite-utils, in turns.

    python -m benchmarks.load 1000
    python -m benchmarks.load 200 --rounds 5 --folder /tmp/loads

Each load is a command, and includes its start. CPU is that of all its processes. Needs .tools/bench (`make bench`).
"""

import argparse
import contextlib
import json
import shutil
import sqlite3
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.generator import records
from benchmarks.machine import TOOLS, ours, timed
from schemas.registry import QUERYABLE


class Seconds(NamedTuple):
    """What a load took."""

    wall: float
    cpu: float


def written(articles: int, path: Path) -> Path:
    """The file of so many generated articles."""
    with path.open("w", encoding="utf-8") as out:
        out.writelines(
            json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records(articles)
        )
    return path


def load(source: Path, folder: Path) -> Seconds:
    """Build our store from an NDJSON file."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", str(source)]
    return Seconds(*timed(command, **ours(folder, 0)[1]))


def loads(source: Path, work: Path, rounds: int) -> tuple[int, list[tuple[Seconds, Seconds]]]:
    """The rows stored, and in each round what ours and sqlite-utils took."""
    load(source, work / "once")
    files, rows = _rows(work / "once", work)
    script = [str(TOOLS / "venv/bin/python"), "benchmarks/peers/sqlite_utils_load.py", str(work / "peer.db")]
    found = []
    for _ in range(rounds):
        shutil.rmtree(work / "ours", ignore_errors=True)
        (work / "peer.db").unlink(missing_ok=True)
        found.append((load(source, work / "ours"), Seconds(*timed([*script, *map(str, files)]))))
    return rows, found


def _rows(folder: Path, work: Path) -> tuple[list[Path], int]:
    """All rows of a loaded store, a file a collection, as `/v1/{collection}.ndjson` has them, and their number."""
    files, number = [], 0
    with contextlib.closing(sqlite3.connect(folder / "current.sqlite")) as connection:
        for name in QUERYABLE:
            files.append(work / f"{name}.ndjson")
            with files[-1].open("w", encoding="utf-8") as out:
                for (record,) in connection.execute(f"SELECT record FROM {name} ORDER BY position"):
                    out.write(record + "\n")
                    number += 1
    return files, number


def main() -> None:
    """Print a line a round, and the medians."""
    parser = argparse.ArgumentParser(description="Loading, beside sqlite-utils.")
    parser.add_argument("articles", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        work = Path(name)
        rows, found = loads(written(given.articles, work / "all.ndjson"), work, given.rounds)
        sizes = [(work / "ours/current.sqlite").stat().st_size, (work / "peer.db").stat().st_size]
    for mine, theirs in found:
        _print("a round", mine, theirs)
    _print("medians", *(Seconds(*map(median, zip(*each, strict=True))) for each in zip(*found, strict=True)))
    print(f"{rows:,} rows; {sizes[0] / 1e6:,.0f} MB and {sizes[1] / 1e6:,.0f} MB")


def _print(name: str, mine: Seconds, theirs: Seconds) -> None:
    taken = f"{mine.wall:6.1f} s {mine.cpu:6.1f} s CPU, sqlite-utils {theirs.wall:6.1f} s {theirs.cpu:6.1f} s CPU"
    print(f"{name}: {taken}; {theirs.wall / mine.wall:.2f} by the clock, {theirs.cpu / mine.cpu:.2f} by processor time")


if __name__ == "__main__":
    main()
