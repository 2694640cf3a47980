"""Shared values: text, ids, refs, numbers, and codes of other registries: what each takes and refuses."""

# ruff: noqa: E501 - tables of cases

import math
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas import values
from schemas.evidence import Evidence, canonical_text, paragraph_starts
from schemas.records import CLASSES
from schemas.values import COLLECTION_NAMES

TAKEN: dict[Any, tuple[Any, ...]] = {
    values.Text: ("x", "Straße 東京 🚀", "e" * 1000, "a\u200db"),
    values.Name: ("Microsoft", "AC\\DC", "a;b"),
    values.Slug: ("a", "us", "a-1", "2024", "a" * 100),
    values.LocalId: ("a.b", "a-1.b-2"),
    values.Word: ("starts", "not_yet"),
    values.Number: (0, -1, 0.5, 10**15, -(10**15)),
    values.Wikidata: ("Q1", "Q2283", "Q" + "9" * 15),
    values.Lei: ("INR2EJN1ERAN0W5ZP974",),
    values.Mic: ("XNAS",),
    values.Symbol: ("MSFT", "BRK.B", "0700"),
    values.Country: ("US", "CN"),
    values.Subdivision: ("US-CA", "GB-ENG", "CN-BJ"),
    values.Geonames: (1, 6252001),
    values.Language: ("en", "en-GB", "zh-Hans"),
    values.Website: ("https://example.org", "http://example.org/a?b=c"),
    values.Sha256: ("0" * 64,),
    values.Ucum: ("h", "min", "a", "1", "m/s2", "[in_i]", "{employees}", "10*6", "kg.m/s2", "(kg/m)/s"),
    values.Ref: ("companies/a", "figures/a.b", "articles/a"),
    values.CompanyRef: ("companies/a",),
}
REFUSED: dict[Any, tuple[Any, ...]] = {
    values.Text: ("", " ", " x", "x\n", "a\nb", "a\0b", "\ud800", "a\x7f", "\u2028", "\ufffe", "e\u0301", "a\\", "x" * 1001, 12, None, b"x", True),
    values.Name: ("", "C:\\", "x" * 201, "a\tb", 1.5, ["x"]),
    values.Slug: ("", "A", "a_b", "-a", "a-", "a--b", "a.b", "a/b", "é", "a b", "a\n", "a" * 101, 1),
    values.LocalId: ("a", "a.", ".b", "a.b.c", "A.b"),
    values.Word: ("", "Starts", "a-b", "_a", "a__b", "a1"),
    values.Number: (math.nan, math.inf, -math.inf, 10**15 + 1, 10**4000, 2**63, "1", True, None, 1j),
    values.Wikidata: ("", "2283", "Q0", "Q01", "q2283", "P31", "Q", "Q1 ", "Q1\n", "Q٢", "Q" + "9" * 16),
    values.Lei: ("INR2EJN1ERAN0W5ZP975", "inr2ejn1eran0w5zp974", "INR2EJN1ERAN0W5ZP97", "0" * 20, "INR2EJN1ERAN0W5ZPXX"),
    values.Mic: ("NAS", "xnas", "XNASD"),
    values.Symbol: ("", "msft", "-A", "A B"),
    values.Country: ("", "us", "USA", "U", "U1", "ÜS"),
    values.Subdivision: ("US", "US-", "us-ca", "US-CALI", "USCA", "US_CA"),
    values.Geonames: (0, -1, 10**9 + 1, 1.0, "1", True),
    values.Language: ("", "english", "EN", "en_GB", "e"),
    values.Website: ("example.org", "ftp://example.org", "javascript:alert(1)", "https://a b", "https://", "https://ex\u00e4mple.org"),
    values.Sha256: ("", "0" * 63, "0" * 65, "G" * 64, "A" * 64),
    values.Ucum: ("", "5 000", "(h", "h)", "[in_i", ")h(", "]in[", "{a", "a}", "}a{", "m//s", "m/", ".m", "kg..m", "é", "h\n", "x" * 41),
    values.Ref: ("", "a", "companies", "companies/", "companies/A", "people/a", "companies/a/b", "companies/a.b.c", " companies/a", "Companies/a"),
    values.CompanyRef: ("parties/a", "locations/a"),
}  # fmt: skip


def cases(table: dict[Any, tuple[Any, ...]]) -> list[Any]:
    """A case a value, named by the type and the value."""
    names = {id(held): name for name, held in vars(values).items()}
    return [
        pytest.param(kind, one, id=f"{names[id(kind)]}-{ascii(one)[:30]}")
        for kind, ones in table.items()
        for one in ones
    ]


@pytest.mark.parametrize(("kind", "value"), cases(TAKEN))
def test_what_is_taken(kind: Any, value: Any) -> None:
    """A value of the right form comes out as it went in."""
    assert TypeAdapter(kind).validate_python(value, strict=True) == value


@pytest.mark.parametrize(("kind", "value"), cases(REFUSED))
def test_what_is_refused(kind: Any, value: Any) -> None:
    """A value of another form, type or length is refused, and nothing else goes wrong."""
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value, strict=True)


def test_equal_numbers_have_equal_bytes() -> None:
    """7000 is 7000.0, and minus nought is nought."""
    written = [repr(TypeAdapter(values.Number).validate_python(number)) for number in (7000.0, 7000, -0.0, 0.5)]
    assert written == ["7000.0", "7000.0", "0.0", "0.5"]


def evidence(exact: Any, **more: Any) -> Evidence:
    """Evidence of a phrase."""
    place = {"article": "a", "paragraph": 1, "start": 0, "end": len(exact), "exact": exact} | more
    return Evidence.model_validate(place)


@pytest.mark.parametrize(
    "exact",
    [
        "x",
        "Microsoft",
        "a phrase of more than eight words that is no sentence",
        "It is true.",
        "One two three four five six seven eight.",
        "So it is. One two three four five six seven eight. And",
        "Lund offered ten of them to go to the U.S. Senate and wait",
        "Ten of them were offered to move by their chief, Mr. Lund",
        "x" * 80,
        "🚀",
    ],
)
def test_a_phrase_is_evidence(exact: str) -> None:
    """Phrases of up to 80 characters, and short sentences; an emoji counts as one."""
    assert evidence(exact).exact == exact


@pytest.mark.parametrize(
    "exact",
    [
        "",
        "x" * 81,
        "One two three four five six seven eight nine.",
        "“One two three four five six seven eight nine.”",
        "‘One two three four five six seven eight nine?’",
        '"One two three four five six seven eight nine!"',
        "(One two three four five six seven eight nine.)",
        "7 two three four five six seven eight nine.",
        "Élan two three four five six seven eight nine…",
        "So it is. One two three four five six seven eight nine. And",
        "One two three four five six seven eight nine.” He",
        "two. “One two three four five six seven eight nine!” said",
        " x",
        "a\nb",
        "\ud800",
    ],
)
def test_a_whole_sentence_is_none(exact: str) -> None:
    """A whole sentence of more than eight words is refused, with any quotation marks."""
    with pytest.raises(ValidationError):
        evidence(exact)


@pytest.mark.parametrize(
    ("exact", "taken"),
    [
        ("议会昨天通过了新的预算。", True),
        ("议会昨天以微弱多数通过了关于明年城市建设的新预算案。", False),
        ("「议会昨天以微弱多数通过了关于明年城市建设的新预算案！」", False),
        ("议会昨天以微弱多数通过了关于明年城市建设的新预算案", True),
        ("市議会は昨日わずかな差で来年度の新しい予算案を可決した。", False),
        ("新的。议会昨天以微弱多数通过了关于明年城市建设的新预算案。而", False),
        ("预算。议会昨天通过了新的预算。市长随后感谢了所有的议员", True),
        ("صوت المجلس أمس على ميزانية المدينة الجديدة للعام القادم بأغلبية ضئيلة.", False),
        ("صوت المجلس أمس على الميزانية.", True),
        ("هل وافق المجلس أمس على ميزانية المدينة الجديدة للعام القادم؟", False),
    ],
)
def test_sentences_of_scripts_without_capitals_or_blanks(exact: str, taken: bool) -> None:
    """Where words are not set apart, 24 characters are the most of a whole sentence; `。！？؟` end one as well."""
    try:
        evidence(exact)
    except ValidationError:
        assert not taken
        return
    assert taken


@pytest.mark.parametrize(
    "more",
    [
        {"end": 2}, {"end": 0}, {"start": 1}, {"start": -1, "end": 0}, {"start": 5, "end": 5}, {"paragraph": 0}, {"paragraph": 1.0}, {"start": "0"},
        {"start": True}, {"end": 10**9, "start": 10**9 - 1}, {"article": "A"}, {"article": None}, {"more": 1},
    ],
)  # fmt: skip
def test_a_place_that_cannot_be_is_refused(more: dict[str, Any]) -> None:
    """Offsets that do not fit the phrase, that lie before the text, or that are no whole numbers."""
    with pytest.raises(ValidationError):
        evidence("x", **more)


def test_offsets_count_code_points_in_nfc_with_lf() -> None:
    """The canonical text; paragraphs are the blocks that blank lines separate."""
    assert canonical_text("e\u0301\r\n\rx") == "é\n\nx"
    assert paragraph_starts("a\n\n\nb\nc\n \t\nd") == [0, 4, 11]
    assert paragraph_starts("\n\n a\n\nb") == [3, 6]


def test_every_collection_that_refs_may_name_has_a_class() -> None:
    """The names that refs are made of, and the classes of records, are the same in the same order."""
    assert tuple(CLASSES) == COLLECTION_NAMES
