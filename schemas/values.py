"""Value types that several kinds share: text, slugs, refs, and codes of other registries."""

import json
import unicodedata
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, StringConstraints

from schemas.cells import refuse_open_end
from schemas.characters import refuse_misleading, refuse_unsafe
from schemas.markers import FILTER, Datatype, Meaning, RefersTo
from schemas.units import CURRENCIES, ucum

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
NAMED = ("companies", "parties", "locations")  # entries that a text may name
REGISTRY = (*NAMED, "measures")
IN_ARTICLE = ("articles", "mentions", "figures", "dates", "events", "claims")
COLLECTION_NAMES = REGISTRY + IN_ARTICLE

_LARGEST = 10**15  # beyond it doubles cannot represent three decimals

Json = Any  # parsed JSON: the type of a value depends on its place, which types cannot express
JsonObject = dict[str, Json]  # built here, or parsed and changed
JsonRecord = Mapping[str, Json]  # a record or row, only read

T = TypeVar("T")
Many = Annotated[tuple[T, ...], Strict(False)]  # YAML and JSON have lists only


class Value(BaseModel):
    """A frozen value: strict types, no unknown fields, NaN and infinity refused."""

    rdf: ClassVar[Meaning] = Meaning()

    model_config = ConfigDict(
        strict=True, frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


def compact_json(value: Json) -> bytes:
    """JSON without blanks between its parts, in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def clean(text: str) -> str:
    """Refuse text that a store or format cannot represent, that is invisible, or that is not in NFC."""
    if text.isascii() and text.isprintable() and text == text.strip(" \\"):
        return text  # the common case, to which nothing below applies
    refuse_unsafe(text)
    refuse_misleading(text)
    refuse_open_end(text)
    if text != text.strip():
        raise ValueError("begins or ends with white space")
    if not unicodedata.is_normalized("NFC", text):
        raise ValueError("is not in Unicode form NFC: it has an accent as a character of its own; type the letter anew")
    return text


def checked_by(check: Callable[[str], object]) -> AfterValidator:
    """A validator that passes on a text where `check` raises no ValueError."""

    def checked(text: str) -> str:
        check(text)
        return text

    return AfterValidator(checked)


def _lei(code: str) -> str:
    if int("".join(str(int(character, 36)) for character in code)) % 97 != 1:
        raise ValueError("has a wrong check digit (ISO 17442)")
    return code


# ISO 3166-1 alpha-2. User-assigned ones (XK) are not in it, nor reserved ones (UK).
_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC
CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD
GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH
KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW
MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC
SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY
UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""
COUNTRIES = frozenset(_COUNTRIES.split())


def _country(code: str) -> str:
    if code not in COUNTRIES:
        raise ValueError("is no country's code of ISO 3166-1, as are CN and GB")
    return code


def _currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("is no currency code of ISO 4217, as are USD, EUR and CNY")
    return code


def _decimal(number: int | float) -> float:
    """Also a whole number has a point in JSON and CSV (7000.0): programs that type a column by its first rows, such as
    DuckDB and polars, else take integers for it, and round or refuse the fractions that follow."""
    return number + 0.0  # -0.0 becomes 0.0: equal quantities have equal bytes


_ID = "an id of lower-case letters, digits and hyphens, such as some-name"
_ADDRESS = "an address that begins with https:// or http://"
_IN_WORDS: dict[str, str] = {}


def pattern(regex: str, in_words: str, max_length: int | None = None) -> StringConstraints:
    """A string constraint that holds for the whole value, and what it asks for, as messages say it."""
    _IN_WORDS[f"^{regex}$"] = in_words
    return StringConstraints(pattern=f"^{regex}$", max_length=max_length)


def pattern_in_words(regex: str) -> str:
    """What a string constraint asks for; KeyError if `pattern` did not make it."""
    return _IN_WORDS[regex]


Text = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(clean)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(clean)]
Slug = Annotated[str, pattern(SLUG, _ID, max_length=100)]
LocalId = Annotated[str, pattern(rf"{SLUG}\.{SLUG}", f"{_ID} (after the article's id and a dot)", max_length=200)]
Word = Annotated[
    str, pattern(r"[a-z]+(?:_[a-z]+)*", "words of lower-case letters joined by _, such as job_cuts", max_length=60)
]
# The range is at each member of the union, where JSON Schema can express it.
_RANGE, _NORTH, _EAST = Field(ge=-_LARGEST, le=_LARGEST), Field(ge=-90, le=90), Field(ge=-180, le=180)
Number = Annotated[Annotated[int, _RANGE] | Annotated[float, _RANGE], AfterValidator(_decimal)]
Latitude = Annotated[Annotated[int, _NORTH] | Annotated[float, _NORTH], AfterValidator(_decimal)]
Longitude = Annotated[Annotated[int, _EAST] | Annotated[float, _EAST], AfterValidator(_decimal)]

Wikidata = Annotated[str, pattern(r"Q[1-9][0-9]{0,14}", "a Wikidata id, such as Q2283")]
Lei = Annotated[
    str,
    pattern(r"[A-Z0-9]{18}[0-9]{2}", "an LEI: 18 capital letters or digits, then two digits (ISO 17442)"),
    AfterValidator(_lei),
]
Mic = Annotated[
    str, pattern(r"[A-Z0-9]{4}", "a market's code of four capital letters or digits, such as XNAS (ISO 10383)")
]
Symbol = Annotated[str, pattern(r"[A-Z0-9][A-Z0-9.-]{0,19}", "a ticker symbol, such as MSFT")]
Country = Annotated[
    str,
    pattern(r"[A-Z]{2}", "a country's code of two capital letters, such as CN (ISO 3166-1)"),
    AfterValidator(_country),
]
Subdivision = Annotated[str, pattern(r"[A-Z]{2}-[A-Z0-9]{1,3}", "a subdivision's code, such as US-WA (ISO 3166-2)")]
Geonames = Annotated[int, Field(ge=1, le=10**9)]
Language = Annotated[
    str, pattern(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", "a language's code, such as en or zh-Hans", max_length=35)
]
Website = Annotated[str, pattern(r"https?://[A-Za-z0-9.-]+(?:/[!-~]*)?", _ADDRESS, max_length=200), Datatype("@id")]
Url = Annotated[
    str, pattern(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?", _ADDRESS, max_length=2000), Datatype("@id")
]
Sha256 = Annotated[str, pattern(r"[0-9a-f]{64}", "a SHA-256 in 64 digits from 0 to 9 and a to f")]
Ucum = Annotated[
    str, pattern(r"[!-+\x2d-~]+", "a UCUM code without blanks or commas, such as km/h", max_length=40), checked_by(ucum)
]
Currency = Annotated[
    str,
    pattern(r"[A-Z]{3}", "a currency's code of three capital letters, such as USD (ISO 4217)"),
    AfterValidator(_currency),
]


def _shape(*collections: str) -> StringConstraints:
    names = "|".join(collections)
    name = "some-name" if collections[0] in REGISTRY else "some-article.some-name"
    into = " or ".join(filter(None, (", ".join(collections[:-1]), collections[-1])))
    words = f"a ref into {into}, such as {collections[0]}/{name}"
    return pattern(rf"(?:{names})/{SLUG}(?:\.{SLUG})?", words, max_length=220)


Ref = Annotated[str, _shape(*COLLECTION_NAMES), RefersTo(COLLECTION_NAMES)]
RegistryRef = Annotated[str, _shape(*REGISTRY), RefersTo(REGISTRY)]
EntryRef = Annotated[str, _shape(*NAMED), RefersTo(NAMED)]
ActorRef = Annotated[str, _shape("companies", "parties"), RefersTo(("companies", "parties"))]
CompanyRef = Annotated[str, _shape("companies"), RefersTo(("companies",))]
LocationRef = Annotated[str, _shape("locations"), RefersTo(("locations",))]
StateRef = Annotated[str, _shape("locations", "parties"), RefersTo(("locations", "parties"))]
MeasureRef = Annotated[str, _shape("measures"), RefersTo(("measures",))]
FigureRef = Annotated[str, _shape("figures"), RefersTo(("figures",))]
DateRef = Annotated[str, _shape("dates"), RefersTo(("dates",))]
BaseRef = Annotated[str, _shape("figures", "dates"), RefersTo(("figures", "dates"))]
EventRef = Annotated[str, _shape("events"), RefersTo(("events",))]
ClaimRef = Annotated[str, _shape("claims"), RefersTo(("claims",))]


class Ticker(Value):
    """A listing: market identifier code (ISO 10383) and the symbol on that market."""

    mic: Annotated[Mic, FILTER]
    symbol: Annotated[Symbol, FILTER]
