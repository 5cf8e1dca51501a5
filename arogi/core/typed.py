"""What somebody typed into a form: read by the page that shows the form, and never lost (trust F7, F47)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from arogi.core.field_words import words_of_fields

AGAIN = "again"
SECRET = frozenset({"current", "password", "again"})
_NOBODY_TYPES = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|", re.IGNORECASE)
_NEVER_SHOWN = re.compile(r"csrfmiddlewaretoken|version|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS")


@dataclass(kw_only=True)
class Unsent:
    """A form that was sent and not saved, waiting to be shown again.

    Attributes:
        page: the path of the page it stands on.
        target: the path it is sent to.
        number: says which answer of the page this is; empty when the session was over.
        is_shown: the page shows the form with it.
    """

    page: str
    target: str
    fields: QueryDict
    number: str = ""
    is_shown: bool = False

    @property
    def text(self) -> str:
        """Give what was typed, a line for each field, to be copied."""
        return text_of(self.fields)


def posted(request: HttpRequest, target: str = "") -> QueryDict | None:
    """Give what a form was sent with, be it nothing at all; or what waits to be shown in it again.

    So a form can be bound while the page is only opened: a view saves when the method is POST, and at no other time.

    Args:
        target: the address that the form is sent to, when it is not the page's own.

    Returns:
        None when the page is opened for the first time.
    """
    if request.method == "POST":
        return request.POST
    waiting: tuple[Unsent, ...] = getattr(request, "unsent", ())
    for one in waiting:
        if one.target == (target or request.path):
            one.is_shown = True
            return one.fields
    return None


def without_secrets(fields: QueryDict) -> QueryDict:
    """Copy what was sent without passwords and tokens; files are no fields."""
    copy = fields.copy()
    for name in (*SECRET, "csrfmiddlewaretoken"):
        copy.pop(name, None)
    return copy


def typed_text(request: HttpRequest) -> str:
    """Give what was typed into the form that this request sent, to be copied from a page that refuses it.

    Nothing before the form's token was checked: a stranger's page must not put words on ours.
    """
    is_checked = request.method == "POST" and request.resolver_match is not None
    return text_of(without_secrets(request.POST)) if is_checked else ""


def text_of(fields: QueryDict) -> str:
    """Write what was typed, a field below the other with its label, without secrets and what nobody types."""
    shown = [name for name in fields if not _NEVER_SHOWN.fullmatch(name) and name not in SECRET]
    words = words_of_fields(shown)
    lines = (
        f"{words[name].label}: {words[name].value(text)}"
        for name in shown
        if not words[name].is_hidden
        for text in map(str.strip, fields.getlist(name))
        if not _NOBODY_TYPES.fullmatch(text)
    )
    return "\n".join(lines)
