"""What an article's file may leave out because its claims say it.

A claim's `label` is by default its statement. The `label` and `about` of a figure, date or event, and a figure's
`speaker`, are by default those of the first claim that rests on it; if none does, the label is its phrase.
"""

from collections.abc import Iterator

from schemas.values import Json, JsonObject

_LINKED = ("figures", "dates", "events")
INHERITED = ("about", "speaker")
_LABELLED = ("mentions", *_LINKED, "claims")


def complete(sections: JsonObject) -> JsonObject:
    """The sections of an article's file with what follows from the claims written out; given values stay."""
    written = sections.get("claims")
    # The last one first: of several claims that link a record the first is kept.
    claims = [one for one in reversed(written) if isinstance(one, dict)] if isinstance(written, list) else []
    by_ref = {ref: claim for claim in claims for ref in _refs(claim)}
    return {
        name: [_completed(name, entry, by_ref) for entry in value]
        if name in _LABELLED and isinstance(value, list)
        else value
        for name, value in sections.items()
    }


def _refs(claim: JsonObject) -> Iterator[str]:
    """The local names of what a claim rests on: `figures/staff` for `figures/.staff`."""
    for name in _LINKED:
        linked = claim.get(name)
        for ref in linked if isinstance(linked, list) else ():
            collection, _, key = str(ref).partition("/")
            yield f"{collection}/{key.rpartition('.')[2]}"


def _completed(section: str, entry: Json, claims: dict[str, JsonObject]) -> Json:
    if not isinstance(entry, dict):
        return entry
    claim = entry if section == "claims" else claims.get(f"{section}/{entry.get('id')}", {})
    more: JsonObject = {}
    if "label" not in entry:
        label = claim.get("label") or claim.get("statement") or _phrase(entry)
        more = {"label": _phrase(entry) if "TODO" in str(label) else label}
    inherited = INHERITED if section == "figures" else ("about",) if section in _LINKED else ()
    taken = {name: claim[name] for name in inherited if name not in entry and name in claim}
    more |= {name: value for name, value in taken.items() if "TODO" not in str(value)}
    return {**entry, **{name: value for name, value in more.items() if value is not None}}


def _phrase(entry: JsonObject) -> str | None:
    evidence = entry.get("evidence")
    first = evidence[0] if isinstance(evidence, list) and evidence else None
    return first.get("exact") if isinstance(first, dict) else None
