"""The facts that are asked for: which there are, what they may be, of whom and in which group.

What can be asked is the vocabulary of the rules; what the file itself says (birth, sex, citizenship, relation,
municipality) is not asked again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from openfisca_greece import catalogue, questions
from openfisca_greece.inputs import (
    ASKED_FROM_AGE,
    ASKED_OF_ADULTS,
    ASKED_OF_CHILDREN,
    ASKED_OF_GUESTS,
    FACTS,
    RECEIVED,
)
from openfisca_greece.vocabulary import DISABILITY_KINDS

from arogi.entitlements.facts import OF_MEMBER
from arogi.entitlements.homes import Housemate
from arogi.entitlements.words import words_of

Kind = Literal["money", "number", "truth", "code", "codes", "date", "month"]
FROM_THE_FILE = frozenset({"members.*.birth_date", "members.*.sex", "members.*.citizenship", "municipality"})
GROUPS = ("six_months", "tax_year", "assets", "dwelling", "received")
_GROUP_OF = {
    "income.six_months": "six_months",
    "income.tax_year": "tax_year",
    "assets": "assets",
    "dwelling": "dwelling",
}
# Where "whatever is left empty: no or 0" would be wrong for most, it is not offered.
_NEVER_TAKEN_AS_NO = frozenset(
    {
        "legal_residence_years", "school.level", "school.public", "school.enrolled", "custody_settled",
        "applied_for_food_aid",
    }
)  # fmt: skip
_WITH_A_REST = frozenset({"six_months", "assets", "received", "member"})
_OF_WOMEN = frozenset({"birth_month", "maternity_benefit_received"})
_OF_FOREIGNERS = frozenset({"homogenis", "asylum_seeker"})
_AGES_OF_SCHOOL = (3, 25)
_DISABILITIES = "disability_kinds"


@dataclass(frozen=True, slots=True)
class AskedFact:
    """One fact that somebody may be asked for.

    Attributes:
        path: in a household's description; `members.*.` begins those of one person.
        codes: what a code may be.
        is_whole: a number without decimals.
    """

    path: str
    kind: Kind
    largest: float = 1e11
    codes: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def is_of_member(self) -> bool:
        """Say whether it is a fact of one person."""
        return self.path.startswith(OF_MEMBER)

    @property
    def name(self) -> str:
        """Give the last words of the path."""
        return self.path.removeprefix(OF_MEMBER)

    @property
    def group(self) -> str:
        """Give the group of the page in which it stands."""
        if self.is_of_member:
            return "member"
        return next((group for path, group in _GROUP_OF.items() if self.path.startswith(f"{path}.")), "received")

    @property
    def nothing(self) -> Any:
        """Give what "no, none or 0" means for it; None where that may not be said of many facts at once."""
        if self.group not in _WITH_A_REST or self.name in _NEVER_TAKEN_AS_NO:
            return None
        zero: Any = 0 if self.is_whole else "0.00"
        return {"truth": False, "codes": [], "money": zero, "number": zero}.get(self.kind)

    @property
    def asks(self) -> str:
        """Give the question in the language of the screen."""
        return words_of(questions()[self.path])


@cache
def asked_facts() -> Mapping[str, AskedFact]:
    """Give every fact that may be asked, by its path, in the order of the rules' vocabulary."""
    asked: dict[str, AskedFact] = {}
    for fact in FACTS:
        if fact.path not in asked and fact.path not in FROM_THE_FILE:
            asked[fact.path] = _asked(fact)
    return asked


def _asked(fact: Any) -> AskedFact:
    if fact.path == f"{OF_MEMBER}{_DISABILITIES}":
        return AskedFact(fact.path, "codes", codes=(*DISABILITY_KINDS, "other"))
    if fact.path == "benefits_received":
        return AskedFact(fact.path, "codes", codes=_benefits())
    kind: Kind = "month" if fact.name == "birth_month" else fact.kind
    codes = tuple(code for code in fact.codes if code != "unknown")
    is_whole = kind == "number" and fact.name not in ("heating_coefficient", "buildings_m2")
    largest = fact.largest if math.isfinite(fact.largest) else 1e11
    return AskedFact(fact.path, kind, largest, codes, is_whole)


def _benefits() -> tuple[str, ...]:
    """Give the programmes of which it matters whether they are received: those that pay, and those a rule asks for."""
    return tuple(code for code, about in catalogue().items() if about.programme.unit or code in RECEIVED)


def household_facts() -> tuple[AskedFact, ...]:
    """Give the facts of the household as a whole."""
    return tuple(fact for fact in asked_facts().values() if not fact.is_of_member)


def member_facts(member: Housemate) -> tuple[AskedFact, ...]:
    """Give the facts to ask of a member; what no rule needs at this age, sex or citizenship is left out."""
    return tuple(fact for fact in asked_facts().values() if fact.is_of_member and _concerns(fact, member))


def _concerns(fact: AskedFact, member: Housemate) -> bool:
    name, age = fact.name, member.age
    variable = name.replace(".", "_")
    if variable in ASKED_OF_CHILDREN:
        return age is None or _AGES_OF_SCHOOL[0] <= age <= _AGES_OF_SCHOOL[1]
    if variable in ASKED_OF_GUESTS:
        return member.role in ("hosted", "parent", "grandparent", "sibling", "other_relative", "grandchild")
    if variable in _OF_WOMEN and member.sex not in ("F", ""):
        return False
    if variable in _OF_FOREIGNERS and member.citizenship == "GRC":
        return False
    return age is None or age >= ASKED_FROM_AGE or variable not in ASKED_OF_ADULTS
