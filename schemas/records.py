"""The nine kinds of record, one class each: the only place where a field is declared.

Columns, indexes, query parameters, CSV columns, JSON Schema and documentation are derived from these classes;
`schemas.registry` reads the markers in the annotations.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.edtf_date import Certainty, Precision, parse
from schemas.evidence import Evidence
from schemas.markers import ACYCLIC, FILTER, FILTER_AND_SORT, REPEATING, SEARCHED, SORT, TITLE, Asked, Derived
from schemas.quantity import Bounds, Hedge, bounds
from schemas.recurrence import Recurrence
from schemas.values import (
    ActorRef,
    CompanyRef,
    Country,
    DateRef,
    EventRef,
    FigureRef,
    Geonames,
    Language,
    Latitude,
    Lei,
    LocalId,
    LocationRef,
    Longitude,
    Many,
    Name,
    Number,
    Ref,
    RegistryRef,
    Sha256,
    Slug,
    Subdivision,
    Text,
    Ticker,
    Ucum,
    Value,
    Website,
    Wikidata,
    Word,
)

Day = Annotated[str, Field(json_schema_extra={"format": "date"})]


def _edtf(text: str) -> str:
    parse(text)
    return text


def _unreserved(slug: str) -> str:
    if slug == "counts":
        raise ValueError("is the name of a collection's counts, so no record could be read under it")
    return slug


OwnSlug = Annotated[Slug, AfterValidator(_unreserved)]
Edtf = Annotated[str, Field(max_length=100), AfterValidator(_edtf)]


class Record(Value):
    """What all kinds share."""

    id: Annotated[str, FILTER_AND_SORT]
    kind: Annotated[str, FILTER]
    label: Annotated[Text, SORT, TITLE]


class RegistryEntry(Record):
    """An entry that all articles share. What it says comes from public registries, not from an article."""

    id: Annotated[OwnSlug, FILTER_AND_SORT]
    name: Annotated[Name, FILTER_AND_SORT, TITLE]
    aliases: Annotated[Many[Name], FILTER, TITLE] = ()


class ArticleRecord(Record):
    """A record within one article, with the places it comes from."""

    id: Annotated[LocalId, FILTER_AND_SORT]
    article: Annotated[Slug, FILTER_AND_SORT]
    about: Annotated[Many[RegistryRef], FILTER] = ()
    evidence: Annotated[Many[Evidence], SEARCHED, Field(min_length=1)]

    @model_validator(mode="after")
    def _belongs_to_its_article(self) -> Self:
        if self.id.partition(".")[0] != self.article:
            raise ValueError(f"id: {self.id!r} does not begin with the article's id, {self.article!r}")
        if any(place.article != self.article for place in all_evidence(self)):
            wrong = next(path for path, place in places(self) if place.article != self.article)
            raise ValueError(f"{'.'.join(map(str, wrong))}.article: is not the record's article, {self.article!r}")
        return self


class Company(RegistryEntry):
    """A company, or a part of one."""

    kind: Annotated[Literal["company"], FILTER] = "company"
    type: Annotated[
        Literal["company", "division", "news_organization", "publisher", "event_organizer"], FILTER_AND_SORT
    ]
    parent: Annotated[CompanyRef | None, FILTER, ACYCLIC] = None
    headquarters: Annotated[LocationRef | None, FILTER] = None
    wikidata: Annotated[Wikidata | None, FILTER] = None
    lei: Annotated[Lei | None, FILTER] = None
    ticker: Ticker | None = None
    website: Website | None = None


class Party(RegistryEntry):
    """Anybody else who says or does something: a government, an office, a group, a role."""

    kind: Annotated[Literal["party"], FILTER] = "party"
    type: Annotated[Literal["government", "administration", "group", "role", "anonymous"], FILTER_AND_SORT]
    affiliation: Annotated[CompanyRef | None, FILTER] = None
    location: Annotated[LocationRef | None, FILTER] = None
    wikidata: Annotated[Wikidata | None, FILTER] = None


class Location(RegistryEntry):
    """A place. `latitude` and `longitude` are WGS 84 degrees of a point that stands for it."""

    kind: Annotated[Literal["location"], FILTER] = "location"
    type: Annotated[Literal["country", "region", "state", "city"], FILTER_AND_SORT]
    country: Annotated[Country | None, FILTER_AND_SORT, REPEATING] = None
    subdivision: Annotated[Subdivision | None, FILTER] = None
    within: Annotated[LocationRef | None, FILTER, ACYCLIC] = None
    latitude: Annotated[Latitude | None, SORT] = None
    longitude: Annotated[Longitude | None, SORT] = None
    wikidata: Annotated[Wikidata | None, FILTER] = None
    geonames: Annotated[Geonames | None, FILTER] = None

    @model_validator(mode="after")
    def _place(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude, longitude: one is given without the other")
        if self.subdivision and self.subdivision[:2] != self.country:
            raise ValueError(f"subdivision: {self.subdivision!r} does not lie in country {self.country!r}")
        return self


class Counts(Value):
    """How many records of each collection an article has."""

    mentions: int = 0
    figures: int = 0
    dates: int = 0
    events: int = 0
    claims: int = 0


class Article(Record):
    """An article: who published it, when, and the hash of the text that evidence points into.

    `text_sha256` is of the text in UTF-8, Unicode NFC and LF line ends; `text_length` counts its code points.
    """

    id: Annotated[OwnSlug, FILTER_AND_SORT]
    kind: Annotated[Literal["article"], FILTER] = "article"
    article: Annotated[Slug, FILTER, Derived("id")]
    about: Annotated[Many[RegistryRef], FILTER] = ()
    evidence: Annotated[Many[Evidence], SEARCHED] = ()
    headline: Annotated[Text, SORT, TITLE]
    publisher: Annotated[CompanyRef, FILTER]
    author: Annotated[Name | None, FILTER, SEARCHED] = None
    published: Annotated[Edtf, FILTER_AND_SORT]
    language: Annotated[Language, FILTER, REPEATING]
    reading_time_minutes: Annotated[int | None, Field(ge=0, le=10_000), FILTER_AND_SORT] = None
    originally_published_by: Annotated[CompanyRef | None, FILTER] = None
    text_sha256: Annotated[Sha256, FILTER]
    text_length: Annotated[int, Field(ge=1, le=10**8), SORT]
    rights: Text
    counts: Annotated[Counts, Derived("the article's records")] = Counts()

    @model_validator(mode="before")
    @classmethod
    def _own_article(cls, given: Any) -> Any:
        return _with_derived(given, {"article": given["id"]}) if _has(given, "id") else given

    @model_validator(mode="after")
    def _places(self) -> Self:
        for number, place in enumerate(self.evidence):
            if place.article != self.id or place.end > self.text_length:
                raise ValueError(f"evidence.{number}: does not lie in the text of {self.id!r}")
        return self


class Mention(ArticleRecord):
    """One registry entry as an article names it, with all its places.

    A metonym names one thing to mean another: a capital for its government.
    """

    kind: Annotated[Literal["mention"], FILTER] = "mention"
    of: Annotated[RegistryRef, FILTER]
    role: Annotated[Literal["literal", "metonym"], FILTER] = "literal"

    @model_validator(mode="before")
    @classmethod
    def _about_whom(cls, given: Any) -> Any:
        return {"about": [given["of"]], **given} if _has(given, "of") else given


class Figure(ArticleRecord):
    """A quantity with the interval its hedge leaves: a null bound is unknown, or open beside a given one."""

    kind: Annotated[Literal["figure"], FILTER] = "figure"
    value: Annotated[Number | None, FILTER_AND_SORT] = None
    min: Annotated[Number | None, FILTER_AND_SORT] = None
    max: Annotated[Number | None, FILTER_AND_SORT] = None
    min_inclusive: Annotated[bool | None, FILTER] = None
    max_inclusive: Annotated[bool | None, FILTER] = None
    hedge: Annotated[Hedge, FILTER_AND_SORT]
    unit: Annotated[Name, FILTER_AND_SORT, REPEATING]
    unit_code: Annotated[Ucum | None, FILTER, REPEATING] = None
    speaker: Annotated[ActorRef | None, FILTER] = None

    @model_validator(mode="after")
    def _interval(self) -> Self:
        found = bounds(self.hedge, self.value, self.min, self.max, self.min_inclusive, self.max_inclusive)
        self.__dict__.update(found._asdict())  # frozen for everybody else; a copy would take as long as all the rest
        return self

    def bounds(self) -> Bounds:
        """The interval as a value."""
        return Bounds(self.min, self.max, self.min_inclusive, self.max_inclusive)


class Date(ArticleRecord):
    """A point or span in time; `earliest` and `latest` are days, inclusive, null where open."""

    kind: Annotated[Literal["date"], FILTER] = "date"
    role: Annotated[Word, FILTER_AND_SORT, REPEATING]
    edtf: Annotated[Edtf, FILTER_AND_SORT]
    earliest: Annotated[Day | None, FILTER_AND_SORT, Derived("edtf")] = None
    latest: Annotated[Day | None, FILTER_AND_SORT, Derived("edtf")] = None
    precision: Annotated[Precision, FILTER, Derived("edtf")]
    certainty: Annotated[Certainty, FILTER, Derived("edtf")]
    relative_to: Annotated[DateRef | None, FILTER, ACYCLIC] = None
    recurrence: Annotated[Recurrence | None, FILTER] = None

    @model_validator(mode="before")
    @classmethod
    def _span(cls, given: Any) -> Any:
        if not _has(given, "edtf"):
            return given
        try:
            return _with_derived(given, parse(given["edtf"]).fields())
        except ValueError as error:
            raise ValueError(f"edtf: {error}") from error


class Event(ArticleRecord):
    """Something that happens or may."""

    kind: Annotated[Literal["event"], FILTER] = "event"
    type: Annotated[Word, FILTER_AND_SORT, REPEATING]
    status: Annotated[Literal["happened", "planned", "considered", "ongoing"], FILTER_AND_SORT]
    dates: Annotated[Many[DateRef], FILTER] = ()
    locations: Annotated[Many[LocationRef], FILTER] = ()
    participants: Annotated[Many[ActorRef], FILTER] = ()
    mode: Annotated[Literal["in_person", "virtual", "hybrid"] | None, FILTER] = None


VerificationStatus = Literal[
    "confirmed", "partly_confirmed", "denied", "not_independently_verified", "declined_to_disclose"
]


class Verification(Value):
    """Who looked into a claim, and what came of it."""

    by: Annotated[ActorRef, FILTER]
    status: Annotated[VerificationStatus, Asked(parameter="verification")]
    evidence: Annotated[Many[Evidence], SEARCHED] = ()


class Claim(ArticleRecord):
    """One statement and who stands behind it. `via` names those it came through, nearest the speaker first."""

    kind: Annotated[Literal["claim"], FILTER] = "claim"
    statement: Annotated[Text, SEARCHED]
    speaker: Annotated[ActorRef | None, FILTER] = None
    via: Annotated[Many[ActorRef], FILTER] = ()
    modality: Annotated[Literal["asserted", "reported", "feared", "considered", "denied"], FILTER_AND_SORT]
    verification: Annotated[Many[Verification], SEARCHED] = ()
    subject: Annotated[Ref | None, FILTER] = None
    predicate: Annotated[Word | None, FILTER, REPEATING] = None
    object: Annotated[Ref | None, FILTER] = None
    figures: Annotated[Many[FigureRef], FILTER] = ()
    dates: Annotated[Many[DateRef], FILTER] = ()
    events: Annotated[Many[EventRef], FILTER] = ()


def all_evidence(record: Any) -> tuple[Evidence, ...]:
    """All evidence of a record, also that of its verifications."""
    own: tuple[Evidence, ...] = record.evidence
    if isinstance(record, Claim) and record.verification:
        return own + tuple(place for one in record.verification for place in one.evidence)
    return own


def places(record: Any) -> Iterator[tuple[tuple[str | int, ...], Evidence]]:
    """All evidence of a record, also that of its verifications, each with its path."""
    for number, place in enumerate(record.evidence):
        yield ("evidence", number), place
    for outer, verification in enumerate(getattr(record, "verification", ())):
        for number, place in enumerate(verification.evidence):
            yield ("verification", outer, "evidence", number), place


def _has(given: Any, name: str) -> bool:
    return isinstance(given, dict) and isinstance(given.get(name), str)


def _with_derived(given: dict[str, Any], derived: dict[str, Any]) -> dict[str, Any]:
    """Fill derived fields; one that is given already, as in an export, must agree."""
    for name, value in derived.items():
        if name in given and given[name] != value:
            raise ValueError(f"{name}: is derived and would be {value!r}; leave it out")
    return {**given, **derived}
