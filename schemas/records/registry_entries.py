"""The shared registry: what companies, parties, locations and measures say."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import model_validator

from schemas import values
from schemas.edtf_date import parse
from schemas.markers import ACYCLIC, FILTER, REPEATING, SEARCHED, Meaning, Part, Term
from schemas.records.base import FIRST_DAY, LAST_DAY, Edtf, NamedEntry, RegistryEntry
from schemas.values import Many, Value

_SAME_AS = Term("schema:sameAs", template="http://www.wikidata.org/entity/{}")
_ADDRESS = Part("schema:address", "schema:PostalAddress")
_POINT = Part("schema:geo", "schema:GeoCoordinates")


class Company(NamedEntry):
    """A company, or a part of one."""

    table: ClassVar[tuple[str, ...]] = ("name", "type", "parent", "headquarters", "wikidata")
    rdf: ClassVar[Meaning] = Meaning(("schema:Organization", "prov:Agent"))

    kind: Annotated[Literal["company"], FILTER] = "company"
    type: Annotated[
        Literal["company", "division", "news_organization", "publisher", "event_organizer"],
        FILTER,
        Term("facts:type", implies={"news_organization": "schema:NewsMediaOrganization"}),
    ]
    parent: Annotated[values.CompanyRef | None, FILTER, ACYCLIC, Term("schema:parentOrganization")] = None
    headquarters: Annotated[values.LocationRef | None, FILTER, Term("schema:location")] = None
    wikidata: Annotated[values.Wikidata | None, FILTER, _SAME_AS] = None
    lei: Annotated[values.Lei | None, FILTER, Term("schema:leiCode")] = None
    ticker: Annotated[
        values.Ticker | None, Term("schema:tickerSymbol", template="{mic} {symbol}", implies="schema:Corporation")
    ] = None
    website: Annotated[values.Website | None, FILTER, Term("schema:url")] = None


class Affiliation(Value):
    """To whom or what somebody belongs, as what, and from when to when (EDTF)."""

    rdf: ClassVar[Meaning] = Meaning(("schema:OrganizationRole",))

    of: Annotated[values.EntryRef, FILTER, Term("schema:affiliation")]
    title: Annotated[values.Name | None, FILTER, SEARCHED, Term("schema:roleName")] = None
    since: Annotated[Edtf | None, FILTER, FIRST_DAY] = None
    until: Annotated[Edtf | None, FILTER, LAST_DAY] = None

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


class Party(NamedEntry):
    """Any other speaker or actor: a person, a government, an office, a group, a role."""

    table: ClassVar[tuple[str, ...]] = ("name", "type", "affiliations", "location")
    rdf: ClassVar[Meaning] = Meaning(("prov:Agent",))

    kind: Annotated[Literal["party"], FILTER] = "party"
    type: Annotated[
        Literal[
            "person", "government", "administration", "institution", "political_party", "union", "group", "role",
            "anonymous",
        ],
        FILTER,
        Term("facts:type", implies=_PARTIES),
    ]  # fmt: skip
    affiliations: Annotated[Many[Affiliation], Term("schema:affiliation")] = ()
    location: Annotated[values.LocationRef | None, FILTER, Term("schema:location")] = None
    wikidata: Annotated[values.Wikidata | None, FILTER, _SAME_AS] = None


class Location(NamedEntry):
    """A place. `latitude` and `longitude` are WGS 84 degrees of a point that represents it. A disputed place has
    no `country`; `claimed_by` lists those who claim it."""

    table: ClassVar[tuple[str, ...]] = ("name", "type", "country", "claimed_by", "within", "latitude", "longitude")
    rdf: ClassVar[Meaning] = Meaning(("schema:Place",))

    kind: Annotated[Literal["location"], FILTER] = "location"
    type: Annotated[
        Literal["country", "region", "state", "city", "facility", "water", "area"],
        FILTER,
        Term("facts:type", implies=_PLACES),
    ]
    country: Annotated[values.Country | None, FILTER, REPEATING, Term("schema:addressCountry", within=_ADDRESS)] = None
    subdivision: Annotated[values.Subdivision | None, FILTER, Term("schema:addressRegion", within=_ADDRESS)] = None
    within: Annotated[values.LocationRef | None, FILTER, ACYCLIC, Term("schema:containedInPlace")] = None
    claimed_by: Annotated[Many[values.StateRef], FILTER] = ()
    latitude: Annotated[values.Latitude | None, FILTER, Term("schema:latitude", within=_POINT)] = None
    longitude: Annotated[values.Longitude | None, FILTER, Term("schema:longitude", within=_POINT)] = None
    wikidata: Annotated[values.Wikidata | None, FILTER, _SAME_AS] = None
    geonames: Annotated[
        values.Geonames | None, FILTER, Term("schema:sameAs", template="https://sws.geonames.org/{}/")
    ] = None

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
    about: Annotated[Many[values.EntryRef], FILTER, Term("schema:about")] = ()
