"""Steps that every request passes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from arogi.core.views import bad_request, too_large

FORM = "application/x-www-form-urlencoded"


class LargeRequests:
    """Answer 413 to a request that says it is larger than its address takes, before a byte of it is read.

    What says nothing of its length has none to Django.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on if it is not too large."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        most = next(size for path, size in settings.AROGI_LARGEST_BODIES.items() if request.path_info.startswith(path))
        if length.isdecimal() and int(length) > most:
            return too_large(request)
        return self.get_response(request)


class UnreadableRequests:
    """Answer 400 to a request whose address or fields are not text, before anything tries to read them.

    Bytes that are no UTF-8 (half characters among them) would be kept as question marks; a NUL is refused by
    PostgreSQL, long after a page could still say what is wrong.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on if it can be read."""
        if not all(map(_is_text, _encoded_parts(request))) or "\0" in "".join(_texts(request)):
            return bad_request(request)
        return self.get_response(request)


def _is_text(encoded: bytes) -> bool:
    try:
        unquote_to_bytes(encoded).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _encoded_parts(request: HttpRequest) -> Iterator[bytes]:
    yield request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    if request.method == "POST" and request.content_type == FORM:
        yield request.body


def _texts(request: HttpRequest) -> Iterator[str]:
    yield request.path_info
    yield from request.COOKIES.values()
    yield from _all_of(request.GET)
    if request.method == "POST":
        yield from _all_of(request.POST)
        yield from (
            upload.name or "" for uploads in (values for _, values in request.FILES.lists()) for upload in uploads
        )


def _all_of(fields: QueryDict) -> Iterator[str]:
    for name, values in fields.lists():
        yield name
        yield from values
