"""What the person's page shows of this module: what the household seems to be entitled to, as it was told last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from arogi.accounts.access import Member
from arogi.entitlements.homes import joined_last
from arogi.entitlements.models import Check
from arogi.entitlements.selectors import Summary, checks_of, summary_of
from arogi.entitlements.sight import sight_of
from arogi.entitlements.words import title_of, words_of
from arogi.people.household_lines import HouseholdLines
from arogi.people.models import Person

NAMED_AT_MOST = 5


@dataclass(frozen=True, kw_only=True)
class EntitlementPanel:
    """The panel of one person.

    Attributes:
        checked_on: None before the first check; everything else is empty then.
        seems_due: code and title of what seems due, the best first; `more` counts those that are not named.
        check_id: of the last check.
        waiting: how many answers wait for a fact; `asks` is the question that decides most of them.
        asks_of: the member whom the question is about, when it is not the person of the page.
    """

    person_id: UUID
    checked_on: dt.date | None = None
    per_month: Decimal = Decimal(0)
    seems_due: tuple[tuple[str, str], ...] = ()
    check_id: UUID | None = None
    more: int = 0
    waiting: int = 0
    asks: str = ""
    asks_of: str = ""
    may_check: bool


def entitlement_panel(member: Member, person: Person, households: Iterable[HouseholdLines]) -> EntitlementPanel | None:
    """Read the last check of a person or of the household; one query. None for whoever may not see it.

    Args:
        member: who looks.
        person: whose page it is.
        households: those in which the person lives today; the one that `homes.home_of` reads counts.
    """
    if not member.may("entitlements.view"):
        return None
    may_check = member.may("entitlements.check")
    home = _home_among(households)
    check = checks_of(person.pk, [home.id] if home else []).first()
    if check is None:
        return EntitlementPanel(person_id=person.pk, may_check=may_check)
    names = {str(one.person_id): one.name for one in home.members if not one.is_self} if home else {}
    return _of_check(person, check, sight_of(member).of_summary(summary_of(check)), names, may_check=may_check)


def _home_among(households: Iterable[HouseholdLines]) -> HouseholdLines | None:
    own = ((home, line) for home in households for line in home.members if line.is_self)
    chosen = max(own, key=lambda pair: joined_last(pair[1].since, pair[1].membership_id), default=None)
    return chosen[0] if chosen else None


def _of_check(
    person: Person, check: Check, summary: Summary, names: dict[str, str], *, may_check: bool
) -> EntitlementPanel:
    seems_due = [(code, title_of(code)) for code in summary.entitled]
    return EntitlementPanel(
        person_id=person.pk,
        checked_on=check.as_of,
        per_month=Decimal(summary.per_month),
        seems_due=tuple(seems_due[:NAMED_AT_MOST]),
        check_id=check.pk,
        more=max(0, len(seems_due) - NAMED_AT_MOST),
        waiting=summary.waiting,
        asks=words_of(summary.asks) if summary.asks else "",
        asks_of=names.get(summary.asks_of or "", ""),
        may_check=may_check,
    )
