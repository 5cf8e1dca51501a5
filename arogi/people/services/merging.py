"""Two files of one person become one, and two again when that was a mistake.

Every row that points to the absorbed person is moved to the kept one, whichever module it belongs to: they are found
through the foreign keys of `Person`, so a table that comes later is moved too. Rows that the kept person has already
(the same number, the same phone, the same household) stay where they are: they say nothing new. What was moved and what
each field held is written down encrypted, and undoing follows it: rows that were added later stay with the kept person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.people.errors import CannotBeMerged, CannotBeUndone, ImpossibleFact, NoSuchPerson, OnePerson
from arogi.people.former import MERGES, as_kept, hidden, shown
from arogi.people.merge_preview import ABSORBED, CHOICES, KEPT
from arogi.people.models import Merge, Person, PossibleDuplicate
from arogi.people.services.columns import names_of
from arogi.people.services.findable import add_findable, keep_findable
from arogi.people.tokens import order_of

# These tell of the merging itself.
NOT_MOVED = (Person, Merge, PossibleDuplicate)


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A foreign key to a person, in any module."""

    model: type[models.Model]
    column: str

    @property
    def label(self) -> str:
        return self.model._meta.label

    def rows(self) -> models.QuerySet[Any]:
        manager: models.Manager[Any] = self.model.objects  # type: ignore[attr-defined]
        return manager.all()


@transaction.atomic
def merge_persons(
    *, by: Member, kept_id: UUID, absorbed_id: UUID, choices: Mapping[str, str], at: dt.datetime
) -> Merge:
    """Make two files one.

    Args:
        by: needs the right people.merge.
        kept_id: the file that stays; its card number stays too.
        absorbed_id: the file that leads to the kept one from now on.
        choices: by field of `merge_preview.CHOICES`: whose value is kept; the kept file's where nothing is said.
        at: the moment.

    Raises:
        NotAllowed, OnePerson, CannotBeMerged, ImpossibleFact, NoSuchPerson: see there.
    """
    if not by.may("people.merge"):
        raise NotAllowed
    kept, absorbed = _both(kept_id, absorbed_id)
    if kept.merged_into_id or absorbed.merged_into_id:
        raise CannotBeMerged
    new = _chosen(kept, absorbed, choices)
    former = {column: getattr(kept, column) for column in new}
    moved = [(pointer.label, pointer.column, _move(pointer, absorbed, kept)) for pointer in _pointers()]
    moved = [each for each in moved if each[2]]
    _write(kept, new, at)
    _write(absorbed, {"merged_into_id": kept.pk}, at)
    # The words of both files were moved and stay, so that undoing finds them; only new pairs of names are added.
    add_findable(kept)
    merge = Merge(id=uuid7(), kept=kept, absorbed=absorbed, moved=moved, merged_by=by.user, merged_at=at)
    merge.before = hidden(MERGES, merge.pk, {"former": former, "new": new})
    merge.save(force_insert=True)
    _record("merge", merge, tables=[label for label, _column, _ids in moved])
    return merge


@transaction.atomic
def undo_merge(*, by: Member, merge_id: UUID, at: dt.datetime) -> Merge:
    """Make two files again of one: fields and rows go back to where they were, unless they were changed since.

    Raises:
        NotAllowed, NoSuchPerson: see there.
        CannotBeUndone: it was undone already, or the kept file was merged on into a third.
    """
    if not by.may("people.merge"):
        raise NotAllowed
    merge: Merge | None = Merge.objects.select_for_update().filter(pk=merge_id).first()
    if merge is None:
        raise NoSuchPerson
    kept, absorbed = _both(merge.kept_id, merge.absorbed_id)
    if merge.undone_at or kept.merged_into_id or absorbed.merged_into_id != kept.pk:
        raise CannotBeUndone
    _write(absorbed, {"merged_into_id": None}, at)
    _move_back(merge, kept, absorbed)
    _write(kept, _former_values(merge, kept), at)
    for person in (kept, absorbed):
        keep_findable(person)
    merge.undone_by, merge.undone_at = by.user, at
    merge.save(update_fields=["undone_by", "undone_at"])
    _record("unmerge", merge, tables=[label for label, _column, _ids in merge.moved])
    return merge


def _both(kept_id: UUID, absorbed_id: UUID) -> tuple[Person, Person]:
    """Lock both files, always in the same order, so that two merges wait for each other instead of blocking."""
    if kept_id == absorbed_id:
        raise OnePerson
    rows = Person.objects.select_for_update().filter(pk__in=[kept_id, absorbed_id]).order_by("pk")
    found = {person.pk: person for person in rows}
    if len(found) != 2:
        raise NoSuchPerson
    return found[kept_id], found[absorbed_id]


def _chosen(kept: Person, absorbed: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """Give the columns of the kept file that get another value."""
    if not set(choices) <= set(CHOICES) or not set(choices.values()) <= {KEPT, ABSORBED}:
        raise ImpossibleFact
    taken = [column for field, columns in CHOICES.items() if choices.get(field) == ABSORBED for column in columns]
    new = {column: getattr(absorbed, column) for column in taken}
    days = [day for day in (kept.last_contact_on, absorbed.last_contact_on) if day]
    new["last_contact_on"] = max(days, default=None)
    new["registered_on"] = min(kept.registered_on, absorbed.registered_on)
    return {column: value for column, value in new.items() if value != getattr(kept, column)}


def _pointers() -> list[_Pointer]:
    """Give every foreign key to a person, those first whose rows others repeat (a request repeats its contact's)."""
    relations = Person._meta.get_fields(include_hidden=True)
    found = [
        _Pointer(relation.related_model, relation.field.attname)  # type: ignore[union-attr,arg-type]
        for relation in relations
        if relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
    ]
    left = sorted((one for one in found if one.model not in NOT_MOVED), key=lambda one: (one.label, one.column))
    ordered: list[_Pointer] = []
    while left:
        waiting = {one.model for one in left}
        free = [one for one in left if not _points_to(one.model, waiting - {one.model})] or left[:1]
        ordered += free
        left = [one for one in left if one not in free]
    return ordered


def _points_to(model: type[models.Model], others: Iterable[type[models.Model]]) -> bool:
    targets = {field.related_model for field in model._meta.get_fields() if field.many_to_one and field.concrete}
    return bool(targets.intersection(others))


def _move(pointer: _Pointer, absorbed: Person, kept: Person) -> list[str]:
    """Let rows point to the kept person; give the ids of those that did not have to stay."""
    rows = pointer.rows().filter(**{pointer.column: absorbed.pk})
    ids: list[UUID] = list(rows.order_by("pk").values_list("pk", flat=True))
    if not ids:
        return []
    if not _may_clash(pointer):
        pointer.rows().filter(pk__in=ids).update(**{pointer.column: kept.pk})
        return [str(row_id) for row_id in ids]
    return [str(row_id) for row_id in ids if _moves_alone(pointer, row_id, kept)]


def _may_clash(pointer: _Pointer) -> bool:
    """Say whether a constraint of the table names the column, so that both persons may hold the same."""
    name = pointer.column.removesuffix("_id")
    constraints = pointer.model._meta.constraints
    return any(name in getattr(constraint, "fields", ()) for constraint in constraints) or any(
        not isinstance(constraint, models.UniqueConstraint | models.CheckConstraint) for constraint in constraints
    )


def _moves_alone(pointer: _Pointer, row_id: UUID, kept: Person) -> bool:
    try:
        with transaction.atomic():
            pointer.rows().filter(pk=row_id).update(**{pointer.column: kept.pk})
    except IntegrityError:
        return False
    return True


def _move_back(merge: Merge, kept: Person, absorbed: Person) -> None:
    moved = {(label, column): ids for label, column, ids in merge.moved}
    for pointer in _pointers():
        ids = moved.get((pointer.label, pointer.column), [])
        pointer.rows().filter(pk__in=ids, **{pointer.column: kept.pk}).update(**{pointer.column: absorbed.pk})


def _write(person: Person, columns: Mapping[str, Any], at: dt.datetime) -> None:
    for column, value in columns.items():
        setattr(person, column, value)
    person.sort_key = order_of(names_of(person))
    person.version += 1
    person.changed_at = at
    person.save(update_fields=[*columns, "sort_key", "version", "changed_at"])


def _former_values(merge: Merge, kept: Person) -> dict[str, Any]:
    """Give what the kept file's columns held, for those that still hold what the merge put there."""
    written = shown(MERGES, merge.pk, merge.before)
    former, new = written["former"], written["new"]
    unchanged = [column for column in former if as_kept(getattr(kept, column)) == new[column]]
    return {column: _restored(column, former[column]) for column in unchanged}


def _restored(column: str, value: Any) -> Any:
    """Give a value of JSON as its column has it."""
    field = Person._meta.get_field(column.removesuffix("_id"))
    return field.to_python(value) if isinstance(field, models.Field) and value is not None else None


def _record(verb: str, merge: Merge, *, tables: list[str]) -> None:
    for person_id in (merge.kept_id, merge.absorbed_id):
        audit.record(verb, kind="person", object_id=merge.pk, person_id=person_id, tables=tables)
