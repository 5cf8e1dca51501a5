"""Where a form may ask to go on to."""

from __future__ import annotations

import pytest

from arogi.core.http import our_address


@pytest.mark.parametrize("ours", ["/", "/people/", "/outreach/?view=mine&page=2"])
def test_page_of_ours_is_gone_on_to(rf, ours):
    assert our_address(rf.get("/"), ours) == ours


# The name of a page is none of its addresses: `redirect("abc")` would look for a page of that name, and fail.
OTHERS = (
    "",
    "abc",
    "people/",
    "desk:today",
    "https://example.org/",
    "//example.org/",
    "/\\example.org",
    "javascript:1",
)


@pytest.mark.parametrize("other", OTHERS)
def test_nothing_else_is(rf, other):
    assert our_address(rf.get("/"), other) == ""
