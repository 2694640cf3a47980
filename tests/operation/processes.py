"""Looking at a server's processes, and waiting for what they do."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def workers_of(master: int) -> list[int]:
    """The ids of a master's workers."""
    text = Path(f"/proc/{master}/task/{master}/children").read_text()
    return [int(word) for word in text.split()]


def eventually(look: Callable[[], T], seconds: float = 30.0) -> T:
    """What `look` gives once it is true; the time is generous, for machines that are busy.

    Waits at least as long as a look takes: what is waited for needs the processor.
    """
    began = looked = time.monotonic()
    while not (found := look()) and time.monotonic() < began + seconds:
        time.sleep(max(0.05, time.monotonic() - looked))
        looked = time.monotonic()
    assert found, "it did not happen in time"
    return found
