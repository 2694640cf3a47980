"""What streams cost: `python -m benchmarks.streams FOLDER`, a folder with a loaded snapshot.

CSV against NDJSON of the same filtered records: written anew by a server that keeps no files, and copied from the file
of the whole collection by one that does. And NDJSON of all claims, read from the store or from its file, against the
sqlite3 shell. In turns; what counts is processor time, which other work on the machine changes little.
"""

import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.machine import CLIENT_CORE, SERVER_CORE, Running, free, ours, processor_seconds, running, timed

ROUNDS = 7
REPEATS = 5  # in one process of the client: starting it counts little, and the kernel counts in hundredths of a second
STREAMS = ("facts", "figures", "dates", "events", "claims", "mentions")
FILTER = "article_not=none"  # all records pass it
_CLAIMS = "/v1/claims.ndjson"
_SHELL = "SELECT record FROM claims ORDER BY position;"


def main() -> None:
    """Prints two tables."""
    snapshot = (Path(sys.argv[1]) / "current.sqlite").resolve()
    with _served(snapshot, ARTICLE_FACTS_FILE_BYTES="0") as writing, _served(snapshot) as copying:
        print("| collection | NDJSON, µs a row | CSV, written | CSV, copied | to NDJSON, written | copied |")
        print("|---|---|---|---|---|---|")
        for name in STREAMS:
            print(_compared(writing, copying, name), flush=True)
        copying.get(_CLAIMS)  # makes the file
        print("\n| NDJSON of claims, to the sqlite3 shell | by the clock | by processor time |\n|---|---|---|")
        print(_to_the_shell("from the store", writing, snapshot))
        print(_to_the_shell("from its file", copying, snapshot))


@contextlib.contextmanager
def _served(snapshot: Path, **settings: str) -> Iterator[Running]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "current.sqlite").symlink_to(snapshot)
        port = free()
        command, environment = ours(Path(folder), port, ARTICLE_FACTS_CACHE_BYTES="0", **settings)
        with running(command, "/v1/", port, environment, Path(folder) / "log") as server:
            _rest(server)
            yield server


def _rest(server: Running) -> None:
    """Wait until the server has read the file once, to compare its digest: that would count as work on the streams."""
    before = -1.0
    while before < (before := processor_seconds(server)):
        time.sleep(1)


def _compared(writing: Running, copying: Running, name: str) -> str:
    copying.get(f"/v1/{name}.csv")  # makes the file
    csv = f"/v1/{name}.csv?{FILTER}"
    work = ((writing, f"/v1/{name}.ndjson?{FILTER}"), (writing, csv), (copying, csv))
    rows = writing.get(work[0][1]).count(b"\n")
    rounds = [[_taken(server, path)[1] for server, path in work] for _ in range(ROUNDS + 1)][1:]
    least = [f"{1e6 * min(times) / rows:.2f}" for times in zip(*rounds, strict=True)]
    ratios = [statistics.median(each[0] / each[n] for each in rounds) for n in (1, 2)]
    return f"| {name} | {' | '.join(least)} | {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |"


def _taken(server: Running, path: str) -> tuple[float, float]:
    """Seconds by the clock, and of the server's processor time, for an answer."""
    before = processor_seconds(server)
    client = ["taskset", "-c", CLIENT_CORE, "curl", "-sf", *[server.url + path] * REPEATS]
    clock, _ = timed(client)
    return clock / REPEATS, (processor_seconds(server) - before) / REPEATS


def _to_the_shell(name: str, server: Running, snapshot: Path) -> str:
    shell = ["taskset", "-c", SERVER_CORE, "sqlite3", str(snapshot), _SHELL * REPEATS]
    rounds = [(_taken(server, _CLAIMS), timed(shell)) for _ in range(ROUNDS)]
    clock, spent = (statistics.median(s[n] / REPEATS / h[n] for h, s in rounds) for n in (0, 1))
    return f"| {name} | {clock:.2f} | {spent:.2f} |"


if __name__ == "__main__":
    main()
