"""A dashboard in Streamlit: claims by outlet and modality, and the figures of a measure side by side.

streamlit run streamlit_dashboard.py -- http://127.0.0.1:8000
"""

import sys

import pandas
import streamlit

URL = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"


def table(path: str) -> pandas.DataFrame:
    """A table of the API. Only an empty cell is a missing value: "NA" is Namibia's code."""
    return pandas.read_csv(f"{URL}/v1/{path}", keep_default_na=False, na_values=[""])


streamlit.set_page_config("Article Facts", layout="wide")
streamlit.title("Article Facts")

claims = table("facts.csv?kind=claim")
first, second, third = streamlit.columns(3)
first.metric("Articles", claims.article.nunique())
second.metric("Claims", len(claims))
third.metric("Denied, doubted or feared", int(claims.modality.isin(["denied", "doubted", "feared"]).sum()))

streamlit.subheader("How the outlets' claims are meant")
streamlit.bar_chart(claims.groupby(["publisher_name", "modality"]).size().unstack(), horizontal=True)

streamlit.subheader("Figures of one thing, side by side")
measures = table("measures.csv?fields=name")
name = streamlit.selectbox("Measure", measures.name)
key = measures.id[measures.name == name].iloc[0]
rows = table(f"measures/{key}/comparison.csv")
streamlit.dataframe(rows[["published", "article", "speaker", "hedge", "value_min", "value_max", "unit", "verdict"]])
streamlit.image(f"{URL}/v1/measures/{key}/comparison.svg", width=460)
