"""Flat rows: figures, dates, events, claims and mentions in the same columns, for tables and charts."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Annotated, ClassVar, Literal, cast
from urllib.parse import quote

from schemas import values
from schemas.cells import join
from schemas.edtf_date import SetKind, Span, hull
from schemas.markers import BY_TIME, FILTER, REPEATING, SORT, Datatype, Joined, Part, Term
from schemas.quantity import Form, Hedge
from schemas.records.article import Article, Mention
from schemas.records.base import ArticleRecord, Day, Edtf, Instant, Record, RegistryEntry
from schemas.records.facts import Claim, Date, Event, Figure, Modality, Quotation, VerificationStatus
from schemas.records.registry_entries import Location
from schemas.values import JsonObject, Value

Fact = Mention | Figure | Date | Event | Claim
COLLECTION = {"mention": "mentions", "figure": "figures", "date": "dates", "event": "events", "claim": "claims"}


_PLACE = Part("schema:spatialCoverage", "schema:Place")
_POINT = Part("schema:geo", "schema:GeoCoordinates", within=_PLACE)
_ADDRESS = Part("schema:address", "schema:PostalAddress", within=_PLACE)


class FactRow(Value):
    """A fact as one flat row. Several values in one cell are joined by `;`; fields that a kind lacks are null.

    `text, paragraph, start, end` are those of the first evidence, and `link` points to it. `place` is the first place
    that the fact is about, `country, latitude, longitude` are that place's; `wikidata` are those of all entries it is
    about.
    `speaker` is the fact's own, else that of the claims that rest on it; `via, modality, verification` are theirs.
    """

    table: ClassVar[tuple[str, ...]] = (
        "label", "kind", "value", "earliest", "speaker", "modality", "verification", "start",
    )  # fmt: skip

    ref: Annotated[values.Ref, FILTER]
    kind: Annotated[Literal["figure", "date", "event", "claim", "mention"], FILTER]
    article: Annotated[values.Slug, FILTER, Term("facts:article", template="/v1/articles/{}")]
    publisher_name: Annotated[values.Name, FILTER]
    published: Annotated[Edtf, BY_TIME]
    url: Annotated[values.Url | None, Term("facts:article_url")] = None
    label: Annotated[values.Text, FILTER, Term("schema:name")]
    text: str
    link: Annotated[str | None, Datatype("@id")] = None
    value: Annotated[values.Number | None, FILTER, Term("schema:value")] = None
    value_min: Annotated[values.Number | None, SORT, Term("schema:minValue")] = None
    value_max: Annotated[values.Number | None, SORT, Term("schema:maxValue")] = None
    min_inclusive: Annotated[bool | None, FILTER] = None
    max_inclusive: Annotated[bool | None, FILTER] = None
    hedge: Annotated[Hedge | None, FILTER] = None
    approximate: Annotated[bool | None, FILTER] = None
    form: Annotated[Form | None, FILTER] = None
    direction: Annotated[Literal["up", "down"] | None, FILTER] = None
    unit: Annotated[values.Name | None, FILTER, REPEATING, Term("schema:unitText")] = None
    unit_code: Annotated[values.Ucum | None, FILTER, REPEATING, Term("schema:unitCode", template="ucum:{}")] = None
    currency: Annotated[values.Currency | None, FILTER, Term("schema:currency")] = None
    measure: Annotated[values.MeasureRef | None, FILTER] = None
    edtf: Annotated[str | None, FILTER, Joined(Edtf)] = None
    earliest: Annotated[Day | None, FILTER, Term("schema:startDate")] = None
    latest: Annotated[Day | None, FILTER, Term("schema:endDate")] = None
    starts: Annotated[Instant | None, FILTER] = None
    set: Annotated[SetKind | None, FILTER] = None
    place: Annotated[values.LocationRef | None, FILTER, Term("@id", within=_PLACE)] = None
    country: Annotated[values.Country | None, FILTER, Term("schema:addressCountry", within=_ADDRESS)] = None
    latitude: Annotated[values.Latitude | None, FILTER, Term("schema:latitude", within=_POINT)] = None
    longitude: Annotated[values.Longitude | None, FILTER, Term("schema:longitude", within=_POINT)] = None
    wikidata: Annotated[
        str | None, FILTER, Joined(values.Wikidata), Term("schema:about", template="http://www.wikidata.org/entity/{}")
    ] = None
    speaker: Annotated[str | None, FILTER, Joined(values.ActorRef), Term("prov:wasAttributedTo")] = None
    speaker_name: Annotated[str | None, FILTER, Joined(values.Name)] = None
    via: Annotated[str | None, FILTER, Joined(values.ActorRef), Term("prov:wasInfluencedBy")] = None
    modality: Annotated[str | None, FILTER, Joined(Modality)] = None
    quotation: Annotated[Quotation | None, FILTER] = None
    status: Annotated[Literal["happened", "planned", "considered", "ongoing"] | None, FILTER] = None
    verification: Annotated[str | None, FILTER, Joined(VerificationStatus)] = None
    paragraph: Annotated[int, FILTER]
    start: Annotated[int, FILTER]
    end: Annotated[int, FILTER]


# Fields whose columns have another name.
_RENAMED = {"min": "value_min", "max": "value_max"}
# Fields computed below for all kinds, and fields that only records have.
_COMPUTED = {"speaker", "via", "modality", "verification", "edtf", "earliest", "latest", "starts", "set"}
_ONLY_IN_RECORDS = {
    "mention": {"of", "role", "stands_for"},
    "figure": {"out_of", "compared_to"},
    "date": {"role", "ends", "spans", "precision", "certainty", "relative_to", "recurrence"},
    "event": {"type", "dates", "locations", "participants", "mode"},
    "claim": {"statement", "relations", "subject", "predicate", "object", "figures", "dates", "events"},
}


def copied_columns(model: type[ArticleRecord]) -> tuple[tuple[str, str], ...]:
    """The fields that a row copies from a kind, and their columns; TypeError for one without, and in no list above."""
    kind: str = model.model_fields["kind"].default
    own = [name for name in model.model_fields if name not in ArticleRecord.model_fields]
    left = _COMPUTED | _ONLY_IN_RECORDS[kind]
    found = tuple((name, _RENAMED.get(name, name)) for name in own if name not in left)
    for name, column in found:
        if column not in FactRow.model_fields:
            raise TypeError(f"{model.__name__}.{name} has no column in FactRow, and is in no list of schemas.facts")
    return found


_COPIED = {kind.model_fields["kind"].default: copied_columns(kind) for kind in (Mention, Figure, Date, Event, Claim)}
_BLANK: JsonObject = dict.fromkeys(FactRow.model_fields)


class FactRows:
    """Builds the flat rows of an article's facts; `records` and `entries` are by ref."""

    def __init__(
        self, article: Article, records: Mapping[str, Record], entries: Callable[[str], RegistryEntry]
    ) -> None:
        self._article, self._records, self._entry = article, records, entries
        self._blank = _BLANK | {"article": article.id, "published": article.published, "url": article.url}
        self._blank["publisher_name"] = entries(article.publisher).name
        self._claims = _claims_by_ref(records.values())

    def row(self, fact: Fact) -> SimpleNamespace:
        """The row of one fact of the article: the fields of FactRow, whose values were validated with their records."""
        ref = f"{COLLECTION[fact.kind]}/{fact.id}"
        first = fact.evidence[0]
        given = vars(fact)
        return SimpleNamespace(
            **{
                **self._blank,
                **{column: given[name] for name, column in _COPIED[fact.kind]},
                **_time(dates_of(fact, self._records)),
                **self._places(fact),
                **self._voices(fact, ref),
                "ref": ref,
                "kind": fact.kind,
                "label": fact.label,
                "text": first.exact,
                "link": link(self._article.url, first.exact, first.prefix, first.suffix),
                "paragraph": first.paragraph,
                "start": first.start,
                "end": first.end,
            }
        )

    def _places(self, fact: Fact) -> JsonObject:
        mentioned = (fact.of, *filter(None, [fact.stands_for])) if isinstance(fact, Mention) else ()
        named = dict.fromkeys((*mentioned, *fact.about))
        where = fact.locations if isinstance(fact, Event) and fact.locations else named
        entries = [self._entry(ref) for ref in named]
        found = {"wikidata": join(dict.fromkeys(vars(entry).get("wikidata") for entry in entries))}
        place = next((ref for ref in where if ref.startswith("locations/")), None)
        entry = self._entry(place) if place else None
        if isinstance(entry, Location):
            own = {name: getattr(entry, name) for name in ("country", "latitude", "longitude")}
            return {**found, "place": place, **own}
        return found

    def _voices(self, fact: Fact, ref: str) -> JsonObject:
        claims: Sequence[Claim] = (fact,) if isinstance(fact, Claim) else self._claims.get(ref, ())
        own = fact.speaker if isinstance(fact, Figure) else None
        if not claims and not own:
            return {}
        speakers = [own] if own else list(dict.fromkeys(claim.speaker for claim in claims if claim.speaker))
        checks = (one.status for claim in claims for one in claim.verification)
        return {
            "speaker": join(speakers),
            "speaker_name": join(self._entry(speaker).name for speaker in speakers),
            "via": join(dict.fromkeys(via for claim in claims for via in claim.via)),
            "modality": join(dict.fromkeys(claim.modality for claim in claims)),
            "verification": join(dict.fromkeys(checks)),
        }


def _claims_by_ref(records: Iterable[Record]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    claims = (record for record in records if isinstance(record, Claim))
    for claim in sorted(claims, key=lambda claim: (claim.evidence[0].start, claim.id)):
        refs = (*claim.figures, *claim.dates, *claim.events, claim.subject, claim.object)
        for ref in dict.fromkeys(ref for ref in refs if ref):
            found[ref].append(claim)
    return found


def dates_of(record: object, records: Mapping[str, Record]) -> tuple[Date, ...]:
    """The dates of a record: itself, or those that an event or claim refers to."""
    if isinstance(record, Date):
        return (record,)
    return tuple(cast("Date", records[ref]) for ref in record.dates) if isinstance(record, (Event, Claim)) else ()


def times_of(dates: Sequence[Date]) -> tuple[Span, ...]:
    """The distinct spans of all these dates; of a set those of its members."""
    return tuple(dict.fromkeys(span for date in dates for span in date.times())) if dates else ()


def _time(dates: Sequence[Date]) -> JsonObject:
    if not dates:
        return {}
    found = hull([Span(date.earliest, date.latest, date.starts, date.ends) for date in dates])
    return {
        "edtf": join(dict.fromkeys(date.edtf for date in dates)),
        "earliest": found.earliest,
        "latest": found.latest,
        "starts": found.starts,
        "set": dates[0].set if len(dates) == 1 else None,
    }


def link(url: str | None, exact: str, prefix: str | None, suffix: str | None) -> str | None:
    """The article's URL with a text fragment (`#:~:text=`) that leads to the phrase; None without a URL."""
    if url is None:
        return None
    before = f"{_encoded(prefix)}-," if prefix else ""
    after = f",-{_encoded(suffix)}" if suffix else ""
    return f"{url}{'' if '#' in url else '#'}:~:text={before}{_encoded(exact)}{after}"


def _encoded(text: str) -> str:
    """Percent-encoded, including the dash, which is syntax in text fragments."""
    return quote(text.strip(), safe="").replace("-", "%2D")
