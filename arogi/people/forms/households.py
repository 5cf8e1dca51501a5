"""Who lives with whom, as forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import ActForm, DayField
from arogi.people.forms.fields import CleanTextField, DatedForm, empty_first
from arogi.people.models import Household, HouseholdMembership

_NOT_THE_HEAD = [choice for choice in HouseholdMembership.Relation.choices if choice[0] != "head"]
_EVERYONE = HouseholdMembership.Relation.choices


class StartForm(DatedForm):
    """A household whose head is the person of the page."""

    tenure = forms.ChoiceField(label=_("Home"), required=False, choices=Household.Tenure.choices)
    on = DayField(label=_("Since"))


class JoinForm(DatedForm):
    """Somebody who has a file joins a household."""

    relation = forms.ChoiceField(label=_("Relation to the head of the household"), choices=empty_first(_EVERYONE))
    on = DayField(label=_("Since"))


class RelationForm(DatedForm):
    """What a member is to the head of the household."""

    relation = forms.ChoiceField(label=_("Relation to the head of the household"), choices=_EVERYONE)
    on = DayField(label=_("Since"))


class LeaveForm(DatedForm):
    """Somebody does not live there any more."""

    on = DayField(label=_("First day no longer there"))


class HeadForm(DatedForm):
    """Another member becomes the head of the household."""

    head = forms.ChoiceField(label=_("New head of the household"), widget=forms.RadioSelect)
    relation_of_former = forms.ChoiceField(
        label=_("What the former head is to the new one"), choices=empty_first(_NOT_THE_HEAD)
    )
    on = DayField(label=_("Since"))

    service_names = {"relation": "relation_of_former", "person": "head"}

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("head", members)


class DescribeForm(ActForm):
    """The home of a household."""

    tenure = forms.ChoiceField(label=_("Home"), required=False, choices=Household.Tenure.choices)
    note = CleanTextField(
        label=_("Note"), required=False, max_length=200, help_text=_("Read by all staff. No health data.")
    )


class SplitForm(DatedForm):
    """Some members leave together and make a household of their own."""

    leaving = forms.MultipleChoiceField(label=_("Who leaves"), widget=forms.CheckboxSelectMultiple)
    head = forms.ChoiceField(label=_("Head of the new household"))
    on = DayField(label=_("Since"))

    service_names = {"person": "leaving"}

    def __init__(self, *args: Any, members: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("leaving", members)
        self.offer("head", empty_first(members))

    def clean(self) -> dict[str, Any]:
        """The new head must be one of those who leave."""
        read = super().clean() or {}
        if read.get("head") and read.get("leaving") and read["head"] not in read["leaving"]:
            self.add_error("head", _("Choose one of those who leave."))
        return read
