"""Questions about rights, answered from `roles.yaml` and today's memberships."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from uuid import UUID

import yaml
from django.db import connection

from arogi.accounts.models import Membership, User
from arogi.centres.models import Municipality, Structure


@dataclass(frozen=True)
class Right:
    """One right with its words."""

    code: str
    el: str
    en: str


@dataclass(frozen=True)
class Rulebook:
    """The whole of `roles.yaml`."""

    rights: dict[str, Right]
    roles: dict[str, frozenset[str]]


@dataclass(frozen=True, kw_only=True)
class Member:
    """A signed-in member of staff at work in one municipality: what the memberships of this day add up to.

    Attributes:
        structure_ids: the structures he or she works in; empty for a role in the whole municipality.
        whole_municipality: has a membership that names no structure.
    """

    user: User
    municipality: Municipality
    roles: frozenset[str]
    structure_ids: frozenset[UUID]
    whole_municipality: bool
    rights: frozenset[str]

    @cached_property
    def structures(self) -> tuple[Structure, ...]:
        """Give every structure of the municipality in the order of the codes, read once for each request."""
        return tuple(Structure.objects.order_by("code", "pk"))

    @property
    def role_words(self) -> str:
        """Give the names of the roles in the language of the screen."""
        return ", ".join(sorted(str(Membership.Role(role).label) for role in self.roles))

    def may(self, right: str) -> bool:
        """Say whether the roles include a right.

        Raises:
            KeyError: there is no such right: a fault of the program, not a refusal.
        """
        return rulebook().rights[right].code in self.rights

    def works_in(self, structure_id: UUID) -> bool:
        """Say whether he or she works in a structure."""
        if self.whole_municipality:
            return True
        return structure_id in self.structure_ids


@cache
def rulebook() -> Rulebook:
    """Read the rules once."""
    data = yaml.safe_load((Path(__file__).parent / "roles.yaml").read_text())
    rights = {code: Right(code, words["el"], words["en"]) for code, words in data["rights"].items()}
    roles = {role: frozenset(granted) for role, granted in data["roles"].items()}
    return Rulebook(rights, roles)


def _memberships(user_id: UUID, municipality_id: UUID, date: dt.date) -> list[tuple[str, UUID | None]]:
    """Give role and structure of each that holds, as `Membership.objects.on` has it; every request asks."""
    sql = """
        SELECT role, structure_id FROM accounts_membership
         WHERE municipality_id = %s AND user_id = %s
           AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, (municipality_id, user_id, date, date))
        return list(cursor.fetchall())


def member_on(*, user: User, municipality: Municipality, date: dt.date) -> Member | None:
    """Add up a person's memberships in the entered municipality on a date; None when there is none.

    Asked anew for each request, so that a role that was taken away is gone with the next click.
    """
    if not user.is_active:
        return None
    memberships = _memberships(user.pk, municipality.pk, date)
    if not memberships:
        return None
    roles = frozenset(role for role, _ in memberships)
    return Member(
        user=user,
        municipality=municipality,
        roles=roles,
        structure_ids=frozenset(structure for _, structure in memberships if structure),
        whole_municipality=any(structure is None for _, structure in memberships),
        rights=frozenset().union(*(rulebook().roles[role] for role in roles)),
    )
