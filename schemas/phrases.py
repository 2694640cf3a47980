"""Many phrases looked up in one long text at once.

A search of the whole text for each phrase takes as long as all else together, so the text is cut once into pieces of
a few characters: any occurrence of a long enough phrase holds one whole piece, and only those places are looked at.
"""

from collections import defaultdict
from collections.abc import Collection

_PIECES = (8, 4)  # characters of a piece; a phrase needs 2n - 1 to be sure to hold one


class PhraseIndex:
    """Where phrases stand in a text; made for the phrases that will be asked for."""

    def __init__(self, text: str, phrases: Collection[str]) -> None:
        self._text = text
        self._found: dict[str, int | None] = {}
        self._at = {size: _positions(text, size, phrases) for size in _PIECES}

    def only(self, phrase: str) -> int | None:
        """Where the phrase stands if it does so exactly once; overlapping places count each."""
        if phrase not in self._found:
            size = _size(phrase)
            self._found[phrase] = self._by_piece(phrase, size) if size else self._by_search(phrase)
        return self._found[phrase]

    def _by_piece(self, phrase: str, size: int) -> int | None:
        only = None
        for shift in range(size):
            for position in self._at[size].get(phrase[shift : shift + size], ()):
                if self._text.startswith(phrase, position - shift) and position >= shift:
                    if only is not None:
                        return None
                    only = position - shift
        return only

    def _by_search(self, phrase: str) -> int | None:
        start = self._text.find(phrase)
        return start if start >= 0 and self._text.find(phrase, start + 1) < 0 else None


def _size(phrase: str) -> int | None:
    return next((size for size in _PIECES if len(phrase) >= 2 * size - 1), None)


def _positions(text: str, size: int, phrases: Collection[str]) -> dict[str, list[int]]:
    """The places of the pieces that the phrases hold, of those that begin at a multiple of the size."""
    fitting = [phrase for phrase in phrases if _size(phrase) == size]
    wanted = {phrase[shift : shift + size] for phrase in fitting for shift in range(size)}
    found: dict[str, list[int]] = defaultdict(list)
    if wanted:
        for start in range(0, len(text), size):
            if (piece := text[start : start + size]) in wanted:
                found[piece].append(start)
    return found
