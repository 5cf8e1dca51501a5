"""What narrows the page of figures of law."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.entitlements.law_page import DOUBTS, Wanted, topics

LONGEST_TEXT = 100


class LawFilter(forms.Form):
    """Narrow the figures; what cannot be read narrows nothing."""

    topic = forms.ChoiceField(label=_("Benefit or topic"), required=False)
    doubt = forms.ChoiceField(
        label=_("Certainty"),
        required=False,
        choices=[("", _("All")), *((code, says) for code, (says, _colour) in DOUBTS.items())],
    )
    words = forms.CharField(
        label=_("Words of the name, the source or the law"), required=False, max_length=LONGEST_TEXT
    )

    # Titles of topics are in the language of the screen.
    is_drawn_anew = True

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["topic"]).choices = [("", _("All")), *topics()]

    def wanted(self) -> Wanted:
        """Give what is asked for."""
        if not self.is_bound:
            return Wanted()
        self.is_valid()
        typed = self.cleaned_data
        return Wanted(
            topic=typed.get("topic", ""),
            doubt=typed.get("doubt", ""),
            words=tuple(typed.get("words", "").split()),
        )
