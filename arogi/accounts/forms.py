"""What staff type about accounts."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from arogi.accounts.models import Membership, User
from arogi.centres.models import Structure
from arogi.core.forms import ActForm

if TYPE_CHECKING:
    _StructureField = forms.ModelChoiceField[Structure]
else:
    _StructureField = forms.ModelChoiceField

LONGEST_PASSWORD = 200


class PasswordField(forms.CharField):
    """A password of any letters: kept as typed, in one Unicode form, so that every keyboard writes the same."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
        super().__init__(max_length=LONGEST_PASSWORD, strip=False, widget=widget, **options)

    def to_python(self, value: Any) -> str:
        """Compose the accents."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class SignInForm(forms.Form):
    """Who is at the door."""

    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "spellcheck": "false"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    password = PasswordField(
        label=_("Password"),
        autocomplete="current-password",
        error_messages={"required": _("Write your password.")},
    )

    def clean_email(self) -> str:
        """Write the address in small letters, so that it is counted once."""
        return str(self.cleaned_data["email"]).lower()


class NewPasswordForm(forms.Form):
    """A password that is chosen now, twice."""

    password = PasswordField(
        label=_("New password"),
        autocomplete="new-password",
        help_text=_("At least 12 characters. Three words that only you would put together are easy to remember."),
    )
    again = PasswordField(label=_("New password, once more"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password(self) -> str:
        """Refuse what is short, common or like the name."""
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Compare the two."""
        typed = super().clean() or {}
        if typed.get("password") and typed.get("again") and typed["password"] != typed["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return typed


class ChangePasswordForm(NewPasswordForm):
    """The password in use, and the next one."""

    current = PasswordField(label=_("Password in use"), autocomplete="current-password")
    field_order = ["current", "password", "again"]


class PreferencesForm(forms.Form):
    """How the program should speak and listen."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    shortcuts = forms.BooleanField(
        label=_("Single keys are shortcuts, for example / for search"),
        required=False,
    )


class LanguageForm(forms.Form):
    """The other language, chosen in the frame of any page."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class StructureChoice(_StructureField):
    """A structure of the municipality, or all of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=None,  # the form sets it inside the municipality
            required=False,
            empty_label=_("The whole municipality"),
            label=_("Where"),
            **options,
        )


class RoleForm(ActForm):
    """A role and its place."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role.choices)
    structure = StructureChoice()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(StructureChoice, self.fields["structure"]).queryset = Structure.objects.order_by("code")


class InviteForm(RoleForm):
    """A new member of staff with a first role."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, widget=forms.RadioSelect)
    field_order = ["name", "email", "role", "structure", "language"]


class RecordFilterForm(forms.Form):
    """What the reader of the access record looks for."""

    person = forms.UUIDField(required=False, label=_("Key of the person"))
    actor = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, label=_("Member of staff"), empty_label=_("Everybody")
    )
    since = forms.DateField(required=False, label=_("From"))
    until = forms.DateField(required=False, label=_("Until"))
    before = forms.IntegerField(required=False, min_value=0, max_value=2**62, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        staff = User.objects.filter(pk__in=Membership.objects.values("user_id")).order_by("name")
        cast("forms.ModelChoiceField[User]", self.fields["actor"]).queryset = staff

    def clean(self) -> dict[str, Any]:
        """Put the days in order."""
        typed = super().clean() or {}
        since, until = typed.get("since"), typed.get("until")
        if since and until and since > until:
            raise ValidationError(_("The first day lies after the last one."))
        return typed
