"""Claims that drafting makes of a sentence: one for each thing that it states; and the ids that it proposes."""

import pytest

from authoring.article_text import ArticleText
from authoring.draft.proposals import draft
from authoring.draft.seed import Draft

HEAD = "A day there\n\nBy Ada Holm, 19 March 2025\n\n"

CLAIMS = {
    "Norvik closed the mill on Monday.": ["Norvik closed the mill on Monday"],
    "Norvik, which owns the mill, sold 40 boats on Monday.": ["sold 40 boats on Monday", "owns the mill"],
    "The mill closed in May, and its owner left the town.": ["The mill closed in May", "its owner left the town"],
    "The mill closed in May but was sold to a rival.": ["The mill closed in May", "was sold to a rival"],
    "The mill closed in May; nobody knew why it did.": ["The mill closed in May", "nobody knew why it did"],
    "The mill closed in May, leaving the town without work.": [
        "The mill closed in May",
        "leaving the town without work",
    ],
    "The old mill closed because the river had carried away its only bridge.": [
        "The old mill closed",
        "the river had carried away its only bridge",
    ],
    "It sells nails, ropes, and old boats to farmers.": ["It sells nails"],
    "“It closed, and we left the town,” said Ada Holm.": ["It closed, and we left the town"],
    "The mill has been closed since May 2024.": ["The mill has been closed since May 2024"],
}


def _drafted(sentence: str, publisher: str | None = "companies/post") -> Draft:
    return draft(ArticleText(HEAD + sentence), publisher=publisher)


@pytest.mark.parametrize("sentence", CLAIMS)
def test_each_thing_that_a_sentence_states_is_a_claim(sentence: str) -> None:
    """A relative clause, a clause of its own and a second verb are claims of their own; a list and what is quoted are
    not parted."""
    made = _drafted(sentence)
    assert [made.text.content[slice(*one.spans[0])] for one in made.claims] == CLAIMS[sentence]


def test_what_is_said_beside_an_attributed_statement_is_the_articles() -> None:
    """An aside returns to the publisher; what follows "and" within the speaker's words remains the speaker's."""
    made = _drafted("Ada Holm said Norvik, which owns the mill, closed it in May and sold the whole yard.")
    assert [(one.fields["speaker"], one.fields["quotation"]) for one in made.claims] == [
        ("parties/ada-holm", "indirect"),
        ("companies/post", None),
        ("parties/ada-holm", "indirect"),
    ]


def test_a_claim_has_only_what_its_part_tells() -> None:
    """Figures, dates and events belong to the part in which they stand."""
    made = _drafted("The mill, which opened in 1998, sold 40 boats in 2024.")
    assert [(one.fields["figures"], one.fields["dates"]) for one in made.claims] == [
        (["figures/.boats"], ["dates/.sale"]),
        (None, ["dates/.opening"]),
    ]


SUBJECTS = {
    "The Norvik Council, which met in May, sold the yard.": ["parties/norvik-council"] * 2,
    "In Paris, the old Norvik Council sold the yard.": ["parties/norvik-council"],
    "A yard of the Norvik Council burned.": [None],
    "Norvik's head left.": [None],
    "Norvik Foods sold a yard. It then left.": ["companies/norvik-foods"] * 2,
    "Ada Holm left. She then sold a yard.": ["parties/ada-holm"] * 2,
    "Norvik Foods said it would close.": ["companies/norvik-foods"],
    "Norvik Foods said Fane Foods would close.": ["companies/fane-foods"],
    "Norvik Foods sold a yard. It is unclear who paid.": ["companies/norvik-foods", None],
    "Ada Holm said it was late.": [None],
}


@pytest.mark.parametrize("text", SUBJECTS)
def test_whom_a_claim_is_about_is_its_subject(text: str) -> None:
    """Whoever is named before its verb, or before an aside, or meant by a pronoun; also in what somebody says."""
    assert [one.fields["subject"] for one in _drafted(text).claims] == SUBJECTS[text]


ABOUT = {
    "Norvik Foods sold a yard in Oslo to Fane Foods.": ["locations/oslo"],
    "Norvik Foods is larger in Oslo than Fane Foods.": ["locations/oslo", "companies/fane-foods"],
    "Ada Holm said Fane Foods would close.": None,
    "“It closed,” said Ada Holm in Oslo.": None,
    "Ada Holm, who lives in Oslo, sold boats.": None,
}


@pytest.mark.parametrize("text", ABOUT)
def test_a_claim_is_about_whom_else_its_words_name(text: str) -> None:
    """Beside its subject, its speaker, the publisher and who takes part in its event; not whom only its sentence
    names."""
    assert _drafted(text).claims[0].fields["about"] == ABOUT[text]


def test_whom_the_claim_about_an_event_names_takes_part_in_it() -> None:
    """Its subject, also by a pronoun, and others; no places."""
    made = _drafted("Norvik Foods met in May. It sold a yard in Oslo to Fane Foods.")
    assert [one.fields["participants"] for one in made.events] == [
        ["companies/norvik-foods"],
        ["companies/norvik-foods", "companies/fane-foods"],
    ]


def test_a_form_stands_for_the_last_body_of_its_kind() -> None:
    """ "The union" for a union, "the regulator" for an agency; a name is without the article before it."""
    made = _drafted("The Bakers Union met the Fane Agency. The union left. The regulator sued.")
    places = {one.fields["of"]: [made.text.content[slice(*span)] for span in one.spans] for one in made.mentions}
    assert "The union" in places["parties/bakers-union"]
    assert places["parties/fane-agency"] == ["Fane Agency", "The regulator"]


def test_who_published_it_may_be_given() -> None:
    """As a ref, where the text does not name it; the article and the claims in its own voice have it."""
    assert "publisher: companies/post" in _drafted("The mill closed.").seed()
    assert _drafted("The mill closed.", None).claims[0].fields["speaker"] == "TODO the publisher, or who else says it"


FIGURES = {
    "Ole Berg, 46, left.": ("years", None, None),
    "He paid $3 million.": ("dollars", None, None),
    "He paid C$3 million.": ("Canadian dollars", None, None),
    "Shares rose almost 6 percent.": ("percent", "change", "up"),
    "It slipped a further 3 percent.": ("percent", "change", "down"),
    "Prices were 9 percent higher.": ("percent", "change", "up"),
    "It owns 71 percent of Fane.": ("percent", "share", None),
    "Turnout was 71 percent.": ("percent", "share", None),
    "The interest rate is 4 percent.": ("percent", None, None),
    "It is 4 percent.": ("percent", "TODO share, change or amount", None),
    "It is made up of 4 percent zinc.": ("percent", "share", None),
    "Demand fell below 70 percent.": ("percent", "TODO share, change or amount", None),
    "Some 70 percent were ill.": ("percent", "share", None),
    "The bid is at a premium of 31 percent.": ("percent", "change", "up"),
    "It raised the price that it pays by 12 percent.": ("percent", "change", "up"),
    "Sales fell by half.": ("proportions", "change", "down"),
    "It lost more than half of its value.": ("proportions", "TODO share, change or amount", None),
    "It is a third lower.": ("proportions", "change", "down"),
    "They beat us by a third.": ("proportions", "TODO share, change or amount", None),
    "Copper rose 61 cents.": ("cents", "change", "up"),
    "Copper lost 61 cents.": ("cents", None, None),
    "Copper was £30 higher than in May.": ("pounds", "change", "up"),
    "He put down £3,000 for a flat.": ("pounds", None, None),
    "It was put off twice.": ("times", None, None),
    "It is twice as large.": ("multiples", "ratio", None),
    "It is 2.4 times faster.": ("multiples", "ratio", None),
    "Debt is 4.6 times earnings.": ("multiples", "ratio", None),
}


@pytest.mark.parametrize("sentence", FIGURES)
def test_the_words_beside_a_figure_tell_its_unit_and_form(sentence: str) -> None:
    """A number after a person's name is an age; money is named as the article does; a percentage is a share or a change
    where a word says so."""
    (figure,) = _drafted(sentence).figures
    assert (figure.fields["unit"], figure.fields.get("form"), figure.fields.get("direction")) == FIGURES[sentence]


IDS = {
    "Ada Holm met Ole van der Berg in Paris.": ("mentions", ["holm", "paris", "van-der-berg"]),
    "The Norvik Council sued Fane Foods Inc. in May.": ("mentions", ["council", "fane"]),
    "Police arrested 12 men on Monday.": ("dates", ["arrest"]),
    "The court imposed a fine of $2 million on Ole Berg, 46.": ("figures", ["fine", "berg-age"]),
    "The old rents rose by 4 percent.": ("figures", ["rents"]),
    "The fund borrowed $3 million.": ("figures", ["borrowed"]),
    "It will cost 4 million euros after a $3 million loan.": ("figures", ["cost", "loan"]),
    "It is 30 metres long.": ("figures", ["length"]),
    "The council voted 7-3 on it.": ("figures", ["votes-against", "votes-for"]),
    "The council voted on Monday.": ("claims", ["vote"]),
    "The guild held a rally in May.": ("events", ["rally"]),
}


@pytest.mark.parametrize("sentence", IDS)
def test_ids_are_short_words_that_modellers_choose(sentence: str) -> None:
    """A family name, a company's first word, the noun of an office; what is measured, whose age; a date and a claim
    have that of the event that they tell of."""
    section, ids = IDS[sentence]
    assert sorted(one.id for one in getattr(_drafted(sentence), section) if one.id != "published") == sorted(ids)
