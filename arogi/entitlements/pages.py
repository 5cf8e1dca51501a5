"""What the pages of this module show, put together from the household's file, its checks and the rules' words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openfisca_greece import Question, Screening, Text, catalogue, next_question, questions

from arogi.core.shown import money
from arogi.entitlements.asked import GROUPS
from arogi.entitlements.changes import ChangedAnswer, Comparison
from arogi.entitlements.forms import Block, FactsForm, group_names, member_names
from arogi.entitlements.homes import Home, Housemate
from arogi.entitlements.models import Check
from arogi.entitlements.presentation import ShownScreening
from arogi.entitlements.selectors import summary_of
from arogi.entitlements.sight import Sight, askable

OF_SOMEBODY = "members."
TOLD_AT_MOST = 8
CHANGES_AT_ONCE = 5


@dataclass(frozen=True, kw_only=True)
class AskedFirst:
    """The one fact to ask for before all others.

    Attributes:
        about: the member it is asked of; empty for the household.
        person_id: of that member.
        decides: programmes that its answer alone decides; `waits` names some that wait for it and for others,
            `more` counts those that are not named.
        block: the fields to answer it with; None when it is part of the person's own file.
    """

    asks: str
    about: str
    person_id: str
    decides: tuple[str, ...]
    waits: tuple[str, ...]
    more: int
    block: Block | None


@dataclass(frozen=True, kw_only=True)
class FactsPage:
    """The page of a household's facts: the one question first, then everything else by group and by member."""

    first: AskedFirst | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """One check in the history."""

    id: UUID
    at: dt.datetime
    by: str
    per_month: Decimal
    entitled: int
    is_shown: bool


@dataclass(frozen=True, kw_only=True)
class ChangeLine:
    """One programme that says something else than in the check before."""

    title: str
    before: str
    now: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class ChangesShown:
    """What changed since the check before, and why."""

    since: dt.datetime
    lines: tuple[ChangeLine, ...]
    causes: tuple[str, ...]

    @property
    def first(self) -> tuple[ChangeLine, ...]:
        """Give the changes that are shown at once."""
        return self.lines[:CHANGES_AT_ONCE]

    @property
    def others(self) -> tuple[ChangeLine, ...]:
        """Give the changes that are folded."""
        return self.lines[CHANGES_AT_ONCE:]


@dataclass(frozen=True, kw_only=True)
class CheckPage:
    """A check as it was told, with those before it.

    Attributes:
        is_partial: some answers are kept from this member of staff.
    """

    check: Check
    shown: ShownScreening
    history: tuple[CheckLine, ...]
    changes: ChangesShown | None
    is_newest: bool
    is_partial: bool


def names_in(home: Home) -> dict[str, str]:
    """Give what to call each member, by the id that the rules know him or her by."""
    return {str(member.id): member.name for member in home.members}


def waits_of(screening: Screening) -> dict[str, tuple[str, ...]]:
    """Give the programmes that wait for each missing fact."""
    waits: dict[str, list[str]] = {}
    for answer in screening.answers:
        for fact in answer.missing if answer.verdict == "cannot_say" else ():
            waits.setdefault(fact, []).append(words_of(answer.title))
    return {fact: tuple(titles) for fact, titles in waits.items()}


def facts_page(form: FactsForm, screening: Screening) -> FactsPage:
    """Put the fields into blocks; those of the next question come first."""
    first = _asked_first(form, next_question(askable(screening)))
    asked = {field.name for field in first.block.fields} if first and first.block else set()
    blocks = [_group(form, group, asked) for group in GROUPS]
    blocks += [_member(form, member, asked) for member in form.home.members]
    return FactsPage(first=first, blocks=tuple(block for block in blocks if block.fields))


def _asked_first(form: FactsForm, question: Question | None) -> AskedFirst | None:
    if question is None:
        return None
    member = next((one for one in form.home.members if question.fact.startswith(f"{OF_SOMEBODY}{one.id}.")), None)
    names = form.names_of(question.fact)
    titles = [words_of(catalogue()[code].title) for code in question.programmes]
    decides = [words_of(catalogue()[code].title) for code in question.decides]
    return AskedFirst(
        asks=words_of(question.asks),
        about=member.name if member else "",
        person_id=str(member.id) if member else "",
        decides=tuple(decides),
        waits=tuple(title for title in titles if title not in decides)[:TOLD_AT_MOST],
        more=max(0, len(titles) - len(decides) - TOLD_AT_MOST),
        block=form.block("asked-first", "", names, is_open=True) if names else None,
    )


def _group(form: FactsForm, group: str, asked: set[str]) -> Block:
    titles = {
        "six_months": (
            _("Income of the last six months"),
            _("Of everybody together, for the six full months before this one. Write 0 where there was none."),
        ),
        "tax_year": (_("The last tax assessment"), _("As it stands on the paper of the tax office (ekkatharistiko).")),
        "assets": (_("Property"), ""),
        "dwelling": (_("The home"), ""),
        "received": (_("Benefits and care"), ""),
    }
    title, hint = titles[group]
    names = [name for name in group_names(form, group) if name not in asked]
    return form.block(group.replace("_", "-"), title, names, hint=hint)


def _member(form: FactsForm, member: Housemate, asked: set[str]) -> Block:
    title = member.name if member.age is None else _("%(name)s, %(age)s") % {"name": member.name, "age": member.age}
    names = [name for name in member_names(form, member.id) if name not in asked]
    return form.block(f"member-{member.id}", title, names)


# Checks


def history_lines(checks: Iterable[Check], shown_id: UUID, sight: Sight) -> tuple[CheckLine, ...]:
    """Give checks as lines of the history."""
    return tuple(_line(check, shown_id, sight) for check in checks)


def _line(check: Check, shown_id: UUID, sight: Sight) -> CheckLine:
    summary = sight.of_summary(summary_of(check))
    return CheckLine(
        id=check.pk,
        at=check.checked_at,
        by=check.checked_by.name,
        per_month=Decimal(summary.per_month),
        entitled=len(summary.entitled),
        is_shown=check.pk == shown_id,
    )


def changes_shown(comparison: Comparison, before: Check) -> ChangesShown:
    """Say what changed since a check, and why."""
    return ChangesShown(
        since=before.checked_at,
        lines=tuple(_change(one) for one in comparison.answers),
        causes=tuple(_causes(comparison)),
    )


def _change(one: ChangedAnswer) -> ChangeLine:
    words = _verdicts()
    before, now = (words.get(verdict, _("not asked")) for verdict in (one.before, one.now))
    return ChangeLine(
        title=words_of(one.title),
        before=_with_amount(before, one.amount_before),
        now=_with_amount(now, one.amount_now),
        colour={"entitled": "green", "cannot_say": "yellow"}.get(one.now, "grey"),
    )


def _with_amount(words: str, amount: Decimal | None) -> str:
    return words if amount is None else _("%(verdict)s: %(amount)s") % {"verdict": words, "amount": money(amount)}


def _verdicts() -> Mapping[str, str]:
    return {
        "entitled": _("seems entitled"),
        "cannot_say": _("cannot be said"),
        "not_entitled": _("does not seem entitled"),
    }


def _causes(comparison: Comparison) -> Iterable[str]:
    if comparison.is_other_household:
        yield _("Somebody came to the household or left it.")
    if comparison.has_hidden_facts:
        yield _("Facts were told which are for colleagues with the right to health data.")
    if comparison.facts:
        asks = [words_of(questions()[path]) for path in comparison.facts[:TOLD_AT_MOST] if path in questions()]
        yield _("Other facts were told: %(facts)s") % {"facts": " ".join(asks)}
    if comparison.are_other_rules:
        yield _("The rules or the figures of law were brought up to date.")
    if not comparison.has_cause:
        yield _("Only time has passed: an age, a period or a figure of law changed with the date.")


def words_of(text: Text) -> str:
    """Give a text of the rules in the language of the screen."""
    return text.el if get_language() == "el" else text.en
