"""Components of the screen: one tag, one template in `templates/components/`, one entry at /dev/components/.

All tags are built in: templates need no `{% load %}`. Texts are given translated: `{% button _("Save") %}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms.utils import flatatt
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, get_urlconf, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from arogi.core import shown
from arogi.core.drawn_fields import drawn
from arogi.core.form_parts import FieldParts, Wishes, faults
from arogi.core.notices import undo_address

register = template.Library()
register.filter("day", shown.day)
register.filter("long_day", shown.long_day)
register.filter("typed_day", shown.typed_day)
register.filter("clock", shown.clock)
register.filter("moment", shown.moment)
register.filter("number", shown.number)
register.filter("money", shown.money)
register.filter("phone", shown.phone)
register.filter("undo_address", undo_address)

Shown = dict[str, Any]


# Acts


@register.inclusion_tag("components/button.html")
def button(text: str, kind: str = "primary", type: str = "submit", **attributes: Any) -> Shown:
    """Draw a button that sends its form.

    Options:
        kind: primary (one per page), secondary, warning (what cannot be undone), inverse (on blue).
        attributes: of the element, underscores for hyphens: `name`, `value`, `formaction`, `data_arogi_key`.
    """
    return {"text": text, "kind": kind, "type": type, "attributes": _attributes(attributes)}


@register.inclusion_tag("components/link_button.html")
def link_button(text: str, url: str, kind: str = "primary", **attributes: Any) -> Shown:
    """Draw a link that looks like a button, for the main way on when nothing is sent; options as of `button`."""
    return {"text": text, "url": url, "kind": kind, "attributes": _attributes(attributes)}


@register.simple_block_tag
def actions(content: str) -> SafeString:
    """Put buttons and links in one row: `{% actions %} ... {% endactions %}`."""
    return _render("actions", content=content)


# Words that stand out


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """Draw a state as a word in a coloured box.

    Options:
        colour: blue (the default), grey, green, teal, purple, magenta, red, orange, yellow; never more than the word.
    """
    return _tag(str(text), colour)


@lru_cache(maxsize=500)
def _tag(text: str, colour: str) -> SafeString:
    # A timeline has dozens of them, and there are few states.
    return _render("tag", text=text, colour=colour)


@register.simple_block_tag
def inset(content: str) -> SafeString:
    """Set a text apart with a line at its left: a quotation, an explanation."""
    return _render("inset", content=content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """Warn of a consequence before the act."""
    return _render("warning", content=content)


@register.simple_block_tag
def notice(content: str, title: str = "", kind: str = "") -> SafeString:
    """Tell something that concerns the page, not what was just done (that is `core.notices.done`).

    Options:
        title: "Important" when none is given.
        kind: "success" for a green one.
    """
    return _render("notice", content=content, title=title or _("Important"), kind=kind)


@register.simple_block_tag
def sealed(content: str, readers: str) -> SafeString:
    """Show sensitive text grey and closed, with who may read it.

    Options:
        readers: a sentence, for example "Only social workers of this structure can read it."
    """
    return _render("sealed", content=content, readers=readers)


@register.inclusion_tag("components/nothing_yet.html")
def nothing_yet(text: str) -> Shown:
    """Say in one quiet line that a section is empty."""
    return {"text": text}


@register.simple_block_tag
def details(content: str, summary: str, id: str = "", *, open: bool = False) -> SafeString:
    """Fold text that few need: `{% details _("Why we ask") %} ... {% enddetails %}`."""
    return _render("details", content=content, summary=summary, id=id, open=open)


@register.simple_block_tag(name="help")
def help_(content: str, summary: str) -> SafeString:
    """Explain a service, a law or a number in place, folded, with a question mark."""
    return _render("help", content=content, summary=summary)


# Forms


@register.simple_tag
def field(
    bound: forms.BoundField,
    label: str = "",
    hint: str = "",
    readers: str = "",
    width: str | int = "",
    size: str = "s",
    *,
    small: bool = False,
    inline: bool = False,
    hide_label: bool = False,
    **attributes: Any,
) -> SafeString:
    """Draw a form field whole: label, hint, readers, warnings, errors, control.

    The widget of the form decides the control: text, password, number, e-mail, date (one text box), text area, list,
    radio buttons, one or several checkboxes, file, hidden. Warnings that let go are read from
    `form.field_warnings: dict[str, list[str]]`.

    Options:
        label: instead of the form's.
        hint: instead of the form's help text.
        readers: who will read a free text, one sentence; it stands beside the box.
        width: in characters: 2, 3, 4, 5, 10, 20, 30.
        size: of the label or legend: s, m, l.
        small: smaller radio buttons and checkboxes.
        inline: radio buttons in one line.
        hide_label: the label is heard, not seen (for one obvious box only).
        attributes: of the control, with underscores for hyphens: `data_arogi_typeahead=True`, `autocomplete="email"`.
    """
    if bound.is_hidden:
        return bound.as_hidden()
    wishes = Wishes(label, hint, readers, str(width), size, _hyphens(attributes))
    looks = {"small": small, "inline": inline, "hide_label": hide_label}
    return drawn(bound, wishes, looks, lambda: _render("field", **FieldParts(bound, wishes).shown(), **looks))


@register.simple_block_tag
def fieldset(content: str, legend: str, hint: str = "", size: str = "m") -> SafeString:
    """Group fields that answer one question; `size` of the legend as in `field`."""
    return _render("fieldset", content=content, legend=legend, hint=hint, size=size)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms_: Any) -> Shown:
    """List what is wrong with one or more forms or formsets, each line leading to its field; else nothing."""
    return {"faults": [fault for form in forms_ for fault in faults(form or None)]}


@register.simple_tag(takes_context=True)
def error_prefix(context: Context, *forms_: Any) -> str:
    """Begin the page's title with "Error:" when a form was refused; the context's `form` when none is given."""
    looked_at = forms_ or (context.get("form"),)
    refused = any(getattr(form, "is_bound", False) and any(faults(form)) for form in looked_at)
    return _("Error:") + " " if refused else ""


# Facts


@register.simple_block_tag
def summary_list(content: str, label: str = "") -> SafeString:
    """List facts with their names: holds `{% row %}` tags."""
    return _render("summary_list", content=content, label=label)


@register.simple_block_tag
def row(content: str, key: str, url: str = "", act: str = "") -> SafeString:
    """Show one fact of a summary list.

    Options:
        key: its name.
        url: where it is changed; no link when empty.
        act: the link's word, "Change" when none is given.
    """
    return _render("row", content=content, key=key, url=url, act=act or _("Change"))


@register.simple_block_tag
def table(
    content: str, caption: str, size: str = "m", *, hide_caption: bool = False, stacked: bool = False
) -> SafeString:
    """Wrap the rows of a table: plain `<thead>`, `<tbody>`, `<th scope>`; class `number` on columns of numbers.

    It scrolls sideways by itself on a narrow screen, and repeats its head on each printed page.

    Options:
        stacked: on a narrow screen each row becomes a block instead, with the `data-label` of each cell before it: for
            rows of long texts.
    """
    return _render("table", content=content, caption=caption, size=size, hide_caption=hide_caption, stacked=stacked)


@register.inclusion_tag("components/statistic.html")
def statistic(value: Any, label: str, comparison: str = "", url: str = "") -> Shown:
    """Show a figure with its name and, in words, what it compares to ("3 more than last week")."""
    return {"value": value, "label": label, "comparison": comparison, "url": url}


@register.simple_block_tag
def timeline(content: str) -> SafeString:
    """List events, newest first: holds `{% event %}` tags."""
    return _render("timeline", content=content)


@register.simple_block_tag
def event(content: str, title: str, when: Any = None, by: str = "", level: int = 3) -> SafeString:
    """Show one event of a timeline.

    Options:
        when: date, datetime or partial date.
        by: who recorded it.
        level: of its heading.
    """
    stamp = when.isoformat() if hasattr(when, "isoformat") else str(when or "")
    text = shown.moment(when) if hasattr(when, "hour") else shown.day(when)
    return _render("event", content=content, title=title, stamp=stamp, when=text, by=by, level=level)


@register.simple_block_tag
def identity_bar(content: str, title: str, called: str = "", level: int = 1) -> SafeString:
    """Say at the top of a person's page who this is; holds `{% fact %}`, `{% tag %}` and `{% actions %}`.

    Options:
        title: the name as in the papers; it is the page's first heading.
        called: the name that he or she goes by.
        level: of the heading, when it is not the page's.
    """
    return _render("identity_bar", content=content, title=title, called=called, level=level)


@register.simple_block_tag
def fact(content: str, key: str) -> SafeString:
    """Show a short fact in a line: its name small, its value after it."""
    return _render("fact", content=content, key=key)


@register.simple_block_tag
def side_panel(content: str, title: str, id: str = "now", level: int = 2) -> SafeString:
    """Put what matters now beside the main column ("Now"); `level` is its heading's."""
    return _render("side_panel", content=content, title=title, id=id, level=level)


@register.inclusion_tag("components/masked.html", takes_context=True)
def masked(context: Context, value: str, label: str, url: str = "") -> Shown:
    """Show an identifier with only its last characters, and a button that reveals it (and leaves an access record).

    Options:
        value: already masked, for example `*******1234`: the whole number must not be in the page.
        label: the identifier's name, for the button's spoken text.
        url: POSTed to by the button; no button when empty (the member may not).
    """
    return {"value": value, "label": label, "url": url, "csrf_token": context.get("csrf_token")}


# Ways


@register.inclusion_tag("components/back_link.html")
def back_link(url: str, text: str = "") -> Shown:
    """Lead one step back; stands in the block `way`."""
    return {"url": url, "text": text or _("Back")}


@register.inclusion_tag("components/breadcrumbs.html")
def breadcrumbs(*words_and_urls: str) -> Shown:
    """Show where the page lies: `{% breadcrumbs _("Structures") centres_url name "" %}`; stands in the block `way`."""
    pairs = zip(words_and_urls[::2], words_and_urls[1::2], strict=True)
    return {"crumbs": list(pairs)}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], parameter: str = "page") -> Shown:
    """Lead through the pages of a list, keeping the other parameters of the address; nothing for a single page."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [(number, _address(context, parameter, number)) for number in numbers]
    here = {"page": page, "links": links, "ellipsis": page.paginator.ELLIPSIS}
    if page.has_previous():
        here["previous"] = _address(context, parameter, page.previous_page_number())
    if page.has_next():
        here["next"] = _address(context, parameter, page.next_page_number())
    return here


@register.simple_block_tag(takes_context=True)
def filter_panel(context: Context, content: str, title: str, submit: str = "", method: str = "get") -> SafeString:
    """Hold the fields that narrow a list or a report, with the button that applies them; it is a form of its own."""
    token = context.get("csrf_token") if method == "post" else None
    words = {"title": title, "submit": submit or _("Show"), "method": method, "csrf_token": token}
    return _render("filter_panel", content=content, **words)


@register.simple_tag(takes_context=True)
def may(context: Context, right: str) -> bool:
    """Ask whether the member has a right: `{% may "reports.view" as x %}`; nobody has any before sign-in."""
    member = context.get("member")
    return bool(member and member.may(right))


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context: Context, name: str, text: str, right: str = "", key: str = "") -> Shown:
    """Show a line of the navigation, unless its page does not exist or the member has not the right.

    Options:
        name: of the URL.
        key: its keyboard shortcut (`n`, `g t`).
    """
    url = address(name)
    visible = bool(url) and (not right or may(context, right))
    path = getattr(context.get("request"), "path", "")
    current = "page" if path == url else "true" if url not in ("", "/") and path.startswith(url) else ""
    return {"url": url, "text": text, "key": key, "visible": visible, "current": current}


@register.inclusion_tag("components/session_dialog.html")
def session_dialog() -> Shown:
    """Warn before the idle time is over, and keep what was typed when it is."""
    return {
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
        "stay_url": address("core:stay"),
        "sign_in_url": address(settings.LOGIN_URL),
    }


@register.simple_tag
def address(name: str, *arguments: Any) -> str:
    """Give the address of a page, or nothing when it does not exist (yet)."""
    if not arguments:
        return _address_of(name, get_urlconf() or settings.ROOT_URLCONF)
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@lru_cache(maxsize=500)
def _address_of(name: str, urlconf: str) -> str:
    # Every page draws a dozen of these in its frame.
    try:
        return reverse(name, urlconf=urlconf)
    except NoReverseMatch:
        return ""


def _address(context: Context, parameter: str, value: int | str) -> str:
    query = context["request"].GET.copy()
    query[parameter] = str(value)
    return f"?{query.urlencode()}"


def _render(component: str, **shown_: Any) -> SafeString:
    return render_to_string(f"components/{component}.html", shown_)


def _attributes(given: Mapping[str, Any]) -> SafeString:
    return flatatt(_hyphens(given))


def _hyphens(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace("_", "-"): value for name, value in _present(given.items())}


def _present(items: Iterable[tuple[str, Any]]) -> Iterable[tuple[str, Any]]:
    return ((name, value) for name, value in items if value not in ("", None))
