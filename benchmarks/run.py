"""Measure everything and write docs/performance.md: `make bench`, or a part with the options below.

    python -m benchmarks.run --sizes 100 1000 4000 --rounds 3 --seconds 3
    python -m benchmarks.run --smoke

Snapshots are kept in .tools/bench/snapshots and used again while the layout of the store stays the same.
"""

# ruff: noqa: E501 - rows and commands read better on one line

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from api.store.fingerprint import LAYOUT
from benchmarks import report
from benchmarks.bulk import bulk
from benchmarks.latency import growth, tails
from benchmarks.load import load, written
from benchmarks.machine import TOOLS
from benchmarks.throughput import throughput

RESULTS = TOOLS / "results.json"


def main() -> None:
    """Measure, keep the results and write the page; a smoke run only shows that everything runs."""
    given = _arguments()
    if given.smoke:
        given.sizes, given.rounds, given.seconds, given.asked, given.load = [10, 20], 1, 1, 20, 10
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        Path(folder).chmod(0o755)  # nginx's worker is another user where its master is root
        results = _measured(given, Path(folder))
    for row in report.rows(results):
        print(f"{row.work}: {row.measured}; goal {row.goal}: {row.verdict}")
    if not given.smoke:
        RESULTS.write_text(json.dumps(results, indent=2))
        report.write(results)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure this API against what people would use instead.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000, 10_000], help="articles, the largest last")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3, help="of each run of wrk")
    parser.add_argument("--asked", type=int, default=200, help="questions of each latency")
    parser.add_argument("--load", type=int, default=200, help="articles that are loaded for the rate of loading")
    parser.add_argument("--smoke", action="store_true", help="small and short; no page is written")
    return parser.parse_args()


def _measured(given: argparse.Namespace, work: Path) -> dict[str, Any]:
    folders = [_snapshot(size) for size in given.sizes]
    largest = folders[-1]
    for part in ("throughput", "latency", "bulk"):
        (work / part).mkdir()
    source = written(given.load, work / "load.ndjson")
    return {
        "conditions": _conditions(given),
        "sizes": given.sizes,
        "throughput": [one._asdict() for one in throughput(largest, work / "throughput", given.rounds, given.seconds)],
        "growth": [one._asdict() for one in growth(folders, work / "latency", given.rounds, given.asked)],
        "tails": [one._asdict() for one in tails(largest, work / "latency", given.asked)],
        "bulk": bulk(source, largest, work / "bulk", given.rounds)._asdict(),
    }


def _snapshot(articles: int) -> Path:
    """The folder of a loaded snapshot, built if there is none in this program's layout."""
    folder = TOOLS / "snapshots" / f"{articles}-{LAYOUT[:12]}"
    if not (folder / "current.sqlite").exists():
        folder.mkdir(parents=True, exist_ok=True)
        source = written(articles, folder / "articles.ndjson")
        load(source, folder)
        source.unlink()
    return folder


def _conditions(given: argparse.Namespace) -> str:
    command = " ".join(["python -m benchmarks.run", *sys.argv[1:]])
    wrk = subprocess.run(["wrk", "-v"], text=True, capture_output=True, check=False).stdout.split(" Copy")[0]
    busy = os.getloadavg()[0]
    return (
        f"Measured on {time.strftime('%Y-%m-%d', time.gmtime())} by `{command}`: {given.rounds} rounds, {given.seconds} s each, "
        f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}, {wrk.strip()}, "
        f"{given.sizes[-1]:,} articles unless said otherwise; load average at the start {busy:.1f}."
    )


if __name__ == "__main__":
    main()
