"""Former values: what a row said before it was changed, and whether somebody else was quicker."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from uuid_utils.compat import uuid7

from arogi.accounts.access import Member
from arogi.core.errors import ChangedMeanwhile
from arogi.core.models import RecordedModel
from arogi.people.errors import MergedMeanwhile, NoSuchPerson
from arogi.people.former import CORRECTIONS, hidden
from arogi.people.kept_text import kept
from arogi.people.models import Person, PersonCorrection

Row = TypeVar("Row", bound=RecordedModel)


def locked(model: type[Row], row_id: UUID, version: int | None = None) -> Row:
    """Give a row that nobody else can change until the transaction ends.

    Raises:
        NoSuchPerson: it is not there.
        MergedMeanwhile: it is the file of a person that was merged into another.
        ChangedMeanwhile: it has another version than the one that was shown.
    """
    row: Row | None = model.objects.select_for_update().filter(pk=row_id).first()
    if row is None:
        raise NoSuchPerson
    if isinstance(row, Person) and row.merged_into_id is not None:
        raise MergedMeanwhile
    if version is not None and row.version != version:
        raise ChangedMeanwhile
    return row


def change(row: RecordedModel, values: Mapping[str, Any], *, at: dt.datetime) -> dict[str, Any]:
    """Write the values that differ, and count the version up.

    Returns:
        The former values of those that differ; empty when nothing does, and then nothing is written.
    """
    former = {name: getattr(row, name) for name, value in values.items() if getattr(row, name) != value}
    if not former:
        return {}
    for name in former:
        setattr(row, name, values[name])
    row.version += 1
    row.changed_at = at
    row.save(update_fields=[*former, "version", "changed_at"])
    return former


def keep_former(
    row: RecordedModel,
    former: Mapping[str, Any],
    *,
    kind: str,
    person_id: UUID,
    by: Member,
    at: dt.datetime,
    reason: str = "",
) -> None:
    """Keep former values, encrypted, with who changed them and why. Call it after `change`."""
    correction = PersonCorrection(
        id=uuid7(),
        person_id=person_id,
        kind=kind,
        row_id=row.pk,
        row_version=row.version - 1,
        fields=sorted(former),
        reason=kept(reason, at_most=200, field="reason"),
        at=at,
        by=by.user,
    )
    correction.before = hidden(CORRECTIONS, correction.pk, former)
    correction.save(force_insert=True)
