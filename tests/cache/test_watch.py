"""The version, looked up in the background."""

import threading
import time
from collections.abc import Callable

from api.cache import Watched
from tests.serving import PATIENCE


def wait_until(condition: Callable[[], bool]) -> bool:
    """Whether it becomes true."""
    until = time.monotonic() + PATIENCE
    while not condition() and time.monotonic() < until:
        time.sleep(0.01)
    return condition()


def test_a_change_is_noticed() -> None:
    """The version is unknown at first, then known, then the next one."""
    current = ["1"]
    watched = Watched(lambda: current[0])
    watched()
    assert wait_until(lambda: watched() == "1")
    current[0] = "2"
    assert wait_until(lambda: watched() == "2")


def test_a_failure_makes_it_unknown() -> None:
    """While it cannot be read there is no version; it is back when it can."""
    current = {"version": "1"}
    watched = Watched(lambda: current["version"])
    watched()
    assert wait_until(lambda: watched() == "1")
    del current["version"]
    assert wait_until(lambda: watched() is None)
    current["version"] = "1"
    assert wait_until(lambda: watched() == "1")


def test_no_request_waits_for_it() -> None:
    """A version check that blocks delays no request."""
    blocked = threading.Event()

    def read() -> str:
        blocked.wait()
        return "1"

    watched = Watched(read)
    assert watched() is None
    blocked.set()
    assert wait_until(lambda: watched() == "1")


def test_a_newer_dataset_counts_as_soon_as_it_is_taken() -> None:
    """Between two looks answers may come from it already: nothing older is answered after that."""
    taken = ["1"]
    watched = Watched(lambda: "1", lambda: taken[0])
    watched()
    assert wait_until(lambda: watched() == "1")
    taken[0] = "2"
    assert watched() == "2"


def test_changes_are_told_once() -> None:
    """Preparation for a version runs once, in the background, when the version is first seen."""
    current = ["1"]
    told: list[str] = []
    watched = Watched(lambda: current[0], changed=lambda: told.append(current[0]))
    watched()
    assert wait_until(lambda: told == ["1"])
    current[0] = "2"
    assert wait_until(lambda: told == ["1", "2"])
