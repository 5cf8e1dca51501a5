"""Who opened what: the access record as its guardian reads it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from arogi.accounts import selectors, words
from arogi.accounts.forms import RecordFilterForm
from arogi.accounts.http import StaffRequest, allowed
from arogi.accounts.selectors import RecordFilter
from arogi.core import audit
from arogi.core.models import AccessRecord

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class RecordLine:
    """One access record in words."""

    record: AccessRecord
    actor: str
    verb: str
    kind: str
    detail: str
    person: str


@allowed("access_record.view")
@require_safe
def access_record(request: StaffRequest) -> HttpResponse:
    """Show the access record, newest first, of a person, a member of staff or some days."""
    form = RecordFilterForm(request.GET)
    wanted = _wanted(form) if form.is_valid() else None
    found = selectors.access_records(wanted, limit=PAGE + 1) if wanted else []
    audit.record("view", kind="accessrecord", person_id=wanted.person_id if wanted else None, count=len(found[:PAGE]))
    context = {
        "form": form,
        "lines": _in_words(found[:PAGE]),
        "next_before": found[PAGE - 1].sequence if len(found) > PAGE else None,
    }
    return render(request, "accounts/access_record.html", context)


def _wanted(form: RecordFilterForm) -> RecordFilter:
    typed = form.cleaned_data
    return RecordFilter(
        person_id=typed["person"],
        actor_id=typed["actor"].pk if typed["actor"] else None,
        from_date=typed["since"],
        until_date=typed["until"],
        before=typed["before"],
    )


def _in_words(records: list[AccessRecord]) -> list[RecordLine]:
    names = selectors.names_of({record.actor_id for record in records if record.actor_id})
    return [_line(record, names) for record in records]


def _line(record: AccessRecord, names: dict[UUID, str]) -> RecordLine:
    detail = "; ".join(words.detail(name, value) for name, value in sorted(record.detail.items()) if value != [])
    return RecordLine(
        record=record,
        actor=names.get(record.actor_id, "") if record.actor_id else words.who(record.actor_roles),
        verb=words.verb(record.verb),
        kind=words.kind(record.kind),
        detail=detail,
        person=str(record.person_id or "")[-8:],
    )
