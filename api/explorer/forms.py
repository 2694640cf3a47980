"""The filters of a collection as a form; each control follows from its parameter."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.explorer.address import Address
from api.explorer.words import spaced
from api.query.parameters import Parameter, Search
from api.query.schema import filters
from api.query.values import Amount, FieldValues, TimeBound
from schemas.registry import Collection

_YES_NO = ("true", "false")


@dataclass(frozen=True, slots=True)
class Control:
    """One field of the form. `options` makes it a choice; `main` puts it among the first."""

    name: str
    label: str
    kind: str
    value: str
    options: tuple[str, ...] = ()
    main: bool = False


def controls(collection: Collection, address: Address) -> list[Control]:
    """The form's fields without the search, in order of declaration, choices first."""
    asked = [(name, one) for name, one in filters(collection).items() if not isinstance(one, Search)]
    found = [_control(name, parameter, address) for name, parameter in asked]
    useful = [control for control in found if len(control.options) != 1]
    return sorted(useful, key=lambda control: not control.main)


def hidden(address: Address) -> Mapping[str, str]:
    """The parameters that the form passes on."""
    return {name: value for name, value in address.pairs if name in ("sort", "limit")}


def _control(name: str, parameter: Parameter, address: Address) -> Control:
    value = address.value(name) or ""
    options = _options(parameter)
    if options and value and value not in options:
        options = (value, *options)  # several values at once stay chosen
    kind = "number" if isinstance(parameter, Amount) else "text"
    main = bool(options) and _YES_NO[0] not in options
    return Control(name, _label(name, parameter), kind, value, options, main)


def _label(name: str, parameter: Parameter) -> str:
    if isinstance(parameter, TimeBound):
        return {"from": "from the day", "to": "to the day"}[name]
    return {"value_min": "at least", "value_max": "at most", "in": "in the unit"}.get(name, spaced(name))


def _options(parameter: Parameter) -> tuple[str, ...]:
    if not isinstance(parameter, FieldValues):
        return ()
    return parameter.field.options or (_YES_NO if parameter.field.primitive == "boolean" else ())
