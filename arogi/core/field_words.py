"""The words of fields on a page that has their values only: a form that was refused before any view could read it.

Which form a value was typed into is not sent with it. But the forms of the program are known, and the names that were
sent together tell which of them it was.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms

ENOUGH = 2  # names that a form must know
_OF_FORMSET = re.compile(r"(?P<prefix>.+-\d+)-(?P<name>.+)")


@dataclass(frozen=True, kw_only=True)
class FieldWords:
    """How one field is shown outside its form.

    Attributes:
        choices: the words of the values that can be chosen; empty for what is typed freely.
        is_hidden: nobody types it, or nobody may see it.
    """

    label: str
    choices: dict[str, str]
    is_hidden: bool = False

    def value(self, sent: str) -> str:
        """Give the words of what was sent."""
        return self.choices.get(sent, sent)


def words_of_fields(names: Iterable[str]) -> dict[str, FieldWords]:
    """Find the words of fields that were sent together, by their names.

    A name that several forms know is that of the form which knows most of the others, and at least one other: many
    forms have a note. Where such forms call it differently, and where no form knows it, its label is the name itself,
    made readable.
    """
    sent_together: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name in names:
        prefix, inner = _parted(name)
        sent_together[prefix][inner] = name
    known = list(_known_forms())
    return {name: _words(inner, set(group), known) for group in sent_together.values() for inner, name in group.items()}


def _parted(name: str) -> tuple[str, str]:
    """Part a name into the prefix of its form and its own (`line-0-text`, `home-street`)."""
    of_formset = _OF_FORMSET.fullmatch(name)
    if of_formset:
        return of_formset["prefix"], of_formset["name"]
    prefix, _sign, inner = name.rpartition("-")
    return prefix, inner


def _known_forms(of: type[Any] = forms.BaseForm) -> Iterator[dict[str, forms.Field]]:
    for form in of.__subclasses__():
        if form.__module__.startswith("arogi."):
            yield getattr(form, "base_fields", {})
        yield from _known_forms(form)


def _words(name: str, together: set[str], known: list[dict[str, forms.Field]]) -> FieldWords:
    fitting = [fields for fields in known if name in fields]
    most = max((len(together & fields.keys()) for fields in fitting), default=0)
    if most < ENOUGH:
        return FieldWords(label=_readable(name), choices={})
    candidates = [fields[name] for fields in fitting if len(together & fields.keys()) == most]
    is_secret = any(isinstance(field.widget, forms.PasswordInput) for field in candidates)
    is_hidden = is_secret or all(field.widget.is_hidden for field in candidates)
    labels = {str(field.label or "") for field in candidates}
    if len(labels) != 1 or labels == {""}:
        return FieldWords(label=_readable(name), choices={}, is_hidden=is_hidden)
    return FieldWords(label=labels.pop(), choices=_choices(candidates[0]), is_hidden=is_hidden)


def _readable(name: str) -> str:
    words = re.sub(r"[\W_]+", " ", name)[:60].strip()
    return f"{words[:1].upper()}{words[1:]}" if words else "-"


def _choices(field: forms.Field) -> dict[str, str]:
    """Give the choices that a form has from the start; those that a page fills in are not known here."""
    choices = getattr(field, "choices", None)
    if not isinstance(choices, list):
        return {}
    return {str(value): str(words) for value, words in choices if not isinstance(words, list | tuple)}
