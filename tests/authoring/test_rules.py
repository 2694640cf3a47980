"""The rules of drafting on single phrases: figures, dates, names, speakers, and phrases that are none of these."""

from datetime import date

import pytest

from authoring.article_text import ArticleText
from authoring.draft.dates import dates
from authoring.draft.figures import figures
from authoring.draft.names import names
from authoring.draft.statements import statements
from schemas.records import Company

PUBLISHED = date(2025, 10, 9)  # a Thursday

SHARE = {"unit": "proportions", "unit_code": "1", "form": "share"}
FIGURES = {
    "more than 2.5 million people": {"min": 2500000, "hedge": "over", "unit": "people"},
    "sixty-five ships": {"value": 65, "hedge": "exact", "unit": "ships"},
    "one hundred and twenty ships": {"value": 120, "hedge": "exact", "unit": "ships"},
    "between 3 and 5 km": {"min": 3, "max": 5, "hedge": "range", "unit": "kilometres", "unit_code": "km"},
    "up to £3bn": {"max": 3000000000, "hedge": "at_most", "unit": "pounds", "currency": "GBP"},
    "40+ ships": {"min": 40, "hedge": "at_least", "unit": "ships"},
    "12 per cent": {"value": 12, "hedge": "exact", "unit": "percent", "unit_code": "%"},
    "three decades": {"value": 30, "hedge": "exact", "unit": "years", "unit_code": "a"},
    "dozens of ships": {"min": 24, "hedge": "vague", "unit": "ships"},
    "minus 31 degrees Celsius": {"value": -31, "hedge": "exact", "unit": "degrees Celsius", "unit_code": "Cel"},
    "a quarter of": {"value": 0.25, "hedge": "exact", "unit": "proportions", "unit_code": "1", "form": "share"},
    "fewer than ten ships": {"max": 10, "hedge": "under", "unit": "ships"},
    "several million euros": {"min": 2000000, "hedge": "vague", "unit": "euros", "currency": "EUR"},
    "a few thousand ships": {"min": 2000, "hedge": "vague", "unit": "ships"},
    "men older than 60 years": {"min": 60, "hedge": "over", "unit": "years", "unit_code": "a"},
    "just under a third want": {
        "max": 0.333,
        "hedge": "under",
        "unit": "proportions",
        "unit_code": "1",
        "form": "share",
    },
    "two thirds want": {"value": 0.667, "hedge": "about", "unit": "proportions", "unit_code": "1", "form": "share"},
    "nearly half want": {"value": 0.5, "hedge": "about", "unit": "proportions", "unit_code": "1", "form": "share"},
    "40 more people": {"value": 40, "hedge": "exact", "unit": "people"},
    "no more than 9 ships": {"max": 9, "hedge": "at_most", "unit": "ships"},
    "a wall 25m high": {"value": 25, "hedge": "exact", "unit": "metres", "unit_code": "m"},
    "three times as much": {"value": 3, "hedge": "exact", "unit": "multiples", "unit_code": "1", "form": "ratio"},
    "roughly 700 to 800 ships": {"min": 700, "max": 800, "hedge": "range", "approximate": True, "unit": "ships"},
    "as little as $5": {"min": 5, "hedge": "at_least", "unit": "dollars", "currency": "TODO"},
    "less than the €8bn": {"value": 8000000000, "hedge": "exact", "unit": "euros", "currency": "EUR"},
    "seven and a half hours": {"value": 7.5, "hedge": "exact", "unit": "hours", "unit_code": "h"},
    "15 lux or less": {"max": 15, "hedge": "at_most", "unit": "lux", "unit_code": "lx"},
    "no ship longer than 80 metres": {"max": 80, "hedge": "at_most", "unit": "metres", "unit_code": "m"},
    "-6C": {"value": -6, "hedge": "exact", "unit": "degrees Celsius", "unit_code": "Cel"},
    "between a fifth and a quarter": {"min": 0.2, "max": 0.25, "hedge": "range", **SHARE},
    "it drop by half": {"value": 0.5, "hedge": "exact", **SHARE},
    "them double the": {"value": 2, "hedge": "exact", "unit": "multiples", "unit_code": "1", "form": "ratio"},
    "it fall by 3 tonnes": {
        "value": 3,
        "hedge": "exact",
        "unit": "tonnes",
        "unit_code": "t",
        "form": "change",
        "direction": "down",
    },
}


def test_which_dollar_is_a_todo_beside_another() -> None:
    """If the text also has Canadian dollars, the currency of "$3" is left as a TODO."""
    dollars = figures(ArticleText("It cost C$2 there and $3 here."), [])
    assert [one.fields["currency"] for one in dollars] == ["CAD", "TODO"]


@pytest.mark.parametrize("phrase", FIGURES)
def test_a_figure_becomes(phrase: str) -> None:
    """A figure gets its value or bounds from its number and hedge, and its unit."""
    (found,) = figures(ArticleText(f"They saw {phrase} it."), [])
    assert found.fields == FIGURES[phrase]


@pytest.mark.parametrize(
    "phrase",
    [
        *("Flight 212 left", "at 4.30 p.m. we left", "he is one of us", "in Article 5 it is said"),
        *("the second half of it passed", "a third term begins"),
    ],
)
def test_what_is_no_figure_is_passed_over(phrase: str) -> None:
    """A number in a name, a clock time, "one" for a person, and an ordinal that counts no share are not figures."""
    assert figures(ArticleText(f"Then {phrase}."), []) == []


DATES = {
    "on Thursday": "[2025-10-02,2025-10-09]",
    "on Monday": "2025-10-06",
    "next Monday": "2025-10-13",
    "yesterday": "2025-10-08",
    "last month": "2025-09",
    "over the past two years": "2023-10~/2025-10-09",
    "ten years ago": "2015~",
    "since March 2024": "2024-03/..",
    "by the end of 2027": "../2027-12-31",
    "September 5th to 6th, 2026": "2026-09-05/2026-09-06",
    "in the third quarter of 2026": "2026-07/2026-09",
    "the 1990s": "199X",
    "earlier this year": "[2025-01-01..2025-10-08]",
    "in spring 2027": "2027-21",
    "on 25 February": "2025-02-25",
    "by 25 February": "TODO by 25 February",
    "since 25 February": "2025-02-25/..",
    "since November": "2024-11/..",
    "since the spring": "2025-21/..",
    "since the winter": "2024-24/..",
    "in the second half of 2026": "2026-07/2026-12",
    "on Monday to be there": "2025-10-06",
    "Friday 10 October 2025": "2025-10-10",
    "Friday, October 10": "2025-10-10",
    "between February 2018 and July 2021": "2018-02/2021-07",
    "in November": "2024-11",
    "the day before yesterday": "2025-10-07",
    "last summer": "TODO 2025-22 or the year before",
    "by Friday": "TODO by Friday",
    "in the three months to the end of September": "2025-07/2025-09",
    "in the week to October 3": "2025-09-27/2025-10-03",
    "in 2022-23": "2022/2023",
    "in the same period of 2024": "TODO the same period of 2024, which part of it?",
    "since last year": "2024/..",
    "from next summer": "2026-22/..",
    "in January next year": "2026-01",
    "over the next 12 months": "2025-10-09/2026-10~",
    "in the June quarter": "2025-04/2025-06",
    "by the end of November": "../2025-11-30",
    "in the summer": "2025-22",
    "from May 2023 to the end of 2024": "2023-05/2024-12",
    "in rules that date from 2009": "2009",
    "at the 2024 Games": "2024",
}


SENTENCES = {
    "On Tuesday the council will vote": ["2025-10-14"],
    "On Tuesday the council said it would vote": ["2025-10-07"],
    "They told him to leave on Monday": ["[2025-10-06,2025-10-13]"],
    "It will open on Thursday": ["[2025-10-09,2025-10-16]"],
    "It is shut from Monday to Friday": [],
    "A report is due in November": ["2025-11"],
    "They were taken to hospital on Monday": ["2025-10-06"],
    "Trains will not run before Tuesday": ["2025-10-14/.."],
    "It could rain by Tuesday": ["../2025-10-14"],
    "A trial is to start in January": ["2026-01"],
    "In March 2025 it was 4, against 3 a year earlier": ["2025-03", "2024-03"],
    "The deal, on Monday": ["TODO 2025-10-06 or 2025-10-13"],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_tense_decides_between_past_and_future_dates(sentence: str) -> None:
    """Tense and verb decide whether a date is past or to come, for an article of Thursday 9 October 2025; if both
    are possible it is a set."""
    assert [one.fields["edtf"] for one in dates(ArticleText(f"{sentence}."), PUBLISHED)] == SENTENCES[sentence]


@pytest.mark.parametrize("phrase", DATES)
def test_a_date_becomes(phrase: str) -> None:
    """A date is written as EDTF; relative ones count from Thursday 9 October 2025."""
    (found,) = dates(ArticleText(f"It was seen {phrase} there."), PUBLISHED)
    assert found.fields["edtf"] == DATES[phrase]


@pytest.mark.parametrize("verb", ["will open", "is to open", "opens", "is due", "meets again"])
def test_a_coming_weekday_is_the_next_one(verb: str) -> None:
    """After a future tense, or a present tense as in timetables, a weekday is the next one."""
    (found,) = dates(ArticleText(f"The fair {verb} on Monday in Galway."), PUBLISHED)
    assert found.fields["edtf"] == "2025-10-13"


@pytest.mark.parametrize(
    ("phrase", "reckoned"),
    [("by the end of 2026", False), ("by the end of the year", True), ("before the end of 2026", False)],
)
def test_only_relative_dates_refer_to_the_day_of_publication(phrase: str, reckoned: bool) -> None:
    """Only a date that depends on the day of publication refers to it."""
    (found,) = dates(ArticleText(f"It was to be there {phrase}."), PUBLISHED)
    assert ("relative_to" in found.fields) == reckoned


NAMES = {
    "Then Lindholt’s outskirts grew.": ("Lindholt", "locations", "city"),
    "Then the Lindholt Traders’ Association met.": ("Lindholt Traders’ Association", "companies", "company"),
    "By Åse Østby | 9 October 2025": ("Åse Østby", "parties", "person"),
    "It was the Ministry of Trade that said so.": ("Ministry of Trade", "parties", "administration"),
    "It was the Lindholt Green Party that said so.": ("Lindholt Green Party", "parties", "political_party"),
    "It was the Lindholt Ledger that said so.": ("Lindholt Ledger", "companies", "news_organization"),
    "Then Hannah Kowalski met nobody.": ("Hannah Kowalski", "parties", "person"),
    "Then Assistant Attorney Ada Holm spoke.": ("Ada Holm", "parties", "person"),
    "Shares in Norrvik Yards rose.": ("Norrvik Yards", "companies", "company"),
    "It was Nordvik Instruments, a maker of pumps, that grew.": ("Nordvik Instruments", "companies", "company"),
}


@pytest.mark.parametrize("sentence", NAMES)
def test_a_name_becomes(sentence: str) -> None:
    """A name is classified by its own words and those beside it; titles are left out, particles and diacritics kept."""
    (found,) = names(ArticleText(f"A headline of no interest\n\n{sentence}\n\nNothing else is told here."))
    assert (found.name, found.collection, found.type) == NAMES[sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Prosecutors said so.",
        "Then Storm Aldric came.",
    ],
)
def test_what_is_no_name_is_passed_over(sentence: str) -> None:
    """Words in capitals that name neither a party nor a place are not names."""
    assert names(ArticleText(f"A headline of no interest\n\n{sentence}\n\nNothing else is told here.")) == []


SPOKEN = {
    "“It is full,” said Ada Holm, the mayor.": ["Ada Holm"],
    "Ada Holm, the mayor, opened it. “It is full,” she said.": [None, "Ada Holm"],
    "“It is full,” said Ada Holm. “It was full before. Nobody came.”": ["Ada Holm", "Ada Holm", "Ada Holm"],
    "Ada Holm said it was full. It was “empty”, Ole Berg said.": ["Ada Holm", "Ole Berg"],
    "Nordvik Energy grew. The company said it was full.": [None, "Nordvik Energy"],
    "According to Ada Holm, it was full.": ["Ada Holm"],
    "Ada Holm of the union Nordvik Energy said it was full.": ["Ada Holm"],
    "It was full.": [None],
}


@pytest.mark.parametrize("words", SPOKEN)
def test_a_statement_has_the_speaker(words: str) -> None:
    """The speaker is named beside the verb, or earlier, if a pronoun, "the company" or a continued quotation refers
    back."""
    text = ArticleText(f"A headline of no interest\n\nHere Ada Holm and Ole Berg of Nordvik Energy met.\n\n{words}")
    everybody = [*names(ArticleText(f"{text.content} The mayor Ole Berg said so."))]
    found = [one for one in statements(text, everybody) if one.sentence.start > text.content.index("met.")]
    assert [one.speaker.name if one.speaker else None for one in found] == SPOKEN[words]


@pytest.mark.parametrize(("text", "known"), [("Bakers’ Guild", "Bakers' Guild"), ("Bakers' Guild", "Bakers’ Guild")])
def test_a_registered_name_is_found_with_other_marks(text: str, known: str) -> None:
    """A registered name is found whether its apostrophe is typographic or plain, in the text or the registry."""
    entry = Company(id="bakers", label=known, name=known, type="company")
    found = names(ArticleText(f"A headline\n\nThe club—{text}—met."), [("companies/bakers", entry)])
    assert [(one.ref, len(one.spans)) for one in found] == [("companies/bakers", 1)]


def test_a_time_before_the_calendar_is_no_date() -> None:
    """A time before year 1 is not a date."""
    assert dates(ArticleText("It froze 12,000 years ago."), PUBLISHED) == []
