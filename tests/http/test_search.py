"""Full text: words, phrases and prefixes; nothing else is syntax, and no text is an error."""

# ruff: noqa: E501 - lists of values read better on one line

import time
import unicodedata
from urllib.parse import quote, unquote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.store import Timeout
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
        "relocation", "RELOCATION", "relocat*", '"relocation"', "Relocation*", "rélocation", "relocation -",
        " relocation ",
    ],
)  # fmt: skip
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
    """Any question gets the oracle's answer."""
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
    """A word is found by any of its Unicode forms."""
    for text in ("café", "CAFÉ", "Zürich", "naïve", "Ærø", "İzmir", "서울", "Łódź", "ﬁnance", "κόσμος", "नमस्ते", "Å"):
        expected = data.oracle.find("claims", q=text)
        for form in ("NFC", "NFD", "NFKC", "NFKD"):
            assert data.ids("claims", q=unicodedata.normalize(form, text)) == expected, (text, form)


@pytest.mark.parametrize(
    ("asked", "written"),
    [("relocate", "relocation"), ("engineer", "engineers"), ("offered", "offering"), ("EMPLOYEE", "employees")],
)
def test_a_word_is_found_in_its_other_forms(server: Server, asked: str, written: str) -> None:
    """Words match by stem, on every engine; a phrase or a prefix only as written."""

    def found(question: str) -> set[str]:
        return {item["ref"] for item in server.get(f"/v1/facts?limit=1000&q={quote(question)}").json()["items"]}

    assert found(f'"{written}"')
    assert found(f'"{written}"') <= found(asked) == found(written)
    assert found(f'"{asked}"') < found(asked)


def test_the_article_s_language_gives_the_stems(data: Asked) -> None:
    """German and French words are found by the stems of their languages, in articles of that language."""
    for question in ("Hauses", "cheval", "planted", "launches"):
        assert data.ids("facts", q=question) == data.oracle.find("facts", q=question)


def test_relevance_puts_words_as_written_first(article: Asked) -> None:
    """Records with other forms come after those with the words as written; without that order, positions decide."""
    found = article.ids("facts", q="relocate", sort="relevance")
    written = article.ids("facts", q='"relocate"')
    assert found[: len(written)] == article.ids("facts", q='"relocate"', sort="relevance")
    assert len(found) > len(written)
    assert article.ids("facts", q="relocate") == [ref for ref in article.ids("facts") if ref in found]


def test_pages_of_relevance_go_on_in_other_forms(data: Asked) -> None:
    """A cursor leads from words as written to their other forms."""
    for question in ("plants", "Häuser", "launched"):
        whole = data.oracle.find("facts", ["relevance"], q=question)
        found, path = [], f"/v1/facts?limit=1&sort=relevance&q={quote(question)}"
        while path:
            response = data.client.get(path)
            found += [key(item) for item in response.get_json()["items"]]
            path = response.headers.get("Link", "").partition(">")[0].removeprefix("<")
        assert found == whole


def test_digits_are_found_with_and_without_separators(data: Asked) -> None:
    """7,000 and 7000 are the same number, in the question and in the text."""
    expected = data.oracle.find("facts", q="7000")
    assert data.ids("facts", q="7,000") == data.ids("facts", q="7000") == expected
    assert data.ids("facts", q='"7 000"') == data.oracle.find("facts", q='"7 000"')
    assert data.ids("facts", q="1000") == data.oracle.find("facts", q="1000")


def test_a_record_is_found_by_the_names_of_what_it_refers_to(article: Asked) -> None:
    """A claim that went through a newspaper is found by the newspaper's abbreviation."""
    for company in article.oracle.collections["companies"]:
        referring = set(article.ids("claims", refers_to=f"companies/{company['id']}"))
        for name in (company["name"], *company["aliases"]):
            assert referring <= set(article.ids("claims", q=f'"{name}"')), name


@pytest.mark.parametrize(("asked", "meant"), [("microsft", "microsoft"), ("Chna relocation", "china relocation")])
def test_a_search_that_finds_nothing_says_what_may_be_meant(server: Server, asked: str, meant: str) -> None:
    """A misspelt word leads to the nearest that the dataset has; the answer itself stays empty."""
    response = server.get(f"/v1/facts?q={quote(asked)}")
    assert response.json()["items"] == []
    assert unquote(response.headers["Did-You-Mean"]) == meant
    assert server.get(f"/v1/facts?q={quote(meant)}").json()["items"]
    page = server.get(f"/search?q={quote(asked)}", headers={"Accept": "text/html"}).text
    assert f'Did you mean <a href="/search?q={meant.replace(" ", "+")}">{meant}</a>?' in page


@pytest.mark.parametrize("question", ["zxqvwk", '"microsft"', "microsft*", "東", "microsft zxqvwk", "a b c d e f g"])
def test_nothing_is_suggested_where_nothing_is_like_it(server: Server, question: str) -> None:
    """Only words are corrected, and only where that finds something."""
    response = server.get(f"/v1/facts?q={quote(question)}")
    assert response.status_code == 200
    assert "Did-You-Mean" not in response.headers


def test_no_answer_waits_for_a_suggestion(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no time left for one, a search without results is answered as one all the same."""

    def late(*_: object) -> str:
        raise Timeout("too slow")

    monkeypatch.setattr("api.query.meant._nearest_word", late)
    found = client.get("/v1/claims?q=zzyzx")
    assert (found.status_code, found.get_json()["items"]) == (200, [])
    assert "Did-You-Mean" not in found.headers


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
    began = time.process_time()
    found = client.get(f"/v1/figures?q=e{'%CC%81%CC%96' * 600}")
    assert (found.status_code, found.get_json()["items"]) == (200, [])
    assert time.process_time() - began < 1
