"""What an answer rests on, in words: its tests with law, source and date, what is not confirmed, what goes with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from openfisca_greece import Answer, AnsweredTest, LawFigure, Mark, Passport, figure
from openfisca_greece.screening import LAST_SEEN

from arogi.core import shown as written
from arogi.entitlements.law_words import month_words, value_words
from arogi.entitlements.voice import Voice

AFTER_LAST_SEEN = "after_last_seen"
# Doubts about a programme as a whole, not about one figure of law.
OF_THE_ANSWER = frozenset({"from_memory", "example"})
OUTCOMES = {
    True: (gettext_noop("Holds"), "green"),
    False: (gettext_noop("Does not hold"), "red"),
    None: (gettext_noop("Not known yet"), "yellow"),
}
BOTH = gettext_noop("You: %(value)s. Limit: %(limit)s.")
VALUE = gettext_noop("You: %(value)s.")
LIMIT = gettext_noop("Limit: %(limit)s.")
OUTWARD = {
    "opens": gettext_noop("Opens"),
    "requires": gettext_noop("Is needed for"),
    "excludes": gettext_noop("Does not go together with"),
    "income": gettext_noop("Counts as income for"),
    "duty": gettext_noop("Brings the duty"),
}
INWARD = {
    "opens": gettext_noop("Is opened by"),
    "requires": gettext_noop("Needs first"),
    "excludes": gettext_noop("Does not go together with"),
    "income": gettext_noop("Is lowered by"),
    "duty": gettext_noop("Is a duty from"),
}


@dataclass(frozen=True, slots=True)
class ShownTest:
    """One test in words; `colour` only underlines the word of the outcome.

    `compared` sets the value against the limit. `basis` tells the law, since when its figures hold, the source, and
    when somebody last looked.
    """

    outcome: str
    colour: str
    statement: str
    compared: str
    basis: str
    passed: bool | None


@dataclass(frozen=True, slots=True)
class ShownMark:
    """What of an answer is not confirmed, with the figures of law that it speaks of."""

    says: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPassport:
    """What one programme does to another."""

    what: str
    programme: str
    title: str
    says: str
    source: str


def tests_of(voice: Voice, answer: Answer) -> tuple[ShownTest, ...]:
    """Give the tests that matter, the deciding first: of an answer that failed the failed ones, else all."""
    failed = answer.verdict == "not_entitled"
    matter = [test for test in answer.tests if test.passed is False or not failed]
    return tuple(_test(voice, answer.programme, test) for test in sorted(matter, key=_deciding_first))


def _deciding_first(test: AnsweredTest) -> int:
    return {False: 0, None: 1, True: 2}[test.passed]


def _test(voice: Voice, programme: str, test: AnsweredTest) -> ShownTest:
    outcome, colour = OUTCOMES[test.passed]
    return ShownTest(
        outcome=voice.say(outcome),
        colour=colour,
        statement=voice.statement(programme, test),
        compared=_compared(voice, test),
        basis=_basis(voice.language, test.legal, test.source, test.law_figures, voice.day),
        passed=test.passed,
    )


def _compared(voice: Voice, test: AnsweredTest) -> str:
    value, limit = voice.figure(test.value, test.unit), voice.figure(test.limit, test.unit)
    if value and limit:
        return voice.say(BOTH) % {"value": value, "limit": limit}
    if limit:
        return voice.say(LIMIT) % {"limit": limit}
    return voice.say(VALUE) % {"value": value} if value else ""


def basis_of(voice: Voice, answer: Answer) -> str:
    """Say by which law and source an answer was found, since when its figures hold, and when somebody last looked."""
    figures = tuple(dict.fromkeys(name for test in answer.tests for name in test.law_figures))
    return _basis(voice.language, answer.law, answer.source, figures, voice.day)


@lru_cache(maxsize=5000)
def _basis(_language: str, law: str, source: str, figures: tuple[str, ...], day: dt.date) -> str:
    since, checked = _dates(figures, day)
    sentences = [law]
    if since is not None:
        sentences.append(_("In this form since %(day)s") % {"day": written.day(since)})
    sentences.append(_("Source: %(source)s") % {"source": source})
    # What rests on no figure of law is as old as the reading of the sources.
    sentences.append(_("looked at in %(month)s") % {"month": month_words(checked or f"{LAST_SEEN:%Y-%m}")})
    return " · ".join(sentence for sentence in sentences if sentence)


@lru_cache(maxsize=5000)
def _dates(names: tuple[str, ...], day: dt.date) -> tuple[dt.date | None, str]:
    """Give the day since which all figures hold, and the month of the oldest check."""
    told = [about for name in names if (about := _law_figure(name, day)) is not None]
    since = max((one.since for one in told if one.since is not None), default=None)
    return since, min((one.checked_on for one in told), default="")


def _law_figure(name: str, day: dt.date) -> LawFigure | None:
    """Tell of a figure of law; None for one that a check of before named and the rules know no more."""
    try:
        return figure(name, day)
    except KeyError:
        return None


def marks_of(voice: Voice, answer: Answer) -> tuple[ShownMark, ...]:
    """Say what of an answer is not confirmed; of one that failed only what it failed by."""
    return tuple(ShownMark(says, tuple(told)) for says, told in _doubts(voice, answer).items())


def is_doubted(answer: Answer) -> bool:
    """Say whether anything of an answer is not confirmed."""
    return any(mark.reason != AFTER_LAST_SEEN for mark in answer.unverified)


def _doubts(voice: Voice, answer: Answer) -> dict[str, list[str]]:
    gathered: dict[str, list[str]] = {}
    for mark in answer.unverified:
        if mark.reason != AFTER_LAST_SEEN:
            gathered.setdefault(_doubt(voice, answer, mark), []).extend(_told(voice, mark))
    return gathered


def _doubt(voice: Voice, answer: Answer, mark: Mark) -> str:
    if mark.reason in OF_THE_ANSWER:
        return _("Not confirmed: %(what)s") % {"what": voice.words(mark.says)}
    told = {"what": _topic(voice, answer, mark)}
    if mark.reason == "from_is_assumed":
        return _("Not confirmed since when it holds: %(what)s") % told
    if mark.reason == "not_known":
        return _("The figure is not known for this day: %(what)s") % told
    return _("Not confirmed from the law: %(what)s") % told


def _topic(voice: Voice, answer: Answer, mark: Mark) -> str:
    """Name what a figure of law is used for: the first test that rests on it, else the amount."""
    test = next((test for test in answer.tests if test.name in mark.used_by), None)
    return _("the amount") if test is None else voice.statement(answer.programme, test)


def _told(voice: Voice, mark: Mark) -> tuple[str, ...]:
    if mark.reason in OF_THE_ANSWER:
        return ()
    about = _law_figure(mark.what, voice.day)
    if about is None:
        return ()
    return (f"{mark.what}: {value_words(about) or '-'}",)


def passports_of(voice: Voice, answer: Answer) -> tuple[ShownPassport, ...]:
    """Say what a programme does to others, and they to it."""
    return tuple(_passport(voice, answer.programme, edge) for edge in answer.passports)


def _passport(voice: Voice, programme: str, edge: Passport) -> ShownPassport:
    outward = edge.source_programme == programme
    other = edge.target_programme if outward else edge.source_programme
    what = (OUTWARD if outward else INWARD)[edge.kind]
    return ShownPassport(voice.say(what), other, voice.title(other), voice.words(edge.says), edge.source)
