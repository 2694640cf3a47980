"""Rows made by another process: while that reads and validates, this one writes, so two processors share a load.

It costs a fork and a pipe, so small seeds are read here.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from api.store import Unavailable
from api.store.rows import Loaded, Rows, batches, loaded
from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.faults import OutOfOrder, SeedError

WORTH_A_PROCESS = 4 * 2**20  # bytes of seeds: a second's work


class Pass:
    """A pass over seeds, in this process: batches of rows, then, in `loaded`, what was found."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self.loaded: Loaded

    def __iter__(self) -> Iterator[list[Rows]]:
        yield from batches(self._dataset)
        self.loaded = loaded(self._dataset)


class PassApart(Pass):
    """The same, of what another process sends."""

    def __init__(self, received: Connection) -> None:
        self._received = received

    def __iter__(self) -> Iterator[list[Rows]]:
        while not isinstance(sent := self._next(), Loaded):
            if isinstance(sent, Exception):
                raise sent
            yield [Rows(*rows) for rows in sent]
        self.loaded = sent

    def _next(self) -> Any:
        try:
            return self._received.recv()
        except (EOFError, OSError) as error:  # between two batches, or within one
            raise Unavailable("the process that read the seeds was ended before it was done") from error


@contextmanager
def passing(dataset: Dataset, seeds: Path) -> Iterator[Pass]:
    """A pass over the dataset, begun before anything is opened that a fork must not share."""
    if not _is_worth_it(seeds):
        yield Pass(dataset)
        return
    processes = multiprocessing.get_context("fork")
    received, sender = processes.Pipe(duplex=False)
    reader = processes.Process(target=_read, args=(dataset, received, sender), daemon=True)
    reader.start()
    sender.close()
    try:
        yield PassApart(received)
    finally:
        received.close()
        reader.terminate()
        reader.join()


def _is_worth_it(seeds: Path) -> bool:
    """Only where the system tells of processors, which is where a fork is safe as well: macOS has neither."""
    if not hasattr(os, "sched_getaffinity") or len(os.sched_getaffinity(0)) < 2:
        return False
    return seeds.is_file() and seeds.stat().st_size >= WORTH_A_PROCESS


def _read(dataset: Dataset, received: Connection, sender: Connection) -> None:
    """In the other process: send it all. Where nobody listens any more there is nothing left to do."""
    received.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to both; this one is ended by the other
    try:
        for batch in batches(dataset):
            sender.send([tuple(rows) for rows in batch])
        sender.send(loaded(dataset))
    except (SeedError, OutOfOrder) as error:
        sender.send(error)
    except BrokenPipeError:
        return
