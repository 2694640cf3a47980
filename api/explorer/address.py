"""The page's own address, and the same question with other parameters."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import Response, redirect, request

from api.formats import JSON, Format

_SHAPING = ("sort", "cursor", "limit", "fields", "count", "bom")  # parameters that do not choose records


@dataclass(frozen=True, slots=True)
class Address:
    """A path and the pairs of its query."""

    path: str
    pairs: tuple[tuple[str, str], ...] = ()

    def value(self, name: str) -> str | None:
        return dict(self.pairs).get(name)

    @property
    def filters(self) -> tuple[tuple[str, str], ...]:
        """The pairs that narrow the records down."""
        return tuple(pair for pair in self.pairs if pair[0] not in _SHAPING)

    def but(self, **changes: str | None) -> "Address":
        """With other values; None removes a parameter. A cursor is dropped: another question starts at page one."""
        kept = [pair for pair in self.pairs if pair[0] not in changes and pair[0] != "cursor"]
        return Address(self.path, (*kept, *((name, value) for name, value in changes.items() if value is not None)))

    def at(self, path: str) -> "Address":
        return Address(path, self.pairs)

    def __str__(self) -> str:
        return self.path + (f"?{urlencode(self.pairs, safe='/,:')}" if self.pairs else "")


def here() -> Address:
    """The address of this request; never a host."""
    query = request.query_string.decode("utf-8", "replace")
    return Address(request.path, tuple(parse_qsl(query, keep_blank_values=True)))


def without_blanks(address: Address) -> Response | None:
    """A redirect that drops the parameters that a form left empty; None if there are none."""
    filled = tuple(pair for pair in address.pairs if pair[1].strip())
    if len(filled) == len(address.pairs):
        return None
    return redirect(str(Address(address.path, filled)), 302)  # type: ignore[return-value]


def sources(formats: Iterable[Format], api: Address) -> dict[str, object]:
    """A page's content as data: its API address, and the same in every other format."""
    whole, others = api.but(), [made for made in formats if made.suffix != JSON.suffix]
    return {"api": api, "formats": [(made, whole.at(f"{whole.path}.{made.suffix}")) for made in others]}
