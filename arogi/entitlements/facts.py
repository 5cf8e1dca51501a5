"""Facts of a household: how one is named, taken from its path in a description, and what is known of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from openfisca_greece import questions

OF_SOMEBODY = "members."
OF_MEMBER = "members.*."


@dataclass(frozen=True, slots=True)
class FactKey:
    """Of whom a fact is: `person_id` is None for a fact of the whole household."""

    path: str
    person_id: UUID | None = None

    @property
    def in_household(self) -> str:
        """Give the path in a household's description, with the member's id."""
        return f"{OF_SOMEBODY}{self.in_form}" if self.person_id else self.path

    @property
    def in_form(self) -> str:
        """Give the name of its field in a form."""
        return f"{self.person_id}.{self.path.removeprefix(OF_MEMBER)}" if self.person_id else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownFact:
    """A fact as it was told last: its value (null when it is not known any more), how and when.

    Attributes:
        row: of the table; None for one that is not recorded yet.
    """

    value: Any
    source: str
    told_on: dt.date
    row: UUID | None = None


Known = Mapping[FactKey, KnownFact]
# The version of a household's facts before the first was told.
NOTHING_TOLD = UUID(int=0)


def version_of(known: Known) -> UUID:
    """Give the version of a household's facts: the row that was written last."""
    return max((fact.row for fact in known.values() if fact.row), default=NOTHING_TOLD)


@dataclass(frozen=True, slots=True)
class FactPath:
    """A path in a household's description, taken apart.

    Attributes:
        pattern: `members.*.` in front of a fact of somebody, whoever it is; the path itself for one of the household.
        member: the id of the member; empty for a fact of the household.
    """

    pattern: str
    member: str = ""


def parted(path: str) -> FactPath:
    """Take a path apart; where a member's id itself holds dots, the longest question that the path ends with tells."""
    if not path.startswith(OF_SOMEBODY):
        return FactPath(path)
    tail = path.removeprefix(OF_SOMEBODY)
    member, _dot, name = tail.partition(".")
    if OF_MEMBER + name in questions():
        return FactPath(OF_MEMBER + name, member)
    known = (asked.removeprefix(OF_MEMBER) for asked in questions() if asked.startswith(OF_MEMBER))
    ending = max((one for one in known if tail.endswith(f".{one}")), key=len, default=name)
    return FactPath(OF_MEMBER + ending, tail.removesuffix(ending).removesuffix("."))


def is_part_of(path: str, block: str) -> bool:
    """Say whether a fact is the one that is named, or stands in a block such as `assets`."""
    return path == block or path.startswith(f"{block}.")
