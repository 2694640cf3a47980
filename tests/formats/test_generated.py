"""No valid record takes a format of its collection down, nor makes it slow, whatever the record holds."""

import csv
import io
import json
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from api.formats import FORMATS, offered
from schemas.registry import QUERYABLE
from tests.conftest import client_of
from tests.generated import records
from tests.schemas.test_recurrence import rules

_SLOWEST = 2  # seconds of a processor for a few dozen records: a hundred times what they take

READS: dict[str, Callable[[bytes], object]] = {
    "json": json.loads,
    "jsonld": json.loads,
    "geojson": json.loads,
    "ndjson": lambda body: [json.loads(line) for line in body.splitlines()],
    "csv": lambda body: list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True)),
    "ics": lambda body: Calendar.from_ical(body.decode()),
    "atom": fromstring,
    "svg": fromstring,
    "parquet": lambda body: _begins_and_ends(body, b"PAR1", b"PAR1"),
    "xlsx": lambda body: _begins_and_ends(body, b"PK", b""),
}


def _begins_and_ends(body: bytes, head: bytes, tail: bytes) -> None:
    assert body.startswith(head)
    assert body.endswith(tail)


def test_every_format_has_a_reader_here() -> None:
    """A format that is added is read below too."""
    assert {one.suffix for one in FORMATS} <= READS.keys()


@settings(max_examples=5, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32), recurrences=st.lists(rules(), min_size=5, max_size=12))
def test_every_format_of_every_collection_answers(
    seed: int, recurrences: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Over generated records of every kind, with any recurrence that RFC 5545 allows, each body can be read whole."""
    made = records(Random(seed), 2, 12)  # noqa: S311
    dates = [one for one in made if one["kind"] == "date"]
    for number, date in enumerate(dates):
        date["recurrence"] = recurrences[number % len(recurrences)]
    folder: Path = tmp_path_factory.mktemp("generated")
    (folder / "facts.ndjson").write_text("".join(f"{json.dumps(one)}\n" for one in made))
    client = client_of(folder / "store", folder / "facts.ndjson")
    paths = [f"{collection}.{one.suffix}" for collection in QUERYABLE for one in offered(collection)]
    for path in [*paths, *(f"dates/{date['id']}.ics" for date in dates)]:
        begun = time.process_time()
        answer = client.get(f"/v1/{path}")
        assert answer.status_code == 200, path
        READS[path.rpartition(".")[2]](answer.data)
        assert time.process_time() - begun < _SLOWEST, path
