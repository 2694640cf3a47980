"""SQLAlchemy, as Superset and others use it, reads the views on PostgreSQL with one engine across two loads: tables
reflected before the second load answer with the new dataset."""

import os
import subprocess
from importlib.metadata import version
from pathlib import Path

from asking import URL, same
from sqlalchemy import MetaData, Table, create_engine, func, select

ROOT = Path(__file__).parent.parent.parent
SETTINGS = {"ARTICLE_FACTS_DATABASE_URL": URL}


def load(seeds: Path) -> dict[str, int]:
    """Load seeds as an operator does, with the project's own Python; returns the number of records by collection."""
    facts = [os.environ["PROJECT_PYTHON"], "-m", "flask", "--app", "wsgi", "facts"]
    done = subprocess.run([*facts, "load", seeds], cwd=ROOT, env=os.environ | SETTINGS, check=True, capture_output=True)
    lines = (line.split() for line in done.stdout.decode().splitlines())
    return {words[0]: int(words[1]) for words in lines if len(words) == 2 and words[1].isdigit()}


engine = create_engine(URL)
loaded = load(ROOT / "seeds")
with engine.connect() as connection:
    tables = {
        name: Table(name, MetaData(schema="article_facts"), autoload_with=connection) for name in ("facts", "claims")
    }
for seeds in (None, ROOT / "tests" / "fixtures" / "spreadsheets"):
    loaded = load(seeds) if seeds else loaded
    with engine.connect() as connection:
        for name, table in tables.items():
            same(name, connection.scalar(select(func.count()).select_from(table)), loaded[name])
        kinds = connection.execute(select(tables["facts"].c.kind, func.count()).group_by(tables["facts"].c.kind)).all()
        same("kinds", sum(count for _, count in kinds), loaded["facts"])
print(f"SQLAlchemy {version('SQLAlchemy')}: a chart's query on the views, before and after another load")
