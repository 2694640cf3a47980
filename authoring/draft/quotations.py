"""What a text quotes, and which part of a sentence the verb of saying gives to its speaker."""

import re
from collections.abc import Iterator
from functools import lru_cache

from authoring.article_text import Span

_QUOTE = re.compile(
    r"“([^“”]{1,2000})(?:”|(?=\n[^\S\n]*\n[^\S\n]*“)|\Z)|(?<![\w\"])\"([^\"\n]{1,2000})(?:\"|(?=\n[^\S\n]*\n[^\S\n]*\"))|(?<!\w)‘((?:[^‘’]|(?<=\w)’(?=\w)){3,600})’(?!\w)"
)
_INVERTED = re.compile(r"(?:[”\"’],?|,[”\"’]) ?$")
_SAID_THE = re.compile(r"(?:said|says|added|adds)\b ?$", re.I)


@lru_cache(maxsize=1)
def quotations(content: str) -> tuple[Span, ...]:
    """What stands between quotation marks, without them; also of paragraphs whose quotation goes on in the next."""
    groups = ((found, next(n for n in (1, 2, 3) if found[n] is not None)) for found in _QUOTE.finditer(content))
    return tuple(Span(*found.span(group)) for found, group in groups)


def is_inverted(masked: str, said: re.Match[str], named_before: bool) -> bool:
    """Whether the one who speaks follows the verb: “…,” said X; according to X; the plan will fail, said X."""
    lead = masked[: said.start()].rstrip()
    if said.group().lower() in ("according to", "in the words of"):
        return True
    if not lead.strip(' “”"‘’,') or (_INVERTED.search(lead) and not named_before):
        return True
    return lead.endswith(",") and _SAID_THE.fullmatch(said.group()) is not None and not named_before


def attributed(sentence: Span, masked: str, said: re.Match[str] | None) -> Iterator[Span]:
    """The part of a sentence without quotations that its speaker says; ";" ends it."""
    if not said:
        return
    lead = masked[: said.start()].rstrip()
    begin = masked.rfind(";", 0, said.start()) + 1
    end = masked.find(";", said.end())
    end = len(masked) if end < 0 else end
    trailing = (said.group().lower() == "according to" and lead) or (
        re.search(r",\s[^,]{1,60}$", lead + " ") and end - said.end() < 30
    )
    if trailing:
        yield Span(sentence.start + begin, sentence.start + said.start())
    else:
        yield Span(sentence.start + said.end(), sentence.start + end)
