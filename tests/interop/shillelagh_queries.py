"""shillelagh queries CSV and JSON by URL in SQL, alone and as a dialect of SQLAlchemy, with its adapters' defaults.

Its CSV adapter cannot compare numbers in a column with empty cells, so only rows with a number are requested.
"""

from collections import Counter
from importlib.metadata import version

from asking import URL, items, same
from shillelagh.backends.apsw.db import connect
from sqlalchemy import create_engine, text

facts, figures = items("facts"), items("figures")
cursor = connect(":memory:").cursor()
counted = cursor.execute(f'SELECT kind, COUNT(*) FROM "{URL}/v1/facts.csv" GROUP BY kind').fetchall()
same("kinds, from CSV", dict(counted), dict(Counter(one["kind"] for one in facts)))
wide = [one["label"] for one in figures if one["max"] is not None and one["max"] > 1000]
by_csv = cursor.execute(f'SELECT label FROM "{URL}/v1/figures.csv?has=max" WHERE max > 1000').fetchall()
by_json = cursor.execute(f'SELECT label FROM "{URL}/v1/figures?limit=1000#$.items[*]" WHERE max > 1000').fetchall()
same("a number compared, from CSV", sorted(label for (label,) in by_csv), sorted(wide))
same("a number compared, from JSON", sorted(label for (label,) in by_json), sorted(wide))
with create_engine("shillelagh://").connect() as connection:
    found = connection.execute(
        text(f"SELECT hedge, COUNT(*) AS n FROM \"{URL}/v1/figures.csv\" WHERE approximate = 'false' GROUP BY hedge")
    ).fetchall()
exact = Counter(one["hedge"] for one in figures if not one["approximate"])
same("hedges, by SQLAlchemy", {row.hedge: row.n for row in found}, dict(exact))
print(f"shillelagh {version('shillelagh')}: {len(facts)} facts and {len(figures)} figures asked in SQL, CSV and JSON")
