"""From facts to the columns of a person, and back."""

from __future__ import annotations

from typing import Any

from arogi.accounts.models import User
from arogi.core.values.partial_date import PartialDate, Precision
from arogi.people.errors import ImpossibleFact, NothingToCallBy
from arogi.people.facts import PersonFacts
from arogi.people.kept_text import kept
from arogi.people.models import Person
from arogi.people.names import PersonNames
from arogi.people.tokens import order_of

NAMES = ("surname", "first_name", "father_name", "mother_name", "latin_surname", "latin_first_name", "called")
OWN_NAMES = ("surname", "first_name", "latin_surname", "latin_first_name", "called")
NAME_LENGTH = 120


def columns_of(facts: PersonFacts) -> dict[str, Any]:
    """Give the values of a person's columns.

    Raises:
        NothingToCallBy: there is no name at all.
        ImpossibleFact: a name is too long, or a code is not in its list.
    """
    names = {name: kept(getattr(facts.names, name), at_most=NAME_LENGTH, field=name) for name in NAMES}
    if not any(names[name] for name in OWN_NAMES):
        raise NothingToCallBy
    if facts.sex not in Person.Sex.values:
        raise ImpossibleFact(field="sex")
    if facts.key_worker_id and not User.objects.filter(pk=facts.key_worker_id).exists():
        raise ImpossibleFact(field="key_worker")
    return {
        **names,
        "sort_key": order_of(PersonNames(**names)),
        "sex": facts.sex,
        "birth_date": facts.born.date,
        "birth_precision": facts.born.precision.value,
        "birth_place": kept(facts.birth_place, at_most=120, field="birth_place"),
        "citizenships": _codes(facts.citizenships, at_most=3, field="citizenships"),
        "languages": _codes(facts.languages, at_most=8, field="languages"),
        "needs_interpreter": facts.needs_interpreter,
        "do_not_phone": facts.do_not_phone,
        "do_not_write": facts.do_not_write,
        "do_not_visit": facts.do_not_visit,
        "hide_address": facts.hide_address,
        "alert": kept(facts.alert, at_most=200, field="alert"),
        "key_worker_id": facts.key_worker_id,
    }


def facts_of(person: Person) -> PersonFacts:
    """Give the facts that a person's columns hold."""
    return PersonFacts(
        names=names_of(person),
        sex=person.sex,
        born=born_of(person),
        birth_place=person.birth_place,
        citizenships=tuple(person.citizenships),
        languages=tuple(person.languages),
        needs_interpreter=person.needs_interpreter,
        do_not_phone=person.do_not_phone,
        do_not_write=person.do_not_write,
        do_not_visit=person.do_not_visit,
        hide_address=person.hide_address,
        alert=person.alert,
        key_worker_id=person.key_worker_id,
    )


def names_of(person: Person) -> PersonNames:
    """Give a person's names."""
    return PersonNames(**{name: getattr(person, name) for name in NAMES})


def born_of(person: Person) -> PartialDate:
    """Give a person's date of birth with what is known of it."""
    return PartialDate(person.birth_date, Precision(person.birth_precision))


def _codes(codes: tuple[str, ...], *, at_most: int, field: str) -> list[str]:
    if any(not code.isascii() or not code.isalpha() or len(code) > at_most for code in codes):
        raise ImpossibleFact(field=field)
    return list(dict.fromkeys(codes))
