"""What streams cost: `python -m benchmarks.streams FOLDER`, a folder with a loaded snapshot.

CSV against NDJSON of the same filtered records, which are streamed and never kept as a file; and NDJSON of all claims
against the sqlite3 shell. In turns; what counts is processor time, which other work on the machine changes little.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.machine import CLIENT_CORE, SERVER_CORE, Running, free, ours, processor_seconds, running, timed

ROUNDS = 7
STREAMS = ("facts", "figures", "dates", "events", "claims", "mentions")
FILTER = "article_not=none"  # all records pass it
_SHELL = "SELECT record FROM claims ORDER BY position"


def main() -> None:
    """Prints two tables."""
    folder = Path(sys.argv[1])
    port = free()
    command, environment = ours(folder, port, ARTICLE_FACTS_FILE_BYTES="0", ARTICLE_FACTS_CACHE_BYTES="0")
    with (
        tempfile.TemporaryDirectory() as place,
        running(command, "/v1/", port, environment, Path(place) / "log") as server,
    ):
        print("| collection | NDJSON, µs a row | CSV, µs a row | rows a second, CSV to NDJSON |\n|---|---|---|---|")
        for name in STREAMS:
            print(_compared(server, name), flush=True)
        print(_to_the_shell(server, folder))


def _compared(server: Running, name: str) -> str:
    paths = [f"/v1/{name}.{suffix}?{FILTER}" for suffix in ("ndjson", "csv")]
    rows = server.get(paths[0]).count(b"\n")
    rounds = [[_spent(server, path) for path in paths] for _ in range(ROUNDS + 1)][1:]
    ndjson, csv = (1e6 * min(times) / rows for times in zip(*rounds, strict=True))
    return f"| {name} | {ndjson:.2f} | {csv:.2f} | {statistics.median(one / two for one, two in rounds):.2f} |"


def _spent(server: Running, path: str) -> float:
    before = processor_seconds(server)
    for _ in range(3):  # the kernel counts in hundredths of a second
        _take(server, path)
    return (processor_seconds(server) - before) / 3


def _take(server: Running, path: str) -> None:
    client = ["taskset", "-c", CLIENT_CORE, "curl", "-sf", "-o", "/dev/null", server.url + path]
    subprocess.run(client, check=True)


def _to_the_shell(server: Running, folder: Path) -> str:
    shell = ["taskset", "-c", SERVER_CORE, "sqlite3", str(folder / "current.sqlite"), _SHELL]
    rounds = []
    for _ in range(ROUNDS):
        over_http = _seconds(lambda: _take(server, "/v1/claims.ndjson"))
        before = processor_seconds(server)
        _take(server, "/v1/claims.ndjson")
        rounds.append((over_http, processor_seconds(server) - before, *timed(shell)))
    clock = statistics.median(shell / http for http, _, shell, _ in rounds)
    spent = statistics.median(shell / http for _, http, _, shell in rounds)
    return f"NDJSON of claims over HTTP, to the sqlite3 shell: {clock:.2f} by the clock, {spent:.2f} by processor time"


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
