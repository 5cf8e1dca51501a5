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
