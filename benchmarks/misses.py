"""What an answer costs that is not in memory, against an older version: `python -m benchmarks.misses CHECKOUT FILE`.

CHECKOUT is a working copy of the older version with an environment of its own in `.venv`; FILE is NDJSON that both
versions load. Both servers run side by side and answer the same questions in turns, none of them twice. What counts is
the servers' processor time, which other work on the machine changes little.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.machine import ROOT, Running, free, ours, processor_seconds, running

ROUNDS, ASKED, CONNECTIONS = 7, 480, 8


def start(stack: ExitStack, checkout: Path, work: Path, records: Path) -> Running:
    """A version's server, on its own snapshot of the records."""
    port, python = free(), str(checkout / ".venv" / "bin" / "python")
    work.mkdir()
    _, environment = ours(work, port)
    load = [python, "-m", "flask", "--app", "wsgi", "facts", "load", str(records)]
    subprocess.run(load, cwd=checkout, env=os.environ | environment, check=True, capture_output=True)
    command = [python, "-m", "gunicorn", "--config", "gunicorn.conf.py"]
    return stack.enter_context(running(command, "/v1/", port, environment, work / "log", checkout))


def questions(server: Running) -> dict[str, Iterator[str]]:
    """Paths of each kind, all different."""
    keys = [line.strip('"') for line in server.get("/v1/facts.csv?fields=ref").decode().split()[1:]]
    days = (date(1900, 1, 1) + timedelta(days=n) for n in range(10**5))
    return {
        "a record by id": (f"/v1/{key}" for key in keys),
        "25 figures by unit and range": (
            f"/v1/figures?unit=hours&value_max={10**9 + n}&limit=25" for n in range(10**6)
        ),
        "25 dates from a day on": (f"/v1/dates?from={day}&limit=25" for day in days),
    }


def milliseconds(server: Running, paths: list[str]) -> float:
    """Processor time of an answer, with several connections at one time."""
    before = processor_seconds(server)
    with ThreadPoolExecutor(CONNECTIONS) as clients:
        list(clients.map(partial(_ask, server), (paths[n::CONNECTIONS] for n in range(CONNECTIONS))))
    return 1000 * (processor_seconds(server) - before) / len(paths)


def _ask(server: Running, paths: list[str]) -> None:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()


def main() -> None:
    """Prints a table."""
    checkout, records = Path(sys.argv[1]), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        older = start(stack, checkout, Path(place) / "older", records)
        newer = start(stack, ROOT, Path(place) / "newer", records)
        print("| work | older, ms | now, ms | now to older: median, least, most |\n|---|---|---|---|")
        for name, paths in questions(newer).items():
            rounds = []
            for number in range(ROUNDS + 1):
                asked = list(islice(paths, ASKED))
                order = (older, newer) if number % 2 else (newer, older)
                spent = {server.url: milliseconds(server, asked) for server in order}
                rounds.append((spent[older.url], spent[newer.url]))
            rounds = rounds[1:]  # the first one warms up
            ratios = sorted(now / then for then, now in rounds)
            before, after = (statistics.median(times) for times in zip(*rounds, strict=True))
            spread = f"{statistics.median(ratios):.2f}, {ratios[0]:.2f}, {ratios[-1]:.2f}"
            print(f"| {name} | {before:.2f} | {after:.2f} | {spread} |", flush=True)


if __name__ == "__main__":
    main()
