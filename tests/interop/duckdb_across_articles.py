"""DuckDB counts independent sources and compares figures from the NDJSON files alone, by its own SQL, and agrees
with the API on every claim and measure of the demo."""

import json
import tempfile
from pathlib import Path

import duckdb
from asking import body, same

SOURCES = """
WITH RECURSIVE edges AS (
    SELECT 'claims/' || id AS one, relation.to AS other FROM claims, unnest(relations) AS u(relation)
    WHERE relation.type = 'repeats'
), pairs AS (SELECT one, other FROM edges UNION SELECT other, one FROM edges),
same AS (
    SELECT 'claims/' || id AS asked, 'claims/' || id AS claim FROM claims
    UNION SELECT same.asked, pairs.other FROM same JOIN pairs ON pairs.one = same.claim
), said AS (
    SELECT 'claims/' || c.id AS claim, c.speaker, coalesce(c.via[-1], a.publisher) AS outlet,
        p.type = 'anonymous' AS unnamed
    FROM claims c JOIN articles a ON a.id = c.article LEFT JOIN parties p ON 'parties/' || p.id = c.speaker
)
SELECT asked, count(DISTINCT CASE WHEN speaker IS NULL THEN outlet
                                  WHEN unnamed THEN speaker || ' ' || outlet ELSE speaker END)
FROM same JOIN said USING (claim) GROUP BY asked
"""
MACROS = r"""
CREATE MACRO written(b) AS rtrim(rtrim(abs(b)::DECIMAL(30, 6)::VARCHAR, '0'), '.');
CREATE MACRO last_digit(s) AS power(10, CASE WHEN contains(s, '.') THEN -length(split_part(s, '.', 2))
                                             ELSE length(s) - length(rtrim(s, '0')) END);
CREATE MACRO slack(b) AS CASE WHEN b = 0 THEN 0 ELSE least(abs(b) / 10, last_digit(written(b)) / 2) END;
CREATE MACRO inwards(b, excluded) AS CASE WHEN excluded THEN 1e-9 * greatest(1, abs(b)) ELSE 0 END;
"""
VERDICTS = """
WITH bounds AS (
    SELECT f.id, f.measure, f.evidence[1].start AS start, a.published, f.article,
        coalesce(f.currency, f.unit_code, 'counted') AS unit, f.min IS NULL AND f.max IS NULL AS unknown,
        CASE WHEN f.min IS NULL THEN CASE WHEN f.max >= 0 AND f.form <> 'change' THEN 0 ELSE '-inf'::DOUBLE END
             WHEN f.approximate THEN f.min - slack(f.min)
             ELSE f.min + inwards(f.min, NOT f.min_inclusive) END AS low,
        CASE WHEN f.max IS NULL THEN 'inf'::DOUBLE WHEN f.approximate THEN f.max + slack(f.max)
             ELSE f.max - inwards(f.max, NOT f.max_inclusive) END AS high
    FROM figures f JOIN articles a ON a.id = f.article WHERE f.measure IS NOT NULL
), ranked AS (
    SELECT *, row_number() OVER (PARTITION BY measure ORDER BY published, article, start, id) AS place FROM bounds
)
SELECT 'figures/' || one.id, CASE
    WHEN one.unknown OR base.unknown OR one.unit <> base.unit THEN NULL
    WHEN one.low = base.low AND one.high = base.high THEN 'agrees'
    WHEN one.low <= base.high AND base.low <= one.high THEN 'overlaps' ELSE 'conflicts' END
FROM ranked one JOIN ranked base ON base.measure = one.measure AND base.place = 1
"""

with tempfile.TemporaryDirectory() as folder:
    for name in ("claims", "articles", "parties", "figures", "measures"):
        path = Path(folder) / f"{name}.ndjson"
        path.write_bytes(body(f"/v1/{name}.ndjson"))
        duckdb.sql(f"CREATE TABLE {name} AS FROM read_json('{path}', format='newline_delimited', sample_size=-1)")
    sources = dict(duckdb.sql(SOURCES).fetchall())
    duckdb.sql(MACROS)
    verdicts = dict(duckdb.sql(VERDICTS).fetchall())
    measures = [key for (key,) in duckdb.sql("SELECT id FROM measures").fetchall()]

served = {ref: json.loads(body(f"/v1/{ref}/corroboration"))["independent_sources"] for ref in sources}
same("independent sources", sources, served)
rows = [row for key in measures for row in json.loads(body(f"/v1/measures/{key}/comparison"))["items"]]
same("verdicts", verdicts, {row["figure"]: row["verdict"] for row in rows})
found = {word: list(verdicts.values()).count(word) for word in ("agrees", "overlaps", "conflicts", None)}
same("every verdict occurs", all(found.values()), True)

several = sum(count > 1 for count in sources.values())
counted = f"{len(sources)} claims' independent sources ({several} with several) and {len(verdicts)} verdicts"
print(f"DuckDB {duckdb.__version__}: {counted} {found} agree")
