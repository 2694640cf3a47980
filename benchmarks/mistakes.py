"""Mistakes of modelling, by kind: each makes one in a right record, or says None where there is none to make."""

import random
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from authoring.checks.article import ArticleChecked
from schemas.records import Article, Claim, Date, Event, Figure, Mention

Json = dict[str, Any]  # a record as JSON
Mistake = Callable[[Json, ArticleChecked, random.Random], Json | None]


def _figure(change: Callable[[float], float]) -> Mistake:
    def mistake(record: Json, *_: object) -> Json | None:
        sides = [side for side in ("value", "min", "max") if record[side] is not None]
        if record["value"] is not None:
            return {
                **record,
                "value": change(record["value"]),
                "min": None,
                "max": None,
                "min_inclusive": None,
                "max_inclusive": None,
            }
        return {**record, **{side: change(record[side]) for side in sides}} if sides else None

    return mistake


def _swapped(number: float) -> float:
    """Two digits exchanged: 58.9 as 85.9; a number that stays the same is made one more."""
    digits = re.sub(r"(\d)(\d)", r"\2\1", str(number), count=1)
    return float(digits) if float(digits) != number and not digits.startswith("0") else number + 1


def _one_bound(record: Json, *_: object) -> Json | None:
    if record["hedge"] != "range" or record["max"] is None:
        return None
    return {**record, "max": record["max"] * 2}


def _rehedged(old: tuple[str, ...], new: str) -> Mistake:
    def mistake(record: Json, *_: object) -> Json | None:
        if record["hedge"] not in old:
            return None
        number = next(record[side] for side in ("value", "min", "max") if record[side] is not None)
        side = {"at_most": "max", "under": "max", "over": "min", "at_least": "min"}.get(new, "value")
        cleared = dict.fromkeys(("value", "min", "max", "min_inclusive", "max_inclusive"))
        return {**record, **cleared, "hedge": new, side: number, "approximate": new == "about"}

    return mistake


def _other(field: str, others: Callable[[Json, ArticleChecked], list[Any]], when: Callable[[Json], bool]) -> Mistake:
    def mistake(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
        choices = [one for one in others(record, article) if one != record[field]] if when(record) else []
        return {**record, field: chance.choice(choices)} if choices else None

    return mistake


def _units(_: Json, article: ArticleChecked) -> list[Any]:
    return sorted(
        {one.record.unit for one in article.of(Figure) if one.record.unit_code is None and not one.record.currency}
    )


def _types(_: Json, article: ArticleChecked) -> list[Any]:
    return sorted({one.record.type for one in article.of(Event)})


def _coded(record: Json, *_: object) -> Json | None:
    swaps = {"km": ("miles", "[mi_i]"), "%": ("proportions", "1"), "a": ("months", "mo"), "h": ("days", "d"),
             "min": ("hours", "h"), "m": ("feet", "[ft_i]"), "t": ("kilograms", "kg"), "1": ("percent", "%"),
             "d": ("weeks", "wk"), "wk": ("months", "mo"), "mo": ("years", "a"), "Cel": ("kelvins", "K")}  # fmt: skip
    unit, code = swaps.get(record["unit_code"], (None, None))
    return {**record, "unit": unit, "unit_code": code} if unit else None


def _recurrency(record: Json, *_: object) -> Json | None:
    if not record.get("currency"):
        return None
    currency, unit = ("USD", "US dollars") if record["currency"] != "USD" else ("EUR", "euros")
    return {**record, "currency": currency, "unit": unit}


def _approximate(record: Json, *_: object) -> Json | None:
    return {**record, "approximate": not record["approximate"]} if record["hedge"] == "range" else None


def _dated(change: Callable[[date], date], which: str = r"\d{4}-\d\d-\d\d") -> Mistake:
    def mistake(record: Json, *_: object) -> Json | None:
        days = re.findall(which, record["edtf"])
        if not days or record["role"] == "published":
            return None
        edtf = record["edtf"]
        for day in dict.fromkeys(days):
            edtf = edtf.replace(day, change(date.fromisoformat(day)).isoformat())
        return {**record, "edtf": edtf}

    return mistake


def _year(record: Json, *_: object) -> Json | None:
    if record["role"] == "published":
        return None
    return {**record, "edtf": re.sub(r"\b(\d{4})(?=\b|-)", lambda year: f"{int(year[1]) + 1:04}", record["edtf"])}


def _month(record: Json, *_: object) -> Json | None:
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", record["edtf"])
    return {**record, "edtf": f"{found[1]}-{int(found[2]) % 12 + 1:02}"} if found else None


def _opened(record: Json, *_: object) -> Json | None:
    if not record["edtf"].startswith("../"):
        return None
    return {**record, "edtf": f"{record['edtf'][3:]}/.."}


def _article_year(record: Json, *_: object) -> Json:
    return {**record, "published": f"{int(record['published'][:4]) + 1}{record['published'][4:]}"}


def _article_day(record: Json, *_: object) -> Json | None:
    if len(record["published"]) != 10:
        return None
    return {**record, "published": (date.fromisoformat(record["published"]) + timedelta(days=1)).isoformat()}


def _headline(record: Json, *_: object) -> Json:
    words = record["headline"].split()
    return {**record, "headline": " ".join([*words[:-1], "abandoned"])}


def _author(record: Json, *_: object) -> Json | None:
    return {**record, "author": "Somebody Else"} if record["author"] else None


def _speakers(_: Json, article: ArticleChecked) -> list[Any]:
    return sorted({one.record.speaker for one in article.of(Claim) if one.record.speaker})


def _publisher(record: Json, article: ArticleChecked, _: random.Random) -> Json | None:
    own = article.article.publisher
    return {**record, "speaker": own} if record["speaker"] not in (None, own) else None


def _modality(old: tuple[str, ...], new: str) -> Mistake:
    return lambda record, *_: {**record, "modality": new} if record["modality"] in old else None


def _negated(record: Json, *_: object) -> Json | None:
    statement = record["statement"]
    if re.search(r"\b(?:not|no|never|nobody|none)\b", statement, re.I):
        return (
            {**record, "statement": re.sub(r"\b(?:not|never) ", "", statement)}
            if re.search(r"\b(?:not|never) ", statement)
            else None
        )
    changed = re.sub(r"\b(is|are|was|were|has|have|had|will|would|could|may|can)\b", r"\1 not", statement, count=1)
    return {**record, "statement": changed} if changed != statement else None


def _statement_number(record: Json, *_: object) -> Json | None:
    changed = re.sub(
        r"\d[\d,.]*\d|\d", lambda found: f"{float(found[0].replace(',', '')) * 3 + 1:.0f}", record["statement"], count=1
    )
    return {**record, "statement": changed} if changed != record["statement"] else None


def _statement_name(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    called = [entry.name for ref, entry in article.entries.items() if entry.name in record["statement"]]
    others = [
        entry.name for ref, entry in article.entries.items() if ref in article.mentions_of and entry.name not in called
    ]
    if not called or not others:
        return None
    return {**record, "statement": record["statement"].replace(called[0], chance.choice(sorted(others)))}


def _certain(record: Json, article: ArticleChecked, _: random.Random) -> Json | None:
    first = record["evidence"][0]["start"]
    if not re.search(r"\b(?:may|might|could)\b", article.words(article.text.sentence_at(first))):
        return None
    changed = re.sub(r"\b(?:may|might|could) (be )?(?!not)", lambda may: "is " if may[1] else "", record["statement"])
    return {**record, "statement": changed} if changed != record["statement"] else None


def _verification(record: Json, *_: object) -> Json | None:
    if not record["verification"]:
        return None
    flip = {"confirmed": "denied", "denied": "confirmed"}
    first, *rest = record["verification"]
    return {**record, "verification": [{**first, "status": flip.get(first["status"], "confirmed")}, *rest]}


def _of(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    kind = record["of"].partition("/")[0]
    others = sorted(
        ref for ref in article.entries if ref.startswith(kind) and ref not in (record["of"], record["stands_for"])
    )
    about = [] if not others else [others[0]]
    return {**record, "of": chance.choice(others), "about": about} if others else None


def _evidence(
    record: Json, article: ArticleChecked, chance: random.Random, other: Callable[[str, int], list[int]]
) -> Json | None:
    first, *rest = record["evidence"]
    starts = [start for start in other(first["exact"], first["start"]) if start != first["start"]]
    if not starts:
        return None
    start = chance.choice(starts)
    end = start + len(first["exact"])
    exact = article.text.content[start:end]
    if exact != exact.strip() or "\n" in exact:
        return None
    place = {**article.text.place(start, end).model_dump(), "exact": exact, "article": first["article"]}
    return {**record, "evidence": [place, *rest]}


def _occurrence(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    return _evidence(record, article, chance, lambda exact, _: article.text.occurrences(exact))


def _elsewhere(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    """A phrase of the same length in another paragraph."""

    def starts(exact: str, start: int) -> list[int]:
        own = article.text.place(start, start).paragraph
        found = [sentence.start for sentence in article.text.sentences if sentence.end - sentence.start > len(exact)]
        return [one for one in found if article.text.place(one, one).paragraph != own]

    for _ in range(8):
        made = _evidence(record, article, chance, starts)
        if made:
            return made
    return None


def _swapped_words(field: str, pairs: dict[str, str]) -> Mistake:
    both = pairs | {new: old for old, new in pairs.items()}
    words = re.compile(rf"\b(?:{'|'.join(both)})\b")

    def mistake(record: Json, *_: object) -> Json | None:
        changed = words.sub(lambda word: both[word[0]], record[field], count=1)
        return {**record, field: changed} if changed != record[field] else None

    return mistake


def _value(field: str, swaps: Mapping[str | None, str]) -> Mistake:
    return lambda record, *_: {**record, field: swaps[record[field]]} if record[field] in swaps else None


def _without_per(record: Json, *_: object) -> Json | None:
    unit, per, _ = record["unit"].partition(" per ")
    code = (record["unit_code"] or "").partition("/")[0] or None
    return {**record, "unit": unit, "unit_code": code} if per else None


def _actors(_: Json, article: ArticleChecked) -> list[Any]:
    return sorted(ref for ref in article.mentions_of if ref.startswith(("companies/", "parties/")))


def _related(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    others = sorted(one.ref for one in article.of(Claim) if one.record.id != record["id"])
    return {**record, "relations": [{"type": "contradicts", "to": chance.choice(others)}]} if others else None


def _by_another(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
    if not record["verification"]:
        return None
    first, *rest = record["verification"]
    others = [actor for actor in _actors(record, article) if actor != first["by"]]
    return {**record, "verification": [{**first, "by": chance.choice(others)}, *rest]}


def _narrowed(behind: str) -> Mistake:
    """Evidence that begins later: behind a hedge, a "not", or within its first word."""

    def mistake(record: Json, article: ArticleChecked, _: random.Random) -> Json | None:
        first, *rest = record["evidence"]
        found = re.match(behind, first["exact"], re.I)
        if not found or len(first["exact"]) - found.end() < 3:
            return None
        start = first["start"] + found.end()
        place = {**article.text.evidence(start, first["end"]), "article": first["article"]}
        return {**record, "evidence": [place, *rest]}

    return mistake


def _exchanged(record: Json, article: ArticleChecked, _: random.Random) -> Json | None:
    """A statement with its first two names in each other's place."""
    statement = record["statement"]
    names = sorted({entry.name for entry in article.entries.values() if entry.name in statement}, key=statement.find)
    if len(names) < 2 or names[0] in names[1] or names[1] in names[0]:
        return None
    changed = re.sub("|".join(map(re.escape, names[:2])), lambda one: names[one[0] == names[0]], statement)
    return {**record, "statement": changed}


_DAYS = {"Monday": "Wednesday", "Tuesday": "Friday", "Saturday": "Sunday", "March": "October", "April": "September"}
_MORE_DAYS = {"June": "August", "July": "December", "spring": "autumn", "summer": "winter", "January": "November"}
_TURNED = {"more": "fewer", "rose": "fell", "rises": "falls", "before": "after", "first": "last", "above": "below"}
_STATUS = {"planned": "happened", "happened": "planned", "considered": "happened", "ongoing": "planned"}


def _link(field: str, kind: type) -> Mistake:
    def mistake(record: Json, article: ArticleChecked, chance: random.Random) -> Json | None:
        others = sorted(one.ref for one in article.of(kind) if one.ref not in record[field])
        return {**record, field: [chance.choice(others), *record[field][1:]]} if record[field] and others else None

    return mistake


def _without_first(field: str) -> Mistake:
    return lambda record, *_: {**record, field: record[field][1:]} if record[field] else None


_NONE: Mistake = lambda *_: None  # noqa: E731 - dropped and doubled records are made without one
MISTAKES: dict[str, tuple[type, Mistake]] = {
    "value: digits exchanged": (Figure, _figure(_swapped)),
    "scale: a thousand times": (Figure, _figure(lambda number: number * 1000)),
    "scale: without its million": (Figure, _figure(lambda number: number / 10**6 if number >= 10**6 else number + 10)),
    "value: one bound of a range": (Figure, _one_bound),
    "hedge: about as exact": (Figure, _rehedged(("about",), "exact")),
    "hedge: exact as about": (Figure, _rehedged(("exact",), "about")),
    "hedge: more than as at most": (Figure, _rehedged(("over", "at_least"), "at_most")),
    "hedge: up to as at least": (Figure, _rehedged(("at_most", "under"), "at_least")),
    "hedge: approximate range": (Figure, _approximate),
    "unit: of another figure": (Figure, _other("unit", _units, lambda r: not r["unit_code"] and not r.get("currency"))),
    "unit: another measure": (Figure, _coded),
    "currency": (Figure, _recurrency),
    "direction of a change": (Figure, _value("direction", {"up": "down", "down": "up"})),
    "date: a day later": (Date, _dated(lambda day: day + timedelta(days=1))),
    "date: a week later": (Date, _dated(lambda day: day + timedelta(days=7))),
    "date: another month": (Date, _month),
    "date: another year": (Date, _year),
    "date: until as since": (Date, _opened),
    "article: another year": (Article, _article_year),
    "article: a day later": (Article, _article_day),
    "article: headline": (Article, _headline),
    "article: author": (Article, _author),
    "speaker: another one": (Claim, _other("speaker", _speakers, lambda r: bool(r["speaker"]))),
    "speaker: the publisher": (Claim, _publisher),
    "modality: denied as asserted": (Claim, _modality(("denied", "doubted"), "asserted")),
    "modality: asserted as denied": (Claim, _modality(("asserted", "reported"), "denied")),
    "modality: expected, promised, feared as asserted": (
        Claim,
        _modality(("expected", "promised", "feared", "demanded", "considered"), "asserted"),
    ),
    "statement: possible as certain": (Claim, _certain),
    "modality: asserted as expected": (Claim, _modality(("asserted",), "expected")),
    "modality: expected as promised": (Claim, _value("modality", {"expected": "promised", "promised": "demanded"})),
    "quotation: indirect": (Claim, _value("quotation", {"direct": "indirect"})),
    "statement: another day": (Claim, _swapped_words("statement", _DAYS | _MORE_DAYS)),
    "statement: turned round": (Claim, _swapped_words("statement", _TURNED)),
    "unit: without its per": (Figure, _without_per),
    "claim: another subject": (Claim, _other("subject", _actors, lambda r: bool(r["subject"]))),
    "event: another status": (Event, _value("status", _STATUS)),
    "event: another type": (Event, _other("type", _types, lambda _: True)),
    "article: another language": (Article, _value("language", {"en": "de", "en-GB": "de", "en-US": "de"})),
    "negation of a statement": (Claim, _negated),
    "statement: another number": (Claim, _statement_number),
    "statement: another name": (Claim, _statement_name),
    "verification: another status": (Claim, _verification),
    "quotation: direct": (Claim, _value("quotation", {None: "direct", "indirect": "direct"})),
    "name: mention of another entry": (Mention, _of),
    "figure: another form": (
        Figure,
        _value("form", {"share": "amount", "amount": "share", "change": "amount", "ratio": "share", "rank": "amount"}),
    ),
    "figure: another whole": (Figure, lambda r, *_: {**r, "out_of": r["out_of"] + 1} if r["out_of"] else None),
    "relation to another claim": (Claim, _related),
    "verification: left out": (Claim, _without_first("verification")),
    "verification: by another": (Claim, _by_another),
    "statement: two names exchanged": (Claim, _exchanged),
    "evidence: cut within a word": (Claim, _narrowed(r"\w")),
    "evidence: cut within a number": (Figure, _narrowed(r"\d(?=\d)|\d[.,](?=\d)")),
    "evidence: without its hedge": (Figure, _narrowed(r"(?:about|some|nearly|more than|at least|up to|over) ")),
    "evidence: without its not": (Claim, _narrowed(r".*?(?:\bnot|n[’']t|\bnever) ")),
    "place: another occurrence": (Mention, _occurrence),
    "place: other words, figure": (Figure, _elsewhere),
    "place: other words, date": (Date, _elsewhere),
    "place: other words, claim": (Claim, _elsewhere),
    "link: another figure": (Claim, _link("figures", Figure)),
    "link: another date": (Claim, _link("dates", Date)),
    "link: no figure": (Claim, _without_first("figures")),
    "drop: claim": (Claim, _NONE),
    "drop: figure": (Figure, _NONE),
    "drop: date": (Date, _NONE),
    "drop: mention": (Mention, _NONE),
    "twice: claim": (Claim, _NONE),
}
