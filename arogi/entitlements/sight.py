"""What of a household's health a member of staff may read here: the same right as for sensitive target groups.

Why so, and what it does not hide: docs/decisions/0013-who-sees-health-facts.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from openfisca_greece import Answer, AnsweredTest, Screening

from arogi.accounts.access import Member
from arogi.entitlements.facts import parted
from arogi.entitlements.selectors import Summary
from arogi.people.access import may_see_sensitive_groups

HEALTH_FACTS = frozenset(
    {
        "members.*.disability_percent", "members.*.disability_kinds", "members.*.life_support_device",
        "members.*.in_closed_care", "income.six_months.disability_benefits",
    }
)  # fmt: skip
# Programmes to which a disability alone may open the door: the answer itself tells of it. A kept answer names the facts
# of a test only while they are missing, so the set stands here; test_sight.py asks the rules whether it is whole.
HEALTH_PROGRAMMES = frozenset(
    {
        "disability_severe", "disability_deaf", "disability_blind", "disability_movement", "disability_dietary",
        "disability_intellectual", "disability_paraplegia", "disability_thalassaemia", "disability_haemophilia_hiv",
        "personal_assistant", "disability_card", "free_transport", "help_at_home", "november_250", "enfia_full",
    }
)  # fmt: skip
# Programmes open to everybody whose limits are higher for a household with a disabled member.
RAISED_LIMITS = frozenset({"kot_b", "power_reconnection", "medicine_without_copay"})
RAISED_LIMITS_OF_TOWNS = "_social_grocery"
# Stands for a missing fact that this member of staff does not ask for; `presentation` has the words.
FOR_COLLEAGUES = "for_colleagues"


@dataclass(frozen=True)
class Sight:
    """What is kept from a member of staff.

    Attributes:
        facts: paths of facts that are neither shown nor asked nor taken.
        programmes: codes of programmes whose answers are left out.
    """

    facts: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()

    @property
    def is_whole(self) -> bool:
        """Say whether nothing is kept from the member."""
        return not self.facts

    def of(self, screening: Screening) -> Screening:
        """Give the answers that may be read, without figures and questions that tell of somebody's health."""
        if self.is_whole:
            return screening
        seen = (self._answer(answer) for answer in screening.answers if answer.programme not in self.programmes)
        return replace(screening, answers=tuple(seen))

    def of_summary(self, summary: Summary) -> Summary:
        """Give the summary that may be read; of a check of before, without sums that nobody can part any more."""
        if self.is_whole:
            return summary
        if summary.without_health is not None:
            return summary.without_health
        entitled = tuple(code for code in summary.entitled if code not in self.programmes)
        return replace(summary, per_month="0", entitled=entitled, asks=None, asks_of=None)

    def hides_fact(self, fact: str) -> bool:
        """Say whether a fact, as a household's description names it, is kept from the member."""
        return parted(fact).pattern in self.facts

    def hidden_among(self, codes: Iterable[str]) -> frozenset[str]:
        """Give those of the received programmes that are kept from the member."""
        return self.programmes.intersection(codes)

    def _answer(self, answer: Answer) -> Answer:
        tests = tuple(self._test(answer.programme, test) for test in answer.tests)
        return replace(answer, missing=self._missing(answer.missing), tests=tests)

    def _test(self, programme: str, test: AnsweredTest) -> AnsweredTest:
        changes: dict[str, Any] = {"missing": self._missing(test.missing)}
        if programme in RAISED_LIMITS or programme.endswith(RAISED_LIMITS_OF_TOWNS):
            changes |= {"value": None, "limit": None}
        return replace(test, **changes)

    def _missing(self, facts: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(FOR_COLLEAGUES if self.hides_fact(fact) else fact for fact in facts))


EVERYTHING = Sight()
WITHOUT_HEALTH = Sight(facts=HEALTH_FACTS, programmes=HEALTH_PROGRAMMES)


def sight_of(member: Member) -> Sight:
    """Give what a member of staff may read here."""
    return EVERYTHING if may_see_sensitive_groups(member) else WITHOUT_HEALTH


def askable(screening: Screening) -> Screening:
    """Give a screening in which only what this member of staff may ask for is missing."""
    answers = (
        replace(answer, missing=tuple(fact for fact in answer.missing if fact != FOR_COLLEAGUES))
        if FOR_COLLEAGUES in answer.missing
        else answer
        for answer in screening.answers
    )
    return replace(screening, answers=tuple(answers))
