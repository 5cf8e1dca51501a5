"""What is typed about a paper: the paper itself, why it is withdrawn, and which papers of the list are wanted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, cast
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import ActForm, DayField
from arogi.core.values.ids import read_id
from arogi.documents.errors import EndsBeforeIssue
from arogi.documents.kinds import choices_without
from arogi.documents.selectors import SOON, VIEWS, EndingFilter
from arogi.documents.services import PaperFacts
from arogi.documents.services.papers import LONGEST_NOTE, LONGEST_NUMBER, LONGEST_REASON
from arogi.people.forms.fields import CleanTextField, DatedForm, empty_first


class PaperForm(DatedForm):
    """A paper that was seen.

    Args:
        hidden: kinds that are kept from the member.
    """

    kind = forms.ChoiceField(label=_("Which paper"))
    expires_on = DayField(
        label=_("Holds until"), required=False, help_text=_("As it stands on the paper. Empty if it has no end.")
    )
    issued_on = DayField(label=_("Issued on"), required=False)
    number = CleanTextField(
        label=_("Number of the paper"), required=False, max_length=LONGEST_NUMBER, help_text=_("Only if it is needed.")
    )
    note = CleanTextField(label=_("Note"), required=False, max_length=LONGEST_NOTE)
    seen_on = DayField(label=_("Seen on"))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    submission = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hidden: frozenset[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer("kind", empty_first(cast("Any", choices_without(hidden))))

    def clean(self) -> dict[str, Any]:
        """Compare the two days of the paper while both can still be changed."""
        said = super().clean() or {}
        issued, ends = said.get("issued_on"), said.get("expires_on")
        if issued and ends and ends < issued:
            self.add_error("expires_on", str(EndsBeforeIssue.message))
        return said

    def facts(self) -> PaperFacts:
        """Give what was typed."""
        said = self.cleaned_data
        names = ("kind", "seen_on", "issued_on", "expires_on", "number", "note")
        return PaperFacts(**{name: said[name] for name in names})

    @property
    def submitted(self) -> UUID | None:
        """Give the id that makes a second click harmless."""
        submission: UUID | None = self.cleaned_data.get("submission")
        return submission


class WithdrawForm(ActForm):
    """Why a paper, or its copy, is taken out."""

    reason = CleanTextField(label=_("Why"), required=False, max_length=LONGEST_REASON)


class CopyForm(ActForm):
    """A photo or scan of a paper; what it is, its content says, so its name may be as long as it likes."""

    copy = forms.FileField(
        label=_("Photo or scan"),
        allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP or PDF, at most 20 MB. Only what the application needs."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        error_messages={"required": _("Choose a photo or a PDF file.")},
    )

    @property
    def content(self) -> bytes:
        """Give what was sent, as it came."""
        content: bytes = self.cleaned_data["copy"].read()
        return content


class EndingForm(forms.Form):
    """Which papers that end are wanted; what cannot be read is not asked for."""

    kind = forms.ChoiceField(label=_("Supporting paper"), required=False)
    structure = forms.ChoiceField(label=_("Registered at"), required=False)
    worker = forms.ChoiceField(label=_("Followed by"), required=False)
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(view, view) for view in VIEWS])

    def __init__(
        self,
        asked: QueryDict,
        *,
        hidden: frozenset[str],
        structures: Iterable[tuple[str, str]],
        workers: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(asked)
        self._offer("kind", _("All papers"), choices_without(hidden))
        self._offer("structure", _("All structures"), structures)
        self._offer("worker", _("All colleagues"), workers)

    def _offer(self, name: str, everything: object, choices: Iterable[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = cast("Any", [("", everything), *choices])

    def wanted(self) -> EndingFilter:
        """Give what is asked for."""
        self.is_valid()
        said: Mapping[str, Any] = self.cleaned_data
        return EndingFilter(
            view=said.get("view") or SOON,
            kind=said.get("kind", ""),
            structure_id=read_id(said.get("structure", "")),
            worker_id=read_id(said.get("worker", "")),
        )


def first_values(today: dt.date, submission: UUID) -> dict[str, Any]:
    """Give what an empty form begins with: the paper is seen today."""
    return {"seen_on": today, "submission": submission}
