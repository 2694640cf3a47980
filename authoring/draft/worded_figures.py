"""Quantities in words: shares, multiples, ranks, votes, and what is vague."""

import re
from collections.abc import Iterator

from authoring.article_text import ArticleText, Span
from authoring.draft.candidate import Candidate, Scalar
from authoring.draft.hedges import hedge_before, kind_of, one_sided
from authoring.draft.numbers import BEGINNINGS, FRACTIONS, NUMBER, ORDINAL, SCALES, number, ordinal, share, whole
from authoring.draft.units import fields_of, unit_after
from authoring.draft.words import words

_DENOMINATOR = r"(?:half|halves|thirds?|quarters?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?)"
_DENOMINATORS = ("half", "halves", "third", "quarter", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_FRACTION = re.compile(
    r"(?=[aotfsnhAOTFSNH])(?i:"
    rf"(?<![\w-])(?P<parts>an?|one|two|three|four|five|six|seven|nine)[ -](?P<of>{_DENOMINATOR})\b"
    r"|(?<!first )(?<!second )(?<!the )\b(?P<half>half)\b(?!-| (?:hours?|days?|years?|past)\b"
    r"| an? (?:dozen|hundred|thousand|[mbtr]+illion)))"
)
_BETWEEN_FRACTIONS = re.compile(
    rf"\bbetween (?P<a>an?|one|two|three) (?P<b>{_DENOMINATOR}) and (?P<c>an?|one|two|three) (?P<d>{_DENOMINATOR})\b",
    re.I,
)
_OF_ONE = re.compile(r"((?: of)? an?(?: (?P<scale>hundred|thousand|million|billion|trillion)\b)?)")
_POINT = re.compile(r"(?:[ -]| (?:of )?an? )(?:percentage[ -])?point\b")  # "a quarter point"
_POINTS: dict[str, Scalar] = {"unit": "percentage points", "unit_code": "%"}
_BY_HALF = re.compile(r"\bby $")
_BY_PART = re.compile(
    r"by (?:a|one)[ -]\w+"
    r"(?:[,.;]| (?:to|in|on|from|after|since|over|between|last|this|and|as|because|when|while|year)\b)"
)
_GOT_ONE = re.compile(r"\b(?:got|won|scored|took|finished) $")
_PLAYED = words("games matches innings starts appearances outings attempts races meetings")
_OF = re.compile(
    r" of\b| (?:less|more|fewer|owned|full|empty|complete|built|funded|finished)\b|[,.;]"
    r"| (?:small|larg|bigg|great|high|low|cheap|dear|short|long|fast|slow|light|heavi)er\b(?= than| and|[,.;])"
)
_OF_HALF = re.compile(
    r" (?:of|the|its|their|his|her|all|what|will|would|are|were|have|said|say)\b|[ -](?:shares? (?:in|of)"
    r"|stakes?|interest in)\b"
)
_PART_OF_A_PLACE = re.compile(
    r"\b(?:(?:north|south|east|west)(?:ern)?(?:-?(?:east|west)(?:ern)?)?|upper|lower|top|bottom|middle|central"
    r"|outer|inner"
    r"|left|right|poorest|richest|wealthiest|driest|wettest|coldest) (?P<of>third|quarter|fifth|tenth)(?= of\b|[,.;])",
    re.I,
)
_PARTS = words("thirds fifths sixths sevenths eighths ninths tenths")  # "quarters" are times of business too
SMALL = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|fifty|\d{1,3})"
_ONE_IN = re.compile(
    rf"(?=[\dotfsenOTFSEN])(?<![\w.,$€£–-])(?i:(?P<part>{SMALL}) (?P<noun>(?<=one )[a-z]+ )?(?:in|out of)(?: every)? "
    rf"(?P<of>{SMALL}|\d{{1,3}}(?:,\d{{3}})+|a (?:hundred|thousand|million)))\b(?![.,]?\d)"
)
_SHARE: dict[str, Scalar] = {"unit": "proportions", "unit_code": "1", "form": "share"}
_MOST: dict[str, Scalar] = {"min": 0.5, "min_inclusive": False, "hedge": "vague", **_SHARE}
_SCALES = ("dozen", "hundred", "thousand", "million", "billion")
_NO_BOUND: dict[str, Scalar] = {"hedge": "vague"}
_VAGUE: dict[str, dict[str, Scalar]] = {
    r"the (?:vast |large )?majority|a (?:vast |large |clear )?majority"
    r"(?= of\b(?! [^.;,]{0,20}\d)| (?:said|say|were|are|had|have|voted|support|back|want|oppose)\b)"
    r"|predominantly|most of|more than half": _MOST,
    **{rf"(?:several|a few) {scale}": {"min": 2 * SCALES[scale], "hedge": "vague"} for scale in _SCALES},
    r"(?<!several )(?<!few )dozens": {"min": 24, "hedge": "vague"},
    r"hundreds of thousands": {"min": 200_000, "hedge": "vague"},
    r"hundreds of millions": {"min": 2 * 10**8, "hedge": "vague"},
    r"scores of": {"min": 40, "hedge": "vague"},
    r"hundreds": {"min": 200, "hedge": "vague"},
    r"tens of thousands": {"min": 20_000, "hedge": "vague"},
    r"tens of millions": {"min": 2 * 10**7, "hedge": "vague"},
    r"thousands": {"min": 2000, "hedge": "vague"},
    r"millions": {"min": 2 * 10**6, "hedge": "vague"},
    r"billions": {"min": 2 * 10**9, "hedge": "vague"},
    r"several|a series of|a couple of|a number of|a handful of": {"min": 2, "hedge": "vague"},
    r"a (?:small |large )?(?:subset|part|minority|fraction) of|a few|vast amounts of|large numbers of": _NO_BOUND,
}
_VAGUE_WORDS = re.compile(
    rf"\b(?=[abdhlmpstvABDHLMPSTV])(?i:{'|'.join(f'(?P<v{n}>{words})' for n, words in enumerate(_VAGUE))})\b"
)
_VAGUE_CLUES = (
    *("majority", "predominantly", "most of", "more than half", "several", "a few ", "dozens", "hundreds", "scores of"),
    *("tens of ", "thousands", "millions", "billions", "series of", "couple of", "number of", "handful of", "subset"),
    *(" part of", "minority", "fraction of", "amounts of", "numbers of"),
)
_VAGUE_FIELDS = list(_VAGUE.values())
_MULTIPLES = {
    "doubled": 2, "doubling": 2, "twice": 2, "thrice": 3, "twofold": 2, "two-fold": 2, "tripled": 3, "tripling": 3,
    "threefold": 3, "three-fold": 3, "quadrupled": 4, "fourfold": 4, "four-fold": 4, "fivefold": 5, "five-fold": 5,
    "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9, "tenfold": 10, "ten-fold": 10, "halved": 0.5,
    "halving": 0.5,
}  # fmt: skip
_MULTIPLE = re.compile(rf"\b(?=[dtqfsenhDTQFSENH])(?i:{'|'.join(_MULTIPLES)})\b")
_THAN = (
    r"(?:as|more|less|the|that|those|what|its|their|annual|over budget|earnings|sales|revenues?|ebitda|EBITDA"
    r"|(?:fast|slow|larg|high|low|bigg|great|long|strong|heavi|cheap|small|rich|likeli)er)\b"
)
_TIMES = re.compile(
    rf"(?=[\d{BEGINNINGS}])(?<![\w.])(?i:(?P<n>{NUMBER})"
    rf"(?:[- ]fold\b| times (?={_THAN})))"
)
_TWICE = re.compile(rf"twice(?! (?:{_THAN}))", re.I)  # "put off twice"
_TO_DOUBLE = re.compile(
    r"\b(?P<verb>double|triple|quadruple|halve) (?=the|its|their|his|her|in|by|to|output|spending|that|those|what"
    r"|previous|last|earlier|expectations|estimates|forecasts|as)\b"
)
_VERBS = {"double": 2, "triple": 3, "quadruple": 4, "halve": 0.5}
_SECOND = re.compile(
    r"\bsecond(?= (?:time|seed|choice|round|place|term|consecutive|successive|straight|most|attempt|year|day|week|month"
    r"|in|of|\w+est|big|major|such|fatal|deadly)\b|-\w+est\b"
    r"| (?:[\w’'-]+\.? ){1,6}(?:in (?:(?:less than|under|just|only|about|barely|as many) )?(?:\w+ )?"
    r"(?:year|month|week|day)s?|since|this (?:year|season|month|week)"
    r"|of (?:the|this) (?:year|season|month|week|game|match|night|day))\b)"
    r"|(?<=\bh(?:is|er) )second(?= (?:touch|goal|try|shot|attempt|win|title|medal|century|hat-trick|bid|term)\b)"
)


_IN_A_ROW = r"(?:straight|consecutive|successive|time|day|night|week|month|year|round)\b"
_RANK = re.compile(
    rf"(?=[\dtfsen])(?:(?<!\ba )"
    rf"|(?=\w+ {_IN_A_ROW}))(?<!\b[Aa] good )(?<!\b[Aa] full )(?<!\bone )(?<![-\w]){ORDINAL}(?!s|-(?!\w+est\b)"
    rf"|\w| of (?:each|every|the|this|last|next) month)"
)
_RANKED = re.compile(
    r"\b(?:[Ww]orld|ranked) (?:[Nn]o\.?|number) ?\d{1,3}\b|\b[Nn]o\.? ?\d{1,3}(?= (?:seed|ranked|spot|position)\b)"
)
_AMONG = re.compile(rf" (?:among|out of|(?<=\d(?:st|nd|rd|th)\s)of) (?P<n>{NUMBER})\b")


def shares(text: ArticleText) -> Iterator[Candidate]:
    """Fractions, and "four in five"; the numbers that these are made of are no figures of their own."""
    yield from _fractions(text)
    yield from _ones_in(text.content)


def _fractions(text: ArticleText) -> Iterator[Candidate]:
    """ "Between a fifth and a quarter", "two thirds", "nearly half"."""
    content = text.content
    for match in text.found_where(_DENOMINATORS, _BETWEEN_FRACTIONS):
        low, high = (share(number(match[a]), FRACTIONS[match[b].lower().removesuffix("s")])[0] for a, b in ("ab", "cd"))
        yield Candidate(Span(*match.span()), {"min": low, "max": high, "hedge": "range", **_SHARE})
    for match in text.found_where(_DENOMINATORS, _PART_OF_A_PLACE):  # "the northern third of the site"
        part, exact = share(1, FRACTIONS[match["of"].lower()])
        yield Candidate(Span(*match.span()), one_sided("exact" if exact else "about", part) | _SHARE)
    for match in text.found_where(_DENOMINATORS, _FRACTION):
        hedge = hedge_before(content, match.start())
        points = _POINT.match(content, match.end())
        if not hedge and not points and not _is_share(match) and not _is_measured(match):
            continue
        half = (1, 2)
        part, of = half if match["half"] else (number(match["parts"]), FRACTIONS[match["of"].lower().removesuffix("s")])
        value, exact = share(part, of)
        kind = kind_of(hedge) if hedge else "exact" if exact else "about"
        start = hedge.start() if hedge else match.start()
        if points:
            yield Candidate(Span(start, points.end()), one_sided(kind, value) | _POINTS)
            continue
        whole_of = _OF_ONE.match(content, match.end())
        unit = unit_after(content, whole_of.end(1)) if whole_of else None
        if whole_of and (whole_of["scale"] or (unit and (unit.code or unit.name in ("cents", "pence")))):
            amount = whole(part / of * SCALES.get(whole_of["scale"] or "", 1) * (unit.factor if unit else 1))
            yield Candidate(
                Span(start, unit.end if unit else whole_of.end()), one_sided(kind, amount) | fields_of(unit)
            )
        else:
            yield Candidate(Span(start, match.end()), one_sided(kind, value) | _SHARE)


def _is_measured(match: re.Match[str]) -> bool:
    """ "Half a minute"."""
    of = _OF_ONE.match(match.string, match.end())
    unit = unit_after(match.string, of.end(1)) if of and match["half"] else None
    return unit is not None and unit.code is not None


def _is_share(match: re.Match[str]) -> bool:
    """By what follows, or as a plural; without a hedge "a third" may be a rank, and "half" a part of a match."""
    if match["half"]:
        by = _BY_HALF.search(match.string, max(0, match.start() - 4), match.start())
        return by is not None or _OF_HALF.match(match.string, match.end()) is not None
    if match["parts"].lower() in ("a", "one") and _BY_PART.match(match.string, max(0, match.start() - 3)):
        return True
    if match["of"].lower() == "half" and _OF_HALF.match(match.string, match.end()):
        return True
    joined = match.group().lower().startswith("one-") or match.group().lower().endswith("-quarters")
    of = match["of"].lower()
    if match.string.endswith(("of whom ", "of which "), 0, match.start()):
        return True
    return of in _PARTS or joined or _OF.match(match.string, match.end()) is not None


_EVERY = re.compile(
    rf"\b[Ee]very (?P<of>second|{ORDINAL}) (?!{_IN_A_ROW}|hour|minute|mile|metre|line|page)(?=[A-Za-z])"
)
_AGED = re.compile(r"\b(?P<w>over|under)[ -](?P<n>[1-9]\d)s\b", re.I)
_IN_TENS = re.compile(r"\bin (?:his|her|their) (?P<n>[2-9]0)s\b")


def ages(content: str) -> Iterator[Candidate]:
    """ "Under-16s", "a woman in her 70s"."""
    years: dict[str, Scalar] = {"unit": "years", "unit_code": "a"}
    for match in _AGED.finditer(content):
        yield Candidate(Span(*match.span()), one_sided(match["w"].lower(), int(match["n"])) | years)
    for match in _IN_TENS.finditer(content):
        first = int(match["n"])
        yield Candidate(Span(*match.span()), {"min": first, "max": first + 9, "hedge": "range", **years})


def _ones_in(content: str) -> Iterator[Candidate]:
    """ "Four in five patients", "9 in 10", "one glass in eight"."""
    for match in _EVERY.finditer(content):  # "every tenth driver"
        part, exact = share(1, 2 if match["of"] == "second" else ordinal(match["of"]))
        yield Candidate(Span(*match.span()), one_sided("exact" if exact else "about", part) | _SHARE)
    for match in _ONE_IN.finditer(content):
        part, of = number(match["part"]), number(match["of"])
        got = part == 1 and _GOT_ONE.search(content, max(0, match.start() - 10), match.start())
        if part >= of or of < 2 or got:
            continue
        value, exact = share(part, of)
        hedge = hedge_before(content, match.start())
        kind = kind_of(hedge) if hedge else "exact" if exact else "about"
        counted = unit_after(content, match.end())
        if match["noun"] and counted:
            continue  # "one man in six boats"
        if counted and (counted.code in ("a", "mo", "wk", "d", "h", "min") or counted.name in _PLAYED):
            continue  # "two in four days"
        end = counted.end if counted and not counted.code else match.end()
        yield Candidate(Span(hedge.start() if hedge else match.start(), end), one_sided(kind, value) | _SHARE)


def vague(text: ArticleText) -> Iterator[Candidate]:
    """ "Dozens of ships", "the majority": no number, and the bound that the words imply."""
    content = text.content
    for match in text.found_where(_VAGUE_CLUES, _VAGUE_WORDS):
        fields = _VAGUE_FIELDS[int((match.lastgroup or "v0")[1:])]
        if "min" in fields and content.endswith(("low ", "mid ", "mid-", "high "), 0, match.start()):
            fields = {**fields, "min": "TODO"}  # "the low hundreds"
        after = match.end() + 3 if content.startswith(" of", match.end()) else match.end()
        unit = None if "unit" in fields else unit_after(content, after)
        yield Candidate(Span(match.start(), unit.end if unit else match.end()), {**fields_of(unit), **fields})


def ordinals(content: str) -> Iterator[Candidate]:
    """ "The third time", "third among 20 makers": a rank."""
    for match in (*_RANK.finditer(content), *_SECOND.finditer(content), *_RANKED.finditer(content)):
        word = match.group().split()[-1].lstrip("No.")
        value = 2 if word == "second" else int(word) if word.isdigit() else ordinal(word)
        rank: dict[str, Scalar] = {"value": value, "hedge": "exact", "unit": "TODO rank in what", "form": "rank"}
        among = _AMONG.match(content, match.end())
        counted = unit_after(content, among.end()) if among else None
        if among and not (counted and counted.code):
            rank |= {"out_of": number(among["n"]), "unit": counted.name if counted else rank["unit"]}
        end = (counted.end if counted else among.end()) if "out_of" in rank and among else match.end()
        yield Candidate(Span(match.start(), end), rank)


def multiples(text: ArticleText) -> Iterator[Candidate]:
    """ "More than doubled", "threefold", "three times as high"."""
    content = text.content
    found = [(match, _MULTIPLES[match.group().lower()]) for match in _MULTIPLE.finditer(content)]
    verbs = ((match, _VERBS[match["verb"]]) for match in _TO_DOUBLE.finditer(content))
    for match, value in (
        *found,
        *verbs,
        *((match, number(match["n"])) for match in text.found_where(("fold", "times "), _TIMES)),
    ):
        hedge = hedge_before(content, match.start())
        span = Span(hedge.start() if hedge else match.start(), len(match.group().rstrip()) + match.start())
        told: dict[str, Scalar] = {"unit": "multiples", "unit_code": "1", "form": "ratio"}
        if _TWICE.match(content, match.start()):
            told = {"unit": "times"}
        yield Candidate(span, one_sided(kind_of(hedge), value) | told)
