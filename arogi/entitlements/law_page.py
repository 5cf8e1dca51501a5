"""The page of figures of law, for those who keep them true: each with value, source, certainty and last check.

Least certain first: figures without a value (ended, or never found), then those that no law confirms, then assumed
dates, each from the one that was looked at longest ago. Nothing is changed here: figures live in openfisca-greece, with
their history and tests.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openfisca_greece import LawFigure, figures, history

from arogi.core import shown as written
from arogi.entitlements.law_words import month_words, topic_words, value_words
from arogi.people.names.folding import plain

FIGURES_A_PAGE = 40
SURE, DATE, WEAK, UNKNOWN = "sure", "date", "weak", "unknown"
DOUBTS = {
    UNKNOWN: (gettext_lazy("No value"), "red"),
    WEAK: (gettext_lazy("Not confirmed from the law"), "orange"),
    DATE: (gettext_lazy("Its date is assumed"), "yellow"),
    SURE: (gettext_lazy("Confirmed"), "green"),
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which figures are wanted.

    Attributes:
        topic: the first part of a figure's name; empty for all.
        doubt: a key of `DOUBTS`; empty for all.
        words: all of them must be in the name, the topic's title, the source or the law; in any case and accent.
    """

    topic: str = ""
    doubt: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShownFigure:
    """One figure as it is read; `before` are its older values, newest first."""

    name: str
    topic: str
    value: str
    since: str
    doubt: str
    colour: str
    source: str
    link: str
    legal: str
    note: str
    checked_on: str
    before: tuple[str, ...]


def figures_page(wanted: Wanted, *, number: Any, today: dt.date) -> Page[LawFigure]:
    """Give one page of the figures that are wanted, least certain first; a page that is not there is the last."""
    found = sorted((one for one in figures(today) if _is_wanted(one, wanted)), key=_place)
    return Paginator(found, FIGURES_A_PAGE).get_page(number)


def shown_figures(found: Iterable[LawFigure]) -> list[ShownFigure]:
    """Make figures ready to be read."""
    return [_shown(one) for one in found]


def doubts_of(today: dt.date) -> dict[str, int]:
    """Count the figures by doubt, the worst first."""
    counts = dict.fromkeys(DOUBTS, 0)
    for one in figures(today):
        counts[doubt_of(one)] += 1
    return counts


def topics() -> list[tuple[str, str]]:
    """Give every topic with its title in the language of the screen, in the order of the titles."""
    codes = {_topic(one.name) for one in figures(dt.date.max)}
    return sorted(((code, topic_words(code)) for code in codes), key=lambda one: _folded(one[1]))


def doubt_of(one: LawFigure) -> str:
    """Say what of a figure is not sure, as a key of `DOUBTS`."""
    if one.value is None:
        return UNKNOWN
    if one.confidence != "high":
        return WEAK
    return DATE if one.from_is_assumed else SURE


def _place(one: LawFigure) -> tuple[int, str, str]:
    return list(DOUBTS).index(doubt_of(one)), one.checked_on, one.name


def _is_wanted(one: LawFigure, wanted: Wanted) -> bool:
    if wanted.topic and _topic(one.name) != wanted.topic:
        return False
    if wanted.doubt and doubt_of(one) != wanted.doubt:
        return False
    texts = (one.name, topic_words(_topic(one.name)), one.source, one.legal, one.note)
    searched = " ".join(_folded(text) for text in texts)
    return all(_folded(word) in searched for word in wanted.words)


def _shown(one: LawFigure) -> ShownFigure:
    says, colour = DOUBTS[doubt_of(one)]
    older = [each for each in history(one.name) if one.since is None or (each.since and each.since < one.since)]
    return ShownFigure(
        name=one.name,
        topic=topic_words(_topic(one.name)),
        value=value_words(one),
        since=written.day(one.since),
        doubt=str(says),
        colour=colour,
        source=one.source,
        link=one.source.split()[0] if one.source.startswith("https://") else "",
        legal=one.legal,
        note=one.note,
        checked_on=month_words(one.checked_on),
        before=tuple(_dated(each) for each in older),
    )


def _dated(one: LawFigure) -> str:
    value = value_words(one) or _("no value")
    return f"{value} ({written.day(one.since)})"


def _topic(name: str) -> str:
    return name.partition(".")[0]


def _folded(text: str) -> str:
    return plain(text).casefold()
