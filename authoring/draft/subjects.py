"""The name that a verb of saying belongs to, of those in its sentence."""

import re

from authoring.article_text import Span
from authoring.draft.actors import NEAR, Actors, Named, is_person
from authoring.draft.candidate import Name
from authoring.draft.saying import RELATIVE, SAYING, is_inverted
from authoring.draft.words import ROLES

_FRONTED = re.compile(  # "In a letter to Fane, Ada Holm wrote"
    r"(?:In|At|After|Before|On|With|Speaking|Asked|For|As|While|When|Under|During|Following|Despite|Unlike)\b[^,]*, "
)
_COORDINATED = re.compile(r"[^,;:] (?:and|but)(?: also| later)? $")
_PRONOUN = re.compile(r"\b(?:he|she|it|they)\b", re.I)
_HE = re.compile(r"\b(?:he|she)\b", re.I)
_OWNERS = ("’s", "'s")


def subject(content: str, actors: Actors, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
    """The name right after a verb of saying where it follows a quotation, else the one before it; None where a pronoun
    or a noun stands there."""
    inside = actors.inside(sentence, masked)
    after = [pair for pair in inside if pair[0].start >= sentence.start + said.end()]
    before = [pair for pair in inside if pair[0].end <= sentence.start + said.start()]
    if said.group().startswith("quot"):
        return after[0][1] if after else None
    if after and is_inverted(masked, said, bool(before) and not _follows_quote(content, sentence, said)):
        start = after[0][0].start - sentence.start
        pronoun = _HE.search(masked, said.end(), start)
        return _of_role(content, after) if not pronoun and start - said.end() <= NEAR else None
    before = _of_clause(actors, sentence, masked, said, before)
    if not before:
        return None
    if said.group() in SAYING.split("|"):  # "Norvik refused the offer of Fane, saying"
        at = next((at for at, (span, _) in enumerate(before) if not content.startswith(_OWNERS, span.end)), 0)
        return _of_role(content, before[at:])
    span, name = _head(sentence, masked, before)
    between = masked[span.end - sentence.start : said.start()].rsplit(",")[-1]
    return None if _PRONOUN.search(between) else name


def _of_clause(actors: Actors, sentence: Span, masked: str, said: re.Match[str], before: list[Named]) -> list[Named]:
    """The names before a verb that may be its subject: of its clause, not of what leads it in or comes between."""
    relative = RELATIVE.search(masked, 0, said.start())  # "The Dane, who rides for Norvik, said"
    first, last = masked.rfind(";", 0, said.start()) + 1, relative.start() if relative else said.start()
    before = [(s, n) for s, n in before if s.start >= sentence.start + first and s.end <= sentence.start + last]
    if _COORDINATED.search(masked, 0, said.start()):  # "Fane lost to Norvik but said"
        if re.match(rf"\W*{_PRONOUN.pattern}", masked, re.I) and not any(is_person(name) for _, name in before):
            return []  # "He has an offer from Norvik but said"
        before = [pair for pair in before if not actors.is_object(pair[0])] or before
    lead = _FRONTED.match(masked)
    return [pair for pair in before if lead and pair[0].start >= sentence.start + lead.end()] or before


def _head(sentence: Span, masked: str, before: list[Named]) -> Named:
    """Of the names before a verb the one that a comma follows, else the last; and the person who is "of" that one."""
    found = next((pair for pair in before if masked.startswith(", ", pair[0].end - sentence.start)), before[-1])
    at = before.index(found) + 1  # "counsel to Norvik, Ada Holm, said"
    if at < len(before) and before[at][0].start == found[0].end + 2 and is_person(before[at][1]):
        found = before[at]
    return next((pair for pair in before if _is_of(sentence, masked, pair, found[0])), found)


def _follows_quote(content: str, sentence: Span, said: re.Match[str]) -> bool:
    """Whether a verb stands between a quotation and a name: "He would go “tomorrow”, said Ada Holm."."""
    start, end = sentence.start + said.start(), sentence.start + said.end()
    quoted = content.endswith((",” ", "”, ", '," ', '", ', ",’ ", "’, "), 0, start)
    return quoted and re.match(r" [A-Z]", content[end : end + 2]) is not None


def _of_role(content: str, after: list[Named]) -> Name:
    """The first name, or the person whose role stands after it: "said Fane chief executive Ada Holm"."""
    (first, body), *rest = after
    between = content[first.end : rest[0][0].start] if rest else ""
    titled = re.fullmatch(r"\.?(?:[’']s)? [a-z][a-z -]* ", between) and re.search(rf"\b(?:{ROLES}) $", between)
    return rest[0][1] if titled and is_person(rest[0][1]) and not is_person(body) else body


def _is_of(sentence: Span, masked: str, pair: Named, last: Span) -> bool:
    """Whether a person is of the one named last before the verb: "Ada Holm of the union Fane said"."""
    between = masked[pair[0].end - sentence.start : last.start - sentence.start]
    return is_person(pair[1]) and re.match(r" (?:of|from|at|for|with) [^,;:]*$", between) is not None
