"""A screening made ready to be read: sums first, then each answer in plain words of one language.

Nothing here decides: an answer says what seems to be so, by which tests, by which law, and what was not confirmed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from django.utils.translation import get_language, gettext_noop, ngettext, override
from django.utils.translation import gettext as _
from openfisca_greece import Answer, Screening, next_question, questions

from arogi.core import shown as written
from arogi.entitlements.details import (
    AFTER_LAST_SEEN,
    ShownMark,
    ShownPassport,
    ShownTest,
    basis_of,
    is_doubted,
    marks_of,
    passports_of,
    tests_of,
)
from arogi.entitlements.facts import parted
from arogi.entitlements.sight import FOR_COLLEAGUES, askable
from arogi.entitlements.sums import Sums, best_first, sums_of
from arogi.entitlements.voice import LANGUAGES, Names, Voice, with_rhythm

T = TypeVar("T")
NAMED_AT_MOST = 8
# So many of the answers that wait for a fact are shown at once.
NEAREST = 8
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


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """The one fact to ask for next.

    Attributes:
        about: the member it is asked of; empty for the household.
        decides: programmes that its answer alone decides; `waits` names some that wait for it and for others, `more`
            counts those that are not named.
    """

    fact: str
    asks: str
    about: str
    decides: tuple[str, ...]
    waits: tuple[str, ...]
    more: int


@dataclass(frozen=True)
class ShownAnswer:
    """One programme's answer as it is read; what stands in its folded part is only written when it is asked for.

    Attributes:
        verdict: entitled, not_entitled or cannot_say; `verdict_says` is its sentence.
        amount: with its rhythm ("432 € a month"); empty where it is not known.
        is_paid: whether the programme is in force, so that applying makes sense today.
        about: the member whom the tests speak of; empty for the whole household.
        missing: how many facts are missing.
        is_doubted: something of it is not confirmed.
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
    missing: int
    where: str
    is_doubted: bool
    _voice: Voice = field(repr=False)
    _answer: Answer = field(repr=False)

    @cached_property
    def basis(self) -> str:
        """Give the law, since when its figures hold, the source, and when somebody last looked."""
        return self._in_its_language(basis_of)

    @cached_property
    def tests(self) -> tuple[ShownTest, ...]:
        """Give the tests that matter, the deciding first: all of them, for an answer that failed the failed ones."""
        return self._in_its_language(tests_of)

    @cached_property
    def unverified(self) -> tuple[ShownMark, ...]:
        """Give what is not confirmed."""
        return self._in_its_language(marks_of)

    @cached_property
    def passports(self) -> tuple[ShownPassport, ...]:
        """Give what the programme does to others, and they to it."""
        return self._in_its_language(passports_of)

    @cached_property
    def asks(self) -> tuple[str, ...]:
        """Give the questions whose answers are missing."""
        return self._in_its_language(_questions_of)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Give the statements of the failed tests."""
        return self._statements(outcome=False)

    @cached_property
    def says(self) -> str:
        """Say in one line what there is to say besides the title: why not, or how much is missing, and the amount."""
        return self._in_its_language(lambda _voice, _answer: " · ".join(filter(None, self._parts())))

    def _parts(self) -> Iterable[str]:
        if self.verdict == "not_entitled":
            yield _("Does not hold: %(reasons)s") % {"reasons": " · ".join(self.reasons)}
        elif self.missing:
            words = ngettext("%(count)s fact is missing", "%(count)s facts are missing", self.missing)
            yield words % {"count": self.missing}
        yield self.amount

    @property
    def held(self) -> str:
        """Give, of an answer that failed, the statements that hold all the same, in one line."""
        return " · ".join(self._statements(outcome=True)) if self.verdict == "not_entitled" else ""

    @property
    def documents(self) -> tuple[str, ...]:
        """Give the papers to bring."""
        return tuple(self._voice.words(document.title) for document in self._answer.documents)

    @property
    def duration(self) -> str:
        """Say for how long it is given."""
        return self._voice.words(self._answer.duration)

    @property
    def notes(self) -> tuple[str, ...]:
        """Give what else is to be known."""
        return tuple(self._voice.words(note) for note in self._answer.notes)

    @property
    def url(self) -> str:
        """Give where to apply on the web."""
        return self._answer.url

    @property
    def law(self) -> str:
        """Give the law."""
        return self._answer.law

    @property
    def source(self) -> str:
        """Give where the rule was read."""
        return self._answer.source

    def _statements(self, *, outcome: bool) -> tuple[str, ...]:
        tests = (test for test in self._answer.tests if test.passed is outcome)
        return tuple(self._voice.statement(self.programme, test) for test in tests)

    def _in_its_language(self, words: Callable[[Voice, Answer], T]) -> T:
        if get_language() == self._voice.language:  # the usual case, seventy times a page
            return words(self._voice, self._answer)
        with override(self._voice.language):
            return words(self._voice, self._answer)


@dataclass(frozen=True, slots=True)
class ShownScreening:
    """All answers of one household on one day, in the order in which they are read.

    Attributes:
        entitled: seems entitled and does not receive it, what is paid today and by the month first.
        received: already received, whatever the answer.
        waiting: cannot be said for want of a fact, the nearest to an answer first.
        judged: cannot be said because somebody has to judge it.
        missing: how many facts are not known for which some answer waits.
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
    missing: int
    cautions: tuple[str, ...]

    @property
    def answers(self) -> tuple[ShownAnswer, ...]:
        """Give all answers in the order in which they are read."""
        return (*self.entitled, *self.received, *self.waiting, *self.judged, *self.not_entitled)

    @property
    def nearest(self) -> tuple[ShownAnswer, ...]:
        """Give the answers that wait for the fewest facts."""
        return self.waiting[:NEAREST]

    @property
    def further(self) -> tuple[ShownAnswer, ...]:
        """Give the other answers that wait for a fact."""
        return self.waiting[NEAREST:]

    def folded_with(self, programme: str) -> str:
        """Name the folded group in which a programme's answer stands; nothing where it stands in none."""
        groups = {"further": self.further, "judged": self.judged, "not-entitled": self.not_entitled}
        return next((name for name, group in groups.items() if any(one.programme == programme for one in group)), "")

    def answer(self, programme: str) -> ShownAnswer | None:
        """Give the answer of a programme; None where there is none."""
        return next((answer for answer in self.answers if answer.programme == programme), None)


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
        voice = Voice(language if language in LANGUAGES else "el", screening.as_of, names or {})
        question = _question(voice, _without(askable(screening), skipping))
        return _shown(voice, screening, question)


def _shown(voice: Voice, screening: Screening, question: ShownQuestion | None) -> ShownScreening:
    new = [answer for answer in screening.answers if not answer.received]
    open_ = [answer for answer in new if answer.verdict == "cannot_say"]
    waiting = [answer for answer in open_ if answer.missing]
    return ShownScreening(
        as_of=screening.as_of,
        rules_version=screening.rules_version,
        language=voice.language,
        sums=sums_of(voice, screening.answers),
        entitled=_answers(voice, [one for one in new if one.verdict == "entitled"], best_first),
        received=_answers(voice, [one for one in screening.answers if one.received], best_first),
        waiting=_answers(voice, waiting, _nearest_first),
        judged=_answers(voice, [one for one in open_ if not one.missing], best_first),
        not_entitled=_answers(voice, [one for one in new if one.verdict == "not_entitled"], _as_told),
        question=question,
        missing=len({fact for answer in waiting for fact in answer.missing}),
        cautions=_cautions(voice, screening.answers),
    )


def _answers(voice: Voice, answers: Iterable[Answer], order: Callable[[Answer], object]) -> tuple[ShownAnswer, ...]:
    return tuple(_answer(voice, answer) for answer in sorted(answers, key=order))  # type: ignore[arg-type]


def _nearest_first(answer: Answer) -> tuple[bool, int, bool]:
    return answer.state != "in_force", len(answer.missing), answer.unit is None


def _as_told(_answer: Answer) -> int:
    return 0


# One answer


def _answer(voice: Voice, answer: Answer) -> ShownAnswer:
    says, colour = VERDICTS[answer.verdict]
    state, state_colour = STATES[answer.state]
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
        received_says=_received(voice, answer),
        about=voice.name(answer.person),
        missing=len(answer.missing),
        where=voice.words(answer.where),
        is_doubted=is_doubted(answer),
        _voice=voice,
        _answer=answer,
    )


def _received(voice: Voice, answer: Answer) -> str:
    if answer.received is None:
        return voice.say(gettext_noop("It is not known whether you already receive it"))
    return voice.say(gettext_noop("You already receive it")) if answer.received else ""


def _amount(answer: Answer) -> str:
    """Write the amount with its rhythm, for an undecided answer its bounds; nothing where neither is known."""
    if answer.amount is not None:
        return with_rhythm(written.money(answer.amount), answer.unit)
    # Bounds that begin at nothing tell nothing.
    if answer.amount_between is None or not answer.amount_between[0]:
        return ""
    low, high = (written.money(euros) for euros in answer.amount_between)
    if low == high:
        return _("If you are entitled: %(amount)s") % {"amount": with_rhythm(low, answer.unit)}
    between = _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("If you are entitled: %(amount)s") % {"amount": with_rhythm(between, answer.unit)}


def _questions_of(voice: Voice, answer: Answer) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_asks(voice, fact) for fact in answer.missing))


def _asks(voice: Voice, fact: str) -> str:
    if fact == FOR_COLLEAGUES:
        return _("One more fact, which colleagues with the right to health data ask for.")
    path = parted(fact)
    asks = voice.words(questions()[path.pattern]) if path.pattern in questions() else fact
    return f"{voice.name(path.member)}: {asks}" if path.member else asks


def _cautions(voice: Voice, answers: Sequence[Answer]) -> tuple[str, ...]:
    marks = (mark for answer in answers for mark in answer.unverified if mark.reason == AFTER_LAST_SEEN)
    return tuple(dict.fromkeys(voice.words(mark.says) for mark in marks))


# The next question


def _without(screening: Screening, facts: Collection[str]) -> Screening:
    if not facts:
        return screening
    answers = [
        replace(answer, missing=tuple(fact for fact in answer.missing if fact not in facts))
        for answer in screening.answers
    ]
    return replace(screening, answers=tuple(answers))


def _question(voice: Voice, screening: Screening) -> ShownQuestion | None:
    try:
        question = next_question(screening)
    except KeyError:  # a check of before waits for a fact that the rules ask for no more
        return None
    if question is None:
        return None
    waits = [code for code in question.programmes if code not in question.decides]
    return ShownQuestion(
        fact=question.fact,
        asks=voice.words(question.asks),
        about=voice.name(parted(question.fact).member or None),
        decides=tuple(voice.title(code) for code in question.decides),
        waits=tuple(voice.title(code) for code in waits[:NAMED_AT_MOST]),
        more=max(0, len(waits) - NAMED_AT_MOST),
    )
