"""DuckDB reads CSV, NDJSON and Parquet by URL with its httpfs extension: the same rows and types by each."""

from importlib.resources import files

import duckdb
from asking import URL, items, same

extension = files("duckdb_extension_httpfs") / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
duckdb.sql(f"LOAD '{extension}'")
facts = items("facts")
starting = sum(one["earliest"] is not None and one["earliest"] >= "2024-05-01" for one in facts)
total = sum(one["value_max"] or 0 for one in facts)
for suffix in ("parquet", "csv", "ndjson"):
    row = duckdb.sql(
        "SELECT count(*), sum(value_max), count(*) FILTER (earliest >= DATE '2024-05-01'), "
        f"count(*) FILTER (NOT approximate) FROM '{URL}/v1/facts.{suffix}'"
    ).fetchone()
    same(suffix, row, (len(facts), total, starting, sum(one["approximate"] is False for one in facts)))
narrowed = duckdb.sql(f"SELECT label FROM read_csv('{URL}/v1/figures.csv?hedge=about,range&sort=-value')").fetchall()
same("a query", len(narrowed), sum(one["hedge"] in ("about", "range") for one in items("figures")))
print(f"DuckDB {duckdb.__version__}, httpfs: {len(facts)} facts by URL from Parquet, CSV and NDJSON")
