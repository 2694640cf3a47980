"""polars reads CSV, NDJSON and Parquet by URL, whole and lazily."""

import polars as pl
from asking import URL, items, same

figures = pl.read_csv(f"{URL}/v1/figures.csv")
expected = items("figures")
same("rows of figures", figures.height, len(expected))
same("sum of values", figures["value"].sum(), sum(one["value"] or 0 for one in expected))
same("units", set(figures["unit"].unique()), {one["unit"] for one in expected})

claims = pl.read_ndjson(f"{URL}/v1/claims.ndjson")
checked = claims.explode("verification").unnest("verification", separator="_")
statuses = [check["status"] for one in items("claims") for check in one["verification"]]
same("rows of claims", claims.height, len(items("claims")))
same("verifications", sorted(checked["verification_status"].drop_nulls()), sorted(statuses))

lazily = pl.scan_parquet(f"{URL}/v1/facts.parquet").filter(pl.col("kind") == "date").select("earliest").collect()
same("type of days", lazily.schema["earliest"], pl.Date)
same(
    "days",
    [str(day) for day in lazily["earliest"] if day],
    [one["earliest"] for one in items("dates") if one["earliest"]],
)
same("rows of a scan", pl.scan_csv(f"{URL}/v1/facts.csv").select(pl.len()).collect().item(), len(items("facts")))

print(f"polars {pl.__version__}: {figures.height} figures from CSV; {len(statuses)} verifications in NDJSON claims")
