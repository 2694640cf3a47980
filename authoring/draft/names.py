"""Names: places, organisations and people, with all their occurrences; what the registry knows comes first."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from authoring.article_text import ArticleText, Phrases, Span, SpanIndex, apart, plain
from authoring.draft.body_cues import (
    acts_as_body,
    is_called_a_body,
    is_club,
    is_company,
    is_of_many,
    is_opponent,
    is_organisation,
    is_thing,
    is_vehicle,
    is_with_group,
    names_nobody,
    plays,
    speaks,
)
from authoring.draft.candidate import UNDECIDED, Name
from authoring.draft.capitals import runs
from authoring.draft.common_bodies import common_bodies
from authoring.draft.known_names import known_places, places
from authoring.draft.person_cues import persons_of
from authoring.draft.place_cues import actors_of, is_dateline, is_place, lies_somewhere
from authoring.draft.run import Run
from authoring.draft.words import (
    FAMOUS,
    FUNCTION_WORDS,
    JOBS,
    PARTY_NOUNS,
    TOWNS,
    kind_of,
    listed,
)
from schemas.records import NamedEntry

_ROAD = re.compile(r"\b(?:on|along|off|near|onto|closed) the ([ABEM]\d{1,4}|I-\d{1,3})\b")
_BEGINS_WORD, _ENDS_WORD = re.compile(r"(?<![\w-])"), re.compile(r"(?!\w)")
_NO_ACRONYM = re.compile(r"\($|(?:^|\n|: )(?:[A-Z]+ )*$")
_LONE_NOUNS = listed("lone nouns")
_JOINTS = (", ", " and ", ", and ", " or ", " to ")
_FRONTED = re.compile(r"\b(?:In|At|Near|From) (?:the )?$")  # "In Oslo, Fane and Norvik agreed"
_LONGEST_LETTERS = 6  # of an acronym
_HAS_COACH = re.compile(r" (?:coach|captain|striker|midfielder|defender|goalkeeper|fans|supporters)\b")
_PACTS = ("Agreement", "Accord", "Accords", "Protocol", "Convention", "Treaty", "Declaration")
_BESIDE = 60  # characters
_THERE = re.compile(r"\b(?:in|at|near|from|to|of|around|outside|for) $")
_PARTY_ADJECTIVES = (
    "federal|central|regional|local|national|coalition|interim|provisional|military|state|company|police"
)
_PARTY = re.compile(rf"^ (?:(?:{_PARTY_ADJECTIVES}) )?({'|'.join(PARTY_NOUNS)})\b")


_NAMED = re.compile(r" [A-Z][a-zà-ÿ]+ [A-Z]|, [A-Z][\w’-]+ [A-Z][\w’-]+, ")  # "Fane spokesperson Ada Holm" is Ada Holm


Known = tuple[str, NamedEntry]


def names(text: ArticleText, registry: Iterable[Known] = ()) -> list[Name]:
    """Everybody and every place named; `registry` is the known entries, as (ref, entry)."""
    known = list(_registered(text, registry))
    taken = SpanIndex(span for name in known for span in name.spans)
    found = list(_without_lone_nouns([run for run in runs(text) if not taken.holds(run.span)]))
    spots_known = list(known_places(text.content))
    teams = _teams(text.content, spots_known)
    spots_known = [one for one in spots_known if one not in teams]
    parties = list(_parties(text, found, spots_known))
    inside, in_party = SpanIndex(span for span, _ in spots_known), SpanIndex(s for one in parties for s in one.spans)
    counts = Counter(" ".join(run.words) for run in found)
    found = [run for run in found if not _is_part(run, inside, in_party, counts)]
    organisations, people, spots = _sorted(text, found, spots_known)
    organisations += [Name(name, "companies", "company", (span,)) for span, name in teams]
    spots += [Name(road[1], "locations", "facility", (Span(*road.span(1)),)) for road in _ROAD.finditer(text.content)]
    whole = [
        run.span
        for run in found
        if (is_organisation(run) and run.name not in places())
        or _is_national_event(run)
        or (len(run.words) > 1 and (is_called_a_body(run) or is_of_many(run)))
    ]
    whole += [one.spans[0] for one in organisations if re.search(" [A-Z]", one.name) and one.type != UNDECIDED]
    gazetteer = list(_gazetteer(spots_known, [*whole, *(span for name in people for span in name.spans)]))
    letters = {short.name: whole.name for short, whole in _with_letters(found)}
    found_names = [
        *_merged([*gazetteer, *spots]),
        *_merged(parties),
        *_merged(organisations, letters),
        *_merged(people),
    ]
    return _merged_known(known, common_bodies(text.content, found_names), taken)


def _without_lone_nouns(found: list[Run]) -> Iterator[Run]:
    """The runs but for those of one word such as "Court" that no longer name of the text has."""
    within = {word for run in found if len(run.words) > 1 for word in run.words}
    for run in found:
        if len(run.words) > 1 or run.name not in _LONE_NOUNS or run.name in within or run.before.endswith("State "):
            yield run


def _merged_known(known: list[Name], found: list[Name], taken: SpanIndex) -> list[Name]:
    """What was found put to the entries it belongs to, by name ("Chinese" to China); the rest beside them."""
    entries = {(one.collection, one.name): one for one in known}
    registered = set(entries)
    for name in found:
        new = tuple(span for span in name.spans if not taken.holds(span))
        keys = ((name.collection, head) for head in (name.name, name.name.split()[0]))
        key = next((key for key in keys if key in registered), (name.collection, name.name))
        if new:
            own = entries.get(key, replace(name, spans=()))
            entries[key] = replace(own, spans=tuple(sorted((*own.spans, *new))))
    return list(entries.values())


def _is_national_event(run: Run) -> bool:
    """ "Australian Open" and "Paris Agreement", which are no mention of Australia and Paris."""
    first, last = places().get(run.words[0]), run.words[-1]
    return first is not None and len(run.words) > 1 and is_thing(run) and (first.name != run.words[0] or last in _PACTS)


def _teams(content: str, known: list[tuple[Span, str]]) -> list[tuple[Span, str]]:
    """The names of towns and states that stand for their teams, also where nothing says so a second time."""
    beside = {
        span: (content[max(0, span.start - _BESIDE) : span.start], content[span.end : span.end + _BESIDE])
        for span, name in known
        if places()[name].type in ("city", "state")
    }
    playing = {span for span, around in beside.items() if plays(*around)}
    playing |= {span for span, around in beside.items() if playing and is_opponent(around[0])}
    named = {name for span, name in known if span in playing}
    return [
        (span, name)
        for span, name in known
        if span in playing or (name in named and span in beside and not _THERE.search(beside[span][0]))
    ]


def _is_part(run: Run, places_known: SpanIndex, parties: SpanIndex, counts: Counter[str]) -> bool:
    """Whether a run is nothing by itself: part of a longer place's name, or only ever part of a party's."""
    wider = (Span(run.span.start - 1, run.span.end), Span(run.span.start, run.span.end + 1))
    if any(places_known.holds(span) for span in wider) or (run.name in FAMOUS and places_known.holds(run.span)):
        return True
    return parties.holds(run.span) and counts[" ".join(run.words)] == 1


def _registered(text: ArticleText, registry: Iterable[Known]) -> Iterator[Name]:
    """Entries by name and aliases, letter for letter but for the marks."""
    content, known = plain(text.content), list(registry)
    called = {ref: set(map(plain, (entry.name, *entry.aliases))) for ref, entry in known}
    places_of: dict[str, list[Span]] = {}
    for span, words in Phrases(set().union(*called.values())).found_in(content):
        if _BEGINS_WORD.match(content, span.start) and _ENDS_WORD.match(content, span.end):
            places_of.setdefault(words, []).append(span)
    for ref, entry in known:
        if spans := tuple(apart(span for words in called[ref] for span in places_of.get(words, ()))):
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
        span = Span(start, end + after.end()) if after else None
        if after and span and not (PARTY_NOUNS[after[1]] == "role" and _NAMED.match(text.content, span.end)):
            yield Name(text.content[span.start : span.end], "parties", PARTY_NOUNS[after[1]], (span,))


def _sorted(
    text: ArticleText, found: list[Run], known: list[tuple[Span, str]]
) -> tuple[list[Name], list[Name], list[Name]]:
    """Runs as organisations, people and places; what is named inside a sentence without a sign of what it is, by
    several words or more than twice, is an organisation whose type is a TODO."""
    organisations: list[Name] = []
    people: list[Name] = []
    spots: list[Name] = []
    common = set(re.findall(r"(?<![\w’'])[a-z]{3,}", text.content))
    titled = {run.words for run in found if run.titled}
    persons = {words for words in persons_of(found) if words in titled or words[-1].lower() not in common}
    vehicles = {run.words for run in found if is_vehicle(run)}
    persons |= _beside_persons(text.content, found, persons)
    teams = {run.words[-1] for run in found if _HAS_COACH.match(run.after)}  # "Kotoko coach Ada Holm"
    persons -= {words for words in persons if words[-1] in teams}
    persons -= vehicles | {words for words in persons if words[-1].title() in JOBS}
    persons -= {run.words[:count] for run in found if is_organisation(run) for count in range(1, len(run.words))}
    somewhere = _somewhere(text, found, known, persons)
    somewhere |= {tuple(map(str.title, run.words)) for run in found if run.name.isupper() and is_dateline(run)}
    parts = {words[at:] for words in persons for at in range(1, len(words))}  # "Mac Holm"
    parts |= {(form,) for words in persons if len(words) > 1 for word in words for form in (word, word.title())}
    parts -= {words for words in parts if words[0] in places()}
    bodies, counts = _bodies(text, found), Counter(run.words for run in found)
    for run in found:
        name = run.name
        if run.words in vehicles:
            continue
        if run.words in persons or run.words in parts:
            people.append(Name(name, "parties", "person", (run.span,)))
        elif run.words in somewhere or (name.isupper() and is_dateline(run)):
            spots.append(Name(name.title() if name.isupper() else name, "locations", "city", (run.span,)))
        elif run.words in bodies and not is_thing(run):
            organisations += _organisation(run)
        elif not is_thing(run) and (
            len(run.words) > 1 or _is_acronym(run) or (not run.leads and counts[run.words] > 2)
        ):
            organisations += [replace(one, type=UNDECIDED) for one in _organisation(run)]
    return organisations, _by_surname(people), spots


def _beside_persons(content: str, found: list[Run], persons: set[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """The names of two or three words that a list joins with a person's: "Ada Holm and Velda Orrin voted"."""
    chains = _chains(content, sorted((run.span, run.words) for run in found))
    joined = {words for chain in chains if persons.intersection(chain) for words in chain if 1 < len(words) < 4}
    others = {run.words for run in found if is_organisation(run) or is_thing(run) or acts_as_body(run)}
    return {words for words in joined - others if not any(word in places() or word.isupper() for word in words)}


def _is_acronym(run: Run) -> bool:
    """Whether a run is letters inside a sentence; those in brackets, and words in capitals that begin a paragraph, are
    none of their own."""
    return re.fullmatch("[A-Z]{3,6}", run.name) is not None and not _NO_ACRONYM.search(run.before)


def _bodies(text: ArticleText, found: list[Run]) -> set[tuple[str, ...]]:
    """The runs that name an organisation: by their own words or those beside them, somewhere in the text, or as the
    beginning or the initials of one that does."""
    bodies = (run for run in found if is_organisation(run) or acts_as_body(run))
    sure = {run.words for run in bodies if not names_nobody(run)} | _teams_of(found)
    sure |= {short.words for short, whole in _with_letters(found) if whole.words in sure}
    for chain in _chains(text.content, sorted((run.span, run.words) for run in found)):
        sure |= set(chain) if sure.intersection(chain) else set()  # "Fane and Norvik agreed"
    begun = {words[:count] for words in sure for count in range(1, len(words))} | _clubs(found)
    initials = {_initials(" ".join(words)) for words in sure}
    longer = {run.words for run in found if any(run.words[:count] in sure for count in range(1, len(run.words)))}
    return sure | longer | {run.words for run in found if run.words in begun or run.words[-1] in initials}


def _with_letters(found: list[Run]) -> Iterator[tuple[Run, Run]]:
    """The runs of letters in brackets, each with the name before it: "Kenya Medical Research Institute (KEMRI)"."""
    ends = {run.span.end: run for run in found}
    for run in found:
        whole = ends.get(run.span.start - 2)
        if whole and whole.words[0][0] == run.name[0] and run.before.endswith(" (") and run.after.startswith(")"):
            yield run, whole


def _teams_of(found: list[Run]) -> set[tuple[str, ...]]:
    """The runs that play somewhere in a report of a match."""
    playing = {run.words for run in found if plays(run.before, run.after)}
    return playing | {run.words for run in found if playing and is_opponent(run.before)}


def _clubs(found: list[Run]) -> set[tuple[str, ...]]:
    """The last words of clubs' names, by which they are called."""
    return {run.words[-1:] for run in found if is_club(run)}


def _somewhere(
    text: ArticleText, found: list[Run], known: list[tuple[Span, str]], persons: set[tuple[str, ...]]
) -> set[tuple[str, ...]]:
    """The runs that are places, by their words; those that stand in a list with places are places too."""
    companies = {run.words[:count] for run in found if is_company(run) for count in range(1, len(run.words))}
    companies |= _clubs(found)
    actors = actors_of(found)
    open_runs = [
        run for run in found if run.words not in persons and (run.words not in companies or lies_somewhere(run))
    ]
    spots = {run.words for run in open_runs if is_place(run, actors)}
    spots -= {run.words for run in found if speaks(run) and not lies_somewhere(run) and run.name not in TOWNS}
    spots -= _teams_of(open_runs)
    free = {run.words for run in open_runs if not is_organisation(run)} - actors
    named = sorted([*((run.span, run.words) for run in found), *((span, (name,)) for span, name in known)])
    for chain in _chains(text.content, named):
        unsure = [words for words in chain if words not in spots and " ".join(words) not in places()]
        if chain[0] not in unsure or 2 * len(unsure) <= len(chain):
            spots.update(words for words in unsure if words in free)
    return spots


def _chains(content: str, named: list[tuple[Span, tuple[str, ...]]]) -> Iterator[list[tuple[str, ...]]]:
    """Names that a list joins: "Nyando, Siaya and Busia"."""
    chain: list[tuple[str, ...]] = []
    first, last, joints = 0, 0, ""
    for span, words in (*named, (Span(len(content), len(content)), ())):
        if chain and span.start < last:
            continue
        gap = content[last : span.start]
        if len(chain) == 1 and gap == ", " and _FRONTED.search(content, max(0, first - 8), first):
            chain = []
        if chain and gap in ("’s ", "'s "):
            chain[-1], last = words, span.end  # "Fane and Egypt’s Norvik"
            continue
        if chain and gap not in _JOINTS:
            goes_on = gap.startswith((" and ", ", and ")) and len(chain) > 1  # "Fane, Norvik and two others"
            if "and" in joints or "or" in joints or goes_on:
                yield chain
            chain, joints = [], ""
        joints, first = (joints + gap, first) if chain else ("", span.start)
        chain.append(words)
        last = span.end


def _organisation(run: Run) -> Iterator[Name]:
    """With the lower-case words that belong to it: "Asia-Pacific research and development group". A title without a
    name is nobody, and a storm is no organisation."""
    if names_nobody(run):
        return
    group = is_with_group(run)
    bare = " ".join(run.words) in places() and group is not None and not group[1]
    more = group.group() if group and not bare else ""
    name = run.name + more
    if name in FAMOUS or (name not in places() and not all(part in places() for part in name.split("-"))):
        yield Name(name, *kind_of(name), (Span(run.span.start, run.span.end + len(more)),))


def _by_surname(people: list[Name]) -> list[Name]:
    """A surname or given name alone stands for the full name that it is of."""
    by_length = sorted(people, key=lambda one: len(one.name))
    full = {form: one.name for one in by_length for part in _parts(one.name) for form in (part.title(), part)}
    return [replace(name, name=full.get(name.name, name.name)) for name in people]


def _parts(name: str) -> Iterator[str]:
    words = name.split()
    yield from words if len(words) > 1 else ()
    yield from (" ".join(words[at:]) for at in range(1, len(words) - 1))


def _merged(found: list[Name], known_letters: Mapping[str, str] = MappingProxyType({})) -> list[Name]:
    """One name an entity, with all its places: "Nordvik" is "Nordvik Energy", "ODSC West" is of "ODSC"."""
    merged: dict[str, Name] = {}
    heads = {name.name for name in found}
    letters = {_initials(head)[at:]: head for head in sorted(heads, reverse=True) for at in (1, 0)} | {**known_letters}
    ending: dict[str, list[str]] = {}
    for head in heads:
        ending.setdefault(head.split()[-1], []).append(head)
    spans: dict[str, set[Span]] = {}
    for name in sorted(found, key=lambda one: one.spans):
        key = _head(name, heads, letters, ending)
        merged.setdefault(key, name)
        spans.setdefault(key, set()).update(name.spans)
    return [replace(name, name=key, spans=tuple(sorted(spans[key]))) for key, name in merged.items()]


def _initials(name: str) -> str:
    return "".join(word[0] for word in re.split(r"[ -]", name) if word[:1].isupper()) if " " in name else ""


def _head(name: Name, heads: set[str], letters: dict[str, str], ending: dict[str, list[str]]) -> str:
    """What an organisation is grouped under: the shortest name that it begins with, or whose initials it is; a single
    word also under the one name that it ends, where either says that it is an organisation."""
    if name.collection == "locations" or name.type == "person":
        return name.name
    if name.name.isupper() and len(name.name) > _LONGEST_LETTERS and name.name.title() in heads:
        return name.name.title()
    if name.name.isupper() and " " not in name.name:
        return letters.get(name.name.replace(".", ""), name.name)
    words = name.name.split()
    if name.collection != "companies" and len(words) > 1:
        return name.name
    longer = [head for head in ending[words[-1]] if head != name.name] if len(words) == 1 else []
    if name.name in _LONE_NOUNS:  # "the Bureau"
        longer = longer or [head for head in heads if head.startswith(f"{name.name} of ")]
    if len(longer) == 1:
        return longer[0]
    begun = (" ".join(words[:count]) for count in range(1, len(words)))
    return next(
        (head for head in begun if head in heads and head not in _LONE_NOUNS and head.lower() not in FUNCTION_WORDS),
        name.name,
    )
