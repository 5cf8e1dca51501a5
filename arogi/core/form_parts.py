"""A form field taken apart into what its GOV.UK markup needs: one control, and the texts that belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)
USUAL_WIDTHS = ((forms.DateInput, "10"), (forms.TimeInput, "5"), (forms.NumberInput, "5"))


@dataclass(frozen=True)
class Choice:
    """One radio button or checkbox of a group."""

    id: str
    label: str
    attributes: SafeString


@dataclass(frozen=True)
class Wishes:
    """What a page asks for beyond what the form says (see the tag `field`)."""

    label: str = ""
    hint: str = ""
    readers: str = ""
    width: str = ""
    size: str = "s"
    attributes: Mapping[str, Any] | None = None


class FieldParts:
    """Everything that the template of one field shows.

    Hints, readers, warnings and errors have ids of their own, and the control names them in `aria-describedby`.
    """

    def __init__(self, bound: forms.BoundField, wishes: Wishes) -> None:
        self.bound = bound
        self.widget = bound.field.widget
        self.wishes = wishes
        self.id = bound.auto_id or bound.html_name
        self.label = wishes.label or bound.label
        self.hint = wishes.hint or bound.help_text or self._usual_hint()
        self.errors: list[str] = [str(text) for text in bound.errors]
        self.warnings: list[str] = list(getattr(bound.form, "field_warnings", {}).get(bound.name, ()))
        self.kind = self._kind()
        self.describedby = self._describedby()

    def shown(self) -> dict[str, Any]:
        """Give the template's context."""
        return {
            "id": self.id,
            "kind": self.kind,
            "label": self.label,
            "hint": self.hint,
            "readers": self.wishes.readers,
            "size": self.wishes.size,
            "errors": self.errors,
            "warnings": self.warnings,
            "describedby": self.describedby,
            "marked_required": self._is_marked_required(),
            "control": self._control() if self.kind == "control" else "",
            "choices": list(self.choices) if self.kind != "control" else [],
        }

    def _kind(self) -> str:
        """Name the way in which the control is drawn."""
        if isinstance(self.widget, forms.CheckboxSelectMultiple):  # a RadioSelect to Django, so it is asked first
            return "checkboxes"
        if isinstance(self.widget, forms.RadioSelect):
            return "radios"
        return "checkbox" if isinstance(self.widget, forms.CheckboxInput) else "control"

    def _is_marked_required(self) -> bool:
        """Say "required" only in a form where something is not: a word that stands everywhere says nothing."""
        fields = self.bound.form.fields.values()
        return bool(self.bound.field.required and any(not field.required for field in fields))

    def _describedby(self) -> str:
        """Name the ids of the texts that explain the control, in reading order."""
        texts = {"hint": self.hint, "readers": self.wishes.readers, "warning": self.warnings, "error": self.errors}
        return " ".join(f"{self.id}-{name}" for name, text in texts.items() if text)

    def _control(self) -> SafeString:
        """Draw the input, text area or list."""
        return self.bound.as_widget(attrs=self._attributes(self._classes()))

    @property
    def choices(self) -> Iterator[Choice]:
        """List the buttons of a group, or the one of a single checkbox."""
        css = "govuk-radios__input" if self.kind == "radios" else "govuk-checkboxes__input"
        for button in self.bound.subwidgets:
            data = button.data
            given = {"type": data["type"], "name": data["name"], **data["attrs"], "class": css}
            if data["value"] is not None:
                given["value"] = str(data["value"])
            if self.kind == "checkbox":
                given |= self._attributes(css)
            yield Choice(given["id"], str(data.get("label", self.label)), flatatt(given))

    def _attributes(self, css: str) -> dict[str, Any]:
        attributes: dict[str, Any] = {"class": css, **(self.wishes.attributes or {})}
        if isinstance(self.widget, forms.TextInput | forms.Textarea):
            # Fields are about citizens, and many share a computer: the browser must not offer yesterday's names.
            attributes.setdefault("autocomplete", self.widget.attrs.get("autocomplete", "off"))
        if self.describedby:
            attributes["aria-describedby"] = self.describedby
        if self.errors:
            attributes["aria-invalid"] = "true"
        if "data-arogi-typeahead" in {**self.widget.attrs, **attributes}:
            attributes |= typeahead_words()
        return attributes

    def _classes(self) -> str:
        block = "govuk-input"
        if isinstance(self.widget, forms.Textarea):
            block = "govuk-textarea"
        elif isinstance(self.widget, forms.Select):
            block = "govuk-select"
        elif isinstance(self.widget, forms.FileInput):
            block = "govuk-file-upload"
        names = [block, self.widget.attrs.get("class", ""), *self._widths(block)]
        if self.errors:
            names.append(f"{block}--error")
        return " ".join(name for name in names if name)

    def _widths(self, block: str) -> list[str]:
        usual = next((width for kind, width in USUAL_WIDTHS if isinstance(self.widget, kind)), "")
        width = self.wishes.width or usual
        return [f"govuk-input--width-{width}"] if width and block in ("govuk-input", "govuk-select") else []

    def _usual_hint(self) -> str:
        is_date = isinstance(self.widget, forms.DateInput)
        return _("For example 3/3/1984") if is_date else ""


@dataclass(frozen=True)
class Fault:
    """One line of the error summary: what to do, and the id of the control it leads to (none for the whole form)."""

    text: str
    control: str


def faults(form: forms.BaseForm | forms.BaseFormSet[Any] | None) -> Iterator[Fault]:
    """List what is wrong with a form or a set of forms, in the order of the page."""
    if form is None:
        return
    if isinstance(form, forms.BaseFormSet):
        for text in form.non_form_errors():
            yield Fault(str(text), "")
        for member in form.forms:
            yield from faults(member)
        return
    for text in form.non_field_errors():
        yield Fault(str(text), "")
    for bound in form:
        for text in bound.errors:
            # Django's own messages do not say which field they mean, and in the summary they stand alone.
            named = _("%(label)s: %(error)s") % {"label": bound.label, "error": text}
            yield Fault(named, _first_control(bound))


def typeahead_words() -> dict[str, str]:
    """Give the sentences that the type-ahead box speaks, for its script to read."""
    return {
        "data-arogi-words-none": _("Nothing found"),
        "data-arogi-words-count": _("Results: {count}. Use the arrows to look through them and Enter to choose."),
    }


def _first_control(bound: forms.BoundField) -> str:
    return f"{bound.auto_id}_0" if isinstance(bound.field.widget, GROUPS) else bound.auto_id
