"""What a change of the rules does to the homes of a municipality: whose answer differs, and by how much.

Two ways to say what is compared. Between two days: the same homes, at the ages and with the facts of the later day,
once with the figures of law of the one day and once with those of the other. From a version of the rules: the checks
that were told with it, each against what the rules of today say of the facts that were told then.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import numpy as np
from django.db.models.functions import Coalesce
from openfisca_greece import (
    Answer,
    Batch,
    Household,
    NotAHousehold,
    catalogue,
    columns_of,
    screen,
    survey_columns,
    with_figures_of,
)

from arogi.core import audit
from arogi.entitlements.kept import Outline, ToldAnswer
from arogi.entitlements.models import Check
from arogi.entitlements.register import homes_of_register
from arogi.entitlements.selectors import outline_of
from arogi.outreach.findings import ENTITLED, NOT_ENTITLED, amount_of, readable, unit_of

VERDICTS = {0: "cannot_say", ENTITLED: "entitled", NOT_ENTITLED: "not_entitled"}
HALF_A_CENT = 0.005
AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedAnswer:
    """One programme of one home that is answered otherwise.

    Attributes:
        home: its household, or the person where no household is known.
        before, after: `entitled`, `not_entitled`, `cannot_say`; None for a programme that was not among the answers.
        amount_before, amount_after: in euros; None where not known, or nothing is paid.
        unit: rhythm of the amounts, as openfisca-greece writes it.
    """

    home: UUID
    programme: str
    before: str | None
    after: str | None
    amount_before: Decimal | None
    amount_after: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedProgramme:
    """What changes of one programme, counted in homes.

    Attributes:
        gained, lost: seem entitled now and did not, and the other way round.
        other_amount: entitled before and after, to another amount.
        otherwise: "cannot say" became "not entitled", or the other way round.
        difference: what all known amounts come to more (or less), in euros at the rhythm of `unit`.
    """

    programme: str
    gained: int
    lost: int
    other_amount: int
    otherwise: int
    difference: Decimal
    unit: str

    @classmethod
    def of(cls, programme: str, answers: Sequence[ChangedAnswer]) -> ChangedProgramme:
        """Count answers of one programme."""
        entitled = [(one.before == "entitled", one.after == "entitled") for one in answers]
        return cls(
            programme=programme,
            gained=entitled.count((False, True)),
            lost=entitled.count((True, False)),
            other_amount=entitled.count((True, True)),
            otherwise=entitled.count((False, False)),
            difference=sum((_difference(one) for one in answers), Decimal(0)),
            unit=answers[0].unit,
        )


def _difference(one: ChangedAnswer) -> Decimal:
    return (one.amount_after or Decimal(0)) - (one.amount_before or Decimal(0))


@dataclass(slots=True)
class RuleChanges:
    """What a change of the rules comes to in one municipality.

    Attributes:
        homes: how many were looked at, without those that the rules cannot read.
    """

    homes: int = 0
    unreadable: int = 0
    answers: list[ChangedAnswer] = field(default_factory=list)

    @property
    def changed_homes(self) -> int:
        """Count the homes of which any answer differs."""
        return len({answer.home for answer in self.answers})

    def by_programme(self) -> list[ChangedProgramme]:
        """Sum the answers of each programme up, in the order of the catalogue."""
        found: dict[str, list[ChangedAnswer]] = defaultdict(list)
        for answer in self.answers:
            found[answer.programme].append(answer)
        gone = [code for code in found if code not in catalogue()]
        return [ChangedProgramme.of(code, found[code]) for code in (*catalogue(), *gone) if code in found]


def changes_between(first: dt.date, last: dt.date) -> RuleChanges:
    """Ask the rules for every home of the entered municipality with the figures of law of both days.

    Homes, ages and facts are those of the later day, whichever comes first.
    """
    found = RuleChanges()
    day = max(first, last)
    for homes in homes_of_register(day):
        read = readable(homes, day)
        found.homes += len(read)
        found.unreadable += len(homes) - len(read)
        if read:
            found.answers += _differing(read, first, last)
    audit.record("screen", kind="rule_changes", homes=found.homes, answers=len(found.answers))
    return found


def changes_since_version(version: str) -> RuleChanges:
    """Ask the rules of today what was asked with another version: the newest check of each home that it told.

    Each check is asked again with the facts and for the day of its own, so that only the rules can make a difference.
    """
    found = RuleChanges()
    told = Check.objects.filter(rules_version=version).annotate(home=Coalesce("household_id", "person_id"))
    newest = told.order_by("home", "-checked_at", "-pk").distinct("home")
    for check in newest.iterator(chunk_size=AT_ONCE):
        outline = outline_of(check)
        found.homes += 1
        try:
            now = {answer.programme: answer for answer in screen(outline.household, as_of=check.as_of).answers}
        except NotAHousehold:
            found.unreadable += 1
            continue
        found.answers += _told_otherwise(check.household_id or check.person_id, outline, now)
    audit.record("screen", kind="rule_changes", homes=found.homes, answers=len(found.answers))
    return found


def _told_otherwise(home: UUID, told: Outline, now: Mapping[str, Answer]) -> Iterator[ChangedAnswer]:
    for code in {**told.answers, **now}:
        before, after = told.answers.get(code), now.get(code)
        was, is_ = _said(before), _said(after)
        if was != is_:
            yield ChangedAnswer(
                home=home,
                programme=code,
                before=was[0],
                after=is_[0],
                amount_before=was[1],
                amount_after=is_[1],
                unit=next((one.unit for one in (after, before) if one and one.unit), ""),
            )


def _said(answer: Answer | ToldAnswer | None) -> tuple[str | None, Decimal | None]:
    if answer is None:
        return None, None
    return answer.verdict, answer.amount if answer.verdict == "entitled" else None


def _differing(read: Mapping[UUID, Household], first: dt.date, last: dt.date) -> Iterator[ChangedAnswer]:
    day, keys = max(first, last), list(read)
    columns = columns_of(list(read.values()), day)
    before, after = (survey_columns(columns, rules=with_figures_of(law_day, on=day)) for law_day in (first, last))
    for code in before.codes:
        for row in _rows_that_differ(before, after, code):
            yield ChangedAnswer(
                home=keys[row],
                programme=code,
                before=VERDICTS[int(before.verdicts[code][row])],
                after=VERDICTS[int(after.verdicts[code][row])],
                amount_before=_amount(before, code, row),
                amount_after=_amount(after, code, row),
                unit=unit_of(code),
            )


def _rows_that_differ(before: Batch, after: Batch, code: str) -> Iterable[int]:
    verdict = before.verdicts[code] != after.verdicts[code]
    amounts = before.amounts[code], after.amounts[code]
    amount = ~np.isclose(*amounts, rtol=0, atol=HALF_A_CENT, equal_nan=True) & (after.verdicts[code] == ENTITLED)
    return map(int, np.flatnonzero(verdict | amount))


def _amount(batch: Batch, code: str, row: int) -> Decimal | None:
    return amount_of(batch, code, row) if batch.verdicts[code][row] == ENTITLED else None
