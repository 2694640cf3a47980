"""pandas reads CSV and NDJSON straight from their URLs."""

import pandas as pd
from asking import URL, items, same

figures = pd.read_csv(f"{URL}/v1/figures.csv")
expected = items("figures")
same("rows of figures", len(figures), len(expected))
same("sum of values", figures["value"].sum(), sum(one["value"] or 0 for one in expected))
same("mean of lower bounds", figures["min"].mean(), pd.Series([one["min"] for one in expected], dtype=float).mean())

facts = pd.read_json(f"{URL}/v1/facts.ndjson", lines=True)
same("rows of facts", len(facts), len(items("facts")))
kinds = facts.groupby("kind").size().to_dict()
same("facts by kind", kinds["figure"], len(expected))
days = pd.to_datetime(facts["earliest"]).dropna()
same("earliest year", int(days.min().year), min(int(one["earliest"][:4]) for one in items("facts") if one["earliest"]))

print(f"pandas {pd.__version__}: {len(figures)} figures from CSV, sum {figures['value'].sum():g}; {len(facts)} facts")
