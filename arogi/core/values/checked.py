"""What a reader of this package gives back: the value in normal form, and warnings that explain themselves."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from django.utils.functional import Promise

Value = TypeVar("Value")


class Severity(enum.StrEnum):
    """How odd it is."""

    NOTE = "note"
    """Good to know (a zero was added in front); nobody has to explain anything."""

    WARNING = "warning"
    """A rule failed; whoever keeps the value all the same gives a reason."""


@dataclass(frozen=True, slots=True)
class ValueWarning:
    """One rule that a value does not meet.

    The constants of the modules are patterns; ``saying`` fills in the particulars. A message never repeats the value
    itself, so that it can be logged and shown to people who may not see the number.
    """

    code: str
    """Stable, lower-case ASCII; for tests, exports and the reason that an override is stored with."""

    text: str | Promise
    """A whole sentence or two, translatable, with named placeholders."""

    severity: Severity = Severity.WARNING
    values: Mapping[str, str] = field(default_factory=dict)

    def saying(self, **values: str) -> ValueWarning:
        """Give the same warning with its placeholders filled."""
        return replace(self, values=values)

    @property
    def message(self) -> str:
        """Give the sentence in the language in force."""
        return str(self.text) % self.values

    def __str__(self) -> str:
        return self.message


def note(code: str, text: str | Promise) -> ValueWarning:
    """Make a pattern for something that is good to know and needs no reason."""
    return ValueWarning(code, text, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Checked(Generic[Value]):
    """A value in its normal form, and what is odd about it, gravest rule first."""

    value: Value
    warnings: tuple[ValueWarning, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Give the codes of all warnings and notes."""
        return tuple(warning.code for warning in self.warnings)

    @property
    def needs_reason(self) -> bool:
        """Tell whether a rule failed, so that keeping the value needs a reason; notes do not count."""
        return any(warning.severity is Severity.WARNING for warning in self.warnings)


class UnreadableValue(ValueError):
    """The text cannot be kept as this kind of value at all; ``str()`` is a translated sentence for the screen."""

    def __init__(self, code: str, text: str | Promise, **values: str) -> None:
        self.code = code
        self.text = text
        self.values = values
        super().__init__(code)

    @property
    def message(self) -> str:
        """Give the sentence in the language in force."""
        return str(self.text) % self.values

    def __str__(self) -> str:
        return self.message
