"""Bodies named in small letters: "the environment ministry", "Peru's central bank", "the city's police"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from authoring.article_text import Span, SpanIndex
from authoring.draft.candidate import Name
from authoring.draft.words import ROLES, any_of, by_type, kind_of

_FIELDS = by_type("bodies in small letters")
_BARE = r"|\b(?:city|town|country|state|county|island|province|region|[A-Z][\w-]+)[’']s ()$"
_NAMED_BY_OWNER = ("police", "government", "parliament")
_ALSO_NEW = {"inquiry": r"|\b[Aa]"}  # "a commission of inquiry"
_BEFORE = {
    noun: re.compile(
        rf"(?:\b[Tt]he|[’']s{_ALSO_NEW.get(noun, '')}) ((?:(?:{any_of('levels of bodies')}) )?(?:{'|'.join(fields)}) )$"
        + (_BARE if noun in _NAMED_BY_OWNER else "")
    )
    for noun, fields in _FIELDS.items()
}
_NOUN = re.compile(rf"\b(?:{'|'.join(_FIELDS)})\b(?! (?:{ROLES})s?\b)(?! (?:the )?[A-Z]|, the [A-Z])")
_LETTERS = re.compile(r" \(([A-Z]{2,6})\)")
_NEAR = 50  # characters before the noun


def common_bodies(content: str, named: Iterable[Name]) -> list[Name]:
    """The names, with every body named in small letters: one that has all its words in a name ("the city council") is
    a place of that."""
    named = list(named)
    longer = {name.name: _words(name.name) for name in named if name.collection != "locations"}
    taken = SpanIndex(span for name in named if name.collection != "locations" for span in name.spans)
    found: dict[str, list[Span]] = {}
    kinds: dict[str, tuple[str, str]] = {}
    for phrase, span in _phrases(content):
        if not taken.meets(span):
            own, letters = _words(phrase), _LETTERS.match(content, span.end)
            name = next((name for name, words in longer.items() if own <= words), phrase)
            if letters and letters[1] in longer:
                name = letters[1]
                kinds[name] = kind_of(phrase)
            found.setdefault(name, []).append(span)
    return [_with(one, found.pop(one.name, []), kinds) for one in named] + [
        Name(name, *kind_of(name), tuple(spans)) for name, spans in found.items()
    ]


def _with(name: Name, spans: list[Span], kinds: Mapping[str, tuple[str, str]]) -> Name:
    """A name with more places, and the kind that the phrase before its letters tells."""
    collection, kind = kinds.get(name.name, (name.collection, name.type))
    return replace(name, collection=collection, type=kind, spans=tuple(sorted((*name.spans, *spans))))


def _phrases(content: str) -> Iterator[tuple[str, Span]]:
    for noun in _NOUN.finditer(content):
        before = content[max(0, noun.start() - _NEAR) : noun.start()]
        if fields := _BEFORE[noun.group()].search(before):
            words = fields[1] or fields[2] or ""
            yield words + noun.group(), Span(noun.start() - len(words), noun.end())


def _words(name: str) -> frozenset[str]:
    return frozenset(name.lower().replace("’", "'").split())
