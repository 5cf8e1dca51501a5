"""Forms of the desk's own pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class SearchForm(forms.Form):
    """The one search box. Anything may be typed; only what is far too long is cut."""

    q = forms.CharField(label=_("Name, number, phone or birth date"), required=False, strip=True)

    def clean_q(self) -> str:
        """Cut what no name is long enough for."""
        return str(self.cleaned_data["q"])[:200]


def carried_names(text: str) -> dict[str, str]:
    """Put what was searched for where it belongs in an empty registration, so that nobody types it twice.

    Words are taken as surname and first name, the usual order of a Greek list; eleven digits as an AMKA; other digits
    as a phone number.
    """
    digits = text.replace(" ", "")
    if digits.isdecimal():
        return {"amka" if len(digits) == 11 else "phone_1": digits}
    words = text.split()
    if not words or any(character.isdigit() for character in text):
        return {}
    return {"surname": words[0], "first_name": " ".join(words[1:])}
