"""Units: which UCUM codes there are, what they are in base units, and which words are none."""

# ruff: noqa: E501 - tables of cases

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.units import CURRENCIES, ucum, unit_of

# code -> base unit, factor
UNITS = {
    "1": ("1", "1"), "%": ("1", "1/100"), "10*6": ("1", "1000000"), "10*-3": ("1", "1/1000"), "{offers}": ("1", "1"), "[ppm]": ("1", "1/1000000"),
    "m": ("m", "1"), "km": ("m", "1000"), "dam": ("m", "10"), "[mi_i]": ("m", "201168/125"), "[ft_i]": ("m", "381/1250"), "AU": ("m", "149597870691"),
    "km2": ("m2", "1000000"), "har": ("m2", "10000"), "L": ("m3", "1/1000"), "[bbl_us]": ("m3", "9936705933/62500000000"),
    "min": ("s", "60"), "h": ("s", "3600"), "wk": ("s", "604800"), "mo": ("s", "2629800"), "a": ("s", "31557600"), "/h": ("s-1", "1/3600"),
    "km/h": ("m.s-1", "5/18"), "[kn_i]": ("m.s-1", "463/900"), "m/s2": ("m.s-2", "1"), "m.s-2": ("m.s-2", "1"), "(km/h)/s": ("m.s-2", "5/18"),
    "g": ("g", "1"), "kg": ("g", "1000"), "t": ("g", "1000000"), "Mt": ("g", "1000000000000"), "[lb_av]": ("g", "45359237/100000"),
    "kW.h": ("g.m2.s-2", "3600000000"), "kcal": ("g.m2.s-2", "4184000"), "MW": ("g.m2.s-3", "1000000000"), "mm[Hg]": ("g.m-1.s-2", "133322"),
    "By": ("bit", "8"), "GBy": ("bit", "8000000000"), "KiBy": ("bit", "8192"), "mol/L": ("m-3.mol", "1000"), "kg{CO2}": ("g", "1000"), "{patients}/a": ("s-1", "1/31557600"),
    "Cel": ("K", "1"), "[degF]": ("K", "5/9"), "mSv": ("m2.s-2", "1/1000"),
}  # fmt: skip
REFUSED = (
    "", "banana", "kilometers", "hours", "percent", "USD", "km/", "//m", "m..s", "(m", "m)", "{a", "a}", "10*999", "m[", "K m", "k", "mmm", "min2h", "%%", "0", "é",
    "Km", "KG", "Hours", "m/0", "kmin", "k%", "m^2", "m²", "10*99.10*99",
)  # fmt: skip


@pytest.mark.parametrize("code", UNITS)
def test_a_code_has_a_base_unit_and_an_exact_factor(code: str) -> None:
    """Atoms, prefixes, powers, products, brackets and annotations."""
    found = ucum(code)
    assert (found.dimension, found.factor) == (UNITS[code][0], Fraction(UNITS[code][1]))


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_no_code_is_refused(code: str) -> None:
    """Words, bare prefixes, prefixes on units without them, open brackets, and numbers beyond a float."""
    with pytest.raises(ValueError, match=r".+"):
        ucum(code)


def test_a_name_is_answered_with_the_code_that_is_meant() -> None:
    """The error for `kilometers` names `km`."""
    with pytest.raises(ValueError, match="the code of kilometers is km"):
        ucum("kilometers")


@pytest.mark.parametrize(("amount", "code", "base"), [(0, "Cel", 273.15), (32, "[degF]", 273.15), (212, "[degF]", 373.15), (51.3, "%", 0.513), (float("inf"), "km", float("inf"))])  # fmt: skip
def test_amounts_turn_into_the_base_unit_and_back(amount: float, code: str, base: float) -> None:
    """Scales with a zero of their own, decimal digits as written, open ends."""
    assert ucum(code).to_base(amount) == base
    assert ucum(code).from_base(base) == amount


@given(amount=st.integers(-(10**9), 10**9), code=st.sampled_from([*UNITS]))
def test_there_and_back_again(amount: int, code: str) -> None:
    """Converting to the base unit and back keeps an amount, except for the last digits of a double."""
    assert ucum(code).from_base(ucum(code).to_base(amount)) == pytest.approx(amount, rel=1e-9, abs=1e-9)


@settings(deadline=None)
@given(left=st.sampled_from([*UNITS]), right=st.sampled_from([*UNITS]))
def test_a_product_multiplies(left: str, right: str) -> None:
    """`(a).(b)` is a times b, `(a)/(b)` a by b."""
    one, other = ucum(left), ucum(right)
    assert ucum(f"({left}).({right})").factor == one.factor * other.factor
    assert ucum(f"({left})/({right})").factor == one.factor / other.factor


@settings(deadline=None)
@given(text=st.text("mskgh10*[]_i(){}./%-+2Ci'", max_size=16))
def test_any_text_is_a_unit_or_refused(text: str) -> None:
    """Text that is not UCUM raises ValueError and nothing else."""
    try:
        assert ucum(text).factor > 0
    except ValueError:
        return


@pytest.mark.parametrize("code", ["(" * 2000, "(" * 190, "m" + ".m" * 2000, "10*99." * 1300 + "m", "9" * 5000])
def test_a_code_of_any_length_is_refused(code: str) -> None:
    """Brackets within brackets, and products of thousands of factors, are no more than a wrong code."""
    with pytest.raises(ValueError, match=r"no UCUM code|longer than"):
        ucum(code)


def test_currencies_are_units_of_their_own() -> None:
    """Money compares within a currency; a code of three capitals is one before it could be anything else."""
    assert unit_of("EUR").dimension == "EUR"
    assert unit_of("EUR").to_base(2_000_000_000) == 2_000_000_000
    assert {"USD", "CNY", "DEM", "XAU"} <= CURRENCIES
    assert not {"RMB", "BTC", "US$"} & CURRENCIES
