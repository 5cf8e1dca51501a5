"""Filters that turn codes of this module into words: `{% load person_words %}`."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from arogi.people import words
from arogi.people.models import PersonCorrection
from arogi.people.value_words import in_words

register = template.Library()


@register.filter
def reasons_in_words(reasons: Iterable[str]) -> str:
    """Say why two files may be one person's: "surname and first name, phone"."""
    return ", ".join(str(words.reason_label(reason)) for reason in reasons)


@register.filter
def field_in_words(name: str) -> str:
    """Name a field of a file."""
    return str(words.field_label(name))


register.filter("value_in_words", in_words)


@register.filter
def correction_in_words(kind: str) -> str:
    """Say what of a file was corrected."""
    said = {
        PersonCorrection.Kind.PERSON: _("The file was corrected"),
        PersonCorrection.Kind.IDENTIFIER: _("A paper was corrected or removed"),
        PersonCorrection.Kind.PHONE: _("A phone was corrected or removed"),
        PersonCorrection.Kind.ADDRESS: _("An address was corrected"),
    }
    return said.get(PersonCorrection.Kind(kind), kind)


@register.filter
def as_options(names: Iterable[str]) -> SafeString:
    """Write the lines of a `<datalist>`, in Python: for a hundred of them a template takes ten times as long."""
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))
