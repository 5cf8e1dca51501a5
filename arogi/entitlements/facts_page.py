"""The page of a household's facts, and the question that stands on a check: the one that decides most comes first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _
from openfisca_greece import Question, Screening, next_question

from arogi.entitlements.asked import GROUPS
from arogi.entitlements.facts import is_part_of, parted
from arogi.entitlements.forms import REST, FactsForm, parts_in
from arogi.entitlements.homes import Home, Housemate
from arogi.entitlements.presentation import NAMED_AT_MOST
from arogi.entitlements.sight import askable
from arogi.entitlements.words import title_of, words_of


@dataclass(frozen=True, kw_only=True)
class AskedFirst:
    """The one fact to ask for before all others.

    Attributes:
        about: the member it is asked of; empty for the household.
        person_id: of that member.
        decides: programmes that its answer alone decides; `waits` names some that wait for it and for others,
            `more` counts those that are not named.
        names: the fields to answer it with; empty when it is part of the person's own file.
    """

    asks: str
    about: str
    person_id: str
    decides: tuple[str, ...]
    waits: tuple[str, ...]
    more: int
    names: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some facts of the page under one heading.

    Attributes:
        id: a group of the household, or the id of a member.
        fields: those that are shown; empty while it is folded.
        all: how many facts it has, `known` how many of them are known, for how many an answer waits (`wanted`).
        rest: the box that takes whatever is left empty as no, none or 0; None where nothing can be taken so.
    """

    id: str
    title: str
    hint: str
    fields: tuple[forms.BoundField, ...]
    all: int
    known: int
    wanted: int
    rest: forms.BoundField | None


@dataclass(frozen=True, kw_only=True)
class FactsPage:
    """The page of a household's facts: the one question first, then everything else by group and by member.

    Attributes:
        first: the question; None when no answer waits for a fact.
        asked: its fields.
    """

    first: AskedFirst | None
    asked: Part | None
    parts: tuple[Part, ...]


def missing_in(screening: Screening) -> frozenset[str]:
    """Give the facts for which some answer waits."""
    return frozenset(fact for answer in screening.answers if answer.verdict == "cannot_say" for fact in answer.missing)


def asked_first(screening: Screening, form: FactsForm) -> AskedFirst | None:
    """Give the question that decides most, and have its fields in the form; None when none is open."""
    question = next_question(askable(screening))
    if question is None:
        return None
    first = _asked_first(question, form)
    form.show(first.names)
    return first


def first_question(form: FactsForm, screening: Screening) -> FactsPage | None:
    """Give the question that decides most with its fields, and nothing else; None when none is open."""
    first = asked_first(screening, form)
    if first is None:
        return None
    return FactsPage(first=first, asked=_asked(form, first, missing_in(screening)), parts=())


def _asked(form: FactsForm, first: AskedFirst | None, missing: Collection[str]) -> Part | None:
    return _part(form, "asked-first", first.names, missing) if first and first.names else None


def _asked_first(question: Question, form: FactsForm) -> AskedFirst:
    member = next((one for one in form.home.members if str(one.id) == parted(question.fact).member), None)
    waits = [title_of(code) for code in question.programmes if code not in question.decides]
    return AskedFirst(
        asks=words_of(question.asks),
        about=member.name if member else "",
        person_id=str(member.id) if member else "",
        decides=tuple(title_of(code) for code in question.decides),
        waits=tuple(waits[:NAMED_AT_MOST]),
        more=max(0, len(waits) - NAMED_AT_MOST),
        names=tuple(form.names_of(question.fact)),
    )


def facts_page(form: FactsForm, first: AskedFirst | None, missing: Collection[str]) -> FactsPage:
    """Put the facts into parts; those of the first question stand before them."""
    names = first.names if first else ()
    every = parts_in(form)
    parts = [_part(form, key, [name for name in every[key] if name not in names], missing) for key in _order(every)]
    return FactsPage(
        first=first,
        asked=_asked(form, first, missing),
        parts=tuple(part for part in parts if part.all),
    )


def names_in_part(form: FactsForm, part: str, first: AskedFirst | None) -> list[str]:
    """Name the fields of a part that are not asked first; none of a part that is not there."""
    return [name for name in parts_in(form).get(part, ()) if not first or name not in first.names]


def only_part(form: FactsForm, part: str, names: Collection[str], missing: Collection[str]) -> Part:
    """Give one part alone, unfolded."""
    return _part(form, part, names, missing)


def _order(every: Collection[str]) -> list[str]:
    return [*(group for group in GROUPS if group in every), *(part for part in every if part not in GROUPS)]


def _part(form: FactsForm, id_: str, names: Collection[str], missing: Collection[str]) -> Part:
    title, hint = _headed(form.home, id_)
    fields = tuple(form[name] for name in names if name in form.fields)
    groups = {form.planned[field.name].part for field in fields}
    rest = next((form[REST + group] for group in groups if REST + group in form.fields and len(fields) > 1), None)
    return Part(
        id=id_,
        title=title,
        hint=hint,
        fields=fields,
        all=len(names),
        known=sum(form.is_known(name) for name in names),
        wanted=sum(_is_wanted(form, name, missing) for name in names),
        rest=rest,
    )


def _is_wanted(form: FactsForm, name: str, missing: Collection[str]) -> bool:
    path = form.planned[name].key.in_household
    return not form.is_known(name) and any(is_part_of(path, fact) for fact in missing)


def _headed(home: Home, part: str) -> tuple[str, str]:
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
    member = next((member for member in home.members if str(member.id) == part), None)
    return (_named(member), "") if member else titles.get(part, ("", ""))


def _named(member: Housemate) -> str:
    if member.age is None:
        return member.name
    return _("%(name)s, %(age)s") % {"name": member.name, "age": member.age}
