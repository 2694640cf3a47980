"""Units of measure: UCUM codes and ISO 4217 currencies, and how amounts in them compare.

UCUM's atoms are defined by others down to the base units. Factors are exact fractions, so that 51.3 percent equals
0.513. Other than in UCUM, `mol` and `bit` are base units, not pure numbers.
"""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from math import isinf
from types import MappingProxyType
from typing import NamedTuple

EXAMPLES = "h, km/h, m/s2, %, [in_i] and {offers}"


class Unit(NamedTuple):
    """The conversion to the base unit: amount * factor + zero. `dimension` is the base unit, itself a UCUM code
    (`m.s-1`, `1`), or of money the currency (`EUR`). Amounts compare where their dimensions are equal."""

    dimension: str
    factor: Fraction = Fraction(1)
    zero: Fraction = Fraction(0)

    def to_base(self, amount: int | float | Fraction) -> float:
        """The amount in the base unit, computed from its decimal digits; infinity stays."""
        if isinstance(amount, float) and isinf(amount):
            return amount
        return float(exact(amount) * self.factor + self.zero)

    def from_base(self, amount: float) -> float:
        return amount if isinf(amount) else float((exact(amount) - self.zero) / self.factor)


def exact(number: int | float | Fraction) -> Fraction:
    """The decimal that a number is written as: 0.1 is one tenth."""
    return Fraction(repr(number)) if isinstance(number, float) else Fraction(number)


def unit_of(code: str) -> Unit:
    """The unit of a currency code (ISO 4217) or UCUM code; ValueError if it is neither."""
    return Unit(code) if code in CURRENCIES else ucum(code)


@lru_cache(maxsize=4096)
def ucum(code: str) -> Unit:
    """The unit of a UCUM code (case-sensitive); ValueError if it is not one."""
    if code in _WITH_ZERO:
        return _WITH_ZERO[code]
    if len(code) > LONGEST_CODE:
        raise ValueError(f"is longer than {LONGEST_CODE} characters")
    powers, factor = _Reader(code).read()
    if not _SMALLEST < abs(factor) < _LARGEST:
        raise ValueError("is too large or too small a unit to compute with")
    parts = [f"{base}{power if power != 1 else ''}" for base, power in sorted(powers.items()) if power]
    return Unit(".".join(parts) or "1", factor)


_Term = tuple[dict[str, int], Fraction]
LONGEST_CODE = 200  # characters; each bracket within another is a call within another
_LARGEST, _SMALLEST = Fraction(10) ** 60, Fraction(1, 10**60)
_TOKEN = re.compile(
    r"""(?P<annotation>\{[!-z|~]*\})
    | (?P<operator>[./()])
    | (?P<symbol>10[*^] | (?:\[[!-Z^-z\\]*\] | [!-'*,:-Z^-z|~])+) (?P<exponent>[+-]?[0-9]{1,2}(?![0-9]))?
    | (?P<number>[0-9]+)""",
    re.VERBOSE,
)


class _Reader:
    """Reads a code from left to right: terms of components joined by `.` and `/`, with brackets."""

    def __init__(self, code: str) -> None:
        self._code, self._tokens = code, list(_TOKEN.finditer(code))
        if sum(len(token[0]) for token in self._tokens) != len(code):
            raise _refused(code)

    def read(self) -> _Term:
        term = self._term()
        if self._tokens:
            raise _refused(self._code)
        return term

    def _term(self) -> _Term:
        found: _Term = ({}, Fraction(1))
        sign = -1 if self._took("/") else 1
        while True:
            powers, factor = self._component()
            both = {base: found[0].get(base, 0) + sign * powers.get(base, 0) for base in {**found[0], **powers}}
            found = (both, found[1] * factor**sign)
            if self._took("."):
                sign = 1
            elif self._took("/"):
                sign = -1
            else:
                return found

    def _component(self) -> _Term:
        if self._took("("):
            inner = self._term()
            if not self._took(")"):
                raise _refused(self._code)
            self._took(None)
            return inner
        if self._took(None):
            return ({}, Fraction(1))
        if not self._tokens or self._tokens[0]["operator"]:
            raise _refused(self._code)
        token = self._tokens.pop(0)
        self._took(None)
        if token["number"]:
            if int(token["number"]) == 0:
                raise _refused(self._code)
            return ({}, Fraction(int(token["number"])))
        (powers, factor), exponent = _symbol(token["symbol"], self._code), int(token["exponent"] or 1)
        return ({base: power * exponent for base, power in powers.items()}, factor**exponent)

    def _took(self, operator: str | None) -> bool:
        """Whether an operator, or an annotation if none is given, comes next; if so, it is skipped."""
        token = self._tokens[0] if self._tokens else None
        there = token is not None and token["operator"] == operator and bool(operator or token["annotation"])
        if there:
            self._tokens.pop(0)
        return there


def _refused(code: str) -> ValueError:
    meant = code_of_name(code)
    hint = f"; the code of {code} is {meant}" if meant else ""
    return ValueError(f"is no UCUM code, as are {EXAMPLES}{hint}")


def code_of_name(name: str) -> str | None:
    """The UCUM code of a unit that is written out (`kilometers`); None for a name that is not known, or is a code."""
    return None if name in _ATOMS else _NAMES.get(name.lower().removesuffix("s"))


def _symbol(symbol: str, code: str) -> _Term:
    """An atom, or a prefix and a metric atom."""
    if symbol in _ATOMS:
        return _atom(symbol)
    for prefix, factor in _PREFIXES.items():
        rest = symbol.removeprefix(prefix)
        if rest != symbol and rest in _METRIC:
            powers, of_atom = _atom(rest)
            return (powers, of_atom * factor)
    raise _refused(code)


@lru_cache(maxsize=512)
def _atom(symbol: str) -> _Term:
    amount, of = _ATOMS[symbol]
    if of == symbol:
        return ({symbol: 1}, Fraction(1))
    powers, factor = _Reader(of).read()
    return (powers, factor * Fraction(amount))


_PREFIXES = {
    "Y": Fraction(10) ** 24, "Z": Fraction(10) ** 21, "E": Fraction(10) ** 18, "P": Fraction(10) ** 15,
    "T": Fraction(10) ** 12, "G": Fraction(10) ** 9, "M": Fraction(10) ** 6, "k": Fraction(10) ** 3,
    "h": Fraction(100), "da": Fraction(10), "d": Fraction(1, 10), "c": Fraction(1, 100), "m": Fraction(1, 1000),
    "u": Fraction(1, 10**6), "n": Fraction(1, 10**9), "p": Fraction(1, 10**12), "f": Fraction(1, 10**15),
    "a": Fraction(1, 10**18), "z": Fraction(1, 10**21), "y": Fraction(1, 10**24),
    "Ki": Fraction(2) ** 10, "Mi": Fraction(2) ** 20, "Gi": Fraction(2) ** 30, "Ti": Fraction(2) ** 40,
}  # fmt: skip

# An atom is a factor times a term of other atoms; a base unit is itself. Metric atoms take prefixes.
_METRIC_ATOMS = """
m 1 m | s 1 s | g 1 g | rad 1 rad | K 1 K | C 1 C | cd 1 cd | mol 1 mol | bit 1 bit | B 1 B | Np 1 Np
sr 1 rad2 | Hz 1 s-1 | N 1 kg.m/s2 | Pa 1 N/m2 | J 1 N.m | W 1 J/s | A 1 C/s | V 1 J/C | F 1 C/V | Ohm 1 V/A | S 1 Ohm-1
Wb 1 V.s | T 1 Wb/m2 | H 1 Wb/A | lm 1 cd.sr | lx 1 lm/m2 | Bq 1 s-1 | Gy 1 J/kg | Sv 1 J/kg | Cel 1 K | kat 1 mol/s
l 1 dm3 | L 1 dm3 | ar 100 m2 | t 1000 kg | bar 100000 Pa | u 1.66053906660e-24 g | eV 1.602176634e-19 J
pc 3.085678e16 m | [c] 299792458 m/s | [ly] 9460730472580800 m | [g] 9.80665 m/s2 | gf 9.80665 g.m/s2
Gal 1 cm/s2 | dyn 1 g.cm/s2
erg 1 dyn.cm | P 1 dyn.s/cm2 | St 1 cm2/s | G 1e-4 T | Ci 37e9 Bq | R 2.58e-4 C/kg | RAD 100 erg/g | REM 1 RAD
cal 4.184 J | cal_th 4.184 J | cal_IT 4.1868 J | m[Hg] 133.3220 kPa | m[H2O] 9.80665 kPa | eq 1 mol | osm 1 mol
U 1 umol/min | [iU] 1 [iU] | [IU] 1 [iU] | By 8 bit | Bd 1 s-1 | st 1 m3 | mho 1 S | tex 1 g/km
B[SPL] 1 B[SPL] | B[V] 1 B[V] | B[mV] 1 B[mV] | B[uV] 1 B[uV] | B[W] 1 B[W] | B[kW] 1 B[kW]
"""
_OTHER_ATOMS = """
10* 10 1 | 10^ 10 1 | [pi] 3.14159265358979323846 1 | % 0.01 1 | [ppth] 1e-3 1 | [ppm] 1e-6 1 | [ppb] 1e-9 1
[pptr] 1e-12 1 | gon 0.9 deg | deg 2 [pi].rad/360 | ' 1 deg/60 | '' 1 deg/3600 | circ 2 [pi].rad | sph 4 [pi].sr
min 60 s | h 60 min | d 24 h | wk 7 d | a 365.25 d | a_j 365.25 d | a_t 365.24219 d | a_g 365.2425 d
mo 1 a/12 | mo_j 1 a/12 | mo_g 1 a_g/12 | mo_s 29.53059 d
AU 149597.870691 Mm | atm 101325 Pa | att 1 kgf/cm2 | b 100 fm2 | Ao 0.1 nm | [smoot] 67 [in_i]
[in_i] 2.54 cm | [ft_i] 12 [in_i] | [yd_i] 3 [ft_i] | [mi_i] 5280 [ft_i] | [fth_i] 6 [ft_i] | [hd_i] 4 [in_i]
[mil_i] 1e-3 [in_i] | [nmi_i] 1852 m | [kn_i] 1 [nmi_i]/h | [sin_i] 1 [in_i]2 | [sft_i] 1 [ft_i]2 | [syd_i] 1 [yd_i]2
[cin_i] 1 [in_i]3 | [cft_i] 1 [ft_i]3 | [cyd_i] 1 [yd_i]3 | [bf_i] 144 [in_i]3 | [cr_i] 128 [ft_i]3 | [mesh_i] 1 /[in_i]
[ft_us] 1200 m/3937 | [in_us] 1 [ft_us]/12 | [yd_us] 3 [ft_us] | [rd_us] 16.5 [ft_us] | [ch_us] 4 [rd_us]
[fur_us] 40 [rd_us] | [mi_us] 8 [fur_us] | [fth_us] 6 [ft_us] | [acr_us] 160 [rd_us]2 | [smi_us] 1 [mi_us]2
[sct] 1 [mi_us]2 | [twp] 36 [sct] | [in_br] 2.539998 cm | [ft_br] 12 [in_br] | [yd_br] 3 [ft_br] | [mi_br] 5280 [ft_br]
[acr_br] 4840 [yd_br]2 | [gal_us] 231 [in_i]3 | [bbl_us] 42 [gal_us] | [qt_us] 1 [gal_us]/4 | [pt_us] 1 [qt_us]/2
[gil_us] 1 [pt_us]/4 | [foz_us] 1 [gil_us]/4 | [cup_us] 1 [pt_us]/2 | [tbs_us] 1 [foz_us]/2 | [tsp_us] 1 [tbs_us]/3
[bu_us] 2150.42 [in_i]3 | [pk_us] 1 [bu_us]/4 | [crd_us] 128 [ft_i]3 | [gal_br] 4.54609 l | [qt_br] 1 [gal_br]/4
[pt_br] 1 [qt_br]/2 | [gil_br] 1 [pt_br]/4 | [foz_br] 1 [gil_br]/5 | [pk_br] 2 [gal_br] | [bu_br] 4 [pk_br]
[foz_m] 30 mL | [cup_m] 240 mL | [tbs_m] 15 mL | [tsp_m] 5 mL | [drp] 1 ml/20
[gr] 64.79891 mg | [lb_av] 7000 [gr] | [oz_av] 1 [lb_av]/16 | [dr_av] 1 [oz_av]/16 | [scwt_av] 100 [lb_av]
[lcwt_av] 112 [lb_av] | [ston_av] 2000 [lb_av] | [lton_av] 2240 [lb_av] | [stone_av] 14 [lb_av] | [pwt_tr] 24 [gr]
[oz_tr] 480 [gr] | [lb_tr] 5760 [gr] | [oz_m] 28 g | [car_m] 0.2 g | [car_Au] 1 /24
[lbf_av] 4.4482216152605 N | [psi] 1 [lbf_av]/[in_i]2 | [HP] 550 [ft_i].[lbf_av]/s | [Cal] 1 kcal
[Btu] 1.054350 kJ | [Btu_th] 1.054350 kJ | [Btu_IT] 1.05505585262 kJ | [in_i'Hg] 25.4 mm[Hg] | [in_i'H2O] 25.4 mm[H2O]
[degF] 5 K/9 | [degR] 5 K/9 | [degRe] 5 K/4 | [diop] 1 m-1 | [MET] 3.5 mL/min/kg | [den] 1 g/km/9
[pH] 1 [pH] | [NTU] 1 [NTU] | [FNU] 1 [FNU] | [CFU] 1 [CFU] | [PFU] 1 [PFU] | [EU] 1 [EU] | [S] 1e-13 s
"""


def _table(text: str) -> dict[str, tuple[str, str]]:
    rows = (entry.split() for line in text.strip().splitlines() for entry in line.split(" | "))
    return {symbol: (amount, of) for symbol, amount, of in rows}


_METRIC = _table(_METRIC_ATOMS)
_ATOMS: Mapping[str, tuple[str, str]] = MappingProxyType(_METRIC | _table(_OTHER_ATOMS))
_WITH_ZERO = {
    "Cel": Unit("K", Fraction(1), Fraction("273.15")),
    "[degF]": Unit("K", Fraction(5, 9), Fraction("459.67") * Fraction(5, 9)),
    "[degRe]": Unit("K", Fraction(5, 4), Fraction("273.15")),
}

# Names that people write instead of codes, for helpful messages.
_NAMES = dict(entry.split() for entry in """\
kilometer km|kilometre km|meter m|metre m|centimetre cm|mile [mi_i]|yard [yd_i]|acre [acr_us]|hectare har|litre L
gallon [gal_us]|barrel [bbl_us]|gram g|kilogram kg|tonne t|ton t|pound [lb_av]|ounce [oz_av]|second s|minute min|hour h
day d|week wk|month mo|year a|watt W|kilowatt kW|megawatt MW|gigawatt GW|byte By|percent %|kwh kW.h|mwh MW.h
knot [kn_i]|liter L""".replace("\n", "|").split("|"))  # fmt: skip

_CURRENCIES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF
CHW CLF CLP CNY COP COU CRC CUC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB
RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI
UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XCD XCG XDR XOF XPD XPF XPT XSU XUA YER ZAR ZMW ZWG
ATS BEF CYP DDM DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK SUR TRL VEB VEF YUM ZWD ZWL
"""
CURRENCIES = frozenset(_CURRENCIES.split())
