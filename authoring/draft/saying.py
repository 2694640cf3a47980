"""The verb of saying in a sentence, the words that are its subject, and what it gives to its speaker.

A sentence is given as `masked`: with blanks in place of what it quotes.
"""

import re
from collections.abc import Iterator

from authoring.article_text import Span
from authoring.draft.words import SPEECH_VERBS, any_of

SAYING = any_of("saying")
_BEGINNINGS = "".join({verb[0] for verb in f"{SPEECH_VERBS}|{SAYING}".split("|")})
_SAID = re.compile(
    rf"\b(?=[{_BEGINNINGS}Ai])(?<!been )(?<!was )(?<!were )(?<!\bis )(?<!\bare )(?<!\bbe )"
    rf"(?:(?:{SPEECH_VERBS}|[Aa]ccording to|in the words of|(?<=, )(?:{SAYING}))\b)"
)
SAID_BESIDE = re.compile(  # of a quotation only
    rf"{_SAID.pattern}|\b(?:{any_of('said of quotations')}|quot(?:es|ed|ing)"
    r"|(?<!to )(?<!not )(?<!uld )(?<!\bwill )(?:say|insist|claim|deny|argue|warn|admit)"  # "Norvik say", of a club
    r"|(?<!was )(?<!were )(?<!been )(?<!the )accus(?:es|ed)|(?:saying|telling)(?! \w+ (?:to|that)))\b"
)
GRINNED = re.compile(  # any verb between a quotation and whoever said it
    r"(?<=[,?!.][”\"’] )(?!(?:and|but)\b)[a-z]+(?:ed|es|s)(?= (?:[A-Z]|(?:the|his|her|an?) ))"
)
ATTITUDE = re.compile(
    r"\b(?:fears|feared|expects|wants|wanted|promised|promises|pledged|pledges|vowed|vows|demanded|demands|urged|urges"
    r"|doubts|doubted|calls for|called for|hopes|hoped|believes|believed|thinks|complained|argues)\b"
)
_SAID_IT = re.compile(r" (?:that )?(?:he|she|it|they|there)\b")
RELATIVE = re.compile(r", (?:who|which|whose)\b[^;:“”]*, (?:[a-z]+ly |has |had |also |later )?$")
_INVERTED = re.compile(r"(?:[”\"’],?|,[”\"’]) ?$")
_SAID_THE = re.compile(r"(?:said|says|added|adds)\b ?$", re.I)


def is_inverted(masked: str, said: re.Match[str], named_before: bool) -> bool:
    """Whether the one who speaks follows the verb: “…,” said X; according to X; the plan will fail, said X."""
    lead = masked[: said.start()].rstrip()
    if said.group().lower() in ("according to", "in the words of"):
        return True
    if not lead.strip(' “”"‘’,') or (_INVERTED.search(lead) and not named_before):
        return True
    return lead.endswith(",") and _SAID_THE.fullmatch(said.group()) is not None and not named_before


def subject_of(masked: str, said: re.Match[str]) -> str:
    """What stands beside a verb of saying as its subject, with blanks in place of the rest of the sentence."""
    begin, end = said.end(), masked.find(",", said.end())
    if _SAID_IT.match(masked, said.end()) or not is_inverted(masked, said, named_before=False):
        relative = RELATIVE.search(masked, 0, said.start())
        end = relative.start() if relative else said.start()
        begin = max(masked.rfind(mark, 0, end) for mark in ",;:”“—") + 1
    end = len(masked) if end < 0 else end
    subject = masked[begin:end]
    return " " * begin + subject + " " * (len(masked) - end) if subject.strip() else ""


def verb_of(masked: str, quotes: list[int]) -> re.Match[str] | None:
    """The first verb of saying, or the one that is nearest to the beginning of a quotation."""
    if not quotes:
        return _SAID.search(masked)
    return min(
        SAID_BESIDE.finditer(masked), key=lambda one: min(abs(one.end() - start) for start in quotes), default=None
    )


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
