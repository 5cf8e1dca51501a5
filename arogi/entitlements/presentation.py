"""A screening made ready to be read: sums first, then each answer in plain words of one language.

Nothing here decides: an answer says what seems to be so, by which tests, by which law, and what was not confirmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, override
from openfisca_greece import (
    Answer,
    AnsweredTest,
    LawFigure,
    Mark,
    Passport,
    Screening,
    Text,
    catalogue,
    figure,
    next_question,
    questions,
)
from openfisca_greece.wording import UNITS_EL, UNITS_EN

from arogi.core import shown as written
from arogi.entitlements.sight import FOR_COLLEAGUES, askable

LANGUAGES = ("el", "en")
MONTHLY, YEARLY, SEASONAL, ONCE = "EUR/month", "EUR/year", "EUR/season", "EUR once"
AFTER_LAST_SEEN = "after_last_seen"
# Doubts about a programme as a whole, not about one figure of law.
OF_THE_ANSWER = frozenset({"from_memory", "example"})
Names = Mapping[str, str]

# Said by `_Voice.say`, which looks each word up once a language: a page of seventy answers has a thousand of them.
VERDICTS = {
    "entitled": (gettext_noop("You seem to be entitled"), "green"),
    "cannot_say": (gettext_noop("Cannot be said yet"), "yellow"),
    "not_entitled": (gettext_noop("You do not seem to be entitled"), "grey"),
}
STATES = {
    "in_force": (gettext_noop("In force"), "green"),
    "suspended": (gettext_noop("Suspended: nothing is paid now"), "orange"),
    "closed": (gettext_noop("Closed: no new applications"), "grey"),
    "announced": (gettext_noop("Announced: not in force yet"), "blue"),
}
OUTCOMES = {
    True: (gettext_noop("Holds"), "green"),
    False: (gettext_noop("Does not hold"), "red"),
    None: (gettext_noop("Not known yet"), "yellow"),
}
RHYTHMS = {
    MONTHLY: gettext_noop("%(amount)s a month"),
    YEARLY: gettext_noop("%(amount)s a year"),
    SEASONAL: gettext_noop("%(amount)s a season"),
    ONCE: gettext_noop("%(amount)s once"),
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


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """The one fact to ask for next; `about` is the member it is asked of, `decides` what it answers at once."""

    fact: str
    asks: str
    about: str
    decides: tuple[str, ...]
    concerns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownAnswer:
    """One programme's answer as it is read.

    Attributes:
        verdict: entitled, not_entitled or cannot_say; `verdict_says` is its sentence.
        amount: with its rhythm ("432 € a month"); empty where it is not known.
        is_paid: whether the programme is in force, so that applying makes sense today.
        about: the member whom the tests speak of; empty for the whole household.
        asks: the questions whose answers are missing.
        tests: those that matter, the deciding first: all of them, for an answer that failed the failed ones.
        held: of an answer that failed the statements that hold all the same, in one line.
        reasons: the statements of the failed tests.
    """

    programme: str
    title: str
    verdict: str
    verdict_says: str
    colour: str
    amount: str
    amount_euros: Decimal | None
    unit: str
    state: str
    state_colour: str
    state_says: str
    is_paid: bool
    received: bool | None
    received_says: str
    about: str
    tests: tuple[ShownTest, ...]
    asks: tuple[str, ...]
    held: str
    reasons: tuple[str, ...]
    documents: tuple[str, ...]
    where: str
    url: str
    duration: str
    notes: tuple[str, ...]
    unverified: tuple[ShownMark, ...]
    passports: tuple[ShownPassport, ...]
    law: str
    source: str


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


@dataclass(frozen=True, slots=True)
class ShownScreening:
    """All answers of one household on one day, in the order in which they are read.

    Attributes:
        entitled: seems entitled and does not receive it, what is paid today and by the month first.
        received: already received, whatever the answer.
        waiting: cannot be said for want of a fact, the nearest to an answer first.
        judged: cannot be said because somebody has to judge it.
        cautions: what holds of all answers alike.
    """

    as_of: dt.date
    rules_version: str
    language: str
    sums: Sums
    entitled: tuple[ShownAnswer, ...]
    received: tuple[ShownAnswer, ...]
    waiting: tuple[ShownAnswer, ...]
    judged: tuple[ShownAnswer, ...]
    not_entitled: tuple[ShownAnswer, ...]
    question: ShownQuestion | None
    cautions: tuple[str, ...]


def shown(
    screening: Screening, language: str, *, names: Names | None = None, skipping: Collection[str] = ()
) -> ShownScreening:
    """Make a screening ready for a page or for paper.

    Args:
        screening: the answers.
        language: el or en; it need not be that of the screen.
        names: what to call the members, by their ids; without a name a member is called by the id.
        skipping: facts that nobody could tell; they are not the next question again.
    """
    with override(language):
        voice = _Voice(language if language in LANGUAGES else "el", screening.as_of, names or {})
        question = _question(voice, _without(askable(screening), skipping))
        return _shown(voice, screening, question)


@dataclass(frozen=True, slots=True)
class _Voice:
    """The language, the day and the members' names that words are chosen by."""

    language: str
    day: dt.date
    names: Names

    def words(self, text: Text | None) -> str:
        return "" if text is None else text.el if self.language == "el" else text.en

    def name(self, member: str | None) -> str:
        return "" if member is None else self.names.get(member, member)

    def say(self, message: str) -> str:
        return _said(self.language, message)

    def figure(self, value: str | None, unit: str) -> str:
        return "" if value is None else _figure(self.language, value, unit)

    def title(self, programme: str) -> str:
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


def _shown(voice: _Voice, screening: Screening, question: ShownQuestion | None) -> ShownScreening:
    new = [answer for answer in screening.answers if not answer.received]
    open_ = [answer for answer in new if answer.verdict == "cannot_say"]
    return ShownScreening(
        as_of=screening.as_of,
        rules_version=screening.rules_version,
        language=voice.language,
        sums=_sums(voice, screening.answers),
        entitled=_answers(voice, [one for one in new if one.verdict == "entitled"], _best_first),
        received=_answers(voice, [one for one in screening.answers if one.received], _best_first),
        waiting=_answers(voice, [one for one in open_ if one.missing], _nearest_first),
        judged=_answers(voice, [one for one in open_ if not one.missing], _best_first),
        not_entitled=_answers(voice, [one for one in new if one.verdict == "not_entitled"], _as_told),
        question=question,
        cautions=_cautions(voice, screening.answers),
    )


def _answers(voice: _Voice, answers: Iterable[Answer], order: Callable[[Answer], object]) -> tuple[ShownAnswer, ...]:
    return tuple(_answer(voice, answer) for answer in sorted(answers, key=order))  # type: ignore[arg-type]


def _best_first(answer: Answer) -> tuple[bool, int, Decimal]:
    rhythm = {MONTHLY: 0, YEARLY: 1, SEASONAL: 2, ONCE: 3}.get(answer.unit or "", 4)
    return answer.state != "in_force", rhythm, -(answer.amount or Decimal(0))


def _nearest_first(answer: Answer) -> tuple[bool, int, bool]:
    return answer.state != "in_force", len(answer.missing), answer.unit is None


def _as_told(_answer: Answer) -> int:
    return 0


# One answer


def _answer(voice: _Voice, answer: Answer) -> ShownAnswer:
    says, colour = VERDICTS[answer.verdict]
    state, state_colour = STATES[answer.state]
    failed = answer.verdict == "not_entitled"
    matter = [test for test in answer.tests if test.passed is False or not failed]
    tests = tuple(_test(voice, answer.programme, test) for test in sorted(matter, key=_deciding_first))
    return ShownAnswer(
        programme=answer.programme,
        title=voice.words(answer.title),
        verdict=answer.verdict,
        verdict_says=voice.say(says),
        colour=colour,
        amount=_amount(answer),
        amount_euros=answer.amount,
        unit=answer.unit or "",
        state=voice.say(state),
        state_colour=state_colour,
        state_says=voice.words(answer.state_says),
        is_paid=answer.state == "in_force",
        received=answer.received,
        received_says=_received(answer.received),
        about=voice.name(answer.person),
        tests=tests,
        asks=tuple(dict.fromkeys(_asks(voice, fact) for fact in answer.missing)),
        held=_held(voice, answer) if failed else "",
        reasons=tuple(test.statement for test in tests if test.passed is False),
        documents=tuple(voice.words(document.title) for document in answer.documents),
        where=voice.words(answer.where),
        url=answer.url,
        duration=voice.words(answer.duration),
        notes=tuple(voice.words(note) for note in answer.notes),
        unverified=_unverified(voice, answer),
        passports=_passports(voice, answer),
        law=answer.law,
        source=answer.source,
    )


def _held(voice: _Voice, answer: Answer) -> str:
    return "; ".join(voice.statement(answer.programme, test) for test in answer.tests if test.passed)


def _deciding_first(test: AnsweredTest) -> int:
    return {False: 0, None: 1, True: 2}[test.passed]


def _received(received: bool | None) -> str:  # noqa: FBT001 - an answer of three values, not a switch
    if received is None:
        return _("It is not known whether you already receive it")
    return _("You already receive it") if received else ""


def _amount(answer: Answer) -> str:
    """Write the amount with its rhythm, for an undecided answer its bounds; nothing where neither is known."""
    if answer.amount is not None:
        return _rhythm(written.money(answer.amount), answer.unit)
    # Bounds that begin at nothing tell nothing.
    if answer.amount_between is None or not answer.amount_between[0]:
        return ""
    low, high = (written.money(euros) for euros in answer.amount_between)
    if low == high:
        return _("If you are entitled: %(amount)s") % {"amount": _rhythm(low, answer.unit)}
    between = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("If you are entitled: %(amount)s") % {"amount": _rhythm(between, answer.unit)}


def _rhythm(amount: str, unit: str | None) -> str:
    return _(RHYTHMS[unit]) % {"amount": amount} if unit else amount


def _test(voice: _Voice, programme: str, test: AnsweredTest) -> ShownTest:
    outcome, colour = OUTCOMES[test.passed]
    return ShownTest(
        outcome=voice.say(outcome),
        colour=colour,
        statement=voice.statement(programme, test),
        compared=_compared(voice, test),
        basis=_basis(voice.language, test.legal, test.source, test.law_figures, voice.day),
        passed=test.passed,
    )


def _compared(voice: _Voice, test: AnsweredTest) -> str:
    value, limit = voice.figure(test.value, test.unit), voice.figure(test.limit, test.unit)
    if value and limit:
        return voice.say(BOTH) % {"value": value, "limit": limit}
    if limit:
        return voice.say(LIMIT) % {"limit": limit}
    return voice.say(VALUE) % {"value": value} if value else ""


@lru_cache(maxsize=5000)
def _basis(_language: str, law: str, source: str, figures: tuple[str, ...], day: dt.date) -> str:
    since, checked = _dates(figures, day)
    sentences = [law]
    if since is not None:
        sentences.append(_("In this form since %(day)s") % {"day": written.day(since)})
    sentences.append(_("Source: %(source)s") % {"source": source})
    if checked:
        sentences.append(_("looked at in %(month)s") % {"month": _month(checked)})
    return " · ".join(sentence for sentence in sentences if sentence)


@cache
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


def _month(year_month: str) -> str:
    """Write `2026-11` as `Nov 2026`."""
    year, _dash, month = year_month.partition("-")
    return f"{written.MONTHS[int(month[:2]) - 1]} {year}" if month else year


def _asks(voice: _Voice, fact: str) -> str:
    if fact == FOR_COLLEAGUES:
        return _("One more fact, which colleagues with the right to health data ask for.")
    pattern = _pattern(fact)
    asks = voice.words(questions()[pattern]) if pattern in questions() else fact
    about = _about(voice, fact)
    return f"{about}: {asks}" if about else asks


def _pattern(fact: str) -> str:
    """Give the path under which a fact is asked for; a member's id may itself hold dots."""
    if not fact.startswith("members."):
        return fact
    endings = (path.removeprefix("members.*") for path in questions() if path.startswith("members.*"))
    return "members.*" + max((ending for ending in endings if fact.endswith(ending)), key=len, default="")


def _about(voice: _Voice, fact: str) -> str:
    if not fact.startswith("members."):
        return ""
    return voice.name(fact.removeprefix("members.").removesuffix(_pattern(fact).removeprefix("members.*")))


# What is not confirmed


def _unverified(voice: _Voice, answer: Answer) -> tuple[ShownMark, ...]:
    gathered: dict[str, list[str]] = {}
    decided = _figures_of_failed_tests(answer)
    for mark in answer.unverified:
        if mark.reason != AFTER_LAST_SEEN and (decided is None or mark.what in decided or mark.reason in OF_THE_ANSWER):
            gathered.setdefault(_doubt(voice, answer, mark), []).extend(_told(voice, mark))
    return tuple(ShownMark(says, tuple(told)) for says, told in gathered.items())


def _figures_of_failed_tests(answer: Answer) -> frozenset[str] | None:
    """Give the figures that an answer failed by: doubts about the others change nothing. None: all of them matter."""
    if answer.verdict != "not_entitled":
        return None
    return frozenset(name for test in answer.tests if test.passed is False for name in test.law_figures)


def _doubt(voice: _Voice, answer: Answer, mark: Mark) -> str:
    if mark.reason in OF_THE_ANSWER:
        return _("Not confirmed: %(what)s") % {"what": voice.words(mark.says)}
    told = {"what": _topic(voice, answer, mark.what)}
    if mark.reason == "from_is_assumed":
        return _("Not confirmed since when it holds: %(what)s") % told
    if mark.reason == "not_known":
        return _("The figure is not known for this day: %(what)s") % told
    return _("Not confirmed from the law: %(what)s") % told


def _topic(voice: _Voice, answer: Answer, name: str) -> str:
    """Name what a figure of law is used for: the first test that rests on it, else the amount."""
    test = next((test for test in answer.tests if name in test.law_figures), None)
    return _("the amount") if test is None else voice.statement(answer.programme, test)


def _told(voice: _Voice, mark: Mark) -> tuple[str, ...]:
    if mark.reason in OF_THE_ANSWER:
        return ()
    about = _law_figure(mark.what, voice.day)
    if about is None:
        return ()
    value = "-" if about.value is None else str(about.value)
    return (f"{mark.what}: {value} {about.unit}",)


def _cautions(voice: _Voice, answers: Sequence[Answer]) -> tuple[str, ...]:
    marks = (mark for answer in answers for mark in answer.unverified if mark.reason == AFTER_LAST_SEEN)
    return tuple(dict.fromkeys(voice.words(mark.says) for mark in marks))


# What programmes do to each other


def _passports(voice: _Voice, answer: Answer) -> tuple[ShownPassport, ...]:
    return tuple(_passport(voice, answer.programme, edge) for edge in answer.passports)


def _passport(voice: _Voice, programme: str, edge: Passport) -> ShownPassport:
    outward = edge.source_programme == programme
    other = edge.target_programme if outward else edge.source_programme
    what = (OUTWARD if outward else INWARD)[edge.kind]
    return ShownPassport(voice.say(what), other, voice.title(other), voice.words(edge.says), edge.source)


# The next question, and the sums


def _without(screening: Screening, facts: Collection[str]) -> Screening:
    if not facts:
        return screening
    answers = [
        replace(answer, missing=tuple(fact for fact in answer.missing if fact not in facts))
        for answer in screening.answers
    ]
    return replace(screening, answers=tuple(answers))


def _question(voice: _Voice, screening: Screening) -> ShownQuestion | None:
    try:
        question = next_question(screening)
    except KeyError:  # a check of before waits for a fact that the rules ask for no more
        return None
    if question is None:
        return None
    return ShownQuestion(
        fact=question.fact,
        asks=voice.words(question.asks),
        about=_about(voice, question.fact),
        decides=tuple(voice.title(code) for code in question.decides),
        concerns=tuple(voice.title(code) for code in question.programmes),
    )


def _sums(voice: _Voice, answers: Sequence[Answer]) -> Sums:
    entitled = [one for one in answers if one.verdict == "entitled"]
    new = [one for one in entitled if not one.received and one.state == "in_force"]
    monthly, instead = _together([one for one in new if one.unit == MONTHLY and one.amount is not None])
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


def _together(answers: Iterable[Answer]) -> tuple[list[Answer], list[Answer]]:
    """Part what can be received together from what would only come instead of something larger."""
    chosen: list[Answer] = []
    instead: list[Answer] = []
    for answer in sorted(answers, key=_best_first):
        (instead if any(_exclude(answer, other) for other in chosen) else chosen).append(answer)
    return chosen, instead


def _exclude(one: Answer, other: Answer) -> bool:
    if one.alternatives is not None and (one.alternatives, one.person) == (other.alternatives, other.person):
        return True
    pair = {one.programme, other.programme}
    return any(
        edge.kind == "excludes" and {edge.source_programme, edge.target_programme} == pair for edge in one.passports
    )


def _left_out(voice: _Voice, entitled: Sequence[Answer], instead: Sequence[Answer]) -> Iterable[str]:
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


def _titles(voice: _Voice, answers: Iterable[Answer]) -> str:
    return ", ".join(voice.words(answer.title) for answer in answers)
