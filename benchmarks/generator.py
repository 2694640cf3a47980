"""Synthetic articles as NDJSON in export order: a shared registry, then some 50 records an article. All of it is invented.

    python -m benchmarks.generator 1000 > articles.ndjson
    python -m benchmarks.generator 1000 --seed 7 --figures 40

The same number of articles, seed and figures give the same bytes. It streams: any number of articles takes the same
memory. `facts check` accepts what comes out.
"""

# ruff: noqa: E501 - records read better on one line

import argparse
import json
import signal
import sys
from collections.abc import Iterator, Sequence
from hashlib import sha256
from random import Random
from typing import Any, NamedTuple

Record = dict[str, Any]

REGISTRY_SIZE = 200  # of each of the three collections
MENTIONS, FIGURES, DATES, EVENTS, CLAIMS = 12, 10, 8, 5, 14  # with the article itself 50
_TEXT_LENGTH = 6000
_PARAGRAPH = 300

_SYLLABLES = (
    "ba",
    "cor",
    "del",
    "fen",
    "gra",
    "hol",
    "ista",
    "jun",
    "kel",
    "lor",
    "mira",
    "nov",
    "ost",
    "pel",
    "quin",
    "ras",
    "sol",
    "tam",
    "ul",
    "ver",
)
_ENDINGS = ("Works", "Systems", "Press", "Energy", "Foods", "Rail", "Labs", "Shipping")
_ROLES = (
    "ministry of transport",
    "harbour council",
    "engineers' union",
    "city auditor",
    "board of trade",
    "weather office",
)
_COUNTRIES = ("DE", "FR", "JP", "BR", "KE", "CA", "IN", "NZ")
_SUBJECTS = (
    "The plant",
    "A second shift",
    "The new line",
    "The harbour crane",
    "An early draft",
    "The retrofit",
    "A pilot scheme",
    "The northern depot",
    "The café chain",
    "The audit",
)
_VERBS = (
    "will reach",
    "has moved",
    "may replace",
    "cost",
    "employed",
    "has delayed",
    "doubled",
    "will close",
    "was promised",
    "exceeded",
)
_OBJECTS = (
    "the coastal road",
    "half of the fleet",
    "three warehouses",
    "the night trains",
    "spare turbine parts",
    "its oldest ovens",
    "the river barrage",
    "a rented hall",
    "most cold stores",
    "the apprentices",
)
_TAILS = (
    "before winter",
    "after the vote",
    "without notice",
    "in two stages",
    "at the same price",
    "despite the drought",
    "on the east bank",
    "for the first time",
    "under a new permit",
    "by mutual consent",
)
_UNITS = (
    ("employees", None),
    ("hours", "h"),
    ("kilometres", "km"),
    ("tonnes", "t"),
    ("years", "a"),
    ("vehicles", None),
    ("percent", "%"),
    ("euros", "{EUR}"),
)
_HEDGES = ("exact",) * 8 + ("about",) * 5 + ("at_least", "over", "over", "at_most", "under", "range", "range", "vague")
_DATE_ROLES = ("reported", "starts", "ends", "happens", "announced", "due")
_EVENT_TYPES = ("opening", "strike", "meeting", "merger", "inspection", "vote")
_STATUSES = ("confirmed", "partly_confirmed", "denied", "not_independently_verified", "declined_to_disclose")


class Cast(NamedTuple):
    """The refs that articles can name."""

    companies: Sequence[str]
    parties: Sequence[str]
    locations: Sequence[str]

    @property
    def actors(self) -> Sequence[str]:
        """Those who can speak."""
        return [*self.companies, *self.parties]


def records(articles: int, seed: int = 1, figures: int = FIGURES) -> Iterator[Record]:
    """All records of a dataset in export order, without derived fields."""
    random = Random(seed)
    registry = list(_registry(random))
    yield from registry
    cast = Cast(
        *(
            _refs(registry, kind, name)
            for kind, name in (("company", "companies"), ("party", "parties"), ("location", "locations"))
        )
    )
    for number in range(articles):
        yield from _article(Random(f"{seed}/{number}"), f"piece-{number:07}", cast, figures)


def _refs(registry: list[Record], kind: str, collection: str) -> list[str]:
    return [f"{collection}/{one['id']}" for one in registry if one["kind"] == kind]


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=random.randint(2, 3))).capitalize()


def _registry(random: Random) -> Iterator[Record]:
    for kind in (_company, _party, _location):
        made = [kind(random, number) for number in range(REGISTRY_SIZE)]
        yield from sorted(made, key=lambda one: (one["name"], one["id"]))


def _company(random: Random, number: int) -> Record:
    name = f"{_name(random)} {random.choice(_ENDINGS)}"
    return {"kind": "company", "id": f"company-{number}", "label": f"{name}, an invented company", "name": name, "aliases": [name.split()[0]],
            "type": "publisher" if number < 20 else "company", "headquarters": f"locations/place-{random.randrange(REGISTRY_SIZE)}"}  # fmt: skip


def _party(random: Random, number: int) -> Record:
    name = f"{_name(random)} {random.choice(_ROLES)}"
    return {"kind": "party", "id": f"party-{number}", "label": name, "name": name, "type": random.choice(("government", "group", "role", "anonymous")),
            "location": f"locations/place-{random.randrange(REGISTRY_SIZE)}"}  # fmt: skip


def _location(random: Random, number: int) -> Record:
    name = _name(random)
    return {"kind": "location", "id": f"place-{number}", "label": f"{name}, a town", "name": name, "type": "city", "country": random.choice(_COUNTRIES),
            "latitude": round(random.uniform(-60, 70), 3), "longitude": round(random.uniform(-180, 180), 3)}  # fmt: skip


def _article(random: Random, article: str, cast: Cast, figures: int) -> Iterator[Record]:
    yield {"kind": "article", "id": article, "label": _sentence(random), "headline": _sentence(random), "publisher": random.choice(cast.companies[:20]),
           "author": f"{_name(random)} {_name(random)}", "published": _day(random), "language": "en", "reading_time_minutes": random.randint(1, 12),
           "text_sha256": sha256(article.encode()).hexdigest(), "text_length": _TEXT_LENGTH, "rights": "Invented."}  # fmt: skip
    named = random.sample([*cast.actors, *cast.locations], MENTIONS)
    makers = ((MENTIONS, "mention", lambda n: {"of": named[n], "about": [named[n]], **({"role": "metonym", "stands_for": named[0]} if n % 9 == 8 else {})}),
              (figures, "figure", lambda _: _figure(random, cast)), (DATES, "date", lambda n: _date(random, article, n)),
              (EVENTS, "event", lambda _: _event(random, article, cast)), (CLAIMS, "claim", lambda _: _claim(random, article, cast, figures)))  # fmt: skip
    for many, kind, make in makers:
        for number in range(many):
            yield {"kind": kind, "id": f"{article}.{kind}-{number}", "label": _sentence(random), "article": article,
                   "about": random.sample(named, random.randint(0, 2)), "evidence": _evidence(random, article), **make(number)}  # fmt: skip


def _sentence(random: Random) -> str:
    return f"{random.choice(_SUBJECTS)} {random.choice(_VERBS)} {random.choice(_OBJECTS)} {random.choice(_TAILS)}"


def _evidence(random: Random, article: str) -> list[Record]:
    return [_place(random, article) for _ in range(random.choice((1, 1, 2, 3)))]


def _place(random: Random, article: str) -> Record:
    exact = f"{random.choice(_VERBS)} {random.choice(_OBJECTS)}"
    start = random.randrange(_TEXT_LENGTH - len(exact))
    return {
        "article": article,
        "paragraph": 1 + start // _PARAGRAPH,
        "start": start,
        "end": start + len(exact),
        "exact": exact,
    }


def _figure(random: Random, cast: Cast) -> Record:
    unit, code = random.choice(_UNITS)
    return {
        **_quantity(random, random.choice(_HEDGES)),
        "unit": unit,
        "unit_code": code,
        "speaker": random.choice([None, *cast.actors]),
    }


def _quantity(random: Random, hedge: str) -> Record:
    low = round(10 ** random.uniform(0, 6))
    bounds = {"exact": {"value": low}, "about": {"value": low}, "at_least": {"min": low}, "over": {"min": low}, "at_most": {"max": low},
              "under": {"max": low}, "range": {"min": low, "max": low + random.randint(1, low)}, "vague": {}}  # fmt: skip
    return {"hedge": hedge, **bounds[hedge]}


def _day(random: Random) -> str:
    return f"{random.randint(1995, 2026)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"


def _date(random: Random, article: str, number: int) -> Record:
    day = _day(random)
    forms = (
        day,
        day,
        day,
        day[:7],
        day[:4],
        f"{day}?",
        f"{day[:4]}~",
        f"../{day[:4]}",
        f"{day}/..",
        f"{day}/{int(day[:4]) + 1}-06-30",
        f"[{day},{int(day[:4]) + 1}-01-15]",
    )
    return {
        "role": random.choice(_DATE_ROLES),
        "edtf": random.choice(forms),
        "relative_to": f"dates/{article}.date-0" if number % 4 == 3 else None,
    }


def _own(random: Random, article: str, kind: str, many: int) -> list[str]:
    numbers = random.sample(range(many), random.randint(0, min(2, many)))
    return [f"{kind}s/{article}.{kind}-{number}" for number in numbers]


def _event(random: Random, article: str, cast: Cast) -> Record:
    return {"type": random.choice(_EVENT_TYPES), "status": random.choice(("happened", "planned", "considered", "ongoing")),
            "dates": _own(random, article, "date", DATES), "locations": random.sample(cast.locations, random.randint(0, 1)),
            "participants": random.sample(cast.actors, random.randint(0, 3)), "mode": random.choice((None, "in_person", "virtual", "hybrid"))}  # fmt: skip


def _claim(random: Random, article: str, cast: Cast, figures: int) -> Record:
    verification = [
        {"by": random.choice(cast.actors), "status": random.choice(_STATUSES), "evidence": _evidence(random, article)}
    ]
    return {"statement": f"{_sentence(random)}, {random.choice(_SUBJECTS).lower()} {random.choice(_VERBS)} {random.choice(_OBJECTS)}",
            "speaker": random.choice(cast.actors), "via": random.sample(cast.actors, random.randint(0, 1)),
            "modality": random.choice(("asserted", "reported", "feared", "considered", "denied")), "verification": verification * (random.random() < 0.3),
            "figures": _own(random, article, "figure", figures), "dates": _own(random, article, "date", DATES), "events": _own(random, article, "event", EVENTS)}  # fmt: skip


def main() -> None:
    """Write the records of so many articles to standard output."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # `| head` is no error
    parser = argparse.ArgumentParser(description="Synthetic articles as NDJSON.")
    parser.add_argument("articles", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--figures", type=int, default=FIGURES, help="figures an article (default: %(default)s)")
    given = parser.parse_args()
    for record in records(given.articles, given.seed, given.figures):
        sys.stdout.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
