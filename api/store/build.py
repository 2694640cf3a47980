"""Loading: from seeds to a new snapshot, whole or not at all, on any engine."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from api.store.apart import passing
from api.store.rows import Loaded, Rows
from schemas.seedfiles.dataset import Dataset
from schemas.seedfiles.faults import OutOfOrder

Progress = Callable[[int], None]


class Sink(Protocol):
    """Where an engine puts rows; nothing is seen by readers before `finish`."""

    def add(self, rows: Rows) -> None:
        """Take a record's rows."""
        ...

    def finish(self, loaded: Loaded, meta: dict[str, str]) -> None:
        """Make the dataset the current one."""
        ...

    def abandon(self) -> None:
        """Drop everything taken."""
        ...


def build(path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress = lambda _: None) -> Loaded:
    """Load seeds into a new snapshot, whole or not at all. SeedError with every fault."""
    try:
        return _filled(Dataset(path), path, open_sink, source, progress)
    except OutOfOrder:
        return _filled(Dataset(path, sort=True), path, open_sink, source, progress)


def _filled(dataset: Dataset, path: Path, open_sink: Callable[[], Sink], source: str, progress: Progress) -> Loaded:
    with passing(dataset, path) as found:
        sink, taken = open_sink(), 0
        try:
            for batch in found:
                for rows in batch:
                    sink.add(rows)
                taken += len(batch)
                progress(taken)
            sink.finish(found.loaded, _meta(found.loaded, source))
        except BaseException:
            sink.abandon()
            raise
    return found.loaded


def _meta(loaded: Loaded, source: str) -> dict[str, str]:
    return {
        "version": loaded.version,
        "counts": json.dumps(loaded.counts),
        "source": source,
        "loaded": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
