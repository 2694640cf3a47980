"""The group of commands, and what they share: default seeds, reading a text, and errors as messages.

Commands import what only they need within functions, since the serving app imports this module too.
"""

import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from flask import current_app
from flask.cli import AppGroup

from api.settings import Settings
from schemas.wording import plural

if TYPE_CHECKING:
    from authoring.article_text import ArticleText
    from schemas.seedfiles.faults import Fault

T = TypeVar("T")
facts = AppGroup("facts", help="Check, load, export and verify article facts, and model new articles.")
PATH = click.Path(path_type=Path)


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def seeds_or_default(given: Path | None) -> Path:
    """The seeds that the user named, or those of the settings."""
    seeds = given or settings().seeds
    if seeds is None:
        raise click.ClickException("name the seeds: a folder or an NDJSON file (ARTICLE_FACTS_SEEDS is empty)")
    return seeds


def tell_faults(work: Callable[[], T], ending: str = "nothing was loaded") -> T:
    """Do the work; on invalid seeds print every fault and exit with 1."""
    from api.store import StoreError
    from schemas.seedfiles.faults import SeedError

    try:
        return work()
    except SeedError as error:
        for line in _shown(error.faults):
            click.echo(line, err=True)
        click.echo(f"{plural(len(error.faults), 'error')}; {ending}.", err=True)
        sys.exit(1)
    except (OSError, sqlite3.Error, StoreError) as error:
        raise click.ClickException(f"{ending}: {error}") from error


def _shown(faults: "Iterable[Fault]") -> Iterator[str]:
    """One line per fault. Evidence without offsets gets one line per file: before `fill` a seed has hundreds."""
    from schemas.seedfiles.unfinished import NO_OFFSETS

    unfilled = Counter(fault.file for fault in faults if fault.message == NO_OFFSETS)
    for fault in faults:
        if fault.message != NO_OFFSETS:
            yield str(fault)
        elif number := unfilled.pop(fault.file, 0):
            yield f"{fault} (and {number - 1} more in this file)" if number > 1 else str(fault)


def text_of(file: Path) -> "ArticleText":
    """The article's text from a file; the command exits with a message if the file is not text."""
    from authoring.article_text import ArticleText

    return in_a_sentence(lambda: ArticleText.read(file))


def in_a_sentence(work: Callable[[], T]) -> T:
    """Do the work; the command exits with a message if a file that the user named cannot be used."""
    from authoring.article_text import FileError

    try:
        return work()
    except FileError as error:
        raise click.ClickException(str(error)) from error
