"""Two databases side by side: the same load and the same small questions, in turns, as milliseconds and ratios.

    python -m benchmarks.generator 1000 > articles.ndjson
    python -m benchmarks.engines articles.ndjson postgresql+psycopg://postgres@one/facts postgresql+psycopg://postgres@other/facts

The databases are there and empty. `--shards 2` is for the second, a Citus.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient
from pydantic import SecretStr

from api import create_app
from api.settings import Settings
from api.store.selection import load

_ROUNDS = 40
Question = Callable[[random.Random], str]


def _questions(client: FlaskClient) -> dict[str, Question]:
    """Paths that are seldom the same twice, so that no database answers from what it has just read."""
    claims = [item["id"] for item in client.get("/v1/claims?limit=1000").get_json()["items"]]
    companies = [item["id"] for item in client.get("/v1/companies?limit=100").get_json()["items"]]
    return {
        "a record by id": lambda chance: f"/v1/claims/{chance.choice(claims)}",
        "25 figures from a value on": lambda chance: f"/v1/figures?limit=25&value_min={chance.randrange(5000)}",
        "25 facts that refer to an entry": lambda chance: (
            f"/v1/facts?limit=25&refers_to=companies/{chance.choice(companies)}"
        ),
        "search": lambda chance: f"/v1/claims?q=record&limit={chance.randrange(20, 30)}",
        "a page of the registry": lambda chance: f"/v1/companies?limit={chance.randrange(20, 90)}",
        "a total": lambda chance: f"/v1/claims?modality=denied,feared&count=true&limit={chance.randrange(1, 9)}",
        "counts by two fields": lambda chance: (
            f"/v1/claims/counts?by=speaker,modality&limit={chance.randrange(100, 900)}"
        ),
    }


def _milliseconds(clients: list[FlaskClient], question: Question) -> list[float]:
    """The median for each client; both are asked the same, one after the other."""
    chance, taken = random.Random(1), [[] for _ in clients]  # type: list[list[float]]
    for _ in range(_ROUNDS):
        path = question(chance)
        for client, seconds in zip(clients, taken, strict=True):
            began = time.perf_counter()
            if client.get(path).status_code != 200:
                raise RuntimeError(f"{path} was not answered")
            seconds.append(time.perf_counter() - began)
    return [1000 * statistics.median(seconds) for seconds in taken]


def main() -> None:
    """Load both, ask both, print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("urls", nargs=2)
    parser.add_argument("--shards", type=int)
    given = parser.parse_args()
    clients, loads = [], []
    for url, shards in zip(given.urls, (None, given.shards), strict=True):
        settings = Settings(
            folder=Path(tempfile.mkdtemp()), database_url=SecretStr(url), shards=shards, query_seconds=60
        )
        began = time.perf_counter()
        load(settings, given.seeds)
        loads.append(1000 * (time.perf_counter() - began))
        clients.append(create_app(settings).test_client())
    rows = {"the load": loads} | {name: _milliseconds(clients, one) for name, one in _questions(clients[0]).items()}
    print("| | first, ms | second, ms | ratio |\n|---|---|---|---|")
    for name, (first, second) in rows.items():
        print(f"| {name} | {first:,.1f} | {second:,.1f} | {second / first:.1f} |")


if __name__ == "__main__":
    main()
