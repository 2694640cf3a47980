"""What kinds of records share: common fields, types and terms."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Self, TypeGuard

from pydantic import AfterValidator, Field, model_validator

from schemas import values
from schemas.edtf_date import EXAMPLES, parse
from schemas.evidence import Evidence
from schemas.markers import FILTER, SEARCHED, TITLE, Datatype, Term
from schemas.values import JsonObject, Many, Value, checked_by, pattern

_DAY, _TIME = r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9]{2}:[0-9]{2}:[0-9]{2}"
_AS_DAY, _AS_INSTANT = Field(json_schema_extra={"format": "date"}), Field(json_schema_extra={"format": "date-time"})
_INSTANT_IN_WORDS = "an instant in UTC, such as 2024-05-23T13:00:00Z"
Day = Annotated[str, pattern(_DAY, "a day, such as 2024-05-23"), _AS_DAY, Datatype("xsd:date")]
Instant = Annotated[str, pattern(f"{_DAY}T{_TIME}Z", _INSTANT_IN_WORDS), _AS_INSTANT, Datatype("xsd:dateTime")]


def _unreserved(slug: str) -> str:
    if slug == "counts":
        raise ValueError("is the name of a collection's counts, so no record could be read under it")
    return slug


OwnSlug = Annotated[values.Slug, AfterValidator(_unreserved)]
Edtf = Annotated[
    str,
    pattern(r"[0-9XTZ\[\]{}.,:/?~%+-]+", f"a date in EDTF, such as {EXAMPLES}", max_length=100),
    checked_by(parse),
    Datatype("loc:EDTF"),
]


IN_ARTICLE = Term("facts:article", template="/v1/articles/{}")
SAID_BY = Term("prov:wasAttributedTo")
FIRST_DAY, LAST_DAY = Term("schema:startDate"), Term("schema:endDate")


class Record(Value):
    """What all kinds share."""

    table: ClassVar[tuple[str, ...]] = ("label",)

    id: Annotated[str, FILTER]
    kind: Annotated[str, FILTER]
    label: Annotated[values.Text, FILTER, TITLE, Term("schema:name")]


class RegistryEntry(Record):
    """An entry that all articles share. What it says comes from public registries, not from an article."""

    id: Annotated[OwnSlug, FILTER]
    label: Annotated[values.Text, FILTER, TITLE, Term("schema:description")]
    name: Annotated[values.Name, FILTER, TITLE, Term("schema:name")]
    aliases: Annotated[Many[values.Name], FILTER, TITLE, Term("schema:alternateName")] = ()


class NamedEntry(RegistryEntry):
    """An entry that a text may name."""

    type: Annotated[str, FILTER]


class ArticleRecord(Record):
    """A record within one article, with the places it comes from. `about` are the registry entries it concerns."""

    id: Annotated[values.LocalId, FILTER]
    article: Annotated[values.Slug, FILTER, IN_ARTICLE]
    about: Annotated[Many[values.RegistryRef], FILTER, Term("schema:about")] = ()
    evidence: Annotated[Many[Evidence], SEARCHED, Field(min_length=1), Term("prov:wasDerivedFrom")]

    @model_validator(mode="after")
    def _belongs_to_its_article(self) -> Self:
        if self.id.partition(".")[0] != self.article:
            raise ValueError(f"id: {self.id!r} does not begin with the article's id, {self.article!r}")
        for path, place in places(self):
            if place.article != self.article:
                raise ValueError(f"{'.'.join(map(str, path))}.article: is not the record's article, {self.article!r}")
        return self


def places(record: "Record") -> Iterator[tuple[tuple[str | int, ...], Evidence]]:
    """All evidence of a record, including that of its verifications, with its path."""
    for number, place in enumerate(own_evidence(record)):
        yield ("evidence", number), place
    for outer, verification in enumerate(vars(record).get("verification", ())):
        for number, place in enumerate(verification.evidence):
            yield ("verification", outer, "evidence", number), place


def all_evidence(record: "Record") -> list[Evidence]:
    """The same without the paths."""
    return [place for _, place in places(record)]


def own_evidence(record: "Record") -> tuple[Evidence, ...]:
    """A record's own evidence; entries of the registry have none."""
    found: tuple[Evidence, ...] = vars(record).get("evidence", ())
    return found


def has(given: object, name: str) -> TypeGuard[JsonObject]:
    """Whether the input is an object whose field of that name is text."""
    return isinstance(given, dict) and isinstance(given.get(name), str)


def with_derived(given: JsonObject, derived: JsonObject) -> JsonObject:
    """Fill derived fields; given ones, as in an export, must agree."""
    for name, value in derived.items():
        if name in given and given[name] != value:
            raise ValueError(f"{name}: is derived and would be {value!r}; leave it out")
    return {**given, **derived}
