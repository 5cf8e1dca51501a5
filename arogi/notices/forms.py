"""What a person says about messages, and the message that is sent by hand."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from arogi.core.forms import ActForm
from arogi.notices.texts import TEMPLATES
from arogi.people.forms.fields import CleanTextField


class ChoiceForm(ActForm):
    """An e-mail address, and which messages are wanted."""

    email = CleanTextField(
        label=_("E-mail"), required=False, max_length=254, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Only an address that nobody else reads."),
    )  # fmt: skip
    wants = forms.ChoiceField(
        label=_("Which messages the person wants"),
        widget=forms.RadioSelect,
        choices=[
            ("reminders", _("Reminders, too: the person was asked and agreed")),
            ("asked", _("Only what the person asked for, such as an appointment")),
            ("nothing", _("No messages at all")),
        ],
    )


class SendForm(ActForm):
    """A message by hand."""

    template = forms.ChoiceField(label=_("Message"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, **options: Any) -> None:
        super().__init__(data, **options)
        self.offer("template", [(one.key, one.title) for one in TEMPLATES.values() if one.by_hand])
