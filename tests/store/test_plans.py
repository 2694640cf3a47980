"""How SQLite answers each documented query: by indexes, never by reading or sorting a whole collection.

A page is first read in order by a statement that gives up after some thousand records, and then collected by indexes
alone. So the first must not sort, and the second must not scan.
"""

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path

import pytest

from api.query.question import parse_page
from api.settings import Settings
from api.store import Timeout
from api.store.history import page_text
from api.store.meaning import presence
from api.store.plan import Find, Mark, Part
from api.store.segments import segments
from api.store.selection import load
from api.store.sqlite import CURRENT, DIALECT, SqliteSnapshot, SqliteStore
from api.store.tables import FOLLOWED, schema
from schemas.registry import QUERYABLE, Collection
from tests.store.sample import write_sample

_OWN = {
    "quantity": ("value_min=5", "value_max=900", "value_min=10&value_max=40"),
    "time": ("from=1998-01-01", "to=2020-06", "from=2004-01&to=2004-05"),
}
_EVERYWHERE = (
    "refers_to=companies/company-1",
    "refers_to=companies/company-1,companies/company-4",
    "q=river",
    "q=har*",
)
# One record at most, or about one, has it: there is nothing to sort, and SQLite may do so.
_FREE_TEXT = ("label=", "headline=", "statement=", "website=", "archived=")
_ALONE = {"articles": (*_FREE_TEXT, "article=", "text_sha256=")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Invented articles in a snapshot large enough for the planner to use its statistics."""
    folder = tmp_path_factory.mktemp("plans")
    load(Settings(folder=folder), write_sample(folder / "sample.ndjson", 150))
    return folder


@pytest.fixture(scope="module")
def snapshot(folder: Path) -> SqliteSnapshot:
    """The snapshot, with a deadline that a slow machine can keep."""
    return SqliteStore(folder, 30).current()


def _filters(collection: Collection, snapshot: SqliteSnapshot) -> list[str]:
    """Each filter with a value that occurs; filters of fields also with two."""
    found = list(_EVERYWHERE)
    for field in collection.filters:
        rows = snapshot.tally(Find(collection), (Part(field.name),), 3)
        values = [_written(row[0]) for row in rows if row[0] is not None]
        found += [f"{field.parameter}={','.join(values[:n])}" for n in (1, 2) if len(values) >= n]
    return found + [one for interval, some in _OWN.items() if getattr(collection, interval) for one in some]


def _written(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text.replace(",", "\\,").replace("&", "%26")


def _questions(collection: Collection, snapshot: SqliteSnapshot) -> Iterator[str]:
    """Queries whose later pages are tested too."""
    filters = _filters(collection, snapshot)
    sorts = ["", *(f"sort={sign}{field.name}" for field in collection.sorts for sign in ("", "-"))]
    yield from sorts
    yield from filters
    yield from ("q=river&sort=relevance",)
    yield from (f"{one}&{sort}" for one in filters[:8] + filters[-3:] for sort in sorts[1:5])


def _pairs(collection: Collection, snapshot: SqliteSnapshot) -> Iterator[str]:
    """Each filter combined with some of every sort. Their later pages differ from the first as those of one filter
    do."""
    filters = _filters(collection, snapshot)
    single = [one for one in filters if "," not in one and not one.startswith(_ALONE.get(collection.name, _FREE_TEXT))]
    some = [*single[: len(_EVERYWHERE)], *single[len(_EVERYWHERE) :: 5], *single[-2:]]  # of all sorts
    for one, other in ((one, other) for one, other in combinations(single, 2) if one in some or other in some):
        if not {pair.split("=")[0] for pair in one.split("&")} & {pair.split("=")[0] for pair in other.split("&")}:
            yield f"{one}&{other}"


def _plans(snapshot: SqliteSnapshot, find: Find, mark: Mark | None) -> Iterator[tuple[str, list[str]]]:
    """SQLite's query plan for every statement of a page and of its total."""
    statements = snapshot._statements
    for segment, bound in segments(find, mark):
        values = statements.values(find, segment.tier) | bound | {"limit": 51}
        yield "walk", snapshot.plan(statements.walk(find, segment), values)
        if find.conditions:
            yield "collect", snapshot.plan(statements.collect(find, segment), values)
    if find.conditions and mark is None:
        yield "total", snapshot.plan(statements.total(find), statements.values(find))


def _faults(way: str, steps: list[str]) -> Iterator[str]:
    for number, step in enumerate(steps):
        allowed = "VIRTUAL TABLE" in step or "COVERING INDEX" in step or step.endswith("_value_counts")
        scans = step.startswith("SCAN") and not allowed
        if way == "walk" and ("TEMP B-TREE" in step or (scans and number)):
            yield step
        if way != "walk" and scans and not step.startswith(("SCAN (subquery", "SCAN anon")):
            yield step


@pytest.mark.parametrize("name", QUERYABLE)
def test_no_question_scans_or_sorts_a_collection(name: str, snapshot: SqliteSnapshot) -> None:
    """No filter, pair of filters, sort or later page scans or sorts a collection."""
    collection, asked, found = QUERYABLE[name], 0, []
    for question in _questions(collection, snapshot):
        find = parse_page(collection, question.encode(), snapshot).find
        mark = snapshot.find(find, 1).next
        for way, steps in [*_plans(snapshot, find, None), *(_plans(snapshot, find, mark) if mark else ())]:
            asked += 1
            found += [(question, way, steps)] if list(_faults(way, steps)) else []
    for question in _pairs(collection, snapshot):
        for way, steps in _plans(snapshot, parse_page(collection, question.encode(), snapshot).find, None):
            asked += 1
            found += [(question, way, steps)] if list(_faults(way, steps)) else []
    assert not found, "\n".join(map(str, found))
    assert asked > 100


def test_a_record_is_asked_for_its_own_links(snapshot: SqliteSnapshot) -> None:
    """`has` and `lacks` look up a record's links by its position instead of reading the links of all records."""
    asked = 0
    for name, collection in QUERYABLE.items():
        linked = [one for one in collection.model.model_fields if presence(collection, one).kind in ("links", "mark")]
        for field, test in product(linked, ("has", "lacks")):
            question = f"{test}={field}&sort=-{next(iter(collection.sorts)).name}"
            find = parse_page(collection, question.encode(), snapshot).find
            for way, steps in _plans(snapshot, find, None):
                looks = [step for step in steps if "SEARCH c0 " in step and "CORRELATED" in " ".join(steps)]
                assert all("position=?" in step for step in looks), (name, field, test, way, steps)
                asked += len(looks)
    assert asked > 20


@pytest.mark.parametrize("name", sorted(FOLLOWED))
def test_a_feed_is_read_in_the_order_of_the_changes(name: str, snapshot: SqliteSnapshot) -> None:
    """A feed is read from an index: nothing is sorted, filtered or not, and no page reads the ones before it."""
    collection, found = QUERYABLE[name], []
    for question in ["", *_filters(collection, snapshot)]:
        find = parse_page(collection, question.encode(), snapshot, newest_first=True).find
        mark = snapshot.find(find, 1).next
        for way, steps in [*_plans(snapshot, find, None), *(_plans(snapshot, find, mark) if mark else ())]:
            found += [(question, way, steps)] if list(_faults(way, steps)) else []
            assert way != "walk" or f"{name}_recent USING" in steps[0]
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize(
    "question", ["value_min=900000", "unit=tonnes&hedge=under&value_min=100", "hedge=at_most,under&sort=-min"]
)
def test_reading_in_order_and_collecting_give_the_same_page(
    question: str, snapshot: SqliteSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways of finding a page give the same result; which one is used depends on how rare matches are."""
    find = parse_page(QUERYABLE["figures"], question.encode(), snapshot).find
    monkeypatch.setattr("api.store.sqlite._ATTEMPT", 10**9)
    walked = snapshot.find(find, 20)
    monkeypatch.setattr(snapshot, "_attempt", lambda *_: None)
    assert snapshot.find(find, 20) == walked
    assert walked.records


@pytest.mark.parametrize(
    "question", ["", "sort=-value,unit", "q=river&sort=relevance", "hedge=about,over", "unit=tonnes&value_min=900000"]
)
@pytest.mark.parametrize("walks", [True, False])
def test_a_stream_is_its_pages(
    question: str, walks: bool, snapshot: SqliteSnapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream gives the records of all pages in the same order, from the start or a cursor, however it is read and
    wherever its chunks end."""
    find = parse_page(QUERYABLE["figures"], question.encode(), snapshot).find
    whole, mark = snapshot.find(find, 10_000).records, snapshot.find(find, 10).next
    assert len(whole) > 10
    if not walks:
        monkeypatch.setattr(snapshot, "_attempt", lambda *_: None)
    for chunk in (1, 7, len(whole) - 1, len(whole)):
        monkeypatch.setattr("api.store.reading._CHUNK", chunk)
        assert list(snapshot.stream(find)) == whole
        assert b"\n".join(snapshot.lines(find, mark)).split(b"\n") == whole[10:]


def test_a_question_that_takes_too_long_is_ended_at_its_deadline(folder: Path, snapshot: SqliteSnapshot) -> None:
    """Searches, sorts and groups are interrupted at the deadline."""
    hasty = SqliteSnapshot((folder / CURRENT).resolve(), snapshot._statements, 0.001)
    find = parse_page(QUERYABLE["facts"], b"q=r*+c*&hedge=exact,about,range", snapshot).find
    with pytest.raises(Timeout):
        hasty.tally(find, (Part("label"), Part("article")), 1000)


@pytest.mark.parametrize("marked", [False, True])
@pytest.mark.parametrize("newest_first", [False, True])
def test_a_page_of_changes_is_read_from_an_index_in_its_order(
    snapshot: SqliteSnapshot, marked: bool, newest_first: bool
) -> None:
    """A page of changes starts at the cursor in an index, without sorting, also for one collection."""
    values = {"since": 0, "limit": 50, "sequence": 1, "ref": "claims/x", "first": "claims/", "end": "claims0"}
    entered = "(sequence,ref)" if marked else "sequence>?"
    for whole, narrowed in product((False, True), repeat=2):
        text = page_text(schema(), DIALECT, whole, marked, narrowed, newest_first)
        steps = snapshot.plan(text, values)
        assert steps[0].startswith("SEARCH changes USING INDEX changes_latest")
        assert entered in steps[0]
        assert not [step for step in steps if "TEMP B-TREE" in step or step.startswith("SCAN")]
