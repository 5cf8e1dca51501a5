"""Reads for the pages of accounts: doors, staff, roles, the access record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from arogi.accounts.access import Right, member_on, rulebook
from arogi.accounts.models import Membership, MunicipalityAccess, User
from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord


def municipalities_of(user: User) -> list[Municipality]:
    """Give the municipalities at whose doors an account may knock, whether or not it has a role there today."""
    accesses = MunicipalityAccess.objects.filter(user=user).select_related("municipality")
    return sorted((access.municipality for access in accesses), key=lambda town: town.name)


def open_doors(user: User, date: dt.date) -> list[Municipality]:
    """Give the municipalities in which an account has a role on a date."""
    doors = []
    for municipality in municipalities_of(user):
        with acting_in(municipality.id):
            if member_on(user=user, municipality=municipality, date=date) is not None:
                doors.append(municipality)
    return doors


@dataclass(frozen=True, kw_only=True)
class StaffLine:
    """One account in the list of staff, with what it is today in the entered municipality."""

    user: User
    current: list[Membership]
    ended: list[Membership]


def staff_on(date: dt.date) -> list[StaffLine]:
    """Give the accounts that have or had a role in the entered municipality, by name."""
    lines: dict[UUID, StaffLine] = {}
    for membership in _memberships():
        line = lines.setdefault(membership.user_id, StaffLine(user=membership.user, current=[], ended=[]))
        is_over = membership.valid_until is not None and membership.valid_until <= date
        (line.ended if is_over else line.current).append(membership)
    return sorted(lines.values(), key=lambda line: (not line.current, line.user.name))


def staff_member(user_id: UUID, date: dt.date) -> StaffLine | None:
    """Give one account of the entered municipality; None when it never had a role here."""
    return next((line for line in staff_on(date) if line.user.pk == user_id), None)


def _memberships() -> QuerySet[Membership]:
    return Membership.objects.select_related("user", "structure").order_by("-valid_from", "role")


@dataclass(frozen=True, kw_only=True)
class RightLine:
    """One line of the table of roles: a right, and which roles have it (in the order of the columns)."""

    right: Right
    granted: list[bool]

    @property
    def words(self) -> str:
        """Give the right's words in the language of the screen."""
        return self.right.en if get_language() == "en" else self.right.el


def table_of_roles() -> tuple[list[str], list[RightLine]]:
    """Give the names of the roles (columns) and the rights (lines), exactly as `roles.yaml` has them."""
    book = rulebook()
    columns = [str(Membership.Role(role).label) for role in book.roles]
    lines = [
        RightLine(right=right, granted=[code in granted for granted in book.roles.values()])
        for code, right in book.rights.items()
    ]
    return columns, lines


@dataclass(frozen=True, kw_only=True)
class RecordFilter:
    """What the reader of the access record looks for; None asks for everything.

    Attributes:
        before: only records with a smaller sequence number: the next page.
    """

    person_id: UUID | None = None
    actor_id: UUID | None = None
    from_date: dt.date | None = None
    until_date: dt.date | None = None
    before: int | None = None


def access_records(wanted: RecordFilter, *, limit: int) -> list[AccessRecord]:
    """Give the newest records that fit, of the entered municipality."""
    records = AccessRecord.objects.order_by("-sequence")
    conditions = {
        "person_id": wanted.person_id,
        "actor_id": wanted.actor_id,
        "at__date__gte": wanted.from_date,
        "at__date__lte": wanted.until_date,
        "sequence__lt": wanted.before,
    }
    asked = Q(**{name: value for name, value in conditions.items() if value is not None})
    return list(records.filter(asked)[:limit])


def names_of(user_ids: set[UUID]) -> dict[UUID, str]:
    """Give the names of accounts, for the lines that carry only their ids."""
    return dict(User.objects.filter(pk__in=user_ids).values_list("pk", "name"))
