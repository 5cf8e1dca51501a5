"""Refusals of this module, each a sentence that can be shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arogi.core.errors import ChangedMeanwhile, DomainError
from arogi.core.values.checked import ValueWarning


class NoSuchPerson(DomainError):
    """There is no such person here, or none that may be seen; pages answer 404."""

    message = _("There is no such person.")


class NothingToCallBy(DomainError):
    """A person without any name at all."""

    message = _("Write at least one name, or what the person is called.")
    field = "surname"


class ImpossibleFact(DomainError):
    """A value that cannot be kept, such as a code that is not in its list."""


class IdentifierUnreadable(DomainError):
    """Text that cannot be kept as an identifier at all."""

    field = "value"

    def __init__(self, message: str | Promise, *, position: int = 0) -> None:
        super().__init__(message)
        self.position = position


class IdentifierNeedsReason(DomainError):
    """A number that fails its rule; it is kept when somebody says why."""

    message = _("This number does not meet its rule. Correct it, or say why it is kept as it is.")
    field = "override_reason"

    def __init__(self, warnings: tuple[ValueWarning, ...], *, position: int = 0) -> None:
        super().__init__(" ".join(warning.message for warning in warnings) or None)
        self.warnings = warnings
        self.position = position


class IdentifierMissingWithoutReason(DomainError):
    """Neither a number nor why there is none."""

    message = _("Write the number, or say why it is missing.")
    field = "missing_reason"


class IdentifierAlreadyThere(DomainError):
    """The person has this very number already."""

    message = _("This number is already recorded for this person.")
    field = "value"


class PhoneAlreadyThere(DomainError):
    """The person has this very phone already."""

    message = _("This phone number is already recorded for this person.")
    field = "number"


class PhoneUnreadable(DomainError):
    """Text that cannot be kept as a phone number at all."""

    field = "number"


class NoPlace(DomainError):
    """An address without any place."""

    message = _("Choose or write a settlement, or mark that there is no fixed abode.")
    field = "settlement"


class TargetGroupAlreadyThere(DomainError):
    """The group is already declared."""

    message = _("This group is already recorded for this person.")
    field = "group"


class HouseholdHasHead(DomainError):
    """Two heads."""

    message = _("This household already has a head.")
    field = "relation"


class AlreadyInHousehold(DomainError):
    """Twice in one household."""

    message = _("This person is already a member of the household.")
    field = "person"


class WrongDates(DomainError):
    """An end before its beginning."""

    message = _("The end lies before the beginning.")
    field = "on"


class NotOfThisHousehold(DomainError):
    """Somebody who does not live there."""

    message = _("This person does not live in the household on this date.")
    field = "person"


class PairAlreadyRaised(DomainError):
    """The two are already a task."""

    message = _("These two are already waiting for a decision.")


class PairAlreadyDecided(DomainError):
    """Somebody was quicker."""

    message = _("This pair has already been decided.")


class DecidedByAnother(DomainError):
    """Whoever raised the pair may not decide it."""

    message = _("Somebody other than the one who raised this pair must decide.")


class OnePerson(DomainError):
    """Both are the same file."""

    message = _("These are not two different people's files.")


class CannotBeMerged(DomainError):
    """One of the two was merged already, or a rule forbids it."""

    message = _("One of the two files has already been merged into another.")


class CannotBeUndone(DomainError):
    """The merge was undone already, or the kept file was merged on."""

    message = _("This merge cannot be undone any more. Undo the later merge of the kept file first.")


class MergedMeanwhile(ChangedMeanwhile):
    """The file was merged into another after it was shown."""

    message = _("This file was meanwhile merged into another. Open the person again.")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field that somebody else has changed since the form was shown."""

    field: str
    theirs: str
    yours: str


class PersonChangedMeanwhile(ChangedMeanwhile):
    """The row was changed after the form was shown; `differences` are the fields where the two disagree."""

    def __init__(self, differences: tuple[Difference, ...]) -> None:
        super().__init__()
        self.differences = differences
