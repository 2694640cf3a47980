"""Clients in a separate process, so that they measure the server's time and not that of the tests.

`python -m tests.faults.clients probe URL SECONDS PAUSE PATH...` requests the paths in turn, each on a new
connection, and writes `[[seconds, status], ...]`. `search URL SECONDS CLIENTS` searches for the commonest words as
fast as it can, and writes the number of answers.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import cycle, takewhile
from urllib.parse import urlsplit


def _ask(url: str, path: str) -> int:
    at = urlsplit(url)
    connection = HTTPConnection(str(at.hostname), at.port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def _probe(url: str, seconds: str, pause: str, *paths: str) -> list[tuple[float, int]]:
    found = []
    for path in takewhile(_within(float(seconds)), cycle(paths)):
        began = time.monotonic()
        status = _ask(url, path)
        found.append((time.monotonic() - began, status))
        time.sleep(float(pause))
    return found


def _search(url: str, seconds: str, clients: str) -> int:
    counts: list[int] = []

    def search(client: int) -> None:
        within, number = _within(float(seconds)), 0
        while within(None):
            number += 1
            words = "+".join([("the", "a", "river", "plant")[client % 4]] * (1 + (client + 16 * number) % 300))
            _ask(url, f"/v1/facts?q={words}&count=true&limit={1 + number % 900}")
        counts.append(number)

    threads = [threading.Thread(target=search, args=(client,)) for client in range(int(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts)


def _within(seconds: float) -> Callable[[object], bool]:
    until = time.monotonic() + seconds
    return lambda _: time.monotonic() < until


def begin(what: str, *arguments: object) -> "subprocess.Popen[str]":
    """Start a client."""
    command = [sys.executable, "-m", "tests.faults.clients", what, *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def outcome(client: "subprocess.Popen[str]") -> list[tuple[float, int]]:
    """What a client has written when it ends."""
    written, _ = client.communicate(timeout=120)
    found: list[tuple[float, int]] = json.loads(written)
    return found


if __name__ == "__main__":
    json.dump({"probe": _probe, "search": _search}[sys.argv[1]](*sys.argv[2:]), sys.stdout)  # type: ignore[operator]
