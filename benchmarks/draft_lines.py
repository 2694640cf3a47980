"""How many lines of finished seeds their drafts hold: `make draft-eval` prints it below its tables."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from authoring.article_text import ArticleText
from authoring.draft.proposals import draft
from schemas.records import Article
from schemas.seedfiles.faults import Faults
from schemas.seedfiles.seedfile import read_seeds


class Typing(NamedTuple):
    """How many of the lines of a finished seed that have to be written are in its draft; `renamed`: if ids are kept as
    drafted."""

    article: str
    lines: int
    drafted: int
    renamed: int


def typing(seeds: Path, texts: Path) -> Iterator[Typing]:
    """The lines of the finished seeds whose texts are at hand. Labels follow from statements, and a figure's speaker
    and what figures, dates and events are about from claims, so they count for nothing."""
    held = {text.sha256: text for text in map(ArticleText.read, sorted(texts.glob("*.txt")))}
    registry, *parts = read_seeds(seeds, Faults())
    known = [(one.ref, one.record) for one in registry.records if one.collection != "measures"]
    for part in parts:
        own = next(one.record for one in part.records if isinstance(one.record, Article))
        if own.text_sha256 in held:
            finished = _lines((seeds / "articles" / f"{own.id}.yaml").read_text(encoding="utf-8"))
            made = _lines(draft(held[own.text_sha256], known, article=own.id).seed())
            anonymous = [list(map(_without_ids, lines)) for lines in (finished, made)]
            yield Typing(own.id, len(finished), _shared(finished, made), _shared(*anonymous))


_INHERITED = {"figures:": " +(?:speaker|about):", "dates:": " +about:", "events:": " +about:"}  # from claims


def _lines(seed: str) -> list[str]:
    found: list[str] = []
    section = ""
    for line in seed.splitlines():
        section = line if line[:1].isalpha() else section
        if not line.strip() or re.match(r" *(?:#|label:)", line):
            continue
        if re.match(_INHERITED.get(section, "(?!)"), line):
            continue
        found.append(line.strip())
    return found


def _without_ids(line: str) -> str:
    return "- id:" if line.startswith("- id: ") else re.sub(r"(?<=/\.)[a-z0-9.-]+", "", line)


def _shared(finished: list[str], made: list[str]) -> int:
    return (Counter(finished) & Counter(made)).total()
