"""Possible duplicates and merging, as forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import ActForm
from arogi.people.forms.fields import CleanTextField
from arogi.people.merge_preview import ABSORBED, KEPT, Line
from arogi.people.models import PossibleDuplicate
from arogi.people.value_words import in_words

_DECISIONS = [choice for choice in PossibleDuplicate.State.choices if choice[0] != PossibleDuplicate.State.OPEN]


class PersonSearchForm(ActForm):
    """Who else is meant."""

    q = CleanTextField(label=_("Name, number, phone, birth date or card number"), max_length=200)


class MergeForm(ActForm):
    """For each field in which two files differ: the value of which is kept."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, lines: Sequence[Line]) -> None:
        super().__init__(data)
        self.lines = lines
        for line in self.differing:
            self.fields[line.field] = forms.ChoiceField(
                label=str(line.label),
                choices=[(KEPT, _value(line, line.kept)), (ABSORBED, _value(line, line.absorbed))],
                initial=line.proposed,
                widget=forms.RadioSelect,
            )

    @property
    def differing(self) -> list[Line]:
        """Give the lines in which somebody has to choose."""
        return [line for line in self.lines if line.differs]

    @property
    def same(self) -> list[Line]:
        """Give the lines in which both files say the same."""
        return [line for line in self.lines if line.kept and not line.differs]

    @property
    def choices(self) -> dict[str, str]:
        """Give what was chosen, by field."""
        return {line.field: self.cleaned_data[line.field] for line in self.differing}


def _value(line: Line, text: str) -> str:
    return in_words(text, line.field) if text else str(_("(empty)"))


class DecisionForm(ActForm):
    """Whether two files are one person's."""

    state = forms.ChoiceField(label=_("Are they the same person?"), choices=_DECISIONS, widget=forms.RadioSelect)
    note = CleanTextField(label=_("Why"), required=False, max_length=300)
