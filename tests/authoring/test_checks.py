"""`facts check --text`: each rule asks about a wrong modelling, and about nothing in the articles that are right."""

from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from authoring.checks.article import RULES
from authoring.checks.run import MODULES
from tests.authoring.desk import FINISHED, FIRST_TEXTS, INVENTED, TEXT, TEXTS, run, say_what_is_left_out, together
from tests.serving import SEEDS

TIDAL, TRAM = INVENTED, "tram-line-vote"
Seed = dict[str, Any]  # an article's file, as YAML has it


@cache
def finished(article: str) -> Seed:
    """An article's seed; copy it before a change."""
    return dict(yaml.load(FINISHED[article].read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def record(seed: Seed, ref: str) -> dict[str, Any]:
    """A record of a seed, by its local ref."""
    section, _, own = ref.partition("/")
    own_records: list[dict[str, Any]] = [seed["article"]] if ref == "article" else seed[section]
    return next(one for one in own_records if own in ("", one["id"]))


def with_fields(ref: str, **fields: Any) -> Callable[[Seed], None]:
    """A record with other values; None takes a field out."""

    def change(seed: Seed) -> None:
        own = record(seed, ref)
        own.update(fields)
        for name in [name for name, value in fields.items() if value is None]:
            del own[name]

    return change


def with_place(ref: str, phrase: str, article: str) -> Callable[[Seed], None]:
    """A record whose evidence is another phrase of the text."""

    def change(seed: Seed) -> None:
        text = TEXTS[article].read_text(encoding="utf-8")
        start = text.index(phrase)
        paragraph = 1 + text[:start].count("\n\n")
        place = {"paragraph": paragraph, "start": start, "end": start + len(phrase), "exact": phrase}
        record(seed, ref)["evidence"] = [place]

    return change


def without(*refs: str) -> Callable[[Seed], None]:
    """A seed without some records, and without `unmodelled` where that is named."""

    def change(seed: Seed) -> None:
        for ref in refs:
            section, _, own = ref.partition("/")
            seed[section] = [one for one in seed[section] if own and one["id"] != own]

    return change


def twice(ref: str) -> Callable[[Seed], None]:
    """A seed with a record under a second id."""

    def change(seed: Seed) -> None:
        section = ref.partition("/")[0]
        seed[section].append({**deepcopy(record(seed, ref)), "id": "again"})

    return change


def place_twice(seed: Seed) -> None:
    """A record that points to one place twice."""
    own = record(seed, "claims/debate")
    own["evidence"] = [*own["evidence"], dict(own["evidence"][0])]


def reverified(seed: Seed) -> None:
    """A verification of another status."""
    record(seed, "claims/pay-rise")["verification"][0]["status"] = "confirmed"


def verified_by(actor: str) -> Callable[[Seed], None]:
    """A verification by somebody else."""

    def change(seed: Seed) -> None:
        record(seed, "claims/pay-rise")["verification"][0]["by"] = actor

    return change


def unverified(seed: Seed) -> None:
    """A refusal to comment that no record has."""
    own = record(seed, "claims/pay-rise")
    own["verification"] = []


# rule -> article, what is done to its seed, and what the question says of record, evidence and value
WRONG: Mapping[str, tuple[str, Callable[[Seed], None], tuple[str, ...]]] = {
    "article_headline": (TRAM, with_fields("article", headline="Strandholm council rejects tram line"), ("rejects",)),
    "article_author": (TRAM, with_fields("article", author="Nobody Known"), ("Nobody Known",)),
    "article_day": (TRAM, with_fields("article", published="2024-03-12"), ("2025-03-12", "2024-03-12")),
    "figure_value": (TRAM, with_fields("figures/line-length", value=15.1), ("'11.5 kilometres'", "11.5;", "15.1")),
    "figure_hedge": (TRAM, with_fields("figures/drivers", hedge="exact"), ("around 650 drivers", "about", "exact")),
    "figure_unit": (TRAM, with_fields("figures/stops", unit="kilometres"), ("19 stops", "kilometres")),
    "figure_per": (TRAM, with_fields("figures/passengers", unit="passengers"), ("passengers a day", "passengers")),
    "figure_currency": (TRAM, with_fields("figures/european-grant", currency="USD"), ("EUR", "USD")),
    "figure_direction": (
        TRAM,
        with_fields("figures/traffic-reduction", form="change", direction="up"),
        ("says down", "says up"),
    ),
    "figure_comparison": (
        TRAM,
        with_fields("figures/stops", compared_to="figures/.drivers"),
        ("starts from", "form is amount"),
    ),
    "figure_speaker": (TRAM, with_fields("figures/shops-loss", speaker="companies/vestnyt"), ("companies/vestnyt",)),
    "date_day": (TRAM, with_fields("dates/public-meeting", edtf="2025-04-04"), ("2025-04-03", "2025-04-04")),
    "date_weekday": (TRAM, with_fields("dates/vote-day", edtf="2025-03-12"), ("Tuesday", "Wednesday")),
    "date_month": (TRAM, with_fields("dates/papers-handed-out", edtf="../2025-03-24"), ("February", "2025-03-24")),
    "date_open": (TRAM, with_fields("dates/papers-handed-out", edtf="2025-02-24/.."), ("by 24 February", "beginning")),
    "date_still_to_come": (TRAM, with_fields("dates/vote-day", edtf="2025-03-18"), ("2025-03-12", "2025-03-18")),
    "mention_name": (
        TRAM,
        with_fields("mentions/brovang-holt", of="companies/vestnyt"),
        ("Brovang", "companies/vestnyt"),
    ),
    "speaker_mentioned": (TRAM, with_fields("claims/gift", speaker="companies/microsoft"), ("companies/microsoft",)),
    "speaker_near": (TRAM, with_fields("claims/gift", speaker="parties/fjordtrafik-director"), ("strandholm-mayor",)),
    "statement_names": (
        TRAM,
        with_fields("claims/owner", statement="Fjordtrafik is owned by the German group Nordkeil Verkehr."),
        ("Nordkeil",),
    ),
    "statement_names_near": (
        TRAM,
        with_fields("claims/owner", statement="Fjordtrafik is owned by a group in Norway."),
        ("Norway",),
    ),
    "statement_subject": (
        TRAM,
        with_fields(
            "claims/owner", statement="The Limfjord Post owns Kelmann Verkehr.", subject="companies/kelmann-verkehr"
        ),
        ("begins with companies/limfjord-post", "subject is companies/kelmann-verkehr"),
    ),
    "statement_order": (
        TRAM,
        with_fields("claims/owner", statement="The German group Kelmann Verkehr belongs to Fjordtrafik."),
        ("companies/fjordtrafik before companies/kelmann-verkehr", "Kelmann Verkehr belongs to"),
    ),
    "statement_turned": (
        TRAM,
        with_fields("claims/pay-rise", statement="The drivers' union asks for less than 6 percent more pay."),
        ("'rise'", "less than 6"),
    ),
    "verification_left_out": (TRAM, unverified, ("no verification", "did not answer")),
    "event_type": (TRAM, with_fields("events/norway-closures", type="trial"), ("shops closed", "closure", "trial")),
    "statement_place": (
        TRAM,
        with_fields("claims/owner", statement="Fjordtrafik has its owner in Kelmann Verkehr."),
        ("companies/kelmann-verkehr is no place", "'owner in Kelmann Verkehr'"),
    ),
    "modality": (TRAM, with_fields("claims/owner", modality="denied"), ("German group", "denied")),
    "possibility": (
        TRAM,
        with_fields("claims/grant-decision", statement="The grant is decided in the summer of 2025."),
        ("a decision could come", "as certain", "is decided"),
    ),
    "statement_days": (
        TRAM,
        with_fields("claims/grant-decision", statement="The grant could be decided in the autumn of 2025."),
        ("names no autumn",),
    ),
    "article_language": (TRAM, with_fields("article", language="da"), ("is English", "da")),
    "verification": (TRAM, reverified, ("It did not answer", "confirmed")),
    "negation": (
        TRAM,
        with_fields("claims/operator", statement="The bus company Fjordtrafik would not run the new trams."),
        ("would be run", "would not run"),
    ),
    "quotation": (TRAM, with_fields("claims/owner", quotation="direct"), ("belongs to", "direct")),
    "quoted_speaker": (
        TRAM,
        with_fields("claims/owner", speaker="companies/vestnyt"),
        ("vestnyt is quoted", "no quotation"),
    ),
    "linked_near": (TRAM, with_fields("claims/old-trams", dates=["dates/.vote-day"]), ("on Tuesday", "vote-day")),
    "numbers_of_words": (
        TRAM,
        with_fields("claims/result", statement="82 members voted for the line, 27 against it."),
        ("82",),
    ),
    "evidence_cut": (TRAM, with_place("claims/owner", "hich belongs to the Ger", TRAM), ("cut within", "Ger|man")),
    "hedge_left_out": (
        TRAM,
        with_place("figures/drivers", "650 drivers", TRAM),
        ("around 650 drivers", "behind the hedge"),
    ),
    "negation_left_out": (TRAM, with_place("claims/pay-rise", "answer an e-mail", TRAM), ("'not' stands before",)),
    "figure_form": (TRAM, with_fields("figures/opposed", form="amount"), ("a share", "amount")),
    "figure_whole": (TRAM, with_fields("figures/signatures", out_of=12000), ("out of 10,000", "12000")),
    "related_claims": (
        TRAM,
        with_fields("claims/owner", relations=[{"type": "contradicts", "to": "claims/.survey"}]),
        ("nothing in it is of claims/tram-line-vote.survey", "contradicts"),
    ),
    "verification_by": (TRAM, verified_by("companies/brovang-holt"), ("It did not answer", "brovang-holt")),
    "subject_near": (
        TRAM,
        with_fields("claims/operator", subject="companies/brovang-holt", statement="A company is to run the trams."),
        ("names companies/brovang-holt",),
    ),
    "event_status": (TRAM, with_fields("events/norway-closures", status="planned"), ("shops closed", "planned")),
    "sentence_without_fact": (TIDAL, without("unmodelled"), ("SIGN UP FOR OUR NEWSLETTER",)),
    "clause_without_claim": (TRAM, without("claims/owner"), ("which belongs to the German group",)),
    "quotation_without_claim": (TRAM, with_place("claims/gift", "Signe Aagesen called", TRAM), ("a gift to our",)),
    "number_without_record": (TIDAL, with_place("figures/turbine-height", "metres high", TIDAL), ("'14'",)),
    "date_without_record": (TRAM, with_place("dates/vote-day", "harbour", TRAM), ("'on Tuesday'",)),
    "name_without_mention": (
        TRAM,
        with_place("mentions/vestnyt", "the news agency", TRAM),
        ("Vestnyt",),
    ),
    "fact_in_no_claim": (TRAM, with_fields("claims/route", figures=["figures/.stops"]), ("line-length",)),
    "same_twice": (TRAM, twice("claims/owner"), ("claims/tram-line-vote.owner",)),
    "place_twice": (TRAM, place_twice, ("twice",)),
}

# the same rules where the evidence says it less plainly
SUBTLE: tuple[tuple[str, Callable[[Seed], None], tuple[str, ...]], ...] = (
    ("figure_unit", with_fields("figures/opposed", unit="percent", unit_code="%"), ("a third", "proportions", "%")),
    ("figure_currency", with_fields("figures/cost", unit="US dollars", currency="USD"), ("DKK", "USD")),
    (
        "statement_names_near",
        with_fields("claims/state-share", statement="The Town clerk of Strandholm pays 40 percent of the cost."),
        ("Town clerk of Strandholm",),
    ),
    (
        "negation",
        with_fields("claims/owner", statement="Fjordtrafik does not belong to a German group."),
        ("does not belong",),
    ),
    ("date_day", with_fields("dates/public-meeting", edtf="2026-04-03"), ("2026-04-03",)),
    ("article_author", with_fields("article", author="Karen Østby, The mayor"), ("Karen Østby, The mayor",)),
    (
        "sentence_without_fact",
        without("claims/old-trams"),
        ("no claim", "Strandholm had trams until 1952"),
    ),
    ("number_without_record", with_place("figures/passengers", "harbour", TRAM), ("no figure", "30,000 to 34,000")),
)


def checked(
    tmp_path: Path, article: str, change: Callable[[Seed], None], *options: str, alone: bool = False
) -> tuple[int, str]:
    """Exit code and messages of a check of an article whose seed was changed, beside the others or without them."""
    seeds = together(tmp_path, article if alone else "")
    path = seeds / "articles" / f"{article}.yaml"
    seed = deepcopy(finished(article))
    change(seed)
    written = yaml.dump(seed, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)
    path.write_text(written, encoding="utf-8")
    result = run(tmp_path, "check", seeds, "--text", TEXTS[article], *options)
    return result.exit_code, result.stderr


def test_the_articles_of_the_project_pass_strictly(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The invented ones always; the first where its text stands beside the repository."""
    given = [word for text in (*TEXTS.values(), *FIRST_TEXTS) for word in ("--text", text)]
    result = run(tmp_path, "check", together(tmp_path), *given, "--strict")
    assert (result.exit_code, result.stderr) == (0, "0 pieces of advice.\n")
    say_what_is_left_out(capsys)


def test_articles_in_three_more_styles_pass_strictly(tmp_path: Path) -> None:
    """A court's sentence, a bicycle race and a trial of lamps in hospitals."""
    folder = TEXT.parents[1] / "mended"
    given = [word for seed in sorted(folder.glob("seeds/articles/*.yaml")) for word in ("--text", _text(folder, seed))]
    result = run(tmp_path, "check", folder / "seeds", *given, "--strict")
    assert (result.exit_code, result.stderr, len(given)) == (0, "0 pieces of advice.\n", 6)


def test_the_first_article_passes_without_a_text(tmp_path: Path) -> None:
    """Speakers, aliases and entries that may be the same need none."""
    result = run(tmp_path, "check", SEEDS, "--strict")
    assert (result.exit_code, result.stderr) == (0, "0 pieces of advice.\n")


SEEDS_OF = {
    "unseen": 4, "fresh": 3, "recent": 3, "later": 2, "last": 4, "newest": 5,
    "november": 4, "november-2": 4, "december": 4, "december-2": 4, "winter": 4, "winter-2": 4,
    "spring": 8,
}  # fmt: skip


@pytest.mark.parametrize(("group", "count"), SEEDS_OF.items())
def test_articles_that_no_rule_was_tuned_on_have_true_places(group: str, count: int, tmp_path: Path) -> None:
    """Their questions are left unanswered, since they are counted; the places in their texts are all true."""
    folder = TEXT.parents[1] / group
    texts = [_text(folder, seed) for seed in sorted(folder.glob("seeds/articles/*.yaml"))]
    result = run(tmp_path, "check", folder / "seeds", *(word for text in texts for word in ("--text", text)))
    assert (result.exit_code, len(texts)) == (0, count), result.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_an_article_at_the_end_of_the_calendar_is_only_asked_about(day: str, tmp_path: Path) -> None:
    """Nothing is reckoned from such a day of publication: the year before, or the day after, could not be written."""
    _, errors = checked(tmp_path, TRAM, lambda seed: seed["article"].update(published=day))
    assert f"article_day: the text's head says '12 March 2025', 2025-03-12; the record says {day}" in errors


@pytest.mark.parametrize("subject", [None, "parties/strandholm-council"])
def test_a_claim_may_have_no_subject_or_that_of_the_headline(subject: str | None, tmp_path: Path) -> None:
    """Neither need be named near the claim: "Revenue rose" is said of whom the article is about."""
    change = with_fields("claims/operator", subject=subject, statement="So it was.")
    assert "subject_near" not in checked(tmp_path, TRAM, change)[1]


def _text(folder: Path, seed: Path) -> Path:
    return folder / "texts" / f"{seed.stem}.txt"


def test_every_rule_has_a_sentence_and_a_wrong_case() -> None:
    """A rule that is added without one is noticed here; every module of rules is read."""
    assert set(WRONG) == set(RULES)
    assert all(rule.__doc__ and rule.__doc__.endswith(".") for rule in RULES.values())
    assert {rule.__module__ for rule in RULES.values()} == {module.__name__ for module in MODULES}


@pytest.mark.parametrize(("rule", "change", "words"), SUBTLE, ids=[f"{rule} {words[0]}" for rule, _, words in SUBTLE])
def test_a_less_plain_mistake_is_asked_about(
    rule: str, change: Callable[[Seed], None], words: tuple[str, ...], tmp_path: Path
) -> None:
    """Less plain mistakes are asked about too: a share in percent, another currency, a name with one word nearby."""
    _, errors = checked(tmp_path, TRAM, change, alone=True)
    lines = [line for line in errors.splitlines() if f": {rule}: " in line]
    assert any(all(word in line for word in words) for line in lines), errors


@pytest.mark.parametrize("rule", WRONG)
def test_a_wrong_modelling_is_asked_about(rule: str, tmp_path: Path) -> None:
    """The message names record and rule, what the evidence says and what the record says; the check is passed."""
    article, change, words = WRONG[rule]
    code, errors = checked(tmp_path, article, change, alone=True)
    lines = [line for line in errors.splitlines() if f": {rule}: " in line]
    assert lines, errors
    assert all(word in "\n".join(lines) for word in words), lines
    assert code == 0


def test_advice_is_an_error_where_it_is_strict(tmp_path: Path) -> None:
    """For a gate that wants none."""
    code, errors = checked(tmp_path, TRAM, with_fields("figures/line-length", value=15.1, label="Length"), "--strict")
    assert errors.endswith("1 piece of advice (--strict: an error).\n"), errors
    assert code == 1


def test_reviewed_answers_a_question(tmp_path: Path) -> None:
    """With a reason; the other questions about the record are still asked."""
    change = with_fields("figures/line-length", value=15.1, label="Length", reviewed={"figure_value": "A misprint."})
    assert checked(tmp_path, TRAM, change, "--strict") == (0, "0 pieces of advice.\n")
    other = with_fields("figures/line-length", value=15.1, label="Length", reviewed={"figure_unit": "Checked."})
    assert "figure_value" in checked(tmp_path / "other", TRAM, other)[1]


def test_reviewed_names_rules_that_there_are(tmp_path: Path) -> None:
    """A mistyped rule would answer nothing."""
    _, errors = checked(tmp_path, TRAM, with_fields("figures/line-length", reviewed={"figure_valeu": "Checked."}))
    assert "there is no rule 'figure_valeu'" in errors


@pytest.mark.parametrize("reviewed", ["yes", {"figure_value": ""}, {"figure_value": None}, ["figure_value"]])
def test_reviewed_gives_reasons(reviewed: object, tmp_path: Path) -> None:
    """Anything but rules with reasons is an error."""
    code, errors = checked(tmp_path, TRAM, with_fields("figures/line-length", reviewed=reviewed))
    assert code == 1
    assert "reviewed: should be a mapping of rules to reasons" in errors


def test_reviewed_is_not_exported(tmp_path: Path) -> None:
    """It is between the modeller and the check."""
    seeds = together(tmp_path)
    run(tmp_path, "load", seeds)
    exported = run(tmp_path, "export").stdout
    assert "tram-line-vote.passengers" in exported
    assert "reviewed" not in exported
