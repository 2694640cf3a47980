"""A steady load on a server, and the outcome of each request."""

import contextlib
import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from urllib.parse import urlsplit

from tests.serving import Server

_THREADS = 4


@dataclass
class Record:
    """For each request: when it was sent (seconds), how long it took, and what was wrong with it ("" if nothing)."""

    requests: list[tuple[float, float, str]] = field(default_factory=list)

    @property
    def failures(self) -> list[tuple[float, str]]:
        """When requests failed, and how."""
        return [(at, wrong) for at, _, wrong in self.requests if wrong]

    def percentile(self, share: float) -> float:
        """The time within which this share of the requests was answered."""
        taken = sorted(seconds for _, seconds, _ in self.requests)
        return taken[min(len(taken) - 1, int(share * len(taken)))]

    @property
    def longest_silence(self) -> float:
        """The longest time between two good answers."""
        good = sorted(at + seconds for at, seconds, wrong in self.requests if not wrong)
        return max(later - sooner for sooner, later in pairwise(good))


def fault_of(status: int, body: bytes) -> str:
    """What is wrong with an answer; only the status, unless a test passes its own check."""
    return "" if status == 200 else f"{status}: {body[:200]!r}"


@contextlib.contextmanager
def load(server: Server, path: str, rate: float, judge: Callable[[int, bytes], str] = fault_of) -> Iterator[Record]:
    """This many requests a second while the block runs, each on a new connection and without retries."""
    record, over = Record(), threading.Event()
    threads = [threading.Thread(target=_ask, args=(server, path, rate / _THREADS, judge, record, over))
               for _ in range(_THREADS)]  # fmt: skip
    for thread in threads:
        thread.start()
    try:
        yield record
    finally:
        over.set()
        for thread in threads:
            thread.join(60)


def _ask(
    server: Server, path: str, rate: float, judge: Callable[[int, bytes], str], record: Record, over: threading.Event
) -> None:
    at = urlsplit(server.url)
    due = time.monotonic()
    while not over.is_set():
        started = time.monotonic()
        connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=30)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            wrong = judge(answer.status, answer.read())
        except (OSError, http.client.HTTPException) as error:
            wrong = repr(error)
        finally:
            connection.close()
        record.requests.append((started, time.monotonic() - started, wrong))
        due = max(due + 1 / rate, time.monotonic() - 1)  # a slow machine gets less, not a burst afterwards
        over.wait(max(0.0, due - time.monotonic()))


def names_agree(status: int, body: bytes) -> str:
    """Whether all companies of a page are named after one version."""
    if status != 200:
        return fault_of(status, body)
    versions = {item["name"].split()[0] for item in json.loads(body)["items"]}
    return "" if len(versions) == 1 else f"a page mixes {sorted(versions)}"
