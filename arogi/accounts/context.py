"""What every page's frame shows about who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from arogi.core.typed import typed_text


def staff(request: HttpRequest) -> dict[str, Any]:
    """Give templates the member (None before sign-in), whether this is a demonstration, and what was typed in vain."""
    return {
        "member": getattr(request, "member", None),
        "is_demo": settings.DEMO,
        "unsent": [one for one in getattr(request, "unsent", ()) if not one.number],
        "typed": lambda: typed_text(request),
    }
