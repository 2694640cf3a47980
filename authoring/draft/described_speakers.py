"""Speakers who are described, not named: "a club insider", "an official at the ministry", "his agent"."""

import re
from collections.abc import Iterable
from dataclasses import replace

from authoring.article_text import Span
from authoring.draft.candidate import Name
from authoring.draft.saying import is_inverted
from authoring.draft.words import ROLES, kind_of

_NOUN = (
    rf"(?:{ROLES}|boss|source|insider|informant|person|people|man|woman|men|women|boy|girl|family|parents?|friend|relative"
    r"|worker|employee|caller|reader|visitor|customer|villager|[a-z]{2,}(?:ist|ician|man|woman|person)"
    r"|(?!newspaper|paper|letter|poster|banner|order|folder|number|register|(?:senior|junior|former|other|major|under)\b)"
    r"[a-z]{3,}(?:er|or))s?"
)
_OF = (
    r"(?: (?:at|of|for|from|with|in|on|close to|familiar with) (?:the |its |their |an? )?"
    r"[\w’'-]+(?: [A-Z][\w’'-]+)*(?:(?<=-based) [a-z]+)?)?"
)
_INDEFINITE = r"[Aa]n?|[Oo]ne|[Aa]nother|[Tt]wo|[Tt]hree|[Ss]ome|[Ss]everal|[Mm]any|[Tt]he (?:first|second|other)"
DESCRIBED = re.compile(
    rf"\b(?:(?P<one>{_INDEFINITE})|(?P<the>[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|(?:[A-Z][\w’'-]+ )*[A-Z][\w-]+[’']s?))"
    r" (?P<who>(?!(?:said|says)\b)(?:(?!(?:who|that|and|of|by|for|in|to|from|with|at|on)\b)[\w’'-]+ ){0,4}?"
    rf"{_NOUN}{_OF})\b"
)
_CROWD = re.compile(  # "Police said", "Government sources said", "Critics of the plan have called it"
    r"(?:\W*|.*[”\"’,] (?:but |and |while )?)(?:[Tt]he )?"
    r"(?P<who>(?!his|its|this|her|their|the|it\b|what|which)(?:[A-Z]?[a-z’'-]+ ){0,2}?"
    r"(?:[Pp]olice|[A-Z]?[a-z’'-]+[^s\W]s(?: (?:of|in|at|from|for) (?:the |its |their )?[\w’'-]+(?: [A-Z][\w’'-]+)*)?))"
    r" (?:have |had |also |later )?"
)
_ADJOINS = re.compile(r"(?: who [^“”,;]*|,)? (?:[^“”]*, ?)?(?:[a-z]+ly |has |had |have |also |later )?")
_ARTICLE = re.compile(r"\A(?:[Aa]n?|[Tt]he) ")


def described(found: re.Match[str], offset: int) -> Name:
    """The party that a description stands for, under the article's own words; `offset` is where the matched string
    begins in the text. Who is "a" somebody is anonymous, "the" or "his" somebody has a role."""
    words = _ARTICLE.sub("", found.group(), count=1)
    return _called(words, offset + found.end(), "parties", "anonymous" if found["one"] else "role")


def described_beside(masked: str, said: re.Match[str], offset: int) -> Name | None:
    """Who is described beside a verb of saying: "an official, who would not be named, said"."""
    after = DESCRIBED.match(masked, said.end() + 1) if is_inverted(masked, said, named_before=False) else None
    before = DESCRIBED.finditer(masked, 0, said.start())
    found = next((one for one in before if _ADJOINS.fullmatch(masked, one.end(), said.start())), after)
    return described(found, offset) if found else None


def crowd(masked: str, said: re.Match[str], offset: int) -> Name | None:
    """The many whom a verb of saying follows without an article: "Police said", "Local residents described"."""
    found = _CROWD.fullmatch(masked, 0, said.start())
    if not found:
        return None
    kind = "administration" if found["who"].lower().endswith("police") else "group"
    return _called(found["who"], offset + found.end("who"), "parties", kind)


def unnamed_body(found: re.Match[str], offset: int) -> Name:
    """A body that no name before says more of: "the Italian federation"."""
    words = _ARTICLE.sub("", found.group(), count=1)
    return _called(words, offset + found.end(), *kind_of(words))


def _called(words: str, end: int, collection: str, kind: str) -> Name:
    """A party by the words that end at a place of the text."""
    return Name(words[0].upper() + words[1:], collection, kind, (Span(end - len(words), end),))


def joined(speakers: Iterable[Name | None], known: list[Name]) -> list[Name]:
    """The described speakers that are not among the names, each once, with all its places."""
    named, found = set(known), dict[str, Name]()
    spans: dict[str, set[Span]] = {}
    for one in speakers:
        if one and one not in named:
            found.setdefault(one.name, one)
            spans.setdefault(one.name, set()).update(one.spans)
    return [replace(one, spans=tuple(sorted(spans[name]))) for name, one in found.items()]
