"""Dates: absolute ones, spans, and what is relative to the day of publication, each as EDTF."""

import re
from datetime import date

from authoring.article_text import ArticleText
from authoring.draft.absolute_dates import absolute
from authoring.draft.candidate import Candidate, without_overlaps
from authoring.draft.relative_dates import relative


def published_on(text: ArticleText) -> Candidate | None:
    """The first full date, which in the head of an article is its day of publication; None where there is none."""
    head = text.paragraphs[min(4, len(text.paragraphs) - 1)].end
    for found in absolute(ArticleText(text.content[:head])):
        if re.fullmatch(r"\d{4}-\d\d-\d\d", found.fields["edtf"]):
            return found
    return None


def dates(text: ArticleText, published: date | None) -> list[Candidate]:
    """Candidates for dates; without a day of publication, only absolute ones."""
    return without_overlaps([*absolute(text), *(relative(text, published) if published else ())])
