"""Statements, one a sentence: how each is put, whether it is quoted, and who seems to say it.

A quotation whose sentence names no speaker is the last speaker's; "he said" and "the company said" mean the last person
or organisation that spoke or was named.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import UNDECIDED, Name
from authoring.draft.described_speakers import DESCRIBED, described, described_beside
from authoring.draft.known_names import pronoun_of
from authoring.draft.modality import MODALITY_CLUES, modality_of
from authoring.draft.quotations import attributed, is_inverted, quotations
from authoring.draft.words import GROUP_NOUNS, ROLES, SPEECH_VERBS

_BEGINNINGS = "".join({verb[0] for verb in SPEECH_VERBS.split("|")})
_SAYING = "saying|adding|claiming|arguing|warning|insisting|telling|calling|describing|accusing"
_SAID = re.compile(
    rf"\b(?=[{_BEGINNINGS}Ai])(?<!been )(?<!was )(?<!were )(?<!\bis )(?<!\bare )(?<!\bbe )"
    rf"(?:(?:{SPEECH_VERBS}|[Aa]ccording to|in the words of|(?<=, )(?:{_SAYING}))\b)"
)
_SAID_BESIDE = re.compile(  # of a quotation only
    rf"{_SAID.pattern}|\b(?:asks|asked|shout(?:s|ed)|tweet(?:s|ed)|post(?:s|ed)|whisper(?:s|ed)|reads?|finds|found|quot(?:es|ed|ing)"
    r"|(?<!to )(?<!not )(?<!uld )(?<!ill )(?:say|insist|claim|deny|argue|warn|admit)"  # "Norvik say", of a club
    r"|(?<!was )(?<!were )(?<!been )(?<!the )accus(?:es|ed)|reckon(?:s|ed)|(?:spoke|speaks|talked) of)\b"
)
_GRINNED = re.compile(  # any verb between a quotation and whoever said it
    r"(?<=[,?!.][”\"’] )(?!(?:and|but)\b)[a-z]+(?:ed|es|s)(?= (?:[A-Z]|(?:the|his|her|an?) ))"
)
_ATTITUDE = re.compile(
    r"\b(?:fears|feared|expects|wants|wanted|promised|promises|pledged|pledges|vowed|vows|demanded|demands|urged|urges"
    r"|doubts|doubted|calls for|called for|hopes|hoped|believes|believed|thinks|complained|argues)\b"
)
_FRONTED = re.compile(  # "In a letter to Fane, Ada Holm wrote"
    r"(?:In|At|After|Before|On|With|Speaking|Asked|For|As|While|When|Under|During|Following|Despite|Unlike)\b[^,]*, "
)
_OPENING = 25  # characters within which a sentence names whom it is about
_FEW_NAMES = 12  # looked through for whom a pronoun means
_NEAR = 45  # characters between a verb of saying and the name that it belongs to
_HE = re.compile(r"\b(?:he|she)\b", re.I)
_IT = re.compile(
    r"\b(?:it|they|(?:the|its|their|a) (?:[a-z]+ ){0,2}(?:company|firm|group|statement|report))\b(?![’'])", re.I
)
_THE_BODY = re.compile(rf"\b[Tt]he (?:[a-z]+ ){{0,2}}({GROUP_NOUNS})\b(?![’'])")
_PREPOSITION = re.compile(r"\b(?:by|with|from|to|about|against|of|for) $")
_COMPANY_VOICE = re.compile(r"\b[Aa] (company|firm|group|club|bank|council|union) spokes(?:man|woman|person)\b")
_THE_ROLE = re.compile(
    rf"\b(?:the|its|their|his|her) (?:[\w’-]+ ){{0,3}}(?:({ROLES})|\d\d-year-old|veteran|[A-Z][a-z]+(?:an|ese|ish)"
    r"|Scot|Dane|Swede|Finn|Pole|Turk|Serb|Croat|Czech|Spaniard|Briton|Dutchman|Frenchman|Welshman)\b",
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
_CROWD = re.compile(
    r"\W*(?!his|its|this)(?:[\w’'-]+ ){0,3}?(?:police|[\w’'-]+[^s\W]s) (?:have |had |also |later )?$", re.I
)
_UNNAMED = re.compile(
    r"\b(?:an?|one|another|some|two|three|several|many|the (?:first|second|other)) (?:[\w’'-]+ ){0,4}?"
    rf"(?:{ROLES}|source|person|people|m[ae]n|wom[ae]n|worker|employee|boy|girl|mother|caller|reader)s?\b",
    re.I,
)


@dataclass(frozen=True)
class Statement:
    """What a sentence states: how it is put, and who seems to say it (None: nobody is named).

    `said` is the part of the sentence that is given to the speaker: what is quoted, what follows the verb of saying, or
    what comes before "according to".
    """

    sentence: Span
    modality: str
    speaker: Name | None
    quotation: str | None
    said: tuple[Span, ...] = ()


def statements(text: ArticleText, names: list[Name]) -> Iterator[Statement]:
    """One a sentence, in reading order; headings and lines without an end mark state nothing."""
    return _Reader(text, names).statements()


class _Reader:
    """Reads a text from its beginning, and remembers who spoke last."""

    def __init__(self, text: ArticleText, names: list[Name]) -> None:
        self._text = text
        self._quotes = quotations(text.content)
        self._quote_ends = [quote.end for quote in self._quotes]
        actors = [name for name in names if name.collection != "locations" and name.type != UNDECIDED]
        head = SpanIndex(
            line for line in text.sentences if not _ends(text.content, line) and not text.content.endswith(":", *line)
        )
        named = ((span, name) for name in actors for span in name.spans if not head.holds(span))
        self._named = sorted(named, key=lambda pair: pair[0])
        self._starts = [span.start for span, _ in self._named]
        self._person_starts = [span.start for span, name in self._named if _is_person(name)]
        self._put = frozenset(text.sentences_with(MODALITY_CLUES))
        self._speaker: Name | None = None
        self._spoken_at = -1
        self._unnamed_at = -1
        self._paragraph = 0

    def statements(self) -> Iterator[Statement]:
        for sentence in self._text.sentences:
            quotes = self._quotes_in(sentence)
            leads = self._text.content.endswith(":", *sentence)  # "Ada Holm said:"
            masked = self._masked(sentence, quotes)
            if not (masked.strip("“”‘’'\" ") and quotes) and not leads and not _ends(self._text.content, sentence):
                continue
            verb = quotes and _GRINNED.search(self._text.content[slice(*sentence)])
            verb = verb or _verb(masked, [quote.start - sentence.start for quote in quotes])
            first = quotes[0].start - sentence.start if quotes else None
            speaker = self._speaker_of(sentence, masked, verb, first)
            if leads and not quotes:
                continue
            quotation = "direct" if quotes else "indirect" if verb or speaker else None
            modality = modality_of(masked) if sentence in self._put else "asserted"
            said = tuple(quotes) or tuple(attributed(sentence, masked, verb))
            yield Statement(sentence, modality, speaker, quotation, said)

    def _quotes_in(self, sentence: Span) -> list[Span]:
        at = bisect_right(self._quote_ends, sentence.start)
        found = []
        while at < len(self._quotes) and self._quotes[at].start < sentence.end:
            found.append(self._quotes[at])
            at += 1
        return found

    def _masked(self, sentence: Span, quotes: list[Span]) -> str:
        """The sentence with blanks in place of what it quotes."""
        words = self._text.content[sentence.start : sentence.end]
        for quote in quotes:
            start, end = max(0, quote.start - sentence.start), min(len(words), quote.end - sentence.start)
            words = words[:start] + " " * (end - start) + words[end:]
        return words

    def _speaker_of(self, sentence: Span, masked: str, verb: re.Match[str] | None, quote: int | None) -> Name | None:
        """Who says what a sentence quotes from an offset in it on, or states."""
        said, quoted = verb or _ATTITUDE.search(masked), quote is not None
        if _NO_VOICE.search(masked, 0, quote or 0):
            return None
        if said and self._is_of_owner(sentence, masked, said):
            self._unnamed_at = self._spoken_at = sentence.start
            self._speaker = described_beside(masked, said, sentence.start)
            return self._speaker
        found = (self._stranger(sentence, masked, said) or self._subject(sentence, masked, said)) if said else None
        if said and not found:
            found = self._meant(sentence, masked, said)
        if not found and quoted and not said:
            found = self._from_next(sentence) or self._named_first(sentence, masked[:quote])
            if not found and (pronoun := _HE.match(masked)):
                found = self._last(sentence.start, pronoun=pronoun.group())
            found = found or self._speaker
        if found or (said and quoted):
            self._speaker, self._spoken_at = found, sentence.start
        return found

    def _is_of_owner(self, sentence: Span, masked: str, said: re.Match[str]) -> bool:
        """Whether somebody speaks who is only called a person's: "Ada Holm's lawyer said"."""
        owned = _OWNED.search(masked, 0, said.start())
        if not owned:
            return False
        names = self._names_in(sentence, masked[: said.start()])
        return owned[1] is None or any(
            span.end == sentence.start + owned.start(1) and _is_person(n) for span, n in names
        )

    def _subject(self, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
        """The name that a verb of saying belongs to: right after it where it follows a quotation, else before it."""
        verb = Span(sentence.start + said.start(), sentence.start + said.end())
        inside = self._names_in(sentence, masked)
        after = [name for span, name in inside if span.start >= verb.end]
        before = [(span, name) for span, name in inside if span.end <= verb.start]
        if said.group().startswith("quot"):
            return after[0] if after else None
        if after and is_inverted(masked, said, bool(before) and not self._follows_quote(sentence, said)):
            first = next(span for span, _ in inside if span.start >= verb.end)
            if _HE.search(masked, said.end(), first.start - sentence.start):
                return None
            return self._of_role(inside, after) if first.start - verb.end <= _NEAR else None
        if not before:
            return None
        lead = _FRONTED.match(masked)
        clause = sentence.start + masked.rfind(";", 0, said.start()) + 1
        before = [pair for pair in before if pair[0].start >= clause] or before
        before = [pair for pair in before if lead and pair[0].start >= sentence.start + lead.end()] or before
        if said.group() in _SAYING.split("|"):
            return before[0][1]  # "Norvik refused the offer of Fane, saying"
        span, name = next(
            (pair for pair in before if masked.startswith(", ", pair[0].end - sentence.start)), before[-1]
        )
        at = before.index((span, name)) + 1  # "counsel to Norvik, Ada Holm, said"
        if at < len(before) and before[at][0].start == span.end + 2 and _is_person(before[at][1]):
            span, name = before[at]
        span, name = next((pair for pair in before if self._is_of(sentence, masked, pair, span)), (span, name))
        between = masked[span.end - sentence.start : said.start()].rsplit(",")[-1]
        if _HE.search(between) or re.search(r"\b(?:it|they)\b", between):
            return None
        return name

    def _follows_quote(self, sentence: Span, said: re.Match[str]) -> bool:
        """Whether a verb stands between a quotation and a name: "He would go “tomorrow”, said Ada Holm."."""
        lead, after = (
            self._text.content[: sentence.start + said.start()],
            self._text.content[sentence.start + said.end() :],
        )
        return lead.endswith((",” ", "”, ", '," ', '", ', ",’ ", "’, ")) and re.match(r" [A-Z]", after) is not None

    def _of_role(self, inside: list[tuple[Span, Name]], after: list[Name]) -> Name:
        """The first name, or the person whose role stands after it: "said Fane chief executive Ada Holm"."""
        (first, _), *rest = inside[-len(after) :]
        between = self._text.content[first.end : rest[0][0].start] if rest else ""
        titled = re.fullmatch(r"(?:[’']s)? [a-z][a-z -]* ", between) and re.search(rf"\b(?:{ROLES}) $", between)
        return after[1] if titled and _is_person(after[1]) and not _is_person(after[0]) else after[0]

    def _is_of(self, sentence: Span, masked: str, pair: tuple[Span, Name], last: Span) -> bool:
        """Whether a person is of the one named last before the verb: "Ada Holm of the union Fane said"."""
        between = masked[pair[0].end - sentence.start : last.start - sentence.start]
        return _is_person(pair[1]) and re.match(r" (?:of|from|at|for|with) [^,;:]*$", between) is not None

    def _names_in(self, sentence: Span, masked: str) -> list[tuple[Span, Name]]:
        at, last = bisect_left(self._starts, sentence.start), bisect_left(self._starts, sentence.end)
        return [
            (s, name)
            for s, name in self._named[at:last]
            if masked[s.start - sentence.start : s.end - sentence.start].strip()
        ]

    def _named_first(self, sentence: Span, masked: str) -> Name | None:
        """The person that a sentence with a quotation begins with: "Its head, Ada Holm, described it as “…”"."""
        return next((name for _, name in self._names_in(sentence, masked) if _is_person(name)), None)

    def _meant(self, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
        """Whom a pronoun or a noun beside the verb stands for: the last that spoke or was named, of its kind."""
        if voice := _COMPANY_VOICE.search(masked):
            company = voice[1] in ("company", "firm", "group")
            return self._last(sentence.start, company=True) if company else self._called(voice[1], sentence.start)
        if _UNNAMED.search(masked, 0, said.start()) and not self._names_in(sentence, masked[: said.start()]):
            self._unnamed_at = sentence.start
            return described_beside(masked, said, sentence.start)
        if _CROWD.match(masked, 0, said.start()):
            return None
        if pronoun := _HE.search(masked):
            before = self._names_in(sentence, masked[: pronoun.start()])
            inside = (n for span, n in before if _may_be(n, pronoun.group()) and not self._is_object(span))
            if said.start() > pronoun.start() and (one := next(inside, None)):
                return one
            return self._last(sentence.start, pronoun=pronoun.group())
        if it := _IT.search(masked):
            is_company = it.group().lower().endswith(("company", "firm", "group"))
            return self._last(sentence.start, company=is_company)
        if body := _THE_BODY.search(masked):
            return self._called(body[1], sentence.start)
        role = _THE_ROLE.search(masked)
        known = (self._with_role(role[1], sentence.start) or self._last(sentence.start, pronoun="")) if role else None
        return known or described_beside(masked, said, sentence.start)

    def _stranger(self, sentence: Span, masked: str, said: re.Match[str]) -> Name | None:
        """Who is described for the first time and not by a name: "said one clerk", but not "a clerk at Norvik said"."""
        who = None if _COMPANY_VOICE.search(masked) else described_beside(masked, said, sentence.start)
        if not who or who.type != "anonymous":
            return None
        (described_at,) = who.spans
        last = max(described_at.end, sentence.start + said.start())
        apposed = self._text.content.endswith((", a ", ", an ", ", the ", ", "), 0, described_at.start)
        if apposed or any(described_at.start <= span.start < last for span, _ in self._names_in(sentence, masked)):
            return None  # "Ada Holm, a clerk, said"
        self._unnamed_at = sentence.start
        return who

    def _is_object(self, span: Span) -> bool:
        """Whether a preposition stands before a name: "Asked about Ada Holm, he said"."""
        return _PREPOSITION.search(self._text.content, max(0, span.start - 12), span.start) is not None

    def _with_role(self, role: str | None, start: int) -> Name | None:
        """The last person before whose role stands beside the name: "the judge" is Judge Ada Holm."""
        at = bisect_left(self._starts, start)
        for span, name in reversed(self._named[max(0, at - _FEW_NAMES) : at]) if role else ():
            before = self._text.content[max(0, span.start - _NEAR) : span.start]
            after = self._text.content[span.end : span.end + _NEAR]
            titled = re.search(rf"\b{role}\b[^.;:]*$", before, re.I) or re.match(rf", [^.;:,]*\b{role}\b", after)
            if _is_person(name) and titled:
                return name
        return None

    def _last(self, start: int, *, pronoun: str | None = None, company: bool = False) -> Name | None:
        """The last person that a pronoun may mean ("" is any), or without one the last organisation."""
        at, person = bisect_left(self._starts, start), pronoun is not None
        latest = bisect_left(self._person_starts, start) - 1
        if person and self._unnamed_at > (self._person_starts[latest] if latest >= 0 else -1):
            return self._speaker if self._speaker and self._speaker.type != "person" else None
        if pronoun is not None and (one := self._of_paragraph(start, pronoun) or self._led_in(start, pronoun)):
            return one
        before = [name for _, name in reversed(self._named[max(0, at - _FEW_NAMES) : at])]
        candidates = [self._speaker, *before] if self._speaker else before
        fitting = (n for n in candidates if (_may_be(n, pronoun) if pronoun is not None else not _is_person(n)))
        return next((name for name in fitting if not company or name.collection == "companies"), None)

    def _of_paragraph(self, start: int, pronoun: str) -> Name | None:
        """The person that a paragraph begins with, as long as the last speaker has not spoken in it."""
        paragraph = self._text.paragraphs[self._text.place(start, start).paragraph - 1]
        if self._spoken_at >= paragraph.start:
            return None
        at, last = bisect_left(self._starts, paragraph.start), bisect_left(self._starts, start)
        named = (
            (span.end, name)
            for span, name in self._named[at:last]
            if _may_be(name, pronoun) and not self._text.content.endswith(" by ", 0, span.start)
        )
        found = next((name for end, name in named if self._text.content[end : end + 2] not in ("’s", "'s")), None)
        opening = None if found else DESCRIBED.match(self._text.content, paragraph.start, start)
        return found or (described(opening, 0) if opening and not opening.group().startswith("The ") else None)

    def _led_in(self, start: int, pronoun: str) -> Name | None:
        """The person with whom the sentence before a paragraph begins, whose words the paragraph begins with."""
        at = self._text.place(start, start).paragraph - 1
        if at == 0 or start > self._text.paragraphs[at].start:
            return None
        before = self._text.sentence_at(self._text.paragraphs[at - 1].end - 1)
        named = self._names_in(before, self._text.content[slice(*before)]) if before.start > self._spoken_at else ()
        return next((n for span, n in named if span.start < before.start + _OPENING and _may_be(n, pronoun)), None)

    def _called(self, noun: str, start: int) -> Name | None:
        """The last organisation before whose name has this noun: "the council" is the one named before."""
        at = bisect_left(self._starts, start)
        before = self._named[max(0, at - 200) : at]
        return next((name for _, name in reversed(before) if noun in name.name.lower()), None)

    def _from_next(self, sentence: Span) -> Name | None:
        """The speaker named right after a quotation's first sentence: “…. …,” said X; or after “…?”."""
        quotes = self._quotes_in(sentence)
        quote = next((one for one in quotes if one.end > sentence.end), None)
        if not quote and quotes and self._text.content[sentence.start : quotes[-1].end].endswith(("?", "!")):
            quote = quotes[-1]
        if quote is None:
            return None
        following = Span(quote.end, min(quote.end + 80, len(self._text.content)))
        words = self._text.content[following.start : following.end].split("\n")[0]
        said = _SAID_BESIDE.search(words)
        if not said or said.start() > 40 or "“" in words[: said.start()]:
            return None
        at = Span(following.start, following.start + len(words))
        return self._subject(at, words, said) or self._meant(at, words, said)


def _verb(masked: str, quotes: list[int]) -> re.Match[str] | None:
    """The first verb of saying, or the one that is nearest to the beginning of a quotation."""
    if not quotes:
        return _SAID.search(masked)
    return min(
        _SAID_BESIDE.finditer(masked), key=lambda one: min(abs(one.end() - start) for start in quotes), default=None
    )


def _may_be(name: Name, pronoun: str) -> bool:
    """Whether "he" or "she" may be somebody; anything but "her" a man's given name, and the other way round."""
    own = pronoun_of(name.name.split()[0])
    return _is_person(name) and (not pronoun or own in (None, pronoun.lower()))


def _ends(content: str, sentence: Span) -> bool:
    return content[slice(*sentence)].rstrip('”"’)').endswith((".", "!", "?"))


def _is_person(name: Name) -> bool:
    return name.type in ("person", "role", "anonymous")
