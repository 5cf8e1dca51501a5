"""Fields of a person's forms that read more than one form of writing."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import Membership, User
from arogi.core.forms import ActForm, BirthDateField, DayField
from arogi.core.values.partial_date import PartialDate
from arogi.people.names import display_clean
from arogi.people.origins import Origins

NAME_LENGTH = 120
_BETWEEN = re.compile(r"[,;/·+\n]|\s(?:και|and)\s", re.IGNORECASE)


class CleanTextField(forms.CharField):
    """One line of text without marks that do not show; letters stay as they were typed."""

    def to_python(self, value: Any) -> str:
        """Drop control and direction marks."""
        return display_clean(super().to_python(value) or "")


class NameField(CleanTextField):
    """A name, or nothing."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"spellcheck": "false", "autocapitalize": "words"})
        super().__init__(**{"required": False, "max_length": NAME_LENGTH, "widget": widget, **options})


class OriginsField(forms.Field):
    """Countries or languages in words, a comma between them; gives their codes.

    Args:
        origins: the list they are read from.
        list_id: of the `<datalist>` on the page.
        unknown: what to say of a word that is not in the list; has the placeholder `%(word)s`.
    """

    def __init__(self, *, origins: Origins, list_id: str, unknown: str | Promise, **options: Any) -> None:
        widget = forms.TextInput(attrs={"list": list_id, "maxlength": "200"})
        super().__init__(**{"required": False, "widget": widget, **options})
        self.origins = origins
        self.unknown = unknown

    def to_python(self, value: str | None) -> tuple[str, ...]:
        """Read each word.

        Raises:
            ValidationError: a word that no entry of the list has.
        """
        words = [display_clean(word) for word in _BETWEEN.split((value or "")[:400])]
        return tuple(dict.fromkeys(self._code(word) for word in words if word))

    def prepare_value(self, value: Any) -> Any:
        """Show codes by their names; show typed text as it was typed."""
        if isinstance(value, list | tuple):
            return ", ".join(self.origins.label(code) for code in value)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare what is shown."""
        return bool((self.prepare_value(initial) or "") != (data or ""))

    def _code(self, word: str) -> str:
        code = self.origins.read(word)
        if code is None:
            raise ValidationError(str(self.unknown), code="unknown", params={"word": word})
        return code


class StaffField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Who of the staff follows the person."""

    def __init__(self, **options: Any) -> None:
        super().__init__(User.objects.none(), **{"required": False, "empty_label": _("Nobody yet"), **options})

    def told(self, today: dt.date) -> None:
        """Offer those who work in the municipality on a day."""
        at_work = Membership.objects.on(today).values("user")
        self.queryset = User.objects.filter(pk__in=at_work, is_active=True).order_by("name", "pk")


class DatedForm(ActForm):
    """A form that knows which day it is, and keeps what warns without blocking.

    Attributes:
        field_warnings: sentences by field, shown above the box.
    """

    def __init__(self, *args: Any, today: dt.date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.field_warnings: dict[str, list[str]] = {}
        for field in self.fields.values():
            if isinstance(field, DayField | BirthDateField | StaffField):
                field.told(today)

    def warn(self, name: str, sentences: Iterable[str]) -> None:
        """Show sentences above a field."""
        if found := list(sentences):
            self.field_warnings.setdefault(name, []).extend(found)


class ShownBirthDateField(BirthDateField):
    """A date of birth that can be shown again for correcting."""

    def prepare_value(self, value: Any) -> Any:
        """Show what is known of the date the way it is typed."""
        return value.display if isinstance(value, PartialDate) else value


def empty_first(choices: Iterable[tuple[str, str | Promise]], words: str | Promise = "") -> list[tuple[str, Any]]:
    """Put an empty line before the choices of a list."""
    return [("", words), *choices]
