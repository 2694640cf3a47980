"""Capitalised runs: words that look like a name, without those that are capitalised only as the first of a sentence."""

import re
from collections.abc import Iterator

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.bylines import CREDITS, head_lines, publisher_lines
from authoring.draft.known_names import begins_with_place, given_names, places, world
from authoring.draft.run import Run, begins_with_function_word, is_plural, untitled, with_employer, without_first
from authoring.draft.words import (
    BODY_NOUNS,
    FAMOUS,
    FUNCTION_WORDS,
    HEADS,
    NOT_NAMES,
    ORGANISATION_WORDS,
    SPEECH_VERBS,
    TITLE_HEADS,
    TOWNS,
    any_of,
    by_type,
    listed,
    title_length,
    words,
)

_WORD = re.compile(
    r"(?:[^\W\d_]\.)+|[^\W_](?:[\w&+]|\.(?=\w)|[-’'](?=[A-Z0-9À-ÖØ-Þ])"
    rf"|-(?=(?:{any_of('syllables of given names')})\b|operati))*\+?"
)
_CAPITALISED = re.compile(
    rf"(?=[^\W\d_a-zß-öø-ÿ])(?<![^\W_])(?:(?<![^\W_][&+’'-])|(?<= [ae]l-))(?<!\w\w\.)(?:{_WORD.pattern})"
)
_SUFFIX = re.compile(r",? (?:Jr|Sr|II|III|IV)\b\.?(?!\n)")
_ALSO_SURNAMES = {word for word in NOT_NAMES if word.istitle()} - {"Jr", "Sr"}
_JOINTS = (" ", " & ", " - ", " of ", " of the ", " for ", " the ", " and ")
_PARTICLES = re.compile(
    r" (?:(?:de|van|von|der|den|del|della|di|da|do|dos|das|du|los|las|bin|bint|ibn|al|el|ter|ten|la|le|af|av|zu) ?)+"
    r"[-’']?"
)
_NO_NAME = re.compile(  # "R$8bn", "A15", "Sh18.6bn", "Rs500 crore"
    r"(?:Jan|Jun)\.?[ ]\d|[A-Z]{1,3}\$|[A-Z]\d{1,3}(?!\w)|[A-Z][A-Za-z]{0,3}\d[\d,]*(?:\.\d|,\d|(?:bn|mn?|k|tn)\b)"
    r"|Treasur(?:y|ies) (?:yields?|bonds?|notes?|bills?|prices)\b"
)
_RATING = re.compile(r"[A-D]{1,3}[+-]|[A-Z]{1,2}\d+|A{2,3}|B{2,3}|C{2,3}|Ba+\d|[A-Z]{2,4}s")  # or "SUVs"
_NAMED_AFTER = words("Hospital College School Church Cathedral Academy Infirmary Primary Hospice Office Court")
_INSIDE = ("First", "Second", "Third", "New", "Old", "Over", "Under", "Next", "Last", "One", "Two", "Three", "Every")
_OF_SEVERAL = words(
    "Ministry Department Institute Centre Center Board Organisation Organization Bureau Office Chamber Association"
    " Federation Union Commission Directorate Confederation Society"
)
_NAMED_STATE, _TITLE_FOLLOWS = re.compile(r"\b[A-Z][a-z]+ $"), re.compile(r" (?:Department|Governor|Gov\b)")
_BEFORE_BODIES = listed("before bodies")  # names by themselves neither: "State", "Catholic"
_BODY_FOLLOWS = re.compile(
    r" (?:[A-Z]\w+ )?(?:Church|Council|University|College|School|Hospital|Aid|Relief|Association|Party|Society|Agency"
    r"|Commission|Bank|Board|Assembly|Authority)\b"
)
_LONGEST = 40  # words; more are a list or noise, and no name
_LOOSE = " and "  # joins "Ministry of Trade and Industry", but not "Norway and Sweden"
_FIELDS = words(
    "Planning Parks Food Health Fish Water Roads Arts Science Safety Securities Budget Housing Culture Revenue"
)
_BODY_OF_TWO = re.compile(
    r" and [A-Z]\w+ (?:Commission|Department|Administration|Committee|Board|Council|Agency|Authority|Executive)\b"
)
_CAMEL = re.compile(r"[A-Z].*[A-Z]|.*[a-z][A-Z]|.*\+$")
_SPEAKS = re.compile(rf"(?:’s|'s| (?:has |have |had )?(?:also )?(?:{SPEECH_VERBS}))\b")
_APPOSED = re.compile(r", (?:the|an?|its|which|whose|one of|[A-Z]\w+[’']s)\b")
_BESIDE = 80  # characters beside a run that tell what it names
_LONGER_WORD, _TITLE_SHARE = re.compile(r"[^\W\d_]{3,}"), 0.6
_DATELINE = re.compile(r"[A-Z]{3}[^\n]{0,60}? ?[-–—] ")
_RANK = re.compile(r"(?:^|\n)\d{1,3}\.[ ]$")
_TEAM_OF_RANKED = re.compile(
    r"(?:^|\n)\d{1,3}\.[ ][^,\n]+, [^,\n]+, $"
)  # "3. Ada Holm, Norway, Norvik Racing, 3:38:12"
_OWN_S = re.compile(r"[’']s(?:, (?:the|an?|which|whose)\b| (?:said|says|has|had|will|would|plans|also)\b)")
_HEADLINE_PART = re.compile(r"(?:^|[:–—] )$")


_JOB = re.compile(r" (?:reporter|correspondent|editor|writer|portfolio)s?\b")  # "Court reporter"
_FIELD_WORDS = {word.casefold() for words_of in by_type("bodies in small letters").values() for word in words_of}
_NOUN_FOLLOWS = re.compile(rf" (?!(?:{SPEECH_VERBS}|has|had|is|was|will)\b)[a-z]")
_PORTFOLIO = re.compile(r"\b(?:Minister|Secretary of State|Commissioner) (?:of|for) (?:the )?$")
_LEADER_OF = re.compile(r"\b[Ll]eader of the $")
_LETTERS = re.compile(r"(?<=[a-z] )\(([A-Z]{2,6})\)")
_SPELT_OUT = re.compile(r"\b(?:[a-z]+[ -]){2,6}$")  # "detailed project report (DPR)"


def runs(text: ArticleText) -> list[Run]:
    """The runs of a text. The first word of a sentence counts only with a sign that it is a name; of headlines and
    lines set like them, only what the rest of the text names too, or what is written as no common word is."""
    head = set(head_lines(text))
    headline = next(iter(text.sentences), None)
    sentences = [(one, one not in head and _is_title(text.content, one)) for one in text.sentences]
    body = [run for sentence, title in sentences if not title for run in _runs(text.content, sentence)]
    inner = {word for run in body for word in (run.words[1:] if run.leads else run.words)}
    common = set(re.findall(r"(?<![\w’'])[a-z]{2,}", text.content))
    inner -= {word for word in inner if is_plural(word)} - {run.words[0] for run in body if not run.leads}
    body = [run for run in body if not _begins_headline(text.content, headline, run)]
    body = [_without_adjective(text.content, headline, run, inner) for run in body]
    single = {run.words[0] for run in body if len(run.words) == 1 and not run.leads}
    single |= {word for word in inner if word.lower() not in common}
    alone = inner & single
    named = (_named(text.content, run, inner if len(run.words) > 1 else alone, common) for run in body)
    kept = [run for run in named if run]
    in_head = SpanIndex(head)
    known = {word for run in kept if not in_head.holds(run.span) for word in run.words}
    titles = [run for sentence, title in sentences if title for run in _runs(text.content, sentence)]
    kept += [part for run in titles for part in _known_parts(text.content, run, known)]
    publishers = publisher_lines(text)
    found = [Run(line, tuple(text.content[slice(*line)].split()), False, is_body=True) for line in publishers]
    lines = SpanIndex(publishers)
    kept = [part for run in _possessive(text.content, kept) for part in with_employer(text.content, run)]
    found += [untitled(text.content, run) for run in kept if not lines.meets(run.span)]
    surnames = {run.words[-1] for run in found if run.titled and len(run.words) > 1}
    found = [_with_surname(text.content, run, surnames) for run in found]
    things = set(_defined(text.content))
    found = [run for run in found if run.words not in things and not _is_nothing(text.content, run)]
    found = [_with_neighbours(text.content, run, in_head) for run in found]
    return sorted(found, key=lambda run: run.span)


def _with_surname(content: str, run: Run, surnames: set[str]) -> Run:
    """ "Justice Holm", where the text has a Justice Ada Holm."""
    if len(run.words) == 2 and run.words[0] in TITLE_HEADS and run.words[1] in surnames:
        return (without_first(content, run) or run)._replace(titled=True)
    return run


def _with_neighbours(content: str, run: Run, head: SpanIndex) -> Run:
    start, end = run.span
    suffix = _SUFFIX.match(content, end)  # "Ada Holm Jr."
    beside = suffix.end() if suffix else end
    around = content[max(0, start - _BESIDE) : start], content[beside : beside + _BESIDE]
    name = " ".join(content[start:end].split())
    in_team = around[0].endswith(", ") and name not in places() and _TEAM_OF_RANKED.search(around[0]) is not None
    return run._replace(
        is_body=run.is_body or in_team,
        name=name,
        credited=head.holds(run.span),
        before=around[0].replace("'", "’"),
        after=around[1].replace("'", "’"),
    )


def _is_nothing(content: str, run: Run) -> bool:
    """A part of the world, or a single letter that is nobody: "plan B", "0.31 °C", but not "Mr K."."""
    if run.words in (("Western",), ("Eastern",), ("Northern",), ("Southern",)):
        return True
    if len(run.words) == 1 and run.words[0] in ORGANISATION_WORDS and _JOB.match(content, run.span.end):
        return True
    if (
        run.leads
        and len(run.words) == 1
        and run.words[0].lower() in _FIELD_WORDS
        and _NOUN_FOLLOWS.match(content, run.span.end)
    ):
        return True  # "Consumer law specialist Ada Holm"
    if _PORTFOLIO.search(content, max(0, run.span.start - 30), run.span.start):
        return len(run.words) < 3 and ORGANISATION_WORDS.isdisjoint(run.words)
    if run.words == ("Opposition",) and _LEADER_OF.search(content, max(0, run.span.start - 20), run.span.start):
        return True
    if all(part in NOT_NAMES for word in run.words for part in re.split("[-–]", word)):
        return True  # "July-September"
    alone = len(run.words) == 1 and len(run.words[0].rstrip(".")) == 1
    return alone and not re.search(r"\bM(?:r|rs|s)\.? $", content[max(0, run.span.start - 5) : run.span.start])


def _defined(content: str) -> Iterator[tuple[str]]:
    """The letters that stand for lower-case words, unless those name a body: DPR of "detailed project report (DPR)"."""
    for found in _LETTERS.finditer(content):
        spelt = _SPELT_OUT.search(content, max(0, found.start() - 2 * _BESIDE), found.start())
        words = re.split("[ -]", spelt.group()[:-1])[-len(found[1]) :] if spelt else [""]
        if "".join(word[:1] for word in words).upper() == found[1] and not re.fullmatch(BODY_NOUNS, words[-1]):
            yield (found[1],)


def _possessive(content: str, found: list[Run]) -> Iterator[Run]:
    """With "'s" those that are called so: "Fane's said", "Fane's, the pie maker"."""
    own = {run.words for run in found if _OWN_S.match(content, run.span.end)} - {(word,) for word in places()}
    for run in found:
        mark = content[run.span.end : run.span.end + 2]
        called = run.words in own and len(run.words) == 1 and mark in ("’s", "'s")
        *words, last = run.words
        yield (
            run._replace(span=Span(run.span.start, run.span.end + 2), words=(*words, last + mark), is_body=True)
            if called
            else run
        )


def _begins_headline(content: str, headline: Span | None, run: Run) -> bool:
    """Whether a run is capitalised only as the first word of a headline, or of what follows a colon in it."""
    if not headline or not run.span.within(headline) or len(content[headline.start : headline.end].split()) < 4:
        return False
    if run.leads and content.startswith(":", run.span.end):
        return True
    return len(run.words) == 1 and bool(_HEADLINE_PART.search(content[headline.start : run.span.start]))


def _without_adjective(content: str, headline: Span | None, run: Run, inner: set[str]) -> Run:
    """A headline's first run without a first word that only begins it: "Late Holm try sinks Norvik"."""
    first, *rest = run.words
    begins = run.leads and headline is not None and run.span.within(headline)
    if not begins or not rest or first in inner | given_names() or rest[0] not in inner or first in places():
        return run
    return without_first(content, run) or run


def stands_in_place(content: str, end: int) -> bool:
    """Whether a place follows by comma: "Burlingame, CA"."""
    return content.startswith(", ", end) and begins_with_place(content, end + 2)


def _is_title(content: str, sentence: Span) -> bool:
    """A line without an end mark, most of whose longer words are capitalised."""
    line = content[sentence.start : sentence.end]
    if _RANK.search(content, max(0, sentence.start - 6), sentence.start):
        return False
    if line.rstrip('”"’)').endswith((".", "?", ",", ":")) or CREDITS.search(line):
        return False
    longer: list[str] = _LONGER_WORD.findall(line)
    words = [word for word in longer if word.lower() not in FUNCTION_WORDS]
    capitals = sum(word[0].isupper() for word in words)
    return line.isupper() or capitals >= _TITLE_SHARE * max(1, len(words))


def _runs(content: str, sentence: Span) -> Iterator[Run]:
    dateline = _DATELINE.match(content, *sentence)
    begins = (sentence.start, dateline.end()) if dateline else (sentence.start,)
    leads = [first.start() for at in begins if (first := _WORD.search(content, at, sentence.end))]
    run: list[re.Match[str]] = []
    for found in _CAPITALISED.finditer(content, *sentence):
        if run and _is_surname(run, content[run[-1].end() : found.start()], found.group()):
            run.append(found)
            continue
        if not _is_capital(found):
            continue
        dated = dateline is not None and run and run[-1].end() < dateline.end() <= found.start()
        joined = (
            run
            and not dated
            and len(run) < _LONGEST
            and _joined(content[run[-1].end() : found.start()], run, found.group())
        )
        if run and not joined:
            yield _run(run, leads)
            run = []
        run.append(found)
    if run:
        yield _run(run, leads)


def _is_surname(run: list[re.Match[str]], gap: str, word: str) -> bool:
    """Whether a word that is no name by itself is a surname after a given name: "Nahid Islam"."""
    return gap == " " and word in _ALSO_SURNAMES and run[-1].group() in given_names()


def _is_capital(found: re.Match[str]) -> bool:
    """Whether a word may be part of a name, as a rating and a plural such as "SUVs" may not; a faith may in that of a
    body: "the Catholic Church"."""
    word = found.group()
    if not word[0].isupper() or _NO_NAME.match(found.string, found.start()) or _RATING.fullmatch(word):
        return False
    if word == "State" and _NAMED_STATE.search(found.string, max(0, found.start() - 20), found.start()):
        return not _TITLE_FOLLOWS.match(found.string, found.end())
    if word in NOT_NAMES or (word.isupper() and word.title() in NOT_NAMES):
        return word in _BEFORE_BODIES and _BODY_FOLLOWS.match(found.string, found.end()) is not None
    return True


def _joined(gap: str, run: list[re.Match[str]], word: str) -> bool:
    if gap in ("’ ", "' "):  # the Traders’ Association
        return run[-1].group().endswith("s") and word in ORGANISATION_WORDS
    if gap in ("’s ", "'s "):  # St Hilda’s Hospital
        return word in _NAMED_AFTER and " ".join(one.group() for one in run) not in places()
    if gap == " in ":  # "Organisation for Security and Co-operation in Europe"
        return run[0].group().startswith("Organi") and len(run) > 2
    if gap == _LOOSE:
        fields = run[-1].group() in _FIELDS and _BODY_OF_TWO.match(run[-1].string, run[-1].end())
        apart = word.isupper() or word in places() or word in FAMOUS
        return bool(fields) or (not apart and any(one.group() in _OF_SEVERAL for one in run[:-1]))
    return gap in _JOINTS[:3] or (gap in _JOINTS and run[-1].group() in HEADS) or _PARTICLES.fullmatch(gap) is not None


def _run(run: list[re.Match[str]], leads: list[int]) -> Run:
    begins = run[0].start() in leads or run[0].string[run[0].start() - 1 : run[0].start()] in tuple('“‘"')
    span = Span(run[0].start(), run[-1].end())
    return Run(span, tuple(word.group() for word in run), begins, is_body=" & " in run[0].string[slice(*span)])


def _named(content: str, run: Run, inner: set[str], common: set[str]) -> Run | None:
    """The run without a first word that is capitalised only for its place; None where nothing is left."""
    first = run.words[0]
    if run.is_body or first in FAMOUS or " ".join(run.words) in FAMOUS:
        return run
    if first in _INSIDE and len(run.words) > 1 and re.search(r"[a-z] $", content[: run.span.start][-2:]):
        return run
    letters = len(run.words) == 1 and first.isupper() and len(first) > 2
    if begins_with_function_word(run) and not letters and " ".join(run.words).title() not in places():
        return without_first(content, run)
    if not run.leads or first in inner or first in places() or _CAMEL.match(first):
        return run
    if len(run.words) > 1:
        is_common = first.endswith(("ing", "ly")) or (first.lower() in common and not title_length(run.words))
        return without_first(content, run) if is_common and first not in ORGANISATION_WORDS else run
    if (first in TOWNS and not content.startswith(" council", run.span.end)) or first in world():
        return run
    goes_on = _SPEAKS.match(content, run.span.end) or _APPOSED.match(content, run.span.end)
    return run if goes_on and not is_plural(first) else None


def _known_parts(content: str, run: Run, known: set[str]) -> Iterator[Run]:
    """The stretches of a title's run whose words the text names elsewhere, or that are written like no common word;
    all of it where its place follows."""
    if stands_in_place(content, run.span.end):
        yield run
        return
    at, start = run.span.start, 0
    part: list[str] = []
    for word in (*run.words, ""):
        if word and (word in known or (_CAMEL.match(word) and not word.isupper())):
            start = start if part else at
            part.append(word)
        elif part:
            yield Run(Span(start, start + sum(map(len, part)) + len(part) - 1), tuple(part), False)
            part = []
        at += len(word) + 1
