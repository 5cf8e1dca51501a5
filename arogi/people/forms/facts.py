"""The person's own facts as a form: the part that registering and correcting share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from arogi.core.values.checked import Checked, Severity
from arogi.core.values.partial_date import UNKNOWN_DATE, PartialDate
from arogi.people.errors import NothingToCallBy
from arogi.people.facts import PersonFacts
from arogi.people.forms.fields import (
    CleanTextField,
    DatedForm,
    NameField,
    OriginsField,
    ShownBirthDateField,
    StaffField,
)
from arogi.people.models import Person
from arogi.people.names import PersonNames
from arogi.people.origins import CITIZENSHIPS, LANGUAGES
from arogi.people.services.columns import born_of

NAMES = ("surname", "first_name", "father_name", "mother_name", "latin_surname", "latin_first_name", "called")
OWN_NAMES = ("surname", "first_name", "latin_surname", "latin_first_name", "called")
MARKS = ("needs_interpreter", "do_not_phone", "do_not_write", "do_not_visit", "hide_address")


class PersonFactsForm(DatedForm):
    """Names, birth, origin, marks of safety. Nothing is required but something to call the person by."""

    surname = NameField(label=_("Surname"))
    first_name = NameField(label=_("First name"))
    father_name = NameField(label=_("Father's name"))
    mother_name = NameField(label=_("Mother's name"))
    called = NameField(label=_("Called"), help_text=_("The name that he or she goes by."))
    latin_surname = NameField(label=_("Surname in Latin letters"), help_text=_("As on the passport."))
    latin_first_name = NameField(label=_("First name in Latin letters"))

    sex = forms.ChoiceField(label=_("Sex"), choices=Person.Sex.choices, required=False, widget=forms.RadioSelect)
    born = ShownBirthDateField(
        label=_("Date of birth"), required=False, help_text=_("What is known: 3/5/1984, or 5/1984, or 1984.")
    )
    birth_place = CleanTextField(label=_("Place of birth"), required=False, max_length=120)
    citizenships = OriginsField(
        label=_("Citizenship"),
        origins=CITIZENSHIPS,
        list_id="list-of-citizenships",
        unknown=_("No country is read from “%(word)s”. Choose one from the list, a comma between two."),
        help_text=_("Several with a comma between them."),
    )
    languages = OriginsField(
        label=_("Languages"),
        origins=LANGUAGES,
        list_id="list-of-languages",
        unknown=_("No language is read from “%(word)s”. Choose one from the list, a comma between two."),
        help_text=_("The best first, a comma between them."),
    )
    needs_interpreter = forms.BooleanField(label=_("Needs an interpreter"), required=False)

    do_not_phone = forms.BooleanField(label=_("Do not phone"), required=False)
    do_not_write = forms.BooleanField(label=_("Do not write"), required=False)
    do_not_visit = forms.BooleanField(label=_("Do not visit"), required=False)
    hide_address = forms.BooleanField(label=_("Do not disclose the address"), required=False)
    alert = CleanTextField(
        label=_("Alert"),
        required=False,
        max_length=200,
        help_text=_("Everyone who opens the file reads it. No health data."),
    )
    key_worker = StaffField(label=_("Key worker"))
    warnings_seen = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)

    _warned: list[str]

    @property
    def has_latin_names(self) -> bool:
        """Say whether the Latin names have to be unfolded."""
        return bool(self["latin_surname"].value() or self["latin_first_name"].value())

    @property
    def warned(self) -> str:
        """Give the codes of the warnings that the page shows now; sent back, they say that somebody has read them."""
        return ",".join(self._warned) if self.is_bound else ""

    def clean(self) -> dict[str, Any]:
        """Ask for one name at least; stop once at warnings, so that somebody reads them."""
        read = super().clean() or {}
        named = any(read.get(name) for name in OWN_NAMES) or any(name in self.errors for name in OWN_NAMES)
        if not named:
            self.add_error("surname", str(NothingToCallBy.message))
        self._warn_of("born", read.get("born"))
        self._warn_further(read)
        return read

    def facts(self) -> PersonFacts:
        """Turn what could be read into facts; what could not is left out."""
        read = self.cleaned_data
        key_worker = read.get("key_worker")
        return PersonFacts(
            names=PersonNames(**{name: read.get(name, "") for name in NAMES}),
            sex=read.get("sex", ""),
            born=self.known_birth(),
            birth_place=read.get("birth_place", ""),
            citizenships=read.get("citizenships", ()),
            languages=read.get("languages", ()),
            alert=read.get("alert", ""),
            key_worker_id=key_worker.pk if key_worker else None,
            **{mark: bool(read.get(mark)) for mark in MARKS},
        )

    def known_birth(self) -> PartialDate:
        """Give the date of birth as far as it could be read."""
        checked: Checked[PartialDate] | None = self.cleaned_data.get("born")
        return checked.value if checked else UNKNOWN_DATE

    def _warn_further(self, read: dict[str, Any]) -> None:
        """Look at more fields; forms that have more do so."""

    def _warn_of(self, name: str, checked: Checked[Any] | None) -> None:
        if checked is None:
            return
        self.warn(name, (warning.message for warning in checked.warnings))
        grave = (warning for warning in checked.warnings if warning.severity is Severity.WARNING)
        self._warned.extend(f"{name}:{warning.code}" for warning in grave)

    def full_clean(self) -> None:
        """Check everything; whoever has nothing else to put right is stopped once to read the warnings."""
        self._warned = []
        super().full_clean()
        unread = set(self._warned) - set(self.data.get("warnings_seen", "").split(","))
        if self.is_bound and unread and not self.errors:
            self.add_error(None, _("Read the warnings. If everything is right, save once more."))


def initial_of(person: Person) -> dict[str, Any]:
    """Give what a form about a person shows at first."""
    same = (*NAMES, *MARKS, "sex", "birth_place", "citizenships", "languages", "alert", "key_worker")
    shown = {name: getattr(person, name) for name in same}
    return {**shown, "born": born_of(person)}
