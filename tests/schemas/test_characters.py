"""Characters that are no text, and normalisation in bounded time."""

import sys
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.characters import UNSAFE, Form, is_mark, normalized, refuse_unsafe
from schemas.values import clean


def _marks() -> st.SearchStrategy[str]:
    codes = (code for code in range(sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF)
    return st.sampled_from([character for character in map(chr, codes) if is_mark(character)])


marks: st.SearchStrategy[str] = st.deferred(_marks)  # looking at every character takes a second
forms: st.SearchStrategy[Form] = st.sampled_from(("NFC", "NFD", "NFKC", "NFKD"))


@given(st.text(), st.text(marks, max_size=200), st.text(), forms)
def test_text_is_normalised(before: str, run: str, after: str, form: Form) -> None:
    """As Unicode has it, however long a run of marks is."""
    text = f"{before}{run}{after}"
    assert normalized(text, form) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("text", ["\u0301\u0316", "\u0f73\u0f75", "e\u0301", "\u0344", "é", "가", "漢字"])
def test_a_long_text_takes_a_second_at_most(text: str) -> None:
    """Time is linear; a mebibyte took a minute, and so this quarter of one four seconds."""
    began = time.process_time()
    normalized(text * (2**18 // len(text)), "NFC")
    normalized(text * (2**18 // len(text)), "NFKD")
    assert time.process_time() - began < 1.25


@given(st.text(st.characters(codec=None)))
def test_what_is_no_text_is_named(text: str) -> None:
    """The first unsafe character is named by its number; without one, the text can be encoded."""
    if unsafe := UNSAFE.search(text):
        with pytest.raises(ValueError, match=f"U\\+{ord(unsafe[0]):04X}"):
            refuse_unsafe(text)
    else:
        refuse_unsafe(text)
        assert text.encode().decode() == text


@pytest.mark.parametrize(
    "text",
    ["a\u202eb", "\u2066a\u2069", "\ufeffa", "a\ufeffb", "\u200b", "\u200d\u200c", "\u00a0\u200b\u00a0", "\u3164",
     "\u2800", "\u0301", "\u200e\u0301"],
)  # fmt: skip
def test_what_readers_do_not_see_is_refused(text: str) -> None:
    """Overrides that reorder a name, byte order marks, and names of no width."""
    with pytest.raises(ValueError, match="readers"):
        clean(text)


@pytest.mark.parametrize(
    "text",
    ["שלום\u200f abc", "می\u200cخواهم", "\U0001f469\u200d\U0001f4bb", "\u061cab", "क\u094dष", "ﷺ", "-", "½", "\u200ea"],
)
def test_what_scripts_need_is_text(text: str) -> None:
    """Direction marks, joiners and vowel signs stay."""
    assert clean(text) == text
