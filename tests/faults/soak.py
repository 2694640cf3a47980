"""`make soak`: a steady load for some minutes, during which memory may grow by 5% and open files not at all.

    python -m tests.faults.soak [MINUTES]

The first minute, or tenth of the time, warms up: caches fill, threads start. For each worker and the master the
lowest reading after that is compared with the lowest at the end. Readings in between are printed: a cache that fills
levels off, a leak does not.
"""

import http.client
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.faults.load import Record, load
from tests.operation.processes import workers_of
from tests.serving import ARTICLE, Server, serving

_MOST_GROWTH = 1.05
_READINGS, _LOOKS = 9, 10
_WARM_UP = 60  # seconds
_AT_ONCE, _BURSTS = 100, 9  # connections, each asking for another page
_PATHS = {"/v1/figures": 200, "/v1/facts.csv": 200, "/v1/claims?q=staff": 200, "/v1/figures?nonsense=1": 400,
          f"/articles/{ARTICLE}": 200}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """A process's own memory in KiB, and its open files.

    Pages shared after a fork count once. Pages of files do not count: a process's share of a library grows whenever
    another program that uses it ends.
    """

    memory: int
    files: Counter[str]

    @classmethod
    def of(cls, process: int) -> "Reading":
        """The present reading."""
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        (memory,) = [int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:")]
        return cls(memory, Counter(_files(process)))

    def least(self, other: "Reading") -> "Reading":
        """What is in both: requests that were in progress at only one reading leave no trace."""
        return Reading(min(self.memory, other.memory), self.files & other.files)


def _files(process: int) -> list[str]:
    """The targets of its descriptors; sockets all have the same name."""
    found = []
    for entry in Path(f"/proc/{process}/fd").iterdir():
        try:
            found.append(os.readlink(entry).partition(":[")[0])
        except FileNotFoundError:
            continue  # closed since it was listed
    return found


def reading(server: Server, seconds: float) -> dict[int, Reading]:
    """The lowest reading of each process during this time."""
    found: dict[int, Reading] = {}
    for _ in range(_LOOKS):
        time.sleep(seconds / _LOOKS)
        for process in (server.process.pid, *workers_of(server.process.pid)):
            now = Reading.of(process)
            found[process] = found.get(process, now).least(now)
    return found


def warm_up(server: Server) -> None:
    """Many different queries at once, so that none is answered from memory and every thread opens its connection."""
    for burst in range(_BURSTS):
        asking = [threading.Thread(target=_ask, args=(server, f"/v1/facts?limit={1 + burst * _AT_ONCE + n}"))
                  for n in range(_AT_ONCE)]  # fmt: skip
        for one in asking:
            one.start()
        for one in asking:
            one.join()


def _ask(server: Server, path: str) -> None:
    at = urlsplit(server.url)
    connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=60)
    connection.request("GET", path)
    connection.getresponse().read()
    connection.close()


def soak(server: Server, seconds: float) -> tuple[list[dict[int, Reading]], list[Record]]:
    """Readings during this time, and the outcome of the requests."""
    with ExitStack() as loads:
        records = [loads.enter_context(load(server, path, 40, _is(status))) for path, status in _PATHS.items()]
        warm_up(server)
        time.sleep(max(_WARM_UP, seconds / 10))
        return [reading(server, seconds / _READINGS) for _ in range(_READINGS)], records


def _is(expected: int) -> Callable[[int, bytes], str]:
    return lambda status, _: "" if status == expected else f"{status} instead of {expected}"


def judge(readings: list[dict[int, Reading]]) -> bool:
    """Whether nothing grew; prints what did."""
    before, after = readings[0], readings[-1]
    if before.keys() != after.keys():
        sys.stdout.write("a worker was replaced under way\n")
        return False
    grown = 0
    for process, begin in before.items():
        end = after[process]
        more = end.files - begin.files
        grown += end.memory > begin.memory * _MOST_GROWTH or more.total() > 0
        course = " ".join(str(one[process].memory) for one in readings if process in one)
        sys.stdout.write(
            f"process {process}: memory {course} KiB ({end.memory / begin.memory - 1:+.1%}), "
            f"files {begin.files.total()} -> {end.files.total()} {dict(more) or ''}\n"
        )
    return not grown


def main(minutes: float) -> int:
    """0 if nothing grew and nothing failed."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), app="asgi:app", WEB_CONCURRENCY="2") as server:
        readings, records = soak(server, minutes * 60)
    failures = [failure for record in records for failure in record.failures]
    sys.stdout.write(
        f"{sum(len(one.requests) for one in records)} requests, {len(failures)} failed {failures[:3] or ''}\n"
    )
    return int(bool(failures) or not judge(readings))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
