"""Parsers of request header fields, in linear time for any input (RFC 9110). Independent of any framework."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

LONGEST_REMEMBERED = 256  # characters; longer fields, which no client library sends, are not cached
_ETAG = re.compile(r'(W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_QUALITY = re.compile(r"[0-9](?:\.[0-9]{0,3})?")
# RFC 9110, 7.2, and RFC 3986, 3.2.2: a name, an address or nothing, and perhaps a port. No user.
_HOST = re.compile(r"([\w.~!$&'()*+,;=%-]*|\[[\w:.~%-]+\])(:[0-9]*)?", re.ASCII)


class ByteRange(NamedTuple):
    """Bytes of a representation, `last` inclusive."""

    first: int
    last: int


def names_etag(condition: str, *tags: str, strong: bool = False) -> str | None:
    """The first of these opaque tags that a condition lists; `*` lists none, nor do weak ones if `strong` (13.1.1)."""
    named = [tag for weak, tag in _ETAG.findall(condition) if not (weak and strong)]
    return next((tag for tag in tags if tag in named), None)


def is_condition(value: str) -> bool:
    """Whether If-Match or If-None-Match is valid: a tag or `*`. Anything else is ignored."""
    return is_any(value) or _ETAG.search(value) is not None


def is_any(condition: str) -> bool:
    """Whether the condition is `*`: any representation."""
    return condition.strip() == "*"


def is_host(value: str) -> bool:
    return _HOST.fullmatch(value) is not None


def byte_range(value: str, size: int) -> ByteRange | None:
    """The single byte range of Range. None if it is to be ignored: another unit, several ranges, or malformed.
    ValueError if it lies outside of the `size` bytes."""
    asked = _RANGE.fullmatch(value.replace(" ", "")) if len(value) <= LONGEST_REMEMBERED else None
    if asked is None or not any(asked.groups()):
        return None
    first, last = asked.groups()
    if not first:
        found = ByteRange(max(0, size - int(last)), size - 1)
    elif last and int(last) < int(first):
        return None
    else:
        found = ByteRange(int(first), min(int(last), size - 1) if last else size - 1)
    if found.first >= size:
        raise ValueError(f"bytes={first}-{last} lies outside of {size} bytes")
    return found


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether gzip is accepted (12.5.3). Without the field it is not used, though it would be allowed."""
    weights = _weights(accept_encoding)
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def preferred(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that Accept prefers (12.5.1), the first of equals; None if it accepts none. Parameters of
    media ranges are ignored. Without a valid range anything is accepted. `*` means `*/*`, as some clients send it."""
    weights = _weights(accept)
    if not weights:
        return offered[0]
    # `max` keeps the first of equals.
    best = max(offered, key=lambda media_type: _liking(weights, media_type))
    return best if _liking(weights, best)[0] > 0 else None


def _liking(weights: Mapping[str, float], media_type: str) -> tuple[float, int]:
    """The quality of a media type, and the specificity of the range it comes from."""
    ranges = ("*", "*/*", f"{media_type.partition('/')[0]}/*", media_type)
    specificity = max((n for n, media_range in enumerate(ranges) if media_range in weights), default=0)
    return weights.get(ranges[specificity], 0.0), specificity


def _weights(field: str) -> Mapping[str, float]:
    remembered = len(field) <= LONGEST_REMEMBERED
    return _read_weights(field) if remembered else _read_weights.__wrapped__(field)


@lru_cache(maxsize=1024)
def _read_weights(field: str) -> Mapping[str, float]:
    """The members of a list in lower case without parameters, each with its highest quality."""
    weights: dict[str, float] = {}
    for member in field.lower().split(","):
        name, *parameters = (part.strip() for part in member.split(";"))
        if name:
            weights[name] = max(weights.get(name, 0.0), _quality(parameters))
    return weights


def _quality(parameters: list[str]) -> float:
    """The first `q`, or 1; a malformed one counts as 0."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            return min(1.0, float(value)) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0
