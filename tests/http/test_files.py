"""Whole collections as files: Content-Length and Range on what is streamed otherwise."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.response.bodies import BodyFiles, KeptFile
from api.settings import Settings
from tests.generated import write
from tests.operation.processes import eventually
from tests.serving import ARTICLE, Server
from tests.snapshots import place_snapshot

WHOLE = ("/v1/facts.csv", "/v1/facts.ndjson", "/v1/claims.csv?bom=1", "/v1/figures.ndjson")
SMALL = (f"/v1/articles/{ARTICLE}/facts.csv", "/v1/figures.csv?hedge=about", "/v1/claims.ndjson?sort=label")


@pytest.mark.parametrize("path", [*WHOLE, *SMALL])
def test_what_is_whole_or_small_has_a_length_and_ranges(server: Server, path: str) -> None:
    """HEAD says how long it is; pieces read by Range, as programs read files by URL, make up the whole."""
    whole = server.get(path)
    size = len(whole.content)
    head = server.get(path, "HEAD")
    assert head.headers["Content-Length"] == whole.headers["Content-Length"] == str(size)
    assert head.headers["Accept-Ranges"] == "bytes"
    assert head.headers["ETag"] == whole.headers["ETag"]
    step = size // 3 + 1
    pieces = [server.get(path, headers={"Range": f"bytes={n}-{n + step - 1}"}) for n in range(0, size, step)]
    assert [piece.status_code for piece in pieces] == [206] * len(pieces)
    assert b"".join(piece.content for piece in pieces) == whole.content
    assert server.get(path, headers={"Range": "bytes=-5"}).content == whole.content[-5:]
    outside = server.get(path, headers={"Range": f"bytes={size}-"})
    assert (outside.status_code, outside.headers["Content-Range"]) == (416, f"bytes */{size}")
    packed = server.get(path, headers={"Accept-Encoding": "gzip"})
    assert (packed.headers["Content-Encoding"], packed.content) == ("gzip", whole.content)
    assert int(packed.headers["Content-Length"]) < size


@pytest.mark.parametrize("suffix", ["parquet", "xlsx"])
def test_compressed_files_are_sent_as_they_are(server: Server, suffix: str) -> None:
    """With a length, in ranges, and not gzipped again."""
    path = f"/v1/facts.{suffix}"
    whole = server.get(path, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in whole.headers
    assert whole.headers["Content-Length"] == str(len(whole.content))
    end = server.get(path, headers={"Range": "bytes=-8"})
    assert (end.status_code, end.content) == (206, whole.content[-8:])
    assert server.get(path, "HEAD").headers["Content-Length"] == str(len(whole.content))


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Generated records."""
    return write(tmp_path_factory.mktemp("records") / "facts.ndjson", 5, articles=6, size=60)


def client_with(folder: Path, records: Path, **settings: object) -> FlaskClient:
    """A client of the records, with these settings, and time enough on a busy machine."""
    made = Settings(folder=folder / "store", seeds=None, query_seconds=20, **settings)  # type: ignore[arg-type]
    place_snapshot(records, made.folder)
    return create_app(made).test_client()


def files(folder: Path) -> list[Path]:
    """What is kept on disk."""
    return sorted((folder / "store" / "files").glob("*"))


def test_a_file_is_made_once_for_a_version(tmp_path: Path, records: Path) -> None:
    """The first request makes it, the next ones read it; filtered answers leave none."""
    client = client_with(tmp_path, records)
    first = client.get("/v1/facts.csv")
    made = files(tmp_path)
    assert made[0].read_bytes() == first.data
    assert client.get("/v1/facts.csv?kind=figure").status_code == 200
    assert client.get("/v1/facts").status_code == 200
    made[0].write_bytes(b"kept")  # its index is beside it
    assert client.get("/v1/facts.csv").data == b"kept"
    assert files(tmp_path) == made


def test_without_room_the_answer_is_the_same(tmp_path: Path, records: Path) -> None:
    """A setting of 0, a folder that is none, a body beyond the bound: streams, and nothing is left behind."""
    expected = client_with(tmp_path / "a", records).get("/v1/facts.ndjson").data
    assert client_with(tmp_path / "b", records, file_bytes=0).get("/v1/facts.ndjson").data == expected
    assert files(tmp_path / "b") == []
    assert client_with(tmp_path / "c", records, file_bytes=len(expected) - 1).get("/v1/facts.ndjson").data == expected
    assert files(tmp_path / "c") == []
    client = client_with(tmp_path / "d", records)
    (tmp_path / "d" / "store" / "files").write_bytes(b"no folder")
    assert client.get("/v1/facts.ndjson").data == expected


CHUNKS = [bytes([number]) * 1000 for number in range(100)]


def made(pause: float = 0.0) -> Iterator[bytes]:
    """A body in pieces."""
    for chunk in CHUNKS:
        time.sleep(pause)
        yield chunk


def read(body: KeptFile | bytes | Iterator[bytes]) -> bytes:
    """All of it, as a server reads it."""
    if isinstance(body, bytes):
        return body
    if isinstance(body, KeptFile):
        return b"".join(body.pieces())
    content = b"".join(body)
    body.close()  # type: ignore[attr-defined]
    return content


def test_what_takes_too_long_is_streamed_and_kept_for_the_next(tmp_path: Path) -> None:
    """The client gets what is made so far and then the rest; once all is sent, it is kept as a file."""
    bodies = BodyFiles(tmp_path, 10**6, seconds=0.02)
    slow = bodies.keep("x", lambda: made(0.001))
    assert not isinstance(slow, KeptFile)
    assert bodies.find("x") is None
    assert read(slow) == b"".join(CHUNKS)
    kept = bodies.find("x")
    assert kept is not None
    assert read(kept) == b"".join(CHUNKS)
    assert [path.name for path in tmp_path.iterdir()] == ["x"]


@pytest.mark.parametrize("pieces", [0, 1, 50])
def test_a_caller_who_leaves_leaves_nothing(tmp_path: Path, pieces: int) -> None:
    """A stream that is closed early, begun or not, is no file and leaves none."""
    stream = BodyFiles(tmp_path, 10**6, seconds=0.02).keep("x", lambda: made(0.001))
    assert isinstance(stream, Iterator)
    for _ in range(pieces):
        next(stream)
    stream.close()  # type: ignore[attr-defined]
    assert list(tmp_path.iterdir()) == []


def test_what_has_no_room_is_streamed_at_once(tmp_path: Path) -> None:
    """Its records are not read to their end first, for a file that is not kept."""
    read_of = list[int]()

    def make() -> Iterator[bytes]:
        read_of.append(0)
        for _ in range(1000):
            read_of[-1] += 1
            yield bytes(1000)

    body = BodyFiles(tmp_path, 5000, seconds=60).keep("x", make)
    assert len(b"".join(body)) == 10**6  # type: ignore[arg-type]
    assert read_of == [6, 1000]
    assert list(tmp_path.iterdir()) == []


def fails_at_once() -> Iterator[bytes]:
    """A body of which nothing can be read."""
    raise TimeoutError


def fails_later() -> Iterator[bytes]:
    """A body that breaks off."""
    yield b"x"
    raise TimeoutError


@pytest.mark.parametrize("make", [fails_at_once, fails_later])
def test_a_failure_is_raised_and_leaves_nothing(tmp_path: Path, make: Callable[[], Iterator[bytes]]) -> None:
    """What the store cannot answer is the caller's error, as without files."""
    with pytest.raises(TimeoutError):
        BodyFiles(tmp_path, 10**6, seconds=1).keep("x", make)
    assert list(tmp_path.iterdir()) == []


def test_the_files_used_last_stay(tmp_path: Path) -> None:
    """The sum of sizes is bounded; what was read lately goes last; unfinished files of the dead go too."""
    bodies = BodyFiles(tmp_path, 250_000, seconds=1)
    dead = tmp_path / "dead.part"
    dead.write_bytes(b"x")
    os.utime(dead, (0, 0))
    for age, name in ((30, "a"), (20, "b")):
        bodies.keep(name, made)
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    assert read(bodies.find("a") or b"") == b"".join(CHUNKS)
    bodies.keep("c", made)
    assert {path.name for path in tmp_path.iterdir()} == {"a", "c"}


def test_files_for_later_are_made_one_at_a_time(tmp_path: Path) -> None:
    """However many collections are asked for at once, making their files takes one thread's share of the processor."""
    bodies, at_once, most = BodyFiles(tmp_path, 10**6, seconds=1), [0], [0]

    def made() -> Iterator[bytes]:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        yield b"x"
        time.sleep(0.02)
        at_once[0] -= 1

    for name in "abcd":
        bodies.prepare(name, made)
    assert eventually(lambda: all(bodies.find(name) for name in "abcd"))
    assert most == [1]
