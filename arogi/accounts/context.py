"""What every page's frame shows about who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def staff(request: HttpRequest) -> dict[str, Any]:
    """Give templates the member (None before sign-in) and whether this is a demonstration."""
    return {"member": getattr(request, "member", None), "is_demo": settings.DEMO}
