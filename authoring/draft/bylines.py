"""The lines of an article that name its publisher and those who made it: under the headline, and credits."""

import re

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.known_names import given_names, places
from authoring.draft.words import JOBS, NEWS_WORDS

_HEAD = 3  # paragraphs that may hold the byline
_NAMES = re.compile(
    r"By [A-ZÀ-ÖØ-Þ].*|(?:[A-Z][\w.&-]*(?:,? (?:of (?:the )?|and |in |at |- )?)?){1,12}(?:, \d.*\d{4}.*)?|[A-Z]{3,}, .*"
    r"|[^.!?]{3,40}(?: [|·•] [^!?]{3,40}){1,3}|[^.]*\b\d{1,2},? (?:[A-Z][a-z]+,? )?\d{4}"
    r"|(?:Published|Posted|Updated|Written|Reported)\b[^.]*"
)
_LINE_PART = re.compile(r"[^\s|·•][^|·•]*[^\s|·•]")  # of "The Velling Post | 3 May 2025"
_DAY = re.compile(r", \d[^,]*\d{4}$")
_PUBLISHER = re.compile(rf"(?!.*\b(?:{'|'.join(sorted(JOBS))})\b)[A-Z][\w’.-]+(?: (?:of|the|and|&|for|[A-Z][\w’.-]*))+")
_NEWSPAPER = re.compile(rf"(?:^|, )The [A-Z]|\b(?:{'|'.join(sorted(NEWS_WORDS))})\b")
CREDITS = re.compile(
    r"\b(?:[Rr]eporting|[Ee]diting|[Ww]riting|[Ww]ritten|[Cc]ompiled|[Tt]ranslated|[Pp]hotographs?) by\b"
)
_CREDIT_LINE = re.compile(
    r"\W?(?:(?:additional|further|other) )?(?:report(?:ing|ed)|edit(?:ing|ed)|writ(?:ing|ten)|compiled|translated"
    r"|translation|words|photo(?:graph(?:s|y)?|s)?|pictures?|graphics?|illustrations?|video|research)"
    r"(?: and [a-z]+)?(?: by|:)",
    re.I,
)
_EDITED = re.compile(r"\b(?:[Ee]dit|[Tt]ranslat)")


def credit_lines(text: ArticleText) -> list[Span]:
    """Sentences that only name those who made the article: "(Reporting by Ada Holm; editing by Ole Berg)"."""
    return [sentence for sentence in text.sentences if _CREDIT_LINE.match(text.content, *sentence)]


def staff_lines(text: ArticleText) -> SpanIndex:
    """The lines under the headline and the credits, where those who made an article are named."""
    return SpanIndex([*head_lines(text), *credit_lines(text)])


def written_by(text: ArticleText) -> list[Span]:
    """Where credits name who wrote an article: up to "editing by"."""
    found = []
    for line in credit_lines(text):
        edited = _EDITED.search(text.content, *line)
        found.append(Span(line.start, edited.start() if edited else line.end))
    return found


def head_lines(text: ArticleText) -> list[Span]:
    """Byline and publisher: lines of names under the headline, and whatever begins with "By"."""
    first = [one for one in text.sentences[1:] if one.within(Span(0, text.paragraphs[:_HEAD][-1].end))]
    lines = ((one, text.content[slice(*one)]) for one in first)
    return [one for one, line in lines if _NAMES.fullmatch(line) and not line.endswith((".", "?", "!", "”"))]


def publisher_lines(text: ArticleText) -> list[Span]:
    """The lines under the headline that are one name of several words and no person's, no place's and no day; where
    one of them is surely a newspaper's, the others are bylines."""
    parts = (part for line in head_lines(text) for part in _LINE_PART.finditer(text.content, *line))
    named = ((part.start(), _DAY.sub("", part.group())) for part in parts)
    lines = [(Span(start, start + len(name)), name) for start, name in named]
    is_told = any(_NEWSPAPER.search(name) for _, name in lines)
    return [
        line
        for line, name in lines
        if _PUBLISHER.fullmatch(name)
        and (first := name.split()[0]) not in given_names()
        and first != "By"
        and name not in places()
        and (_NEWSPAPER.search(name) or not is_told)
    ]
