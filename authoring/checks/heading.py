"""The article's own record against the head of its text: headline, byline, day."""

import re
from collections.abc import Iterator

from authoring.checks.article import ArticleChecked, Question, cut, rule, rule_for_any_language
from authoring.draft.absolute_dates import published_on
from authoring.draft.language import LEAST_ENGLISH, share_of_english
from schemas.seedfiles.seedfile import Parsed

_HEAD = 6  # paragraphs
_LATEST = 600  # characters from the beginning at which a byline may stand
_BYLINE = re.compile(r"^By (?=[A-Z]).{3,120}$", re.MULTILINE)


def _plain(words: str) -> str:
    """Letters and digits only, so that blanks, quotes and dashes do not matter."""
    return re.sub(r"[\W_]+", "", words).casefold()


@rule_for_any_language
def article_headline(article: ArticleChecked) -> Iterator[Question]:
    """The article's headline stands at the head of its text."""
    head = " ".join(article.words(paragraph) for paragraph in article.text.paragraphs[:_HEAD])
    if _plain(article.article.headline) not in _plain(head):
        first = cut(article.words(article.text.sentences[0]))
        yield Question(_own(article), f"the text begins {first!r}", repr(cut(article.article.headline)))


@rule_for_any_language
def article_author(article: ArticleChecked) -> Iterator[Question]:
    """The article's author stands in its text, and in its byline where it has one."""
    author = article.article.author
    bylines = [line.group() for line in _BYLINE.finditer(article.text.content, 0, _LATEST)]
    where = _plain(" ".join(bylines) or article.text.content)
    if author and not all(_plain(name) in where for name in re.split(r",| and | & ", author)):
        said = f"the byline is {cut(bylines[0])!r}" if bylines else "the text does not name the author"
        yield Question(_own(article), said, author)


@rule_for_any_language
def article_language(article: ArticleChecked) -> Iterator[Question]:
    """The article's language is English where its text is."""
    share, language = share_of_english(article.text), article.article.language
    is_english = share >= LEAST_ENGLISH
    if is_english != (language.partition("-")[0] == "en"):
        yield Question(_own(article), f"the text {'is' if is_english else 'does not seem to be'} English", language)


@rule
def article_day(article: ArticleChecked) -> Iterator[Question]:
    """The article's day is the first full date in its head."""
    found = published_on(article.text)
    if found and article.published and str(found.fields["edtf"]) != article.published.isoformat():
        said = f"{cut(article.words(found.span))!r}, {found.fields['edtf']}"
        yield Question(_own(article), f"the text's head says {said}", article.article.published)


def _own(article: ArticleChecked) -> Parsed:
    return article.records[f"articles/{article.part.article}"]
