"""Correcting what a file says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.core.errors import ChangedMeanwhile
from arogi.people.errors import Difference, PersonChangedMeanwhile
from arogi.people.forms.facts import PersonFactsForm
from arogi.people.forms.fields import CleanTextField, DatedForm
from arogi.people.models import Person


class CorrectionForm(PersonFactsForm):
    """The person's own facts, with why they change.

    Attributes:
        differences: what somebody else has changed since the page was opened, field by field.
        version: of the person that the next save starts from.
    """

    reason = CleanTextField(label=_("Why it is corrected"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.differences: tuple[Difference, ...] = ()

    def show_differences(self, refusal: PersonChangedMeanwhile, person: Person) -> None:
        """Show what somebody else saved meanwhile; what was typed stays, and saving again means it."""
        self.differences = refusal.differences
        self.data = {**self.data.dict(), "version": str(person.version)}  # type: ignore[attr-defined]
        self.add_error(None, str(ChangedMeanwhile.message))


class StatusForm(DatedForm):
    """Whether the file is in use, and why not."""

    status = forms.ChoiceField(label=_("Status"), choices=Person.Status.choices, widget=forms.RadioSelect)
    reason = CleanTextField(label=_("Reason"), max_length=200)
