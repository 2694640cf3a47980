"""From a query string to the text of its parameters: decoded, known, repeated only if several values are taken."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice
from urllib.parse import unquote_to_bytes

from marshmallow import Schema

from api.problems import ParameterError, Problem, bad_parameter
from api.query.parameters import SeveralValues
from schemas.characters import normalized, refuse_unsafe

_MOST_PARAMETERS = 100
_BRACKETS = re.compile(r"\[[0-9]{0,2}\]$")
_LONGEST_NAME = 60  # characters of an unknown name that an error repeats
_MOST_NAMED = 10  # unknown names in an error
_LEAST_ALIKE = 75  # of 100: how alike a known name has to be to be proposed


def read_pairs(query: bytes, schema: Schema) -> Mapping[str, str | list[str]]:
    """The text of each parameter given, or a list of texts if it takes several values. Problem for an unknown
    parameter, a repeated one that takes one value, and what is not text."""
    pairs = [pair.partition(b"=") for pair in query.split(b"&") if pair]
    if len(pairs) > _MOST_PARAMETERS:
        raise Problem("invalid-parameter", f"There are more than {_MOST_PARAMETERS} parameters.")
    one: dict[str, str] = {}
    several: dict[str, list[str]] = {}
    for raw_name, _, raw_value in pairs:
        try:
            name, takes_several = _parameter(raw_name, schema)
        except LookupError:
            raise _unknown([name for name, _, _ in pairs], schema) from None
        if takes_several:
            several.setdefault(name, []).append(_text(name, raw_value))
        elif name in one:
            raise bad_parameter(name, "takes one value, but is given twice; give it once", "repeated-parameter")
        else:
            one[name] = _text(name, raw_value)
    return {**one, **several}


@lru_cache(maxsize=1024)
def _parameter(raw_name: bytes, schema: Schema) -> tuple[str, bool]:
    """A parameter's name, without the brackets that axios and others add to lists (`hedge[]=about`, `hedge[0]=about`),
    and whether it takes several values. LookupError for an unknown one."""
    written = _decoded(raw_name) or "?"
    if written in schema.fields:
        return written, isinstance(schema.fields[written], SeveralValues)
    name = _BRACKETS.sub("", written)
    if isinstance(schema.fields.get(name), SeveralValues):
        return name, True
    raise LookupError(written)


def _unknown(raw_names: Sequence[bytes], schema: Schema) -> Problem:
    """The problem that names those of the parameters that are unknown, and lists the known ones once."""
    messages: dict[str, str] = {}
    for raw_name in raw_names:
        try:
            _parameter(raw_name, schema)
        except LookupError as error:
            name = str(error.args[0])[:_LONGEST_NAME]
            known = "" if messages else f"; known: {', '.join(schema.fields) or 'none'}"
            messages.setdefault(name, f"is not a parameter here{_alike(name, schema)}{known}")
    errors = [ParameterError(parameter=name, message=said) for name, said in islice(messages.items(), _MOST_NAMED)]
    return Problem("unknown-parameter", "; ".join(f"{one.parameter}: {one.message}" for one in errors), errors)


def _alike(name: str, schema: Schema) -> str:
    from rapidfuzz import fuzz, process  # only an error needs it

    alike = process.extract(name, list(schema.fields), scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=2)
    return f" ({' or '.join(found for found, _, _ in alike)} may be meant)" if alike else ""


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
