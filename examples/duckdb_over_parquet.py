"""DuckDB over Parquet: who denies or doubts what, and how far figures of one measure, in one currency, are apart.

python duckdb_over_parquet.py http://127.0.0.1:8000

With DuckDB's extension httpfs no download is needed: FROM 'http://127.0.0.1:8000/v1/facts.parquet'.
"""

import sys
from urllib.request import urlretrieve

import duckdb

urlretrieve(f"{sys.argv[1]}/v1/facts.parquet", "facts.parquet")

duckdb.sql("""
    SELECT published, publisher_name, speaker_name, modality, label
    FROM 'facts.parquet' WHERE kind = 'claim' AND modality IN ('denied', 'doubted', 'feared') ORDER BY published, ref
""").show(max_width=160)

duckdb.sql("""
    SELECT measure, currency, count(*) AS figures, count(DISTINCT article) AS articles,
        min(coalesce(value_min, value_max)) AS lowest, max(coalesce(value_max, value_min)) AS highest,
        string_agg(DISTINCT hedge, ', ') AS hedges
    FROM 'facts.parquet' WHERE measure IS NOT NULL GROUP BY measure, currency HAVING count(*) > 1 ORDER BY measure
""").show(max_width=160)
