"""Loading, exporting, starting, and what a worker weighs."""

import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.machine import CLIENT_CORE, SERVER_CORE, TOOLS, Running, free, memory, ours, running, timed
from schemas.registry import QUERYABLE


class Bulk(NamedTuple):
    """What was found, each in the unit that its name says; medians of rounds."""

    rows: int
    load_rows_a_second: float
    sqlite_utils_rows_a_second: float
    load_ratio: float
    load_cpu_ratio: float
    export_megabytes: float
    export_seconds: float
    shell_seconds: float
    export_ratio: float
    grown_by_mebibytes: float
    start_seconds: float
    resident_mebibytes: float
    own_mebibytes: float


def load(source: Path, folder: Path) -> None:
    """Build our store from an NDJSON file."""
    _, environment = ours(folder, 0)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", str(source)]
    timed(command, **environment)


def bulk(source: Path, folder: Path, work: Path, rounds: int) -> Bulk:
    """`source` is loaded by both; `folder` holds the snapshot that is exported and started."""
    rows, loads = _loads(source, work, rounds)
    port = free()
    command, environment = ours(folder, port)
    starts = [_start(command, environment, port, work) for _ in range(rounds)]
    with running(command, "/v1/", port, environment, work / "bulk.log") as server:
        size, http, shell, grown = _exports(server, folder, rounds)
        weight = memory(server.workers()[0])
    return Bulk(
        rows, rows / median(mine[0] for mine, _ in loads), rows / median(theirs[0] for _, theirs in loads),
        *(median(theirs[n] / mine[n] for mine, theirs in loads) for n in (0, 1)),
        size / 1e6, median(http), median(shell), median(s / h for h, s in zip(http, shell, strict=True)),
        grown, median(starts), weight["VmRSS"], weight["RssAnon"],
    )  # fmt: skip


_Times = tuple[float, float]


def _loads(source: Path, work: Path, rounds: int) -> tuple[int, list[tuple[_Times, _Times]]]:
    """The rows stored, and in each round the wall and CPU seconds of ours and of sqlite-utils, which gets the rows as
    our API exports them."""
    load(source, work / "once")
    port = free()
    command, environment = ours(work / "once", port)
    files = []
    rows = 0
    with running(command, "/v1/", port, environment, work / "once.log") as server:
        for name in QUERYABLE:
            lines = server.get(f"/v1/{name}.ndjson")
            (work / f"{name}.ndjson").write_bytes(lines)
            files.append(str(work / f"{name}.ndjson"))
            rows += lines.count(b"\n")
    found = []
    for number in range(rounds):
        load_environment = ours(work / f"loaded-{number}", 0)[1]
        ours_command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", str(source)]
        mine = timed(ours_command, **load_environment)
        script = [str(TOOLS / "venv/bin/python"), "benchmarks/peers/sqlite_utils_load.py", str(work / f"{number}.db")]
        found.append((mine, timed([*script, *files])))
    return rows, found


def _start(command: list[str], environment: dict[str, str], port: int, work: Path) -> float:
    began = time.perf_counter()
    with running(command, "/v1/", port, environment, work / "start.log"):
        return time.perf_counter() - began


def _exports(server: Running, folder: Path, rounds: int) -> tuple[int, list[float], list[float], float]:
    """Bytes, seconds over HTTP and by the shell, and the MiB that the worker's own memory grew by."""
    url, own = f"{server.url}/v1/claims.ndjson", server.workers()[0]
    shell = [
        "taskset",
        "-c",
        SERVER_CORE,
        "sqlite3",
        str(folder / "current.sqlite"),
        "SELECT record FROM claims ORDER BY position",
    ]
    http, dumped, size = [], [], 0
    _seconds(["curl", "-s", url])
    before = memory(own)["RssAnon"]
    for _ in range(rounds):
        taken, size = _seconds(["taskset", "-c", CLIENT_CORE, "curl", "-sf", url])
        http.append(taken)
        dumped.append(_seconds(shell)[0])
    return size, http, dumped, memory(own)["RssAnon"] - before


def _seconds(command: list[str]) -> tuple[float, int]:
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        size = sum(len(chunk) for chunk in iter(lambda: process.stdout.read(1 << 20), b""))
    if process.returncode:
        raise RuntimeError(f"{command}: {process.returncode}")
    return time.perf_counter() - began, size
