"""A fingerprint of seeds and program: tells whether a stored dataset is up to date."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from api.store.tables import columns
from schemas.registry import QUERYABLE

_FORM = 10  # increase when rows or indexes change in a way that the columns do not show

LAYOUT = sha256(json.dumps([_FORM, {name: columns(made) for name, made in QUERYABLE.items()}]).encode()).hexdigest()


def fingerprint(seeds: Path) -> str:
    """A hash of the names, sizes and times of the seed files, and of the tables' layout."""
    found = [(str(file.relative_to(seeds)), *_stat(file)) for file in _files(seeds)]
    return sha256(json.dumps([LAYOUT, found]).encode()).hexdigest()


def _files(seeds: Path) -> Iterator[Path]:
    if seeds.is_dir():
        yield from sorted(file for pattern in ("*.yaml", "articles/*.yaml") for file in seeds.glob(pattern))
    elif seeds.exists():
        yield seeds


def _stat(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:
        return -1, -1  # the reader will report what is wrong with it
    return found.st_size, found.st_mtime_ns
