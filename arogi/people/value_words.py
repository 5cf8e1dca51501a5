"""Values of a file's fields as people read them, from what a column or its text says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from arogi.accounts.models import User
from arogi.centres.models import Settlement
from arogi.core import shown
from arogi.core.values.identifier_kinds import KINDS, MISSING_REASONS
from arogi.people.models import Person, Phone
from arogi.people.origins import CITIZENSHIPS, LANGUAGES

NOTHING = "-"


def in_words(value: object, field: str) -> str:
    """Write a value as people read it; a dash when there is none.

    Args:
        value: as the column has it, or as text.
        field: the name of the column.
    """
    text = _joined(value)
    if text in ("True", "False"):
        return _("yes") if text == "True" else _("no")
    write = _WRITERS.get(field)
    return (write(text) if write and text else text) or NOTHING


def _joined(value: object) -> str:
    if value is None:
        return ""
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _day(text: str) -> str:
    try:
        date: dt.date | None = parse_date(text)
    except ValueError:
        date = None
    return shown.day(date) if date else text


def _named(model: type[User | Settlement]) -> Callable[[str], str]:
    def name(text: str) -> str:
        try:
            row = model.objects.filter(pk=UUID(text)).first()
        except ValueError:
            row = None
        return str(row) if row else text

    return name


def _of(choices: Iterable[tuple[str, object]]) -> Callable[[str], str]:
    labels = dict(choices)
    return lambda code: str(labels.get(code, code))


_WRITERS: Mapping[str, Callable[[str], str]] = {
    "sex": _of(Person.Sex.choices),
    "birth_precision": _of(Person.BirthPrecision.choices),
    "status": _of(Person.Status.choices),
    "citizenships": lambda text: ", ".join(CITIZENSHIPS.label(code.strip()) for code in text.split(",")),
    "languages": lambda text: ", ".join(LANGUAGES.label(code.strip()) for code in text.split(",")),
    "birth_date": _day,
    "expires_on": _day,
    "from_date": _day,
    "until_date": _day,
    "kind": lambda code: KINDS[code].label if code in KINDS else code,
    "missing_reason": lambda code: MISSING_REASONS[code].label if code in MISSING_REASONS else code,
    "owner": _of(Phone.Owner.choices),
    "key_worker_id": _named(User),
    "settlement_id": _named(Settlement),
}
