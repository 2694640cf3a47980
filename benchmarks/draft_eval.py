"""How well drafting finds what a person finds: recall, precision and time, for each text whose answers are known.

Run by `make draft-eval`; its figures are in docs/authoring.md. A figure or date counts as found if a candidate
overlaps its place and has its bounds; a place, organisation or person if one of its occurrences is found. The registry
is not used, since it knows the names already. Held-out texts are measured, and no rule is tuned on them.
"""

import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from authoring.article_text import ArticleText, Span
from authoring.draft.absolute_dates import published_on
from authoring.draft.bylines import staff_lines
from authoring.draft.candidate import Candidate
from authoring.draft.dates import dates
from authoring.draft.events import events
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.draft.proposals import draft, without_staff
from authoring.draft.quotations import quotations
from authoring.draft.statements import statements
from benchmarks.draft_lines import typing
from schemas.edtf_date import parse
from schemas.quantity import bounds
from schemas.records import Article, Claim, Date, Event, Figure, Mention
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import Part, read_seeds

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "authoring"
SHARED = ROOT.parent / "shared" / "seed"
DEMO, NEWS = ROOT / "demo", ROOT / "tests" / "fixtures" / "news"
# By people who had not read the rules, in the order written; rules were tuned on all but the last after measuring it.
UNSEEN = ("unseen", "fresh", "recent", "later", "last", "newest",
          "november", "november-2", "december", "december-2", "winter", "winter-2", "spring")  # fmt: skip
_EVENTS_IN_FULL = UNSEEN[UNSEEN.index("november") :]
"""Groups whose answers have the events of all sentences; the others have those of sentences with a date."""
_VALUED = ("figures", "dates", "events")
GOALS = {  # recall and precision
    "figures": (0.95, 0.95),
    "dates": (0.9, 0.9),
    "places": (0.92, 0.9),
    "organisations": (0.9, 0.8),
    "people": (0.9, 0.8),
    "speakers": (0.8, 0.8),
    "events": (0.7, 0.8),
}


@dataclass(frozen=True)
class Known:
    """Something to be found: its places, and its value (bounds, days; None for a name).

    `either`: a person may record it or leave it out, so that it is neither missed nor wrong. Of what was found: it may
    be what the answers do not cover."""

    spans: tuple[Span, ...]
    value: Any = None
    either: bool = False


class Answered(NamedTuple):
    """A text and what is to be found in it. `published`: the day that a modeller gives by `--published`, if the text
    does not give its year. `in_full`: whether the answers have events of sentences without a date."""

    name: str
    text: ArticleText
    answers: dict[str, list[Known]]
    published: date | None = None
    in_full: bool = False


Texts = Iterator[Answered]


class Row(NamedTuple):
    """One line of the table."""

    text: str
    kind: str
    known: int
    recall: float
    precision: float
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    misread: int  # of the wrong ones, those at a known place, with another value


def tables(texts: Texts) -> Iterator[tuple[list[Row], float]]:
    """Rows and seconds of each text."""
    for name, text, answers, published, in_full in texts:
        begun = time.process_time()
        draft(text, published=published)
        seconds = time.process_time() - begun
        found = _found(text, published)
        if not in_full and "events" in answers:
            found["events"] = [
                one
                for one in found["events"]
                if not one.either or any(_meet(one, other) for other in answers["events"])
            ]
        yield [_row(name, text, kind, answers[kind], found[kind]) for kind in GOALS if kind in answers], seconds


def tuned_on() -> Texts:
    """The first article where its text is there, the articles of the fixtures, and the texts with answers."""
    yield from _modelled(ROOT / "seeds", SHARED)
    yield from _modelled(FIXTURES / "seeds", FIXTURES / "texts")
    yield from _answered(FIXTURES)


def held_out() -> Texts:
    """Texts that no rule was tuned on, by the author of the rules."""
    yield from _answered(FIXTURES / "held_out")


def unseen(group: str) -> Texts:
    """Texts of one group by people who had not read the rules."""
    yield from _answered(FIXTURES / group)


def _answered(folder: Path) -> Texts:
    in_full = folder.name in _EVENTS_IN_FULL
    for path in sorted((folder / "answers").glob("*.yaml")):
        text = ArticleText.read(folder / "texts" / f"{path.stem}.txt")
        answers = yaml.safe_load(path.read_text(encoding="utf-8"))
        yield Answered(path.stem, text, _of_answers(answers, text), answers.get("published"), in_full)


def others() -> Texts:
    """The English articles that others wrote and modelled; a few rules were tuned on them after a first run."""
    for folder in (DEMO, NEWS):
        if folder.is_dir():
            yield from _modelled(folder / "seeds", folder / "texts")


def _modelled(seeds: Path, texts: Path) -> Texts:
    held = {text.sha256: text for text in map(ArticleText.read, sorted(texts.glob("*.txt")))}
    registry, *parts = read_seeds(seeds, Faults())
    entries = {parsed.ref: parsed.record for parsed in registry.records}
    for part in parts:
        own = next(one.record for one in part.records if isinstance(one.record, Article))
        if own.text_sha256 in held and own.language.startswith("en"):
            text = held[own.text_sha256]
            yield Answered(part.article, text, _of_seed(part, text, entries))


def _of_seed(part: Part, text: ArticleText, entries: dict[str, Any]) -> dict[str, list[Known]]:
    """The answers that a seed holds. Of organisations and people, those with a proper name must be found; those only
    described ("the affected staff", "the mayor's office") may be, and what a name stands for is not looked for."""
    found: dict[str, list[Known]] = {kind: [] for kind in GOALS}
    named: dict[str, list[Span]] = {}
    for parsed in part.records:
        record, spans = parsed.record, tuple(Span(place.start, place.end) for place in parsed.record.evidence)
        if isinstance(record, Figure):
            found["figures"].append(Known(spans, (record.min, record.max)))
        elif isinstance(record, Date):
            found["dates"].append(Known(spans, (record.earliest, record.latest)))
        elif isinstance(record, Event):
            found["events"].append(Known(spans, record.status, either=not record.dates))
        elif isinstance(record, Claim):
            found["speakers"] += _quoted(text, record, spans, entries)
        elif isinstance(record, Mention) and (record.of.startswith("locations/") or record.role == "literal"):
            named.setdefault(record.of, []).extend(spans)
    for kind, known in (*_in_head(part, text, entries), *_names(text, named, entries)):
        found[kind].append(known)
    return found


def _names(text: ArticleText, named: dict[str, list[Span]], entries: dict[str, Any]) -> Iterator[tuple[str, Known]]:
    for ref, places in named.items():
        phrase = text.content[places[0].start : places[0].end]
        person = ref.startswith("parties/") and entries[ref].type in ("person", "role") and phrase.istitle()
        kind = "places" if ref.startswith("locations/") else "people" if person else "organisations"
        is_named = kind == "places" or any(_is_name(text, span) for span in places)
        yield kind, Known(tuple(places), either=not is_named)


def _in_head(part: Part, text: ArticleText, entries: dict[str, Any]) -> Iterator[tuple[str, Known]]:
    """Author and publisher: whether they are mentioned as well is the modeller's choice."""
    article = next(parsed.record for parsed in part.records if isinstance(parsed.record, Article))
    for kind, phrase in (("people", article.author), ("organisations", entries[article.publisher].name)):
        if phrase:
            yield kind, replace(_everywhere(text, phrase), either=True)


def _quoted(text: ArticleText, claim: Claim, spans: tuple[Span, ...], entries: dict[str, Any]) -> Iterator[Known]:
    """The quotations that a claim rests on, with the words of its speaker's names."""
    quoted = tuple(quote for quote in quotations(text.content) if any(span.meets(quote) for span in spans))
    if quoted and claim.speaker:
        yield Known(quoted, frozenset(_words(entries[claim.speaker])))


def _words(entry: Any) -> set[str]:
    """The words of an entry's names; a speaker is right where one of them is found."""
    return {
        word for name in (entry.name, *entry.aliases, entry.label) for word in re.findall(r"\w{3,}", name.casefold())
    }


def _is_name(text: ArticleText, span: Span) -> bool:
    phrase = re.sub(r"^(?:The|A|An) ", "", text.content[span.start : span.end], flags=re.I)
    headline = text.paragraphs[0]
    return phrase[0].isupper() and not span.within(headline)


def _of_answers(answers: dict[str, Any], text: ArticleText) -> dict[str, list[Known]]:
    return {
        "figures": [Known((_span(text, one),), _bounds(one), bool(one.get("either"))) for one in answers["figures"]],
        "dates": [
            Known((_span(text, one),), _days(one.get("edtf", "TODO")), bool(one.get("either")))
            for one in answers["dates"]
        ],
        **{kind: [_name(text, one) for one in answers.get(kind, ())] for kind in ("places", "organisations")},
        "people": [_person(text, one) for one in answers.get("people", ())],
        "speakers": [
            Known((_span(text, one),), frozenset(re.findall(r"\w{3,}", one["by"].casefold())), not one["by"])
            for one in answers.get("speakers", ())
        ],
        **_events(text, answers),
    }


def _events(text: ArticleText, answers: dict[str, Any]) -> dict[str, list[Known]]:
    """Events of sentences with a date, with their status; not every text has answers for them."""
    known = [Known((_span(text, one),), one["status"], bool(one.get("either"))) for one in answers.get("events", ())]
    return {"events": known} if known else {}


def _span(text: ArticleText, answer: dict[str, Any]) -> Span:
    start = text.occurrences(answer["exact"])[answer.get("nth", 1) - 1]
    return Span(start, start + len(answer["exact"]))


def _name(text: ArticleText, answer: str | dict[str, Any]) -> Known:
    """A name wherever it stands; as a mapping with `exact`, where it is `either`."""
    if isinstance(answer, str):
        return _everywhere(text, answer)
    return replace(_everywhere(text, answer["exact"]), either=bool(answer.get("either")))


def _everywhere(text: ArticleText, phrase: str) -> Known:
    return Known(tuple(Span(start, start + len(phrase)) for start in text.occurrences(phrase)))


def _person(text: ArticleText, answer: str | dict[str, Any]) -> Known:
    """Who only made the article is no person to find: its `author` takes a byline."""
    known, lines = _name(text, answer), staff_lines(text)
    return replace(known, either=known.either or all(map(lines.holds, known.spans)))


def _bounds(fields: dict[str, Any]) -> tuple[Any, Any]:
    value = fields.get("value")
    return (value, value) if value is not None else (fields.get("min"), fields.get("max"))


def _days(edtf: str) -> tuple[Any, Any]:
    if edtf == "TODO":
        return None, None
    fields = parse(edtf).fields()
    return fields["earliest"], fields["latest"]


def _found(text: ArticleText, published: date | None) -> dict[str, list[Known]]:
    day = published_on(text)
    published = published or (date.fromisoformat(str(day.fields["edtf"])) if day else None)
    when = dates(text, published)
    called = names(text)
    actors = [one for one in called if one.collection != "locations"]
    return {
        "figures": [_figure(one) for one in figures(text, [one.span for one in when]) if _is_decided(one)],
        "dates": [Known((one.span,), _days(str(one.fields["edtf"]))) for one in when if _is_decided(one)],
        "places": [Known(one.spans) for one in called if one.collection == "locations"],
        "organisations": [Known(one.spans) for one in actors if one.type != "person"],
        "people": [Known(one.spans) for one in without_staff(text, actors) if one.type == "person"],
        "speakers": [
            Known(one.said, frozenset(re.findall(r"\w{3,}", one.speaker.name.casefold())))
            for one in statements(text, called)
            if one.quotation == "direct" and one.speaker
        ],
        "events": [
            Known((one.span,), one.status, either=not one.when)
            for one in events(text, when, called, list(statements(text, called)), published)
            if "TODO" not in one.status
        ],
    }


def _is_decided(one: Candidate) -> bool:
    """A value that is left as a TODO is neither found nor wrong."""
    return not any("TODO" in str(one.fields.get(name)) for name in ("value", "min", "max", "hedge", "edtf"))


def _figure(one: Candidate) -> Known:
    get = one.fields.get
    made = bounds(one.fields["hedge"], get("value"), get("min"), get("max"), get("min_inclusive"), None)
    return Known((one.span,), (made.min, made.max))


def _row(name: str, text: ArticleText, kind: str, known: list[Known], found: list[Known]) -> Row:
    wanted = [one for one in known if not one.either]
    missed = [one for one in wanted if not any(_agree(one, other) for other in found)]
    judged = found if kind != "speakers" else [one for one in found if any(_meet(one, other) for other in known)]
    wrong = [one for one in judged if not any(_agree(one, other) for other in known)]
    optional = [other for other in known if other.either and other.value != frozenset()]
    wrong = [one for one in wrong if not any(_meet(one, other) for other in optional)]
    return Row(
        name,
        kind,
        len(wanted),
        1 - len(missed) / max(1, len(wanted)),
        1 - len(wrong) / max(1, len(judged)),
        tuple(_shown(text, one) for one in missed),
        tuple(_shown(text, one) for one in wrong),
        sum(any(_meet(one, other) for other in known) for one in wrong) if kind in _VALUED else 0,
    )


def _agree(one: Known, other: Known) -> bool:
    words = isinstance(one.value, frozenset) and isinstance(other.value, frozenset)
    same = bool(one.value & other.value) if words else one.value == other.value
    return same and _meet(one, other)


def _meet(one: Known, other: Known) -> bool:
    return any(a.meets(b) for a in one.spans for b in other.spans)


def _shown(text: ArticleText, one: Known) -> str:
    return f"{text.content[one.spans[0].start : one.spans[0].end]} {one.value or ''}".strip()


def totals(texts: Texts) -> tuple[list[Row], list[Row], float]:
    """The rows of each text, those of all texts together, and the seconds that the slowest text took."""
    rows: list[Row] = []
    slowest = 0.0
    for own, seconds in tables(texts):
        rows += own
        slowest = max(slowest, seconds)
    return rows, [_total(kind, [row for row in rows if row.kind == kind]) for kind in GOALS], slowest


def _total(kind: str, rows: list[Row]) -> Row:
    known, lost = sum(row.known for row in rows), sum(len(row.missed) for row in rows)
    wrong, misread = sum(len(row.wrong) for row in rows), sum(row.misread for row in rows)
    right = known - lost
    return Row("all", kind, known, right / max(1, known), right / max(1, right + wrong), (), (), misread)


def meets_goal(row: Row) -> bool:
    """Whether recall and precision are those aimed at."""
    recall, precision = GOALS[row.kind]
    return not row.known or (row.recall >= recall and row.precision >= precision)


def main() -> int:
    """Print a table for each group of texts; 1 if those that rules were tuned on miss a goal."""
    missed = 0
    for name, texts in (
        ("tuned on", tuned_on()),
        ("held out", held_out()),
        ("others", others()),
        *((group, unseen(group)) for group in UNSEEN),
    ):
        rows, together, _ = totals(texts)
        shown = "--held-out" if name in ("held out", *UNSEEN) else "--details"
        details = [row for row in rows if row.known and shown in sys.argv]
        _print(name, [*details, *together])
        missed += name == "tuned on" and not all(map(meets_goal, together))
    print("\ntyping\n\n| seed | lines | in the draft | with its ids kept |\n|---|---:|---:|---:|")
    for folder in (FIXTURES, DEMO, *(FIXTURES / group for group in UNSEEN)):
        for one in typing(folder / "seeds", folder / "texts"):
            print(f"| {one.article} | {one.lines} | {one.drafted / one.lines:.0%} | {one.renamed / one.lines:.0%} |")
    if not SHARED.is_dir():
        print("The first article is left out: its text is not here.", file=sys.stderr)
    return missed


def _print(name: str, rows: list[Row]) -> None:
    print(f"\n{name}\n\n| text | kind | known | recall | precision | misread |\n|---|---|---:|---:|---:|---:|")
    for row in rows:
        below = "" if meets_goal(row) else " below the goal"
        print(
            f"| {row.text} | {row.kind} | {row.known} | {row.recall:.2f} | {row.precision:.2f} | {row.misread} |{below}"
        )
        if row.missed or row.wrong:
            print(f"  missed: {'; '.join(row.missed)}\n  wrong: {'; '.join(row.wrong)}")


if __name__ == "__main__":
    sys.exit(main())
