"""Names: places, organisations and people, with all their occurrences; what the registry knows comes first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from authoring.article_text import ArticleText, Span, SpanIndex
from authoring.draft.candidate import Name
from authoring.draft.capitals import Run, runs, stands_in_place
from authoring.draft.known_names import cities, given_names, known_places, places
from authoring.draft.words import (
    FUNCTION_WORDS,
    GROUP_ADJECTIVES,
    GROUP_NOUNS,
    INSTITUTION_WORDS,
    INSTITUTIONS,
    NEWS_WORDS,
    ORGANISATION_WORDS,
    PARTY_NOUNS,
    PLACE_WORDS,
    ROLES,
    TITLE_HEADS,
    TITLES,
    kind_of,
)
from schemas.records import Company, Location, Party

_IN = re.compile(
    r"(?<!shares )(?<!stake )(?<!stock )(?<!investors )(?<!interest )(?<!confidence )"
    r"\b(?:in|near|outside|at|off|around|toward|towards|reached|left|(?:north|south|east|west) of|"
    r"(?:town|city|village|port|island|region|coast|district|suburb) of|as far (?:away )?as|"
    rf"(?:{ROLES})s? from|(?:commut|com|travell?|flew|mov|return|arriv|hail)(?:e|ed|es|s|ing)? from)[ ](?:the[ ])?$"
)
_ROLE_BEFORE = re.compile(rf"\b(?:{TITLES}|{ROLES})(?: of [^,.]*?)?,?[ ]$")
_BYLINE = re.compile(r"(?:^|\n)(?:By|(?:Written|Reported|Reporting) by) (?:[A-Z][\w.’-]+ ){0,3}(?:and )?$")
_KIN = re.compile(r"\b(?:mother|father|wife|husband|widow|widower|son|daughter|sister|brother|partner|parents), $")
_NEWSPAPER_AFTER = re.compile(rf"^, (?:The )?(?:[A-Z][\w’-]* )*(?:{'|'.join(sorted(NEWS_WORDS))})\b")
_CIVIC = re.compile(
    r"(?:’s|'s) (?:(?:city|town|county|borough) (?:council|hall)|mayor|outskirts|suburbs|inhabitants)\b"
)
_SURELY_AFTER = re.compile(rf"^, (?:(?:who|his|her|\d\d)\b|(?:(?!its )[\w’-]+ ){{0,3}}(?:{ROLES})s?\b)")
_NAMED_WEATHER = ("Storm", "Hurricane", "Cyclone", "Typhoon", "Tropical")
_AFTER_PLACE = re.compile(r", |[ ](?:\([^)\n]{1,20}\) )?[–—-][ ](?=[^\n]{40})")
_OF_A_PLACE = frozenset(("Association", "Society", "Club", "Federation", "Union", "Alliance", "League", "Guild"))
_IN_TWO = re.compile(r"\b(?:in|between) [A-Z][a-zà-ÿ]+(?:, [A-Z][a-zà-ÿ]+)* and $")  # "in Piran and Izola"
_WORKS_AT = re.compile(rf"\b(?:{ROLES})s? at (?:the )?$")
_BANK = re.compile(r"[A-Z][a-zà-ÿ]{2,}(?:bank|soft|tech|corp|werke?|gruppe|media|union)\b")
_COMPANY_AFTER = re.compile(
    r"^, (?:the|a|an|its|their) (?:[\w’-]+ ){0,5}?(?:maker|manufacturer|company|firm|group|bank|operator|agency"
    r"|subsidiary|unit|start-?up|chain|retailer|publisher|charity|consultancy|carrier|airline|owner|parent|supplier|developer|brand|union|utility|insurer"
    r"|lender|fund|think tank|newspaper|broadcaster|platform|producer|university|ministry|newspaper|station)\b"
)
_BODY_BEFORE = re.compile(
    rf"\b(?:{GROUP_NOUNS}|federation|association|company|firm|maker|manufacturer|operator|charity|airline"
    r"|broadcaster)[ ]$"
)
_ONE_OF = re.compile(r"\b[Oo]ne of (?:them|(?:the|its|their|his|her) [\w’ -]{1,40}), $")
_GROUP = re.compile(rf"^((?: [a-z]+){{0,4}}?) (?:{GROUP_NOUNS})\b")
_PARTY_ADJECTIVES = (
    "federal|central|regional|local|national|coalition|interim|provisional|military|state|company|police"
)
_PARTY = re.compile(rf"^ (?:(?:{_PARTY_ADJECTIVES}) )?({'|'.join(PARTY_NOUNS)})\b")


Known = tuple[str, Company | Party | Location]


def names(text: ArticleText, registry: Iterable[Known] = ()) -> list[Name]:
    """Everybody and every place named; `registry` is the known entries, as (ref, entry)."""
    known = list(_registered(text, registry))
    taken = SpanIndex(span for name in known for span in name.spans)
    found = [run for run in runs(text) if not taken.holds(run.span)]
    spots_known = list(known_places(text.content))
    parties = list(_parties(text, found, spots_known))
    inside, in_party = SpanIndex(span for span, _ in spots_known), SpanIndex(s for one in parties for s in one.spans)
    counts = Counter(" ".join(run.words) for run in found)
    found = [run for run in found if not _is_part(run, inside, in_party, counts)]
    organisations, people, spots = _sorted(text, found)
    whole = [run.span for run in found if _is_organisation(run)]
    gazetteer = list(_gazetteer(spots_known, [*whole, *(span for name in people for span in name.spans)]))
    groups = ([*gazetteer, *spots], parties, organisations, people)
    return _merged_known(known, [name for group in groups for name in _merged(group)], taken)


def _merged_known(known: list[Name], found: list[Name], taken: SpanIndex) -> list[Name]:
    """What was found put to the entries it belongs to, by name ("Chinese" to China); the rest beside them."""
    entries = {(one.collection, one.name): one for one in known}
    for name in found:
        new = tuple(span for span in name.spans if not taken.holds(span))
        keys = ((name.collection, head) for head in (name.name, name.name.split()[0]))
        key = next((key for key in keys if key in entries), (name.collection, name.name))
        if new:
            own = entries.get(key, replace(name, spans=()))
            entries[key] = replace(own, spans=tuple(sorted((*own.spans, *new))))
    return list(entries.values())


def _is_part(run: Run, places_known: SpanIndex, parties: SpanIndex, counts: Counter[str]) -> bool:
    """Whether a run is nothing by itself: part of a longer place's name, or only ever part of a party's."""
    wider = (Span(run.span.start - 1, run.span.end), Span(run.span.start, run.span.end + 1))
    if any(places_known.holds(span) for span in wider):
        return True
    return parties.holds(run.span) and counts[" ".join(run.words)] == 1


def _registered(text: ArticleText, registry: Iterable[Known]) -> Iterator[Name]:
    """Entries by name and aliases, letter for letter."""
    for ref, entry in registry:
        words = sorted({entry.name, *entry.aliases}, key=len, reverse=True)
        either = "|".join(map(re.escape, words))
        spans = tuple(Span(*found.span()) for found in re.finditer(rf"(?<![\w-])(?:{either})(?!\w)", text.content))
        if spans:
            yield Name(entry.name, ref.partition("/")[0], entry.type, spans, ref)


def _gazetteer(found: list[tuple[Span, str]], taken: list[Span]) -> Iterator[Name]:
    """Known places, but for those in a person's name or in that of a university, a fund ..."""
    index = SpanIndex(taken)
    for span, name in found:
        if not index.meets(span):
            yield Name(places()[name].name, "locations", places()[name].type, (span,))


def _parties(text: ArticleText, found: list[Run], spots: list[tuple[Span, str]]) -> Iterator[Name]:
    """A name with a noun that makes it somebody who speaks: the "Chinese government", a "Microsoft spokesperson"."""
    for start, end in (*(run.span for run in found), *(span for span, _ in spots)):
        after = _PARTY.match(text.content[end : end + 40])
        if after:
            span = Span(start, end + after.end())
            yield Name(text.content[span.start : span.end], "parties", PARTY_NOUNS[after[1]], (span,))


def _sorted(text: ArticleText, found: list[Run]) -> tuple[list[Name], list[Name], list[Name]]:
    """Runs as organisations, people and places."""
    organisations: list[Name] = []
    people: list[Name] = []
    spots: list[Name] = []
    common = set(re.findall(r"(?<![\w’'])[a-z]{3,}", text.content))
    persons = {
        run.words for run in found if _is_person(text, run) and (run.titled or run.words[-1].lower() not in common)
    }
    persons -= {run.words[:count] for run in found if _is_organisation(run) for count in range(1, len(run.words))}
    companies = {run.words[:count] for run in found if _is_company(run) for count in range(1, len(run.words))}
    somewhere = {
        run.words for run in found if run.words not in persons and run.words not in companies and _is_place(text, run)
    }
    surnames = {words[-1] for words in persons if len(words) > 1}
    for run in found:
        name = " ".join(text.content[run.span.start : run.span.end].split())
        if run.words in persons or (len(run.words) == 1 and run.words[0] in surnames):
            people.append(Name(name, "parties", "person", (run.span,)))
        elif run.words in somewhere or (name.isupper() and _is_dateline(text, run)):
            spots.append(Name(name.title() if name.isupper() else name, "locations", "city", (run.span,)))
        else:
            organisations += _organisation(text, run)
    return organisations, _by_surname(people), spots


def _is_dateline(text: ArticleText, run: Run) -> bool:
    """Whether an article's report begins with the place it comes from, in capitals: "OSLO, 3 May"."""
    begins = run.span.start == 0 or text.content[run.span.start - 1] == "\n"
    return begins and _AFTER_PLACE.match(text.content, run.span.end) is not None


def _is_person(text: ArticleText, run: Run) -> bool:
    if not _may_be_person(run):
        return False
    before = text.content[max(0, run.span.start - 60) : run.span.start]
    after = text.content[run.span.end : run.span.end + 80]
    if run.titled:
        return True
    if _COMPANY_AFTER.match(after) or _BODY_BEFORE.search(before) or (len(run.words) == 1 and run.words[0].isupper()):
        return False
    if (_BYLINE.search(before) and len(run.words) > 1) or re.search(rf"\b(?:{TITLES})\.?[ ]$", before):
        return True
    if _KIN.search(before) and run.words[0] in given_names():
        return True
    return _is_full_name(run) and (_is_called(before, after) or _has_given_name(run))


def _is_full_name(run: Run) -> bool:
    return len(run.words) in (2, 3) and not any(word.isupper() for word in run.words)


def _is_called(before: str, after: str) -> bool:
    """Whether the words beside a name say that it is somebody's: a role, an age, "one of them"."""
    role = _ROLE_BEFORE.search(before) or _ONE_OF.search(before)
    return bool(role or _SURELY_AFTER.match(after) or _NEWSPAPER_AFTER.match(after))


def _has_given_name(run: Run) -> bool:
    ends = run.words[0], run.words[-1]
    return run.words[0] in given_names() and len(run.words[-1]) > 2 and not PLACE_WORDS.intersection(ends)


def _may_be_person(run: Run) -> bool:
    name = " ".join(run.words)
    if (
        _is_organisation(run)
        or name in places()
        or name in cities()
        or any(not word[-1].isalpha() for word in run.words)
    ):
        return False
    return run.words[-1] not in TITLE_HEADS and run.words[0] not in _NAMED_WEATHER


def _is_organisation(run: Run) -> bool:
    known = any(word in ORGANISATION_WORDS or _BANK.fullmatch(word) for word in run.words) or run.is_pair
    return known or " ".join(run.words) in INSTITUTIONS


def _is_company(run: Run) -> bool:
    """Whether an organisation is none that may be named after its place, as the "Merilahti Post" is."""
    return _is_organisation(run) and not (INSTITUTION_WORDS | NEWS_WORDS | _OF_A_PLACE).intersection(run.words)


def _is_place(text: ArticleText, run: Run) -> bool:
    if _is_organisation(run) or any(word.isupper() and len(word) > 1 for word in run.words):
        return False
    if run.words[-1] in PLACE_WORDS or run.words[0] in ("Lake", "Mount", "Cape", "Port", "River"):
        return True
    before = text.content[max(0, run.span.start - 40) : run.span.start]
    if _WORKS_AT.search(before):
        return False
    if _IN_TWO.search(before) and len(run.words) == 1:
        return True
    return (
        " ".join(run.words) in cities()
        or bool(_IN.search(before) or _CIVIC.match(text.content, run.span.end))
        or stands_in_place(text.content, run.span.end)
    )


def _organisation(text: ArticleText, run: Run) -> Iterator[Name]:
    """With the lower-case words that belong to it: "Asia-Pacific research and development group". A title without a
    name is nobody, and a storm is no organisation."""
    if run.words[0] in _NAMED_WEATHER or (run.words[-1] in TITLE_HEADS and not _is_organisation(run)):
        return
    after = _GROUP.match(text.content[run.span.end : run.span.end + 60])
    end = run.span.end
    bare = " ".join(run.words) in places() and after is not None and not after[1]
    if after and not bare and all(word in GROUP_ADJECTIVES for word in after[1].split()):
        end += after.end()
    name = text.content[run.span.start : end]
    if name not in places() and not all(part in places() for part in name.split("-")):
        yield Name(name, *kind_of(name), (Span(run.span.start, end),))


def _by_surname(people: list[Name]) -> list[Name]:
    """A surname alone stands for the one full name that ends with it."""
    full = {name.name.split()[-1]: name.name for name in people if " " in name.name}
    return [replace(name, name=full.get(name.name, name.name)) for name in people]


def _merged(found: list[Name]) -> list[Name]:
    """One name an entity, with all its places: "Nordvik" is "Nordvik Energy", "ODSC West" is of "ODSC"."""
    merged: dict[str, Name] = {}
    heads = {name.name for name in found}
    for name in sorted(found, key=lambda one: one.spans):
        key = _head(name, heads)
        spans = (*merged[key].spans, *name.spans) if key in merged else name.spans
        merged[key] = replace(merged.get(key, name), name=key, spans=tuple(sorted(set(spans))))
    return list(merged.values())


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper()) if " " in name else ""


def _head(name: Name, heads: set[str]) -> str:
    """What an organisation is grouped under: the shortest name that it begins with, or whose initials it is."""
    if name.collection == "locations" or name.type == "person":
        return name.name
    if name.name.isupper() and " " not in name.name:
        return next((head for head in sorted(heads) if _initials(head) == name.name), name.name)
    if name.collection != "companies":
        return name.name
    words = name.name.split()
    begun = (" ".join(words[:count]) for count in range(1, len(words)))
    return next((head for head in begun if head in heads and head.lower() not in FUNCTION_WORDS), name.name)
