"""Tell the person at the screen what was done, with the way back when there is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from arogi.core.errors import DomainError

T = TypeVar("T")
_UNDO = "undo:"


def done(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Say on the next page that an act succeeded; `undo` is the address that takes it back when POSTed to."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo}" if undo else "")


def taken_back(request: HttpRequest, undo: Callable[[], T], *, missing: type[DomainError]) -> T | None:
    """Take an act back and say so on the next page; None where that is refused, which is said, too.

    Raises:
        Http404: the service raised `missing`: there is no such act, or none that the member may see.
    """
    try:
        undone = undo()
    except missing as absent:
        raise Http404 from absent
    except DomainError as refusal:
        messages.warning(request, str(refusal))
        return None
    messages.success(request, _("It was taken back."))
    return undone


def undo_address(extra_tags: str | None) -> str:
    """Read the address back out of a message; nothing when the message has none, or one that leads elsewhere."""
    address = (extra_tags or "").removeprefix(_UNDO)
    is_ours = address != extra_tags and address.startswith("/") and not address.startswith("//")
    return address if is_ours else ""
