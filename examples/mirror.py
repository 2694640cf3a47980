"""Bring FILE up to date with the dataset at URL: first everything, later only what changed (docs/recipes.md)."""

import json
from hashlib import sha256
from pathlib import Path

import requests

URL, FILE = "http://127.0.0.1:8000/v1/", Path("mirror.ndjson")
KINDS = "redirect company party location measure article mention figure date event claim".split()
version = requests.get(URL, timeout=60).json()["version"]


def get(path, **query):  # of this version: where another comes in between, 409, which has no items; run it again
    return requests.get(URL + path, {"version": version} | query, timeout=60)


def ref(record):
    return record.get("ref") or f"{record['kind']}s/{record['id']}".replace("ys/", "ies/")


def place(record):  # redirects, then entries by name, then article by article in reading order
    starts = [one["start"] for one in record.get("evidence", ())][:1]
    return record.get("article", ""), KINDS.index(record["kind"]), record.get("name"), starts, ref(record)


def version_of(lines):  # the sha256 of the sha256 of the lines outside of articles, and of those of each article
    parts = {"": sha256()}
    for record, line in ((json.loads(line), line) for line in lines):
        name = record["id"] if record["kind"] == "article" else record.get("article", "")
        parts.setdefault(name, sha256()).update(line + b"\n")
    return sha256(b"".join(part.digest() for part in parts.values())).hexdigest()


held = FILE.read_bytes().splitlines() if FILE.exists() else []
lines, query = {ref(json.loads(line)): line for line in held}, {"since": version_of(held)}
while query is not None:
    page = get("changes", **query).json()
    if page.get("code") == "version-forgotten":  # or never known, as that of an empty file: all records anew
        lines, query, page = {}, {}, get("changes").json()
    for row in page["items"]:
        redirect = {"kind": "redirect", "ref": row["ref"], "heir": row.get("heir")}
        lines[row["ref"]] = json.dumps(redirect, separators=(",", ":")).encode() if "heir" in row else b""
    for name in {row["ref"].split("/")[0] for row in page["items"]}:
        ids = ",".join(row["ref"].split("/")[1] for row in page["items"] if row["ref"].startswith(f"{name}/"))
        lines |= {ref(json.loads(line)): line for line in get(f"{name}.ndjson", id=ids).content.splitlines()}
    query = query | {"cursor": page["next_cursor"]} if page["next_cursor"] else None
mirrored = sorted(filter(None, lines.values()), key=lambda line: place(json.loads(line)))
FILE.write_bytes(b"".join(line + b"\n" for line in mirrored))
assert version_of(mirrored) == version
