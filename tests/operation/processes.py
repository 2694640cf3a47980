"""Looking at a server's processes, and waiting for what they do."""

import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from tests.serving import PATIENCE

T = TypeVar("T")


def workers_of(master: int) -> list[int]:
    """The ids of a master's workers."""
    text = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(word) for word in text.split()]


def processor_seconds(processes: Iterable[int]) -> float:
    """The processor time that processes have used so far."""
    fields = [Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split() for process in processes]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def least_seconds(work: Callable[[], object]) -> float:
    """The processor time of the fastest of three tries: others may share the processor, or garbage may be collected."""
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return min(seconds)


def eventually(look: Callable[[], T], seconds: float = PATIENCE) -> T:
    """The result of `look` once it is true.

    Waits at least as long as one look takes: what is waited for needs the processor too.
    """
    began = looked = time.monotonic()
    while not (found := look()) and time.monotonic() < began + seconds:
        time.sleep(max(0.05, time.monotonic() - looked))
        looked = time.monotonic()
    assert found, "it did not happen in time"
    return found
