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
    """What `look` gives once it is true; the time is generous, for machines that are busy."""
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.05)
    assert found, "it did not happen in time"
    return found
