"""What parameters refuse: each refusal is a 400 that names the parameter and says what it takes."""

import unicodedata

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema
from werkzeug.test import TestResponse

from tests.http.conftest import COLLECTIONS, Asked
from tests.serving import ARTICLE

SINGLE = {"q", "from", "to", "value_min", "value_max", "match", "names", "limit", "cursor", "count", "bom", "version"}
PATHS = (
    *(f"/v1/{name}" for name in COLLECTIONS),
    *(f"/v1/{name}/counts" for name in COLLECTIONS),
    f"/v1/articles/{ARTICLE}/facts",
    f"/v1/articles/{ARTICLE}",
    "/v1/companies/microsoft.csv",
)
WITHOUT = ("/v1/", "/v1/schemas/figure", "/v1/problems/", "/v1/problems/not-found")
NOT_TEXT = {
    "empty": "",
    "blank": "%20",
    "NUL": "a%00b",
    "a control character": "a%0Ab",
    "a C1 control character": "%C2%85",
    "a lone surrogate": "%ED%A0%80",
    "invalid UTF-8": "caf%E9",
    "overlong UTF-8": "%C0%AF",
    "a noncharacter": "%EF%BF%BF",
}
NO_NUMBER = (
    "nan", "NaN", "inf", "-Infinity", "1e999", "-1e999", "1" * 5000, "٧٥٠", "７５０", "0x10", "1_000", "7 50", "½",
    "1e", "--1",
)  # fmt: skip


def refused(response: TestResponse, code: str, parameter: str) -> str:
    """The message of a refusal that is what it should be."""
    problem = response.get_json()
    assert (response.status_code, response.content_type, problem.get("code")) == (400, "application/problem+json", code)
    assert [error["parameter"] for error in problem["errors"]] == [parameter]
    message: str = problem["errors"][0]["message"]
    assert message
    assert parameter in problem["detail"]
    return message


def known(client: FlaskClient, path: str) -> list[str]:
    """The parameters of a resource, as its own refusal of an unknown one lists them."""
    message = refused(client.get(f"{path}?no-such=1"), "unknown-parameter", "no-such")
    return [] if message.endswith("known: none") else message.partition("known: ")[2].split(", ")


@pytest.mark.parametrize("path", PATHS)
def test_a_single_value_that_is_repeated_is_refused(client: FlaskClient, path: str) -> None:
    """An unknown parameter is refused with the list of known ones; one that takes one value may occur once."""
    names = known(client, path)
    assert names
    for name in SINGLE & set(names):
        refused(client.get(f"{path}?{name}=1&{name}=1"), "repeated-parameter", name)
    for name in names:
        for query in (f"{name}=&{name}=1", f"{name}=1&{name}="):
            problem = client.get(f"{path}?{query}").get_json()
            assert problem["code"] in {"repeated-parameter", "invalid-parameter"}
            assert [error["parameter"] for error in problem["errors"]] == [name]


@pytest.mark.parametrize(
    ("repeated", "joined"),
    [
        ("/v1/figures?hedge=about&hedge=range", "/v1/figures?hedge=about,range"),
        ("/v1/figures?hedge=about,exact&hedge=range", "/v1/figures?hedge=about,exact,range"),
        ("/v1/facts?kind_not=claim&kind_not=date&limit=9", "/v1/facts?kind_not=claim,date&limit=9"),
        ("/v1/figures?fields=unit&fields=hedge", "/v1/figures?fields=unit,hedge"),
        ("/v1/figures?sort=unit&sort=-value", "/v1/figures?sort=unit,-value"),
        ("/v1/figures?has=value&has=unit_code", "/v1/figures?has=value,unit_code"),
        ("/v1/figures/counts?by=unit&by=hedge", "/v1/figures/counts?by=unit,hedge"),
        (
            "/v1/facts?refers_to=locations/us&refers_to=locations/china",
            "/v1/facts?refers_to=locations/us,locations/china",
        ),
    ],
)
def test_several_values_may_be_repeated_or_hold_commas(client: FlaskClient, repeated: str, joined: str) -> None:
    """Generated clients repeat a parameter, people write commas; both mean the same."""
    found = client.get(repeated).get_json()["items"]
    assert found
    assert found == client.get(joined).get_json()["items"]


@pytest.mark.parametrize(
    "query",
    [
        "hedge[]=about&hedge[]=range",
        "hedge%5B%5D=about&hedge%5B%5D=range",
        "hedge[0]=about&hedge[1]=range",
        "hedge[]=about,range",
        "hedge_not[]=exact&hedge=about&hedge[]=range",
    ],
)
def test_lists_may_be_written_with_brackets(client: FlaskClient, query: str) -> None:
    """As axios and other clients write them, on every page of an answer."""
    expected = client.get("/v1/figures?hedge=about,range&limit=1000").get_json()["items"]
    assert client.get(f"/v1/figures?{query}&limit=1000").get_json()["items"] == expected
    assert expected
    first = client.get(f"/v1/figures?{query}&limit=1")
    following = first.headers["Link"].removeprefix("<").partition(">")[0]
    assert (
        first.get_json()["items"] + client.get(f"{following}&limit=1000".replace("limit=1&", "")).get_json()["items"]
        == expected
    )


@pytest.mark.parametrize("name", ["value_min[]", "q[]", "hedge[", "hedge[x]", "hedge[][]", "colour[]", "[]"])
def test_other_brackets_are_no_parameter(client: FlaskClient, name: str) -> None:
    """Brackets after a parameter with one value, and other brackets, are unknown parameters."""
    refused(client.get(f"/v1/figures?{name}=1"), "unknown-parameter", name)


def test_values_repeated_beyond_reason_are_refused(client: FlaskClient) -> None:
    """However they are given, there are at most a hundred values."""
    query = "&".join(f"unit=u{n},v{n}" for n in range(51))
    assert "at most 100" in refused(client.get(f"/v1/figures?{query}"), "invalid-parameter", "unit")


@pytest.mark.parametrize("value", ["Zeta, Inc.", "a,,b", "about,", "companies/c-1,locations/us, x"])
def test_a_refused_comma_says_how_to_write_one(client: FlaskClient, value: str) -> None:
    """Where a comma may be the mistake, the error says how to write one within a value."""
    for name in ("speaker", "about", "hedge", "refers_to"):
        message = refused(client.get("/v1/figures", query_string={name: value}), "invalid-parameter", name)
        assert "\\," in message


def test_a_comma_within_a_value_is_written_with_a_backslash(data: Asked) -> None:
    """A name that holds a comma can be asked for."""
    held = {one["name"] for one in data.oracle.collections["companies"]} | {"nothing"}
    for name in held:
        expected = data.oracle.find("companies", name=[name])
        assert data.ids("companies", name=name.replace(",", "\\,")) == expected


@pytest.mark.parametrize("path", WITHOUT)
def test_resources_without_parameters_take_none(client: FlaskClient, path: str) -> None:
    """A parameter where there are none is an error too, so that no typo passes silently."""
    assert known(client, path) == []


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_ignore_parameters(client: FlaskClient, path: str) -> None:
    """Monitors add parameters to get past caches; a probe answers them as it answers the plain path."""
    assert client.get(f"{path}?x=1&x=2&_=%FF").get_json() == client.get(path).get_json()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("what", NOT_TEXT)
def test_what_is_no_text_is_refused_by_every_parameter(client: FlaskClient, path: str, what: str) -> None:
    """Empty values, control characters, surrogates and broken UTF-8 are refused whatever the parameter."""
    for name in known(client, path):
        refused(client.get(f"{path}?{name}={NOT_TEXT[what]}"), "invalid-parameter", name)


@pytest.mark.parametrize("name", ["%00", "%ED%A0%80", "%FF", "", "%20", "Limit", "limit%20", "limit%5B%5D", "ｌimit"])
def test_a_name_that_is_no_parameter_is_refused(client: FlaskClient, name: str) -> None:
    """Names are taken literally: other case, blanks, brackets or broken text make another name."""
    problem = client.get(f"/v1/figures?{name}=1").get_json()
    assert (problem["status"], problem["code"]) == (400, "unknown-parameter")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/v1/figures", "value"),
        ("/v1/figures", "min"),
        ("/v1/figures", "value_min"),
        ("/v1/figures", "value_max"),
        ("/v1/figures", "limit"),
        ("/v1/figures/counts?by=unit", "limit"),
        ("/v1/facts", "paragraph"),
        ("/v1/articles", "reading_time_minutes"),
        ("/v1/locations", "geonames"),
        ("/v1/dates", "from"),
        ("/v1/facts", "to"),
    ],
)
@pytest.mark.parametrize("value", NO_NUMBER, ids=lambda value: value[:12])
def test_numbers_are_written_in_ascii_digits_and_finite(client: FlaskClient, path: str, name: str, value: str) -> None:
    """NaN, infinity, overflow, other scripts' digits and other languages' forms of numbers are refused."""
    sign = "&" if "?" in path else "?"
    message = refused(client.get(f"{path}{sign}{name}={value}"), "invalid-parameter", name)
    assert "takes" in message
    assert "Input" not in message


@pytest.mark.parametrize("text", ["(" * 2000, "[" * 2000, "9" * 5000, "-" * 2000 + "1"])
def test_no_parameter_breaks_on_a_long_value(client: FlaskClient, text: str) -> None:
    """What readers of nested forms, numbers and dates are given may be as long as a URL."""
    for path in ("/v1/figures", "/v1/articles/microsoft-china-relocation/facts"):
        for name in known(client, path):
            assert client.get(path, query_string={name: text}).status_code in (200, 400), (path, name)


def test_a_misspelt_parameter_is_answered_with_the_nearest(client: FlaskClient) -> None:
    """Among dozens of known names, those that were probably meant come first; none where none is alike."""
    for written, meant in (("publisher", "published or publisher_name"), ("Limit", "limit"), ("sorted", "sort")):
        message = refused(client.get(f"/v1/facts?{written}=1"), "unknown-parameter", written)
        assert message.startswith(f"is not a parameter here ({meant} may be meant); known: ref, ")
    message = refused(client.get("/v1/facts?zzz=1"), "unknown-parameter", "zzz")
    assert message.startswith("is not a parameter here; known: ref, ")


@pytest.mark.parametrize(
    ("path", "written", "hint"),
    [
        ("claims", "page", "cursor may be meant"),
        ("claims", "per_page", "limit may be meant"),
        ("claims", "order_by", "sort may be meant"),
        ("claims/counts", "group_by", "by may be meant"),
        ("changes", "query", None),
        ("claims", "format", "a format is a suffix of the path, as in .csv"),
        ("claims", "published", "/v1/facts has it"),
        ("versions", "published", None),
    ],
)
def test_what_other_apis_call_it_is_understood(client: FlaskClient, path: str, written: str, hint: str | None) -> None:
    """Paging, order and formats by their names elsewhere are answered with those here, if the resource has them."""
    message = refused(client.get(f"/v1/{path}?{written}=1"), "unknown-parameter", written)
    assert message.partition(";")[0] == "is not a parameter here" + (f" ({hint})" if hint else "")


def test_an_order_that_flat_rows_have_is_pointed_to(client: FlaskClient) -> None:
    """Claims do not have the day of their article, and `/v1/facts` does."""
    assert "got '-published'; /v1/facts sorts by it" in refused(
        client.get("/v1/claims?sort=-published"), "invalid-parameter", "sort"
    )
    assert "/v1/facts" not in refused(client.get("/v1/claims?sort=banana"), "invalid-parameter", "sort")


def test_all_unknown_parameters_are_named(client: FlaskClient) -> None:
    """Each is named once, with similar names; the list of known parameters is given once."""
    problem = client.get("/v1/facts?sorted=1&limit=x&zzz=1&sorted=2&a=1").get_json()
    assert problem["code"] == "unknown-parameter"
    first, *others = [(error["parameter"], error["message"]) for error in problem["errors"]]
    assert (first[0], first[1].partition(";")[0]) == ("sorted", "is not a parameter here (sort may be meant)")
    assert others == [("zzz", "is not a parameter here"), ("a", "is not a parameter here")]
    many = client.get("/v1/facts?" + "&".join(f"{'x' * 70}{n}=1" for n in range(100)))
    assert many.get_json()["code"] == "unknown-parameter"
    assert len(many.data) < 5000


def test_a_value_of_another_form_is_refused_with_the_form(client: FlaskClient) -> None:
    """A country's name for its code, an id for a slug: the error says which form is accepted."""
    message = refused(client.get("/v1/locations?country=Germany"), "invalid-parameter", "country")
    assert message == "takes a country's code of two capital letters, such as CN (ISO 3166-1) (got 'Germany')"


@pytest.mark.parametrize(
    ("path", "name", "value"),
    [
        ("/v1/facts", "paragraph", "2.5"),
        ("/v1/figures", "value", "1e16"),
        ("/v1/figures", "value_min", "1e16"),
        ("/v1/figures", "limit", "0"),
        ("/v1/figures", "limit", "1001"),
        ("/v1/figures", "limit", "-1"),
        ("/v1/figures", "limit", "1.0"),
        ("/v1/figures", "hedge", "exactly"),
        ("/v1/figures", "hedge", "exact,"),
        ("/v1/figures", "hedge", "Exact"),
        ("/v1/figures", "min_inclusive", "1"),
        ("/v1/figures", "min_inclusive", "TRUE"),
        ("/v1/figures", "speaker", "locations/us"),
        ("/v1/figures", "speaker", "microsift"),
        ("/v1/figures", "refers_to", "microsift"),
        ("/v1/figures", "match", "contains"),
        ("/v1/figures", "names", "0"),
        ("/v1/figures", "has", "nothing"),
        ("/v1/figures", "lacks", "hedge,nothing"),
        ("/v1/figures", "hedge_not", "exactly"),
        ("/v1/figures", "version", "latest"),
        ("/v1/figures", "refers_to", "companies/Micro_soft"),
        ("/v1/figures", "refers_to", "companies/microsoft,"),
        ("/v1/figures", "refers_to", ",".join(f"companies/c{n}" for n in range(101))),
        ("/v1/figures", "unit", ",".join(f"u{n}" for n in range(101))),
        ("/v1/figures", "fields", "nothing"),
        ("/v1/figures", "sort", "nothing"),
        ("/v1/figures", "sort", "--value"),
        ("/v1/figures", "sort", "relevance"),
        ("/v1/figures", "sort", "about"),
        ("/v1/figures", "count", "yes"),
        ("/v1/figures", "bom", "0"),
        ("/v1/figures/counts", "by", "value,unit,hedge"),
        ("/v1/figures/counts", "by", "nothing"),
        ("/v1/figures/counts", "by", "unit.year"),
        ("/v1/dates/counts", "by", "earliest.day"),
        ("/v1/claims", "verification", "verified"),
        ("/v1/locations", "country", "us"),
        ("/v1/companies", "wikidata", "2283"),
        ("/v1/dates", "earliest", "2024"),
        ("/v1/dates", "edtf", "23 May 2024"),
        ("/v1/articles", "published", "yesterday"),
        ("/v1/facts", "edtf", "banana"),
        ("/v1/facts", "published", "banana"),
        ("/v1/facts", "starts", "2024-05-23T09:00"),
        ("/v1/dates", "from", "2024-02-30"),
        ("/v1/dates", "from", "2024-13"),
        ("/v1/dates", "from", "2024-21"),
        ("/v1/dates", "from", "0000"),
        ("/v1/dates", "from", "2024-05-01x10:00"),
        ("/v1/dates", "from", "2024-05-01T25:00"),
        ("/v1/dates", "from", "2024-05-01T10:00+25:00"),
        ("/v1/dates", "from", "2024-W01"),
        ("/v1/dates", "from", "99999999999999999"),
        ("/v1/dates", "from", "now"),
        ("/v1/dates", "from", "1762500000"),
        ("/v1/dates", "from", "20240523"),
        ("/v1/dates", "to", "-100000000"),
        ("/v1/dates", "from", "../2024"),
        ("/v1/dates", "to", "24-05-01"),
    ],
)
def test_a_value_of_another_form_is_refused(client: FlaskClient, path: str, name: str, value: str) -> None:
    """Each parameter refuses what it cannot mean, instead of answering another question."""
    needed = "by=unit&" if path.endswith("counts") and name != "by" else ""
    refused(client.get(f"{path}?{needed}{name}={value}"), "invalid-parameter", name)


@pytest.mark.parametrize(
    ("query", "name"), [("value_min=2&value_max=1", "value_min"), ("from=2024-05-02&to=2024-05-01", "from")]
)
def test_a_reversed_interval_is_refused(client: FlaskClient, query: str, name: str) -> None:
    """An interval that ends before it begins is a mistake, not a question without an answer."""
    refused(client.get(f"/v1/facts?{query}"), "invalid-parameter", name)


def test_seconds_are_refused_with_the_reason(client: FlaskClient) -> None:
    """Nine or ten digits look like seconds since 1970, and would silently mean January 1970."""
    for name in ("from", "to"):
        for value in ("1762500000", "999999999"):
            message = refused(client.get(f"/v1/facts?{name}={value}"), "invalid-parameter", name)
            assert "seconds" in message
            assert f"{value}000" in message
    asked = (client.get(f"/v1/facts?from={value}").get_json()["items"] for value in ("1716422400000", "2024-05-23"))
    assert next(asked) == next(asked)


@pytest.mark.parametrize("path", ["/v1/figures", "/v1/figures/counts?by=hedge", f"/v1/articles/{ARTICLE}"])
def test_an_answer_can_be_held_to_a_version(client: FlaskClient, path: str) -> None:
    """The current version is answered; another is 409, so that pages of two datasets are never mixed."""
    sign = "&" if "?" in path else "?"
    version = client.get("/v1/").get_json()["version"]
    assert client.get(f"{path}{sign}version={version}").status_code == 200
    problem = client.get(f"{path}{sign}version={'0' * 64}").get_json()
    assert (problem["status"], problem["code"]) == (409, "version-changed")
    assert version in problem["detail"]


def test_values_are_compared_in_one_unicode_form(data: Asked) -> None:
    """A value in NFD is the value of the record in NFC."""
    names = {one["name"] for one in data.oracle.collections["companies"]} | {"Äpfel"}
    for name in names:
        asked = unicodedata.normalize("NFD", name.replace(",", "\\,"))
        assert data.ids("companies", name=asked) == data.oracle.find("companies", name=[name])


def test_everything_at_fault_is_told_at_once(client: FlaskClient) -> None:
    """All values at fault are in one answer."""
    problem = client.get("/v1/figures?hedge=x&limit=0&value_min=y&sort=z").get_json()
    assert [error["parameter"] for error in problem["errors"]] == ["hedge", "value_min", "sort", "limit"]


def test_counts_need_to_know_by_what(client: FlaskClient) -> None:
    """Counts without `by` say what they can count by."""
    assert "hedge" in refused(client.get("/v1/figures/counts"), "invalid-parameter", "by")


@pytest.mark.parametrize(
    "query",
    [
        "/v1/facts?paragraph=99999999999999999999",
        "/v1/dates?edtf=2026-02-29",
        "/v1/figures?sort=value,-value",
        "/v1/figures?fields=unit,unit",
        "/v1/dates?from=9999-12-31T23:00-14:00",
    ],
)
def test_a_value_of_the_right_form_is_taken(client: FlaskClient, query: str) -> None:
    """What has the documented form is answered, even where nothing can be found by it or a name adds nothing."""
    assert client.get(query).status_code == 200


def test_asking_again_takes_no_more_memory(client: FlaskClient) -> None:
    """What parameters a resource has is worked out once, also where it has none."""
    found = []
    for _ in range(2):
        for path in (*PATHS, *WITHOUT):
            client.get(path)
        found.append(len(Schema.__subclasses__()))
    assert found[0] == found[1]
