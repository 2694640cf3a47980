"""Parameters that compare with what records hold: field values, refs, amounts, days."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from math import isfinite
from typing import Annotated, Any, get_args, get_origin

from marshmallow import ValidationError
from pydantic import AfterValidator, TypeAdapter
from pydantic import ValidationError as Refused

from api.query.parameter import MOST_VALUES, SHOWN, Parameter, several
from api.store.plan import Scalar
from schemas.characters import CONTROLS
from schemas.edtf_date import parse
from schemas.registry import Field
from schemas.values import Number, Ref

_NUMBER = re.compile(r"[-+]?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][-+]?[0-9]{1,3})?")
_DIGITS = re.compile(r"-?[0-9]{1,15}")
_YEAR_OR_MONTH_OR_DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?([Zz]|[-+ ][0-9]{2}:?[0-9]{2})?"
)
_ZONE = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")  # in a query '+' reads as a blank
_LEAP = re.compile(r"(?<=:[0-9]{2}):60")  # a leap second belongs to the day it ends
_COMMA = re.compile(r"(?<!\\),")
_EDGE = rf"(?:[^\s,{CONTROLS}]|\\,)"
_PLAIN_TEXT = rf"^{_EDGE}(?:(?:[^,{CONTROLS}]|\\,)*{_EDGE})?$"  # no blank at an end; a comma only after a backslash
_SAID = ("literal_error", "string_type", "bool_type", "string_pattern_mismatch")  # what is taken says it already
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WORDS = {"true": True, "false": False}


class FieldValues(Parameter):
    """Equals: one value of a field, or several separated by commas (a comma within one is written `\\,`).

    Values are held to the form of the field's type only: asking for a date that no calendar has finds nothing.
    """

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.help = f"Only records whose `{field.name}` is this; several values, separated by commas, mean any of them."

    @cached_property
    def _adapter(self) -> TypeAdapter[Any]:
        return TypeAdapter(_by_form(self.field.annotation))

    def read(self, value: str) -> tuple[Scalar, ...]:
        """The values, each once."""
        parts = [part.replace("\\,", ",") for part in _COMMA.split(value)]
        if len(parts) > MOST_VALUES:
            raise ValidationError(f"takes at most {MOST_VALUES} values (got {len(parts)})")
        return tuple(dict.fromkeys(self._one(part) for part in parts))

    def _one(self, text: str) -> Scalar:
        try:
            found: Scalar = self._adapter.validate_python(self._plain(text), strict=True)
        except ValueError as error:
            raise ValidationError(f"takes {self.takes()}{_why(error)} (got {text[:SHOWN]!r})") from error
        return float(found) if self.field.primitive == "number" else found

    def _plain(self, text: str) -> Scalar:
        if self.field.primitive == "boolean":
            return _WORDS.get(text, text)
        if self.field.primitive == "number":
            return _number(text) if _NUMBER.fullmatch(text) else text
        if not text or text != text.strip():
            raise ValueError("is empty or has a blank at an end")
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
        item = {key: value for key, value in self._adapter.json_schema().items() if key not in ("title", "format")}
        if item.get("type") == "string" and not {"pattern", "enum", "const"} & item.keys():
            item |= {"minLength": 1, "pattern": _PLAIN_TEXT}
        return several(item)


class Refs(Parameter):
    """One or more refs, any of which stands anywhere in the record."""

    help = "Only records in which this ref stands, in whatever field; several, separated by commas, mean any of them."
    _adapter: TypeAdapter[str] = TypeAdapter(Ref)

    def read(self, value: str) -> tuple[str, ...]:
        """The refs, each once."""
        try:
            found = [self._adapter.validate_python(one) for one in value.split(",")]
        except Refused as error:
            raise ValidationError(f"takes a ref, as is companies/microsoft (got {value[:SHOWN]!r})") from error
        if len(found) > MOST_VALUES:
            raise ValidationError(f"takes at most {MOST_VALUES} refs (got {len(found)})")
        return tuple(dict.fromkeys(found))

    def describe(self) -> dict[str, Any]:
        """Comma-separated refs."""
        return several(self._adapter.json_schema())


class Amount(Parameter):
    """A finite number."""

    _adapter: TypeAdapter[int | float] = TypeAdapter(Number)

    def __init__(self, help: str) -> None:
        super().__init__()
        self.help = help

    def read(self, value: str) -> float:
        """The number."""
        try:
            if not _NUMBER.fullmatch(value):
                raise ValueError
            return float(self._adapter.validate_python(_number(value)))
        except ValueError as error:
            raise ValidationError(
                f"takes a number within ±10^15, such as 750 or 0.5 (got {value[:SHOWN]!r})"
            ) from error

    def describe(self) -> dict[str, Any]:
        """A number within the range of quantities."""
        return {"type": "number", "minimum": -(10**15), "maximum": 10**15}


class Moment(Parameter):
    """A day, given as ISO date (or year, or month), ISO date-time, or milliseconds since 1970.

    Of a year or month it is the first day, or with `end` the last; of a date-time in a zone the day in UTC. Four
    digits are a year.
    """

    def __init__(self, help: str, end: bool = False) -> None:
        super().__init__()
        self.help, self._end = help, end

    def read(self, value: str) -> str:
        """The day, as ISO date."""
        try:
            return self._day(value)
        except (ValueError, OverflowError) as error:
            takes = "takes an ISO date or date-time, or milliseconds since 1970, within the years 0001 to 9999"
            raise ValidationError(f"{takes} (got {value[:SHOWN]!r})") from error

    def _day(self, text: str) -> str:
        if _YEAR_OR_MONTH_OR_DAY.fullmatch(text):
            span = parse(text)
            return ((span.latest if self._end else span.earliest) or date.min).isoformat()
        if _DIGITS.fullmatch(text):
            return (_EPOCH + timedelta(milliseconds=int(text))).date().isoformat()
        if not _MOMENT.fullmatch(text):
            raise ValueError("is neither")
        moment = datetime.fromisoformat(_LEAP.sub(":59", _ZONE.sub("+", text.upper())))
        try:
            return (moment.astimezone(UTC) if moment.tzinfo else moment).date().isoformat()
        except OverflowError:  # the first or last day there is, in a zone where it is another
            return moment.date().isoformat()

    def describe(self) -> dict[str, Any]:
        """Any of the forms."""
        return {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "format": "date-time"},
                {"type": "string", "pattern": "^(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?$"},
                {"type": "integer", "minimum": -62135596800000, "maximum": 253402300799999},
            ]
        }


def _number(text: str) -> int | float:
    """A number as JSON would read it; ValueError where it is not finite."""
    found = float(text)
    if not isfinite(found):
        raise ValueError("is not finite")
    return int(found) if found == int(found) else found


def _by_form(annotation: Any) -> Any:
    """A field's type without the checks that go beyond its form."""
    if get_origin(annotation) is not Annotated:
        return annotation
    inner, *marks = get_args(annotation)
    kept = [mark for mark in marks if not isinstance(mark, AfterValidator)]
    return Annotated[(_by_form(inner), *kept)] if kept else _by_form(inner)


def _why(error: ValueError) -> str:
    """What a refused value is told, where that says more than what is taken."""
    if not isinstance(error, Refused):
        return f": {error}"
    refusal = error.errors(include_url=False)[0]
    return (
        ""
        if refusal["type"] in ("literal_error", "string_type", "bool_type", "string_pattern_mismatch")
        else f": {refusal['msg']}"
    )
