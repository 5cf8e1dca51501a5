"""The filter of the inbox, and what acts ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import User
from arogi.casework.models import Task
from arogi.casework.selectors import MINE, VIEWS, TaskFilter
from arogi.core.forms import ActForm, DayField
from arogi.core.values.ids import read_id
from arogi.people.forms.fields import CleanTextField

RESULTS = [choice for choice in Task.Result.choices if choice[0]]
Choices = Iterable[tuple[str, Any]]
FINISH, TAKE, SNOOZE, HAND = "finish", "take", "snooze", "hand"


class FilterForm(forms.Form):
    """What of the inbox is wanted; what cannot be read is not asked for."""

    structure = forms.ChoiceField(label=_("Structure"), required=False)
    worker = forms.ChoiceField(label=_("Worker"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    person = forms.CharField(required=False, widget=forms.HiddenInput)
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(view, view) for view in VIEWS])

    def __init__(self, asked: QueryDict, *, structures: Choices, workers: Choices) -> None:
        super().__init__(asked, auto_id="filter_%s")  # beside another form that names a worker
        self._offer("structure", _("All structures"), structures)
        self._offer("worker", _("All colleagues"), workers)
        self._offer("kind", _("All kinds"), Task.Kind.choices)

    def _offer(self, name: str, everything: object, choices: Choices) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = [("", everything), *choices]

    def wanted(self) -> TaskFilter:
        """Give what is asked for."""
        self.is_valid()
        said = self.cleaned_data
        return TaskFilter(
            view=said.get("view") or MINE,
            structure_id=read_id(said.get("structure") or ""),
            worker_id=read_id(said.get("worker") or ""),
            person_id=read_id(said.get("person") or ""),
            kind=said.get("kind", ""),
        )


class FinishForm(ActForm):
    """What came of a task."""

    result = forms.ChoiceField(label=_("What came of it"), widget=forms.RadioSelect, choices=RESULTS)
    words = CleanTextField(
        label=_("In your words"), required=False, max_length=200, help_text=_("Nothing about health or origin.")
    )


class SnoozeForm(ActForm):
    """Until when a task waits."""

    until = DayField(label=_("Put off until"), help_text=_("It comes back to the list on that day."))

    def __init__(self, data: QueryDict | None = None, *, today: dt.date) -> None:
        super().__init__(data)
        cast("DayField", self.fields["until"]).told(today)


class HandForm(ActForm):
    """Who gets a task."""

    worker = forms.ChoiceField(label=_("Hand over to"), required=False)
    words = CleanTextField(label=_("What the colleague should know"), required=False, max_length=200)

    def __init__(self, data: QueryDict | None = None, *, colleagues: Iterable[User]) -> None:
        super().__init__(data)
        self.by_id = {str(one.pk): one for one in colleagues}
        everybody = ("", _("Everybody in the structure"))
        self.offer("worker", [everybody, *((key, one.name) for key, one in self.by_id.items())])

    @property
    def chosen(self) -> User | None:
        """Give the colleague; None for everybody."""
        return self.by_id.get(self.cleaned_data.get("worker", ""))


class MarkedForm(ActForm):
    """What is to be done with the tasks that are marked in the list: one act, with what it asks for."""

    act = forms.ChoiceField(
        label=_("With the marked tasks"),
        widget=forms.RadioSelect,
        initial=TAKE,
        choices=[(TAKE, _("Take them")), (FINISH, _("They are done")), (SNOOZE, _("Put them off")),
                 (HAND, _("Hand them over"))],
    )  # fmt: skip
    until = DayField(label=_("Until"), required=False, help_text=_("For putting off."))
    worker = forms.ChoiceField(label=_("Colleague"), required=False, help_text=_("For handing over."))

    def __init__(self, data: QueryDict | None = None, *, colleagues: Iterable[User], today: dt.date) -> None:
        super().__init__(data)
        cast("DayField", self.fields["until"]).told(today)
        self.by_id = {str(one.pk): one for one in colleagues}
        everybody = ("", _("Everybody in the structure"))
        self.offer("worker", [everybody, *((key, one.name) for key, one in self.by_id.items())])
        self.marked = tuple(filter(None, map(read_id, data.getlist("tasks")))) if data else ()

    @property
    def chosen(self) -> User | None:
        """Give the colleague; None for everybody."""
        return self.by_id.get(self.cleaned_data.get("worker", ""))

    def clean(self) -> dict[str, Any]:
        """Ask for the day where tasks are put off."""
        said = super().clean() or {}
        if said.get("act") == SNOOZE and not said.get("until") and "until" not in self.errors:
            self.add_error("until", _("Write until when."))
        return said


class TaskForm(ActForm):
    """A task by hand."""

    words = CleanTextField(
        label=_("What is to be done"),
        max_length=200,
        help_text=_("Everybody of the structure reads it. Nothing about health or origin."),
    )
    due_on = DayField(label=_("Until when"))
    structure = forms.ChoiceField(label=_("Structure"))
    worker = forms.ChoiceField(label=_("Who"), required=False)
    act = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        structures: Choices,
        colleagues: Iterable[User],
        today: dt.date,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        cast("DayField", self.fields["due_on"]).told(today)
        self.by_id = {str(one.pk): one for one in colleagues}
        self.offer("structure", structures)
        everybody = ("", _("Everybody in the structure"))
        self.offer("worker", [everybody, *((key, one.name) for key, one in self.by_id.items())])

    @property
    def chosen(self) -> User | None:
        """Give the colleague; None for everybody."""
        return self.by_id.get(self.cleaned_data.get("worker", ""))


class CaseloadForm(ActForm):
    """Who gets a caseload."""

    service_names = {"receivers": "to"}

    to = forms.MultipleChoiceField(
        label=_("Who gets it"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Families stay together; everybody gets about as many persons."),
    )
    reason = CleanTextField(label=_("Why"), required=False, max_length=200)
    submission = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: QueryDict | None = None, *, colleagues: Choices, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.offer("to", colleagues)

    @property
    def receivers(self) -> list[UUID]:
        """Give the accounts."""
        return [UUID(value) for value in self.cleaned_data["to"]]
