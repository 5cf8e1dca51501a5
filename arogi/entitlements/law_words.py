"""Figures of law in words: their topics, values and units, and the month in which somebody looked at them last."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from django.utils.translation import gettext as _
from openfisca_greece import LawFigure, Text, catalogue

from arogi.core import shown as written
from arogi.entitlements.words import words_of


def topic_words(topic: str) -> str:
    """Say what the figures of a topic are about."""
    return words_of(_words()[0].get(topic, Text(topic, topic)))


def value_words(one: LawFigure) -> str:
    """Write a value with its unit; nothing where it is not known."""
    if one.value is None:
        return ""
    unit = words_of(_words()[1].get(one.unit, Text(one.unit, one.unit)))
    return f"{_plain_value(one)} {unit}".strip()


def month_words(year_month: str) -> str:
    """Write `2026-11` as `Nov 2026`."""
    year, _dash, month = year_month.partition("-")
    return f"{written.MONTHS[int(month[:2]) - 1]} {year}" if month else year


def _plain_value(one: LawFigure) -> str:
    if isinstance(one.value, bool):
        return _("Yes") if one.value else _("No")
    if isinstance(one.value, str):
        return one.value
    if one.unit.startswith("EUR") and one.unit != "EUR/kWh":
        return written.money(one.value)
    # Years are numbers without thousands.
    decimals = len(str(one.value).partition(".")[2]) if one.value != int(one.value or 0) else 0
    number = written.number(one.value, decimals)
    money = _("%(amount)s €") % {"amount": number}
    return str(int(one.value or 0)) if one.unit == "year" else money if one.unit == "EUR/kWh" else number


@cache
def _words() -> tuple[dict[str, Text], dict[str, Text]]:
    """Read what topics and units are called."""
    data = yaml.safe_load((Path(__file__).parent / "law_words.yaml").read_text(encoding="utf-8"))
    titles = {code: description.title for code, description in catalogue().items()}
    topics_ = data["topics"].items()
    said = {code: titles[words["programme"]] if "programme" in words else Text(**words) for code, words in topics_}
    return said, {unit: Text(**words) for unit, words in data["units"].items()}
