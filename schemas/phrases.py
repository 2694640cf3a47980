"""Many phrases looked up in one long text at once.

A search of the whole text for each phrase takes as long as all else together, so the text is read once for all phrases,
after Rabin and Karp: each place gets a hash of the characters that begin there, and phrases are compared only where
it is theirs. All hashes are made at once, of one long number whose lanes of 16 bits are the characters, and written as
a string, in which a character class finds those that are wanted.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence

_SIZES = (8, 4, 3, 2)  # how many characters of a phrase are hashed: the most that it has
_SHIFTS = (0, 8, 5, 2, 7, 4, 1, 6)  # of each of them in its lane
_SPREAD = bytes(byte * 167 % 256 for byte in range(256))  # letters differ in a few bits only; so they do in all eight
_BEGINNING = 2**12
_MANY = 4000  # places, to compare a phrase with each of which takes longer than to search for it


class PhraseIndex:
    """Where phrases stand in a text; made for the phrases that will be asked for."""

    def __init__(self, text: str, phrases: Collection[str]) -> None:
        self._found: dict[str, int | None] = dict.fromkeys(phrases)
        by_size: dict[int, list[str]] = defaultdict(list)
        for phrase in self._found:
            if not _stands_twice(text, phrase):
                by_size[next((size for size in _SIZES if size <= len(phrase)), 0)].append(phrase)
        self._found |= {phrase: _only(text, phrase) for phrase in by_size.pop(0, ())}
        lanes = _lanes(text) if by_size else 0
        for size, fitting in by_size.items():
            self._found |= _only_places(text, _hashes(lanes, len(text), size), fitting, size)

    def only(self, phrase: str) -> int | None:
        """Where the phrase stands if it does so exactly once; overlapping places count each."""
        return self._found[phrase]


def _stands_twice(text: str, phrase: str) -> bool:
    """Whether it does so near the beginning; a common phrase is not to be met at every place where it stands."""
    first = text.find(phrase, 0, _BEGINNING)
    return first >= 0 and text.find(phrase, first + 1, _BEGINNING) >= 0


def _only(text: str, phrase: str) -> int | None:
    first = text.find(phrase)
    return first if first >= 0 and text.find(phrase, first + 1) < 0 else None


def _lanes(text: str) -> int:
    """The lowest byte of each character, in lanes of 16 bits; the first character is in the lowest lane."""
    lanes = bytearray(2 * len(text))
    lanes[::2] = text.encode("utf-32-le", "surrogatepass")[::4].translate(_SPREAD)
    return int.from_bytes(lanes, "little")


def _hashes(lanes: int, length: int, size: int) -> str:
    """One character for each place: a hash, of 15 bits to be no surrogate, of as many characters from there on."""
    mixed = lanes
    for place in range(1, size):
        mixed ^= lanes >> (16 * place - _SHIFTS[place])
    mixed &= int.from_bytes(b"\xff\x7f" * length, "little")
    return mixed.to_bytes(2 * length, "little").decode("utf-16-le")


def _only_places(text: str, hashes: str, phrases: Sequence[str], size: int) -> dict[str, int | None]:
    """The place of each phrase that has exactly one."""
    beginnings = "".join(phrase[:size] for phrase in phrases)
    wanted = _hashes(_lanes(beginnings), len(beginnings), size)[::size]
    places: dict[str, list[int]] = defaultdict(list)
    for match in re.finditer(f"[{re.escape(''.join({*wanted}))}]", hashes):
        places[match.group()].append(match.start())
    return {phrase: _only_of(text, phrase, places[own]) for phrase, own in zip(phrases, wanted, strict=True)}


def _only_of(text: str, phrase: str, places: list[int]) -> int | None:
    if len(places) > _MANY:
        return _only(text, phrase)
    found = [place for place in places if text.startswith(phrase, place)]
    return found[0] if len(found) == 1 else None
