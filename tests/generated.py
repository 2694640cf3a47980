"""Small valid datasets made from a number: several articles, a registry, and everything that is awkward to query.

Ties, nulls, every hedge, open and doubtful dates, accents, scripts without blanks, and emoji. All of it is invented.
"""

# ruff: noqa: E501 - records read better on one line

import json
from pathlib import Path
from random import Random
from typing import Any

Record = dict[str, Any]

# EDTF -> first and last day, worked out by hand
SPANS: dict[str, tuple[str | None, str | None]] = {
    "2024-05-23": ("2024-05-23", "2024-05-23"),
    "2024-05-16?": ("2024-05-16", "2024-05-16"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2023-02~": ("2023-02-01", "2023-02-28"),
    "2021": ("2021-01-01", "2021-12-31"),
    "1994~": ("1994-01-01", "1994-12-31"),
    "2024-09-05/2024-09-06": ("2024-09-05", "2024-09-06"),
    "2022-05/2024-05": ("2022-05-01", "2024-05-31"),
    "../1994": (None, "1994-12-31"),
    "2024-05-23/..": ("2024-05-23", None),
    "[2024-05-16,2024-05-23]": ("2024-05-16", "2024-05-23"),
    "202X": ("2020-01-01", "2029-12-31"),
    "{2023-02-01,2024-11-30}": ("2023-02-01", "2024-11-30"),
    "2024-24": ("2024-12-01", "2025-02-28"),
    "2024-05-23T09:00:00-04:00": ("2024-05-23", "2024-05-23"),
    "2024-05-23T22:30:00-04:00/2024-05-24T06:00:00+02:00": ("2024-05-23", "2024-05-24"),
}
# EDTF -> first and last instant, of those that have times
INSTANTS: dict[str, tuple[str, str]] = {
    "2024-05-23T09:00:00-04:00": ("2024-05-23T13:00:00Z", "2024-05-23T13:00:00Z"),
    "2024-05-23T22:30:00-04:00/2024-05-24T06:00:00+02:00": ("2024-05-24T02:30:00Z", "2024-05-24T04:00:00Z"),
}
# EDTF -> the members of sets
MEMBERS: dict[str, tuple[str, ...]] = {
    "[2024-05-16,2024-05-23]": ("2024-05-16", "2024-05-23"),
    "{2023-02-01,2024-11-30}": ("2023-02-01", "2024-11-30"),
}
_WORDS = (
    "Straße", "café", "Zürich", "naïve", "Ærø", "İzmir", "東京", "上海市", "서울", "नमस्ते", "🚀", "launch", "Launch", "plant",
    "plants", "planting", "Häuser", "chevaux", "7,000", "7000", "1’000", "AND", "OR", "NOT", "NEAR", "C++", "R&D", "U.S.", "cloud-based", "O'Neill", "1,000", "title:x",
    "%", "_", "x*y", "κόσμος", "Łódź", "ﬁnance", "co\u200dop", "data", "of", "the",
)  # fmt: skip
_UNITS = ("employees", "offers", "hours, paid", "years", "étudiants", "人")
_NUMBERS = (0, 1, 1, 2, 2, 40, 700, 800, 0.5, -3, 7000, 1e15)
_HEDGES = ("exact", "about", "at_least", "over", "at_most", "under", "range", "vague")


def write(path: Path, seed: int, articles: int = 3, size: int = 12) -> Path:
    """An NDJSON file of a dataset, `size` records a collection and article, in no particular order."""
    random = Random(seed)  # noqa: S311
    lines = [json.dumps(record, ensure_ascii=False) for record in records(random, articles, size)]
    random.shuffle(lines)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def records(random: Random, articles: int, size: int) -> list[Record]:
    """All records of a dataset, as plain dicts without the derived fields."""
    registry = _registry(random)
    names = [f"{_PLURALS[one['kind']]}/{one['id']}" for one in registry]
    registry += _measures(random, names)
    found = [*registry, {"kind": "redirect", "ref": "companies/gone", "heir": "companies/c-1"}]
    for number in range(articles):
        article = f"piece-{number}"
        found.append(_article(random, article, names))
        found += _facts(random, article, names, size)
    found.append({"kind": "redirect", "ref": "articles/old-piece", "heir": "articles/piece-0"})
    found.append({"kind": "redirect", "ref": "figures/piece-0.gone", "heir": "figures/piece-0.figure-1"})
    return found


_PLURALS = {"company": "companies", "party": "parties", "location": "locations"}


def _measures(random: Random, names: list[str]) -> list[Record]:
    return [
        {"kind": "measure", "id": f"m-{n}", "label": _words(random), "name": _words(random), "about": _some(random, names)}
        for n in range(3)
    ]  # fmt: skip


def _words(random: Random, most: int = 5) -> str:
    return " ".join(random.choice(_WORDS) for _ in range(random.randint(1, most)))


def _maybe(random: Random, value: Any) -> Any:
    return value if random.random() < 0.6 else None


def _some(random: Random, values: list[str], most: int = 3) -> list[str]:
    return random.sample(values, random.randint(0, min(most, len(values))))


def _registry(random: Random) -> list[Record]:
    found: list[Record] = []
    for n in range(6):
        name = random.choice(("Äpfel", "Apfel", "Zeta, Inc.", "acme"))
        found.append(
            {"kind": "company", "id": f"c-{n}", "label": _words(random), "name": name, "aliases": _some(random, list(_WORDS)),
             "type": random.choice(("company", "division", "publisher")), "parent": _maybe(random, "companies/c-0") if n else None,
             "wikidata": _maybe(random, f"Q{n + 1}"), "headquarters": _maybe(random, "locations/l-1"),
             "ticker": _maybe(random, {"mic": "XNAS", "symbol": f"S{n}"})}
        )  # fmt: skip
        found.append(
            {"kind": "party", "id": f"p-{n}", "label": _words(random), "name": name, "type": random.choice(("group", "role")),
             "affiliations": _some(random, [{"of": "companies/c-2"}, {"of": "parties/p-0", "title": "head", "since": "2020"}]), "location": _maybe(random, "locations/l-2")}
        )  # fmt: skip
        latitude = random.choice((None, -33.5, 0, 48.25))
        found.append(
            {"kind": "location", "id": f"l-{n}", "label": _words(random), "name": name, "type": random.choice(("city", "state")),
             "country": random.choice((None, "DE", "US")), "within": _maybe(random, "locations/l-0") if n else None, "latitude": latitude,
             "longitude": None if latitude is None else 7.5, "wikidata": _maybe(random, f"Q{n + 9}"), "geonames": _maybe(random, n + 1)}
        )  # fmt: skip
    return found


def _article(random: Random, article: str, names: list[str]) -> Record:
    return {
        "kind": "article", "id": article, "label": _words(random), "headline": _words(random), "publisher": "companies/c-1",
        "author": _maybe(random, "Ann Ex, Bo Why"), "published": random.choice([*SPANS]), "language": random.choice(("en", "de", "fr", "ja")),
        "reading_time_minutes": _maybe(random, 3), "text_sha256": "0" * 64, "text_length": 5000, "rights": "Invented.",
        "about": _some(random, names), "evidence": _evidence(random, article, 0),
    }  # fmt: skip


def _evidence(random: Random, article: str, least: int = 1) -> list[Record]:
    return [_place(random, article) for _ in range(random.randint(least, 3))]


def _place(random: Random, article: str) -> Record:
    exact = _words(random, 4)
    start = random.choice((0, 10, 10, 200, 3000, 4000))
    return {
        "article": article,
        "paragraph": 1 + start // 100,
        "start": start,
        "end": start + len(exact),
        "exact": exact,
    }


def _facts(random: Random, article: str, names: list[str], size: int) -> list[Record]:
    actors = [name for name in names if not name.startswith("locations/")]
    places = [name for name in names if name.startswith("locations/")]
    own = {kind: [f"{kind}/{article}.{kind[:-1]}-{n}" for n in range(size)] for kind in ("figures", "dates", "events")}
    found: list[Record] = []
    for n in range(size):
        found += [
            _common(random, article, f"mention-{n}", names) | {"kind": "mention", **_naming(random, names)},
            _common(random, article, f"figure-{n}", names) | {"kind": "figure", **_quantity(random, _HEDGES[n % len(_HEDGES)]),
             **_form(random), "unit": random.choice(_UNITS), **random.choice(({}, {"unit_code": "h"}, {"unit_code": "%"}, {"currency": "EUR"})),
             "measure": _maybe(random, random.choice(("measures/m-0", "measures/m-1"))), "speaker": _maybe(random, random.choice(actors))},
            _common(random, article, f"date-{n}", names) | {"kind": "date", "role": random.choice(("starts", "reported")),
             "edtf": [*SPANS][n % len(SPANS)], "relative_to": _maybe(random, f"dates/{article}.date-0") if n else None,
             "recurrence": _maybe(random, "FREQ=WEEKLY;BYDAY=TH")},
            _common(random, article, f"event-{n}", names) | {"kind": "event", "type": random.choice(("move", "talk")),
             "status": random.choice(("happened", "planned")), "dates": _some(random, own["dates"]), "locations": _some(random, places),
             "participants": _some(random, actors), "mode": random.choice((None, "virtual", "hybrid"))},
            _common(random, article, f"claim-{n}", names) | {"kind": "claim", "statement": _words(random),
             "speaker": _maybe(random, random.choice(actors)), "via": _some(random, actors), "modality": random.choice(("asserted", "denied", "expected")),
             "quotation": _maybe(random, "direct"), "relations": _relations(random, article, n),
             "verification": [{"by": random.choice(actors), "status": random.choice(("confirmed", "denied")),
                               "evidence": _evidence(random, article, 0)} for _ in range(random.randint(0, 2))],
             "subject": _maybe(random, random.choice(names)), "predicate": _maybe(random, "moves"),
             "object": _maybe(random, f"articles/{article}"), "figures": _some(random, own["figures"]),
             "dates": _some(random, own["dates"]), "events": _some(random, own["events"])},
        ]  # fmt: skip
    return found


def _common(random: Random, article: str, name: str, names: list[str]) -> Record:
    return {"id": f"{article}.{name}", "label": _words(random), "article": article, "about": _some(random, names),
            "evidence": _evidence(random, article)}  # fmt: skip


def _form(random: Random) -> Record:
    return random.choice(
        ({}, {"form": "share", "out_of": 9}, {"form": "change", "direction": "up"}, {"form": "change"})
    )


def _relations(random: Random, article: str, n: int) -> list[Record]:
    """To claims before it: all but contradictions have no cycles."""
    to = f"claims/{article}.claim-{n - 1}"
    return _some(random, [{"type": "repeats", "to": to}, {"type": "contradicts", "to": to}]) if n else []


def _naming(random: Random, names: list[str]) -> Record:
    of, meant = random.sample(names, 2)
    return random.choice(({"of": of}, {"of": of, "role": "metonym", "stands_for": meant}))


def _quantity(random: Random, hedge: str) -> Record:
    low, high = sorted(random.sample(sorted(set(_NUMBERS)), 2))
    sides = {
        "exact": {"value": low},
        "about": {"value": high},
        "at_least": {"min": low},
        "over": {"min": low},
        "at_most": {"max": high},
        "under": {"max": high},
        "range": {
            "min": low,
            "max": high,
            "min_inclusive": random.random() < 0.5,
            "max_inclusive": random.random() < 0.5,
        },
        "vague": random.choice(({}, {"min": 0.5, "min_inclusive": False}, {"max": 2})),
    }
    roughly = {"approximate": True} if hedge not in ("exact", "about") and random.random() < 0.4 else {}
    return {"hedge": hedge, **sides[hedge], **roughly}  # type: ignore[dict-item]
