"""What the page of a check shows: the answers as they were told, those before it, and what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _
from openfisca_greece import questions

from arogi.core.shown import money
from arogi.entitlements.changes import ChangedAnswer, Comparison
from arogi.entitlements.facts_page import FactsPage
from arogi.entitlements.forms import FactsForm
from arogi.entitlements.models import Check
from arogi.entitlements.presentation import ShownScreening
from arogi.entitlements.selectors import summary_of
from arogi.entitlements.sight import Sight
from arogi.entitlements.voice import with_rhythm
from arogi.entitlements.words import words_of

TOLD_AT_MOST = 8
CHANGES_AT_ONCE = 5


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One check in the history."""

    id: UUID
    at: dt.datetime
    by: str
    per_month: Decimal
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One programme that says something else than in the check before."""

    title: str
    before: str
    now: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class ChangesShown:
    """What changed since the check before, and why."""

    since: dt.datetime
    lines: tuple[ChangeLine, ...]
    causes: tuple[str, ...]

    @property
    def first(self) -> tuple[ChangeLine, ...]:
        """Give the changes that are shown at once."""
        return self.lines[:CHANGES_AT_ONCE]

    @property
    def others(self) -> tuple[ChangeLine, ...]:
        """Give the changes that are folded."""
        return self.lines[CHANGES_AT_ONCE:]


@dataclass(frozen=True, kw_only=True)
class NextQuestion:
    """The question that decides most, to be answered on the page of the check.

    Attributes:
        is_outdated: other facts were told since the check; then there is no question.
        page: the question with its fields; both None when nothing is missing.
    """

    is_outdated: bool = False
    form: FactsForm | None = None
    page: FactsPage | None = None


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """A check as it was told, with those before it.

    Attributes:
        is_partial: some answers are kept from this member of staff.
        next: the question that may be answered here; None for a check of before, and for whoever may not answer.
        unfolded: the programme that was asked to be shown with its tests.
    """

    check: Check
    shown: ShownScreening
    history: tuple[CheckLine, ...]
    changes: ChangesShown | None
    is_newest: bool
    is_partial: bool
    next: NextQuestion | None
    unfolded: str

    @property
    def unfolded_in(self) -> str:
        """Name the folded group of answers that has to be open for it."""
        return self.shown.folded_with(self.unfolded)


def history_lines(checks: Iterable[Check], shown_id: UUID, sight: Sight) -> tuple[CheckLine, ...]:
    """Give checks as lines of the history."""
    return tuple(_line(check, shown_id, sight) for check in checks)


def _line(check: Check, shown_id: UUID, sight: Sight) -> CheckLine:
    summary = sight.of_summary(summary_of(check))
    return CheckLine(
        id=check.pk,
        at=check.checked_at,
        by=check.checked_by.name,
        per_month=Decimal(summary.per_month),
        is_shown=check.pk == shown_id,
    )


def changes_shown(comparison: Comparison, before: Check) -> ChangesShown:
    """Say what changed since a check, and why."""
    return ChangesShown(
        since=before.checked_at,
        lines=tuple(_change(one) for one in comparison.answers),
        causes=tuple(_causes(comparison)),
    )


def _change(one: ChangedAnswer) -> ChangeLine:
    words = _verdicts()
    before, now = (words.get(verdict, _("not asked")) for verdict in (one.before, one.now))
    return ChangeLine(
        title=words_of(one.title),
        before=_with_amount(before, one.amount_before, one.unit_before),
        now=_with_amount(now, one.amount_now, one.unit_now),
        colour={"entitled": "green", "cannot_say": "yellow"}.get(one.now, "grey"),
    )


def _with_amount(words: str, amount: Decimal | None, unit: str | None) -> str:
    if amount is None:
        return words
    return _("%(verdict)s: %(amount)s") % {"verdict": words, "amount": with_rhythm(money(amount), unit)}


def _verdicts() -> Mapping[str, str]:
    return {
        "entitled": _("seems entitled"),
        "cannot_say": _("cannot be said"),
        "not_entitled": _("does not seem entitled"),
    }


def _causes(comparison: Comparison) -> Iterable[str]:
    if comparison.is_other_household:
        yield _("Somebody came to the household or left it.")
    if comparison.has_hidden_facts:
        yield _("Facts were told which are for colleagues with the right to health data.")
    if comparison.facts:
        asks = [words_of(questions()[path]) for path in comparison.facts[:TOLD_AT_MOST] if path in questions()]
        yield _("Other facts were told: %(facts)s") % {"facts": " ".join(asks)}
    if comparison.are_other_rules:
        yield _("The rules or the figures of law were brought up to date.")
    if not comparison.has_cause:
        yield _("Only time has passed: an age, a period or a figure of law changed with the date.")
