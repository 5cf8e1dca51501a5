"""A screening written down as it was told, and read again though the rules have changed meanwhile.

The data classes of the rules are written as JSON objects. Read again, a field that came later takes its default - so it
must have one - and one that is gone is passed over.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from msgspec import json
from openfisca_greece import Screening, Text


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A check as it was told: the household's description and the answers."""

    household: Mapping[str, Any]
    screening: Screening

    def written(self) -> bytes:
        """Give it as JSON."""
        return json.encode(self)

    @classmethod
    def read(cls, content: bytes, *, only: str | None = None) -> Kept:
        """Read it again; `only` one programme's answer, if somebody asks for no other."""
        kept = _WHOLE.decode(content)
        if only is None:
            return kept
        answers = tuple(answer for answer in kept.screening.answers if answer.programme == only)
        return replace(kept, screening=replace(kept.screening, answers=answers))


@dataclass(frozen=True, slots=True)
class ToldAnswer:
    """What one programme said."""

    programme: str
    title: Text
    verdict: str
    amount: Decimal | None
    unit: str | None


@dataclass(frozen=True, kw_only=True)
class Outline:
    """A check without its tests and sources: enough to be compared, and read several times faster."""

    household: Mapping[str, Any]
    rules_version: str
    answers: Mapping[str, ToldAnswer]

    @classmethod
    def read(cls, content: bytes) -> Outline:
        """Read it from what `Kept.written` gives."""
        kept = _IN_OUTLINE.decode(content)
        told = kept.screening
        answers = {answer.programme: answer for answer in told.answers}
        return cls(household=kept.household, rules_version=told.rules_version, answers=answers)


def outline(kept: Kept) -> Outline:
    """Give of a whole check what can be compared."""
    told = kept.screening
    answers = {
        one.programme: ToldAnswer(one.programme, one.title, one.verdict, one.amount, one.unit) for one in told.answers
    }
    return Outline(household=kept.household, rules_version=told.rules_version, answers=answers)


@dataclass(frozen=True, slots=True)
class _OutlinedScreening:
    rules_version: str
    answers: tuple[ToldAnswer, ...]


@dataclass(frozen=True, slots=True)
class _Outlined:
    household: Mapping[str, Any]
    screening: _OutlinedScreening


_WHOLE = json.Decoder(Kept)
_IN_OUTLINE = json.Decoder(_Outlined)
