"""Loads a change on SQLite: a copy of the current file is corrected in one transaction, checked, and published.

The copy has a temporary name, so a load that is killed leaves the old file. Of the new one only what changed is
checked, and the number of records: the rest is a copy of a file whose digest was compared.
"""

import contextlib
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.store.build import meta_of
from api.store.change import Change, FullLoad, apply, change, check
from api.store.rows import Loaded
from api.store.sqlite import current_meta, open_file
from api.store.sqlite_build import Building, SqliteWriter, analyse, current_name, writable
from api.store.sqlite_check import is_whole


def load_change(folder: Path, seeds: Path, source: str, kept_versions: int) -> tuple[Loaded, int]:
    """Load what changed in the seeds since the current file was made; also returns the number of changed articles.
    Raises FullLoad."""
    building = Building(folder)
    try:
        current, meta = folder / current_name(folder), current_meta(folder)
        with contextlib.closing(open_file(current) if meta else sqlite3.connect(":memory:")) as connection:
            found = change(seeds, connection.execute, meta)
        _copy(current, building.path)
        _correct(building.path, found, meta_of(found.loaded, source), kept_versions)
        building.publish(found.loaded.version)
    except sqlite3.Error as error:
        building.abandon()
        raise FullLoad(f"the current file could not be changed: {error}") from error
    except BaseException:
        building.abandon()
        raise
    return found.loaded, len(found.parts.keys() - {""})


def _copy(current: Path, target: Path) -> None:
    """A file that shares its blocks with the old one where the file system can do that."""
    with ThreadPoolExecutor(1) as thread:
        whole = thread.submit(is_whole, current)
        try:
            with current.open("rb") as read, target.open("wb") as written:
                while os.copy_file_range(read.fileno(), written.fileno(), 2**30):
                    pass
        except (OSError, AttributeError):  # not on every system, nor between all file systems
            shutil.copyfile(current, target)
    if not whole.result():
        raise FullLoad("the current file is damaged")


def _correct(path: Path, found: Change, meta: dict[str, str], kept_versions: int) -> None:
    with contextlib.closing(writable(path)) as connection:
        connection.execute("BEGIN")
        apply(found, SqliteWriter(connection, path), meta, kept_versions)
        analyse(connection)
        connection.execute("COMMIT")
    with contextlib.closing(open_file(path)) as connection:  # the one that wrote would check its cache
        check(found, SqliteWriter(connection, path))
