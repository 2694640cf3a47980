"""Counts by two fields, drawn at random, on a loaded folder: which are refused, and how long the others take.

    python -m benchmarks.counts .tools/bench/snapshots/10000-... [QUESTIONS]

Every question gets 60 s, so that what would run into the deadline of 1 s is timed as well. Shown is the server's
processor time, which other work disturbs less than the clock. The cache is off.
"""

import sys
import tempfile
import urllib.request
from pathlib import Path
from random import Random
from urllib.error import HTTPError

from api.store.plan import countable
from benchmarks.machine import free, ours, processor_seconds, running
from schemas.registry import QUERYABLE

_DEADLINE = 1.0
# By collection: filters that leave most of the records, and for rows of facts some of the kinds.
_FILTERS = {
    "claims": ("", "modality=asserted", "q=the"),
    "facts": ("kind=figure", "kind=mention,date", "kind=date&q=the"),
}


def main() -> None:
    """Print the slowest questions, and how many were answered, refused and too slow."""
    asked = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    port, random = free(), Random(5)
    command, environment = ours(
        Path(sys.argv[1]), port, ARTICLE_FACTS_CACHE_BYTES="0", ARTICLE_FACTS_QUERY_SECONDS="60"
    )
    answered, refused = [], 0
    with (
        tempfile.TemporaryDirectory() as work,
        running(command, "/v1/", port, environment, Path(work) / "log") as server,
    ):
        for path in (_question(random) for _ in range(asked)):
            before = processor_seconds(server)
            try:
                urllib.request.urlopen(server.url + path).read()
            except HTTPError as error:
                if error.code != 400:
                    raise
                refused += 1
            else:
                answered.append((processor_seconds(server) - before, path))
    for seconds, path in sorted(answered, reverse=True)[:10]:
        print(f"{seconds:5.2f} s  {path}")
    late = sum(seconds > _DEADLINE for seconds, _ in answered)
    print(f"{len(answered)} answered, {late} of them in more than {_DEADLINE:g} s; {refused} refused")


def _question(random: Random) -> str:
    name = random.choice([*QUERYABLE, "facts", "facts"])
    one, other = random.sample(list(countable(QUERYABLE[name])), 2)
    given = random.choice(_FILTERS.get(name, ("",)))
    return f"/v1/{name}/counts?by={one},{other}" + (given and f"&{given}")


if __name__ == "__main__":
    main()
