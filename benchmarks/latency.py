"""How long single answers take, asked one after another with the edge's memory off: by size, and at the worst."""

import contextlib
import http.client
import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median, quantiles
from typing import NamedTuple

from benchmarks.machine import Running, free, ours, running

WORDS = (
    "plant",
    "harbour",
    "turbine",
    "winter",
    "permit",
    "notice",
    "delay*",
    '"spare turbine parts"',
    "barrage drought",
)


class Growth(NamedTuple):
    """A question's p50 in milliseconds on each size, smallest first."""

    work: str
    p50: list[float]


class Tail(NamedTuple):
    """A question's p50, p99 and longest time in milliseconds, and how many answers were a 503."""

    work: str
    p50: float
    p99: float
    longest: float
    late: int


def growth(folders: list[Path], work: Path, rounds: int, asked: int) -> list[Growth]:
    """p50 of what should not depend on the size, the sizes taken in turn."""
    with contextlib.ExitStack() as stack:
        servers = [stack.enter_context(_ours(folder, work / f"size-{n}.log")) for n, folder in enumerate(folders)]
        questions = [_questions(server) for server in servers]
        found = []
        for name in questions[0]:
            times: list[list[float]] = [[] for _ in servers]
            for _ in range(rounds):
                for own, server, question in zip(times, servers, questions, strict=True):
                    own.append(median(_times(server, question[name], asked)[0]))
            found.append(Growth(name, [1000 * median(own) for own in times]))
        return found


def tails(folder: Path, work: Path, asked: int) -> list[Tail]:
    """What reads much, on one size."""
    random = Random(3)
    with _ours(folder, work / "tails.log") as server:
        found = []
        for name, path in _heavy(random).items():
            times, late = _times(server, path, asked)
            found.append(Tail(name, 1000 * median(times), 1000 * quantiles(times, n=100)[98], 1000 * max(times), late))
        return found


def _ours(folder: Path, log: Path) -> contextlib.AbstractContextManager[Running]:
    port = free()
    command, environment = ours(folder, port, ARTICLE_FACTS_CACHE_BYTES="0")
    return running(command, "/v1/", port, environment, log)


def _questions(server: Running) -> dict[str, Callable[[int], str]]:
    random = Random(4)
    keys = [line.strip('"') for line in server.get("/v1/claims.csv?fields=id").decode().split()[1:]]
    last, companies = _last_page(server), [path for path in map(_claims_of, range(200)) if _is_full(server, path)]
    return {
        "by id": lambda _: f"/v1/claims/{random.choice(keys)}",
        "first page": lambda _: "/v1/claims?limit=25",
        "last page by cursor": lambda _: last,
        "5 claims by `refers_to`, a company": lambda n: companies[n % len(companies)],
    }


def _claims_of(company: int) -> str:
    return f"/v1/claims?limit=5&refers_to=companies/company-{company}"


def _is_full(server: Running, path: str) -> bool:
    """Whether there are as many records as are asked for: on a small size most companies have fewer than 25 claims, and
    a shorter answer would look like a faster one."""
    return len(json.loads(server.get(path))["items"]) == 5


def _last_page(server: Running) -> str:
    """The path of the last full page, come to by cursors of 1,000 and then of 25."""
    path = "/v1/claims?limit=1000"
    while True:
        page = json.loads(server.get(path))
        if page["next_cursor"] is None:
            break
        path = f"/v1/claims?limit=1000&cursor={page['next_cursor']}"
    return path.replace("limit=1000", "limit=25")


def _heavy(random: Random) -> dict[str, Callable[[int], str]]:
    def day() -> str:
        return f"{random.randint(1995, 2025)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"

    def counted(n: int) -> str:
        return f"/v1/{('claims', 'figures', 'dates', 'events')[n % 4]}/counts?by=article&limit={n + 1}"

    def by_field(n: int) -> str:
        return "/v1/" + ("claims/counts?by=modality", "figures/counts?by=hedge,unit", "dates/counts?by=role")[n % 3]

    return {
        "full text": lambda n: "/v1/claims?limit=25&q=" + _quoted(WORDS[n % len(WORDS)]),
        "full text, by relevance": lambda n: "/v1/claims?limit=25&sort=relevance&q=" + _quoted(WORDS[n % len(WORDS)]),
        "counts by a field": by_field,
        "counts by article": counted,
        "`from`/`to`, a day": lambda _: "/v1/dates?limit=25&from={0}&to={0}".format(day()),
        "`from`/`to`, events": lambda _: f"/v1/events?limit=25&from={day()}",
    }


def _quoted(text: str) -> str:
    return text.replace(" ", "%20").replace('"', "%22")


def _times(server: Running, path: Callable[[int], str], asked: int) -> tuple[list[float], int]:
    connection = http.client.HTTPConnection(server.url.removeprefix("http://"), timeout=30)
    found, late = [], 0
    for number in range(asked):
        began = time.perf_counter()
        connection.request("GET", path(number))
        answer = connection.getresponse()
        answer.read()
        found.append(time.perf_counter() - began)
        if answer.status not in (200, 503):
            raise RuntimeError(f"{path(number)}: {answer.status}")
        late += answer.status == 503
    connection.close()
    return found, late
