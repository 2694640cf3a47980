"""Opens the store that the settings name, loads it, and keeps the error of the last failed reload."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from api.settings import Settings
from api.store import Store
from api.store.fingerprint import fingerprint
from api.store.sqlite import SqliteStore, current_meta
from schemas.wording import plural

if TYPE_CHECKING:
    from api.store.build import Sink
    from api.store.rows import Loaded

_RELOAD_ERROR = "reload-error.json"
_LONGEST = 20  # faults shown by /readyz; the log has all of them
_LONGEST_REBUILD = 6 * 3600  # seconds
_PROGRAM = Path(__file__).parents[2]
_log = logging.getLogger("article_facts.store")


def open_store(settings: Settings) -> Store:
    """The store of these settings, for reading. Does not connect yet."""
    if settings.database_url:
        from api.store.postgres import PostgresStore

        return PostgresStore(settings.database_url.get_secret_value(), settings.query_seconds)
    return SqliteStore(settings.folder, settings.query_seconds, lambda: _rebuild(settings))


def _rebuild(settings: Settings) -> None:
    """Load the seeds again in a separate process: serving processes never read them."""
    if settings.seeds is None:
        return
    folders = {
        "ARTICLE_FACTS_FOLDER": str(settings.folder.resolve()),
        "ARTICLE_FACTS_SEEDS": str(settings.seeds.resolve()),
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "facts", "load", "--if-changed"]
    done = subprocess.run(  # noqa: S603 - a command of our own
        command,
        cwd=_PROGRAM,
        env=os.environ | folders,
        text=True,
        capture_output=True,
        timeout=_LONGEST_REBUILD,
        check=False,
    )
    if done.returncode:
        _log.error("the damaged dataset was not rebuilt: %s", done.stderr.strip())
        note_reload_error(settings, done.stderr.strip())


def load(
    settings: Settings,
    seeds: Path,
    progress: Callable[[int], None] = lambda _: None,
    report: Callable[[str], None] = lambda _: None,
) -> tuple[str, dict[str, int]]:
    """Load seeds into the store; returns the dataset's version and counts. On SeedError the store is unchanged.

    `report` is given a sentence about how much was loaded, and why.
    """
    from api.store.build import build
    from api.store.change import FullLoad

    source = fingerprint(seeds)
    try:
        made, changed = _load_change(settings, seeds, source)
        report(f"Loaded what changed: {changed:,} of {plural(made.counts['articles'], 'article')}.")
    except FullLoad as why:
        made = build(seeds, lambda: _sink(settings), source, progress)
        report(f"Loaded everything: {why}.")
    note_reload_error(settings, None)
    return made.version, made.counts


def _load_change(settings: Settings, seeds: Path, source: str) -> "tuple[Loaded, int]":
    if settings.database_url:
        from api.store import postgres_change

        url = settings.database_url.get_secret_value()
        return postgres_change.load_change(url, seeds, source, settings.kept_versions)
    from api.store.sqlite_change import load_change

    return load_change(settings.folder, seeds, source, settings.kept_versions)


def _sink(settings: Settings) -> "Sink":
    if settings.database_url:
        from api.store.postgres_build import PostgresSink

        return PostgresSink(settings.database_url.get_secret_value(), settings.kept_versions, settings.shards)
    from api.store.sqlite_build import SqliteSink

    return SqliteSink(settings.folder, settings.kept_versions)


def is_loaded(settings: Settings, seeds: Path) -> bool:
    """Whether the store was loaded from these seeds and they have not changed since."""
    return _current_meta(settings).get("source") == fingerprint(seeds)


def _current_meta(settings: Settings) -> dict[str, str]:
    if settings.database_url:
        from api.store import postgres

        return postgres.current_meta(settings.database_url.get_secret_value(), settings.query_seconds)
    return current_meta(settings.folder)


def note_reload_error(settings: Settings, error: str | None) -> None:
    """Record for all workers why the last reload failed; None clears it."""
    path = settings.folder / _RELOAD_ERROR
    if error is None:
        if path.exists():  # on a read-only file system unlink fails even where there is no file
            path.unlink(missing_ok=True)  # another load may be as far
        return
    if "Traceback (most recent call last)" in error:
        error = "the load broke off; the log says why"  # the program's path is for the log only
    lines = _without_folders(error, settings).splitlines()
    shown = [*lines[:_LONGEST], f"… and {len(lines) - _LONGEST} more"] if len(lines) > _LONGEST else lines
    draft = path.with_suffix(f".{os.getpid()}")
    try:
        draft.write_text(json.dumps("\n".join(shown)))
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)  # on a full disk it is there, and empty
        raise


def _without_folders(text: str, settings: Settings) -> str:
    """Removes paths: /readyz is public, so paths of this machine go to the log only."""
    for folder in filter(None, (settings.seeds, settings.folder)):
        for path in (folder.resolve(), folder):
            text = text.replace(f"{path}{os.sep}", "").replace(str(path), folder.name) if path.name else text
    return text


def reload_error(settings: Settings) -> str | None:
    """Why the last reload failed, or None."""
    try:
        return str(json.loads((settings.folder / _RELOAD_ERROR).read_text()))
    except (OSError, ValueError):
        return None
