"""How many wrong modellings the checks on meaning notice, and how often they ask about a right one.

Run by `make check-eval`; its table is in docs/authoring.md. Each kind of mistake is made in records of correct seeds,
one record at a time; it is noticed if `facts check --text` then says something it did not say before. The texts that
rules were tuned on are kept apart from those that were written by others.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from authoring.article_text import ArticleText
from authoring.checks.article import ArticleChecked
from authoring.checks.run import check_article, false_places
from benchmarks.draft_eval import UNSEEN
from benchmarks.mistakes import MISTAKES, Json, Mistake
from schemas.markers import Derived
from schemas.records import Article, Mention, NamedEntry
from schemas.registry import COLLECTIONS
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import Parsed, Part, read_seeds

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared" / "seed"
AUTHORING = FIXTURES / "authoring"
TUNED_ON = (
    (ROOT / "seeds", SHARED),
    (AUTHORING / "seeds", AUTHORING / "texts"),
    (AUTHORING / "mended" / "seeds", AUTHORING / "mended" / "texts"),
)
OTHERS = (
    (ROOT / "demo" / "seeds", ROOT / "demo" / "texts"),
    (FIXTURES / "news" / "seeds", FIXTURES / "news" / "texts"),
)
UNSEEN_TEXTS = {group: ((AUTHORING / group / "seeds", AUTHORING / group / "texts"),) for group in UNSEEN}
SHOWN = ("tuned on", "others", UNSEEN[-1])  # the columns of the table; of the rest, the totals are printed
TRIES = 5  # of a kind in one article
_READ = ("read_dates", "read_figures", "read_names", "statements", "quotations")


class Result(NamedTuple):
    """How many mistakes of a kind were made, and how many of them were noticed."""

    kind: str
    made: int
    noticed: int


def articles(folders: tuple[tuple[Path, Path], ...]) -> Iterator[ArticleChecked]:
    """Every article of these seeds whose text is at hand."""
    for seeds, texts in folders:
        if not seeds.exists() or not texts.exists():
            continue
        held = [ArticleText.read(path) for path in sorted(texts.glob("*.txt"))]
        registry, *parts = read_seeds(seeds, Faults(), sort=True)
        entries = {one.ref: one.record for one in registry.records if isinstance(one.record, NamedEntry)}
        for part in parts:
            own = next(one.record for one in part.records if isinstance(one.record, Article))
            for text in held:
                if text.sha256 == own.text_sha256:
                    yield ArticleChecked(part, text, entries)


def evaluate(folders: tuple[tuple[Path, Path], ...]) -> tuple[list[Result], int, int]:
    """Results of each kind, how many records were asked about though they are right, and how many there are."""
    made: dict[str, int] = dict.fromkeys(MISTAKES, 0)
    noticed: dict[str, int] = dict.fromkeys(MISTAKES, 0)
    asked = records = 0
    for article in articles(folders):
        before = {(one.rule, one.ref, one.message) for one in check_article(article)}
        asked += len({ref if "/" in ref else message for _, ref, message in before})
        records += len(article.part.records)
        for kind, (model, mistake) in MISTAKES.items():
            for part in _mutated(article, kind, model, mistake):
                made[kind] += 1
                noticed[kind] += _is_noticed(article, part, before, model is Mention or model is Article)
    return [Result(kind, made[kind], noticed[kind]) for kind in MISTAKES], asked, records


def _mutated(article: ArticleChecked, kind: str, model: type, mistake: Mistake) -> Iterator[Part]:
    chance = random.Random(f"{kind} {article.part.article}")
    own = [one for one in article.part.records if isinstance(one.record, model)]
    made = 0
    for parsed in chance.sample(own, len(own)):
        if kind.startswith("drop"):
            yield _with(article.part, parsed, None)
        elif kind == "twice: claim":
            record = parsed.record.model_copy(update={"id": f"{parsed.record.id}-again"})
            extra = Part(article.part.article, [*article.part.records, Parsed(parsed.collection, record, parsed.where)])
            extra.unmodelled = article.part.unmodelled
            yield extra
        else:
            wrong = mistake(parsed.record.model_dump(mode="json", exclude_unset=False), article, chance)
            record = _validated(parsed, wrong)
            if record is None:
                continue
            yield _with(article.part, parsed, Parsed(parsed.collection, record, parsed.where))
        made += 1
        if made == (len(own) if kind == "drop: claim" else TRIES):
            return


def _validated(parsed: Parsed, wrong: Json | None) -> Any:
    """The record with the mistake, its derived fields made anew; None where there is none of this kind to make."""
    if wrong is None:
        return None
    declared = type(parsed.record).model_fields.items()
    derived = {name for name, field in declared if any(isinstance(mark, Derived) for mark in field.metadata)}
    given = {key: value for key, value in wrong.items() if key not in derived}
    try:
        record = COLLECTIONS[parsed.collection].model.model_validate(given)
    except ValueError:
        return None
    return None if record == parsed.record else record


def _with(part: Part, old: Parsed, new: Parsed | None) -> Part:
    """The part with one record replaced, or dropped with the links to it, since a link to nothing is an error."""
    records = [new if one is old else one for one in part.records]
    kept = [one if new else _unlinked_from(one, old.ref) for one in records if one]
    return Part(part.article, kept, unmodelled=part.unmodelled)


def _unlinked_from(parsed: Parsed, ref: str) -> Parsed:
    given = parsed.record.model_dump()
    lists = {
        name: tuple(one for one in given[name] if one != ref)
        for name in ("figures", "dates", "events")
        if name in given
    }
    singles = {name: None for name in ("compared_to", "relative_to", "subject", "object") if given.get(name) == ref}
    return Parsed(parsed.collection, parsed.record.model_copy(update={**lists, **singles}), parsed.where)


def _is_noticed(article: ArticleChecked, part: Part, before: set[tuple[str, str, str]], anew: bool) -> bool:
    if next(false_places(part, article.text), None):
        return True
    wrong = ArticleChecked(part, article.text, article.entries)
    for name in _READ if not anew else ("quotations",):
        setattr(wrong, name, getattr(article, name))
    return any((one.rule, one.ref, one.message) not in before for one in check_article(wrong))


def main() -> int:
    """Print the table and the totals of all groups; 1 where those tuned on, or those by others, miss a goal."""
    groups = {"tuned on": TUNED_ON, "others": OTHERS, **UNSEEN_TEXTS}
    tables = {name: evaluate(folders) for name, folders in groups.items()}
    print(f"| mistake: noticed / made | {' | '.join(SHOWN)} |\n|---|{'---:|' * len(SHOWN)}")
    for row in zip(*(tables[name][0] for name in SHOWN), strict=True):
        print(f"| {row[0].kind} | {' | '.join(f'{one.noticed}/{one.made}' for one in row)} |")
    missed = 0
    for name, (results, asked, records) in tables.items():
        kinds = [one for one in results if one.made]
        good = sum(2 * one.noticed > one.made for one in kinds)
        drops = next(one for one in results if one.kind == "drop: claim")
        print(
            f"{name}: {good} of {len(kinds)} kinds mostly noticed; {drops.noticed} of {drops.made} dropped claims; "
            f"questions about {asked} of {records} right records."
        )
        is_low = good < 0.8 * len(kinds) or drops.noticed < 0.86 * drops.made or 20 * asked > records
        missed += bool(kinds) and name not in UNSEEN and is_low
    if not SHARED.is_dir():
        print("The first article is left out: its text is not here.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
