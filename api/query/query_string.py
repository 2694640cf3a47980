"""From a query string to the text of its parameters: decoded, known, and repeated only if they take several values."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from marshmallow import Schema

from api.problems import Problem, bad_parameter
from api.query.parameters import Parameter
from schemas.characters import normalized, refuse_unsafe

_MOST_PARAMETERS = 100
_BRACKETS = re.compile(r"\[[0-9]{0,2}\]$")
_LONGEST_NAME = 60  # characters of an unknown name that an error repeats


def read_pairs(query: bytes, schema: Schema) -> Mapping[str, Any]:
    """The text of each parameter given; a list of texts where the parameter takes several values.

    Problem for an unknown parameter, for a single-valued one that is repeated, and for what is not text.
    """
    pairs = [pair.partition(b"=") for pair in query.split(b"&") if pair]
    if len(pairs) > _MOST_PARAMETERS:
        raise Problem("invalid-parameter", f"There are more than {_MOST_PARAMETERS} parameters.")
    given: dict[str, Any] = {}
    for raw_name, _, raw_value in pairs:
        name = _name(_decoded(raw_name) or "?", schema)
        if _takes_several(schema.fields[name]):
            given.setdefault(name, []).append(_text(name, raw_value))
        elif name in given:
            raise bad_parameter(name, "takes one value, but is given twice; give it once", "repeated-parameter")
        else:
            given[name] = _text(name, raw_value)
    return given


def _name(written: str, schema: Schema) -> str:
    """The parameter's name; one that takes several values may have brackets behind it, as axios and others write lists:
    `hedge[]=about`, `hedge[0]=about`. Problem for an unknown one."""
    if written in schema.fields:
        return written
    name = _BRACKETS.sub("", written)
    if name != written and name in schema.fields and _takes_several(schema.fields[name]):
        return name
    raise _unknown(written, schema)


def _takes_several(field: Any) -> bool:
    return isinstance(field, Parameter) and field.several


def _text(name: str, raw: bytes) -> str:
    value = _decoded(raw)
    if value is None:
        raise bad_parameter(name, "is not UTF-8 text")
    if value.isascii() and value.isprintable() and value.strip():
        return value
    if not value.strip():
        raise bad_parameter(name, "is empty; leave it out or give a value")
    try:
        refuse_unsafe(value)
    except ValueError as error:
        raise bad_parameter(name, str(error)) from error
    return normalized(value)


def _decoded(raw: bytes) -> str | None:
    if b"%" not in raw and b"+" not in raw and raw.isascii():
        return raw.decode("ascii")
    try:
        return unquote_to_bytes(raw.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        return None


def _unknown(name: str, schema: Schema) -> Problem:
    known = ", ".join(schema.fields) or "none"
    return bad_parameter(name[:_LONGEST_NAME], f"is not a parameter here; known: {known}", "unknown-parameter")
