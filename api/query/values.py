"""Parameters that are compared with what records hold: field values, refs, amounts, moments."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache, cached_property
from math import isfinite
from typing import Annotated, Any, NamedTuple, get_args, get_origin

from marshmallow import ValidationError
from pydantic import AfterValidator, TypeAdapter
from pydantic import ValidationError as Refused

from api.query.parameters import SHOWN, Parameter, SeveralValues
from api.store.plan import Moment, Scalar
from schemas.characters import CONTROLS
from schemas.edtf_date import parse
from schemas.registry import Field
from schemas.units import LONGEST_CODE, unit_of
from schemas.values import REGISTRY, JsonObject, Number, Ref, pattern_in_words

_NUMBER = re.compile(r"[-+]?[0-9]{1,400}(?:\.[0-9]{1,400})?(?:[eE][-+]?[0-9]{1,3})?")
_MILLISECONDS = re.compile(r"-?[0-9]{1,15}")
_SECONDS = re.compile(r"-?[0-9]{9,10}")
_BASIC_DAY = re.compile(r"(?:19|20)[0-9]{6}")
_YEAR_OR_MONTH_OR_DAY = re.compile(r"[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?([Zz]|[-+ ][0-9]{2}:?[0-9]{2})?"
)
_ZONE = re.compile(r" (?=[0-9]{2}:?[0-9]{2}$)")  # in a query '+' reads as a blank
_LEAP = re.compile(r"(?<=:[0-9]{2}):60")  # a leap second belongs to the day it ends
_EDGE = rf"(?:[^\s,{CONTROLS}]|\\,)"
_PLAIN_TEXT = rf"^{_EDGE}(?:(?:[^,{CONTROLS}]|\\,)*{_EDGE})?$"  # no blank at an end; a comma only after a backslash
_CLASS = re.compile(r"\[(?:\\.|[^]\\])+\]")  # of characters, in a pattern
_ANY_REF: TypeAdapter[str] = TypeAdapter(Ref)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BOOLEANS = {"true": True, "false": False}
# Types of error that add nothing to what is taken.
_FORM_ALONE = ("literal_error", "string_type", "bool_type", "int_type", "float_type", "string_pattern_mismatch")


class EntryName(NamedTuple):
    """A name given instead of a ref, and the registry collections that its entry may be in."""

    text: str
    collections: tuple[str, ...]


class FieldValues(SeveralValues):
    """Values of a field. A registry entry's name or alias is taken for its ref. Only the form is checked: a date that
    no calendar has finds nothing."""

    def __init__(self, field: Field, excluded: bool = False) -> None:
        super().__init__("None of these, or absent." if excluded else "One of these.")
        self.field = field

    @cached_property
    def _adapter(self) -> TypeAdapter[Scalar]:
        return _adapter_of(self.field.annotation)

    def read(self, value: str) -> Scalar | EntryName:
        if self.field.refers_to and not _is_ref(value):
            entries = tuple(name for name in self.field.refers_to.collections if name in REGISTRY)
            if entries:
                return EntryName(_bare(value), entries)
        try:
            found = self._adapter.validate_python(self._plain(value), strict=True)
        except ValueError as error:
            raise ValidationError(f"takes {self.takes()}{_reason(error)} (got {value[:SHOWN]!r})") from error
        return float(found) if self.field.primitive == "number" else found

    def _plain(self, text: str) -> Scalar:
        if self.field.primitive == "boolean":
            return _BOOLEANS.get(text, text)
        if self.field.primitive == "number":
            return _number(text) if _NUMBER.fullmatch(text) else text
        return _bare(text)

    def takes(self) -> str:
        if self.field.options:
            return f"one of {', '.join(self.field.options)}"
        if self.field.refers_to:
            return f"a ref such as {self.field.refers_to.collections[0]}/…"
        if self.field.primitive != "text":
            return {"boolean": "true or false", "number": "a number"}[self.field.primitive]
        shape = _shape_of(self.field.annotation)
        if "pattern" in shape:
            return pattern_in_words(shape["pattern"])
        return f"a value of the form {shape['format']}" if "format" in shape else "text"

    def describe_one(self) -> JsonObject:
        """The field's values. That names are taken for refs is said in words, since they depend on the dataset."""
        shape = _shape_of(self.field.annotation)
        item = {key: value for key, value in shape.items() if key not in ("title", "format")}
        if item.get("type") == "string" and not {"pattern", "enum", "const"} & item.keys():
            item |= {"minLength": 1, "pattern": _PLAIN_TEXT}
        elif "pattern" in item:
            item["pattern"] = _CLASS.sub(_as_item, item["pattern"])
        return item


def _as_item(found: re.Match[str]) -> str:
    """A class of characters as an item of a list has them: a comma and a backslash only after a backslash."""
    escaped = "".join(re.escape(one) for one in ",\\" if re.fullmatch(found[0], one))
    return rf"(?:(?![,\\]){found[0]}|\\[{escaped}])" if escaped else found[0]


@cache
def _adapter_of(annotation: object) -> TypeAdapter[Scalar]:
    """One for all fields of a type, since making it takes a millisecond."""
    return TypeAdapter(_form_of(annotation))


@cache
def _shape_of(annotation: object) -> JsonObject:
    return _adapter_of(annotation).json_schema()


class Refs(SeveralValues):
    """Refs, or names of registry entries, of which one occurs anywhere in the record."""

    help = "Only records with one of these refs in any field. A name or alias that only one entry has is its ref."

    def read(self, value: str) -> str | EntryName:
        return value if _is_ref(value) else EntryName(_bare(value), REGISTRY)

    def describe_one(self) -> JsonObject:
        """A ref. That names are taken too is said in words, since they depend on the dataset."""
        return {key: value for key, value in _shape_of(Ref).items() if key != "title"}


class Amount(Parameter):
    _adapter: TypeAdapter[int | float] = TypeAdapter(Number)

    def read(self, value: str) -> float:
        try:
            if not _NUMBER.fullmatch(value):
                raise ValueError
            return float(self._adapter.validate_python(_number(value)))
        except ValueError as error:
            takes = "takes a number within ±10^15, such as 750 or 0.5"
            raise ValidationError(f"{takes} (got {value[:SHOWN]!r})") from error

    def describe(self) -> JsonObject:
        return {"type": "number", "minimum": -(10**15), "maximum": 10**15}


class UnitCode(Parameter):
    """A unit or a currency, as its code."""

    def read(self, value: str) -> str:
        try:
            unit_of(value)
        except ValueError as error:
            message = f"takes a UCUM code, such as km/h or %, or a currency (ISO 4217), such as EUR: {value[:SHOWN]!r}"
            raise ValidationError(f"{message} {error}") from error
        return value

    def describe(self) -> JsonObject:
        """A code; not every text of the form is one."""
        return {"type": "string", "minLength": 1, "maxLength": LONGEST_CODE}


class TimeBound(Parameter):
    """A day, given as ISO date (or year, or month), or an instant, as ISO date-time or milliseconds since 1970.

    A year or month stands for its first day, or with `end` its last; a date-time without a zone is in UTC. Nine or ten
    digits are refused, since they are more likely seconds, and so is 20240523, which is more likely a day.
    """

    def __init__(self, help: str, end: bool = False) -> None:
        super().__init__(help)
        self._end = end

    def read(self, value: str) -> Moment:
        if _SECONDS.fullmatch(value):
            instead = f"write {value}000, or an ISO date such as 2024-05-23"
            raise ValidationError(f"takes milliseconds since 1970, and {value} looks like seconds: {instead}")
        if _BASIC_DAY.fullmatch(value):
            instead = f"write {value[:4]}-{value[4:6]}-{value[6:]}"
            raise ValidationError(f"takes milliseconds since 1970, and {value} looks like a day: {instead}")
        try:
            return self._moment(value)
        except (ValueError, OverflowError) as error:
            takes = "takes an ISO date or date-time, or milliseconds since 1970, within the years 0001 to 9999"
            raise ValidationError(f"{takes} (got {value[:SHOWN]!r})") from error

    def _moment(self, text: str) -> Moment:
        if _YEAR_OR_MONTH_OR_DAY.fullmatch(text):
            span = parse(text).hull
            return Moment((span.latest if self._end else span.earliest) or date.min.isoformat())
        if _MILLISECONDS.fullmatch(text):
            return _instant(_EPOCH + timedelta(milliseconds=int(text)))
        if not _MOMENT.fullmatch(text):
            raise ValueError("is neither")
        moment = datetime.fromisoformat(_LEAP.sub(":59", _ZONE.sub("+", text.upper())))
        try:
            return _instant(moment.astimezone(UTC) if moment.tzinfo else moment)
        except OverflowError:  # the first or last day of the calendar, which is another day in UTC
            return _instant(moment)

    def describe(self) -> JsonObject:
        return {
            "anyOf": [
                {"type": "string", "format": "date"},
                {"type": "string", "format": "date-time"},
                {"type": "string", "pattern": "^(?!0000)[0-9]{4}(?:-(?:0[1-9]|1[0-2]))?$"},
                {"type": "integer", "minimum": -62135596800000, "maximum": -10_000_000_000},
                {"type": "integer", "minimum": -99_999_999, "maximum": 18_999_999},
                {"type": "integer", "minimum": 21_000_000, "maximum": 99_999_999},
                {"type": "integer", "minimum": 10_000_000_000, "maximum": 253402300799999},
            ]
        }


def _instant(moment: datetime) -> Moment:
    return Moment(f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z", instant=True)


def _is_ref(text: str) -> bool:
    try:
        _ANY_REF.validate_python(text)
    except Refused:
        return False
    return True


def _bare(text: str) -> str:
    if not text or text != text.strip():
        raise ValidationError(f"takes values that are not empty and have no blank at an end (got {text[:SHOWN]!r})")
    return text


def _number(text: str) -> int | float:
    """A number as JSON reads it; ValueError if it is not finite."""
    found = float(text)
    if not isfinite(found):
        raise ValueError("is not finite")
    return int(found) if found == int(found) else found


def _form_of(annotation: Any) -> Any:
    """A field's type without the checks that go beyond its form."""
    if get_origin(annotation) is not Annotated:
        return annotation
    inner, *marks = get_args(annotation)
    kept = [mark for mark in marks if not isinstance(mark, AfterValidator)]
    return Annotated[(_form_of(inner), *kept)] if kept else _form_of(inner)


def _reason(error: ValueError) -> str:
    """Why a value is refused, if that adds to what is taken."""
    if not isinstance(error, Refused):
        return f": {error}"
    refusal = error.errors(include_url=False)[0]
    return "" if refusal["type"] in _FORM_ALONE else f": {refusal['msg']}"
