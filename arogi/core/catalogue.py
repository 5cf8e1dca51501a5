"""The living catalogue of components: what /dev/components/ shows, taken from the tags themselves and their examples.

One file `templates/core/examples/<tag>.html` for each tag; its text is shown and its looks are drawn.
"""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from arogi.core.templatetags import components

GROUPS = {
    _("Acts"): ("button", "link_button", "actions"),
    _("Words that stand out"): (
        "tag", "inset", "warning", "notice", "sealed", "nothing_yet", "details", "help",
    ),
    _("Forms"): ("field", "fieldset", "error_summary"),
    _("Facts"): (
        "summary_list", "table", "statistic", "timeline", "identity_bar", "side_panel", "masked",
    ),
    _("Ways"): ("back_link", "breadcrumbs", "pagination", "filter_panel", "nav_link", "may"),
    _("Values and behaviours"): ("formats", "typeahead", "lines", "keys", "paper"),
}  # fmt: skip
"""Which examples stand under which heading; the last group shows filters and scripts rather than tags."""

ALSO_SHOWN = {"row": "summary_list", "event": "timeline", "fact": "identity_bar", "address": "link_button"}
"""Tags that are shown inside the example of another one."""

OF_THE_FRAME = frozenset({"error_prefix", "session_dialog"})
"""Tags that only base.html uses."""


@dataclass(frozen=True)
class Entry:
    """One component: how it is called, what its docstring says, the file that shows it."""

    name: str
    call: str
    words: str
    example: str
    source: str


class ExampleForm(forms.Form):
    """One field of each kind."""

    surname = forms.CharField(label=_("Surname"), help_text=_("As in the papers"))
    birth = forms.DateField(label=_("Date of birth"), required=False, widget=forms.DateInput)
    note = forms.CharField(label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    service = forms.ChoiceField(
        label=_("Service"),
        required=False,
        choices=[
            ("", ""), ("1.1", "Ενημέρωση για επιδόματα"), ("1.2", "Υποστήριξη στη συμπλήρωση αίτησης ΚΕΑ"),
            ("2.1", "Ψυχοκοινωνική στήριξη"), ("2.2", "Παραπομπή σε υπηρεσία υγείας"),
        ],
        widget=forms.Select(attrs={"data-arogi-typeahead": True}),
    )  # fmt: skip
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=[("male", _("Man")), ("female", _("Woman")), ("other", _("Other")), ("not_stated", _("Not stated"))],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs"),
        required=False,
        choices=[("interpreter", _("An interpreter")), ("lift", _("A place without steps"))],
        widget=forms.CheckboxSelectMultiple,
    )
    safe = forms.BooleanField(label=_("It is safe to call this phone"), required=False)

    field_warnings: dict[str, list[str]] = {}


def catalogue() -> dict[str, Any]:
    """Give the page's context: the groups of entries and the objects that the examples show."""
    groups = [(title, [_entry(name) for name in names]) for title, names in GROUPS.items()]
    return {"groups": groups, **_shown_objects()}


def _entry(name: str) -> Entry:
    tag: Callable[..., Any] | None = getattr(components, "help_" if name == "help" else name, None)
    example = f"core/examples/{name}.html"
    source = get_template(example).template.source.strip()  # type: ignore[attr-defined]
    words = inspect.cleandoc(tag.__doc__ or "") if tag else ""
    return Entry(name, _call(name, tag) if tag else "", words, example, source)


def _call(name: str, tag: Callable[..., Any]) -> str:
    given = [each for each in inspect.signature(tag).parameters.values() if each.name not in ("context", "content")]
    written = " ".join(_written(each) for each in given)
    is_block = "content" in inspect.signature(tag).parameters
    return f"{{% {name} {written} %}}" + (f" … {{% end{name} %}}" if is_block else "")


def _written(parameter: inspect.Parameter) -> str:
    if parameter.kind is inspect.Parameter.VAR_KEYWORD:
        return f"{parameter.name}=…"
    if parameter.kind is inspect.Parameter.VAR_POSITIONAL:
        return f"{parameter.name} …"
    has_default = parameter.default is not inspect.Parameter.empty
    return f"{parameter.name}={parameter.default!r}" if has_default else parameter.name


def _shown_objects() -> dict[str, Any]:
    return {
        "example_form": ExampleForm(auto_id="example_%s"),
        "filter_form": ExampleForm(auto_id="filter_%s"),
        "refused_form": _refused_form(),
        "lines": forms.formset_factory(_LineForm, can_delete=True, extra=1)(prefix="line"),
        "page_of_list": _page(),
        "example_day": dt.date(2026, 3, 3),
        "example_moment": dt.datetime(2026, 3, 3, 14, 5, tzinfo=dt.UTC),
        "example_amount": Decimal("1234.5"),
    }


class _LineForm(forms.Form):
    text = forms.CharField(label=_("What was asked"), required=False)


def _refused_form() -> ExampleForm:
    form = ExampleForm({"surname": "", "birth": "31/2/1984", "sex": ""}, auto_id="refused_%s")
    form.field_warnings = {"birth": [str(_("1 January often stands for a birthday that nobody knows."))]}
    form.full_clean()
    return form


def _page() -> Page[int]:
    return Paginator(range(200), 10).page(7)
