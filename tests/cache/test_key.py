"""What an answer depends on."""

from hypothesis import given
from hypothesis import strategies as st

from api.cache.key import key_of
from api.response.request_fields import accepts_gzip


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_the_size_of_a_key_is_bounded(accept: bytes, codings: bytes) -> None:
    """With a field longer than 256 bytes there is no key; shorter ones are in it unchanged."""
    scope = {"method": "GET", "raw_path": b"/", "query_string": b""}
    key = key_of(scope, {b"host": b"x", b"accept": accept, b"accept-encoding": codings})
    if len(accept) > 256 or len(codings) > 256:
        assert key is None
    else:
        assert key == (b"/", b"", accept, accepts_gzip(codings.decode("latin-1")))
