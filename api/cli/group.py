"""The group of commands, and what they share: default seeds, reading a text, and errors as messages.

Commands import what only they need within functions, since the serving app imports this module too.
"""

import io
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app
from flask.cli import AppGroup

from api.settings import Settings
from schemas.wording import plural

if TYPE_CHECKING:
    from authoring.article_text import ArticleText
    from schemas.seedfiles.faults import Fault

PATH = click.Path(path_type=Path)
_DONE = "facts.done"
_LOADING, _WRITING = ("check", "diff", "load"), ("draft", "fill", "migrate", "rebase")


class Command(click.Command):
    """A command that ends with a message where seeds, files or the store are at fault."""

    def invoke(self, context: click.Context) -> object:
        """Run the command; on invalid seeds print every fault and exit with 1."""
        from api.store import StoreError
        from authoring.article_text import FileError
        from schemas.seedfiles.faults import SeedError

        if isinstance(sys.stdout, io.TextIOWrapper):  # None where the shell closed it
            sys.stdout.reconfigure(encoding="utf-8")  # seeds are, whatever the terminal's letters
        ending = "nothing was written" if self.name in _WRITING else "nothing was loaded"
        try:
            return super().invoke(context)
        except SeedError as error:
            for line in _shown(error.faults):
                click.echo(line, err=True)
            click.echo(f"{plural(len(error.faults), 'error')}; {ending}.", err=True)
            sys.exit(1)
        except FileError as error:
            raise click.ClickException(str(error)) from error
        except (OSError, sqlite3.Error, StoreError) as error:
            if isinstance(error, BrokenPipeError):  # click ends quietly
                raise
            is_undone = self.name in (*_LOADING, *_WRITING) and not context.meta.get(_DONE)
            prefix = f"{ending}: " if is_undone else ""
            raise click.ClickException(f"{prefix}{error}") from error


def done() -> None:
    """Note that a command's work is done, so that its failure to say so is not reported as a failure of the work."""
    click.get_current_context().meta[_DONE] = True


facts = AppGroup("facts", help="Check, load, export and verify article facts, and model new articles.")
facts.command_class = Command


def settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found


def seeds_or_default(given: Path | None) -> Path:
    """The seeds that the user named, or those of the settings."""
    seeds = given or settings().seeds
    if seeds is None:
        raise click.ClickException("name the seeds: a folder or an NDJSON file (ARTICLE_FACTS_SEEDS is empty)")
    return seeds


def _shown(faults: "Iterable[Fault]") -> Iterator[str]:
    """One line per fault. Evidence without offsets gets one line per file: before `fill` a seed has hundreds."""
    from schemas.seedfiles.faults import NO_OFFSETS

    unfilled = Counter(fault.file for fault in faults if fault.message == NO_OFFSETS)
    for fault in faults:
        if fault.message != NO_OFFSETS:
            yield str(fault)
        elif number := unfilled.pop(fault.file, 0):
            yield f"{fault} (and {number - 1} more in this file)" if number > 1 else str(fault)


def text_of(file: Path) -> "ArticleText":
    from authoring.article_text import ArticleText

    return ArticleText.read(file)
