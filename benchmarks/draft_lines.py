"""How many lines of finished seeds their drafts hold: `make draft-eval` prints it below its tables."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from authoring.article_text import ArticleText
from authoring.draft.proposals import draft
from schemas.records import Article
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import read_seeds
from schemas.seedfiles.yaml_reader import read_yaml


class Typing(NamedTuple):
    """How many of the lines of a finished seed that have to be written are in its draft; `renamed`: if ids are kept as
    drafted."""

    article: str
    lines: int
    drafted: int
    renamed: int


def typing(seeds: Path, texts: Path) -> Iterator[Typing]:
    """The lines of the finished seeds whose texts are at hand. The day and the publisher are given, as the command's
    options give them where the text does not. Labels follow from statements, and a figure's speaker
    and what figures, dates and events are about from claims, so they count for nothing."""
    held = {text.sha256: text for text in map(ArticleText.read, sorted(texts.glob("*.txt")))}
    registry, *parts = read_seeds(seeds, Faults())
    known = [(one.ref, one.record) for one in registry.records if one.collection != "measures"]
    for part in parts:
        own = next(one.record for one in part.records if isinstance(one.record, Article))
        if own.text_sha256 in held:
            finished = _lines((seeds / "articles" / f"{own.id}.yaml").read_text(encoding="utf-8"))
            day = date.fromisoformat(str(own.published)[:10])
            made = _lines(draft(held[own.text_sha256], known, day, own.id, own.publisher).seed())
            anonymous = [list(map(_without_ids, lines)) for lines in (finished, made)]
            yield Typing(own.id, len(finished), _shared(finished, made), _shared(*anonymous))


_INHERITED = {"figures": {"speaker", "about"}, "dates": {"about"}, "events": {"about"}}  # from claims
_CONTEXT = {"prefix", "suffix"}  # of evidence, written by `facts fill`


def _lines(seed: str) -> list[str]:
    """Each field of each record on a line, however the seed lays them out."""
    sections, _ = read_yaml(seed, "seed.yaml", Faults())
    found: list[str] = []
    for section, records in sections.items() if isinstance(sections, dict) else ():
        left_out = {"label", *_INHERITED.get(section, ())}
        for record in records if isinstance(records, list) else [records]:
            found += _fields({key: value for key, value in record.items() if key not in left_out})
    return found


def _fields(record: dict[str, Any]) -> Iterator[str]:
    for key, value in record.items():
        if not isinstance(value, list) or not any(isinstance(one, dict) for one in value):
            yield f"{key}: {', '.join(map(str, value)) if isinstance(value, list) else value}"
            continue
        yield f"{key}:"
        for one in value:
            if "evidence" in one:  # a verification
                yield from _fields(one)
            else:
                yield str({name: field for name, field in one.items() if name not in _CONTEXT})


def _without_ids(line: str) -> str:
    return "id:" if line.startswith("id: ") else re.sub(r"(?<=/\.)[a-z0-9.-]+", "", line)


def _shared(finished: list[str], made: list[str]) -> int:
    return (Counter(finished) & Counter(made)).total()
