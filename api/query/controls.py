"""Parameters that say what to search for, in which order, how many, and which parts."""

import re
from collections.abc import Sequence
from typing import Any

from marshmallow import ValidationError

from api.query.parameter import SHOWN, Parameter, several
from api.store.plan import RELEVANCE, Key, Term
from api.store.words import terms
from schemas.characters import CONTROLS
from schemas.registry import Collection


class Search(Parameter):
    """Words, "a phrase", prefix*: all of them must be there. No text but an empty one is an error."""

    help = (
        'Full text: all words must be there; `"a phrase"` stands together, `prefix*` begins a word. '
        "Case and accents do not matter."
    )

    def read(self, value: str) -> tuple[Term, ...]:
        """The terms."""
        return terms(value)

    def describe(self) -> dict[str, Any]:
        """Text without control characters, and not only blanks."""
        return {"type": "string", "minLength": 1, "pattern": rf"^[^{CONTROLS}]*[^\s{CONTROLS}][^{CONTROLS}]*$"}


class Names(Parameter):
    """Names from a list, separated by commas; one that is named again changes nothing."""

    def __init__(self, help: str, known: Sequence[str], most: int | None = None) -> None:
        super().__init__()
        self.help, self.known, self._most = help, tuple(known), most

    def read(self, value: str) -> tuple[str, ...]:
        """The names, each once."""
        names = value.split(",")
        for name in names:
            if name not in self.known:
                raise ValidationError(f"takes {', '.join(self.known)} (got {name[:SHOWN]!r})")
        if self._most and len(names) > self._most:
            raise ValidationError(f"takes at most {self._most} names (got {len(names)})")
        return tuple(dict.fromkeys(names))

    def describe(self) -> dict[str, Any]:
        """Comma-separated names."""
        item = {"type": "string", "enum": list(self.known)}
        return several(item, self._most) if self._most else {"type": "array", "items": item, "minItems": 1}


class Sort(Parameter):
    """Fields to order by, `-` for descending; `relevance` for a search."""

    help = (
        "Order by these fields, `-` before one for descending; nulls last. "
        "`relevance`, first and only with `q`: matches in a name or label before others."
    )

    def __init__(self, collection: Collection) -> None:
        super().__init__()
        self.known = tuple(field.name for field in collection.sorts)

    def read(self, value: str) -> tuple[Key, ...]:
        """The keys. A field that is named again changes nothing: its first naming has settled the order."""
        keys: dict[str, Key] = {}
        for name in value.split(","):
            key = self._key(name)
            keys.setdefault(key.field, key)
        found = tuple(keys.values())
        if RELEVANCE in found[1:]:
            raise ValidationError("relevance comes first")
        return found

    def _key(self, name: str) -> Key:
        if name == RELEVANCE.field:
            return RELEVANCE
        field = name.removeprefix("-")
        if field not in self.known:
            takes = f"takes {', '.join(self.known)}, with - before it for descending, and {RELEVANCE.field}"
            raise ValidationError(f"{takes} (got {name[:SHOWN]!r})")
        return Key(field, name.startswith("-"))

    def describe(self) -> dict[str, Any]:
        """Comma-separated fields."""
        names = [sign + name for name in self.known for sign in ("", "-")]
        return {"type": "array", "items": {"type": "string", "enum": [*names, RELEVANCE.field]}, "minItems": 1}


class Whole(Parameter):
    """A whole number in a range, in ASCII digits."""

    def __init__(self, help: str, low: int, high: int) -> None:
        super().__init__()
        self.help, self._low, self._high = help, low, high

    def read(self, value: str) -> int:
        """The number."""
        if not re.fullmatch(r"[0-9]{1,9}", value) or not self._low <= int(value) <= self._high:
            raise ValidationError(f"takes a whole number from {self._low} to {self._high} (got {value[:SHOWN]!r})")
        return int(value)

    def describe(self) -> dict[str, Any]:
        """An integer in the range."""
        return {"type": "integer", "minimum": self._low, "maximum": self._high}


class Choice(Parameter):
    """One word of a few, and what each means."""

    def __init__(self, help: str, values: dict[str, Any]) -> None:
        super().__init__()
        self.help, self._values = help, values

    def read(self, value: str) -> Any:
        """The meaning."""
        if value not in self._values:
            raise ValidationError(f"takes {' or '.join(self._values)} (got {value[:SHOWN]!r})")
        return self._values[value]

    def describe(self) -> dict[str, Any]:
        """The words."""
        return {"type": "string", "enum": list(self._values)}


class Cursor(Parameter):
    """Where to go on."""

    help = "Go on after a page: its `next_cursor`, with the same filters and order."

    def read(self, value: str) -> str:
        """The cursor as it is; the question it must fit is not known here."""
        return value
