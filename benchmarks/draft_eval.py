"""How well drafting finds what a person finds: recall, precision and time, for each text whose answers are known.

Run by `make draft-eval`; the table stands in docs/authoring.md. A figure or date counts as found where a candidate
meets its place and has its bounds; a place, organisation or person where one of its occurrences is met. The registry
is not used, since it would know the names already.
"""

import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from authoring.article_text import ArticleText, Span
from authoring.draft.absolute_dates import published_on
from authoring.draft.candidate import Candidate, Name
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.draft.seed import draft
from schemas.edtf_date import parse
from schemas.quantity import bounds
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import Part, read_seeds

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures" / "authoring"
SHARED = ROOT.parent / "shared" / "seed"
GOALS = {"figures": 0.9, "dates": 0.9, "places": 0.85, "organisations": 0.85}
PRECISION, SECONDS = 0.7, 5.0


@dataclass(frozen=True)
class Known:
    """Something that is to be found: the places where it stands, and its value (bounds, days; None for a name)."""

    spans: tuple[Span, ...]
    value: Any = None


class Row(NamedTuple):
    """One line of the table."""

    text: str
    kind: str
    known: int
    recall: float
    precision: float
    missed: tuple[str, ...]
    wrong: tuple[str, ...]


def tables() -> Iterator[tuple[list[Row], float]]:
    """Rows and seconds of each text."""
    for name, text, answers in _texts():
        begun = time.perf_counter()
        draft(text)
        seconds = time.perf_counter() - begun
        found = _found(text)
        yield [_row(name, text, kind, answers[kind], found[kind]) for kind in GOALS], seconds


def _texts() -> Iterator[tuple[str, ArticleText, dict[str, list[Known]]]]:
    """The first article where its text is there, the articles of the fixtures, and the texts with answers."""
    for part in (*read_seeds(ROOT / "seeds", Faults()), *read_seeds(FIXTURES / "seeds", Faults())):
        for path in (*sorted(SHARED.glob("*.txt")), *sorted((FIXTURES / "texts").glob("*.txt"))):
            text = ArticleText.read(path)
            if any(one.collection == "articles" and one.record.text_sha256 == text.sha256 for one in part.records):
                yield part.article, text, _of_seed(part, text)
    for path in sorted((FIXTURES / "answers").glob("*.yaml")):
        text = ArticleText.read(FIXTURES / "texts" / f"{path.stem}.txt")
        yield path.stem, text, _of_answers(yaml.safe_load(path.read_text(encoding="utf-8")), text)


def _of_seed(part: Part, text: ArticleText) -> dict[str, list[Known]]:
    """The answers that a seed holds. Of organisations and people, those with a name of their own: groups that are
    only described ("the affected staff") are not looked for, nor is what a name stands for."""
    found: dict[str, list[Known]] = {kind: [] for kind in GOALS}
    named: dict[str, list[Span]] = {}
    for parsed in part.records:
        spans = tuple(Span(place.start, place.end) for place in parsed.record.evidence)
        if parsed.collection == "figures":
            found["figures"].append(Known(spans, (parsed.record.min, parsed.record.max)))
        elif parsed.collection == "dates":
            found["dates"].append(Known(spans, (parsed.record.earliest, parsed.record.latest)))
        elif parsed.collection == "mentions":
            place = parsed.record.of.startswith("locations/")
            if place or (parsed.record.role == "literal" and any(_is_name(text, span) for span in spans)):
                named.setdefault(parsed.record.of, []).extend(spans)
    for ref, places in named.items():
        found["places" if ref.startswith("locations/") else "organisations"].append(Known(tuple(places)))
    return found


def _is_name(text: ArticleText, span: Span) -> bool:
    phrase = re.sub(r"^(?:The|A|An) ", "", text.content[span.start : span.end], flags=re.I)
    headline = text.paragraphs[0]
    return phrase[0].isupper() and not span.within(headline)


def _of_answers(answers: dict[str, Any], text: ArticleText) -> dict[str, list[Known]]:
    return {
        "figures": [Known((_span(text, one),), _bounds(one)) for one in answers["figures"]],
        "dates": [Known((_span(text, one),), _days(one["edtf"])) for one in answers["dates"]],
        **{kind: [_everywhere(text, phrase) for phrase in answers[kind]] for kind in ("places", "organisations")},
    }


def _span(text: ArticleText, answer: dict[str, Any]) -> Span:
    start = text.occurrences(answer["exact"])[answer.get("nth", 1) - 1]
    return Span(start, start + len(answer["exact"]))


def _everywhere(text: ArticleText, phrase: str) -> Known:
    return Known(tuple(Span(start, start + len(phrase)) for start in text.occurrences(phrase)))


def _bounds(fields: dict[str, Any]) -> tuple[Any, Any]:
    value = fields.get("value")
    return (value, value) if value is not None else (fields.get("min"), fields.get("max"))


def _days(edtf: str) -> tuple[Any, Any]:
    fields = parse(edtf).fields()
    return fields["earliest"], fields["latest"]


def _found(text: ArticleText) -> dict[str, list[Known]]:
    day = published_on(text)
    when = dates(text, date.fromisoformat(day.fields["edtf"]) if day else None)
    called = names(text)
    return {
        "figures": [_figure(one) for one in figures(text, [one.span for one in when]) if _is_decided(one)],
        "dates": [Known((one.span,), _days(str(one.fields["edtf"]))) for one in when if _is_decided(one)],
        "places": [Known(one.spans) for one in called if one.collection == "locations"],
        "organisations": [Known(one.spans) for one in _actors(called)],
    }


def _is_decided(one: Candidate) -> bool:
    """A value that is left as a TODO is neither found nor wrong."""
    return not any("TODO" in str(one.fields.get(name)) for name in ("value", "min", "max", "hedge", "edtf"))


def _figure(one: Candidate) -> Known:
    get = one.fields.get
    made = bounds(one.fields["hedge"], get("value"), get("min"), get("max"), get("min_inclusive"), None)
    return Known((one.span,), (made.min, made.max))


def _actors(called: list[Name]) -> list[Name]:
    return [one for one in called if one.collection != "locations"]


def _row(name: str, text: ArticleText, kind: str, known: list[Known], found: list[Known]) -> Row:
    missed = [one for one in known if not any(_agree(one, other) for other in found)]
    wrong = [one for one in found if not any(_agree(one, other) for other in known)]
    return Row(
        name,
        kind,
        len(known),
        1 - len(missed) / max(1, len(known)),
        1 - len(wrong) / max(1, len(found)),
        tuple(_shown(text, one) for one in missed),
        tuple(_shown(text, one) for one in wrong),
    )


def _agree(one: Known, other: Known) -> bool:
    return one.value == other.value and any(a.meets(b) for a in one.spans for b in other.spans)


def _shown(text: ArticleText, one: Known) -> str:
    return f"{text.content[one.spans[0].start : one.spans[0].end]} {one.value or ''}".strip()


def main() -> int:
    """Print the table; 1 where a goal is missed."""
    details, bad = "--details" in sys.argv, 0
    print("| text | kind | known | recall | precision | seconds |\n|---|---|---:|---:|---:|---:|")
    for rows, seconds in tables():
        for row in rows:
            missed = row.recall < GOALS[row.kind] or row.precision < PRECISION or seconds > SECONDS
            bad += missed
            numbers = f"{row.recall:.2f} | {row.precision:.2f} | {seconds:.2f}"
            print(f"| {row.text} | {row.kind} | {row.known} | {numbers} |{' below the goal' if missed else ''}")
            if details:
                print(f"  missed: {'; '.join(row.missed)}\n  wrong: {'; '.join(row.wrong)}")
    if not SHARED.is_dir():
        print("The first article is left out: its text is not here.", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
