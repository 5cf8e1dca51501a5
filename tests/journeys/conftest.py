"""One server, one browser and one signed-in state per account for each worker of a test session."""

from __future__ import annotations

import time

import pytest

from scripts import browser as chromium
from tests.conftest import _template
from tests.journeys.driver import Desk, Mode, new_context, sign_in
from tests.journeys.town import PASSWORD, Town, small_town

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
COORDINATOR = "coordinator@karditsa.example"
# Accounts whose sessions or roles end in the stories of interrupted work: no other story signs in as one of them.
WITH_SCRIPTS, WITHOUT_SCRIPTS = "mediator@karditsa.example", "social.worker.roma@karditsa.example"
ROLE_ENDS = "psychologist@karditsa.example"
INTERRUPTED = (WITH_SCRIPTS, WITHOUT_SCRIPTS, ROLE_ENDS)
# A session ends after 15 idle minutes (trust T14), and the stories of one run can lie further apart.
SESSION_LASTS = 10 * 60


def pytest_collection_modifyitems(items):
    """Mark everything here as a journey: `-m 'not journey'` leaves the browser out."""
    for item in items:
        if "tests/journeys" in str(item.path):
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def town(database_server):
    """The small town behind a real server."""
    with small_town(database_server, _template(database_server)) as running:
        yield running


@pytest.fixture(scope="session")
def browser():
    """A real Chromium."""
    path = chromium.find()
    if path is None:
        pytest.skip("There is no Chromium here: on Debian `apt-get install chromium`, or set AROGI_CHROMIUM.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def _states():
    return {}


@pytest.fixture
def desk_for(town: Town, browser, _states):
    """Give `desk_for(mode, email)`: a window in which that account is signed in; nothing may go wrong in it."""
    contexts, desks = [], []

    def open_desk(mode: Mode = Mode(name="mouse"), email: str = COORDINATOR) -> Desk:  # noqa: B008 - it is frozen
        key = (email, mode.language)
        town.change("UPDATE accounts_user SET language = %s WHERE email = %s", mode.language, email)
        signed_in_at, state = _states.get(key, (float("-inf"), None))
        if time.monotonic() - signed_in_at > SESSION_LASTS:
            first = new_context(browser, Mode(name="sign-in", language=mode.language))
            sign_in(Desk(first, mode, town.url), email, PASSWORD)
            state = first.storage_state()
            _states[key] = (time.monotonic(), state)
            first.close()
        context = new_context(browser, mode, state=state)
        contexts.append(context)
        desk = Desk(context, mode, town.url)
        desks.append(desk)
        return desk

    yield open_desk
    broken = [trouble for desk in desks for trouble in desk.troubles]
    for desk in desks:
        # Only a page of ours can tell: Chromium's own page for an answer without one is still on its way.
        if desk.mode.javascript and not desk.page.is_closed() and desk.page.url.startswith(town.url):
            broken += desk.page.evaluate("() => window.brokenPolicy ?? []")
    for context in contexts:
        context.close()
    assert broken == []
