"""Counts made at the load equal those made by counting, with far fewer rows than records."""

from itertools import combinations

import pytest

from api.query.question import parse_page
from api.settings import Settings
from api.store import statements
from api.store.plan import Find, countable
from api.store.selection import load
from api.store.sqlite import SqliteSnapshot, SqliteStore
from schemas.registry import QUERYABLE
from tests.store.sample import write_sample

QUESTIONS = {
    "figures": ("", "hedge=exact", "hedge=exact,about&unit=workers", "unit=lanterns&min_inclusive=true", "unit=none"),
    "events": ("", "status=planned&mode=virtual,hybrid"),
    "claims": ("", "modality=denied"),
    "facts": ("", "kind=claim,date", "kind=figure&unit=tonnes"),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> SqliteSnapshot:
    """Invented articles."""
    folder = tmp_path_factory.mktemp("summaries")
    load(Settings(folder=folder), write_sample(folder / "sample.ndjson", 40))
    return SqliteStore(folder, 30).current()


def _answers(snapshot: SqliteSnapshot, name: str, question: str) -> list[object]:
    collection = QUERYABLE[name]
    find = parse_page(collection, question.encode(), snapshot).find
    parts = [part for part in countable(collection).values() if collection.field(part.field).repeating]
    asked = [(part,) for part in parts] + list(combinations(parts, 2))
    return [snapshot.total(find), *(snapshot.tally(find, one, 1000) for one in asked)]


@pytest.mark.parametrize(("name", "question"), [(name, one) for name, some in QUESTIONS.items() for one in some])
def test_value_counts_and_records_count_the_same(
    name: str, question: str, snapshot: SqliteSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Totals and counts by repeating fields, filtered or not, are the same from `value_counts` and from the records."""
    summed = _answers(snapshot, name, question)
    monkeypatch.setattr(statements, "are_precounted", lambda *_: False)
    monkeypatch.setattr(snapshot._statements, "texts", {})
    assert _answers(snapshot, name, question) == summed


@pytest.mark.parametrize("name", QUERYABLE)
def test_the_largest_counts_by_each_part_are_those_of_the_records(
    name: str, snapshot: SqliteSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored counts equal live ones, in the same order."""
    find = Find(QUERYABLE[name])
    kept = {part: snapshot.tally(find, (part,), 1000) for part in countable(QUERYABLE[name]).values()}
    monkeypatch.setattr("api.store.reading.named", lambda _: [None])
    assert {part: snapshot.tally(find, (part,), 1000) for part in kept} == kept
    assert any(kept.values())


def test_values_beyond_those_kept_are_counted(snapshot: SqliteSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages past the stored counts are counted from the records, without a gap or repetition."""
    find, parts = Find(QUERYABLE["claims"]), (countable(QUERYABLE["claims"])["speaker"],)
    every = snapshot.tally(find, parts, 1000)
    assert len(every) > 6
    kept = every[:5]
    monkeypatch.setattr(snapshot, "_largest", lambda *_: kept)
    monkeypatch.setattr("api.store.reading.MOST_ROWS", len(kept))
    for skip in range(len(every) + 1):
        assert snapshot.tally(find, parts, 2, skip) == every[skip : skip + 2]
    assert snapshot.groups(find, parts) == len(every)


@pytest.mark.parametrize("name", ["figures", "events", "claims", "facts"])
def test_value_counts_are_far_fewer_than_records(name: str, snapshot: SqliteSnapshot) -> None:
    """There are far fewer stored counts than records; otherwise they would save nothing."""
    (rows,) = snapshot._run(f"SELECT count(*) FROM {name}_value_counts", {})[0]
    assert 0 < rows < snapshot.counts()[name] / 2


@pytest.mark.parametrize("name", QUERYABLE)
def test_counts_from_links_are_those_of_the_records(
    name: str, snapshot: SqliteSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counts by a field with several values are the same from its links and from filtered records, including records
    without a value."""
    every, collection = parse_page(QUERYABLE[name], b"has=label", snapshot).find, QUERYABLE[name]
    monkeypatch.setattr("api.store.reading._are_kept", lambda *_: False)
    for part in (part for part in countable(collection).values() if collection.field(part.field).many):
        assert snapshot.tally(Find(collection), (part,), 1000) == snapshot.tally(every, (part,), 1000), part
        assert snapshot.groups(Find(collection), (part,)) == snapshot.groups(every, (part,)), part
