"""examples/streamlit_dashboard.py runs in Streamlit's own test harness and shows the API's values."""

from pathlib import Path

import streamlit
from asking import body, items, same
from streamlit.testing.v1 import AppTest

dashboard = Path(__file__).parent.parent.parent / "examples" / "streamlit_dashboard.py"
app = AppTest.from_file(str(dashboard), default_timeout=60).run()
same("errors", [one.value for one in app.exception], [])
same("claims", app.metric[1].value, str(len(items("claims"))))
choice = next(one for one in items("measures") if "jobs" in one["id"])
app.selectbox[0].select(choice["name"]).run()
same("errors after a choice", [one.value for one in app.exception], [])
rows = body(f"/v1/measures/{choice['id']}/comparison.ndjson").splitlines()
same("figures", len(app.dataframe[0].value), len(rows))
print(f"Streamlit {streamlit.__version__}: {app.metric[1].value} claims, and {len(rows)} figures side by side")
