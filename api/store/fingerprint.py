"""Fingerprints of seeds and program: whether a stored dataset is up to date, and whether it can be changed in place."""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from unicodedata import unidata_version

from api.store.statements import kept_parts
from api.store.tables import columns
from schemas.registry import QUERYABLE

_FORM = 13  # increase when rows or indexes change in a way that neither columns nor kept counts show

_ROOT = Path(__file__).parents[2]
_LIBRARIES = ("pydantic", "pydantic_core", "PyYAML", "edtf", "snowballstemmer", "pyahocorasick")

_STORED = {name: [columns(made), [part.name for part in kept_parts(made)]] for name, made in QUERYABLE.items()}
LAYOUT = sha256(json.dumps([_FORM, _STORED]).encode()).hexdigest()


@cache
def program() -> str:
    """A hash of all that makes rows from seeds: the sources, and the versions of the libraries."""
    digest = sha256(json.dumps([unidata_version, *map(version, _LIBRARIES)]).encode())
    for room in (_ROOT / "schemas", _ROOT / "api" / "store"):
        for source in sorted(room.rglob("*.py")):
            digest.update(source.read_bytes())
    return digest.hexdigest()


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
