"""The commands that maintain the dataset: check, diff, load, export, verify."""

import os
import sys
from collections import deque
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import current_app

from api.cli.group import PATH, done, facts, seeds_or_default, settings, text_of
from schemas.wording import plural

if TYPE_CHECKING:
    from authoring.article_text import ArticleText
    from schemas.grounding import Report

AWAY = os.EX_TEMPFAIL
"""Exit status of `facts load --if-changed` while the database is away."""
_LINES = 1000  # of an export, written at once
_SEEDS = click.argument("seeds", type=PATH, required=False)


def _print_counts(version: str, counts: dict[str, int]) -> None:
    for name, number in counts.items():
        click.echo(f"{name:10} {number:>9,}")
    click.echo(f"version    {version}")


@facts.command()
@_SEEDS
@click.option("--text", "texts", type=PATH, multiple=True, help="An article's text; may be repeated.")
@click.option("--strict", is_flag=True, help="Treat advice as errors.")
def check(seeds: Path | None, texts: tuple[Path, ...], strict: bool) -> None:
    """Validate seeds and print counts; with a text, compare each record with its evidence.

    A phrase that is not at its place is an error; everything else is advice. Claims of different articles that
    may say the same, or the opposite, are listed as candidates for `relations`.

    Example: flask --app wsgi facts check seeds --text text.txt --strict
    """
    from schemas.seedfiles.dataset import Dataset, in_any_order

    def passed(dataset: Dataset) -> Dataset:
        deque(dataset, maxlen=0)
        return dataset

    held = [text_of(text) for text in texts]
    dataset = in_any_order(seeds_or_default(seeds), passed)
    _print_counts(dataset.version, dataset.counts)
    if dataset.counts["articles"] > 1:
        _print_candidates(seeds_or_default(seeds))
    if held or strict:
        _print_advice(seeds_or_default(seeds), held, strict)


def _print_candidates(seeds: Path) -> None:
    """Print pairs of claims that a person may want to relate. They are suggestions, never errors."""
    from authoring.same_claims import same_claims
    from schemas.seedfiles.faults import Faults
    from schemas.seedfiles.seedfile import read_seeds

    _, *articles = read_seeds(seeds, Faults(), sort=True)
    for claim, other, relation in same_claims(articles):
        at = f"{claim.where.file}:{claim.where.line(())}"
        click.echo(f"{at}: {claim.ref}: same_claim: may {relation} {other}", err=True)


def _print_advice(seeds: Path, texts: list["ArticleText"], strict: bool) -> None:
    from authoring.checks.run import check_meaning

    errors, advice = check_meaning(seeds, texts)
    for line in (*errors, *advice):
        click.echo(str(line), err=True)
    if errors:
        click.echo(f"{plural(len(errors), 'false place')}: an error.", err=True)
    strictly = f" (--strict: {'an error' if len(advice) == 1 else 'errors'})" if strict and advice else ""
    click.echo(f"{plural(len(advice), 'piece')} of advice{strictly}.", err=True)
    if errors or (strict and advice):
        sys.exit(1)


@facts.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
def diff(old: Path, new: Path) -> None:
    """List the records that were added, changed, removed or merged between two seed folders or NDJSON files.

    Example: flask --app wsgi facts diff before.ndjson seeds
    """
    from schemas.seedfiles.dataset import differences

    for one in differences(old, new):
        click.echo(f"{one.change:8} {one.ref}" + (f" -> {one.heir}" if one.heir else ""))


@facts.command()
@_SEEDS
@click.option("--if-changed", is_flag=True, help="Only if the seeds changed since they were loaded.")
@click.option("--texts", type=PATH, help="A folder with <article id>.txt: refuse evidence that is not there.")
def load(seeds: Path | None, if_changed: bool, texts: Path | None) -> None:
    """Build or update the store, whole or not at all.

    Example: flask --app wsgi facts load seeds
    """
    from api.store import selection

    path, ours = seeds_or_default(seeds), settings()
    if if_changed and _nothing_to_do(lambda: selection.is_loaded(ours, path)):
        return
    checked = "Places were not compared with a text (--texts FOLDER, with <article id>.txt)."
    if texts is not None:
        from authoring.checks.run import hold_places

        checked = hold_places(path, texts)
    reported: list[str] = []
    with _Progress() as moved:
        version, counts = selection.load(ours, path, moved, reported.append)
    done()
    _print_counts(version, counts)
    click.echo(" ".join(reported), err=True)
    click.echo(checked, err=True)


def _nothing_to_do(is_loaded: Callable[[], bool]) -> bool:
    """Whether to skip the load. Exits with `AWAY` where the database cannot be reached: a server starts all the same,
    and serves once it is back."""
    from api.store import Unavailable

    try:
        return is_loaded()
    except Unavailable as error:
        click.echo(f"{error}; the seeds were not loaded.", err=True)
        sys.exit(AWAY)


class _Progress:
    """Shows the number of records so far, on a terminal only."""

    def __enter__(self) -> Callable[[int], None]:
        self._shown = False
        return self._moved if sys.stderr and sys.stderr.isatty() else lambda _: None

    def _moved(self, number: int) -> None:
        self._shown = True
        click.echo(f"\r{number:,} rows", nl=False, err=True)

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(err=True)


@facts.command()
def export() -> None:
    """Write the whole dataset as NDJSON.

    Example: flask --app wsgi facts export > facts.ndjson
    """
    if sys.stdout is None:
        raise click.ClickException("there is no standard output to write to")
    lines, written = current_app.extensions["store"].current().export(), 0
    with _Progress() as moved:
        while batch := list(islice(lines, _LINES)):
            click.echo(b"\n".join(batch))  # bytes: UTF-8 in every locale
            written += len(batch)
            if not sys.stdout.isatty():
                moved(written)


@facts.command()
@click.argument("article")
@click.argument("file", type=PATH)
def verify(article: str, file: Path) -> None:
    """Compare every place recorded in the store with a text; after an edit, load the seeds again first.

    Example: flask --app wsgi facts verify some-article text.txt
    """
    from api.store.assembled import check_article

    text = text_of(file)
    found = check_article(current_app.extensions["store"].current(), article, text.content)
    if found is None or not found.another_article:
        _hint_at_edits()
    if found is None:
        raise click.ClickException(f"there is no article {article!r} in the store")
    if found.another_article:
        present = f"{found.exact + found.moved} of its {len(found.checks)} phrases are in it"
        raise click.ClickException(f"{file} seems to be another article than {article!r}: {present}.")
    sys.exit(_report(found))


def _hint_at_edits() -> None:
    """Warn if the seeds have changed since they were loaded. A server with a copied store may have no seeds."""
    from api.store import selection

    ours, seeds = settings(), settings().seeds
    if seeds and seeds.exists() and not selection.is_loaded(ours, seeds):
        hint = f"The store does not hold {seeds} as it is now; after an edit: flask --app wsgi facts load."
        click.echo(hint, err=True)


def _report(found: "Report") -> int:
    for one in found.checks:
        if one.status != "exact":
            places = [one.found] if one.found else one.places
            found_at = ", ".join(f"paragraph {at.paragraph}, {at.start}:{at.end}" for at in places)
            now = f"; now at {found_at}" if found_at else ""
            click.echo(f"{one.ref}: {one.field}: {one.exact!r} at {one.start}:{one.end} is {one.status}{now}")
    total = len(found.checks)
    share = found.exact / max(1, total)
    rest = f", {found.ambiguous} ambiguous" if found.ambiguous else ""
    click.echo(
        f"{found.exact} of {total} places exact ({share:.0%}); {found.moved} moved, {found.missing} missing{rest}."
    )
    click.echo(
        "The text is the one recorded." if found.same_text else "The text is not the one recorded: its hash differs."
    )
    return 0 if found.exact == total and found.same_text else 1
