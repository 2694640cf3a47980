"""An invented dataset of any size: every kind, every hedge, nulls, open ends, accents."""

import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

_TEXT = (
    "plant river orchard Zürich café naïve harbour façade æther smørrebrød İzmir straße ﬁnch 北京 東京 Łódź "
    "lantern copper meadow quarry ember willow saffron granite ferry tundra cedar anchor violet prairie"
)
_WORDS = _TEXT.split()
_HEDGES = ("exact", "exact", "exact", "about", "at_least", "over", "at_most", "under", "range", "vague")
_UNITS = ("workers", "workers", "workers", "tonnes", "lanterns", "years of service")
_DATES = ("{y}-0{m}-1{d}", "{y}-0{m}", "{y}~", "{y}-0{m}/{y}-0{n}", "../{y}", "{y}-0{m}/..", "{y}-0{m}-1{d}?",
          "[{y}-0{m}-1{d},{y}-0{n}-2{d}]", "{y}-0{m}-1{d}T09:00:00+02:00", "{y}-24")  # fmt: skip

Record = dict[str, Any]


class _Registry(NamedTuple):
    """The number of entries of each kind."""

    companies: int = 400
    parties: int = 300
    locations: int = 300
    measures: int = 300


def write_sample(path: Path, articles: int) -> Path:
    """An NDJSON file in export order: 40 records an article, after 130 of the registry, or 1,300 for 40 articles."""
    sizes = _Registry() if articles >= 40 else _Registry(40, 30, 30, 30)
    chance = random.Random(articles)  # noqa: S311
    with path.open("w", encoding="utf-8") as file:
        for record in _records(chance, articles, sizes):
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
    return path


def _records(chance: random.Random, articles: int, sizes: _Registry) -> Iterator[Record]:
    yield {"kind": "redirect", "ref": "companies/company-old", "heir": "companies/company-0"}
    for n in range(sizes.companies):
        ticker = {"mic": "XLON", "symbol": f"C{n}"} if n % 3 == 0 else None
        aliases = [f"Société {n}", _text(chance, 2)]
        yield _entry(chance, "company", n, type=("company", "publisher")[n % 2], aliases=aliases, ticker=ticker)
    for n in range(sizes.parties):
        yield _entry(chance, "party", n, type=("group", "role")[n % 2])
    for n in range(sizes.locations):
        place = {"latitude": 7.25 * (n % 12), "longitude": -3 * (n % 60)} if n % 4 else {}
        yield _entry(chance, "location", n, type="city", country=(None, "CH", "JP", "PL")[n % 4], **place)
    for n in range(sizes.measures):
        about = [f"companies/company-{n % 7}"]
        yield {
            "kind": "measure",
            "id": f"measure-{n}",
            "label": _text(chance, 3),
            "name": f"Measure {n}",
            "about": about,
        }
    for n in range(articles):
        yield from _Article(chance, f"article-{n:06}", sizes).records()


def _entry(chance: random.Random, kind: str, n: int, **more: Any) -> Record:
    return {"kind": kind, "id": f"{kind}-{n}", "label": _text(chance, 3), "name": f"{_text(chance, 1)} {n % 4}", **more}


def _text(chance: random.Random, words: int) -> str:
    return " ".join(_WORDS[min(int(chance.expovariate(0.15)), len(_WORDS) - 1)] for _ in range(words))


class _Article:
    def __init__(self, chance: random.Random, name: str, sizes: _Registry) -> None:
        self.chance, self.name, self.sizes, self.place = chance, name, sizes, 0

    def records(self) -> Iterator[Record]:
        yield self._article()
        for kind, count in (("mention", 8), ("figure", 10), ("date", 6), ("event", 5), ("claim", 10)):
            for n in range(count):
                yield self._record(kind, n, **getattr(self, f"_{kind}")(n))

    def _article(self) -> Record:
        chance = self.chance
        published = f"{chance.randrange(1995, 2026)}-0{chance.randrange(1, 10)}-12"
        return {
            "kind": "article",
            "id": self.name,
            "label": _text(chance, 4),
            "headline": _text(chance, 6),
            "publisher": self._company(),
            "author": chance.choice((None, "Renée Example")),
            "published": published,
            "language": chance.choice(("en", "de")),
            "reading_time_minutes": chance.choice((None, 3, 4)),
            "text_sha256": f"{chance.randrange(16**64):064x}",
            "text_length": 9000,
            "rights": "Facts only.",
            "about": [self._company()],
        }

    def _record(self, kind: str, n: int, **more: Any) -> Record:
        exact, self.place = _text(self.chance, 3), self.place + self.chance.randrange(5, 90)
        place = {"article": self.name, "paragraph": self.place // 300 + 1, "start": self.place, "exact": exact}
        evidence = [place | {"end": self.place + len(exact)}]
        own = {"kind": kind, "id": f"{self.name}.{kind}-{n}", "article": self.name}
        return own | {"label": _text(self.chance, 4), "evidence": evidence, **more}

    def _mention(self, n: int) -> Record:
        if n % 3:
            return {"of": self._company()}
        place = f"locations/location-{n % self.sizes.locations}"
        return {"of": place, "role": "metonym", "stands_for": f"parties/party-{n}"} if n % 2 else {"of": place}

    def _figure(self, n: int) -> Record:
        hedge, value = self.chance.choice(_HEDGES), round(10 ** self.chance.uniform(-1, 6), 1)
        bounds = {"exact": ["value"], "about": ["value"], "range": ["min", "max"], "vague": []}
        sides = bounds.get(hedge, ["min" if hedge in ("at_least", "over") else "max"])
        figures: Record = {side: value * (2 if side == "max" and hedge == "range" else 1) for side in sides}
        kinds = (
            {"unit_code": "t"},
            {"unit_code": "%", "form": "share"},
            {"currency": "EUR", "form": "change", "direction": "up"},
        )
        kind = kinds[n] if n < len(kinds) else {}
        return figures | {
            "hedge": hedge,
            "unit": self.chance.choice(_UNITS),
            **kind,
            "approximate": hedge in ("about", "range"),
            "measure": f"measures/measure-{n}" if n % 4 == 0 else None,
            "about": self._about(n),
        }

    def _date(self, n: int) -> Record:
        chance = self.chance
        edtf = chance.choice(_DATES).format(y=chance.randrange(1995, 2026), m=chance.randrange(1, 6), n=7, d=n)
        return {"role": chance.choice(("starts", "happens")), "edtf": edtf, "about": self._about(n)}

    def _event(self, n: int) -> Record:
        dates = [f"dates/{self.name}.date-{n}"] * (n != 2)
        where = [f"locations/location-{self.chance.randrange(self.sizes.locations)}"]
        status = self.chance.choice(("happened", "planned"))
        return {
            "type": "meeting",
            "status": status,
            "dates": dates,
            "locations": where,
            "mode": None if n % 2 else "virtual",
        }

    def _claim(self, n: int) -> Record:
        actor = self._company() if n % 4 else f"parties/party-{self.chance.randrange(self.sizes.parties)}"
        statuses = ("confirmed", "denied", "confirmed")[: self.chance.randrange(4)]
        return {
            "statement": _text(self.chance, 12),
            "speaker": actor if n % 5 else None,
            "modality": self.chance.choice(("asserted", "feared", "expected")),
            "quotation": "direct" if n % 4 == 1 else None,
            "relations": [{"type": "updates", "to": f"claims/{self.name}.claim-{n - 1}"}] if n % 5 == 4 else [],
            "verification": [{"by": self._company(), "status": status} for status in statuses],
            "subject": self._company(),
            "predicate": "plans",
            "figures": [f"figures/{self.name}.figure-{n}"],
            "dates": [f"dates/{self.name}.date-{n % 6}"],
        }

    def _about(self, n: int) -> list[str]:
        return [self._company(), f"locations/location-{n % self.sizes.locations}"][: n % 3]

    def _company(self) -> str:
        return f"companies/company-{min(int(self.chance.expovariate(0.5)), self.sizes.companies - 1)}"


def stop_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make all loads note the same time. (`time.strftime` is not replaced: `datetime` calls it for instants.)"""
    moment = time.gmtime(0)
    monkeypatch.setattr("time.gmtime", lambda *_: moment)
