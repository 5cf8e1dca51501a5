"""No page has a finding of axe, scrolls sideways, cuts text off or breaks its own policy."""

import pytest

from tests.journeys import accessible
from tests.journeys.driver import Desk, Mode, new_context
from tests.journeys.pages import COORDINATOR, VISITORS, every_address, with_real_ids

MOUSE = Mode(name="mouse")


@pytest.mark.trust("T41")
@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.name)
def test_a_page_can_be_used_by_everybody(address, town, browser, desk_for):
    visitor = VISITORS.get(address.name, COORDINATOR)
    desk = desk_for(MOUSE, visitor) if visitor else Desk(new_context(browser, MOUSE), MOUSE, town.url)

    response = desk.page.goto(town.url + with_real_ids(address, town), wait_until="load")

    if response.status == 405:
        assert response.headers["allow"] == "POST"
        return
    expected = 404 if address.name == "accounts:accept_invitation" else 200
    assert response.status == expected, f"{response.status} {response.url}"
    assert accessible.everything(desk.page) == []
