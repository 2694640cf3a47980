"""`facts check --text` on what is right but not plain, and the same records with one mistake: an article of its own."""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.authoring.desk import questions
from tests.authoring.test_checks import TIDAL, checked, with_fields

TEXT = """Tarn Line loses its ferry licence

Ines Kalnin
The Marlow Courier
Tuesday, 3 March 2026

The Tarn Line paid $4,000 for the licence and $900 for a berth in Port Marlow, in the south of Australia. Its tickets \
had been up for sale at a 20 per cent discount. Fares ranged from $12 to $18. The licence ran for two years and three \
months and ended by late 2025.

The court heard that the boats were old. They had leaked for weeks.

Prosecutor Ruth Adair sought no more than six months. The police would not say if they were looking for a \
second captain.

Bids came from Norway and, according to reports in Bergen, from Fjell Shipping. An old boat, used by an estimated 40 \
pupils, was left out of the sale.

A banner reading “Where is our boat?” hung there; Ruth Adair said there was nothing wrong with the engine.

The Alba sank at 2:47 a.m. local time (1847 GMT Monday), and 30 passengers were stranded on Skerry until noon. There \
were no reports of injuries. Two of them cut their hands as they climbed in the dark, said Otto Lind, keeper of the \
light. A third, Mara Fold, was the last to leave.

It has been inspected at least twice this week. On 5 August 2024 its pumps failed; on 14 August the owners were \
warned. Otto Lind said they had undertaken to raise it at a cost of north of $2 million. Perhaps a tenth of the oil \
was lost, most in the harbour, and another thousand litres or so off Skerry.

Harbour master Ines Vogt said the records showed that the pumps were old. It went down in “no more than ten \
minutes”, the biggest loss for eight years.

The line, which has a “sell” rating, cut two boats and left a third unfinished. Sales were $31 million, shy of the \
32 million the banks had forecast, and a quarter came from Norway. What happens now? The judge was not satisfied \
that Ruth Adair, who is in her forties, would return to the Thursday court; her lawyer had expected a smaller fine. \
She declined an honour.

The Tarn rowers, unbeaten in the harbour since 2019, travel to Bergen on Thursday; they have won there once in eleven \
attempts. The crowd was the biggest for six years.

Otto Lind says the new pump can cure Dravet’s. Sailors are curious. Otto Lind does not dispute the sums. The pump is \
not new: builders have mended theirs for years. The first trouble of all is that the K7 smells of paint. It lost not \
a single litre, and anything above 0.7 counts as a leak. The van ran at 40 kmph. “If you ate fish last night, it \
knows,” Ines Vogt said. The Tarn Line plans to open an office in Norway next year, when a shed is to be opened for \
boats. (The line would confirm only the year.)

The team found no rust in 31 of the 34 hulls. The next boat is not due until 20 March. The dock covers 12 acres and \
the basin 5 square miles; its water had 15 degrees. Its owners met twice. Its gates, which hold 300, have been \
without paint for a fortnight. Two gates stick; a third, by the light, does not. Tickets for the 2026/27 season are \
sold on a Sunday. “It is a good dock,” Otto Lind said, “and I was proud of it.” Asked how long, he laughed. The trip \
to it took an hour and a quarter because there was no wind. The crew was warned to stay on board, up from what the \
line had proposed. Two people who asked not to be named said the dock leaked. What they meant by it was the gates.
"""
REGISTRY: dict[str, list[dict[str, Any]]] = {
    "companies": [
        {"id": "marlow-courier", "name": "The Marlow Courier", "type": "news_organization"},
        {"id": "tarn-line", "name": "Tarn Line", "type": "company"},
        {"id": "fjell-shipping", "name": "Fjell Shipping", "type": "company"},
    ],
    "parties": [
        {"id": "ruth-adair", "name": "Ruth Adair", "type": "person"},
        {"id": "otto-lind", "name": "Otto Lind", "type": "person"},
        {"id": "ines-vogt", "name": "Ines Vogt", "type": "person"},
    ],
    "locations": [{"id": "australia", "name": "Australia", "type": "country", "country": "AU"}],
}
COURIER, ADAIR, LIND, VOGT = (
    "companies/marlow-courier",
    "parties/ruth-adair",
    "parties/otto-lind",
    "parties/ines-vogt",
)


def _figure(own: str, exact: str, **fields: Any) -> dict[str, Any]:
    return {"id": own, "label": own, "hedge": "exact", "evidence": [exact], **fields}


def _date(own: str, exact: str, edtf: str) -> dict[str, Any]:
    return {"id": own, "label": own, "role": "happened", "edtf": edtf, "evidence": [exact]}


def _claim(own: str, statement: str, exact: str, **fields: Any) -> dict[str, Any]:
    quotation = {"quotation": "indirect"} if fields.get("speaker", COURIER) != COURIER else {}
    common = {"id": own, "statement": statement, "speaker": COURIER, "modality": "asserted", "evidence": [exact]}
    return {**common, **quotation, **fields}


def _event(own: str, exact: str) -> dict[str, Any]:
    return {"id": own, "label": own, "type": "opening", "status": "planned", "evidence": [exact]}


PLANNED = ["events/.opening", "events/.shed"]
YEAR = [{"by": "companies/tarn-line", "status": "confirmed", "evidence": ["would confirm only the year"]}]
PERCENT = {"unit": "percent", "unit_code": "%"}
SHARE = {"unit": "proportions", "unit_code": "1", "form": "share"}
DOLLARS = {"unit": "Australian dollars", "currency": "AUD"}
SEED: dict[str, list[dict[str, Any]]] = {
    "mentions": [
        {"id": ref, "label": name, "of": ref.replace(".", "/"), "evidence": [name]}
        for ref, name in (
            ("companies.tarn-line", "Tarn Line"),
            ("companies.fjell-shipping", "Fjell Shipping"),
            ("parties.ruth-adair", "Ruth Adair"),
            ("parties.otto-lind", "Otto Lind"),
            ("parties.ines-vogt", "Ines Vogt"),
            ("locations.australia", "Australia"),
        )
    ],
    "figures": [
        _figure("licence", "$4,000", value=4000, **DOLLARS),
        _figure("berth", "$900", value=900, **DOLLARS),
        _figure("fares", "$12 to $18", min=12, max=18, **{**DOLLARS, "hedge": "range"}),
        _figure("discount", "20 per cent discount", value=20, **PERCENT, form="change", direction="down"),
        _figure("term", "two years and three months", value=27, unit="months", unit_code="mo"),
        _figure("pupils", "an estimated 40 pupils", value=40, unit="people", hedge="about"),
        _figure("inspections", "at least twice", min=2, unit="times", hedge="at_least"),
        _figure("raising", "north of $2 million", min=2000000, **{**DOLLARS, "hedge": "over"}),
        _figure("forecast", "the 32 million", value=32000000, **DOLLARS),
        _figure("share", "a quarter", value=0.25, **SHARE),
        _figure("wins", "once in eleven attempts", value=1, out_of=11, unit="attempts"),
        _figure("age", "in her forties", min=40, max=49, unit="years", unit_code="a", hedge="range"),
        _figure("lost", "Perhaps a tenth of the oil", value=0.1, **SHARE, hedge="about"),
        _figure("near", "most in the harbour", min=0.5, min_inclusive=False, **SHARE, hedge="vague"),
        _figure("minutes", "no more than ten minutes", max=10, unit="minutes", unit_code="min", hedge="at_most"),
        _figure("litre", "not a single litre", value=0, unit="litres", unit_code="L"),
        _figure("leak", "above 0.7", min=0.7, unit="points", hedge="over", form="score"),
        _figure("speed", "40 kmph", value=40, unit="kilometres per hour", unit_code="km/h"),
        _figure("hulls", "31 of the 34 hulls", value=31, out_of=34, unit="hulls"),
        _figure("dock", "12 acres", value=12, unit="acres"),
        _figure("basin", "5 square miles", value=5, unit="square miles", unit_code="[mi_i]2"),
        _figure("water", "15 degrees", value=15, unit="degrees Celsius", unit_code="Cel"),
        _figure("meetings", "met twice", value=2, unit="meetings"),
        _figure("gates", "300", value=300, unit="boats"),
        _figure("bare", "a fortnight", value=14, unit="days", unit_code="d"),
        _figure("trip", "an hour and a quarter", value=1.25, unit="hours", unit_code="h"),
        _figure("far", "another thousand litres or so", value=1000, unit="litres", unit_code="L", hedge="about"),
    ],
    "dates": [
        _date("end", "by late 2025", "../2025"),
        _date("sank", "at 2:47 a.m. local time (1847 GMT Monday)", "2026-03-03T02:47:00+08:00"),
        _date("week", "this week", "[2026-03-02..2026-03-03]"),
        {**_date("race", "on Thursday", "2026-03-05"), "role": "planned"},
        {**_date("season", "the 2026/27 season", "2026-09/2027-05"), "role": "planned"},
        {**_date("next", "next year", "2027"), "role": "planned"},
        _date("failed", "On 5 August 2024", "2024-08-05"),
        _date("warned", "on 14 August", "2024-08-14"),
    ],
    "events": [
        _event("opening", "plans to open an office"),
        _event("shed", "a shed is to be opened"),
    ],
    "claims": [
        _claim("leaked", "For weeks water came in.", "had leaked for weeks", modality="reported"),
        _claim("six", "Six months are enough.", "sought no more than six months", modality="demanded", speaker=ADAIR),
        _claim("captain", "A second captain is sought.", "looking for a second captain", modality="considered"),
        _claim("norway", "Somebody in Norway made an offer.", "Bids came from Norway"),
        _claim("users", "Pupils went by an old boat.", "used by an estimated 40"),
        _claim("kept", "The old boat was not for sale.", "was left out of the sale"),
        _claim("banner", "Somebody asked for the boat on a banner.", "A banner reading “Where is our boat?”"),
        _claim("stranded", "Thirty passengers did not leave Skerry before noon.", "were stranded on Skerry until noon"),
        _claim("injuries", "Nobody is known to be hurt.", "There were no reports of injuries"),
        _claim("hands", "Two cut their hands.", "Two of them cut their hands", speaker=LIND),
        _claim("last", "Nobody left the ship later than Mara Fold.", "was the last to leave"),
        _claim("raised", "It will be lifted.", "had undertaken to raise it", modality="promised", speaker=LIND),
        _claim("pumps", "The pumps had aged.", "that the pumps were old", speaker=VOGT),
        _claim("loss", "No loss was bigger.", "biggest loss for eight years", figures=["figures/.minutes"]),
        _claim("rating", "Banks advise to sell its shares.", "which has a “sell” rating"),
        _claim("boat", "One more boat cannot be finished.", "left a third unfinished"),
        _claim("norway-share", "Norway paid 25 percent.", "a quarter came from Norway", figures=["figures/.share"]),
        _claim("return", "Ruth Adair would come back.", "was not satisfied that Ruth", modality="doubted"),
        _claim("fine", "The fine is high.", "had expected a smaller fine"),
        _claim("honour", "She was offered an honour.", "She declined an honour"),
        _claim("unbeaten", "The rowers have not lost in the harbour.", "unbeaten in the harbour"),
        _claim("crowd", "Not for six years had more people come.", "was the biggest for six years"),
        _claim("engine", "The engine was sound.", "nothing wrong with the engine", speaker=ADAIR),
        _claim("cure", "The pump removes Dravet's.", "new pump can cure Dravet’s", speaker=LIND),
        _claim("curious", "The pump interests sailors.", "Sailors are curious"),
        _claim("sums", "He accepts the sums.", "does not dispute the sums"),
        _claim("old", "It is old, as builders know.", "", evidence=["is not new", "builders have mended"]),
        _claim("paint", "One smells paint in Tarn Line's shed.", "smells of paint"),
        _claim("rust", "Three hulls out of 34 have rust.", "found no rust in 31 of the 34", figures=["figures/.hulls"]),
        _claim("due", "The next boat comes on 20 March at the earliest.", "is not due until 20 March"),
        _claim("dock", "12 acres are taken up by the dock.", "The dock covers 12 acres"),
        _claim("good", "The dock pleases him.", "It is a good dock", speaker=LIND, quotation="direct"),
        _claim("wind", "For want of wind the way needed 75 minutes.", "The trip to it took", figures=["figures/.trip"]),
        _claim("board", "The crew stays on board.", "to stay on board", modality="demanded"),
        _claim("source", "The two kept their names to themselves.", "who asked not to be named"),
        _claim("meant", "The gates were the trouble.", "was the gates"),
        _claim("office", "It opens an office.", "plans to open an office", events=PLANNED, verification=YEAR),
    ],
}  # fmt: skip


def _asked(tmp_path: Path, change: Callable[[dict[str, Any]], None] | None = None) -> list[str]:
    """The questions about records, as `ref: rule`."""
    lines = [line.split(": ") for line in _questions(tmp_path, change) if "/own." in line]
    return [f"{line[1].partition('.')[2]}: {line[2]}" for line in lines if line[2] != "fact_in_no_claim"]


def _questions(tmp_path: Path, change: Callable[[dict[str, Any]], None] | None = None) -> list[str]:
    """What the check of the article says, after a change of its records."""
    seed: dict[str, Any] = deepcopy(SEED)
    if change:
        change({one["id"]: one for section in ("figures", "dates", "events", "claims") for one in seed[section]})
    for one in (one for section in seed.values() for one in section):
        one["id"] = one["id"].replace(".", "-")
    return questions(tmp_path, TEXT, REGISTRY, seed, publisher=COURIER, author="Ines Kalnin", published="2026-03-03")


def test_what_is_right_is_not_asked_about(tmp_path: Path) -> None:
    """A country's own dollars, a range from one sum to another, years and months as months, pupils as people, what the
    court heard, what somebody sought, a half of a sentence that is the paper's own, "nothing wrong" and "left out"; a
    time in two zones, a week that has begun, a year named before, hedges in other words, what is said in other words by
    a "not" or a "nobody", a promise without the word, "no reports of" with nobody who speaks; one quoted word, a number
    behind "shy of the", a quarter in percent, an age in decades, "not satisfied" for a doubt, "had expected",
    "unbeaten", and a weekday that is the next; a name with another apostrophe that ends a sentence, "not a single",
    a verb behind a number, two negations, "not new" for old, a place by its owner, a plan whose event says so; the
    rest of two numbers, "not until", acres without a code, a mile by another code, degrees of heat, two meetings for
    "met twice", a fortnight in days, the months of a season, an hour and a quarter, what "who" adds."""
    assert _asked(tmp_path) == []


MISTAKES: dict[str, tuple[str, dict[str, Any]]] = {
    "berth: figure_currency": ("berth", {"unit": "US dollars", "currency": "USD"}),
    "fares: figure_value": ("fares", {"max": 36}),
    "discount: figure_direction": ("discount", {"direction": "up"}),
    "term: figure_value": ("term", {"value": 24}),
    "end: date_open": ("end", {"edtf": "2025/.."}),
    "six: modality": ("six", {"modality": "asserted"}),
    "captain: modality": ("captain", {"modality": "asserted"}),
    "users: negation": ("users", {"statement": "The old boat was not used by pupils."}),
    "forecast: figure_value": ("forecast", {"value": 23000000}),
    "norway-share: numbers_of_words": ("norway-share", {"statement": "Norway paid 52 percent."}),
    "rating: modality": ("rating", {"modality": "doubted"}),
    "race: date_day": ("race", {"edtf": "2026-03-12"}),
    "wins: figure_value": ("wins", {"value": 3, "out_of": 12}),
    "sank: date_weekday": ("sank", {"edtf": "2026-03-04T02:47:00+08:00"}),
    "warned: date_day": ("warned", {"edtf": "2023-08-14"}),
    "inspections: figure_unit": ("inspections", {"unit": "passengers"}),
    "raising: figure_value": ("raising", {"min": 3000000}),
    "stranded: negation": ("stranded", {"statement": "The passengers were not stranded."}),
    "pumps: negation": ("pumps", {"statement": "The records did not show a fault."}),
    "raised: modality": ("raised", {"modality": "asserted"}),
    "litre: figure_value": ("litre", {"value": 1}),
    "leak: figure_unit": ("leak", {"unit": "passengers"}),
    "speed: figure_unit": ("speed", {"unit": "miles per hour", "unit_code": "[mi_i]/h"}),
    "cure: statement_names": ("cure", {"statement": "The pump removes Davret's."}),
    "sums: negation": ("sums", {"statement": "Otto Lind disputes the sums."}),
    "old: negation": ("old", {"statement": "The pump is new."}),
    "paint: statement_place": ("paint", {"statement": "One smells paint in Tarn Line."}),
    "office: modality": ("office", {"events": []}),
    "office: verification": ("office", {"verification": [{**YEAR[0], "status": "denied"}]}),
    "rust: negation": ("rust", {"statement": "The team found rust in 31 hulls."}),
    "basin: figure_unit": ("basin", {"unit": "square kilometres", "unit_code": "km2"}),
    "water: figure_unit": ("water", {"unit": "metres", "unit_code": "m"}),
    "bare: figure_value": ("bare", {"value": 15}),
    "season: date_day": ("season", {"edtf": "2027-09/2028-05"}),
    "wind: numbers_of_words": ("wind", {"statement": "The way needed 65 minutes."}),
    "board: modality": ("board", {"modality": "promised"}),
    "pumps: speaker_near": ("pumps", {"speaker": ADAIR}),
}  # fmt: skip


@pytest.mark.parametrize("question", MISTAKES)
def test_the_same_with_a_mistake_is(question: str, tmp_path: Path) -> None:
    """Dollars of two countries for one sign, another end of a range, a discount that is a rise, years without their
    months, "by" as since, what is sought or left open as a fact, a "not" that nobody says, a wrong speaker."""
    own, fields = MISTAKES[question]
    assert question in _asked(tmp_path, lambda records: records[own].update(fields))


SPOKEN_FOR = {
    "sentence_without_fact": ("What happens now", "he laughed"),
    "date_without_record": ("Thursday", "last night", "Sunday"),
    "clause_without_claim": (
        *("as they climbed", "Harbour master", "The first trouble", "a shed"),
        *("and I was proud", "because there was", "What they meant"),
    ),
    "number_without_record": ("'third'", "'7'", "a third"),
    "quotation_without_claim": ("ten minutes",),
}


@pytest.mark.parametrize("rule", SPOKEN_FOR)
def test_what_only_belongs_to_a_claim_needs_none(rule: str, tmp_path: Path) -> None:
    """Words that say who speaks, "a third" of those who were counted, a quoted figure that a claim links;
    a "when" that an event has, the number of a name, "the trouble is", what anybody may do."""
    asked = [line for line in _questions(tmp_path) if rule in line]
    assert not [line for line in asked if any(words in line for words in SPOKEN_FOR[rule])]


LEFT_OUT: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a clause": ("clause_without_claim", "hands", {"evidence": ["said Otto Lind"], "statement": "It was night."}),
    "a quotation": ("quotation_without_claim", "loss", {"figures": []}),
    "an event": ("clause_without_claim", "shed", {"evidence": ["The van"]}),
    "a number": ("number_without_record", "leak", {"evidence": ["as a leak"]}),
}


SAID = {
    "a clause": "Two of them cut",
    "a quotation": "no more than ten minutes",
    "an event": "when a shed is to be opened",
    "a number": "'0.7'",
}


@pytest.mark.parametrize("what", LEFT_OUT)
def test_what_no_claim_has_is_asked_about(what: str, tmp_path: Path) -> None:
    """A clause that states something of its own, a figure's words or an event that nobody has, a bare number."""
    rule, own, fields = LEFT_OUT[what]
    asked = "\n".join(
        line for line in _questions(tmp_path, lambda records: records[own].update(fields)) if rule in line
    )
    assert SAID[what] in asked


@pytest.mark.parametrize(
    ("edtf", "asked"), [("[2025-10-02,2025-10-09]", False), ("2025-10-09", False), ("2025-10-08", True)]
)
def test_the_weekday_of_publication_may_be_that_day_or_both(edtf: str, asked: bool, tmp_path: Path) -> None:
    """ "On Thursday", in an article of a Thursday: only another weekday is asked about."""
    _, errors = checked(tmp_path, TIDAL, with_fields("dates/permit-signed", edtf=edtf), alone=True)
    assert ("date_day: the evidence says 'on Thursday'" in errors) == asked, errors
