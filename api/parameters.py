"""Values of query parameters: what each takes, and what it says when given something else.

marshmallow fields, one a kind of value. `describe()` is its JSON Schema, for the OpenAPI document.
"""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from marshmallow import ValidationError
from marshmallow import fields as base
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from api.store.plan import RELEVANCE, Key, Scalar, Term
from api.store.words import terms
from schemas.edtf_date import parse
from schemas.registry import Collection, Field
from schemas.values import LARGEST, Number, Ref

_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?(?:[eE][-+]?[0-9]{1,3})?")
_DIGITS = re.compile(r"-?[0-9]{1,18}")
_DAY = r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_TIME = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?(?:Z|[+-][0-9]{2}:[0-5][0-9])?"
)
_COMMA = re.compile(r"(?<!\\),")
_MOST_VALUES = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS = {"true": True, "false": False}


class Parameter(base.Field[Any]):
    """A parameter of the query string; `help` documents it."""

    help = ""
    example: str | None = None

    def _deserialize(self, value: str, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ARG002
        return self.read(value)

    def read(self, value: str) -> Any:
        """The value that the text stands for; ValidationError says what is taken."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """JSON Schema of the value."""
        return {"type": "string"}


class FieldValues(Parameter):
    """Equals: one value of a field, or several separated by commas (a comma within one is written `\\,`)."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.help = f"Only records whose `{field.name}` is this; several values, separated by commas, mean any of them."

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(self.field.annotation)

    def read(self, value: str) -> tuple[Scalar, ...]:
        parts = [part.replace("\\,", ",") for part in _COMMA.split(value)]
        if len(parts) > _MOST_VALUES:
            raise ValidationError(f"takes at most {_MOST_VALUES} values (got {len(parts)})")
        return tuple(dict.fromkeys(self._one(part) for part in parts))

    def _one(self, text: str) -> Scalar:
        try:
            found: Scalar = self._adapter.validate_python(self._plain(text), strict=True)
        except ValueError as error:
            told = error.errors(include_url=False)[0]["msg"] if isinstance(error, Refused) else str(error)
            message = told.removeprefix("Value error, ")
            raise ValidationError(
                f"takes {self.takes()}: {message[:1].lower()}{message[1:]} (got {text[:60]!r})"
            ) from error
        return found

    def _plain(self, text: str) -> Scalar:
        if self.field.primitive == "boolean":
            return _WORDS.get(text, text)
        if self.field.primitive == "number":
            return _number(text) if _NUMBER.fullmatch(text) else text
        return text

    def takes(self) -> str:
        """What a value is, in words."""
        if self.field.options:
            return f"one of {', '.join(self.field.options)}"
        if self.field.refers_to:
            return f"a ref such as {self.field.refers_to.collections[0]}/…"
        return {"boolean": "true or false", "number": "a number"}.get(self.field.primitive, "a value of this field")

    def describe(self) -> dict[str, Any]:
        """Comma-separated values; an enumeration's are listed."""
        item = dict(self._adapter.json_schema())
        item.pop("title", None)
        return {"type": "array", "items": item, "minItems": 1, "maxItems": _MOST_VALUES}


class Refs(Parameter):
    """One or more refs, any of which stands anywhere in the record."""

    help = "Only records in which this ref stands, in whatever field; several, separated by commas, mean any of them."
    example = "companies/microsoft"
    _adapter: TypeAdapter[str] = TypeAdapter(Ref)

    def read(self, value: str) -> tuple[str, ...]:
        refs = value.split(",")
        if len(refs) > _MOST_VALUES:
            raise ValidationError(f"takes at most {_MOST_VALUES} values (got {len(refs)})")
        try:
            return tuple(dict.fromkeys(map(self._adapter.validate_python, refs)))
        except Refused as error:
            raise ValidationError(f"takes a ref, as is companies/microsoft (got {value[:60]!r})") from error

    def describe(self) -> dict[str, Any]:
        """Comma-separated refs."""
        return {"type": "array", "items": self._adapter.json_schema(), "minItems": 1, "maxItems": _MOST_VALUES}


class Amount(Parameter):
    """A finite number."""

    example = "750"
    _adapter: TypeAdapter[int | float] = TypeAdapter(Number)

    def __init__(self, help: str) -> None:
        super().__init__()
        self.help = help

    def read(self, value: str) -> float:
        try:
            if not _NUMBER.fullmatch(value):
                raise ValueError
            return float(self._adapter.validate_python(_number(value)))
        except (ValueError, OverflowError) as error:
            raise ValidationError(f"takes a number within ±10^15, such as 750 or 0.5 (got {value[:60]!r})") from error

    def describe(self) -> dict[str, Any]:
        """A number within the range of quantities."""
        return {"type": "number", "minimum": -(10**15), "maximum": 10**15}


class Moment(Parameter):
    """A day, given as ISO date (or year, or month), ISO date-time, or milliseconds since 1970; `end` takes the last
    day of a year or month instead of the first."""

    example = "2024-05-01"

    def __init__(self, help: str, end: bool = False) -> None:
        super().__init__()
        self.help, self._end = help, end

    def read(self, value: str) -> str:
        try:
            return self._day(value)
        except (ValueError, OverflowError) as error:
            takes = "takes an ISO date or date-time, or milliseconds since 1970, within the years 0001 to 9999"
            raise ValidationError(f"{takes} (got {value[:60]!r})") from error

    def _day(self, text: str) -> str:
        if re.fullmatch(_DAY, text):
            span = parse(text)
            found = span.latest if self._end else span.earliest
            return (found or date.min).isoformat()
        if _DIGITS.fullmatch(text):
            return (_EPOCH + timedelta(milliseconds=int(text))).date().isoformat()
        text = re.sub(r" (?=[0-9]{2}:[0-9]{2}$)", "+", text)  # '+' reads as a blank in a query
        if not re.fullmatch(_TIME, text):
            raise ValueError
        moment = datetime.fromisoformat(text)
        return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()

    def describe(self) -> dict[str, Any]:
        """Any of the three forms."""
        return {"type": "string", "pattern": f"^(?:{_DAY}|{_TIME}|-?[0-9]{{1,13}}|[0-9]{{14}})$"}


class Search(Parameter):
    """Words, "a phrase", prefix*: all of them must be there."""

    help = (
        'Full text: all words must be there; `"a phrase"` stands together, `prefix*` begins a word. '
        "Case and accents do not matter."
    )
    example = "relocat*"

    def read(self, value: str) -> tuple[Term, ...]:
        return terms(value)

    def describe(self) -> dict[str, Any]:
        """Any text."""
        return {"type": "string", "minLength": 1}


class Names(Parameter):
    """Names from a list, separated by commas, each once."""

    def __init__(self, help: str, known: Sequence[str], most: int | None = None) -> None:
        super().__init__()
        self.help, self.known, self._most = help, tuple(known), most

    def read(self, value: str) -> tuple[str, ...]:
        names = value.split(",")
        for name in names:
            if name not in self.known:
                raise ValidationError(f"takes {', '.join(self.known)} (got {name[:60]!r})")
        if len(set(names)) < len(names):
            raise ValidationError("names something twice")
        if self._most and len(names) > self._most:
            raise ValidationError(f"takes at most {self._most} names (got {len(names)})")
        return tuple(names)

    def describe(self) -> dict[str, Any]:
        """Comma-separated names."""
        items = {"type": "string", "enum": list(self.known)}
        return {
            "type": "array",
            "items": items,
            "minItems": 1,
            "maxItems": self._most or len(self.known),
            "uniqueItems": True,
        }


class Sort(Parameter):
    """Fields to order by, `-` for descending; `relevance` for a search."""

    help = (
        "Order by these fields, `-` before one for descending; nulls last. "
        "`relevance`, first and only with `q`: matches in a name or label before others."
    )

    def __init__(self, collection: Collection) -> None:
        super().__init__()
        self.known = tuple(field.name for field in collection.sorts)
        self.example = f"-{self.known[-1]}"

    def read(self, value: str) -> tuple[Key, ...]:
        keys = tuple(self._key(name) for name in value.split(","))
        if len({key.field for key in keys}) < len(keys):
            raise ValidationError("names a field twice")
        if RELEVANCE in keys[1:]:
            raise ValidationError("relevance comes first")
        return keys

    def _key(self, name: str) -> Key:
        if name == RELEVANCE.field:
            return RELEVANCE
        field = name.removeprefix("-")
        if field not in self.known:
            raise ValidationError(
                f"takes {', '.join((*self.known, RELEVANCE.field))}, each with or without - (got {name[:60]!r})"
            )
        return Key(field, name.startswith("-"))

    def describe(self) -> dict[str, Any]:
        """Comma-separated fields."""
        names = [sign + name for name in self.known for sign in ("", "-")]
        items = {"type": "string", "enum": [*names, RELEVANCE.field]}
        return {"type": "array", "items": items, "minItems": 1}


class Whole(Parameter):
    """A whole number in a range, in ASCII digits."""

    def __init__(self, help: str, low: int, high: int) -> None:
        super().__init__()
        self.help, self._low, self._high = help, low, high
        self.example = str(min(25, high))

    def read(self, value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", value) or not self._low <= int(value) <= self._high:
            raise ValidationError(f"takes a whole number from {self._low} to {self._high} (got {value[:60]!r})")
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
        if value not in self._values:
            raise ValidationError(f"takes {' or '.join(self._values)} (got {value[:60]!r})")
        return self._values[value]

    def describe(self) -> dict[str, Any]:
        """The words."""
        return {"type": "string", "enum": list(self._values)}


class Cursor(Parameter):
    """Where to go on."""

    help = "Go on after a page: its `next_cursor`, with the same filters and order."

    def read(self, value: str) -> str:
        return value


def _number(text: str) -> int | float:
    """A number as JSON would read it; ValueError where no quantity is so large."""
    found = float(text)
    if not abs(found) <= LARGEST:
        raise ValueError("is larger than any quantity here")
    return int(found) if found == int(found) else found
