"""Screening one household or many: each programme's answer with its tests, sources, papers and missing facts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import law
from .case import Case
from .catalogue import Description, Document, Passport, PracticeState, Text, catalogue, passports, questions
from .household import Household, read_household
from .inputs import pattern_of
from .kleene import UNBOUNDED, Figures, Number
from .programme import Assessment, Test, amounts_in_euros, verdict_codes
from .relevance import that_matter
from .simulation import Columns, case_for, columns_of
from .wording import Wording, figures_in, law_figures, sentence

VERDICTS = ("cannot_say", "entitled", "not_entitled")
# Nothing that was decided after this day is in the figures of law.
LAST_SEEN = dt.date(2026, 3, 31)
CHUNK = 20_000
MONTHS_OF = {"EUR/month": Decimal(1), "EUR/year": Decimal(12)}


class UnknownProgramme(ValueError):
    """A programme was asked for that does not exist."""


def per_month(amount: Decimal | None, unit: str | None) -> Decimal | None:
    """Spread an amount that is paid by the month or the year over months, to the cent; None for any other."""
    if amount is None or unit not in MONTHS_OF:
        return None
    return (amount / MONTHS_OF[unit]).quantize(Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class Mark:
    """Why an answer is not sure: a figure of law, or the law itself, that a person has to confirm.

    `what` names the figure, `used_by` the tests of the answer that rest on it; without one it is the amount that does.
    """

    what: str
    reason: str
    says: Text
    used_by: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Give the mark without its text."""
        return {"what": self.what, "reason": self.reason, "used_by": list(self.used_by)}


@dataclass(frozen=True, slots=True)
class AnsweredTest:
    """One test: True passed, False failed, None cannot be said, with value, limit, law and source as texts."""

    name: str
    passed: bool | None
    value: str | None
    limit: str | None
    unit: str
    legal: str
    source: str
    statement: Text
    missing: tuple[str, ...] = ()
    law_figures: tuple[str, ...] = ()

    @property
    def says(self) -> Text:
        """Say in one to three short sentences what is asked and how it came out."""
        return sentence(self.statement, self.unit, self.passed, self.value, self.limit)

    def to_json(self) -> dict[str, Any]:
        """Give the test in the published form."""
        return {
            "name": self.name,
            "passed": self.passed,
            "value": self.value,
            "limit": self.limit,
            "legal": self.legal,
            "source": self.source,
            "says": self.says.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """What a programme says to one household. It never decides: a person does.

    `amount` is in euros for an entitled household whose amount follows from the known facts, else None;
    `amount_between` then tells the bounds where they are known. `per_month` spreads a monthly or yearly amount.
    `received` says whether the household already receives it (None: not known). `person` is the id of the member whom
    the tests speak of. `unverified` tells what is not confirmed of what the answer rests on: all tests and the amount,
    or the tests that failed. Of a household screened among others it may name figures that only another rests on.
    """

    programme: str
    kind: str
    title: Text
    verdict: str
    amount: Decimal | None
    amount_between: tuple[Decimal, Decimal] | None
    unit: str | None
    state: str
    state_says: Text | None
    tests: tuple[AnsweredTest, ...]
    missing: tuple[str, ...]
    documents: tuple[Document, ...]
    where: Text
    url: str
    law: str
    source: str
    duration: Text | None
    notes: tuple[Text, ...]
    unverified: tuple[Mark, ...] = field(compare=False)
    received: bool | None
    person: str | None
    alternatives: str | None
    passports: tuple[Passport, ...] = ()

    @property
    def waits_for_judgement(self) -> bool:
        """Say whether no fact that could be told would decide: somebody judges, or the sources are silent."""
        return self.verdict == "cannot_say" and not self.missing

    @property
    def per_month(self) -> Decimal | None:
        """Amount a month, for programmes that are paid by the month or the year."""
        return per_month(self.amount, self.unit)

    def to_json(self) -> dict[str, Any]:
        """Give the answer in the published form."""
        return {
            "programme": self.programme,
            "title": self.title.to_json(),
            "verdict": self.verdict,
            "amount": None if self.amount is None else str(self.amount),
            "unit": self.unit,
            "state": self.state,
            "tests": [test.to_json() for test in self.tests],
            "missing": list(self.missing),
            "documents": [document.title.to_json() for document in self.documents],
            "apply": {"where": self.where.el, "url": self.url},
        }

    def to_full_json(self) -> dict[str, Any]:
        """Give the published form with everything else that the answer tells: what a kept check needs."""
        low, high = self.amount_between or (None, None)
        return self.to_json() | {
            "kind": self.kind,
            "amount_between": None if low is None else [str(low), str(high)],
            "per_month": None if self.per_month is None else str(self.per_month),
            "state_says": self.state_says.to_json() if self.state_says else None,
            "apply": {"where": self.where.to_json(), "url": self.url},
            "law": self.law,
            "source": self.source,
            "duration": self.duration.to_json() if self.duration else None,
            "notes": [note.to_json() for note in self.notes],
            "unverified": [mark.to_json() for mark in self.unverified],
            "received": self.received,
            "person": self.person,
            "alternatives": self.alternatives,
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A fact that is not known, how it is asked for, and the programmes whose answer waits for it."""

    fact: str
    asks: Text
    programmes: tuple[str, ...]
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """All answers to one household on one day."""

    as_of: dt.date
    rules_version: str
    answers: tuple[Answer, ...]

    def __getitem__(self, programme: str) -> Answer:
        """Give the answer of a programme."""
        return {answer.programme: answer for answer in self.answers}[programme]

    @property
    def per_month(self) -> Decimal:
        """Sum a month of what the household seems entitled to and what is paid in practice.

        Of programmes that stand for one another only the largest counts. Child benefit received later lowers the
        guaranteed minimum income: the sum is that of the facts as they are told.
        """
        largest: dict[str, Decimal] = {}
        for answer in self.answers:
            if answer.state == "in_force" and answer.per_month is not None:
                group = answer.alternatives or answer.programme
                largest[group] = max(largest.get(group, Decimal(0)), answer.per_month)
        return sum(largest.values(), Decimal(0))

    def to_json(self) -> dict[str, Any]:
        """Give the screening in the published form."""
        return {
            "as_of": self.as_of.isoformat(),
            "rules_version": self.rules_version,
            "answers": [answer.to_json() for answer in self.answers],
        }

    def to_full_json(self) -> dict[str, Any]:
        """Give the published form with everything else that the answers tell."""
        return self.to_json() | {
            "per_month": str(self.per_month),
            "answers": [answer.to_full_json() for answer in self.answers],
        }


@dataclass(frozen=True, eq=False)
class Batch:
    """Many households on one day: verdicts and amounts as columns, full answers on demand.

    `verdicts[code]` is 1 entitled, 2 not entitled, 0 cannot say; `amounts[code]` is in euros, NaN where not known.
    """

    case: Case
    size: int
    codes: tuple[str, ...]
    assessments: Mapping[str, Assessment]
    households: Sequence[Household] = ()
    verdicts: dict[str, NDArray[np.int8]] = field(default_factory=dict)
    amounts: dict[str, Figures] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    _frames: dict[str, _Frame] = field(default_factory=dict)

    def frame(self, code: str) -> _Frame:
        """Give what is the same of a programme's answer for all households, worked out once."""
        if code not in self._frames:
            self._frames[code] = _frame(catalogue()[code], self.assessments[code], self.case.day)
        return self._frames[code]

    def screening(self, row: int) -> Screening:
        """Give the full answers to one household."""
        household = self.households[row] if self.households else None
        codes = [code for code in self.codes if code in self.asked or _concerns(catalogue()[code], household)]
        answers = [_answer(self, self.frame(code), row, household) for code in codes]
        if household is not None and any(answer.missing for answer in answers):
            answers = _asking_what_matters(answers, household)
        return Screening(self.case.day, rules_version(), tuple(answers))


def screen(
    household: Household | Mapping[str, Any] | str | bytes,
    *,
    as_of: dt.date | None = None,
    programmes: Iterable[str] | None = None,
) -> Screening:
    """Screen one household.

    Args:
        household: its description, parsed or as JSON text, or a household that was read before.
        as_of: the day to screen for; without it the description's own.
        programmes: codes of the programmes to answer; without it all that concern the household.

    Raises:
        NotAHousehold: the description is not one.
        UnknownProgramme: a code is not that of a programme.
    """
    read = _read(household, as_of)
    asked = None if programmes is None else tuple(programmes)
    return _batch([read], read.as_of, asked).screening(0)


def screen_many(
    households: Iterable[Household | Mapping[str, Any] | str | bytes],
    *,
    as_of: dt.date | None = None,
    programmes: Iterable[str] | None = None,
) -> Iterator[Screening]:
    """Screen many households, a chunk at a time; the answers come in the order of the households.

    Raises:
        NotAHousehold: a description is not one.
        UnknownProgramme: a code is not that of a programme.
    """
    asked = None if programmes is None else tuple(programmes)
    given = iter(households)
    while chunk := [_read(one, as_of) for one in islice(given, CHUNK)]:
        yield from _in_order(chunk, asked)


def survey(
    households: Iterable[Household | Mapping[str, Any] | str | bytes],
    *,
    as_of: dt.date,
    programmes: Iterable[str] | None = None,
) -> Iterator[Batch]:
    """Screen many households on one day as columns: the way of a whole register."""
    asked = None if programmes is None else tuple(programmes)
    given = iter(households)
    while chunk := [_read(one, as_of) for one in islice(given, CHUNK)]:
        yield _batch(chunk, as_of, asked)


def survey_columns(columns: Columns, *, programmes: Iterable[str] | None = None, rules: Any = None) -> Batch:
    """Screen households that are already columns, for example read from a database, or with a reform's rules."""
    codes = _codes(None if programmes is None else tuple(programmes))
    return _assessed(case_for(columns, rules), columns.size, codes)


def next_question(screening: Screening) -> Question | None:
    """Give the one unknown fact that decides most, or None when nothing waits for a fact.

    A fact counts fully for a programme that waits for it alone, and in part for one that waits for others too;
    programmes that pay count double.
    """
    waiting = [answer for answer in screening.answers if answer.missing]
    weights: dict[str, float] = {}
    for answer in waiting:
        weight = (2.0 if answer.unit else 1.0) if answer.verdict == "cannot_say" else 0.5
        for fact in answer.missing:
            weights[fact] = weights.get(fact, 0.0) + weight / len(answer.missing)
    if not weights:
        return None
    fact = max(sorted(weights), key=lambda name: weights[name])
    concerned = [answer for answer in waiting if fact in answer.missing]
    return Question(
        fact,
        questions()[pattern_of(fact)],
        tuple(answer.programme for answer in concerned),
        tuple(answer.programme for answer in concerned if answer.missing == (fact,)),
    )


@cache
def rules_version() -> str:
    """Give the version of the rules: that of the package, and a checksum of its code, figures of law and texts."""
    root = Path(__file__).parent
    digest = hashlib.sha256()
    for file in sorted([*root.rglob("*.py"), *root.rglob("*.yaml")]):
        digest.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    from . import __version__  # the package imports this module

    return f"{__version__}+{digest.hexdigest()[:12]}"


def _read(household: Household | Mapping[str, Any] | str | bytes, as_of: dt.date | None) -> Household:
    if isinstance(household, Household):
        return household if as_of is None else household.at(as_of)
    return read_household(household, as_of=as_of)


def _codes(asked: tuple[str, ...] | None) -> tuple[str, ...]:
    for code in asked or ():
        if code not in catalogue():
            raise UnknownProgramme(f"{ascii(code)[:60]} is not the code of a programme")
    return tuple(catalogue()) if asked is None else asked


def _in_order(chunk: list[Household], asked: tuple[str, ...] | None) -> Iterator[Screening]:
    days = {household.as_of for household in chunk}
    rows = {day: [row for row, household in enumerate(chunk) if household.as_of == day] for day in days}
    batches = {day: _batch([chunk[row] for row in rows[day]], day, asked) for day in days}
    seen = dict.fromkeys(days, -1)
    for household in chunk:
        seen[household.as_of] += 1
        yield batches[household.as_of].screening(seen[household.as_of])


def _batch(households: Sequence[Household], day: dt.date, asked: tuple[str, ...] | None) -> Batch:
    codes = _codes(asked)
    if asked is None:
        here = {household.municipality for household in households}
        codes = tuple(code for code in codes if (place := catalogue()[code].municipality) is None or place in here)
    return _assessed(case_for(columns_of(households, day)), len(households), codes, households, asked or ())


def _assessed(
    case: Case,
    size: int,
    codes: tuple[str, ...],
    households: Sequence[Household] = (),
    asked: tuple[str, ...] = (),
) -> Batch:
    assessments = {code: catalogue()[code].programme.assess(case) for code in codes}
    batch = Batch(case, size, codes, assessments, households, asked=asked)
    for code, assessment in assessments.items():
        batch.verdicts[code] = verdict_codes(assessment.right, size)
        batch.amounts[code] = amounts_in_euros(assessment, size)
    return batch


def _concerns(description: Description, household: Household | None) -> bool:
    """Leave the rules of other municipalities out."""
    return description.municipality is None or household is None or household.municipality == description.municipality


def _answer(batch: Batch, frame: _Frame, row: int, household: Household | None) -> Answer:
    about = frame.about
    wording = Wording(batch.case, row, household)
    tests = tuple([_test(wording, asked) for asked in frame.asked])
    verdict = VERDICTS[batch.verdicts[about.code][row]]
    amount, between = _amount(batch, about, row, verdict)
    waits = _waits(wording, frame, tests, verdict) if amount is None else []
    return Answer(
        programme=about.code,
        kind=about.kind,
        title=about.title,
        verdict=verdict,
        amount=amount,
        amount_between=between,
        unit=about.programme.unit or None,
        state=frame.state.state,
        state_says=frame.state.says,
        tests=tests,
        missing=tuple(dict.fromkeys(waits)),
        documents=about.documents,
        where=about.where,
        url=about.url,
        law=about.law,
        source=about.source,
        duration=about.duration,
        notes=about.notes,
        unverified=_marks(frame, tests, verdict, batch.case.day),
        received=None if household is None or household.received is None else about.code in household.received,
        person=_person(frame.assessment, row, batch, household),
        alternatives=about.alternatives,
        passports=_passports_of(about.code),
    )


def _asking_what_matters(answers: Sequence[Answer], household: Household) -> list[Answer]:
    """Leave out of the missing facts those that can change nothing for this household."""
    missing = {answer.programme: answer.missing for answer in answers if answer.missing}
    matter = that_matter(household, missing, _assessments)
    return [_with_missing(one, matter[one.programme]) if one.missing else one for one in answers]


def _assessments(columns: Columns, codes: tuple[str, ...]) -> Mapping[str, Assessment]:
    case = case_for(columns)
    return {code: catalogue()[code].programme.assess(case) for code in codes}


def _with_missing(answer: Answer, paths: tuple[str, ...]) -> Answer:
    tests = tuple(
        replace(test, missing=tuple(path for path in test.missing if path in paths)) if test.missing else test
        for test in answer.tests
    )
    return replace(answer, missing=paths, tests=tests)


def _waits(wording: Wording, frame: _Frame, tests: Sequence[AnsweredTest], verdict: str) -> list[str]:
    """Give the unknown facts that the verdict waits for, or else those that the amount of an entitled waits for."""
    if verdict == "cannot_say":
        return [fact for test in tests if test.passed is None for fact in test.missing]
    if verdict == "entitled" and frame.assessment.amount is not None:
        return list(wording.unknown_facts(frame.assessment.amount.sources))
    return []


def _person(assessment: Assessment, row: int, batch: Batch, household: Household | None) -> str | None:
    if assessment.person is None or household is None:
        return None
    first = int(np.searchsorted(batch.case.household_of, row))
    return household.members[int(assessment.person[row]) - first].id


def _amount(
    batch: Batch, about: Description, row: int, verdict: str
) -> tuple[Decimal | None, tuple[Decimal, Decimal] | None]:
    """Give the amount where it is known, else its bounds where they are."""
    number = batch.assessments[about.code].amount
    if verdict == "not_entitled" or number is None:
        return None, None
    euros = float(batch.amounts[about.code][row])
    if verdict == "entitled" and euros == euros:
        return _euros(euros * 100), None
    low, high = _at(number, row)
    return None, None if high >= UNBOUNDED / 1e3 else (_euros(low), _euros(high))


def _euros(cents: float) -> Decimal:
    return (Decimal(round(cents)) / 100).quantize(Decimal("0.01"))


def _at(number: Number, row: int) -> tuple[float, float]:
    low, high = np.atleast_1d(number.low), np.atleast_1d(number.high)
    return float(low[row if len(low) > 1 else 0]), float(high[row if len(high) > 1 else 0])


def _test(wording: Wording, asked: _Asked) -> AnsweredTest:
    test = asked.test
    passed = wording.outcome(test)
    return AnsweredTest(
        name=test.name,
        passed=passed,
        value=wording.value(test),
        limit=wording.limit(test),
        unit=test.unit,
        legal=asked.legal,
        source=asked.source,
        statement=asked.statement,
        missing=wording.missing(test) if passed is None else (),
        law_figures=asked.law_figures,
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is the same of a test for every household of a batch."""

    test: Test
    statement: Text
    law_figures: tuple[str, ...]
    legal: str
    source: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """What is the same of a programme's answer for every household of a batch."""

    about: Description
    assessment: Assessment
    asked: tuple[_Asked, ...]
    state: PracticeState


def _frame(about: Description, assessment: Assessment, day: dt.date) -> _Frame:
    asked = tuple(_asked(about, test, day) for test in assessment.tests)
    return _Frame(about, assessment, asked, about.state_on(day))


def _asked(about: Description, test: Test, day: dt.date) -> _Asked:
    names = law_figures(test)
    legal, source = _basis(names, day)
    return _Asked(test, about.says(test.name), names, legal or about.law, source or about.source)


@cache
def _basis(names: tuple[str, ...], day: dt.date) -> tuple[str, str]:
    """Give the law and the source of the first figure that tells them."""
    told = [law.figure(name, day) for name in names]
    legal = next((figure.legal for figure in told if figure.legal), "")
    return legal, next((figure.source for figure in told if figure.source), "")


def _marks(frame: _Frame, tests: Sequence[AnsweredTest], verdict: str, day: dt.date) -> tuple[Mark, ...]:
    failed = {test.name for test in tests if test.passed is False} if verdict == "not_entitled" else None
    used_by = _figures_used(frame.assessment, failed)
    told = [(name, law.figure(name, day)) for name in sorted(used_by)]
    marks = [replace(mark_of(figure), used_by=used_by[name]) for name, figure in told if figure.unverified]
    about = frame.about
    general = ((_LATER, day > LAST_SEEN), (_FROM_MEMORY, about.from_memory), (_EXAMPLE, about.is_example))
    return (*marks, *(mark for mark, holds in general if holds))


def _figures_used(assessment: Assessment, failed: Set[str] | None) -> dict[str, tuple[str, ...]]:
    """Give the figures that an answer rests on or shows, with the tests that do; those of the amount have none."""
    used_by: dict[str, tuple[str, ...]] = {}
    for test in assessment.tests:
        if failed is None or test.name in failed:
            for name in sorted({*figures_in(test.passed.sources.figures), *_figures_shown(test)}):
                used_by[name] = (*used_by.get(name, ()), test.name)
    if failed is None and assessment.amount is not None:
        used_by = dict.fromkeys(figures_in(assessment.amount.sources.figures), ()) | used_by
    return used_by


def _figures_shown(test: Test) -> frozenset[str]:
    """Give the figures that the limit is made of: it is shown even where it does not decide yet."""
    return frozenset() if test.limit is None else frozenset(figures_in(test.limit.sources.figures))


@cache
def _passports_of(code: str) -> tuple[Passport, ...]:
    return tuple(edge for edge in passports() if code in (edge.source_programme, edge.target_programme))


@cache
def mark_of(figure: law.LawFigure) -> Mark:
    """Say why a figure of law is not sure."""
    if figure.value is None:
        return Mark(figure.name, "not_known", _mark_text("no_value", figure))
    if figure.confidence != "high":
        return Mark(figure.name, f"confidence_{figure.confidence}", _mark_text("confidence", figure))
    return Mark(figure.name, "from_is_assumed", _mark_text("date", figure))


def _mark_text(why: str, figure: law.LawFigure) -> Text:
    words = _MARKS[why]
    return Text(words.el.format(name=figure.name), words.en.format(name=figure.name))


_MARKS = {
    "no_value": Text(
        "Η τιμή «{name}» δεν είναι γνωστή για αυτή την ημέρα.", "The figure '{name}' is not known for this day."
    ),
    "confidence": Text(
        "Η τιμή «{name}» δεν έχει επιβεβαιωθεί από τον νόμο.", "The figure '{name}' is not confirmed from the law."
    ),
    "date": Text(
        "Η ημερομηνία από την οποία ισχύει η τιμή «{name}» είναι υπόθεση.",
        "The date from which '{name}' holds is assumed.",
    ),
}
_FROM_MEMORY = Mark(
    "law",
    "from_memory",
    Text("Η νομική αναφορά δεν διαβάστηκε σε πηγή.", "The legal reference was not read in a source."),
)
_EXAMPLE = Mark(
    "decision",
    "example",
    Text("Παράδειγμα: η απόφαση του δήμου δεν διαβάστηκε.", "An example: the council's decision was not read."),
)
_LATER = Mark(
    "day",
    "after_last_seen",
    Text(
        "Ό,τι αποφασίστηκε μετά τον Μάρτιο του 2026 δεν περιλαμβάνεται.",
        "Nothing decided after March 2026 is included.",
    ),
)
