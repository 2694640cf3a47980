"""polars reads CSV and NDJSON from their bytes."""

import io

import polars as pl
from asking import body, items, same

figures = pl.read_csv(io.BytesIO(body("/v1/figures.csv")), infer_schema_length=None)
expected = items("figures")
same("rows of figures", figures.height, len(expected))
same("sum of values", figures["value"].sum(), sum(one["value"] or 0 for one in expected))
same("units", set(figures["unit"].unique()), {one["unit"] for one in expected})

claims = pl.read_ndjson(io.BytesIO(body("/v1/claims.ndjson")), infer_schema_length=None)
checked = claims.explode("verification").unnest("verification", separator="_")
statuses = [check["status"] for one in items("claims") for check in one["verification"]]
same("rows of claims", claims.height, len(items("claims")))
same("verifications", sorted(checked["verification_status"].drop_nulls()), sorted(statuses))

print(f"polars {pl.__version__}: {figures.height} figures from CSV; {len(statuses)} verifications in NDJSON claims")
