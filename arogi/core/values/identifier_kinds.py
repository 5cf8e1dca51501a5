"""The kinds of identifier that a person may have, each with its check, and the reasons why one is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from arogi.core.values import (
    afm,
    amka,
    asylum_card,
    identity_card,
    paaypa,
    passport,
    personal_number,
    residence_title,
)
from arogi.core.values.checked import Checked
from arogi.core.values.labelled import Labelled, load
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate
from arogi.core.values.typed_text import free_code, sign_warnings

SHOWN_AT_MOST = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What is known of the person otherwise, for the cross-checks; whatever is not known keeps its default."""

    born: PartialDate = UNKNOWN_DATE
    sex: str = ""
    """``M`` or ``F`` is compared with the AMKA; anything else is not."""
    afm: str = ""
    """The AFM in normal form."""
    country: str = ""
    """The state that issued the passport, by ISO 3166."""


NOTHING_DECLARED = Declared()


def check(kind: str, raw: str, declared: Declared = NOTHING_DECLARED) -> Checked[str]:
    """Read an identifier of a kind (a code of ``KINDS``) in the way of that kind.

    Raises:
        UnreadableValue: nothing that can be kept.
        KeyError: there is no such kind.
    """
    return CHECKS[kind](raw, declared)


def mask(value: str) -> str:
    """Hide an identifier but for its last four characters, of short ones but for the last half: ``*******1234``."""
    shown = min(SHOWN_AT_MOST, len(value) // 2)
    return "*" * (len(value) - shown) + value[len(value) - shown :]


def _free_form(raw: str) -> Checked[str]:
    number = free_code(raw)
    return Checked(number, sign_warnings(number))


KINDS: Mapping[str, Labelled] = load("identifier_kinds.yaml", "kinds")
MISSING_REASONS: Mapping[str, Labelled] = load("identifier_kinds.yaml", "missing_reasons")
CHECKS: Mapping[str, Callable[[str, Declared], Checked[str]]] = MappingProxyType(
    {
        "amka": lambda raw, declared: amka.check(raw, born=declared.born, sex=declared.sex),
        "afm": lambda raw, _declared: afm.check(raw),
        "personal_number": lambda raw, declared: personal_number.check(raw, afm_of_person=declared.afm),
        "identity_card": lambda raw, _declared: identity_card.check(raw),
        "passport": lambda raw, declared: passport.check(raw, country=declared.country),
        "paaypa": lambda raw, _declared: paaypa.check(raw),
        "asylum_card": lambda raw, _declared: asylum_card.check(raw),
        "international_protection": lambda raw, _declared: _free_form(raw),
        "residence_title": lambda raw, _declared: residence_title.check(raw),
        "municipality_roll": lambda raw, _declared: _free_form(raw),
        "unemployment_card": lambda raw, _declared: _free_form(raw),
        "other": lambda raw, _declared: _free_form(raw),
    }
)
