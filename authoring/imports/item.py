"""One finding of another tool, whatever its format; and our own plain JSON, whose schema a model can be given."""

from collections.abc import Mapping
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from schemas.quantity import Form, Hedge
from schemas.records import Modality
from schemas.values import Value

Kind = Literal["mention", "figure", "date", "claim"]


class Item(NamedTuple):
    """A phrase with what the tool says of it: `kind` is the tool's own word, `start` its offset where it gives one,
    `name` how messages call it."""

    name: str
    kind: str
    exact: str
    start: int | None = None
    prefix: str = ""
    suffix: str = ""
    attributes: Mapping[str, object] = {}


class DraftItem(Value):
    """One thing that an article says, with the phrase that says it, copied letter for letter.

    `prefix` and `suffix` are a few words before and after the phrase, needed where it occurs more than once. What does
    not belong to the kind is null.
    """

    kind: Kind
    exact: Annotated[str, Field(min_length=1, max_length=400, description="The phrase, letter for letter.")]
    prefix: str | None = None
    suffix: str | None = None
    name: Annotated[str | None, Field(description="Of a mention: the full name of who or what is mentioned.")] = None
    type: Annotated[str | None, Field(description="Of a mention: company, person, government, city, country ...")] = (
        None
    )
    value: Annotated[float | None, Field(description="Of a figure, scale multiplied out: 1200000, not 1.2.")] = None
    min: Annotated[float | None, Field(description="Of a range, and of at least or more than.")] = None
    max: Annotated[float | None, Field(description="Of a range, and of at most or less than.")] = None
    hedge: Hedge | None = None
    unit: Annotated[str | None, Field(description="Of a figure: a plain plural noun, or the currency's name.")] = None
    unit_code: Annotated[str | None, Field(description="UCUM, for measured units.")] = None
    currency: Annotated[str | None, Field(description="ISO 4217, for money.")] = None
    form: Form | None = None
    edtf: Annotated[str | None, Field(description="Of a date: EDTF, such as 2024-05-23 or 2024-09-05/2024-09-06.")] = (
        None
    )
    role: Annotated[str | None, Field(description="Of a date: published, reported, starts, ends, happens ...")] = None
    statement: Annotated[str | None, Field(description="Of a claim: what is said, in words of your own.")] = None
    speaker: Annotated[str | None, Field(description="Of a claim: the name of who says it.")] = None
    modality: Modality | None = None
    quotation: Literal["direct", "indirect"] | None = None


class DraftItems(Value):
    """Everything found in one article."""

    items: Annotated[list[DraftItem], Field(max_length=5000)]
