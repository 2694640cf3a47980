"""Every kind of page of the explorer, on a loaded folder: how long the server takes, and how large it is.

    python -m benchmarks.pages .tools/bench/snapshots/10000-...

Memory of the edge is off; the goals are 100 ms and 100 KiB.
"""

import json
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from statistics import median
from urllib.error import HTTPError

from api.store.plan import countable
from benchmarks.machine import Running, free, ours, running
from schemas.registry import QUERYABLE

_ROUNDS = 5
_MILLISECONDS, _BYTES = 100, 100 * 1024


def main() -> None:
    """Print the slowest pages and the largest, and how many miss a goal."""
    port = free()
    command, environment = ours(Path(sys.argv[1]), port, ARTICLE_FACTS_CACHE_BYTES="0")
    with (
        tempfile.TemporaryDirectory() as work,
        running(command, "/v1/", port, environment, Path(work) / "log") as server,
    ):
        found = [(*_measured(server, path), path) for path in _paths(server)]
    for milliseconds, size, path in sorted(found, reverse=True)[:12]:
        print(f"{milliseconds:7.1f} ms {size / 1024:6.1f} KiB  {path}")
    slow = sum(milliseconds > _MILLISECONDS for milliseconds, _, _ in found)
    large = sum(size > _BYTES for _, size, _ in found)
    print(f"{len(found)} pages, {slow} slower than {_MILLISECONDS} ms, {large} larger than {_BYTES // 1024} KiB")


def _measured(server: Running, path: str) -> tuple[float, int]:
    times, body = [], b""
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        try:
            body = server.get(path)
        except HTTPError as refused:
            raise RuntimeError(f"{path}: {refused.code}") from refused
        times.append(1000 * (time.perf_counter() - began))
    return median(times), len(body)


def _paths(server: Running) -> Iterator[str]:
    yield from (
        "/",
        "/search?q=plant",
        "/search?q=harbour+turbine",
        "/facts?kind=claim&q=plant",
        "/figures?value_min=700&value_max=800",
    )
    for name, collection in QUERYABLE.items():
        yield from (f"/{name}", f"/{name}?q=plant", f"/{name}?sort=-{collection.sorts[0].name}")
        first = json.loads(server.get(f"/v1/{name}?limit=1"))
        yield f"/{name}?cursor={first['next_cursor']}"
        if "id" in first["items"][0]:
            yield f"/{name}/{first['items'][0]['id']}"
        parts = [part for part in countable(collection) if part not in (collection.key, "kind")]
        yield from (f"/{name}/counts?by={part}" for part in parts)
        yield from (f"/{name}/counts?by={one},{other}" for one, other in combinations(parts[:5], 2))
    article = json.loads(server.get("/v1/articles?limit=1"))["items"][0]["id"]
    yield from (
        f"/articles/{article}/text-check",
        f"/claims?article={article}",
        "/claims?refers_to=companies/company-7",
    )


if __name__ == "__main__":
    main()
