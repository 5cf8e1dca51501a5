"""Tell the person at the screen what was done, with the way back when there is one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import Promise

_UNDO = "undo:"


def done(request: HttpRequest, text: str | Promise, *, undo: str = "") -> None:
    """Say on the next page that an act succeeded; `undo` is the address that takes it back when POSTed to."""
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo}" if undo else "")


def undo_address(extra_tags: str | None) -> str:
    """Read the address back out of a message; nothing when the message has none, or one that leads elsewhere."""
    address = (extra_tags or "").removeprefix(_UNDO)
    is_ours = address != extra_tags and address.startswith("/") and not address.startswith("//")
    return address if is_ours else ""
