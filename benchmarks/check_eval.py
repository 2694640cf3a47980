"""How many wrong modellings the checks on meaning notice, and how often they ask about a right one.

Run by `make check-eval`; the table stands in docs/authoring.md. Each kind of mistake is made in records of seeds that
are right, one record at a time; it is noticed where `facts check --text` would then say something it did not say
before. The texts on which the rules were mended are kept apart from those that were written by others.
"""

import random
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from authoring.article_text import ArticleText
from authoring.checks.article import ArticleChecked, Entry
from authoring.checks.places import false_places
from authoring.checks.run import check_article
from schemas.markers import Derived
from schemas.records import Article, Claim, Date, Figure, Mention
from schemas.registry import COLLECTIONS
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import Parsed, Part, read_seeds

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
SHARED = ROOT.parent / "shared" / "seed"
MENDED = ((ROOT / "seeds", SHARED), (FIXTURES / "authoring" / "seeds", FIXTURES / "authoring" / "texts"))
OTHERS = (
    (ROOT / "demo" / "seeds", ROOT / "demo" / "texts"),
    (FIXTURES / "news" / "seeds", FIXTURES / "news" / "texts"),
)
TRIES = 5  # of a kind in one article
_READ = ("read_dates", "read_figures", "read_names", "statements", "quotations")

Json = dict[str, Any]  # a record as JSON
Mistake = Callable[[Json, ArticleChecked, random.Random], Json | None]


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
        entries: dict[str, Entry] = {one.ref: one.record for one in registry.records if one.collection != "measures"}
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


def _figure(change: Callable[[float], float]) -> Mistake:
    def mistake(record: Json, *_: object) -> Json | None:
        sides = [side for side in ("value", "min", "max") if record[side] is not None]
        if record["value"] is not None:
            return {
                **record,
                "value": change(record["value"]),
                "min": None,
                "max": None,
                "min_inclusive": None,
                "max_inclusive": None,
            }
        return {**record, **{side: change(record[side]) for side in sides}} if sides else None

    return mistake


def _swapped(number: float) -> float:
    """Two digits exchanged: 58.9 as 85.9; a number that stays the same is made one more."""
    digits = re.sub(r"(\d)(\d)", r"\2\1", str(number), count=1)
    return float(digits) if float(digits) != number and not digits.startswith("0") else number + 1


def _one_bound(record: Json, *_: object) -> Json | None:
    if record["hedge"] != "range" or record["max"] is None:
        return None
    return {**record, "max": record["max"] * 2}


def _rehedged(old: tuple[str, ...], new: str) -> Mistake:
    def mistake(record: Json, *_: object) -> Json | None:
        if record["hedge"] not in old:
            return None
        number = next(record[side] for side in ("value", "min", "max") if record[side] is not None)
        side = {"at_most": "max", "under": "max", "over": "min", "at_least": "min"}.get(new, "value")
        cleared = dict.fromkeys(("value", "min", "max", "min_inclusive", "max_inclusive"))
        return {**record, **cleared, "hedge": new, side: number, "approximate": new == "about"}

    return mistake


def _other(field: str, others: Callable[[Json, ArticleChecked], list[Any]], when: Callable[[Json], bool]) -> Mistake:
    def mistake(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
        choices = [one for one in others(record, article) if one != record[field]] if when(record) else []
        return {**record, field: chance.choice(choices)} if choices else None

    return mistake


def _units(_: Json, article: ArticleChecked) -> list[Any]:
    return sorted(
        {one.record.unit for one in article.of(Figure) if one.record.unit_code is None and not one.record.currency}
    )


def _coded(record: Json, *_: object) -> Json | None:
    swaps = {"km": ("miles", "[mi_i]"), "%": ("proportions", "1"), "a": ("months", "mo"), "h": ("days", "d"),
             "min": ("hours", "h"), "m": ("feet", "[ft_i]"), "t": ("kilograms", "kg"), "1": ("percent", "%"),
             "d": ("weeks", "wk"), "wk": ("months", "mo"), "mo": ("years", "a"), "Cel": ("kelvins", "K")}  # fmt: skip
    unit, code = swaps.get(record["unit_code"], (None, None))
    return {**record, "unit": unit, "unit_code": code} if unit else None


def _recurrency(record: Json, *_: object) -> Json | None:
    if not record.get("currency"):
        return None
    currency, unit = ("USD", "US dollars") if record["currency"] != "USD" else ("EUR", "euros")
    return {**record, "currency": currency, "unit": unit}


def _approximate(record: Json, *_: object) -> Json | None:
    return {**record, "approximate": not record["approximate"]} if record["hedge"] == "range" else None


def _direction(record: Json, *_: object) -> Json | None:
    flipped = {"up": "down", "down": "up"}.get(record["direction"])
    return {**record, "direction": flipped} if flipped else None


def _dated(change: Callable[[date], date], which: str = r"\d{4}-\d\d-\d\d") -> Mistake:
    def mistake(record: Json, *_: object) -> Json | None:
        days = re.findall(which, record["edtf"])
        if not days or record["role"] == "published":
            return None
        edtf = record["edtf"]
        for day in dict.fromkeys(days):
            edtf = edtf.replace(day, change(date.fromisoformat(day)).isoformat())
        return {**record, "edtf": edtf}

    return mistake


def _year(record: Json, *_: object) -> Json | None:
    if record["role"] == "published":
        return None
    return {**record, "edtf": re.sub(r"\b(\d{4})(?=\b|-)", lambda year: f"{int(year[1]) + 1:04}", record["edtf"])}


def _month(record: Json, *_: object) -> Json | None:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", record["edtf"])
    return {**record, "edtf": f"{found[1]}-{int(found[2]) % 12 + 1:02}"} if found else None


def _opened(record: Json, *_: object) -> Json | None:
    if not record["edtf"].startswith("../"):
        return None
    return {**record, "edtf": f"{record['edtf'][3:]}/.."}


def _article_year(record: Json, *_: object) -> Json:
    return {**record, "published": f"{int(record['published'][:4]) + 1}{record['published'][4:]}"}


def _article_day(record: Json, *_: object) -> Json | None:
    if len(record["published"]) != 10:
        return None
    return {**record, "published": (date.fromisoformat(record["published"]) + timedelta(days=1)).isoformat()}


def _headline(record: Json, *_: object) -> Json:
    words = record["headline"].split()
    return {**record, "headline": " ".join([*words[:-1], "abandoned"])}


def _author(record: Json, *_: object) -> Json | None:
    return {**record, "author": "Somebody Else"} if record["author"] else None


def _speakers(_: Json, article: ArticleChecked) -> list[Any]:
    return sorted({one.record.speaker for one in article.of(Claim) if one.record.speaker})


def _publisher(record: Json, article: ArticleChecked, _: random.Random) -> Json | None:
    own = article.article.publisher
    return {**record, "speaker": own} if record["speaker"] not in (None, own) else None


def _modality(old: tuple[str, ...], new: str) -> Mistake:
    return lambda record, *_: {**record, "modality": new} if record["modality"] in old else None


def _negated(record: Json, *_: object) -> Json | None:
    statement = record["statement"]
    if re.search(r"\b(?:not|no|never|nobody|none)\b", statement, re.I):
        return (
            {**record, "statement": re.sub(r"\b(?:not|never) ", "", statement)}
            if re.search(r"\b(?:not|never) ", statement)
            else None
        )
    changed = re.sub(r"\b(is|are|was|were|has|have|had|will|would|could|may|can)\b", r"\1 not", statement, count=1)
    return {**record, "statement": changed} if changed != statement else None


def _statement_number(record: Json, *_: object) -> Json | None:
    changed = re.sub(
        r"\d[\d,.]*\d|\d", lambda found: f"{float(found[0].replace(',', '')) * 3 + 1:.0f}", record["statement"], count=1
    )
    return {**record, "statement": changed} if changed != record["statement"] else None


def _statement_name(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    called = [entry.name for ref, entry in article.entries.items() if entry.name in record["statement"]]
    others = [
        entry.name for ref, entry in article.entries.items() if ref in article.mentions_of and entry.name not in called
    ]
    if not called or not others:
        return None
    return {**record, "statement": record["statement"].replace(called[0], chance.choice(sorted(others)))}


def _verification(record: Json, *_: object) -> Json | None:
    if not record["verification"]:
        return None
    flip = {"confirmed": "denied", "denied": "confirmed"}
    first, *rest = record["verification"]
    return {**record, "verification": [{**first, "status": flip.get(first["status"], "confirmed")}, *rest]}


def _quoted(record: Json, *_: object) -> Json | None:
    return {**record, "quotation": "direct"} if record["quotation"] != "direct" else None


def _of(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    kind = record["of"].partition("/")[0]
    others = sorted(
        ref for ref in article.entries if ref.startswith(kind) and ref not in (record["of"], record["stands_for"])
    )
    about = [] if not others else [others[0]]
    return {**record, "of": chance.choice(others), "about": about} if others else None


def _evidence(
    record: Json, article: ArticleChecked, chance: random.Random, other: Callable[[str, int], list[int]]
) -> Json | None:
    first, *rest = record["evidence"]
    starts = [start for start in other(first["exact"], first["start"]) if start != first["start"]]
    if not starts:
        return None
    start = chance.choice(starts)
    end = start + len(first["exact"])
    exact = article.text.content[start:end]
    if exact != exact.strip() or "\n" in exact:
        return None
    place = {**article.text.place(start, end).model_dump(), "exact": exact, "article": first["article"]}
    return {**record, "evidence": [place, *rest]}


def _occurrence(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    return _evidence(record, article, chance, lambda exact, _: article.text.occurrences(exact))


def _elsewhere(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    """A phrase of the same length in another paragraph."""

    def starts(exact: str, start: int) -> list[int]:
        own = article.text.place(start, start).paragraph
        found = [sentence.start for sentence in article.text.sentences if sentence.end - sentence.start > len(exact)]
        return [one for one in found if article.text.place(one, one).paragraph != own]

    for _ in range(8):
        made = _evidence(record, article, chance, starts)
        if made:
            return made
    return None


def _link(field: str, kind: type) -> Mistake:
    def mistake(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
        others = sorted(one.ref for one in article.of(kind) if one.ref not in record[field])
        return {**record, field: [chance.choice(others), *record[field][1:]]} if record[field] and others else None

    return mistake


def _unlinked(record: Json, *_: object) -> Json | None:
    return {**record, "figures": record["figures"][1:]} if record["figures"] else None


_NONE: Mistake = lambda *_: None  # noqa: E731 - dropped and doubled records are made without one
MISTAKES: dict[str, tuple[type, Mistake]] = {
    "value: digits exchanged": (Figure, _figure(_swapped)),
    "scale: a thousand times": (Figure, _figure(lambda number: number * 1000)),
    "scale: without its million": (Figure, _figure(lambda number: number / 10**6 if number >= 10**6 else number + 10)),
    "value: one bound of a range": (Figure, _one_bound),
    "hedge: about as exact": (Figure, _rehedged(("about",), "exact")),
    "hedge: exact as about": (Figure, _rehedged(("exact",), "about")),
    "hedge: more than as at most": (Figure, _rehedged(("over", "at_least"), "at_most")),
    "hedge: up to as at least": (Figure, _rehedged(("at_most", "under"), "at_least")),
    "hedge: approximate range": (Figure, _approximate),
    "unit: of another figure": (Figure, _other("unit", _units, lambda r: not r["unit_code"] and not r.get("currency"))),
    "unit: another measure": (Figure, _coded),
    "currency": (Figure, _recurrency),
    "direction of a change": (Figure, _direction),
    "date: a day later": (Date, _dated(lambda day: day + timedelta(days=1))),
    "date: a week later": (Date, _dated(lambda day: day + timedelta(days=7))),
    "date: another month": (Date, _month),
    "date: another year": (Date, _year),
    "date: until as since": (Date, _opened),
    "article: another year": (Article, _article_year),
    "article: a day later": (Article, _article_day),
    "article: headline": (Article, _headline),
    "article: author": (Article, _author),
    "speaker: another one": (Claim, _other("speaker", _speakers, lambda r: bool(r["speaker"]))),
    "speaker: the publisher": (Claim, _publisher),
    "modality: denied as asserted": (Claim, _modality(("denied", "doubted"), "asserted")),
    "modality: asserted as denied": (Claim, _modality(("asserted", "reported"), "denied")),
    "modality: expected, promised, feared as asserted": (
        Claim,
        _modality(("expected", "promised", "feared", "demanded", "considered"), "asserted"),
    ),
    "negation of a statement": (Claim, _negated),
    "statement: another number": (Claim, _statement_number),
    "statement: another name": (Claim, _statement_name),
    "verification: another status": (Claim, _verification),
    "quotation: direct": (Claim, _quoted),
    "name: mention of another entry": (Mention, _of),
    "place: another occurrence": (Mention, _occurrence),
    "place: other words, figure": (Figure, _elsewhere),
    "place: other words, date": (Date, _elsewhere),
    "place: other words, claim": (Claim, _elsewhere),
    "link: another figure": (Claim, _link("figures", Figure)),
    "link: another date": (Claim, _link("dates", Date)),
    "link: no figure": (Claim, _unlinked),
    "drop: claim": (Claim, _NONE),
    "drop: figure": (Figure, _NONE),
    "drop: date": (Date, _NONE),
    "drop: mention": (Mention, _NONE),
    "twice: claim": (Claim, _NONE),
}


def main() -> int:
    """Print the table of the mended texts and of those by others; 1 where a goal is missed."""
    tables = {"mended on": evaluate(MENDED), "others": evaluate(OTHERS)}
    print("| mistake | mended on: noticed of made | others: noticed of made |\n|---|---:|---:|")
    for one, other in zip(tables["mended on"][0], tables["others"][0], strict=True):
        print(f"| {one.kind} | {one.noticed} of {one.made} | {other.noticed} of {other.made} |")
    missed = 0
    for name, (results, asked, records) in tables.items():
        kinds = [one for one in results if one.made]
        good = sum(2 * one.noticed > one.made for one in kinds)
        drops = next(one for one in results if one.kind == "drop: claim")
        print(
            f"{name}: {good} of {len(kinds)} kinds mostly noticed; {drops.noticed} of {drops.made} dropped claims; "
            f"questions about {asked} of {records} right records."
        )
        missed += bool(kinds) and (good < 0.8 * len(kinds) or drops.noticed < 0.86 * drops.made or 20 * asked > records)
    if not SHARED.is_dir():
        print("The first article is left out: its text is not here.", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
