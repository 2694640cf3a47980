"""The commands for modelling an article: locate, fill, rebase, draft, schema, migrate."""

import re
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from api.cli.group import PATH, done, facts, seeds_or_default, text_of
from schemas.values import SLUG
from schemas.wording import plural

if TYPE_CHECKING:
    from authoring.article_text import ArticleText
    from authoring.draft.names import Known
    from authoring.draft.seed import Draft

_SEED = click.argument("seed", type=PATH)


@facts.command()
@click.argument("phrase")
@click.argument("file", type=PATH)
def locate(phrase: str, file: Path) -> None:
    """Find a phrase in a text: every place with its context, and evidence ready to paste.

    Example: flask --app wsgi facts locate "the report" text.txt
    """
    from authoring.locate import located

    for line in located(text_of(file), phrase):
        click.echo(line)


@facts.command()
@_SEED
@click.argument("file", type=PATH)
def fill(seed: Path, file: Path) -> None:
    """Add the places of quoted evidence to a seed; comments and layout stay.

    Write {exact: "a phrase"}, and nth: 2 for its second occurrence if it occurs more than once.

    \b
    Example: flask --app wsgi facts fill seeds/articles/some-article.yaml text.txt
    """
    from authoring.fill import fill as fill_seed

    filled = fill_seed(seed, text_of(file))
    done()
    click.echo(f"{plural(filled, 'piece')} of evidence filled in {seed}.")


@facts.command()
@_SEED
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
def rebase(seed: Path, old: Path, new: Path) -> None:
    """Move a seed from one version of its text to the next.

    Evidence whose new place is certain is moved; the rest is listed and left as it is (exit 1). Evidence in a sentence
    whose other words changed is listed too: read it again.

    \b
    Example: flask --app wsgi facts rebase seeds/articles/some-article.yaml old.txt new.txt
    """
    from authoring.rebase import rebase as rebase_seed

    rebased = rebase_seed(seed, text_of(old), text_of(new))
    done()
    for fault in (*rebased.rest, *rebased.reworded):
        click.echo(str(fault), err=True)
    if rebased.reworded:
        pieces = plural(len(rebased.reworded), "piece")
        click.echo(f"{pieces} of evidence in sentences that changed: read them again.", err=True)
    click.echo(f"{plural(rebased.moved, 'place')} moved, {rebased.kept} as before, {len(rebased.rest)} not moved.")
    if rebased.rest:
        hint = "Write the new words of those as {exact: ...} without offsets, then"
        click.echo(f"{hint}: flask --app wsgi facts fill {seed} {new}", err=True)
        sys.exit(1)


def _slug(_: click.Context, __: click.Parameter, given: str) -> str:
    """The id, which is also the seed's file name."""
    if given and not re.fullmatch(SLUG, given):
        raise click.BadParameter(f"{given!r} is not an id, such as some-article: lower-case letters, digits, hyphens.")
    return given


def _day(_: click.Context, __: click.Parameter, given: str | None) -> date | None:
    """The day of publication, from which relative dates are calculated."""
    from authoring.draft.absolute_dates import YEARS

    if not given:
        return None
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is not a day such as 2025-10-09.") from error
    if day.year not in YEARS:
        raise click.BadParameter(f"{day} is not between {YEARS[0]} and {YEARS[-1]}.")
    return day


def _company(_: click.Context, __: click.Parameter, given: str | None) -> str | None:
    """The publisher, by its ref."""
    if given and not re.fullmatch(rf"companies/{SLUG.strip('^$')}", given):
        raise click.BadParameter(f"{given!r} is not a ref into companies, such as companies/limfjord-post.")
    return given


@facts.command()
@click.argument("file", type=PATH)
@click.option(
    "--id", "article", default="", callback=_slug, help="The article's id, by default made from the headline."
)
@click.option("--published", metavar="YYYY-MM-DD", callback=_day, help="Day of publication.")
@click.option(
    "--publisher", metavar="REF", callback=_company, help="Who published it, such as companies/limfjord-post."
)
@click.option("--seeds", type=PATH, help="Seeds whose registry is used; by default those of the settings.")
@click.option("--from", "source", type=PATH, help="What another tool or a model found in the text (docs/authoring.md).")
@click.option("--into", type=PATH, help="Write the seed and new registry entries into this folder; created if missing.")
def draft(
    file: Path,
    article: str,
    published: date | None,
    publisher: str | None,
    seeds: Path | None,
    source: Path | None,
    into: Path | None,
) -> None:
    """Write a seed to edit from an article's text: candidates with exact evidence, judgement left as TODO.

    The text is read by rules for English, or by the tool whose output --from names.

    \b
    Example: flask --app wsgi facts draft text.txt > seeds/articles/some-article.yaml
    """
    from authoring.draft.language import refuse_other_languages
    from authoring.draft.proposals import draft as draft_seed
    from authoring.registry_entries import registry_of

    text = text_of(file)
    if tag := re.search(r"</?(?:p|div|span|br|h[1-6]|a|em|strong)\b[^>\n]*>|&(?:amp|quot|nbsp|#\d+);", text.content):
        click.echo(
            f"The text holds HTML, such as {tag.group()[:40]}, whose letters count: save it as plain text.", err=True
        )
    is_new = into is not None and not into.exists()
    registry = [] if is_new else registry_of(into or seeds_or_default(seeds))
    if source is None:
        refuse_other_languages(text)
        made = draft_seed(text, registry, published, article, publisher)
        if made.published is None:
            hint = "The text does not give its day of publication, so dates relative to it are TODOs: give --published."
            click.echo(hint, err=True)
        if made.publisher is None:
            click.echo("The text does not name its publisher, which most claims are by: give --publisher.", err=True)
    else:
        made = _imported(text, source, registry, published, article)
    found = "".join(f"{path}\n" for path in made.write(into)) if into else made.seed()
    done()
    click.echo(found, nl=False)


def _imported(text: "ArticleText", source: Path, registry: "list[Known]", day: date | None, article: str) -> "Draft":
    from authoring.imports.imported import imported

    made = imported(text, source, registry, day, article)
    for line in made.lines:
        click.echo(line, err=True)
    twice = f", {made.twice} found twice" if made.twice else ""
    kept = plural(made.kept, "item")
    click.echo(f"{kept} as placed, {made.healed} stand elsewhere, {made.refused} refused{twice}.", err=True)
    return made.draft


@facts.command()
@click.option("--drafts", is_flag=True, help="Print the schema of the plain JSON that `draft --from` accepts.")
@click.option("--into", type=PATH, help="Write all schemas into this folder instead of printing one.")
@click.argument("name", default="article")
def schema(name: str, into: Path | None, drafts: bool) -> None:
    """Print the JSON Schema of a seed file (article, companies, parties, locations, measures), for editors; or of what
    a model may answer with, for `facts draft --from`.

    Example: flask --app wsgi facts schema article
    """
    from authoring.modeline import draft_schema, schema_text, schemas, write_schemas

    if into and not drafts:
        click.echo("".join(f"{path}\n" for path in write_schemas(into)), nl=False)
        return
    found = schemas()
    if name not in found and not drafts:
        raise click.ClickException(f"there is no seed file {name!r}; there are {', '.join(found)}.")
    click.echo(schema_text(draft_schema() if drafts else found[name]), nl=False)


@facts.command()
@click.argument("seeds", type=PATH)
def migrate(seeds: Path) -> None:
    """Rewrite fields in an old form, of seeds or of an NDJSON file; comments and layout stay.

    Only where the answer is certain: `facts check` reports what is left.

    Example: flask --app wsgi facts migrate seeds
    """
    from authoring.migrate import migrate as migrate_seeds

    rewritten = migrate_seeds(seeds)
    done()
    for one in rewritten:
        click.echo(f"{one.file}: {one.name}: {one.message} ({plural(one.times, 'time')}).")
    click.echo(f"{plural(sum(one.times for one in rewritten), 'field')} rewritten.")
