"""Loads a change on SQLite: a copy of the current file is corrected in one transaction, checked, and published.

The copy has a temporary name, so a load that is killed leaves the old file. Of the new one only what changed is
checked, and the number of records: the rest is a copy of a file whose digest was compared.
"""

import contextlib
import json
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from api.store.build import meta_of
from api.store.change import Change, FullLoad, change
from api.store.fingerprint import LAYOUT, program
from api.store.history_change import Continuation
from api.store.previous import Previous
from api.store.rows import Loaded, Rows
from api.store.sqlite import DIALECT, current_meta, open_file, statements
from api.store.sqlite_build import SETTINGS, analyse, words
from api.store.sqlite_check import is_whole
from api.store.sqlite_files import Building, current_name
from api.store.summaries_change import Correction
from api.store.tables import columns
from schemas.registry import QUERYABLE


def load_change(folder: Path, seeds: Path, source: str, kept_versions: int) -> tuple[Loaded, int]:
    """Load what changed in the seeds since the current file was made; returns also how many articles that were.
    FullLoad."""
    building = Building(folder)
    try:
        current = folder / current_name(folder)
        meta = current_meta(folder)
        if not meta:
            raise FullLoad("there is no dataset before")
        if (meta["layout"], meta.get("program")) != (LAYOUT, program()):
            raise FullLoad("the program changed")
        with contextlib.closing(open_file(current)) as connection:
            found = change(seeds, Previous(connection.execute, json.loads(meta["counts"])))
        _copy(current, building.path)
        _Corrected(building.path, found).write(meta_of(found.loaded, source), kept_versions)
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


class _Corrected:
    """The copy, while it is corrected."""

    def __init__(self, path: Path, found: Change) -> None:
        self._path, self._change = path, found
        self._connection = sqlite3.connect(path.resolve().as_uri(), uri=True, isolation_level=None)

    def write(self, meta: dict[str, str], kept_versions: int) -> None:
        """Correct all tables, and check them."""
        with contextlib.closing(self._connection):
            for setting in SETTINGS:
                self._connection.execute(f"PRAGMA {setting}")
            self._connection.execute("BEGIN")
            for name in QUERYABLE:
                self._take_out(name, [rows for rows in self._change.removed if rows.collection == name])
                self._put_in(name, [rows for rows in self._change.added if rows.collection == name])
            redirects = dict(self._run("SELECT * FROM redirects", {}))
            self._note(meta)
            Continuation(self._run, DIALECT).record(self._change, redirects, meta["loaded"], kept_versions)
            Correction(statements(), self._run, DIALECT).correct(self._change.removed, self._change.added)
            analyse(self._connection)
            self._connection.execute("COMMIT")
        self._check()

    def _run(self, statement: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        return self._connection.execute(statement, values).fetchall()

    def _take_out(self, name: str, batch: list[Rows]) -> None:
        many = self._connection.executemany
        positions = [(rows.texts[0],) for rows in batch]
        many(f"DELETE FROM {name} WHERE position = ?", positions)
        links = [link for rows in batch for link in rows.links]
        many(f"DELETE FROM {name}_links WHERE field = ? AND target = ? AND position = ?", links)
        many(f"DELETE FROM {name}_spans WHERE position = ?", positions)
        many(f"INSERT INTO {name}_words({name}_words, rowid, title, body) VALUES ('delete',?,?,?)", map(words, batch))

    def _put_in(self, name: str, batch: list[Rows]) -> None:
        many = self._connection.executemany
        marks = ",".join("?" * len(columns(QUERYABLE[name])))
        many(f"INSERT INTO {name} VALUES ({marks})", [rows.record for rows in batch])
        many(f"INSERT INTO {name}_links VALUES (?,?,?)", [link for rows in batch for link in rows.links])
        many(f"INSERT INTO {name}_spans VALUES (?,?,?,?,?,?)", [span for rows in batch for span in rows.spans])
        many(f"INSERT INTO {name}_words(rowid, title, body) VALUES (?,?,?)", map(words, batch))

    def _note(self, meta: dict[str, str]) -> None:
        run, many, change = self._connection.execute, self._connection.executemany, self._change
        many("DELETE FROM parts WHERE article = ?", [(article,) for article in change.parts])
        many("INSERT INTO parts VALUES (?,?,?,?)", filter(None, change.parts.values()))
        many("UPDATE meta SET value = ? WHERE name = ?", [(value, name) for name, value in meta.items()])
        run("DELETE FROM redirects")
        many("INSERT INTO redirects VALUES (?,?)", change.loaded.redirects)

    def _check(self) -> None:
        """On a new connection: what was put in, what was taken out, and the number of records."""
        taken = {(rows.collection, rows.texts[0]): None for rows in self._change.removed}
        wanted = taken | {(rows.collection, rows.texts[0]): rows.record[2] for rows in self._change.added}
        with contextlib.closing(open_file(self._path)) as connection:
            for (name, position), record in wanted.items():
                found = connection.execute(f"SELECT record FROM {name} WHERE position = ?", (position,)).fetchone()
                if (found and found[0]) != record:
                    raise FullLoad(f"{name} were not as they should be after the change")
            for name, number in self._change.loaded.counts.items():
                ((found,),) = connection.execute(f"SELECT count(*) FROM {name}")
                if found != number:
                    raise FullLoad(f"{name} were not as many as they should be after the change")
