"""Filtered and sorted tables are copied from the collection's file, and nobody can tell."""

import gc
import threading
from collections.abc import Callable, Iterator
from itertools import combinations, islice
from pathlib import Path
from random import Random
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from api import create_app
from api.formats.csv_table import row_lengths, write_rows
from api.response.bodies import BodyFiles, KeptRows, Teed, indexed
from api.settings import Settings
from api.store import Timeout
from schemas.registry import QUERYABLE
from tests.generated import write
from tests.snapshots import place_snapshot


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated records."""
    return write(tmp_path_factory.mktemp("records") / "facts.ndjson", 7, articles=5, size=25)


def client_with(folder: Path, records: Path, file_bytes: int) -> FlaskClient:
    """A client of the records, with room for files or without."""
    settings = Settings(folder=folder, seeds=None, query_seconds=20, file_bytes=file_bytes)
    place_snapshot(records, folder)
    return create_app(settings).test_client()


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, records: Path) -> FlaskClient:
    """A client that gets every row written anew."""
    return client_with(tmp_path_factory.mktemp("written"), records, 0)


@pytest.fixture
def kept(tmp_path: Path, records: Path) -> FlaskClient:
    """A client with files."""
    return client_with(tmp_path, records, 2**30)


def finish_files() -> None:
    """Wait for the files that are being made."""
    for thread in threading.enumerate():
        if thread.name == "body-file":
            thread.join(20)


def altered(client: FlaskClient, folder: Path) -> None:
    """The file of all facts, with digits changed in every row."""
    client.get("/v1/facts.csv")
    (file,) = (path for path in (folder / "files").iterdir() if path.suffix != ".sqlite")
    file.write_bytes(file.read_bytes().translate(bytes.maketrans(b"123", b"456")))


def questions(name: str, client: FlaskClient) -> list[str]:
    """Filters of a collection by values that occur, in pairs, and others."""
    collection, chance = QUERYABLE[name], Random(name)  # noqa: S311
    found = ["q=launch", "q=o*", "from=2024-01-01" if collection.time else "q=data", "has=label", "lacks=label"]
    for field in collection.filters:
        rows = client.get(f"/v1/{name}/counts?by={field.parameter}&limit=3").json["items"]
        values = [str(row[field.parameter]) for row in rows if row[field.parameter] is not None]
        written = [
            quote(value.lower() if value in ("True", "False") else value.replace(",", "\\,")) for value in values
        ]
        found += [f"{field.parameter}{ending}={value}" for value in written[:1] for ending in ("", "_not")]
        found += [f"{field.parameter}={','.join(written)}"] if len(written) > 1 else []
    named = [(one.split("=")[0].removesuffix("_not"), one) for one in found]
    pairs = [f"{one}&{other}" for (first, one), (second, other) in combinations(named, 2) if first != second]
    return [*chance.sample(found, min(6, len(found))), *chance.sample(pairs, min(9, len(pairs)))]


def orders(name: str, client: FlaskClient) -> list[str]:
    """Sorts of a collection by each kind of key, filtered or not, and the rest of each after a page of three."""
    collection = QUERYABLE[name]
    keys = [field.parameter for field in collection.sorts]
    chosen = Random(name).sample(keys, min(4, len(keys)))  # noqa: S311
    found = [f"sort={key}" for key in chosen] + [f"sort=-{chosen[0]}", f"sort={','.join(chosen[:2])}&has=label"]
    found += ["q=o*&sort=relevance", "has=label"]
    pages = [(order, client.get(f"/v1/{name}?limit=3&{order}").json["next_cursor"]) for order in found]
    return found[:-1] + [f"{order}&cursor={cursor}" for order, cursor in pages if cursor]


@pytest.mark.parametrize("name", QUERYABLE)
def test_copied_rows_are_the_written_ones(
    name: str, written: FlaskClient, kept: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every byte and header field, for filters alone and in pairs, sorted or from a cursor, with `bom` and `names`, in
    any chunks; also with chosen fields, where nothing is copied."""
    copies: list[None] = []
    copied = KeptRows.copied
    monkeypatch.setattr(KeptRows, "copied", lambda *given: copies.append(None) or copied(*given))
    monkeypatch.setattr("api.store.reading._CHUNK", 7)
    ways = ("", "bom=1", "names=1")
    assert all(kept.get(f"/v1/{name}.csv?{way}").status_code == 200 for way in ways)
    assert not copies
    every = [*questions(name, written), *orders(name, written)]
    asked = [f"{one}&{ways[number % 3]}" for number, one in enumerate(every)]
    for question in (*asked, "has=label&fields=label"):
        answers = [client.get(f"/v1/{name}.csv?{question}") for client in (written, kept)]
        assert answers[0].status_code == 200, (question, answers[0].data)
        assert answers[1].data == answers[0].data, question
        assert [*answers[1].headers] == [*answers[0].headers], question
    assert len(copies) == len(asked)


def test_rows_come_from_the_file_of_the_same_load(tmp_path: Path, records: Path, written: FlaskClient) -> None:
    """Rows are copied while the file and its index are there, but not once records have other positions."""
    client = client_with(tmp_path, records, 2**30)
    path = "/v1/facts.csv?kind=figure"
    expected = written.get(path).data
    altered(client, tmp_path)
    assert client.get(path).data == expected.translate(bytes.maketrans(b"123", b"456"))
    snapshot = client.application.extensions["store"].current()
    before, snapshot.placement = snapshot.placement, "another load of the same"
    assert client.get(path).data == expected
    snapshot.placement = before
    assert client.get(path).data != expected
    for file in (tmp_path / "files").iterdir():
        file.unlink()
        assert client.get(path).data == expected


def test_a_collection_has_one_file_however_it_is_asked_for(tmp_path: Path, kept: FlaskClient) -> None:
    """By suffix or by Accept, with or without parameters that change no row: one file and its index."""
    whole = kept.get("/v1/claims.csv").data
    assert kept.get("/v1/claims", headers={"Accept": "text/csv"}).data == whole
    assert kept.get("/v1/claims.csv?count=true").data == whole
    assert len(list((tmp_path / "files").iterdir())) == 2


@pytest.mark.parametrize("order", ["", "&sort=label", "&sort=label&cursor="])
def test_a_long_stream_has_the_file_made(
    tmp_path: Path, kept: FlaskClient, written: FlaskClient, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """A short one does not. The next stream is copied from it, and it is that of the whole collection."""
    if order.endswith("cursor="):
        order += written.get("/v1/facts?kind=figure&sort=label&limit=3").json["next_cursor"]
    path = f"/v1/facts.csv?kind=figure{order}"
    expected = written.get(path).data
    assert kept.get(path).data == expected
    assert not (tmp_path / "files").exists()
    monkeypatch.setattr("api.response.bodies._SMALL", 1000)
    assert kept.get(path).data == expected
    finish_files()
    assert kept.get("/v1/facts.csv").data == written.get("/v1/facts.csv").data
    altered(kept, tmp_path)
    assert kept.get(path).data == expected.translate(bytes.maketrans(b"123", b"456"))


def chunks() -> Iterator[bytes]:
    """A table in two chunks."""
    yield b'"a"\r\n1\r\n'
    yield b"2\r\n"


def failing() -> Iterator[bytes]:
    """A table that ends in an error."""
    yield from chunks()
    raise Timeout("too slow")


@pytest.mark.parametrize(("make", "most"), [(failing, 10**6), (chunks, 5)])
def test_a_file_that_cannot_be_made_is_tried_once(
    tmp_path: Path, make: Callable[[], Iterator[bytes]], most: int
) -> None:
    """Whether its making fails or it is too large; nothing of it stays."""
    files, tried = BodyFiles(tmp_path, most, seconds=1), []
    for _ in range(2):
        files.prepare("one", lambda: tried.append(None) or make())
        finish_files()
    assert len(tried) == 1
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize(("positions", "is_kept"), [((5, 9), True), ((5,), False), ((5, 9, 11), False)])
def test_an_index_has_a_position_for_every_row_or_is_not_kept(
    tmp_path: Path, positions: tuple[int, ...], is_kept: bool
) -> None:
    """Otherwise rows of other records would be copied."""
    index = BodyFiles(tmp_path, 10**6, seconds=1).spool("index")
    assert index is not None
    assert b"".join(indexed(chunks(), positions, row_lengths, index)) == b"".join(chunks())
    assert [path.name for path in tmp_path.iterdir()] == (["index"] if is_kept else [])


def test_a_collection_that_cannot_be_read_leaves_no_file(
    kept: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither it nor its index: while the store is away, each request would leave two."""

    def lines(*_: object) -> Iterator[bytes]:
        raise Timeout("too slow")

    monkeypatch.setattr("api.store.reading.Snapshot.lines", lines)
    for name in ("facts.csv", "facts.ndjson", "claims.csv?bom=1"):
        assert kept.get(f"/v1/{name}").status_code == 503
    assert not (tmp_path / "files").exists() or [*(tmp_path / "files").iterdir()] == []


@pytest.mark.parametrize("read", [0, 1])
def test_a_file_that_is_left_has_no_index(tmp_path: Path, read: int) -> None:
    """Nothing stays of one that was begun, whether or not anything of it was sent."""
    files = BodyFiles(tmp_path, 10**6, seconds=0)
    index = files.spool("index")
    assert index is not None
    gc.disable()  # as long as nothing collects cycles
    try:
        left = files.keep("file", lambda: indexed(chunks(), (5, 9), row_lengths, index))
        assert isinstance(left, Teed)
        assert len([*islice(left, read)]) == read
        assert len(list(tmp_path.iterdir())) == 2
        left.close()
        assert list(tmp_path.iterdir()) == []
    finally:
        gc.enable()


_CELLS = st.none() | st.integers() | st.text(st.sampled_from('a",;\r\n\\=é'))


@given(st.lists(st.lists(_CELLS, min_size=2, max_size=2)), st.booleans())
def test_rows_are_told_apart_whatever_their_cells_hold(rows: list[list[str | int | None]], bom: bool) -> None:
    """Quotes and line breaks within cells do not end a row: each has the length it has alone."""
    header = write_rows(["x", "y"], [], bom)
    each = [len(write_rows(["x", "y"], [row], bom)) - len(header) for row in rows]
    assert [*row_lengths(write_rows(["x", "y"], rows, bom))] == [len(header), *each]
