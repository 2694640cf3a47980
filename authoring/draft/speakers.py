"""Who says what a sentence states or quotes, read from the beginning of a text on.

A quotation whose sentence names no speaker is the last speaker's; "he said" and "the company said" mean the last person
or organisation that spoke or was named.
"""

import re
from bisect import bisect_right
from dataclasses import replace

from authoring.article_text import ArticleText, Span
from authoring.draft.actors import BEFORE, Actors, is_person, may_be
from authoring.draft.candidate import Name
from authoring.draft.described_speakers import DESCRIBED, crowd, described, described_beside, unnamed_body
from authoring.draft.quotations import quotations
from authoring.draft.saying import ATTITUDE, SAID_BESIDE, subject_of
from authoring.draft.subjects import subject
from authoring.draft.words import BODY_NOUNS, GROUP_NOUNS, ROLES

MARKS = "“”‘’'\" "
_ADVERBS = re.compile(r" (?:has |had |also |later |[a-z]+ly )?$")
_PARAGRAPHS = 6  # of a quotation, which its speaker may follow
_OPENING = 25  # characters within which a sentence names whom it is about
_HE = re.compile(r"\b(?:he|she)\b", re.I)
_IT = re.compile(
    r"\b(?:it|they|(?:the|its|their|a) (?:[a-z]+ ){0,2}(?:company|firm|group|statement|report))\b(?![’'])", re.I
)
_THE_BODY = re.compile(
    rf"\b(?:[Tt]he|[Ii]ts) (?:[\w-]+ ){{0,2}}?({GROUP_NOUNS}|{BODY_NOUNS})\b(?![’'])(?! [a-z]+(?:or|er|man|woman)\b)"
)
_LETTER = re.compile(r"\b[Tt]he (?:letter|memo|communiqu[eé]|note|post|email|filing|message|tweet|petition)\b(?![’'])")
_COMPANY_VOICE = re.compile(r"\b[Aa] (company|firm|group|club|bank|council|union) spokes(?:man|woman|person)\b")
_THE_ROLE = re.compile(
    rf"\b(?:the|its|their|his|her) (?:[\w’-]+ ){{0,3}}(?:({ROLES})|\d\d-year-old|veteran|former [a-z]+"
    r"|[A-Z][a-z]+(?:an|ese|ish)|Scot|Dane|Swede|Finn|Pole|Turk|Serb|Croat|Czech|Spaniard|Briton|Dutchman|Frenchman|Welshman)\b",
    re.I,
)
_OWNED = re.compile(
    r"(?:([’']s)|(?:^|[.,”] |\b(?:and|but|while) )(?:his|her))"
    rf" (?:[a-z-]+ )?(?:{ROLES}|boss|family|parents|friend)s? $",
    re.I,
)
_NO_VOICE = re.compile(  # quotation marks that quote nobody: "signs reading", "the so-called"
    r"\b(?:so-called|known as|the (?:term|phrase|word|slogan|headline|title)|(?:sign|banner|placard|poster|shirt)s?"
    r"(?: [a-z]+)?|sings?|sang|entitled|titled|marked|labelled|film|song|album|book|novel|play|series)[,:]? \W?$",
    re.I,
)
_UNNAMED = re.compile(
    r"\b(?:an?|one|another|some|two|three|several|many|the (?:first|second|other)) (?:[\w’'-]+ ){0,4}?"
    rf"(?:{ROLES}|source|person|people|m[ae]n|wom[ae]n|worker|employee|boy|girl|mother|caller|reader)s?\b",
    re.I,
)


class Speakers:
    """Remembers who spoke last, and where."""

    def __init__(self, text: ArticleText, names: list[Name]) -> None:
        self._text = text
        self._quotes = quotations(text.content)
        self._quote_ends = [quote.end for quote in self._quotes]
        self._actors = Actors(text, names)
        self._countries = {
            span.end: replace(name, spans=(span,))
            for name in names
            if name.collection == "locations" and name.type == "country"
            for span in name.spans
            if text.content[slice(*span)] == name.name
        }
        self._speaker: Name | None = None
        self._spoken_at = -1
        self._unnamed_at = -1

    def quotes_in(self, sentence: Span) -> list[Span]:
        """The quotations that a sentence has a part of."""
        at = bisect_right(self._quote_ends, sentence.start)
        found = []
        while at < len(self._quotes) and self._quotes[at].start < sentence.end:
            found.append(self._quotes[at])
            at += 1
        return found

    def of(self, sentence: Span, masked: str, verb: re.Match[str] | None, quote: int | None) -> Name | None:
        """Who says what a sentence quotes from an offset in it on, or states."""
        said, quoted = verb or ATTITUDE.search(masked), quote is not None
        if _NO_VOICE.search(masked, 0, quote or 0):
            return None
        if said and self._is_of_owner(sentence, masked, said):
            self._unnamed_at = self._spoken_at = sentence.start
            self._speaker = described_beside(masked, said, sentence.start)
            return self._speaker
        if said:
            found = self._beside(sentence, masked, said)
        else:
            found = self._without_verb(sentence, masked, quote) if quote is not None else None
        if (quoted and said) or (found and (quoted or found.type != "group")):
            self._speaker, self._spoken_at = found, sentence.start
        return found

    def _beside(self, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
        """Whoever a verb of saying belongs to."""
        return (
            self._stranger(sentence, masked, said)
            or subject(self._text.content, self._actors, sentence, masked, said)
            or self._government(sentence, said)
            or self._meant(sentence, masked, said)
        )

    def _without_verb(self, sentence: Span, masked: str, quote: int) -> Name | None:
        """Who is quoted by a sentence without a verb of saying: who is named after the quotation's first sentence, the
        person that the sentence names or means, else the last speaker."""
        lead = masked[:quote] if masked[:quote].strip(MARKS) else masked
        named = next((name for _, name in self._actors.inside(sentence, lead) if is_person(name)), None)
        pronoun = _HE.match(masked)
        meant = self._last(sentence.start, pronoun=pronoun.group()) if pronoun else None
        return self._from_next(sentence) or named or meant or self._speaker

    def _government(self, sentence: Span, said: re.Match[str]) -> Name | None:
        """The government that a country's name before a verb of saying stands for: "Iran said"."""
        lead = _ADVERBS.search(self._text.content, sentence.start, sentence.start + said.start())
        country = self._countries.get(lead.start()) if lead else None
        if country is None:
            return None
        return replace(country, name=f"Government of {country.name}", collection="parties", type="government")

    def _is_of_owner(self, sentence: Span, masked: str, said: re.Match[str]) -> bool:
        """Whether somebody speaks who is only called a person's: "Ada Holm's lawyer said"."""
        owned = _OWNED.search(masked, 0, said.start())
        if not owned:
            return False
        names = self._actors.inside(sentence, masked[: said.start()])
        return owned[1] is None or any(
            span.end == sentence.start + owned.start(1) and is_person(n) for span, n in names
        )

    def _meant(self, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
        """Whom a pronoun or a noun beside the verb stands for: the last that spoke or was named, of its kind."""
        if voice := _COMPANY_VOICE.search(masked):
            company = voice[1] in ("company", "firm", "group")
            return (
                self._last(sentence.start, company=True) if company else self._actors.called(voice[1], sentence.start)
            )
        if _UNNAMED.search(masked, 0, said.start()) and not self._actors.inside(sentence, masked[: said.start()]):
            self._unnamed_at = sentence.start
            return described_beside(masked, said, sentence.start)
        if many := crowd(masked, said, sentence.start):
            return many
        words = subject_of(masked, said)
        found = self._stands_for(sentence, masked, words, said) if words else None
        return found or self._stands_for(sentence, masked, masked, said)

    def _stands_for(self, sentence: Span, masked: str, words: str, said: re.Match[str]) -> Name | None:
        """Whom a pronoun or noun in some words of a sentence stands for."""
        if pronoun := _HE.search(words):
            before = self._actors.inside(sentence, masked[: pronoun.start()])
            inside = (n for span, n in before if may_be(n, pronoun.group()) and not self._actors.is_object(span))
            if said.start() > pronoun.start() and (one := next(inside, None)):
                return one
            return self._last(sentence.start, pronoun=pronoun.group())
        if it := _IT.search(words):
            is_company = it.group().lower().endswith(("company", "firm", "group"))
            return self._last(sentence.start, company=is_company)
        if _LETTER.search(words):
            return self._speaker or self._last(sentence.start, pronoun="")
        if body := words is not masked and _THE_BODY.search(words):
            known = self._actors.called(body[1], sentence.start) or self._last(sentence.start, company=True)
            return known or unnamed_body(body, sentence.start)
        role = _THE_ROLE.search(words)
        known = (
            (self._actors.with_role(role[1], sentence.start) or self._last(sentence.start, pronoun=""))
            if role
            else None
        )
        return known or described_beside(masked, said, sentence.start)

    def _stranger(self, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
        """Who is described for the first time and not by a name: "said one clerk", but not "a clerk at Norvik said"."""
        who = None if _COMPANY_VOICE.search(masked) else described_beside(masked, said, sentence.start)
        if not who or who.type != "anonymous":
            return None
        (described_at,) = who.spans
        last = max(described_at.end, sentence.start + said.start())
        apposed = self._text.content.endswith((", a ", ", an ", ", the ", ", "), 0, described_at.start)
        if apposed or any(described_at.start <= span.start < last for span, _ in self._actors.inside(sentence, masked)):
            return None  # "Ada Holm, a clerk, said"
        self._unnamed_at = sentence.start
        return who

    def _last(self, start: int, *, pronoun: str | None = None, company: bool = False) -> Name | None:
        """The last person that a pronoun may mean ("" is any), or without one the last organisation."""
        person = pronoun is not None
        if person and self._unnamed_at > self._actors.last_person_at(start):
            return self._speaker if self._speaker and self._speaker.type != "person" else None
        if pronoun is not None and (one := self._of_paragraph(start, pronoun) or self._led_in(start, pronoun)):
            return one
        near = self._actors.before(start)
        acting = [name for span, name in near if not (person and self._actors.is_object(span))]
        before = [*acting, *(name for _, name in near)]
        candidates = [self._speaker, *before] if self._speaker else before
        fitting = (n for n in candidates if (may_be(n, pronoun) if pronoun is not None else not is_person(n)))
        return next((name for name in fitting if not company or name.collection == "companies"), None)

    def _of_paragraph(self, start: int, pronoun: str) -> Name | None:
        """The person that a paragraph begins with, as long as the last speaker has not spoken in it."""
        paragraph = self._text.paragraphs[self._text.place(start, start).paragraph - 1]
        if self._spoken_at >= paragraph.start:
            return None
        he = _HE.match(self._text.content, paragraph.start)
        if he and start > paragraph.start:
            return self._last(paragraph.start, pronoun=he.group())
        named = [
            (span.end, name)
            for span, name in self._actors.between(paragraph.start, start)
            if may_be(name, pronoun) and not self._actors.is_object(span, BEFORE)
        ]
        found = next((name for end, name in named if self._text.content[end : end + 2] not in ("’s", "'s")), None)
        opening = None if found else DESCRIBED.match(self._text.content, paragraph.start, start)
        return found or (described(opening, 0) if opening and not opening.group().startswith("The ") else None)

    def _led_in(self, start: int, pronoun: str) -> Name | None:
        """The person with whom the sentence before a paragraph begins, whose words the paragraph begins with."""
        at = self._text.place(start, start).paragraph - 1
        if at == 0 or start > self._text.paragraphs[at].start:
            return None
        before = self._text.sentence_at(self._text.paragraphs[at - 1].end - 1)
        named = (
            self._actors.inside(before, self._text.content[slice(*before)]) if before.start > self._spoken_at else ()
        )
        return next((n for span, n in named if span.start < before.start + _OPENING and may_be(n, pronoun)), None)

    def _goes_on(self, quote: Span) -> bool:
        """Whether a quotation goes on in the next paragraph."""
        return self._text.content.startswith("\n", quote.end)

    def _last_part(self, quote: Span) -> Span | None:
        """The paragraph that a quotation ends with; None where it goes on for too many."""
        at = bisect_right(self._quote_ends, quote.start)
        return next((one for one in self._quotes[at : at + _PARAGRAPHS] if not self._goes_on(one)), None)

    def _from_next(self, sentence: Span) -> Name | None:
        """The speaker named right after a quotation's first sentence: “…. …,” said X; or after “…?”."""
        quotes = self.quotes_in(sentence)
        quote = next((one for one in quotes if one.end > sentence.end or self._goes_on(one)), None)
        quote = self._last_part(quote) if quote else None
        if not quote and quotes and self._text.content[sentence.start : quotes[-1].end].endswith(("?", "!")):
            quote = quotes[-1]
        if quote is None:
            return None
        following = Span(quote.end, min(quote.end + 80, len(self._text.content)))
        words = self._text.content[following.start : following.end].split("\n")[0]
        said = SAID_BESIDE.search(words)
        if not said or said.start() > 40 or "“" in words[: said.start()]:
            return None
        at = Span(following.start, following.start + len(words))
        return subject(self._text.content, self._actors, at, words, said) or self._meant(at, words, said)
