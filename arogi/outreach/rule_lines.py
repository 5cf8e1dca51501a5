"""What a change of the rules comes to, written for people and for programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openfisca_greece import LawFigure, changes, rules_version

from arogi.centres.commands import read_day
from arogi.core.errors import DomainError
from arogi.entitlements.commands import UNITS, VERDICTS
from arogi.outreach.rule_changes import ChangedAnswer, RuleChanges, changes_between, changes_since_version


class UnusableComparison(DomainError):
    """What was given to compare cannot be compared."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What is compared: two days, or with a version of the rules."""

    first: dt.date | None
    last: dt.date
    version: str = ""

    @classmethod
    def of(cls, first: str, last: str | None, *, today: dt.date) -> Comparison:
        """Read what was typed.

        Raises:
            UnusableComparison: the two cannot be compared.
            UnusableWords: a day is none.
        """
        if not _is_version(first):
            return cls(first=read_day(first), last=read_day(last) if last else today)
        if last:
            raise UnusableComparison(_("A version of the rules is compared with the rules of today: leave out --to."))
        return cls(first=None, last=today, version=first)

    @property
    def figures(self) -> tuple[tuple[LawFigure, LawFigure], ...]:
        """Give the figures of law that differ; none between versions, whose figures are not at hand any more."""
        return changes(self.first, self.last) if self.first else ()

    def here(self) -> RuleChanges:
        """Compare in the entered municipality."""
        return changes_between(self.first, self.last) if self.first else changes_since_version(self.version)


def _is_version(text: str) -> bool:
    return "+" in text


def as_json(comparison: Comparison, found: Mapping[str, RuleChanges], *, households: bool) -> dict[str, Any]:
    """Give it as JSON has it, by municipality; `households` adds each answer."""
    return {
        "from": comparison.version or str(comparison.first),
        "to": str(comparison.last),
        "rules_version": rules_version(),
        "figures": [
            {"name": then.name, "before": then.value, "after": now.value, "unit": now.unit, "source": now.source}
            for then, now in comparison.figures
        ],
        "municipalities": [_town_as_json(slug, one, households=households) for slug, one in found.items()],
    }


def _town_as_json(slug: str, found: RuleChanges, *, households: bool) -> dict[str, Any]:
    programmes = [{**asdict(one), "difference": str(one.difference)} for one in found.by_programme()]
    told: dict[str, Any] = {
        "municipality": slug,
        "households": found.homes,
        "unreadable": found.unreadable,
        "changed": found.changed_homes,
        "programmes": programmes,
    }
    if households:
        told["answers"] = [{name: _plain(value) for name, value in asdict(one).items()} for one in found.answers]
    return told


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)


def lines(comparison: Comparison, found: Mapping[str, RuleChanges], *, households: bool) -> Iterator[str]:
    """Give it as lines of a table, by municipality; `households` adds each answer."""
    yield f"From {comparison.version or comparison.first} to {comparison.last}, rules {rules_version()}."
    for then, now in comparison.figures:
        yield f"  {now.name}: {_value(then)} -> {_value(now)}"
    if comparison.first and not comparison.figures:
        yield "  No figure of law differs."
    for slug, one in found.items():
        yield ""
        if comparison.version and not one.homes:
            yield f"{slug}: no check was told with the rules {comparison.version}."
        else:
            yield from _lines_of(slug, one, households=households)


def _value(figure: LawFigure) -> str:
    return "no value" if figure.value is None else f"{figure.value} {figure.unit}"


def _lines_of(slug: str, found: RuleChanges, *, households: bool) -> Iterator[str]:
    yield f"{slug}: {found.changed_homes} of {found.homes} households are answered otherwise."
    if found.unreadable:
        yield f"  {found.unreadable} households cannot be read by the rules."
    for one in found.by_programme():
        counts = (
            (one.gained, "gained"),
            (one.lost, "lost"),
            (one.other_amount, "other amount"),
            (one.otherwise, "other"),
        )
        said = ", ".join(f"{number} {what}" for number, what in counts if number)
        difference = f"; {one.difference:+} EUR {UNITS.get(one.unit, '')}".rstrip() if one.difference else ""
        yield f"  {one.programme}: {said}{difference}"
        answers = [answer for answer in found.answers if answer.programme == one.programme] if households else []
        yield from (f"    {answer.home}: {_said(answer)}" for answer in answers)


def _said(answer: ChangedAnswer) -> str:
    before = _verdict(answer.before) + _sum(answer.amount_before)
    return f"{before} -> {_verdict(answer.after)}{_sum(answer.amount_after)}"


def _verdict(code: str | None) -> str:
    return VERDICTS[code] if code else "not asked"


def _sum(amount: Decimal | None) -> str:
    return "" if amount is None else f", {amount} EUR"
