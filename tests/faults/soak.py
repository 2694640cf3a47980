"""`make soak`: a steady load for some minutes; memory may grow by 5%, file descriptors not at all.

    python -m tests.faults.soak [MINUTES]

The first minute, or tenth of the time, warms up: caches fill, threads start. Compared is the lowest of the readings
after that with the lowest at the end, for each worker and the master.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.faults.load import load
from tests.operation.processes import workers_of
from tests.serving import ARTICLE, Server, serving

_MOST_GROWTH = 1.05
_READINGS = 10
_WARM_UP = 60  # seconds, in which every thread has opened its own connection
_PATHS = ("/v1/figures", "/v1/facts.csv", "/v1/claims?q=staff", "/v1/figures?nonsense=1", f"/articles/{ARTICLE}")


def memory(process: int) -> int:
    """KiB that are its own (proportional set size), so that pages shared with others count once."""
    for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    raise RuntimeError("the kernel tells no Pss")


def descriptors(process: int) -> int:
    """Open files and sockets."""
    return len(list(Path(f"/proc/{process}/fd").iterdir()))


def reading(server: Server, seconds: float) -> dict[int, tuple[int, int]]:
    """The lowest memory and descriptors of each process over this time."""
    found: dict[int, tuple[int, int]] = {}
    for _ in range(_READINGS):
        time.sleep(seconds / _READINGS)
        for process in (server.process.pid, *workers_of(server.process.pid)):
            now = memory(process), descriptors(process)
            found[process] = tuple(map(min, found.get(process, now), now))  # type: ignore[assignment]
    return found


def main(minutes: float) -> int:
    """0 if nothing grew."""
    seconds = minutes * 60
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), app="asgi:app", WEB_CONCURRENCY="2") as server:
        loads = [load(server, path, 40, judge=lambda status, _: "" if status in (200, 400) else str(status))
                 for path in _PATHS]  # fmt: skip
        for one in loads:
            one.__enter__()
        try:
            time.sleep(max(_WARM_UP, seconds / 10))
            before = reading(server, seconds / 10)
            time.sleep(seconds * 0.7)
            after = reading(server, seconds / 10)
        finally:
            for one in loads:
                one.__exit__(None, None, None)
    if before.keys() != after.keys():
        sys.stdout.write("a worker was replaced under way\n")
        return 1
    grown = 0
    for process, (held, opened) in before.items():
        holds, opens = after[process]
        grown += holds > held * _MOST_GROWTH or opens > opened
        sys.stdout.write(
            f"process {process}: memory {held} -> {holds} KiB ({holds / held - 1:+.1%}), files {opened} -> {opens}\n"
        )
    return int(bool(grown))


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 10.0))
