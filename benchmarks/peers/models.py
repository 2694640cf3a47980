"""A figure as a FastAPI service would declare it."""

from pydantic import BaseModel


class Evidence(BaseModel):
    """A place in an article."""

    article: str
    paragraph: int
    start: int
    end: int
    exact: str


class Figure(BaseModel):
    """A quantity."""

    id: str
    kind: str
    label: str
    article: str
    about: list[str]
    evidence: list[Evidence]
    value: float | None
    min: float | None
    max: float | None
    min_inclusive: bool | None
    max_inclusive: bool | None
    hedge: str
    unit: str
    unit_code: str | None
    speaker: str | None


class Page(BaseModel):
    """A page of figures."""

    items: list[Figure]
    next_cursor: str | None
    total: int | None
