"""Why a line is new: the same home is asked anew as of the last run, and what differs since then is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from openfisca_greece import changes, rules_version

from arogi.entitlements.register import PORTION, Resident
from arogi.outreach.findings import ENTITLED, Asked, Finding, Key, ask
from arogi.outreach.models import Line, Run

CHILDREN = ("child", "protected_child", "grandchild")
OLD_AGE, FULL_AGE = 67, 18


@dataclass(frozen=True, slots=True)
class _Then:
    """What the rules say of the homes as they are known today, for the day of the last run.

    Attributes:
        now: what they say for today; None where no value of law differs.
        law: the figures of law that differ between the two days.
    """

    asked: Asked
    last: Run
    now: Asked | None
    law: frozenset[str]


def causes_of(findings: Sequence[Finding], last: Run | None, today: dt.date) -> dict[Key, str]:
    """Give for each new finding a code of `Line.Cause`.

    Args:
        last: the run before; None for the first one over a register.
    """
    if last is None:
        return {finding.key: Line.Cause.FIRST_RUN for finding in findings}
    law = frozenset(now.name for _before, now in changes(last.as_of, today)) if last.as_of < today else frozenset()
    causes: dict[Key, str] = {}
    # Findings of one home stand together, so that a home is rarely asked twice.
    waiting = iter(sorted(findings, key=lambda finding: finding.home.key))
    while portion := list(islice(waiting, PORTION)):
        homes = {finding.home.key: finding.home for finding in portion}
        then = _Then(ask(homes.values(), last.as_of), last, ask(homes.values(), today) if law else None, law)
        causes |= {finding.key: _cause(finding, then, today) for finding in portion}
    return causes


def _cause(finding: Finding, then: _Then, today: dt.date) -> str:
    home, since = finding.home, then.last.started_at
    if home.recorded_at > since:
        return Line.Cause.NEW_HOME
    if any(member.came_at and member.came_at > since for member in home.members):
        return Line.Cause.NEW_MEMBER
    if then.asked.says(home.key, finding.programme) != ENTITLED:
        return _by_time(finding, then, today)
    if home.told_at and home.told_at > since:
        return Line.Cause.NEW_FACT
    return Line.Cause.NEW_RULES if then.last.rules_version != rules_version() else Line.Cause.OTHER


def _by_time(finding: Finding, then: _Then, today: dt.date) -> str:
    """Name what the days between the two runs brought."""
    last_day = then.last.as_of
    members = finding.home.members
    if _reached(members, OLD_AGE, last_day, today):
        return Line.Cause.TURNED_67
    if _reached([member for member in members if member.role in CHILDREN], FULL_AGE, last_day, today):
        return Line.Cause.TURNED_18
    if then.law & _figures(then.now, finding.programme):
        return Line.Cause.NEW_LAW
    if any(member.age_on(last_day) != member.age_on(today) for member in members):
        return Line.Cause.BIRTHDAY
    return Line.Cause.TIME


def _figures(asked: Asked | None, programme: str) -> frozenset[str]:
    """Give the figures of law that the tests of a programme rest on."""
    if asked is None or asked.batch is None or programme not in asked.batch.assessments:
        return frozenset()
    return frozenset(name for test in asked.batch.frame(programme).asked for name in test.law_figures)


def _reached(members: Iterable[Resident], years: int, last_day: dt.date, today: dt.date) -> bool:
    ages = ((member.age_on(last_day), member.age_on(today)) for member in members)
    return any(before is not None and now is not None and before < years <= now for before, now in ages)
