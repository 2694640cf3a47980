"""Loading: from seeds to a new snapshot, atomically, on either engine.

Large seeds are read and validated in a subprocess while this process writes, so that a load uses two processors. That
costs a fork and a pipe, so small seeds are read in this process.
"""

import fcntl
import json
import multiprocessing
import os
import signal
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from sqlalchemy import ClauseElement

from api.store import Unavailable
from api.store.fingerprint import program
from api.store.rows import BATCH, UNKNOWN, Batch, Loaded, Rows, batches
from api.store.statements import Statements
from api.store.tables import compiled
from schemas.registry import QUERYABLE
from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.faults import OutOfOrder, SeedError
from schemas.uncollected import uncollected

SUBPROCESS_BYTES = 4 * 2**20  # size of seeds above which a subprocess reads them: about a second's work
_PIPE_BYTES = 2**20  # more than a batch has, so that the next one is read while this one is written
Progress = Callable[[int], None]


class Writer(ABC):
    """The tables of a dataset, on a connection. Engines differ in how a statement is run and in how words are kept."""

    def __init__(self, statements: Statements) -> None:
        self.statements, self.dialect = statements, statements.engine.dialect

    @abstractmethod
    def run(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows of a statement, if it returns any."""

    @abstractmethod
    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Put whole rows into a table."""

    @abstractmethod
    def delete(self, table: str, keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Take the rows with these values of the keys out of a table."""

    @abstractmethod
    def put_words(self, collection: str, batch: list[Rows]) -> None:
        """Make records searchable."""

    @abstractmethod
    def take_words(self, collection: str, batch: list[Rows]) -> None:
        """Undo `put_words`."""

    def read(self, statements: Sequence[str], values: dict[str, Any]) -> list[list[tuple[Any, ...]]]:
        """The rows of each of these statements, which write nothing."""
        return [self.run(statement, values) for statement in statements]

    def do(self, statement: ClauseElement, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self.run(compiled(statement, self.dialect), values)

    def put_in(self, collection: str, batch: list[Rows]) -> None:
        """Records, with what belongs to them."""
        self.insert(collection, [rows.record for rows in batch])
        self.insert(f"{collection}_links", _links(batch))
        self.insert(f"{collection}_spans", [span for rows in batch for span in rows.spans])
        self.put_words(collection, batch)

    def take_out(self, collection: str, batch: list[Rows]) -> None:
        """Undo `put_in`."""
        positions = [(rows.position,) for rows in batch]
        self.delete(collection, ["position"], positions)
        self.delete(f"{collection}_links", ["field", "target", "position"], _links(batch))
        self.delete(f"{collection}_spans", ["position"], positions)
        self.take_words(collection, batch)


def _links(batch: list[Rows]) -> list[tuple[str, str, int]]:
    return [(*link, position) for rows in batch for position in (rows.position,) for link in rows.links]


class Sink(ABC):
    """Receives the rows of a new dataset; readers see none of them before `finish`."""

    writer: Writer

    def __init__(self) -> None:
        self._pending: dict[str, list[Rows]] = {name: [] for name in QUERYABLE}

    def add(self, batch: Batch) -> None:
        """Add rows; those of a collection are written together, as many as a batch has."""
        self.writer.insert("parts", batch.parts)
        for rows in batch.rows:
            self._pending[rows.collection].append(rows)
        least = 1 if batch.is_last else BATCH
        for name, pending in self._pending.items():
            if len(pending) >= least:
                self._write(name, pending)
                pending.clear()

    def _write(self, collection: str, batch: list[Rows]) -> None:
        self.writer.put_in(collection, batch)
        self.writer.insert("states", [(rows.ref, rows.hash) for rows in batch if rows.hash])

    @abstractmethod
    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Make the dataset the current one."""

    @abstractmethod
    def abandon(self) -> None:
        """Discard everything."""


@uncollected()
def build(path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress = lambda _: None) -> Loaded:
    """Load seeds into a new snapshot, atomically. SeedError with every fault."""
    try:
        return _filled(Dataset(path), path, open_sink, source, progress)
    except OutOfOrder:
        return _filled(Dataset(path, sort=True), path, open_sink, source, progress)


def _filled(dataset: Dataset, path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress) -> Loaded:
    with _reading(dataset, path) as read:
        sink, taken, result = open_sink(), 0, UNKNOWN
        try:
            for batch in read:
                sink.add(batch)
                taken += len(batch.rows)
                progress(taken)
                result = batch.result
            sink.finish(result, meta_of(result, source))
        except BaseException:
            sink.abandon()
            raise
    return result


def meta_of(loaded: Loaded, source: str) -> dict[str, str]:
    """What a dataset says about itself."""
    return {
        "version": loaded.version,
        "counts": json.dumps(loaded.counts),
        "source": source,
        "program": program(),
        "loaded": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }


@contextmanager
def _reading(dataset: Dataset, seeds: Path) -> Iterator[Iterator[Batch]]:
    """The batches of a dataset, whose subprocess starts before anything is opened that must not be shared across a
    fork."""
    if not _is_worth_a_subprocess(seeds):
        yield batches(dataset)
        return
    processes = multiprocessing.get_context("fork")
    receiver, sender = processes.Pipe(duplex=False)
    with suppress(AttributeError, OSError):  # not on every system, nor beyond what all pipes of a user may hold
        fcntl.fcntl(sender.fileno(), fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    subprocess = processes.Process(target=_send, args=(dataset, receiver, sender), daemon=True)
    subprocess.start()
    sender.close()
    try:
        yield received(receiver)
    finally:
        receiver.close()
        subprocess.terminate()
        subprocess.join()


def received(receiver: Connection) -> Iterator[Batch]:
    """The batches that a subprocess sends; its error, or Unavailable if it is gone."""
    is_over = False
    while not is_over:
        try:
            sent: Batch | Exception = receiver.recv()
        except (EOFError, OSError) as error:  # between two batches, or within one
            raise Unavailable("the process that read the seeds was ended before it was done") from error
        if isinstance(sent, Exception):
            raise sent
        yield sent
        is_over = sent.is_last


def _is_worth_a_subprocess(seeds: Path) -> bool:
    """Only where the number of usable processors is known, which excludes macOS, where fork is unsafe."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2:
        return False
    return seeds.is_file() and seeds.stat().st_size >= SUBPROCESS_BYTES


def _send(dataset: Dataset, receiver: Connection, sender: Connection) -> None:
    """Runs in the subprocess: sends everything until the receiver is gone."""
    receiver.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both processes; the parent ends this one
    try:
        for batch in batches(dataset):
            sender.send(batch)
    except (SeedError, OutOfOrder) as error:
        sender.send(error)
    except BrokenPipeError:
        return
