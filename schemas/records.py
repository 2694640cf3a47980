"""The ten kinds of record, one class each: the only place where a field is declared.

Columns, indexes, query parameters, CSV columns, JSON Schema and documentation are derived from these classes;
`schemas.registry` reads the markers in the annotations. `table` names the fields that a kind's table shows first.
"""

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from schemas.edtf_date import Certainty, Precision, SetKind, Span, parse
from schemas.evidence import Evidence
from schemas.markers import (
    ACYCLIC,
    FILTER,
    FILTER_AND_SORT,
    REPEATING,
    SEARCHED,
    SORT,
    TITLE,
    Asked,
    Datatype,
    Derived,
    Meaning,
    Part,
    Term,
)
from schemas.quantity import Bounds, Form, Hedge, Quantity, bounds, quantity
from schemas.recurrence import Recurrence
from schemas.values import (
    ActorRef,
    BaseRef,
    ClaimRef,
    CompanyRef,
    Country,
    Currency,
    DateRef,
    EntryRef,
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
    MeasureRef,
    Name,
    Number,
    Ref,
    RegistryRef,
    Sha256,
    Slug,
    StateRef,
    Subdivision,
    Text,
    Ticker,
    Ucum,
    Url,
    Value,
    Website,
    Wikidata,
    Word,
)

Day = Annotated[str, Field(json_schema_extra={"format": "date"}), Datatype("xsd:date")]
Instant = Annotated[str, Field(json_schema_extra={"format": "date-time"}), Datatype("xsd:dateTime")]


def _edtf(text: str) -> str:
    parse(text)
    return text


def _unreserved(slug: str) -> str:
    if slug == "counts":
        raise ValueError("is the name of a collection's counts, so no record could be read under it")
    return slug


OwnSlug = Annotated[Slug, AfterValidator(_unreserved)]
Edtf = Annotated[str, Field(max_length=100), AfterValidator(_edtf), Datatype("loc:EDTF")]

_SAME_AS = Term("schema:sameAs", template="http://www.wikidata.org/entity/{}")
_IN_ARTICLE = Term("facts:article", template="/v1/articles/{}")
_SAID_BY = Term("prov:wasAttributedTo")
_FIRST, _LAST = Term("schema:startDate"), Term("schema:endDate")
_ADDRESS = Part("schema:address", "schema:PostalAddress")
_POINT = Part("schema:geo", "schema:GeoCoordinates")
_AUTHOR = Part("schema:author", "prov:Agent")
_RATING = Part("schema:reviewRating", "schema:Rating")


class Record(Value):
    """What all kinds share."""

    table: ClassVar[tuple[str, ...]] = ("label",)

    id: Annotated[str, FILTER_AND_SORT]
    kind: Annotated[str, FILTER]
    label: Annotated[Text, SORT, TITLE, Term("schema:name")]


class RegistryEntry(Record):
    """An entry that all articles share. What it says comes from public registries, not from an article."""

    id: Annotated[OwnSlug, FILTER_AND_SORT]
    label: Annotated[Text, SORT, TITLE, Term("schema:description")]
    name: Annotated[Name, FILTER_AND_SORT, TITLE, Term("schema:name")]
    aliases: Annotated[Many[Name], FILTER, TITLE, Term("schema:alternateName")] = ()


class ArticleRecord(Record):
    """A record within one article, with the places it comes from. `about` are the registry entries it concerns."""

    id: Annotated[LocalId, FILTER_AND_SORT]
    article: Annotated[Slug, FILTER_AND_SORT, _IN_ARTICLE]
    about: Annotated[Many[RegistryRef], FILTER, Term("schema:about")] = ()
    evidence: Annotated[Many[Evidence], SEARCHED, Field(min_length=1), Term("prov:wasDerivedFrom")]

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

    table: ClassVar[tuple[str, ...]] = ("name", "type", "parent", "headquarters", "wikidata")
    rdf: ClassVar[Meaning] = Meaning(("schema:Organization", "prov:Agent"))

    kind: Annotated[Literal["company"], FILTER] = "company"
    type: Annotated[
        Literal["company", "division", "news_organization", "publisher", "event_organizer"],
        FILTER_AND_SORT,
        Term("facts:type", implies={"news_organization": "schema:NewsMediaOrganization"}),
    ]
    parent: Annotated[CompanyRef | None, FILTER, ACYCLIC, Term("schema:parentOrganization")] = None
    headquarters: Annotated[LocationRef | None, FILTER, Term("schema:location")] = None
    wikidata: Annotated[Wikidata | None, FILTER, _SAME_AS] = None
    lei: Annotated[Lei | None, FILTER, Term("schema:leiCode")] = None
    ticker: Annotated[
        Ticker | None, Term("schema:tickerSymbol", template="{mic} {symbol}", implies="schema:Corporation")
    ] = None
    website: Annotated[Website | None, Term("schema:url")] = None


class Affiliation(Value):
    """To whom or what somebody belongs, as what, and from when to when (EDTF)."""

    rdf: ClassVar[Meaning] = Meaning(("schema:OrganizationRole",))

    of: Annotated[EntryRef, FILTER, Term("schema:affiliation")]
    title: Annotated[Name | None, FILTER, SEARCHED, Term("schema:roleName")] = None
    since: Annotated[Edtf | None, _FIRST] = None
    until: Annotated[Edtf | None, _LAST] = None

    @model_validator(mode="after")
    def _order(self) -> Self:
        first, last = (parse(one).hull if one else None for one in (self.since, self.until))
        if first and last and (first.earliest or "") > (last.latest or "9"):
            raise ValueError(f"until: {self.until!r} lies before since, {self.since!r}")
        return self


_PARTIES = {
    "person": "schema:Person",
    "role": "schema:Person",
    "government": "schema:GovernmentOrganization",
    "administration": "schema:GovernmentOrganization",
    "institution": "schema:Organization",
    "political_party": "schema:Organization",
    "union": "schema:Organization",
}
_PLACES = {"country": "schema:Country", "state": "schema:State", "city": "schema:City"}


class Party(RegistryEntry):
    """Anybody else who says or does something: a person, a government, an office, a group, a role."""

    table: ClassVar[tuple[str, ...]] = ("name", "type", "affiliations", "location")
    rdf: ClassVar[Meaning] = Meaning(("prov:Agent",))

    kind: Annotated[Literal["party"], FILTER] = "party"
    type: Annotated[
        Literal[
            "person", "government", "administration", "institution", "political_party", "union", "group", "role",
            "anonymous",
        ],
        FILTER_AND_SORT,
        Term("facts:type", implies=_PARTIES),
    ]  # fmt: skip
    affiliations: Annotated[Many[Affiliation], Term("schema:affiliation")] = ()
    location: Annotated[LocationRef | None, FILTER, Term("schema:location")] = None
    wikidata: Annotated[Wikidata | None, FILTER, _SAME_AS] = None


class Location(RegistryEntry):
    """A place. `latitude` and `longitude` are WGS 84 degrees of a point that stands for it. A place that states
    dispute has no `country`, and those who claim it in `claimed_by`."""

    table: ClassVar[tuple[str, ...]] = ("name", "type", "country", "within", "latitude", "longitude")
    rdf: ClassVar[Meaning] = Meaning(("schema:Place",))

    kind: Annotated[Literal["location"], FILTER] = "location"
    type: Annotated[
        Literal["country", "region", "state", "city", "facility", "water", "area"],
        FILTER_AND_SORT,
        Term("facts:type", implies=_PLACES),
    ]
    country: Annotated[Country | None, FILTER_AND_SORT, REPEATING, Term("schema:addressCountry", within=_ADDRESS)] = (
        None
    )
    subdivision: Annotated[Subdivision | None, FILTER, Term("schema:addressRegion", within=_ADDRESS)] = None
    within: Annotated[LocationRef | None, FILTER, ACYCLIC, Term("schema:containedInPlace")] = None
    claimed_by: Annotated[Many[StateRef], FILTER] = ()
    latitude: Annotated[Latitude | None, SORT, Term("schema:latitude", within=_POINT)] = None
    longitude: Annotated[Longitude | None, SORT, Term("schema:longitude", within=_POINT)] = None
    wikidata: Annotated[Wikidata | None, FILTER, _SAME_AS] = None
    geonames: Annotated[Geonames | None, FILTER, Term("schema:sameAs", template="https://sws.geonames.org/{}/")] = None

    @model_validator(mode="after")
    def _place(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise ValueError("latitude, longitude: one is given without the other")
        if self.claimed_by and self.country:
            raise ValueError("country: is given beside claimed_by; leave it out where states dispute a place")
        if self.subdivision and self.subdivision[:2] != self.country:
            raise ValueError(f"subdivision: {self.subdivision!r} does not lie in country {self.country!r}")
        return self


class Measure(RegistryEntry):
    """A quantity in the world that figures of several articles, or several of one, are about."""

    table: ClassVar[tuple[str, ...]] = ("name", "about")
    rdf: ClassVar[Meaning] = Meaning(("prov:Entity",))

    kind: Annotated[Literal["measure"], FILTER] = "measure"
    about: Annotated[Many[EntryRef], FILTER, Term("schema:about")] = ()


class Counts(Value):
    """How many records of each collection an article has."""

    mentions: int = 0
    figures: int = 0
    dates: int = 0
    events: int = 0
    claims: int = 0


class Article(Record):
    """An article: who published it, when, and the hash of the text that evidence points into.

    `url` is its address and `archived` that of an archived copy. `text_sha256` is of the text in UTF-8, Unicode NFC
    and LF line ends; `text_length` counts its code points.
    """

    table: ClassVar[tuple[str, ...]] = ("headline", "publisher", "published", "counts")
    rdf: ClassVar[Meaning] = Meaning(("schema:NewsArticle", "prov:Entity"))

    id: Annotated[OwnSlug, FILTER_AND_SORT]
    kind: Annotated[Literal["article"], FILTER] = "article"
    article: Annotated[Slug, FILTER, Derived("id"), _IN_ARTICLE]
    about: Annotated[Many[RegistryRef], FILTER, Term("schema:about")] = ()
    evidence: Annotated[Many[Evidence], SEARCHED] = ()
    headline: Annotated[Text, SORT, TITLE, Term("schema:headline", quoted=True)]
    publisher: Annotated[CompanyRef, FILTER, Term("schema:publisher")]
    author: Annotated[Name | None, FILTER, SEARCHED, Term("schema:name", within=_AUTHOR)] = None
    url: Annotated[Url | None, FILTER, Term("schema:url")] = None
    archived: Annotated[Url | None, Term("schema:archivedAt")] = None
    published: Annotated[Edtf, FILTER_AND_SORT, Term("schema:datePublished")]
    modified: Annotated[Edtf | None, FILTER_AND_SORT, Term("schema:dateModified")] = None
    language: Annotated[Language, FILTER, REPEATING, Term("schema:inLanguage")]
    reading_time_minutes: Annotated[
        int | None, Field(ge=0, le=10_000), FILTER_AND_SORT, Term("schema:timeRequired", template="PT{}M")
    ] = None
    originally_published_by: Annotated[CompanyRef | None, FILTER] = None
    text_sha256: Annotated[Sha256, FILTER, Term("schema:sha256")]
    text_length: Annotated[int, Field(ge=1, le=10**8), SORT]
    rights: Annotated[Text, Term("schema:copyrightNotice")]
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

    `of` is whose name it is. A metonym names one thing to mean another, as a capital for its government: `stands_for`
    is the one that is meant.
    """

    table: ClassVar[tuple[str, ...]] = ("label", "of", "role", "stands_for", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("oa:Annotation", "prov:Entity"), {"oa:motivatedBy": "oa:identifying"})

    kind: Annotated[Literal["mention"], FILTER] = "mention"
    evidence: Annotated[Many[Evidence], SEARCHED, Field(min_length=1), Term("oa:hasTarget")]
    of: Annotated[EntryRef, Asked(also=("stands_for",)), Term("oa:hasBody")]
    role: Annotated[Literal["literal", "metonym"], FILTER] = "literal"
    stands_for: Annotated[EntryRef | None, FILTER] = None

    @model_validator(mode="before")
    @classmethod
    def _about_whom(cls, given: Any) -> Any:
        if not _has(given, "of"):
            return given
        meant = [given["stands_for"]] if _has(given, "stands_for") else []
        return {"about": [given["of"], *meant], **given}

    @model_validator(mode="after")
    def _meant(self) -> Self:
        if self.role == "metonym" and self.stands_for is None:
            raise ValueError("stands_for: is missing; a metonym names the one that is meant")
        if self.role == "literal" and self.stands_for is not None:
            raise ValueError("stands_for: is given, though the role is literal; only a metonym stands for another")
        if self.stands_for == self.of:
            raise ValueError("stands_for: is the one whose name it is")
        return self


class Figure(ArticleRecord):
    """A quantity with the interval its hedge leaves: a null bound is unknown, or open beside a given one.

    `unit_code` is null for counted things and for money, which has a `currency`. `form` tells an amount from a share,
    a change (with its `direction`), a ratio, a rank or a score; `out_of` is the whole of "84 of 150" or "third of 20",
    `compared_to` what a change or ratio starts from, `measure` the quantity in the world that it is a figure of.
    """

    table: ClassVar[tuple[str, ...]] = ("label", "value", "hedge", "speaker", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("schema:QuantitativeValue", "prov:Entity"))

    kind: Annotated[Literal["figure"], FILTER] = "figure"
    value: Annotated[Number | None, FILTER_AND_SORT, Term("schema:value")] = None
    min: Annotated[Number | None, FILTER_AND_SORT, Term("schema:minValue")] = None
    max: Annotated[Number | None, FILTER_AND_SORT, Term("schema:maxValue")] = None
    min_inclusive: Annotated[bool | None, FILTER] = None
    max_inclusive: Annotated[bool | None, FILTER] = None
    hedge: Annotated[Hedge, FILTER_AND_SORT]
    approximate: Annotated[bool, FILTER] = False
    unit: Annotated[Name, FILTER_AND_SORT, REPEATING, Term("schema:unitText")]
    unit_code: Annotated[Ucum | None, FILTER, REPEATING, Term("schema:unitCode", template="ucum:{}")] = None
    currency: Annotated[Currency | None, FILTER_AND_SORT, REPEATING, Term("schema:currency")] = None
    form: Annotated[Form, FILTER_AND_SORT] = "amount"
    direction: Annotated[Literal["up", "down"] | None, FILTER_AND_SORT] = None
    out_of: Annotated[Number | None, FILTER_AND_SORT] = None
    compared_to: Annotated[BaseRef | None, FILTER] = None
    measure: Annotated[MeasureRef | None, FILTER] = None
    speaker: Annotated[ActorRef | None, FILTER, _SAID_BY] = None

    @model_validator(mode="before")
    @classmethod
    def _about_is_approximate(cls, given: Any) -> Any:
        return {"approximate": True, **given} if isinstance(given, dict) and given.get("hedge") == "about" else given

    @model_validator(mode="after")
    def _interval(self) -> Self:
        found = bounds(self.hedge, self.value, self.min, self.max, self.min_inclusive, self.max_inclusive)
        self.__dict__.update(found._asdict())  # frozen for everybody else; a copy would take as long as all the rest
        if self.approximate != (self.hedge == "about") and self.hedge in ("about", "exact"):
            raise ValueError(f"approximate: contradicts the hedge {self.hedge!r}")
        if self.currency and self.unit_code:
            raise ValueError("currency: is given beside unit_code; money has no UCUM code")
        if self.direction and self.form != "change":
            raise ValueError(f"direction: is given, though the form is {self.form!r}; only a change has one")
        if self.out_of is not None and self.out_of <= 0:
            raise ValueError("out_of: is not positive")
        return self

    def bounds(self) -> Bounds:
        """The interval as a value."""
        return Bounds(self.min, self.max, self.min_inclusive, self.max_inclusive)

    def quantity(self) -> Quantity:
        """What queries compare: the interval in the figure's own numbers and in its base unit, widened where the
        figure is approximate."""
        return quantity(self.bounds(), self.approximate, self.form, self.unit_code or self.currency)


class DaySpan(Value):
    """Days from first to last, both included; null where open."""

    earliest: Annotated[Day | None, _FIRST]
    latest: Annotated[Day | None, _LAST]


class Date(ArticleRecord):
    """A point or span in time.

    `earliest` and `latest` are days as written, inclusive, null where open; of a set, those of all its members.
    `starts` and `ends` are instants in UTC where a time of day is given. `spans` has one span, or the members of a
    set, of which `set` tells whether one or all are meant.
    """

    table: ClassVar[tuple[str, ...]] = ("label", "earliest", "certainty", "role", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("time:TemporalEntity", "prov:Entity"))

    kind: Annotated[Literal["date"], FILTER] = "date"
    role: Annotated[Word, FILTER_AND_SORT, REPEATING]
    edtf: Annotated[Edtf, FILTER_AND_SORT]
    earliest: Annotated[Day | None, FILTER_AND_SORT, Derived("edtf"), _FIRST] = None
    latest: Annotated[Day | None, FILTER_AND_SORT, Derived("edtf"), _LAST] = None
    starts: Annotated[Instant | None, FILTER_AND_SORT, Derived("edtf")] = None
    ends: Annotated[Instant | None, FILTER_AND_SORT, Derived("edtf")] = None
    spans: Annotated[Many[DaySpan], Derived("edtf")]
    set: Annotated[SetKind | None, FILTER, Derived("edtf")] = None
    precision: Annotated[Precision, FILTER, Derived("edtf")]
    certainty: Annotated[Certainty, FILTER, Derived("edtf")]
    relative_to: Annotated[DateRef | None, FILTER, ACYCLIC] = None
    recurrence: Annotated[Recurrence | None, FILTER] = None

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, given: Any) -> Any:
        if not _has(given, "edtf"):
            return given
        try:
            return _with_derived(given, parse(given["edtf"]).fields())
        except ValueError as error:
            raise ValueError(f"edtf: {error}") from error

    def times(self) -> tuple[Span, ...]:
        """Its spans, or the members of its set, as queries compare them."""
        return parse(self.edtf).spans


_ATTENDANCE = {
    "in_person": "schema:OfflineEventAttendanceMode",
    "virtual": "schema:OnlineEventAttendanceMode",
    "hybrid": "schema:MixedEventAttendanceMode",
}


class Event(ArticleRecord):
    """Something that happens or may."""

    table: ClassVar[tuple[str, ...]] = ("label", "type", "status", "locations", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("schema:Event", "prov:Activity"))

    kind: Annotated[Literal["event"], FILTER] = "event"
    type: Annotated[Word, FILTER_AND_SORT, REPEATING]
    status: Annotated[Literal["happened", "planned", "considered", "ongoing"], FILTER_AND_SORT]
    dates: Annotated[Many[DateRef], FILTER] = ()
    locations: Annotated[Many[LocationRef], FILTER, Term("schema:location")] = ()
    participants: Annotated[Many[ActorRef], FILTER, Term("prov:wasAssociatedWith")] = ()
    mode: Annotated[
        Literal["in_person", "virtual", "hybrid"] | None,
        FILTER,
        Term("schema:eventAttendanceMode", values=_ATTENDANCE),
    ] = None


VerificationStatus = Literal[
    "confirmed", "partly_confirmed", "denied", "not_independently_verified", "declined_to_disclose"
]


class Verification(Value):
    """Who looked into a claim, and what came of it."""

    rdf: ClassVar[Meaning] = Meaning(("schema:ClaimReview",))

    by: Annotated[ActorRef, FILTER, Term("schema:author")]
    status: Annotated[
        VerificationStatus,
        Asked(parameter="verification"),
        Term("schema:alternateName", key="ratingText", within=_RATING),
    ]
    evidence: Annotated[Many[Evidence], SEARCHED, Term("prov:wasDerivedFrom")] = ()


Modality = Literal[
    "asserted", "reported", "expected", "promised", "demanded", "considered", "feared", "doubted", "denied"
]
Quotation = Literal["direct", "indirect"]
RelationType = Literal["repeats", "updates", "corrects", "retracts", "contradicts"]
SUPERSEDING: frozenset[RelationType] = frozenset({"updates", "corrects", "retracts"})  # the newer over the older


class Relation(Value):
    """What a claim is to another one, of this article or another."""

    type: Annotated[RelationType, FILTER]
    to: Annotated[ClaimRef, FILTER]


class Claim(ArticleRecord):
    """One statement and who stands behind it. `via` names those it came through, nearest the speaker first."""

    table: ClassVar[tuple[str, ...]] = ("label", "speaker", "modality", "verification", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("schema:Claim", "rdf:Statement", "prov:Entity"))

    kind: Annotated[Literal["claim"], FILTER] = "claim"
    statement: Annotated[Text, SEARCHED, Term("schema:text")]
    speaker: Annotated[ActorRef | None, FILTER, _SAID_BY] = None
    via: Annotated[Many[ActorRef], FILTER, Term("prov:wasInfluencedBy")] = ()
    modality: Annotated[Modality, FILTER_AND_SORT]
    quotation: Annotated[Quotation | None, FILTER_AND_SORT] = None
    relations: Annotated[
        Many[Relation], Term("facts:relation", by="type", values={"updates": "prov:wasRevisionOf"})
    ] = ()
    verification: Annotated[Many[Verification], SEARCHED, Term("schema:review", inverse="schema:itemReviewed")] = ()
    subject: Annotated[Ref | None, FILTER, Term("rdf:subject")] = None
    predicate: Annotated[Word | None, FILTER, REPEATING, Term("rdf:predicate", template="/v1/claims?predicate={}")] = (
        None
    )
    object: Annotated[Ref | None, FILTER, Term("rdf:object")] = None
    figures: Annotated[Many[FigureRef], FILTER] = ()
    dates: Annotated[Many[DateRef], FILTER] = ()
    events: Annotated[Many[EventRef], FILTER] = ()

    @model_validator(mode="after")
    def _others(self) -> Self:
        if any(relation.to == f"claims/{self.id}" for relation in self.relations):
            raise ValueError("relations: lead to the claim itself")
        return self


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
