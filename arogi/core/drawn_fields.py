"""Draw a form field once: most fields of most forms are empty, and look the same each time they are shown.

An empty registration has sixty fields. What each looks like follows from the form's code and the language alone, so it
is kept under everything that it follows from. A field with a typed value, an error or a warning is always drawn anew,
and so is a list that is filled while the form is made, or whose form says `is_drawn_anew` because its fields are named
after people: nothing about a person is ever kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from arogi.core.form_parts import Wishes

KEPT_AT_MOST = 2000
LARGEST_KEPT = 8_000
_TYPED = frozenset(
    {forms.TextInput, forms.Textarea, forms.EmailInput, forms.NumberInput, forms.DateInput, forms.CheckboxInput}
)
_CHOSEN = frozenset({forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple})
_kept: dict[Hashable, SafeString] = {}


def drawn(
    bound: forms.BoundField, wishes: Wishes, looks: dict[str, bool], draw: Callable[[], SafeString]
) -> SafeString:
    """Give a field's markup: as it was drawn before, if nothing that it follows from is different."""
    key = _key(bound, wishes, looks)
    if key is None:
        return draw()
    found = _kept.get(key)
    if found is None:
        found = draw()
        if len(found) <= LARGEST_KEPT:
            _keep(key, found)
    return found


def _keep(key: Hashable, markup: SafeString) -> None:
    if len(_kept) >= KEPT_AT_MOST:
        _kept.clear()
    _kept[key] = markup


def _key(bound: forms.BoundField, wishes: Wishes, looks: dict[str, bool]) -> Hashable | None:
    """Name everything that the markup of an empty field follows from; None when it must be drawn anew."""
    widget, form = bound.field.widget, bound.form
    if getattr(form, "is_drawn_anew", False) or bound.errors or bound.name in getattr(form, "field_warnings", {}):
        return None
    choices = _choices(bound)
    if choices is None:
        return None
    value = bound.value()
    if value not in (None, "", False) and not (isinstance(value, str) and _is_offered(value, choices)):
        return None
    return (
        get_language(), type(widget), bound.html_name, bound.auto_id, value, choices,
        str(bound.label), str(bound.help_text), _required(bound), bound.field.disabled, _flat(widget.attrs),
        wishes.label, wishes.hint, wishes.readers, wishes.width, wishes.size, _flat(wishes.attributes or {}),
        *looks.values(),
    )  # fmt: skip


def _choices(bound: forms.BoundField) -> tuple[Hashable, ...] | None:
    """Give the choices of a list that stands in the code; None for a widget that is not kept."""
    widget, declared = bound.field.widget, getattr(bound.form, "base_fields", {}).get(bound.name)
    if type(widget) in _TYPED:
        return ()
    if type(widget) not in _CHOSEN or not isinstance(given := widget.choices, list):
        return None
    if declared is None or getattr(declared.widget, "choices", None) != given:
        return None
    return tuple(_choice(value, label) for value, label in given)


def _choice(value: Any, label: Any) -> Hashable:
    if isinstance(label, list | tuple):
        return str(value), tuple((str(inner), str(text)) for inner, text in label)
    return str(value), str(label)


def _is_offered(value: str, choices: Iterable[Hashable]) -> bool:
    return any(isinstance(choice, tuple) and choice[0] == value for choice in choices)


def _required(bound: forms.BoundField) -> tuple[bool, bool, bool]:
    all_are = all(field.required for field in bound.form.fields.values())
    return bound.field.required, bound.form.use_required_attribute, all_are


def _flat(attributes: Any) -> Hashable:
    return tuple((name, value if isinstance(value, bool) else str(value)) for name, value in attributes.items())
