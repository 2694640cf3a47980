"""DuckDB queries CSV and NDJSON files as tables. (For URLs it needs an extension that it downloads.)"""

import tempfile
from pathlib import Path

import duckdb
from asking import body, items, same

with tempfile.TemporaryDirectory() as folder:
    table, lines = Path(folder) / "figures.csv", Path(folder) / "facts.ndjson"
    table.write_bytes(body("/v1/figures.csv"))
    lines.write_bytes(body("/v1/facts.ndjson"))
    ((count, total),) = duckdb.sql(f"SELECT count(*), sum(value) FROM read_csv('{table}')").fetchall()
    meets = duckdb.sql(f"SELECT id FROM read_csv('{table}') WHERE min <= 750 AND max >= 750").fetchall()
    kinds = dict(duckdb.sql(f"SELECT kind, count(*) FROM read_json('{lines}') GROUP BY kind").fetchall())
    typed = dict(duckdb.sql(f"SELECT column_name, column_type FROM (DESCRIBE FROM read_json('{lines}'))").fetchall())

expected = items("figures")
same("rows of figures", count, len(expected))
same("sum of values", total, sum(one["value"] or 0 for one in expected))
same("figures that meet 750", [key.partition(".")[2] for (key,) in meets], ["asked-staff"])
same("facts of all kinds", sum(kinds.values()), len(items("facts")))
same("type of earliest", typed["earliest"], "DATE")

print(f"DuckDB {duckdb.__version__}: {count} figures from CSV, sum {total:g}; facts by kind {kinds}")
