"""Kinds of query parameters: marshmallow fields that read text, and describe what they take as JSON Schema."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from marshmallow import ValidationError, fields

from api.store.plan import RELEVANCE, Key
from schemas.characters import CONTROLS
from schemas.registry import FACTS, Collection
from schemas.values import JsonObject

Values = Mapping[str, Any]  # of the parameters given, by name; each has the type that its `read` returns

MOST_VALUES = 100
LARGEST_LIMIT = 1000
SHOWN = 60  # characters of a value that an error repeats
_SEPARATOR = re.compile(r"(?<!\\),")
_COMMA_HINT = r"; values are separated by commas, and a comma within a value is written \,"


class Parameter(fields.Field[object]):
    """A parameter that takes one value. `help` documents it."""

    help = ""

    def __init__(self, help: str = "") -> None:
        super().__init__()
        self.help = help or self.help

    def deserialize(self, value: Any, *_: Any, **__: Any) -> object:
        """marshmallow: the value. A given text is never missing, so this is all of a field's work."""
        return self.read(value)

    def read(self, value: str) -> Any:
        """The value of the text, here the text itself; ValidationError says what is taken."""
        return value

    def describe(self) -> JsonObject:
        """JSON Schema of what is taken."""
        return {"type": "string"}


class SeveralValues(Parameter):
    """A parameter that takes several values, separated by commas or as a repeated parameter."""

    most = MOST_VALUES

    def deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[Any, ...]:
        """marshmallow: the values in the given order, each once. Within a value, a comma is written `\\,`."""
        texts: Iterable[str] = value
        parts = [part.replace("\\,", ",") for text in texts for part in _SEPARATOR.split(text)]
        try:
            found = tuple(dict.fromkeys(map(self.read, parts)))
        except ValidationError as error:
            hint = _COMMA_HINT if any("," in text for text in texts) else ""
            raise ValidationError(f"{error.messages[0]}{hint}") from error
        if len(parts) > self.most:
            raise ValidationError(f"takes at most {self.most} values (got {len(parts)})")
        return found

    def describe_one(self) -> JsonObject:
        """JSON Schema of one value."""
        raise NotImplementedError

    def describe(self) -> JsonObject:
        return {"type": "array", "items": self.describe_one(), "minItems": 1, "maxItems": self.most}


class Names(SeveralValues):
    def __init__(self, help: str, known: Sequence[str], most: int = MOST_VALUES) -> None:
        super().__init__(help)
        self.known, self.most = tuple(known), most

    def read(self, value: str) -> str:
        if value not in self.known:
            raise ValidationError(f"takes {', '.join(self.known)} (got {value[:SHOWN]!r})")
        return value

    def describe_one(self) -> JsonObject:
        return {"type": "string", "enum": list(self.known)}


class Sort(SeveralValues):
    """Fields to order by, `-` for descending; `relevance` for a search."""

    help = (
        "Order by these fields, with `-` descending; nulls last. "
        "`relevance`, first and only with `q`: words as written come first."
    )

    def __init__(self, collection: Collection) -> None:
        super().__init__()
        self.known = tuple(field.name for field in collection.sorts)

    def deserialize(self, value: Any, *_: Any, **__: Any) -> tuple[Key, ...]:
        """marshmallow: the keys. A field that is named again changes nothing."""
        keys: dict[str, Key] = {}
        for key in super().deserialize(value):
            keys.setdefault(key.field, key)
        found = tuple(keys.values())
        if RELEVANCE in found[1:]:
            raise ValidationError("relevance comes first")
        return found

    def read(self, value: str) -> Key:
        if value == RELEVANCE.field:
            return RELEVANCE
        field = value.removeprefix("-")
        if field not in self.known:
            takes = f"takes {', '.join(self.known)}, with - before it for descending, and {RELEVANCE.field}"
            there = "; /v1/facts sorts by it" if any(field == one.name for one in FACTS.sorts) else ""
            raise ValidationError(f"{takes} (got {value[:SHOWN]!r}{there})")
        return Key(field, value.startswith("-"))

    def describe_one(self) -> JsonObject:
        names = [sign + name for name in self.known for sign in ("", "-")]
        return {"type": "string", "enum": [*names, RELEVANCE.field]}


class Search(Parameter):
    """Words, "a phrase", prefix*, all of which must occur. Any text but an empty one is taken."""

    help = (
        "Full text: all words must occur, in any form (`relocate` finds `relocation`); "
        '`"a phrase"` is searched as written, `prefix*` finds words that begin with it. Case and accents do not matter.'
    )

    def describe(self) -> JsonObject:
        """Text without control characters that is not blank."""
        pattern = rf"^[^{CONTROLS}]*[^\s{CONTROLS}][^{CONTROLS}]*$"
        return {"type": "string", "minLength": 1, "pattern": pattern}


class Limit(Parameter):
    """A whole number from 1 to LARGEST_LIMIT, in ASCII digits."""

    def read(self, value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not 1 <= int(value) <= LARGEST_LIMIT:
            raise ValidationError(f"takes a whole number from 1 to {LARGEST_LIMIT} (got {value[:SHOWN]!r})")
        return int(value)

    def describe(self) -> JsonObject:
        return {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT}


class Choice(Parameter):
    """One word of several, each with its value."""

    def __init__(self, help: str, values: Mapping[str, object]) -> None:
        super().__init__(help)
        self._values = values

    def read(self, value: str) -> object:
        if value not in self._values:
            raise ValidationError(f"takes {' or '.join(self._values)} (got {value[:SHOWN]!r})")
        return self._values[value]

    def describe(self) -> JsonObject:
        return {"type": "string", "enum": list(self._values)}


class Version(Parameter):
    """A dataset's version, in full."""

    help = "Answer only from this version of the dataset (`Dataset-Version`); 409 if it has changed."

    def read(self, value: str) -> str:
        if not re.fullmatch("[0-9a-f]{64}", value):
            takes = "takes a dataset's version, 64 hexadecimal digits; /v1/versions lists them by day"
            raise ValidationError(f"{takes} (got {value[:SHOWN]!r})")
        return value

    def describe(self) -> JsonObject:
        return {"type": "string", "pattern": "^[0-9a-f]{64}$"}
