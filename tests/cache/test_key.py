"""Accept-Encoding, reduced to whether gzip may be sent."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from api.cache import accepts_gzip
from api.cache.key import key_of

blanks = st.sampled_from(["", " ", "\t", "  "])
qualities = st.sampled_from([("", 1.0), ("0", 0.0), ("0.000", 0.0), ("0.001", 0.001), ("1.000", 1.0)])
codings = st.sampled_from(["br", "zstd", "identity", "deflate", "x-gzip2"])


@st.composite
def preference(draw: st.DrawFn, names: st.SearchStrategy[str]) -> tuple[str, float]:
    """One member of the list, as spelled, and its quality."""
    name, (spelled, quality), around, before = draw(names), draw(qualities), draw(blanks), draw(blanks)
    weight = f"{around};{before}{draw(st.sampled_from('qQ'))}={spelled}" if spelled else ""
    return f"{draw(blanks)}{name}{weight}{draw(blanks)}", quality


gzips = preference(st.sampled_from(["gzip", "GZIP", "Gzip"]))


@given(st.lists(preference(codings)), st.none() | gzips, st.none() | preference(st.just("*")), st.randoms())
def test_quality_is_read_right(
    others: list[tuple[str, float]],
    gzip: tuple[str, float] | None,
    rest: tuple[str, float] | None,
    shuffler: Random,
) -> None:
    """gzip's own quality counts wherever it stands; without one, that of `*`; without that, it is not accepted."""
    decisive = gzip or rest or ("", 0.0)
    spelled = [one[0] for one in (*others, gzip, rest) if one is not None]
    shuffler.shuffle(spelled)
    assert accepts_gzip(",".join(spelled).encode()) == (decisive[1] > 0)


@given(st.binary(max_size=300))
def test_no_bytes_are_an_error(value: bytes) -> None:
    """Whatever stands in the field, the answer is yes or no."""
    assert accepts_gzip(value) in (True, False)


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_the_size_of_a_key_is_bounded(accept: bytes, codings: bytes) -> None:
    """A field longer than 256 bytes makes no key; any other stands in it as it is."""
    scope = {"method": "GET", "raw_path": b"/", "query_string": b""}
    key = key_of(scope, {b"host": b"x", b"accept": accept, b"accept-encoding": codings})
    if len(accept) > 256 or len(codings) > 256:
        assert key is None
    else:
        assert key == (b"/", b"", accept, accepts_gzip(codings))
