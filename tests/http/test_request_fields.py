"""Header fields of a request, read in linear time whatever they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.response.request_fields import accepts_gzip, byte_range, is_host, names_etag, preferred
from tests.operation.processes import least_seconds, processor_seconds, workers_of
from tests.serving import Server

OFFERED = ("application/json", "text/csv", "image/svg+xml")
HOSTILE = [
    "a/b" + " " * 8100 + "c", "," * 8190, ";" * 8190, " " * 8190, '"' * 8190, "\\" * 8190, "*/*;q=" * 1300,
    "q=" * 4000, "a;" * 4000 + ",", '"' + '\\"' * 4000, "W/" * 4000, "\t , \t;" * 1300, "bytes=" + "0-" * 4000,
    "[" * 8190, "a:" * 4000,
]  # fmt: skip


@pytest.mark.parametrize("value", HOSTILE)
def test_no_field_takes_long(value: str) -> None:
    """Eight kilobytes of anything are read in milliseconds; half a second it took for blanks."""

    def read() -> None:
        preferred(value, OFFERED)
        accepts_gzip(value)
        names_etag(value, "0", "1")
        byte_range(value, 100)
        is_host(value)

    assert least_seconds(read) < 0.05


@pytest.mark.parametrize("name", ["Accept", "Accept-Encoding", "If-None-Match", "If-Match", "If-Range", "Range"])
@pytest.mark.parametrize("path", ["/v1/figures", "/", "/nowhere"])
def test_no_request_takes_long(server: Server, name: str, path: str) -> None:
    """Nor does a whole answer, also where Flask or Werkzeug might read the field, by the server's processor time."""
    workers = workers_of(server.process.pid)
    before = processor_seconds(workers)
    found = server.get(path, headers={name: "a/b" + " " * 8000 + "c"})
    assert found.status_code in {200, 404, 406, 412}
    assert processor_seconds(workers) - before < 0.3


@given(st.text(), st.sampled_from(OFFERED))
def test_any_accept_has_an_answer(accept: str, first: str) -> None:
    """One of those offered, or none; and the same each time."""
    chosen = preferred(accept, (first, *OFFERED))
    assert chosen in (None, *OFFERED)
    assert preferred(accept, (first, *OFFERED)) == chosen


@given(st.sets(st.sampled_from(OFFERED), min_size=1), st.sampled_from(["", "*/*;q=0.1", "text/*;q=0.2", "*;q=0.001"]))
def test_what_is_named_alone_wins(named: set[str], rest: str) -> None:
    """A media type that is named goes before those that only fit a range of lower quality."""
    assert preferred(",".join([*named, rest]), OFFERED) == next(one for one in OFFERED if one in named)


@given(st.integers(1, 10**6), st.integers(0, 10**7), st.integers(0, 10**7))
def test_a_range_is_what_slices_mean(size: int, first: int, last: int) -> None:
    """`first-last` inclusive, cut at the end; outside is an error; backwards is no range."""
    if last < first:
        assert byte_range(f"bytes={first}-{last}", size) is None
    elif first >= size:
        with pytest.raises(ValueError, match="outside"):
            byte_range(f"bytes={first}-{last}", size)
    else:
        assert byte_range(f"bytes={first}-{last}", size) == (first, min(last, size - 1))


@given(st.integers(0, 10**6), st.integers(0, 10**7))
def test_the_last_bytes(size: int, count: int) -> None:
    """`-n` are the last n, all where there are fewer; none is an error."""
    if not size or not count:
        with pytest.raises(ValueError, match="outside"):
            byte_range(f"bytes=-{count}", size)
    else:
        assert byte_range(f"bytes=-{count}", size) == (max(0, size - count), size - 1)


@pytest.mark.parametrize("value", ["bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=a-b", "bytes", "", "bytes=0-1-2"])
def test_other_ranges_are_passed_over(value: str) -> None:
    """Several, another unit, or malformed: the whole is sent."""
    assert byte_range(value, 100) is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("x", True),
        ("x:80", True),
        ("[::1]:80", True),
        ("", True),
        ("a b", False),
        ("x/y", False),
        ("u@x", False),
        ("x:y", False),
    ],
)
def test_a_host_is_a_name_or_an_address(host: str, expected: bool) -> None:
    """And perhaps a port; nothing else."""
    assert is_host(host) is expected
