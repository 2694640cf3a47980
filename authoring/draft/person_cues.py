"""Whether a capitalised run is a person, by its own words and by those beside it."""

import re
from collections import Counter
from collections.abc import Iterable

from authoring.draft.body_cues import (
    NAMED_WEATHER,
    SPOKE,
    is_called_a_body,
    is_explained_as_body,
    is_named_like_a_title,
    is_of_many,
    is_organisation,
    is_thing,
    remembered,
    says_something,
    stands_before,
)
from authoring.draft.known_names import given_names, places, world
from authoring.draft.run import Run, is_initials, is_plural
from authoring.draft.words import (
    INSTITUTION_WORDS,
    JOBS,
    NEWS_WORDS,
    ORGANISATION_WORDS,
    PLACE_WORDS,
    ROLES,
    TITLE_HEADS,
    TITLES,
    any_of,
    listed,
)

_TITLE_BEFORE = re.compile(rf"\b(?:{TITLES})\.?[ ]$")
_ROLE_BEFORE = re.compile(rf"\b(?:{TITLES}|{ROLES})(?: (?:of|in|at|for) (?!the $)[^,. ][^,.]*?)?,?[ ]$")
_TRADE = re.compile(rf", an? (?:[\w’-]+ )?(?:{ROLES})(?:,| from| who| in| at| whose| and)\b")
_OWNED_BY = re.compile(r"([A-Z][\w.-]+)’s $")  # "the Fane Institute's Velda Orrin said"
_HEAD_OF = re.compile(rf"\b(?:{ROLES}) (?:of|at|for) (?:the|its|their) (?:[\w’-]+ ){{0,2}}[a-z’-]+, $")
_CREDITS = r"(?:[A-Z][\w.’-]+,? (?:in |at )?){0,6}(?:and )?$"
_BYLINE = re.compile(
    r"(?:^|\n|[|·•;(] ?)(?:By|(?:\w+ )?(?:[Ww]ritten|[Rr]eported|[Rr]eporting|[Ee]diting|Words|Photographs?) by:?) "
    + _CREDITS
)
_CREDITED = re.compile(rf"(?:^|\n){_CREDITS}")
_CREDIT = re.compile(
    r"(?: and [A-Z][\w’-]+ [A-Z][\w’-]+)?"
    r"(?: (?:in|at) [A-Z]|,? (?:\w+ )*(?:[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Ww]riter)\b)"
    rf"|\n+(?:The [A-Z]|(?:[^\n]* )?(?:{'|'.join(sorted(NEWS_WORDS | JOBS))})\b)"
)
_KIN = re.compile(
    r"\b(?:mother|father|wife|husband|widow|widower|sons?|daughters?|sisters?|brothers?|partner|parents|child(?:ren)?|twins)"
    r",? (?:[A-Z]\w+(?:,| and|, and) )*$"
)
_THEIR_KIN = re.compile(
    r"\b(?:his|her|their) (?:[a-z]+ )?(?:mother|father|wife|husband|son|daughter|sister|brother),? $"
)
_SYLLABLES = re.compile(rf"-(?:{any_of('syllables of given names')})\b")
_BEFORE_PLACES = listed("before places")
_FAMILY_NAMES = listed("family names first")
_NEWSPAPER_AFTER = re.compile(rf"^, (?:The )?(?:[A-Z][\w’-]* )*(?:{'|'.join(sorted(NEWS_WORDS))})\b")
_SINGLE = re.compile(
    r"^, (?:(?:aged )?\d\d(?:,|\.|;| and\b)|who (?:is|was|has|lives|works)\b)|^ (?:said|says) (?:that )?s?he\b"
)
_AGED = re.compile(r"^, (?:aged )?\d\d?(?:,|\.|;| and\b)")
_EMPLOYERS = "|".join(map(re.escape, sorted(INSTITUTION_WORDS | ORGANISATION_WORDS | {"Unit"})))
_SURELY_AFTER = re.compile(
    rf"^, (?:(?:who|whose|aged|his|her|\d\d)\b|(?:(?!its )[\w’-]+ ){{0,4}}(?:{ROLES})s?\b)"
    rf"|^,? of (?:the )?(?:[A-Z][\w’-]+ )*(?:{_EMPLOYERS})\b"
)
_ONE_OF = re.compile(
    r"\b[Oo]ne of (?:them|(?:the|its|their|his|her) [\w’ -]{1,40}), $"
    r"|\b(?:named|identified|known) (?:[\w’-]+ ){0,4}as $|\bfirst name,? (?:as )?$"
)
_RANKED = re.compile(r"(?:^|\n)\d{1,3}\. $")  # "3. Ada Holm, Norway, Norvik Racing, 3:38:12"
_LIVES = re.compile(
    rf" (?:had |has |have )?(?:(?:was|been) (?:\w+ly )?(?:{any_of('done to people')})|{any_of('acts of people')})\b"
)
_OWNER = re.compile(
    r"\b(?:owner|rival|developer|supplier|contractor|publisher|employer|producer|customer|sponsor|promoter|landlord"
    r"|investor|partner|operator|builder|broker|trader|insurer|lender)"
    r",? $"
)


def persons_of(found: Iterable[Run]) -> set[tuple[str, ...]]:
    """The runs that name a person somewhere in the text, by their words."""
    found = list(found)
    alone = {run.words[0] for run in found if len(run.words) == 1}
    aged = {run.words[0] for run in found if len(run.words) == 1 and _SURELY_AFTER.match(run.after)}
    possible = [run for run in found if _may_be_person(run)]
    persons = {run.words for run in possible if _is_person(run, aged) or _is_called_by_surname(run, alone)}
    persons -= {run.words for run in found if is_plural(run.words[-1]) and run.before.endswith(("the ", "The "))}
    return persons - _repeated(found) - {run.words for run in possible if _is_body_by_name(run)}


def _is_body_by_name(run: Run) -> bool:
    """Whether "the group" or "a charity" beside it says that what may be a person's name is an organisation's."""
    called = is_called_a_body(run) and not (_OWNER.search(run.before) or _HEAD_OF.search(run.before))
    return not _is_titled(run) and bool(called or (is_explained_as_body(run) and not _is_of_trade(run)))


def _is_of_trade(run: Run) -> bool:
    """ "Ada Holm, a builder from Oslo"."""
    return _is_full_name(run) and run.words[0] in given_names() and _TRADE.match(run.after) is not None


@remembered
def _is_titled(run: Run) -> bool:
    return run.titled or stands_before(_TITLE_BEFORE, run)


def _repeated(found: list[Run]) -> set[tuple[str, ...]]:
    """The names of several words that a text repeats whole, without a title, and never shortens to the last one, as
    it would a person's."""
    alone = {run.words[-1] for run in found if len(run.words) == 1 or run.titled}
    sure = {run.words for run in found if run.titled or _is_credited(run) or run.after.startswith((", who", ", whose"))}
    counts = Counter(run.words for run in found if len(run.words) > 1 and not run.credited)
    return {words for words, count in counts.items() if count > 2 and words[-1] not in alone} - sure


def _may_be_person(run: Run) -> bool:
    titled = _is_titled(run)
    if (
        is_organisation(run)
        or (run.name in places() and not titled)
        or (run.name in world() and not titled)
        or not ((run.words[0][-1].isalpha() or is_initials(run.words[0])) and run.words[-1][-1].isalpha())
    ):
        return len(run.words) == 1 and re.fullmatch(r"[A-Z]\.", run.name) is not None  # "Mr K."
    if re.match(r" (?:MP|MLA|MSP|TD)\b", run.after) and run.words[0] not in given_names():
        return False  # "Velling North MP Ada Holm"
    if (run.words[-1] in TITLE_HEADS and not is_named_like_a_title(run)) or run.words[0] in NAMED_WEATHER:
        return False
    return run.titled or not (is_thing(run) or _is_spot(run) or _is_demonym(run))


def _is_spot(run: Run) -> bool:
    """ "Cutwell Hill"."""
    first, *rest = run.words
    return bool(rest) and (rest[-1] in PLACE_WORDS or first in _BEFORE_PLACES) and first not in given_names()


def _is_demonym(run: Run) -> bool:
    """ "Danish Agnes" is no person, "Chad Holm" may be."""
    first = places().get(run.words[0])
    joined = "-" in run.words[-1] and run.words[0] in given_names()  # "Thais Holm-Berg"
    return first is not None and first.name != run.words[0] and len(run.words) > 1 and not joined


def _is_person(run: Run, aged: set[str]) -> bool:
    if _is_titled(run) or _is_credited(run) or (run.before.endswith(". ") and _RANKED.search(run.before)):
        return True
    if _is_full_name(run) and _has_given_name(run) and _OWNER.search(run.before):
        return True
    if _is_full_name(run) and _HEAD_OF.search(run.before):
        return True
    if _is_of_trade(run):
        return True
    called_a_body = is_explained_as_body(run) or is_called_a_body(run) or is_of_many(run)
    if called_a_body or (len(run.words) == 1 and run.words[0].isupper()):
        return False
    given = run.words[0] in given_names()
    related = given and (_KIN.search(run.before) or _AGED.match(run.after))
    alone = (
        len(run.words) == 1
        and not run.before.endswith(("The ", "the "))
        and (_SINGLE.match(run.after) or (given and says_something(run)))
    )
    return bool(related or alone or _THEIR_KIN.search(run.before) or _SYLLABLES.search(run.name)) or (
        _is_full_name(run) and (run.words[-1] in aged or _is_called(run))
    )


def _is_credited(run: Run) -> bool:
    """Whether a byline, or a line of credits under the headline, gives a full name."""
    named = run.credited and run.words[0] in given_names() and not is_organisation(run)
    under_headline = run.credited and _CREDITED.search(run.before) and _CREDIT.match(run.after)
    return len(run.words) > 1 and bool(named or under_headline or _BYLINE.search(run.before))


def _is_full_name(run: Run) -> bool:
    names = [word for word in run.words if not is_initials(word)]
    return 1 < len(run.words) < 5 and not any(word.isupper() and len(word.rstrip(".")) > 1 for word in names)


def _is_called(run: Run) -> bool:
    """Whether a full name is somebody's: by a given name, two surnames, or a role, an age, "one of them" beside it."""
    named = _has_given_name(run) or _is_double_barrelled(run)
    if named and not run.before.endswith((" the ", "\nThe ", " The ")):  # as "the Atlas Lions" stand
        return True
    of_many = run.after.startswith(", whose") and is_plural(run.words[-1])
    role = (
        _LIVES.match(run.after)
        or (_ROLE_BEFORE.search(run.before) and not _OWNER.search(run.before))
        or _ONE_OF.search(run.before)
        or SPOKE.search(run.before)
    )
    owner = _OWNED_BY.search(run.before) if says_something(run) else None
    is_of_body = owner is not None and owner[1] not in places()
    return not of_many and bool(
        role or is_of_body or _SURELY_AFTER.match(run.after) or _NEWSPAPER_AFTER.match(run.after)
    )


def _has_given_name(run: Run) -> bool:
    ends = run.words[0], run.words[-1]
    first = run.words[0]
    named = first.split("-")[0] in given_names() or first in _FAMILY_NAMES or any(map(is_initials, run.words[:-1]))
    return named and len(run.words[-1]) > 2 and not PLACE_WORDS.intersection(ends)


def _is_double_barrelled(run: Run) -> bool:
    """ "Chidi Nwankwo-Eze": two surnames joined, neither of which is a place."""
    parts = run.words[-1].split("-")
    placed = any(part in places() for part in parts) and run.words[0] not in given_names()
    return len(parts) == 2 and all(map(str.istitle, parts)) and not placed


def _is_called_by_surname(run: Run, alone: set[str]) -> bool:
    """Whether the text goes on with the last word of a name, as it does with persons; of a company it is the first."""
    last = run.words[-1]
    own = last in alone and run.words[0] not in alone and not is_plural(last)
    return own and _is_full_name(run) and not PLACE_WORDS.intersection(run.words)
