"""Two files side by side before they become one: each field's two values, and which is proposed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from arogi.core.values.partial_date import PartialDate, Precision
from arogi.people.models import Person
from arogi.people.words import FIELD_LABELS

KEPT, ABSORBED = "kept", "absorbed"

# Each choice, with the columns that go with it: a date never goes without its precision.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "surname": ("surname",),
    "first_name": ("first_name",),
    "father_name": ("father_name",),
    "mother_name": ("mother_name",),
    "latin_surname": ("latin_surname",),
    "latin_first_name": ("latin_first_name",),
    "called": ("called",),
    "sex": ("sex",),
    "born": ("birth_date", "birth_precision"),
    "birth_place": ("birth_place",),
    "citizenships": ("citizenships",),
    "languages": ("languages",),
    "needs_interpreter": ("needs_interpreter",),
    "do_not_phone": ("do_not_phone",),
    "do_not_write": ("do_not_write",),
    "do_not_visit": ("do_not_visit",),
    "hide_address": ("hide_address",),
    "alert": ("alert",),
    "key_worker": ("key_worker_id",),
    "status": ("status", "status_reason"),
}
_YES_OR_NO = frozenset({"needs_interpreter", "do_not_phone", "do_not_write", "do_not_visit", "hide_address"})
_PRECISIONS = tuple(Precision)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of both files.

    Attributes:
        field: the key of `choices` for `merge_persons`.
        kept, absorbed: the values in words; empty when there is none.
        proposed: `kept` or `absorbed`.
    """

    field: str
    label: str | Promise
    kept: str
    absorbed: str
    proposed: str

    @property
    def differs(self) -> bool:
        """Say whether there is anything to choose."""
        return self.kept != self.absorbed


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What a merge would do."""

    kept: Person
    absorbed: Person
    lines: tuple[Line, ...]

    @property
    def proposed(self) -> dict[str, str]:
        """Give the proposed choices."""
        return {line.field: line.proposed for line in self.lines}


def preview(kept: Person, absorbed: Person) -> MergePreview:
    """Compare two files field by field."""
    lines = (
        Line(
            field=field,
            label=FIELD_LABELS[field],
            kept=_in_words(field, kept),
            absorbed=_in_words(field, absorbed),
            proposed=_proposed(field, kept, absorbed),
        )
        for field in CHOICES
    )
    return MergePreview(kept=kept, absorbed=absorbed, lines=tuple(lines))


def _proposed(field: str, kept: Person, absorbed: Person) -> str:
    if field == "born":
        better = _exactness(absorbed) > _exactness(kept)
        return ABSORBED if better else KEPT
    # What is empty gives way; and where one of the two says yes, yes is proposed: a lost warning endangers a person.
    column = CHOICES[field][0]
    return ABSORBED if getattr(absorbed, column) and not getattr(kept, column) else KEPT


def _exactness(person: Person) -> int:
    return -_PRECISIONS.index(Precision(person.birth_precision))


def _in_words(field: str, person: Person) -> str:
    words = _WORDS.get(field)
    return words(person) if words else str(getattr(person, CHOICES[field][0]))


def _yes(column: str) -> Callable[[Person], str]:
    return lambda person: _("yes") if getattr(person, column) else ""


_WORDS: dict[str, Callable[[Any], str]] = {
    "sex": lambda person: str(person.get_sex_display()) if person.sex else "",
    "born": lambda person: PartialDate(person.birth_date, Precision(person.birth_precision)).display,
    "citizenships": lambda person: ", ".join(person.citizenships),
    "languages": lambda person: ", ".join(person.languages),
    "key_worker": lambda person: person.key_worker.name if person.key_worker else "",
    "status": lambda person: str(person.get_status_display()),
    **{column: _yes(column) for column in _YES_OR_NO},
}
