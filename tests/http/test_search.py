"""Full text: words, phrases and prefixes; nothing else is syntax, and no text is an error."""

# ruff: noqa: E501 - lists of values read better on one line

import time
import unicodedata
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.http.conftest import Asked
from tests.oracle import FACTS, key
from tests.serving import Server

WITHOUT_A_WORD = ("*", '"', '""', '" "', "-", "^", ":", "()", "***", "🚀", "!", "\\", "'", "%", "_", "...", "‰")
SYNTAX = (
    "AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", "NOT relocate", "title:", "title : relocate", "body:x", "{title body} : x", "^relocate",
    "relocate AND", "OR relocate", "(relocate", "relocate)", "rel*ocate", '"relocate', 'relocate"', '"', "a+b", "a-b", "--", "- relocate",
    "a;b", "a/**/b", "' OR 1=1 --", "\\", "a\\", "a:*", "a&b", "a|b", "!a", "<->", "a <-> b", "%", "a_b", "?", "$1", ":x", "@x",
)  # fmt: skip


@pytest.mark.parametrize(
    "question",
    [
        "relocation",
        "RELOCATION",
        "relocat*",
        '"relocation"',
        "Relocation*",
        "rélocation",
        "relocation -",
        " relocation ",
    ],
)
def test_case_accents_and_prefixes_do_not_matter(server: Server, question: str) -> None:
    """One word in any of its forms finds the same records."""
    expected = [item["id"] for item in server.get("/v1/claims?q=relocation").json()["items"]]
    found = [item["id"] for item in server.get(f"/v1/claims?q={quote(question)}").json()["items"]]
    assert expected
    assert found == expected if "*" not in question else set(found) >= set(expected)


def test_words_are_anded_and_phrases_stand_together(article: Asked) -> None:
    """More words find fewer records, and a phrase fewer still."""
    both = article.ids("claims", q="china microsoft")
    assert set(both) == set(article.ids("claims", q="china")) & set(article.ids("claims", q="microsoft"))
    assert article.ids("companies", q='"open data science"')
    assert article.ids("companies", q='"data open science"') == []


@pytest.mark.parametrize("collection", ["companies", "claims", "facts"])
def test_a_question_without_a_word_finds_nothing(article: Asked, collection: str) -> None:
    """No text but an empty one is an error, and what holds no word does not find everything."""
    for question in WITHOUT_A_WORD:
        assert article.ids(collection, q=question) == []
        assert article.ids(collection, q=question, sort="relevance") == []


def test_no_input_reaches_the_syntax_of_the_engine(data: Asked) -> None:
    """Operators, columns, quotes and brackets are characters like others."""
    for question in SYNTAX:
        assert data.ids("claims", q=question) == data.oracle.find("claims", q=question), question
        found = data.ids("claims", q=question, sort="relevance")
        assert found == data.oracle.find("claims", ["relevance"], q=question), question


@settings(max_examples=150, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    question=st.text(
        st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufffe\uffff"),
        min_size=1,
        max_size=30,
    )
)
def test_any_text_is_a_question(article: Asked, question: str) -> None:
    """Whatever is asked is answered, as the oracle answers it."""
    if question.strip():
        assert article.ids("facts", q=question) == article.oracle.find("facts", q=question)


@pytest.mark.parametrize("count", [100, 101, 1000])
@pytest.mark.parametrize("form", ["{}", '"{}"'])
def test_a_thousand_words_are_a_question_too(client: FlaskClient, count: int, form: str) -> None:
    """Long questions are answered; they find what holds all of their words."""
    distinct = form.format(" ".join(f"w{n}" for n in range(count)))
    assert client.get(f"/v1/claims?q={quote(distinct)}").get_json()["items"] == []
    assert client.get(f"/v1/claims?sort=relevance&q={quote(distinct)}").get_json()["items"] == []
    same = client.get(f"/v1/claims?q={quote('china ' * count)}").get_json()
    assert same["items"] == client.get("/v1/claims?q=china").get_json()["items"]


def test_unicode_form_does_not_matter(data: Asked) -> None:
    """A word is found in whatever Unicode form it is asked for."""
    for text in ("café", "CAFÉ", "Zürich", "naïve", "Ærø", "İzmir", "서울", "Łódź", "ﬁnance", "κόσμος", "नमस्ते", "Å"):
        expected = data.oracle.find("claims", q=text)
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert data.ids("claims", q=unicodedata.normalize(form, text)) == expected, (text, form)


def test_a_fact_row_is_found_by_all_words_of_its_record(data: Asked) -> None:
    """`/v1/facts` searches the fact itself: its statement, and the phrases of all of its places."""
    for question in ("china", "of", "plant*", "launch", "café"):
        expected = {f"{name}/{one}" for name in FACTS for one in data.ids(name, q=question)}
        assert set(data.ids("facts", q=question)) == expected


def test_relevance_puts_matches_in_a_title_first(data: Asked) -> None:
    """With `sort=relevance` records that match in their label or name come before those that match elsewhere."""
    found = data.ids("claims", q="plant*", sort="relevance")
    assert sorted(found) == sorted(data.ids("claims", q="plant*"))
    assert found == data.oracle.find("claims", ["relevance"], q="plant*")


def test_a_blank_or_a_plus_sign_parts_words(article: Asked) -> None:
    """Blanks may come as %20 or as +, and around the words."""
    asked = [
        article.client.get(f"/v1/claims?q={q}").get_json()
        for q in ("china+microsoft", "china%20microsoft", "%20china%20%20microsoft+")
    ]
    assert asked[0]["items"]
    assert asked[0] == asked[1] == asked[2]


def test_raw_utf8_in_the_query_string_is_read(data: Asked) -> None:
    """Bytes that were not percent-encoded mean the same, also in the link to the next page."""
    first = data.client.get("/v1/facts?limit=1&q=café")
    assert [key(item) for item in first.get_json()["items"]] == data.oracle.find("facts", q="café")[:1]
    if first.get_json()["next_cursor"]:
        link = first.headers["Link"].removeprefix("<").removesuffix('>; rel="next"')
        assert [key(item) for item in data.client.get(link).get_json()["items"]] == data.oracle.find("facts", q="café")[
            1:2
        ]


def test_marks_that_pile_up_are_no_error(client: FlaskClient) -> None:
    """A word under as many marks as a URL can hold is found or not, at once."""
    began = time.monotonic()
    found = client.get(f"/v1/figures?q=e{'%CC%81%CC%96' * 600}")
    assert (found.status_code, found.get_json()["items"]) == (200, [])
    assert time.monotonic() - began < 1
