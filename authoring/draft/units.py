"""What a number counts or measures: the words after it as a plain plural noun, a UCUM code, a currency."""

import re
from typing import NamedTuple

from authoring.draft.candidate import Scalar
from authoring.draft.words import words


class Unit(NamedTuple):
    """A unit: UCUM code or ISO 4217 currency (None where it has none), the factor that its words multiply the number
    by, and the offset after them."""

    name: str
    code: str | None
    currency: str | None
    factor: int | float
    end: int


_MEASURES: dict[str, tuple[str, str | None, int | float]] = {
    r"hours?|hrs?": ("hours", "h", 1),
    r"minutes?|mins?": ("minutes", "min", 1),
    r"seconds?": ("seconds", "s", 1),
    r"days?": ("days", "d", 1),
    r"weeks?": ("weeks", "wk", 1),
    r"months?": ("months", "mo", 1),
    r"years?(?:[ -]old)?": ("years", "a", 1),
    r"decades?": ("years", "a", 10),
    r"centur(?:y|ies)": ("years", "a", 100),
    r"percentage points?": ("percentage points", "%", 1),
    r"basis points?": ("basis points", "10*-4", 1),
    r"%|per ?cent\b": ("percent", "%", 1),
    r"square kilomet(?:re|er)s?|sq km|km2|km²": ("square kilometres", "km2", 1),
    r"square met(?:re|er)s?|m²": ("square metres", "m2", 1),
    r"square miles?": ("square miles", "[smi_us]", 1),
    r"square feet": ("square feet", "[sft_i]", 1),
    r"cubic met(?:re|er)s?|m³": ("cubic metres", "m3", 1),
    r"kilomet(?:re|er)s? (?:an|per) hour|km/h|kph": ("kilometres per hour", "km/h", 1),
    r"miles (?:an|per) hour|mph": ("miles per hour", "[mi_i]/h", 1),
    r"kilomet(?:re|er)s?|km": ("kilometres", "km", 1),
    r"centimet(?:re|er)s?|cm": ("centimetres", "cm", 1),
    r"millimet(?:re|er)s?|mm": ("millimetres", "mm", 1),
    r"met(?:re|er)s?|m": ("metres", "m", 1),
    r"miles?": ("miles", "[mi_i]", 1),
    r"feet|foot|ft": ("feet", "[ft_i]", 1),
    r"inch(?:es)?": ("inches", "[in_i]", 1),
    r"acres?": ("acres", "[acr_us]", 1),
    r"kilogram(?:me)?s?|kilos?|kg": ("kilograms", "kg", 1),
    r"gram(?:me)?s?": ("grams", "g", 1),
    r"(?:metric )?tonnes?|(?:metric )tons?": ("tonnes", "t", 1),
    r"tons?": ("tons", None, 1),
    r"pence|penny|p(?!\.?m)": ("pence", None, 1),
    r"lit(?:re|er)s?": ("litres", "L", 1),
    r"hectares?": ("hectares", "har", 1),
    r"degrees Celsius|degrees C\b|°C": ("degrees Celsius", "Cel", 1),
    r"degrees Fahrenheit|degrees F\b|°F": ("degrees Fahrenheit", "[degF]", 1),
    r"degrees?": ("degrees", None, 1),
    r"gigawatt[ -]hours?|GWh": ("gigawatt-hours", "GW.h", 1),
    r"gigawatts?|GW": ("gigawatts", "GW", 1),
    r"megawatt[ -]hours?|MWh": ("megawatt-hours", "MW.h", 1),
    r"megawatts?|MW": ("megawatts", "MW", 1),
    r"kilowatt[ -]hours?|kWh": ("kilowatt-hours", "kW.h", 1),
    r"kilowatts?|kW": ("kilowatts", "kW", 1),
    r"terawatt[ -]hours?|TWh": ("terawatt-hours", "TW.h", 1),
    r"watts?": ("watts", "W", 1),
    r"lux": ("lux", "lx", 1),
    r"decibels?|dB": ("decibels", "dB", 1),
    r"knots?": ("knots", "[kn_i]", 1),
    r"milligram(?:me)?s?|mg": ("milligrams", "mg", 1),
    r"microgram(?:me)?s?": ("micrograms", "ug", 1),
    r"millilit(?:re|er)s?|ml": ("millilitres", "mL", 1),
    r"light[ -]years?": ("light-years", "[ly]", 1),
}
# currency -> name of its unit, words, symbols and codes before an amount; a word of several currencies is a TODO
_CURRENCIES: tuple[tuple[str | None, str, str, str], ...] = (
    ("USD", "US dollars", r"US dollars?|U\.S\. dollars?|American dollars?", r"US\$|USD"),
    ("CAD", "Canadian dollars", r"Canadian dollars?", r"C\$|CA\$|CAD"),
    ("AUD", "Australian dollars", r"Australian dollars?", r"AU?\$|AUD"),
    ("NZD", "New Zealand dollars", r"New Zealand dollars?", r"NZ\$|NZD"),
    ("HKD", "Hong Kong dollars", r"Hong Kong dollars?", r"HK\$|HKD"),
    ("SGD", "Singapore dollars", r"Singapore dollars?", r"S\$|SGD"),
    ("TWD", "Taiwan dollars", r"(?:New )?Taiwan dollars?", r"NT\$|TWD"),
    ("BRL", "Brazilian reais", r"(?:Brazilian )?reais|(?:Brazilian )real", r"R\$|BRL"),
    ("EUR", "euros", r"euros?", r"€|EUR"),
    ("GBP", "pounds", r"pounds sterling|British pounds?", r"£|GBP"),
    ("CHF", "Swiss francs", r"Swiss francs?", r"CHF|SFr\.?"),
    ("NOK", "Norwegian kroner", r"Norwegian kron(?:er|e)", r"NOK"),
    ("DKK", "Danish kroner", r"Danish kron(?:er|e)", r"DKK"),
    ("SEK", "Swedish kronor", r"Swedish kron(?:or|a|er)", r"SEK"),
    ("ISK", "Icelandic kronur", r"Icelandic kr[oó]n(?:ur|a)", r"ISK"),
    ("CNY", "yuan", r"(?:Chinese )?yuan|renminbi", r"RMB|CNY|CN¥"),
    ("JPY", "yen", r"(?:Japanese )?yen", r"JPY|JP¥"),
    ("INR", "Indian rupees", r"Indian rupees?", r"₹|INR|Rs\.?"),
    ("KRW", "won", r"(?:South Korean )?won(?= |\b)(?! by| the| a)", r"₩|KRW"),
    ("PLN", "zlotys", r"(?:Polish )?z[lł]ot(?:ys?|ych)", r"PLN"),
    ("CZK", "Czech korunas", r"Czech (?:koruna[s]?|crowns?)", r"CZK|Kč"),
    ("TRY", "Turkish lira", r"Turkish lira[s]?", r"TRY|₺"),
    ("RUB", "roubles", r"(?:Russian )?r(?:o)?ubles?", r"RUB|₽"),
    ("ZAR", "rand", r"(?:South African )?rand", r"ZAR|R"),
    ("THB", "baht", r"(?:Thai )?baht", r"THB|฿"),
    ("MYR", "ringgit", r"(?:Malaysian )?ringgit", r"MYR|RM"),
    ("IDR", "rupiah", r"(?:Indonesian )?rupiah", r"IDR|Rp\.?"),
    ("PHP", "Philippine pesos", r"Philippine pesos?", r"PHP|₱"),
    ("BDT", "taka", r"(?:Bangladeshi )?taka", r"BDT|Tk\.?|৳"),
    ("PKR", "Pakistani rupees", r"Pakistani rupees?", r"PKR"),
    ("HUF", "forints", r"(?:Hungarian )?forints?", r"HUF|Ft"),
    ("RON", "Romanian lei", r"Romanian (?:lei|leu)", r"RON"),
    ("ILS", "shekels", r"(?:Israeli )?shekels?", r"ILS|NIS|₪"),
    ("AED", "UAE dirhams", r"UAE dirhams?", r"AED"),
    ("SAR", "Saudi riyals", r"Saudi riyals?", r"SAR"),
    ("EGP", "Egyptian pounds", r"Egyptian pounds?", r"EGP"),
    ("GHS", "cedis", r"(?:Ghanaian )?cedis?", r"GHS|GH₵"),
    ("VND", "dong", r"(?:Vietnamese )?dong", r"VND|₫"),
    ("TZS", "Tanzanian shillings", r"Tanzanian shillings?", r"TZS|TSh"),
    ("UGX", "Ugandan shillings", r"Ugandan shillings?", r"UGX|USh"),
    ("COP", "Colombian pesos", r"Colombian pesos?", r"COP"),
    ("CLP", "Chilean pesos", r"Chilean pesos?", r"CLP"),
    ("ARS", "Argentine pesos", r"Argentine pesos?", r"ARS"),
    ("UAH", "hryvnias", r"hryvnias?", r"UAH|₴"),
    ("NGN", "naira", r"naira", r"NGN|₦"),
    ("KES", "Kenyan shillings", r"Kenyan shillings?", r"KES|K[Ss]h\.?"),
    ("MXN", "Mexican pesos", r"Mexican pesos?", r"MXN"),
    (None, "dollars", r"dollars?", r"\$"),
    (None, "pounds", r"pounds?", "(?!)"),
    (None, "kroner", r"kron(?:er|or|a|e)", r"kr\.?"),
    (None, "rupees", r"rupees?", "(?!)"),
    (None, "francs", r"francs?", "(?!)"),
    (None, "pesos", r"pesos?", "(?!)"),
    (None, "shillings", r"shillings?", r"Sh\.?"),
    (None, "crowns", r"crowns?", "(?!)"),
    (None, "lira", r"liras?", "(?!)"),
    (None, "dinars", r"dinars?", "(?!)"),
    (None, "dirhams", r"dirhams?", "(?!)"),
    (None, "riyals", r"ri[y]?als?", "(?!)"),
    (None, "yen or yuan", "(?!)", "¥"),
)
_MONEY_WORDS = re.compile("|".join(f"(?P<c{n}>{one[2]}|{one[0] or '(?!)'})" for n, one in enumerate(_CURRENCIES)))
_MONEY_SIGNS = [re.compile(one[3]) for one in _CURRENCIES]
MONEY_BEFORE = "(?:" + "|".join(rf"(?:{one[3]})" for one in _CURRENCIES) + ")"
MEASURES = "|".join((*sorted(_MEASURES, key=len, reverse=True), *(one[2] for one in _CURRENCIES)))
_MEASURE = re.compile("|".join(rf"(?P<u{n}>(?:{words})(?:(?<=%)|(?!\w)))" for n, words in enumerate(_MEASURES)))
_KINDS = list(_MEASURES.values())
_DEGREES = {"C": ("degrees Celsius", "Cel"), "F": ("degrees Fahrenheit", "[degF]")}
_RATE = re.compile(
    r"[ -](?:an?|per|each|every)[ -](hour|day|week|month|year|night|share|barrel|tonne|ton|kilo|litre|person|head"
    r"|minute|second|game|ticket|passenger|household|unit|ounce|kilowatt-hour|megawatt-hour)\b"
)
_WORD = re.compile(r"[ -]?([A-Za-z][\w’'-]*)")
_PLURALS = {"people", "men", "women", "children", "staff", "crew", "police", "cattle", "aircraft", "data", "species"}
_STOPS = frozenset(
    words("""
    a an the of in on at to for from by with and or but as than that which who is are was were be been has have
    had will would could may might after before during since until per into over under about his her its their
    this these those including across against between among within without not up down times
""")
)
_NO_PART = frozenset(words("more other additional further extra"))  # of what is counted
_NO_PLURALS = ("ss", "us", "is", "’s", "'s")
_WIDEST = 5


ALL_CURRENCIES = frozenset(code for code, *_ in _CURRENCIES if code)


def currencies_called(unit: str) -> set[str]:
    """The currencies that a word may mean: Danish and Norwegian kroner of "kroner"."""
    word = unit.split(" per ")[0].split()[-1][:4]
    return {code for code, name, *_ in _CURRENCIES if code and name.split()[-1].startswith(word)}


def money(sign: str, end: int) -> Unit:
    """The unit of an amount by the sign or code before it; a currency that the sign leaves open is a TODO."""
    for pattern, (currency, name, _, _) in zip(_MONEY_SIGNS, _CURRENCIES, strict=True):
        if (found := pattern.match(f"{sign.strip()}0")) and found.end() == len(sign.strip()):
            return Unit(name, None, currency or "TODO", 1, end)
    raise ValueError(f"{sign!r} is no sign of money")


def unit_after(text: str, end: int) -> Unit | None:
    """The unit whose words follow at `end`, or None where none is recognised."""
    bare = re.match(r"[CF](?!\w)", text[end : end + 2])
    if bare and text[end - 1 : end].isdigit():
        return Unit(*_DEGREES[bare.group()], None, 1, end + 1)
    gap = end + 1 if text[end : end + 1] in (" ", "-", "\u00a0") else end
    found = _MONEY_WORDS.match(text, gap)
    if found and found.lastgroup and _ends_word(text, found.end()):
        currency, name, _, _ = _CURRENCIES[int(found.lastgroup[1:])]
        return with_rate(text, Unit(name, None, currency or "TODO", 1, found.end()))
    found = _MEASURE.match(text, gap)
    if found and found.lastgroup:
        name, code, factor = _KINDS[int(found.lastgroup[1:])]
        return Unit(name, code, None, factor, found.end())
    counted = _counted(text, end)
    return with_rate(text, counted) if counted else None


def with_rate(text: str, unit: Unit) -> Unit:
    """The unit with "an hour" or "per share" after it."""
    rate = _RATE.match(text, unit.end)
    return unit._replace(name=f"{unit.name} per {rate[1]}", end=rate.end()) if rate else unit


def _ends_word(text: str, end: int) -> bool:
    return not text[end : end + 1].isalnum()


def _counted(text: str, end: int) -> Unit | None:
    """Things that are counted: words up to the first plural."""
    found_words: list[str] = []
    for _ in range(_WIDEST):
        found = _WORD.match(text, end)
        if not found or found[1].lower() in _STOPS:
            return None
        end = found.end()
        if found[1].lower() in _NO_PART:
            continue
        found_words.append(found[1])
        if _is_plural(found[1]):
            return Unit(" ".join(found_words), None, None, 1, end)
    return None


def _is_plural(word: str) -> bool:
    return word in _PLURALS or (len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURALS))


def fields_of(unit: Unit | None) -> dict[str, Scalar]:
    """The fields of a figure that its unit gives; a TODO where none is recognised."""
    if unit is None:
        return {"unit": "TODO what is counted"}
    codes: dict[str, Scalar] = {"unit": unit.name}
    if unit.code:
        codes["unit_code"] = unit.code
    if unit.currency:
        codes["currency"] = unit.currency
    return codes
