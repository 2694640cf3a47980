"""Versions, validators of records, preconditions and ranges: what a program that keeps or resumes an answer needs."""

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import client_of
from tests.serving import Server

GZIP = {"Accept-Encoding": "gzip"}
WHOLE = ("/v1/figures", "/v1/companies/microsoft", "/v1/figures.svg", "/", "/v1/schemas/figure")


@pytest.mark.parametrize("path", WHOLE)
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_if_match_is_honoured(server: Server, path: str, encoding: str) -> None:
    """The whole answer where it names the validator, as a strong one, or says `*`; else 412."""
    accepted = {"Accept-Encoding": encoding}
    tag = server.get(path, headers=accepted).headers["ETag"]
    for good in (tag, "*", f'"other", {tag}'):
        assert server.get(path, headers={**accepted, "If-Match": good}).status_code == 200
    assert server.get(path, headers={**accepted, "If-Match": f"W/{tag}"}).status_code == 412
    refused = server.get(path, headers={**accepted, "If-Match": '"other"'})
    assert (refused.status_code, refused.headers["Cache-Control"]) == (412, "no-store")
    for malformed in ("", "other", '"', "W/"):
        assert server.get(path, headers={**accepted, "If-Match": malformed}).status_code == 200
    both = server.get(path, headers={**accepted, "If-Match": '"other"', "If-None-Match": tag})
    assert both.status_code == 412


@pytest.mark.parametrize("path", WHOLE)
def test_a_part_of_what_is_not_streamed(server: Server, path: str) -> None:
    """206 with the bytes asked for, of the plain representation; 416 outside; HEAD and stale If-Range get the whole."""
    whole = server.get(path)
    size, tag = len(whole.content), whole.headers["ETag"]
    assert (whole.headers["Accept-Ranges"], whole.headers["Content-Length"]) == ("bytes", str(size))
    for asked, first, last in (("bytes=0-9", 0, 9), ("bytes=10-", 10, size - 1), ("bytes=-7", size - 7, size - 1)):
        for more in ({}, GZIP, {"If-Range": tag}, {"If-Match": tag}):
            part = server.get(path, headers={"Range": asked, **more})
            assert (part.status_code, part.content) == (206, whole.content[first : last + 1])
            assert part.headers["Content-Range"] == f"bytes {first}-{last}/{size}"
            assert part.headers["Content-Length"] == str(last - first + 1)
            assert part.headers["ETag"] == tag
    outside = server.get(path, headers={"Range": f"bytes={size}-"})
    assert (outside.status_code, outside.headers["Content-Range"]) == (416, f"bytes */{size}")
    for headers in ({"If-Range": '"other"'}, {"If-Range": f"W/{tag}"}):
        assert server.get(path, headers={"Range": "bytes=0-9", **headers}).content == whole.content
    head = server.get(path, "HEAD", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(size))
    assert server.get(path, headers={"Range": "bytes=0-9", "If-None-Match": tag}).status_code == 304


def two_versions(folder: Path) -> tuple[FlaskClient, FlaskClient]:
    """Two datasets that differ in one company's label."""
    records = [
        {"kind": "company", "id": name, "label": label, "name": name, "type": "company"}
        for name, label in (("one", "One"), ("other", "Other"))
    ]
    clients = []
    for number, label in enumerate(("Other", "Another")):
        records[1]["label"] = label
        seeds = folder / f"{number}.ndjson"
        seeds.write_text("".join(json.dumps(record) + "\n" for record in records))
        clients.append(client_of(folder / str(number), seeds))
    return clients[0], clients[1]


def test_a_records_validator_changes_only_with_it(tmp_path: Path) -> None:
    """A record that is the same in both datasets keeps its validator in every format; changed records and lists get
    another."""
    before, after = two_versions(tmp_path)
    versions = [client.get("/v1/").headers["Dataset-Version"] for client in (before, after)]
    assert versions[0] != versions[1]
    for path, same in (
        ("/v1/companies/one", True),
        ("/v1/companies/one.csv", True),
        ("/v1/companies/one.jsonld", True),
        ("/v1/companies/one?fields=name", True),
        ("/v1/companies/other?fields=name", True),
        ("/v1/companies/other", False),
        ("/v1/companies/other.csv", False),
        ("/v1/companies", False),
    ):
        tags = [client.get(path).headers["ETag"] for client in (before, after)]
        assert (tags[0] == tags[1]) is same, path
        assert after.get(path, headers={"If-None-Match": tags[0]}).status_code == (304 if same else 200)


def test_formats_of_a_record_have_validators_of_their_own(server: Server) -> None:
    """Equal bytes or not: JSON and NDJSON of a record are two representations."""
    paths = ("", ".json", ".csv", ".ndjson", ".jsonld", ".csv?bom=1", "?fields=name")
    tags = [server.get(f"/v1/companies/microsoft{path}").headers["ETag"] for path in paths]
    assert len(set(tags)) == len(tags)


@pytest.mark.parametrize("host", ["a b", "x/y", "user@host", "x:y", "[", "<script>"])
def test_a_host_that_is_none_is_refused(server: Server, host: str) -> None:
    """For any URL, with the cache and without."""
    for path in ("/v1/figures", "/nowhere", "/"):
        found = server.get(path, headers={"Host": host})
        assert (found.status_code, found.json()["code"]) == (400, "malformed-request")
