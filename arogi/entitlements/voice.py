"""The language, the day and the members' names that the words of an answer are chosen by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from openfisca_greece import AnsweredTest, Text, catalogue
from openfisca_greece.wording import UNITS_EL, UNITS_EN

from arogi.core import shown as written

LANGUAGES = ("el", "en")
MONTHLY, YEARLY, SEASONAL, ONCE = "EUR/month", "EUR/year", "EUR/season", "EUR once"
Names = Mapping[str, str]
RHYTHMS = {
    MONTHLY: gettext_noop("%(amount)s a month"),
    YEARLY: gettext_noop("%(amount)s a year"),
    SEASONAL: gettext_noop("%(amount)s a season"),
    ONCE: gettext_noop("%(amount)s once"),
}


@dataclass(frozen=True, slots=True)
class Voice:
    """The language, the day and the members' names that words are chosen by."""

    language: str
    day: dt.date
    names: Names

    def words(self, text: Text | None) -> str:
        """Give a text of the rules; nothing for none."""
        return "" if text is None else text.el if self.language == "el" else text.en

    def name(self, member: str | None) -> str:
        """Give what to call a member; without a name, the id."""
        return "" if member is None else self.names.get(member, member)

    def say(self, message: str) -> str:
        """Translate a fixed word: a page of seventy answers has a thousand of them, each is looked up once."""
        return _said(self.language, message)

    def figure(self, value: str | None, unit: str) -> str:
        """Write a figure with its unit; nothing for none."""
        return "" if value is None else _figure(self.language, value, unit)

    def title(self, programme: str) -> str:
        """Name a programme; one that the rules know no more is shown by its code."""
        about = catalogue().get(programme)
        return self.words(about.title) if about else programme

    def statement(self, programme: str, test: AnsweredTest) -> str:
        """Say what a test asks; of a programme or a test that the rules know no more, as it was told."""
        try:
            return self.words(catalogue()[programme].says(test.name))
        except KeyError:
            return self.words(test.says).rstrip(".")


@cache
def _said(_language: str, message: str) -> str:
    """Translate into the language that is active; it is part of what the word is remembered by."""
    return _(message)


@lru_cache(maxsize=5000)
def _figure(language: str, value: str, unit: str) -> str:
    if unit == "EUR":
        return written.money(Decimal(value))
    units = UNITS_EL if language == "el" else UNITS_EN
    return f"{written.number(Decimal(value))} {units.get(unit, unit)}".strip()


def with_rhythm(amount: str, unit: str | None) -> str:
    """Say how often an amount is paid, in the active language; by a rhythm that the rules know no more, nothing."""
    return _(RHYTHMS[unit]) % {"amount": amount} if unit in RHYTHMS else amount
