"""The bound, and who leaves first; checked against a plain model."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

import api.cache.entry
from api.cache.entry import Entries, cost
from api.cache.key import Key
from api.cache.wsgi import Reply


def key(number: int) -> Key:
    return b"/%d" % number, b"", None, False


def entry(size: int) -> Reply:
    """One that costs `size` bytes more than nothing."""
    return Reply(200, (), b"x" * size)


NOTHING = cost(key(0), entry(0))


sizes = st.sampled_from([0, NOTHING])  # So that an entry costs one or two times `NOTHING`.
steps = st.lists(
    st.one_of(
        st.tuples(st.just("put"), st.integers(0, 4), sizes),
        st.tuples(st.just("get"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("clear"), st.just(0), st.just(0)),
    ),
    max_size=30,
)


@given(st.integers(0, 4), steps)
def test_the_bound_holds_and_the_least_recently_used_leaves(room: int, taken: list[tuple[str, int, int]]) -> None:
    """After each step the cache holds what a list in order of use would, and never more bytes than allowed."""
    bound = room * NOTHING
    cache = Entries(bound)
    model: list[tuple[int, int]] = []  # (number, cost), the least recently used first
    for step, number, size in taken:
        same = [one for one in model if one[0] == number]
        others = [one for one in model if one[0] != number]
        if step == "clear":
            cache.clear()
            model = []
        elif step == "get":
            assert (cache.get(key(number)) is not None) == bool(same)
            model = others + same
        else:
            cache.put(key(number), entry(size))
            model = others + [(number, NOTHING + size)] * (NOTHING + size <= bound)
            while sum(cost for _, cost in model) > bound:
                model.pop(0)
        assert cache.bytes == sum(cost for _, cost in model) <= bound
        assert len(cache) == len(model)
    assert all(cache.get(key(number)) for number, _ in model)


def test_the_estimate_is_from_above() -> None:
    """What the process allocates for many small entries is no more than their cost, nor less than a third of it."""
    cache = Entries(10**9)
    tracemalloc.start()
    try:
        for number in range(1000):
            headers = tuple((b"x-%d-%d" % (number, field), b"value of %d" % number) for field in range(12))
            one: Key = (b"/v1/companies/%d" % number, b"", b"text/%d" % number, True)
            cache.put(one, Reply(200, headers, b"%0500d" % number))
        ours = [tracemalloc.Filter(True, name) for name in (__file__, api.cache.entry.__file__)]  # not of other threads
        taken = sum(one.size for one in tracemalloc.take_snapshot().filter_traces(ours).statistics("filename"))
    finally:
        tracemalloc.stop()
    assert cache.bytes / 3 < taken <= cache.bytes
