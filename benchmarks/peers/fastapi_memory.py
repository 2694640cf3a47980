"""FastAPI with one article's worth of facts in memory: `RECORDS` names an NDJSON file of figures."""

import json
import os
from pathlib import Path

from fastapi import FastAPI, HTTPException

from benchmarks.peers.models import Figure

app = FastAPI()
_lines = Path(os.environ["RECORDS"]).read_text(encoding="utf-8").splitlines()
_figures = {figure.id: figure for figure in (Figure(**json.loads(line)) for line in _lines)}


@app.get("/figures/{key}")
async def one(key: str) -> Figure:
    """A figure."""
    if key not in _figures:
        raise HTTPException(404)
    return _figures[key]
