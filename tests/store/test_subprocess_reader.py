"""Loading with two processes, one that reads and validates and one that writes, gives what one process gives."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from api.store import Unavailable, build
from api.store.rows import Batch
from api.store.selection import load, open_store
from schemas.seedfiles.faults import SeedError
from tests.store.sample import stop_clock, write_sample


@pytest.fixture(params=["here", "apart"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whether seeds are read in this process or in another."""
    is_apart = request.param == "apart"
    monkeypatch.setattr(build, "SUBPROCESS_BYTES", 0 if is_apart else 2**60)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    return str(request.param)


def _bytes(folder: Path) -> bytes:
    return (folder / "current.sqlite").read_bytes()


def test_the_file_is_the_same_to_the_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways of loading make the same snapshot, except for the time noted in it."""
    stop_clock(monkeypatch)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    seeds = write_sample(tmp_path / "sample.ndjson", 20)
    found = []
    for name, least in (("here", 2**60), ("apart", 0)):
        monkeypatch.setattr(build, "SUBPROCESS_BYTES", least)
        found.append((load(Settings(folder=tmp_path / name), seeds), _bytes(tmp_path / name)))
    assert found[0] == found[1]


def test_every_fault_is_reported(way: str, tmp_path: Path) -> None:
    """All faults of a file are reported with their lines."""
    seeds = tmp_path / "bad.ndjson"
    seeds.write_text('{"kind":"company"}\n[1]\n')
    with pytest.raises(SeedError) as raised:
        load(Settings(folder=tmp_path / way), seeds)
    assert {fault.line for fault in raised.value.faults} == {1, 2}
    assert not list((tmp_path / way).glob("building-*"))


def test_a_file_out_of_order_is_sorted(way: str, tmp_path: Path) -> None:
    """The second pass over a file that is out of order is also made by the subprocess."""
    seeds = write_sample(tmp_path / "sample.ndjson", 3)
    ordered = load(Settings(folder=tmp_path / "ordered"), seeds)
    seeds.write_text("".join(reversed(seeds.read_text().splitlines(keepends=True))))
    assert load(Settings(folder=tmp_path / way), seeds) == ordered


def test_a_system_that_counts_no_processors_reads_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `sched_getaffinity`, as on macOS, seeds are read in this process."""
    monkeypatch.delattr(os, "sched_getaffinity")
    monkeypatch.setattr(build, "SUBPROCESS_BYTES", 0)
    _, counts = load(Settings(folder=tmp_path / "var"), write_sample(tmp_path / "sample.ndjson", 2))
    assert counts["articles"] == 2


def test_a_reader_that_is_killed_within_a_batch(tmp_path: Path) -> None:
    """A batch that breaks off because the reader was killed is not reported as a disk fault."""
    receiver, sender = multiprocessing.Pipe(duplex=False)
    os.write(sender.fileno(), b"\0\0\x10\0 and no more")
    sender.close()
    with pytest.raises(Unavailable, match="was ended"):
        list(build.received(receiver))


def test_a_reader_that_is_killed_leaves_the_old_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole load fails, and nothing of it stays behind."""
    settings = Settings(folder=tmp_path / "var")
    before, _ = load(settings, write_sample(tmp_path / "small.ndjson", 2))
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(build, "SUBPROCESS_BYTES", 0)

    def dying(_: object) -> Iterator[Batch]:
        os.kill(os.getpid(), signal.SIGKILL)
        yield Batch([], [])

    monkeypatch.setattr(build, "batches", dying)
    with pytest.raises(Unavailable, match="was ended"):
        load(settings, write_sample(tmp_path / "large.ndjson", 5))
    assert open_store(settings).current().version == before
    assert not list(settings.folder.glob("building-*"))
    assert not multiprocessing.active_children()
