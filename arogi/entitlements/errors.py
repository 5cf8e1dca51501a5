"""Refusals of this module, in sentences that can be shown."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from arogi.core.errors import ChangedMeanwhile, DomainError
from arogi.entitlements.facts import FactKey, Known


class NoSuchCheck(DomainError):
    """There is no such check, or none of this person's household."""

    message = _("There is no such check.")


class NotOfThisHousehold(DomainError):
    """A fact was told of somebody who does not live in the household."""

    message = _("This person does not live in the household any more.")


class ImpossibleFact(DomainError):
    """A fact that no household can have, or that no rule knows."""

    message = _("This cannot be so. Check what was written.")


class UnreadableFile(DomainError):
    """The rules cannot read what the file says of a household; `fact` is the one that they stumbled over, if it is one.

    The message names the fact; without one it speaks of the whole household.
    """

    message = _(
        "The rules cannot read what the file says of this household. Look at who lives in it and at the facts, correct"
        " them, and check again."
    )

    def __init__(self, fact: FactKey | None = None, asks: str = "") -> None:
        what = _("The rules cannot read what the file says here: “%(asks)s” Correct it, and check again.")
        super().__init__(what % {"asks": asks} if fact and asks else None)
        self.fact = fact


class FactsChangedMeanwhile(ChangedMeanwhile):
    """Somebody told other facts after the form was shown.

    Attributes:
        known: what is known now.
        disputed: the facts that both have changed, each to another value.
        untouched: the facts that the form only showed.
    """

    def __init__(self, *, known: Known, disputed: Collection[FactKey], untouched: Collection[FactKey]) -> None:
        super().__init__()
        self.known, self.disputed, self.untouched = known, disputed, untouched
