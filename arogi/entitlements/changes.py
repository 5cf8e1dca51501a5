"""What changed between two checks of a household, and what made it change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openfisca_greece import Text

from arogi.entitlements.facts import OF_SOMEBODY, parted
from arogi.entitlements.kept import Outline, ToldAnswer
from arogi.entitlements.sight import EVERYTHING, Sight


@dataclass(frozen=True, kw_only=True)
class ChangedAnswer:
    """One programme that says something else than before.

    Attributes:
        before, now: verdicts; before is empty for a programme that was not asked for then.
        amount_before, amount_now: in euros, where they were known; each with its own rhythm (`unit`).
    """

    programme: str
    title: Text
    before: str
    now: str
    amount_before: Decimal | None
    amount_now: Decimal | None
    unit_before: str | None
    unit_now: str | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two checks side by side.

    Attributes:
        answers: what says something else, what is new for the household first.
        facts: paths of the facts that are new or others, `members.*.` for those of any member.
        is_other_household: somebody came or went.
        are_other_rules: the rules or the figures of law changed meanwhile.
        has_hidden_facts: facts that are kept from who reads it are new or others.
    """

    answers: tuple[ChangedAnswer, ...]
    facts: tuple[str, ...]
    is_other_household: bool
    are_other_rules: bool
    has_hidden_facts: bool = False

    @property
    def has_cause(self) -> bool:
        """Say whether anything but the date made the difference."""
        return any((self.is_other_household, self.facts, self.are_other_rules, self.has_hidden_facts))


def compare(now: Outline, before: Outline, sight: Sight = EVERYTHING) -> Comparison:
    """Tell what a check says otherwise than the one before it, as far as who reads it may see."""
    answers = {code: answer for code, answer in now.answers.items() if code not in sight.programmes}
    changed = (_changed(code, answer, before.answers.get(code)) for code, answer in answers.items())
    flat_now, flat_before = dict(_flat(now.household)), dict(_flat(before.household))
    differing = {path for path in {*flat_now, *flat_before} if flat_now.get(path) != flat_before.get(path)}
    facts = {parted(path).pattern for path in differing if _is_told(path)}
    return Comparison(
        answers=tuple(sorted((one for one in changed if one), key=_weight)),
        facts=tuple(sorted(facts - sight.facts)),
        has_hidden_facts=bool(facts & sight.facts),
        is_other_household=_members(now.household) != _members(before.household),
        are_other_rules=now.rules_version != before.rules_version,
    )


def _changed(programme: str, now: ToldAnswer, before: ToldAnswer | None) -> ChangedAnswer | None:
    if before is not None and _says(now) == _says(before):
        return None
    return ChangedAnswer(
        programme=programme,
        title=now.title,
        before=before.verdict if before else "",
        now=now.verdict,
        amount_before=before.amount if before else None,
        amount_now=now.amount,
        unit_before=before.unit if before else None,
        unit_now=now.unit,
    )


def _says(answer: ToldAnswer) -> tuple[object, ...]:
    """Give what makes an answer another one: 100 euros a month are not 100 euros once."""
    return answer.verdict, answer.amount, answer.unit if answer.amount is not None else None


def _weight(changed: ChangedAnswer) -> int:
    """Put what was won or lost first, then what can be said only now."""
    if "entitled" in (changed.now, changed.before):
        return 0
    return 1 if changed.now == "cannot_say" else 2


def _members(household: Mapping[str, Any]) -> set[str]:
    return {str(member["id"]) for member in household["members"]}


def _flat(content: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Write nested facts as paths; a member is known by the id, not by the place in the list."""
    for name, value in content.items():
        if name == "members":
            for member in value:
                yield from _flat(member, f"members.{member['id']}.")
        elif isinstance(value, Mapping):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", value


def _is_told(path: str) -> bool:
    return path != "as_of" and not (path.startswith(OF_SOMEBODY) and path.endswith(".id"))
