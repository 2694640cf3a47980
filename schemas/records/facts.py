"""What an article states: figures, dates, events and claims."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from schemas import values
from schemas.edtf_date import Certainty, Precision, SetKind, Span, parse
from schemas.evidence import Evidence
from schemas.markers import ACYCLIC, FILTER, REPEATING, SEARCHED, Asked, Derived, Meaning, Part, Term
from schemas.quantity import Bounds, Form, Hedge, Quantity, bounds, quantity
from schemas.records.base import FIRST_DAY, LAST_DAY, SAID_BY, ArticleRecord, Day, Edtf, Instant, has, with_derived
from schemas.recurrence import Recurrence
from schemas.values import Many, Value

_RATING = Part("schema:reviewRating", "schema:Rating")


class Figure(ArticleRecord):
    """A quantity, and the interval that its hedge allows: a null bound is unknown, or open beside a given one.

    `unit_code` is null for counted things and for money, which has a `currency`. `form` is an amount, a share, a
    change (with its `direction`), a ratio, a rank or a score; `out_of` is the whole of "84 of 150" or "third of 20",
    `compared_to` what a change or ratio starts from, `measure` the quantity in the world that the figure is about.
    """

    table: ClassVar[tuple[str, ...]] = ("label", "value", "hedge", "speaker", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("schema:QuantitativeValue", "prov:Entity"))

    kind: Annotated[Literal["figure"], FILTER] = "figure"
    value: Annotated[values.Number | None, FILTER, Term("schema:value")] = None
    min: Annotated[values.Number | None, FILTER, Term("schema:minValue")] = None
    max: Annotated[values.Number | None, FILTER, Term("schema:maxValue")] = None
    min_inclusive: Annotated[bool | None, FILTER] = None
    max_inclusive: Annotated[bool | None, FILTER] = None
    hedge: Annotated[Hedge, FILTER]
    approximate: Annotated[bool, FILTER] = False
    unit: Annotated[values.Name, FILTER, REPEATING, Term("schema:unitText")]
    unit_code: Annotated[values.Ucum | None, FILTER, REPEATING, Term("schema:unitCode", template="ucum:{}")] = None
    currency: Annotated[values.Currency | None, FILTER, REPEATING, Term("schema:currency")] = None
    form: Annotated[Form, FILTER] = "amount"
    direction: Annotated[Literal["up", "down"] | None, FILTER] = None
    out_of: Annotated[values.Number | None, FILTER] = None
    compared_to: Annotated[values.BaseRef | None, FILTER] = None
    measure: Annotated[values.MeasureRef | None, FILTER] = None
    speaker: Annotated[values.ActorRef | None, FILTER, SAID_BY] = None

    @model_validator(mode="before")
    @classmethod
    def _about_is_approximate(cls, given: object) -> object:
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
        if self.compared_to == f"figures/{self.id}":
            raise ValueError("compared_to: is the figure itself")
        if self.out_of is not None and self.out_of <= 0:
            raise ValueError("out_of: is not positive")
        return self

    def bounds(self) -> Bounds:
        return Bounds(self.min, self.max, self.min_inclusive, self.max_inclusive)

    def quantity(self) -> Quantity:
        """What queries compare: the interval in its own numbers and in the base unit, widened where approximate."""
        return quantity(self.bounds(), self.approximate, self.form, self.unit_code or self.currency)


class DaySpan(Value):
    """Days from first to last, both included; null where open."""

    earliest: Annotated[Day | None, FIRST_DAY]
    latest: Annotated[Day | None, LAST_DAY]


class Date(ArticleRecord):
    """A point or span in time.

    `earliest` and `latest` are days as written, inclusive, null where open; of a set, those of all its members.
    `starts` and `ends` are instants in UTC where a time of day is given. `spans` has one span, or the members of a
    set; `set` says whether one or all of them are meant.
    """

    table: ClassVar[tuple[str, ...]] = ("label", "earliest", "certainty", "role", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("time:TemporalEntity", "prov:Entity"))

    kind: Annotated[Literal["date"], FILTER] = "date"
    role: Annotated[values.Word, FILTER, REPEATING]
    edtf: Annotated[Edtf, FILTER]
    earliest: Annotated[Day | None, FILTER, Derived("edtf"), FIRST_DAY] = None
    latest: Annotated[Day | None, FILTER, Derived("edtf"), LAST_DAY] = None
    starts: Annotated[Instant | None, FILTER, Derived("edtf")] = None
    ends: Annotated[Instant | None, FILTER, Derived("edtf")] = None
    spans: Annotated[Many[DaySpan], Derived("edtf")]
    set: Annotated[SetKind | None, FILTER, Derived("edtf")] = None
    precision: Annotated[Precision, FILTER, Derived("edtf")]
    certainty: Annotated[Certainty, FILTER, Derived("edtf")]
    relative_to: Annotated[values.DateRef | None, FILTER, ACYCLIC] = None
    recurrence: Annotated[Recurrence | None, FILTER] = None

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, given: object) -> object:
        if not has(given, "edtf"):
            return given
        try:
            return with_derived(given, parse(given["edtf"]).fields())
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
    """Something that happened, is going on, or is planned or considered."""

    table: ClassVar[tuple[str, ...]] = ("label", "type", "status", "locations", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("schema:Event", "prov:Activity"))

    kind: Annotated[Literal["event"], FILTER] = "event"
    type: Annotated[values.Word, FILTER, REPEATING]
    status: Annotated[Literal["happened", "planned", "considered", "ongoing"], FILTER]
    dates: Annotated[Many[values.DateRef], FILTER] = ()
    locations: Annotated[Many[values.LocationRef], FILTER, Term("schema:location")] = ()
    participants: Annotated[Many[values.ActorRef], FILTER, Term("prov:wasAssociatedWith")] = ()
    mode: Annotated[
        Literal["in_person", "virtual", "hybrid"] | None, FILTER, Term("schema:eventAttendanceMode", values=_ATTENDANCE)
    ] = None


VerificationStatus = Literal[
    "confirmed", "partly_confirmed", "denied", "not_independently_verified", "declined_to_disclose"
]


class Verification(Value):
    """Who checked a claim, and the result."""

    rdf: ClassVar[Meaning] = Meaning(("schema:ClaimReview",))

    by: Annotated[values.ActorRef, FILTER, Term("schema:author")]
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
    to: Annotated[values.ClaimRef, FILTER]


class Claim(ArticleRecord):
    """One statement and its speaker. `via` names those it came through, nearest the speaker first."""

    table: ClassVar[tuple[str, ...]] = ("label", "speaker", "modality", "verification", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("schema:Claim", "rdf:Statement", "prov:Entity"))

    kind: Annotated[Literal["claim"], FILTER] = "claim"
    statement: Annotated[values.Text, FILTER, SEARCHED, Term("schema:text")]
    speaker: Annotated[values.ActorRef | None, FILTER, SAID_BY] = None
    via: Annotated[Many[values.ActorRef], FILTER, Term("prov:wasInfluencedBy")] = ()
    modality: Annotated[Modality, FILTER]
    quotation: Annotated[Quotation | None, FILTER] = None
    relations: Annotated[
        Many[Relation], Term("facts:relation", by="type", values={"updates": "prov:wasRevisionOf"})
    ] = ()
    verification: Annotated[Many[Verification], SEARCHED, Term("schema:review", inverse="schema:itemReviewed")] = ()
    subject: Annotated[values.Ref | None, FILTER, Term("rdf:subject")] = None
    predicate: Annotated[
        values.Word | None, FILTER, REPEATING, Term("rdf:predicate", template="/v1/claims?predicate={}")
    ] = None
    object: Annotated[values.Ref | None, FILTER, Term("rdf:object")] = None
    figures: Annotated[Many[values.FigureRef], FILTER] = ()
    dates: Annotated[Many[values.DateRef], FILTER] = ()
    events: Annotated[Many[values.EventRef], FILTER] = ()

    @model_validator(mode="after")
    def _others(self) -> Self:
        if any(relation.to == f"claims/{self.id}" for relation in self.relations):
            raise ValueError("relations: lead to the claim itself")
        return self
