"""FastAPI with SQLAlchemy's ORM on the project's own SQLite file, with the same indexes; `SNAPSHOT` names the file."""

import os
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import JSON, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from benchmarks.peers.models import Figure, Page


class Base(DeclarativeBase):
    """The tables."""


class Row(Base):
    """A stored figure."""

    __tablename__ = "figures"
    position: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str]
    record: Mapped[dict[str, Any]] = mapped_column(JSON)
    unit: Mapped[str] = mapped_column("f_unit")
    low: Mapped[float | None]
    high: Mapped[float | None]


engine = create_engine(f"sqlite:///file:{os.environ['SNAPSHOT']}?mode=ro&immutable=1&uri=true")
sessions = sessionmaker(engine)
app = FastAPI()


def session() -> Iterator[Session]:
    """A session for a request."""
    with sessions() as opened:
        yield opened


Opened = Annotated[Session, Depends(session)]


@app.get("/figures/{key}", response_model=Figure)
def one(key: str, opened: Opened) -> Any:
    """A figure."""
    row = opened.scalar(select(Row).where(Row.key == key))
    if row is None:
        raise HTTPException(404)
    return row.record


@app.get("/figures", response_model=Page)
def page(opened: Opened, unit: str, value_min: float, value_max: float, limit: int = 25) -> Any:
    """The figures of a unit whose interval meets this one."""
    asked = select(Row).where(Row.unit == unit, Row.high >= value_min, Row.low <= value_max)
    rows = opened.scalars(asked.order_by(Row.position).limit(limit + 1)).all()
    more = str(rows[limit - 1].position) if len(rows) > limit else None
    return {"items": [row.record for row in rows[:limit]], "next_cursor": more, "total": None}
