"""Given names and cities of the world, from packages that keep such lists; loaded when a text is drafted or checked."""

import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module

_LISTS = ("first_names", "first_names_male", "first_names_female", "first_names_nonbinary", "first_names_unisex")
_NO_GIVEN_NAMES = frozenset(
    ("April", "May", "June", "August", "Sunday", "North", "South", "East", "West", "King", "Prince", "Storm", "Star")
)


@cache
def given_names() -> frozenset[str]:
    """Given names in Latin letters, of the countries that Faker has names for."""
    return frozenset(name for name in _names() if name[:1].isupper() and name[0] < "\u0250") - _NO_GIVEN_NAMES


def _names() -> Iterator[str]:
    persons = import_module("faker.providers.person")
    for module in pkgutil.iter_modules(persons.__path__):
        provider = import_module(f"{persons.__name__}.{module.name}").Provider
        for name in _LISTS:
            yield from _listed(getattr(provider, name, ()))


def _listed(names: object) -> Iterable[str]:
    """The names of a list; some countries have them with weights, some as a property."""
    return names if isinstance(names, tuple | list | dict) else ()


@cache
def cities() -> frozenset[str]:
    """Cities with an airport that has passenger flights, as the airports' list spells them."""
    airports = import_module("airportsdata").load("IATA").values()
    return frozenset(airport["city"] for airport in airports if airport["city"])
