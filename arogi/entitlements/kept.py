"""A screening written down as it was told, and read again though the rules have changed meanwhile.

The data classes of the rules are written as JSON objects. Read again, a field that came later takes its default, one
that is gone is dropped.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from openfisca_greece import Screening

_NOTHING: dict[Any, Any] = {str: "", tuple: (), bool: False}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A check as it was told: the household's description and the answers."""

    household: Mapping[str, Any]
    screening: Screening

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return {"household": self.household, "screening": _plain(self.screening)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> Kept:
        """Read it again."""
        return cls(household=kept["household"], screening=_read(Screening, kept["screening"]))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any, bool], ...]:
    """Give name, type and whether there is a default, of each field."""
    hints = get_type_hints(kind)
    return tuple(
        (field.name, hints[field.name], field.default is not dataclasses.MISSING) for field in dataclasses.fields(kind)
    )


def _read(kind: Any, value: Any) -> Any:
    """Read a value of a type that the rules' data classes use."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        others = [one for one in get_args(kind) if one is not type(None)]
        return None if value is None else _read(others[0], value)
    if origin is tuple:
        return _read_tuple(get_args(kind), value)
    if dataclasses.is_dataclass(kind):
        return _read_object(kind, value)
    if kind is Decimal:
        return Decimal(value)
    return dt.date.fromisoformat(value) if kind is dt.date else value


def _read_tuple(kinds: tuple[Any, ...], values: list[Any]) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], one) for one in values)
    return tuple(_read(kind, one) for kind, one in zip(kinds, values, strict=True))


def _read_object(kind: Any, value: Mapping[str, Any]) -> Any:
    known = {}
    for name, of_kind, has_default in _fields(kind):
        if name in value:
            known[name] = _read(of_kind, value[name])
        elif not has_default:
            known[name] = _NOTHING.get(get_origin(of_kind) or of_kind)
    return kind(**known)
