"""What drafting proposes: a span of the text and the fields of the record it may become."""

from dataclasses import dataclass, field
from typing import Any

from authoring.article_text import Span


@dataclass(frozen=True)
class Candidate:
    """A figure or a date: `fields` are those of its record; what cannot be told is left out."""

    span: Span
    fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Name:
    """Somebody or something named: `collection` and `type` as in the registry, `ref` where it is known there."""

    name: str
    collection: str
    type: str
    spans: tuple[Span, ...]
    ref: str | None = None


def without_overlaps(found: list[Candidate]) -> list[Candidate]:
    """In reading order; of two that meet, the longer one."""
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda candidate: candidate.span.start - candidate.span.end):
        if not any(one.span.meets(other.span) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda candidate: candidate.span)
