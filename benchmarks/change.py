"""What a change costs: a full load, then loads of one change each, on SQLite or on an empty PostgreSQL database.

    python -m benchmarks.change 1000
    python -m benchmarks.change 10000 --folder /tmp/change
    python -m benchmarks.change 10000 --database postgresql+psycopg://postgres@localhost/change

Each load is `facts load` as a command; the time includes its start, and ends when new readers see the dataset. CPU is
that of all its processes, without the database's own.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.generator import records

Edit = Callable[[Iterator[str], str], Iterator[str]]


class Cost(NamedTuple):
    """Seconds of a load, and what it said about itself."""

    wall: float
    cpu: float
    report: str


def _edited(lines: Iterator[str], article: str) -> Iterator[str]:
    """One figure's label is another."""
    for line in lines:
        yield line.replace('"label":"', '"label":"Edited ', 1) if f'"id":"{article}.figure-3"' in line else line


def _removed(lines: Iterator[str], article: str) -> Iterator[str]:
    for line in lines:
        if f'"id":"{article}' not in line:
            yield line


def _renamed(lines: Iterator[str], article: str) -> Iterator[str]:  # noqa: ARG001
    """A place has another name; some hundred articles refer to it, of a thousand."""
    for line in lines:
        yield line.replace('"name":"', '"name":"Upper ', 1) if '"id":"place-7"' in line else line


def _load(seeds: Path, folder: Path, database: str) -> Cost:
    environment = os.environ | {"ARTICLE_FACTS_FOLDER": str(folder), "ARTICLE_FACTS_DATABASE_URL": database}
    if not database:
        environment.pop("ARTICLE_FACTS_DATABASE_URL")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", str(seeds)]
    before, began = os.times(), time.monotonic()
    done = subprocess.run(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    wall, after = time.monotonic() - began, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, used, next(line for line in done.stderr.splitlines() if line.startswith("Loaded")))


def _changed(seeds: Path, edit: Edit, article: str) -> Path:
    """A copy of the seeds with one change."""
    target = seeds.with_name(f"{edit.__name__.strip('_')}.ndjson")
    with seeds.open() as lines, target.open("w") as file:
        file.writelines(edit(iter(lines), article))
    return target


def main() -> None:
    """Print a row a load, with its share of the full load's time."""
    parser = argparse.ArgumentParser(description="What a change costs.")
    parser.add_argument("articles", type=int)
    parser.add_argument("--folder", type=Path, help="where to work (default: a temporary folder)")
    parser.add_argument("--database", default="", help="URL of an empty PostgreSQL database (default: SQLite)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        work = Path(name)
        seeds, article = work / "all.ndjson", f"piece-{given.articles // 2:07}"
        with seeds.open("w") as file:
            file.writelines(json.dumps(one, separators=(",", ":")) + "\n" for one in records(given.articles))
        load = partial(_load, folder=work / "var", database=given.database)
        full = load(seeds)
        _print("everything", full, full)
        _print("nothing", load(seeds), full)
        for edit in (_edited, _removed, _renamed):
            seeds = _changed(seeds, edit, article)
            _print(edit.__name__.strip("_"), load(seeds), full)
        if not given.database:
            size = sum(path.stat().st_size for path in (work / "var").glob("dataset-*.sqlite")) / 2e6
            print(f"a snapshot: {size:,.0f} MB")


def _print(name: str, cost: Cost, full: Cost) -> None:
    shares = f"1/{full.wall / cost.wall:.1f} of the time, 1/{full.cpu / cost.cpu:.1f} of the processor time"
    print(f"{name:10} {cost.wall:8.1f} s {cost.cpu:8.1f} s CPU  {shares}  {cost.report}", flush=True)


if __name__ == "__main__":
    main()
