"""Loading: from seeds to a new snapshot, atomically, on either engine.

Large seeds are read and validated in a subprocess while this process writes, so that a load uses two processors. That
costs a fork and a pipe, so small seeds are read in this process.
"""

import gc
import json
import multiprocessing
import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from api.store import Unavailable
from api.store.fingerprint import program
from api.store.rows import Batch, Loaded, PartRow, Rows, batches, loaded
from api.store.writer import Writer
from schemas.registry import QUERYABLE
from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.faults import OutOfOrder, SeedError

SUBPROCESS_BYTES = 4 * 2**20  # size of seeds above which a subprocess reads them: about a second's work
BATCH = 500  # records of a collection in one write
Progress = Callable[[int], None]


class Sink(ABC):
    """Receives the rows of a new dataset; readers see none of them before `finish`."""

    writer: Writer

    def __init__(self) -> None:
        self._pending: dict[str, list[Rows]] = {name: [] for name in QUERYABLE}

    def add(self, batch: Batch, least: int = BATCH) -> None:
        """Add rows; those of a collection are written together once there are so many."""
        self.writer.insert("parts", batch.parts)
        for rows in batch.rows:
            self._pending[rows.collection].append(rows)
        for name, pending in self._pending.items():
            if len(pending) >= least:
                self._write(name, pending)
                pending.clear()

    @abstractmethod
    def _write(self, collection: str, batch: list[Rows]) -> None:
        """Write a batch of one collection."""

    @abstractmethod
    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Make the dataset the current one."""

    @abstractmethod
    def abandon(self) -> None:
        """Discard everything."""


def build(path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress = lambda _: None) -> Loaded:
    """Load seeds into a new snapshot, atomically. SeedError with every fault."""
    gc.disable()  # rows form no reference cycles; looking for some takes a tenth of the time, in both processes
    try:
        return _filled(Dataset(path), path, open_sink, source, progress)
    except OutOfOrder:
        return _filled(Dataset(path, sort=True), path, open_sink, source, progress)
    finally:
        gc.enable()


def _filled(dataset: Dataset, path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress) -> Loaded:
    with _reading(dataset, path) as reader:
        sink, taken = open_sink(), 0
        try:
            for batch in reader:
                sink.add(batch)
                taken += len(batch.rows)
                progress(taken)
            sink.add(Batch([], []), least=1)
            sink.finish(reader.loaded, meta_of(reader.loaded, source))
        except BaseException:
            sink.abandon()
            raise
    return reader.loaded


def meta_of(loaded: Loaded, source: str) -> dict[str, str]:
    """What a dataset says about itself."""
    return {
        "version": loaded.version,
        "counts": json.dumps(loaded.counts),
        "source": source,
        "program": program(),
        "loaded": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


class Reader:
    """Reads seeds in this process: batches of rows, then, in `loaded`, what was found."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self.loaded: Loaded

    def __iter__(self) -> Iterator[Batch]:
        yield from batches(self._dataset)
        self.loaded = loaded(self._dataset)


class SubprocessReader(Reader):
    """Receives the same from a subprocess."""

    def __init__(self, received: Connection) -> None:
        self._received = received

    def __iter__(self) -> Iterator[Batch]:
        while not isinstance(sent := self._next(), Loaded):
            if isinstance(sent, Exception):
                raise sent
            parts, rows = sent
            yield Batch([PartRow(*part) for part in parts], [Rows(*one) for one in rows])
        self.loaded = sent

    def _next(self) -> Any:
        """`Loaded`, an error, or a batch of rows as plain tuples."""
        try:
            return self._received.recv()
        except (EOFError, OSError) as error:  # between two batches, or within one
            raise Unavailable("the process that read the seeds was ended before it was done") from error


@contextmanager
def _reading(dataset: Dataset, seeds: Path) -> Iterator[Reader]:
    """A reader of the dataset, started before anything is opened that must not be shared across a fork."""
    if not _is_worth_a_subprocess(seeds):
        yield Reader(dataset)
        return
    processes = multiprocessing.get_context("fork")
    received, sender = processes.Pipe(duplex=False)
    subprocess = processes.Process(target=_read, args=(dataset, received, sender), daemon=True)
    subprocess.start()
    sender.close()
    try:
        yield SubprocessReader(received)
    finally:
        received.close()
        subprocess.terminate()
        subprocess.join()


def _is_worth_a_subprocess(seeds: Path) -> bool:
    """Only where the number of usable processors is known, which excludes macOS, where fork is unsafe."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2:
        return False
    return seeds.is_file() and seeds.stat().st_size >= SUBPROCESS_BYTES


def _read(dataset: Dataset, received: Connection, sender: Connection) -> None:
    """Runs in the subprocess: sends everything until the receiver is gone."""
    received.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both processes; the parent ends this one
    try:
        for batch in batches(dataset):
            sender.send((list(map(tuple, batch.parts)), list(map(tuple, batch.rows))))
        sender.send(loaded(dataset))
    except (SeedError, OutOfOrder) as error:
        sender.send(error)
    except BrokenPipeError:
        return
