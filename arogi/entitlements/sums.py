"""What a household seems entitled to, added up: sums of different rhythm never together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from openfisca_greece import Answer

from arogi.entitlements.voice import MONTHLY, ONCE, SEASONAL, YEARLY, Voice


@dataclass(frozen=True, slots=True)
class Sums:
    """What the household seems entitled to and does not receive yet, in force on the day.

    Sums of different rhythm are never added together. `left_out` says in sentences what is in none of them.
    """

    per_month: Decimal
    per_year: Decimal
    per_season: Decimal
    once: Decimal
    received_per_month: Decimal
    programmes: int
    left_out: tuple[str, ...]

    @property
    def others(self) -> tuple[tuple[str, Decimal], ...]:
        """Give the sums that are not by the month, with their names, where there is something."""
        named = ((_("a year"), self.per_year), (_("a season"), self.per_season), (_("once"), self.once))
        return tuple((name, euros) for name, euros in named if euros)


def best_first(answer: Answer) -> tuple[bool, int, Decimal]:
    """Order answers: what is paid today first, by the month before by the year, the larger first."""
    rhythm = {MONTHLY: 0, YEARLY: 1, SEASONAL: 2, ONCE: 3}.get(answer.unit or "", 4)
    return answer.state != "in_force", rhythm, -(answer.amount or Decimal(0))


def monthly_sum(answers: Iterable[Answer]) -> Decimal:
    """Add up what seems due by the month and is not received; of what excludes each other only the larger."""
    return _sum(_monthly(answers)[0])


def sums_of(voice: Voice, answers: Sequence[Answer]) -> Sums:
    """Add up what seems due, and say in the active language what is in none of the sums."""
    entitled = [one for one in answers if one.verdict == "entitled"]
    new = [one for one in entitled if _is_new(one)]
    monthly, instead = _monthly(answers)
    return Sums(
        per_month=_sum(monthly),
        per_year=_sum(one for one in new if one.unit == YEARLY),
        per_season=_sum(one for one in new if one.unit == SEASONAL),
        once=_sum(one for one in new if one.unit == ONCE),
        received_per_month=_sum(one for one in entitled if one.received and one.unit == MONTHLY),
        programmes=len(new),
        left_out=tuple(_left_out(voice, entitled, instead)),
    )


def _sum(answers: Iterable[Answer]) -> Decimal:
    return sum((answer.amount or Decimal(0) for answer in answers), Decimal(0))


def _monthly(answers: Iterable[Answer]) -> tuple[list[Answer], list[Answer]]:
    entitled = (one for one in answers if one.verdict == "entitled" and _is_new(one))
    return _together([one for one in entitled if one.unit == MONTHLY and one.amount is not None])


def _together(answers: Iterable[Answer]) -> tuple[list[Answer], list[Answer]]:
    """Part what can be received together from what would only come instead of something larger."""
    chosen: list[Answer] = []
    instead: list[Answer] = []
    for answer in sorted(answers, key=best_first):
        (instead if any(_exclude(answer, other) for other in chosen) else chosen).append(answer)
    return chosen, instead


def _exclude(one: Answer, other: Answer) -> bool:
    if one.alternatives is not None and (one.alternatives, one.person) == (other.alternatives, other.person):
        return True
    pair = {one.programme, other.programme}
    return any(
        edge.kind == "excludes" and {edge.source_programme, edge.target_programme} == pair for edge in one.passports
    )


def _left_out(voice: Voice, entitled: Sequence[Answer], instead: Sequence[Answer]) -> Iterable[str]:
    """Say what of the things that the household seems entitled to is in no sum."""
    if others := _titles(voice, [one for one in entitled if not one.received and one.state != "in_force"]):
        yield _("Not in the sum, because nothing is paid now: %(programmes)s.") % {"programmes": others}
    if others := _titles(voice, instead):
        yield _("Not in the sum, because it comes only instead of another: %(programmes)s.") % {"programmes": others}
    unknown = [one for one in entitled if _is_new(one) and one.unit and one.amount is None]
    if others := _titles(voice, unknown):
        yield _("Not in the sum, because the amount is not known: %(programmes)s.") % {"programmes": others}
    in_kind = [one for one in entitled if _is_new(one) and not one.unit]
    if in_kind:
        yield ngettext(
            "%(count)s more gives no money but services or goods.",
            "%(count)s more give no money but services or goods.",
            len(in_kind),
        ) % {"count": len(in_kind)}
    if any(one.received is None for one in entitled):
        yield _("It is not known what the household already receives.")


def _is_new(answer: Answer) -> bool:
    return not answer.received and answer.state == "in_force"


def _titles(voice: Voice, answers: Iterable[Answer]) -> str:
    return ", ".join(voice.words(answer.title) for answer in answers)
