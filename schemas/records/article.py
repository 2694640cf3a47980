"""An article, and its mentions of registry entries."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from schemas import markers, values
from schemas.evidence import Evidence
from schemas.markers import BY_TIME, FILTER, REPEATING, SEARCHED, TITLE, Asked, Derived, Meaning, Term
from schemas.records.base import IN_ARTICLE, ArticleRecord, Edtf, OwnSlug, Record, has, with_derived
from schemas.values import Many, Value

_AUTHOR = markers.Part("schema:author", "prov:Agent")


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

    id: Annotated[OwnSlug, FILTER]
    kind: Annotated[Literal["article"], FILTER] = "article"
    article: Annotated[values.Slug, FILTER, Derived("id"), IN_ARTICLE]
    about: Annotated[Many[values.RegistryRef], FILTER, Term("schema:about")] = ()
    evidence: Annotated[Many[Evidence], SEARCHED] = ()
    headline: Annotated[values.Text, FILTER, TITLE, Term("schema:headline", quoted=True)]
    publisher: Annotated[values.CompanyRef, FILTER, Term("schema:publisher")]
    author: Annotated[values.Name | None, FILTER, SEARCHED, Term("schema:name", within=_AUTHOR)] = None
    url: Annotated[values.Url | None, FILTER, Term("schema:url")] = None
    archived: Annotated[values.Url | None, FILTER, Term("schema:archivedAt")] = None
    published: Annotated[Edtf, BY_TIME, Term("schema:datePublished")]
    modified: Annotated[Edtf | None, BY_TIME, Term("schema:dateModified")] = None
    language: Annotated[values.Language, FILTER, REPEATING, Term("schema:inLanguage")]
    reading_time_minutes: Annotated[
        int | None, Field(ge=0, le=10_000), FILTER, Term("schema:timeRequired", template="PT{}M")
    ] = None
    originally_published_by: Annotated[values.CompanyRef | None, FILTER] = None
    text_sha256: Annotated[values.Sha256, FILTER, Term("schema:sha256")]
    text_length: Annotated[int, Field(ge=1, le=10**8), FILTER]
    rights: Annotated[values.Text, FILTER, Term("schema:copyrightNotice")]
    counts: Annotated[Counts, Derived("the article's records")] = Counts()

    @model_validator(mode="before")
    @classmethod
    def _own_article(cls, given: object) -> object:
        return with_derived(given, {"article": given["id"]}) if has(given, "id") else given

    @model_validator(mode="after")
    def _places(self) -> Self:
        for number, place in enumerate(self.evidence):
            if place.article != self.id or place.end > self.text_length:
                raise ValueError(f"evidence.{number}: does not lie in the text of {self.id!r}")
        return self


class Mention(ArticleRecord):
    """One registry entry as an article names it, with all its places.

    `of` is the entry whose name it is. A metonym names one entry to mean another, as a capital for its government:
    `stands_for` is the one that is meant.
    """

    table: ClassVar[tuple[str, ...]] = ("label", "of", "role", "stands_for", "evidence")
    rdf: ClassVar[Meaning] = Meaning(("oa:Annotation", "prov:Entity"), {"oa:motivatedBy": "oa:identifying"})

    kind: Annotated[Literal["mention"], FILTER] = "mention"
    evidence: Annotated[Many[Evidence], SEARCHED, Field(min_length=1), Term("oa:hasTarget")]
    of: Annotated[values.EntryRef, Asked(also=("stands_for",)), Term("oa:hasBody")]
    role: Annotated[Literal["literal", "metonym"], FILTER] = "literal"
    stands_for: Annotated[values.EntryRef | None, FILTER] = None

    @model_validator(mode="before")
    @classmethod
    def _about_whom(cls, given: object) -> object:
        if not has(given, "of"):
            return given
        meant = [given["stands_for"]] if has(given, "stands_for") else []
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
