"""A screening written down as it was told, and read again though the rules have changed meanwhile.

The data classes of the rules are written as JSON objects. Read again, a field that came later takes its default, one
that is gone is dropped.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from openfisca_greece import Screening, Text

Reader = Callable[[Any], Any] | None
# What `Kept.to_json` gives.
Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A check as it was told: the household's description and the answers."""

    household: Mapping[str, Any]
    screening: Screening

    def to_json(self) -> dict[str, Any]:
        """Give it as JSON has it."""
        return {"household": self.household, "screening": _plain(self.screening)}

    @classmethod
    def of_json(cls, kept: Content, *, only: str | None = None) -> Kept:
        """Read it again; `only` one programme's answer, if somebody asks for no other."""
        told = kept["screening"]
        if only is not None:
            told = {**told, "answers": [one for one in told["answers"] if one["programme"] == only]}
        return cls(household=kept["household"], screening=_reader_of_object(Screening)(told))


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What one programme said."""

    title: Text
    verdict: str
    amount: Decimal | None
    unit: str | None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A check without its tests and sources: enough to be compared, and read ten times faster."""

    household: Mapping[str, Any]
    rules_version: str
    answers: Mapping[str, ToldAnswer]

    @classmethod
    def of_json(cls, kept: Content) -> Outline:
        """Read it from what `Kept.to_json` gives."""
        answers = {answer["programme"]: _told(answer) for answer in kept["screening"]["answers"]}
        return cls(household=kept["household"], rules_version=kept["screening"]["rules_version"], answers=answers)


def _told(answer: Mapping[str, Any]) -> ToldAnswer:
    amount = None if answer["amount"] is None else Decimal(answer["amount"])
    return ToldAnswer(Text(**answer["title"]), answer["verdict"], amount, answer["unit"])


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def _reader(kind: Any) -> Reader:
    """Give what reads a value of a type that the rules' data classes use; None where JSON has it as it is."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _reader_of_optional(kind)
    if origin is tuple:
        return _reader_of_tuple(get_args(kind))
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _reader_of_object(kind)
    if kind is Decimal:
        return Decimal
    return dt.date.fromisoformat if kind is dt.date else None


def _reader_of_optional(kind: Any) -> Reader:
    read = _reader(next(one for one in get_args(kind) if one is not type(None)))
    return None if read is None else lambda value: None if value is None else read(value)


def _reader_of_tuple(kinds: tuple[Any, ...]) -> Reader:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        read = _reader(kinds[0])
        return tuple if read is None else lambda values: tuple([read(one) for one in values])
    readers = [_reader(kind) or _as_it_is for kind in kinds]
    return lambda values: tuple(read(one) for read, one in zip(readers, values, strict=True))


@cache
def _reader_of_object(kind: Any) -> Callable[[Any], Any]:
    hints = get_type_hints(kind)
    fields = dataclasses.fields(kind)
    names = frozenset(field.name for field in fields)
    readers = [(field.name, read) for field in fields if (read := _reader(hints[field.name]))]
    later = {field.name: _nothing(hints[field.name]) for field in fields if field.default is dataclasses.MISSING}

    def read_object(value: Mapping[str, Any]) -> Any:
        known = {name: one for name, one in value.items() if name in names}
        for name, read in readers:
            if name in known:
                known[name] = read(known[name])
        return kind(**{**later, **known})

    return read_object


def _nothing(kind: Any) -> Any:
    """Give what stands for a field that came later and has no default."""
    return {str: "", tuple: (), bool: False}.get(get_origin(kind) or kind)


def _as_it_is(value: Any) -> Any:
    return value
