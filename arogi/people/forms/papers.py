"""Identifiers and target groups as forms."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.accounts.access import Member
from arogi.core.forms import ActForm, DayField
from arogi.core.values import labelled
from arogi.core.values.identifier_kinds import KINDS, MISSING_REASONS, Declared
from arogi.people.errors import IdentifierMissingWithoutReason
from arogi.people.facts import IdentifierFacts
from arogi.people.forms.fields import CleanTextField, DatedForm, empty_first
from arogi.people.forms.numbers import accepts_number
from arogi.people.models import TargetGroupMembership

REVEAL_REASONS = [
    ("application", _("For an application or a referral")),
    ("asked", _("The person asks for it")),
    ("check", _("To check who it is")),
    ("other", _("Another reason")),
]


class IdentifierForm(DatedForm):
    """One number or paper, or why there is none.

    Args:
        declared: what the number is compared with.
        kept: the number in the file, which stays when none is typed; it is never shown by the form.
    """

    kind = forms.ChoiceField(label=_("Paper"))
    number = CleanTextField(label=_("Number"), required=False, max_length=100)
    number_reason = CleanTextField(label=_("Why it is kept as it is"), required=False, max_length=200)
    missing_reason = forms.ChoiceField(label=_("If there is no number: why"), required=False)
    detail = CleanTextField(
        label=_("Detail"), required=False, max_length=60, help_text=_("Type of title, or who issued it.")
    )
    expires_on = DayField(label=_("Holds until"), required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    service_names = {"value": "number", "override_reason": "number_reason"}

    def __init__(self, *args: Any, declared: Declared, kept: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.declared = declared
        self.kept = kept
        self.offer("kind", empty_first(labelled.choices(KINDS)))
        self.offer("missing_reason", empty_first(labelled.choices(MISSING_REASONS)))

    def clean(self) -> dict[str, Any]:
        """Check the number by the rule of its kind."""
        read = super().clean() or {}
        if not read.get("kind"):
            return read
        facts = self.facts()
        if facts.value:
            accepts_number(self, "number", facts, self.declared)
        elif not read.get("missing_reason") and "number" not in self.errors:
            self.add_error("missing_reason", str(IdentifierMissingWithoutReason.message))
        return read

    def facts(self) -> IdentifierFacts:
        """Turn the form into facts."""
        read = self.cleaned_data
        missing = read.get("missing_reason", "")
        number = read.get("number") or ("" if missing else self.kept)
        return IdentifierFacts(
            kind=read["kind"],
            value=number,
            missing_reason="" if number else missing,
            override_reason=read.get("number_reason", ""),
            detail=read.get("detail", ""),
            expires_on=read.get("expires_on"),
        )


class RemovalForm(ActForm):
    """Why something is taken out of the file; the former value stays in its history."""

    reason = CleanTextField(label=_("Why it is removed"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


class RevealForm(ActForm):
    """Why a whole number is shown; the reason stands in the access record."""

    why = forms.ChoiceField(
        label=_("Why do you need the whole number?"), choices=REVEAL_REASONS, widget=forms.RadioSelect
    )
    words = CleanTextField(label=_("In words"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """Ask for words where no listed reason fits."""
        read = super().clean() or {}
        if read.get("why") == "other" and not read.get("words"):
            self.add_error("words", _("Say the reason in words."))
        return read

    @property
    def reason(self) -> str:
        """Give the reason as the access record keeps it: the code, and the words if there are any."""
        read = self.cleaned_data
        return f"{read['why']}: {read['words']}" if read["words"] else str(read["why"])


class TargetGroupForm(DatedForm):
    """A target group that the person declares."""

    group = forms.ChoiceField(label=_("Target group"))
    source = forms.ChoiceField(label=_("How it is known"), choices=TargetGroupMembership.Source.choices[:2])
    on = DayField(label=_("Declared on"))

    def __init__(self, *args: Any, offered: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("group", empty_first(offered))


def offered_groups(member: Member) -> list[tuple[str, Any]]:
    """Give the target groups that a member may record: the sensitive ones only with the right to see them."""
    sees_all = member.may("people.sensitive")
    return [
        choice
        for choice in TargetGroupMembership.Group.choices
        if sees_all or choice[0] not in TargetGroupMembership.SENSITIVE
    ]
