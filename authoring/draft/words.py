"""Word lists that distinguish names from other words, and kinds of names."""

import re
from pathlib import Path

_FILE = Path(__file__).with_name("vocabulary.txt")


def words(prose: str) -> tuple[str, ...]:
    """A list written as prose, which is easier to read and to add to."""
    return tuple(prose.split())


def _sections() -> dict[str, tuple[str, ...]]:
    """The lists of the file by their titles."""
    parts = re.split(r"^\[(.*?)(?: \*)?\]\n", _FILE.read_text(encoding="utf-8"), flags=re.M)[1:]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    return {title: tuple(word.replace("_", " ") for word in words(listed)) for title, listed in pairs}


_LISTS = _sections()


def listed(title: str) -> frozenset[str]:
    """A list of the file."""
    return frozenset(_LISTS[title])


def any_of(*titles: str) -> str:
    """Lists of the file as one regular expression: any of their words."""
    return "|".join(word for title in titles for word in _LISTS[title])


def by_type(title: str) -> dict[str, list[str]]:
    """A list of the file that has a line a type: "vote: vote approve"."""
    found: dict[str, list[str]] = {}
    for word in _LISTS[title]:
        if word.endswith(":"):
            words_of = found.setdefault(word[:-1].replace(" ", "_"), [])
        else:
            words_of.append(word)
    return found


FUNCTION_WORDS = listed("function words")
NOT_NAMES = listed("not names")
ORGANISATION_WORDS = listed("organisation words")
ORGANISATION_ENDINGS = listed("organisation endings")
"""Words that name an organisation as the last of several."""
OCCASIONS = listed("occasions")
"""Last words of what is held, awarded or agreed."""
PLACE_WORDS = listed("place words")
TOWNS = listed("towns")
HEADS = listed("heads of names")
"""Words after which "of" or "for" goes on with a name."""
INSTITUTIONS = listed("institutions")
FAMOUS = INSTITUTIONS | listed("known companies")
_INSTITUTIONS = {word: kind for kind, own in by_type("kinds of institutions").items() for word in own}
INSTITUTION_WORDS = frozenset(_INSTITUTIONS)
_CIVIC = listed("civic")
NEWS_WORDS = listed("news words")
GROUP_ADJECTIVES = listed("group adjectives")
GROUP_NOUNS = any_of("group nouns")
BODY_NOUNS = any_of("group nouns", "body nouns")
"""What an organisation is called beside its name: "the charity Norvik Aid"."""
SPEECH_VERBS = any_of("speech verbs")
RISES, FALLS = any_of("rises"), any_of("falls")
TITLES = any_of("titles")
TITLE_HEADS = listed("title heads")
_OFFICES = listed("offices")
_TITLE_WORDS, _ALSO_IN_NAMES = listed("title parts") | TITLE_HEADS, listed("titles also in names")
ROLES = any_of("roles")
JOBS = frozenset(("Correspondent", "Reporter", "Editor", "Writer", "Columnist"))
"""What stands beside a byline."""
_POLITICAL = listed("political")
PARTY_NOUNS = {noun: kind for kind, nouns in by_type("party nouns").items() for noun in nouns}


def title_length(name: tuple[str, ...]) -> int:
    """How many words at the beginning of a name are a title: 2 of "Prime Minister Ada Holm", 0 of "General Motors"."""
    length = max(
        (at for at, word in enumerate(name[1:4], 1) if _is_in(word, _OFFICES)), default=0
    )  # "Industry Minister"
    while length < len(name) and _is_in(name[length], _TITLE_WORDS):
        length += 1
    while length and not _is_in(name[length - 1], TITLE_HEADS):
        length -= 1
    rest = len(name) - length
    in_names = _ALSO_IN_NAMES.intersection(name[:1])
    others = ORGANISATION_WORDS | PLACE_WORDS if in_names else ORGANISATION_WORDS
    if not rest or rest > 4 or not others.isdisjoint(name[length:]):
        return 0
    return 0 if rest == 1 and length == 1 and in_names else length


def _is_in(word: str, titles: frozenset[str]) -> bool:
    """Whether a word is among titles, or made of titles of which one is: "Judge-Executive"."""
    parts = word.split("-")
    return word.rstrip(".") in titles or (_TITLE_WORDS.issuperset(parts) and not titles.isdisjoint(parts))


def kind_of(name: str) -> tuple[str, str]:
    """The collection and type of an organisation, by the words of its name."""
    parts = set(name.replace("’s", "").split())
    if parts & _POLITICAL:
        return "parties", "political_party"
    if name in INSTITUTIONS:
        return "parties", "institution"
    if "Union" in parts or "union" in parts:
        return "parties", "union"
    if parts & NEWS_WORDS:
        return "companies", "news_organization"
    if "council" in parts or ("Council" in parts and parts & _CIVIC):
        return "parties", "government"
    if {"central", "bank"} <= set(name.lower().split()):
        return "parties", "institution"
    official = [_INSTITUTIONS[word] for part in name.split() if (word := part.title()) in _INSTITUTIONS]
    return ("parties", official[-1]) if official else ("companies", "company")
