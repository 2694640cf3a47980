"""What an article's file may leave out because its claims say it.

A claim's `label` is by default its statement. The `label` and `about` of a figure, date or event, and a figure's
`speaker`, are by default those of the first claim that rests on it; if none does, the label is its phrase.
"""

from collections.abc import Iterator

from schemas.values import Json
from schemas.values import JsonObject as Entry

_LINKED = ("figures", "dates", "events")
_LABELLED = ("mentions", *_LINKED, "claims")


def complete(sections: Entry) -> Entry:
    """The sections of an article's file with what follows from the claims written out; given values stay."""
    claims = {ref: claim for claim in _entries(sections, "claims") for ref in _refs(claim)}
    return {
        name: [_completed(name, entry, claims) for entry in value]
        if name in _LABELLED and isinstance(value, list)
        else value
        for name, value in sections.items()
    }


def _entries(sections: Entry, name: str) -> list[Entry]:
    """The entries of a section, last one first: the first of several that link a record is kept."""
    found = sections.get(name)
    return [entry for entry in reversed(found) if isinstance(entry, dict)] if isinstance(found, list) else []


def _refs(claim: Entry) -> Iterator[str]:
    """The local names of what a claim rests on: `figures/staff` for `figures/.staff`."""
    for name in _LINKED:
        linked = claim.get(name)
        for ref in linked if isinstance(linked, list) else ():
            collection, _, key = str(ref).partition("/")
            yield f"{collection}/{key.rpartition('.')[2]}"


def _completed(section: str, entry: Json, claims: dict[str, Entry]) -> Json:
    if not isinstance(entry, dict):
        return entry
    claim = entry if section == "claims" else claims.get(f"{section}/{entry.get('id')}", {})
    more: Entry = {}
    if "label" not in entry:
        label = claim.get("label") or claim.get("statement") or _phrase(entry)
        more = {"label": _phrase(entry) if "TODO" in str(label) else label}
    inherited = ("about", "speaker") if section == "figures" else ("about",) if section in _LINKED else ()
    more |= {
        name: claim[name]
        for name in inherited
        if name not in entry and name in claim and "TODO" not in str(claim[name])
    }
    return {**entry, **{name: value for name, value in more.items() if value is not None}}


def _phrase(entry: Entry) -> str | None:
    """The first phrase of a record's evidence."""
    evidence = entry.get("evidence")
    first = evidence[0] if isinstance(evidence, list) and evidence else None
    return first.get("exact") if isinstance(first, dict) else None
