"""The formats, and the choice among them: the suffix decides, or else the Accept header."""

from functools import cache, lru_cache

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.formats import atom, counts, csv_table, geojson, ics, json_page, jsonld, ndjson, svg
from api.formats.format import Format, View, address
from api.problems import Problem

FORMATS: tuple[Format, ...] = (
    json_page.FORMAT,
    csv_table.FORMAT,
    ndjson.FORMAT,
    jsonld.FORMAT,
    geojson.FORMAT,
    ics.FORMAT,
    atom.FORMAT,
    svg.FORMAT,
)
COUNTS_FORMATS = counts.FORMATS
_LONGEST_KEPT = 256  # characters of an Accept whose meaning is kept: longer ones are no client library's
SUFFIXES = {made.suffix: made for made in FORMATS}

__all__ = ["COUNTS_FORMATS", "FORMATS", "SUFFIXES", "Format", "View", "address", "choose", "offered"]


@cache
def offered(collection: str) -> tuple[Format, ...]:
    """The formats that a collection has."""
    return tuple(made for made in FORMATS if made.shows(collection))


def choose(formats: tuple[Format, ...], suffix: str | None, accept: str | None, path: str) -> Format:
    """The format asked for, by suffix or by the value of Accept; Problem `not-acceptable` that lists what there is."""
    if suffix is not None:
        found = next((made for made in formats if made.suffix == suffix), None)
    else:
        prefer = _preferred if len(accept or "") <= _LONGEST_KEPT else _preferred.__wrapped__
        found = prefer(formats, accept) if accept else formats[0]
    if found is None:
        listed = ", ".join(f"{path}.{made.suffix} ({made.mime})" for made in formats)
        raise Problem("not-acceptable", f"There is no such format here; there are {listed}.")
    return found


@lru_cache(maxsize=1024)
def _preferred(formats: tuple[Format, ...], accept: str) -> Format | None:
    given = parse_accept_header(accept, MIMEAccept)
    if not given:
        return formats[0]
    bare = MIMEAccept([(value.partition(";")[0].strip(), quality) for value, quality in given])
    best = bare.best_match([made.mime for made in formats])
    return next((made for made in formats if made.mime == best), None)
