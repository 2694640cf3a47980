"""Loading, exporting, starting, and what a worker weighs."""

import subprocess
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.load import loads
from benchmarks.machine import CLIENT_CORE, SERVER_CORE, Running, free, memory, ours, running


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


def bulk(source: Path, folder: Path, work: Path, rounds: int) -> Bulk:
    """`source` is loaded by both; `folder` holds the snapshot that is exported and started."""
    rows, found = loads(source, work, rounds)
    port = free()
    command, environment = ours(folder, port)
    starts = [_start(command, environment, port, work) for _ in range(rounds)]
    with running(command, "/v1/", port, environment, work / "bulk.log") as server:
        size, http, shell, grown = _exports(server, folder, rounds)
        weight = memory(server.workers()[0])
    return Bulk(
        rows, rows / median(mine[0] for mine, _ in found), rows / median(theirs[0] for _, theirs in found),
        *(median(theirs[n] / mine[n] for mine, theirs in found) for n in (0, 1)),
        size / 1e6, median(http), median(shell), median(s / h for h, s in zip(http, shell, strict=True)),
        grown, median(starts), weight["VmRSS"], weight["RssAnon"],
    )  # fmt: skip


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
