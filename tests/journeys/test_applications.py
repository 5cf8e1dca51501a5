"""From an answer to its renewal: two applications, their papers, the transfer sheet, a code, an approval, a task."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.journeys import accessible
from tests.journeys.driver import MODES, Desk
from tests.journeys.fill import ENTITLED
from tests.journeys.town import ROOT, Town, variables

CODE = "4321-0000-8765-{number:04}"
every_mode = pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
pytestmark = pytest.mark.trust("T41")


def looked_at(desk: Desk) -> list[str]:
    """Give what axe finds; it is a script itself, so it looks at no page without scripts."""
    if not desk.mode.javascript:
        return []
    return [*accessible.findings(desk.page), *accessible.overflows(desk.page)]


def the_night_of(town: Town, day: dt.date) -> None:
    """Let the nightly job run as if it were another day."""
    command = [sys.executable, "-m", "tests.journeys.night", day.isoformat()]
    subprocess.run(command, cwd=ROOT, env=variables(town.environment), check=True)


@every_mode
def test_answers_become_applications_and_an_approval_becomes_a_renewal(mode, town, desk_for):
    number = [one.name for one in MODES].index(mode.name) + 1
    head = town.one("SELECT id FROM people_person WHERE surname = %s AND first_name = 'p1'", f"{ENTITLED}{number}")
    desk, code = desk_for(mode), CODE.format(number=number)
    found = apply_for_both(desk, str(head))
    show_every_paper(desk)
    found += looked_at(desk)
    see_the_sheet(desk, f"{ENTITLED}{number}")
    found += looked_at(desk)
    desk.press("Back")
    submit(desk, code)
    found += looked_at(desk)
    approve(desk, timezone.localdate())
    expect(desk.page.locator("main")).to_contain_text(code)

    ends = town.one("SELECT granted_until FROM applications_application WHERE external_code = %s", code)
    the_night_of(town, ends - dt.timedelta(days=31))
    assert renewals(town, code) == 0
    the_night_of(town, ends - dt.timedelta(days=30))
    assert renewals(town, code) == 1
    assert any(ends.strftime("%d/%m/%Y") in text for text in outbox(town, f"697123456{number}"))

    renew_from_the_task(town, desk, str(head))
    assert renewals(town, code) == 0
    assert found == []


def apply_for_both(desk: Desk, head: str) -> list[str]:
    """Check a household and open an application from each of two answers; give what axe finds on the way."""
    desk.go(f"/entitlements/people/{head}/")
    desk.press("Check now")
    found = looked_at(desk)
    for programme in ("eee", "housing_benefit"):
        desk.go(f"/entitlements/people/{head}/")
        desk.press("Open an application", within=f"#answer-{programme}")
        desk.sees("The application was opened.")
    return found + looked_at(desk)


def see_the_sheet(desk: Desk, surname: str) -> None:
    """Open the transfer sheet."""
    desk.press("Transfer sheet for the platform")
    expect(desk.page.locator("main dl").first).to_contain_text(surname)


def renew_from_the_task(town: Town, desk: Desk, head: str) -> None:
    """Come from the task to the application, and open the next one."""
    desk.go(f"/people/{head}/")
    desk.sees("Renewal")
    task = town.one("SELECT id FROM casework_task WHERE kind = 'renewal' AND state = 'open' AND person_id = %s", head)
    desk.go(f"/tasks/{task}/")
    desk.press("Open the application")
    desk.press("Open the next application")
    desk.sees("The next application was opened.")


def show_every_paper(desk: Desk) -> None:
    """Go through the checklist until nothing is missing; the first paper is not needed."""
    desk.press("Not needed", within="main table")
    desk.fill("reason", "Δεν σπουδάζει κανείς")
    desk.press("It is not needed")
    for _ in range(20):
        if not desk.page.locator("main form[action$='/seen/']").count():
            break
        desk.press("It was shown", within="main table")
    desk.sees("Every paper is there.")


def submit(desk: Desk, code: str) -> None:
    """Write down that it was submitted."""
    desk.press("It was submitted")
    desk.fill("external_code", code)
    desk.press("Save")
    expect(desk.page.locator("main")).to_contain_text("Υποβληθείσα")


def approve(desk: Desk, begins: dt.date) -> None:
    """Write down that it was approved, from a day on."""
    desk.press("It was approved")
    desk.fill("amount", "175")
    desk.fill("granted_from", begins.strftime("%d/%m/%Y"))
    desk.press("Save")
    expect(desk.page.locator("main")).to_contain_text("Εγκεκριμένη")


def outbox(town: Town, number: str) -> list[str]:
    """Read the messages that left for a phone."""
    files = (town.environment.var / "outbox").glob("sms-*.txt")
    return [text for text in (file.read_text() for file in files) if number in text]


def renewals(town: Town, code: str) -> object:
    """Count the open renewals of an application."""
    return town.one(
        "SELECT count(*) FROM casework_task WHERE kind = 'renewal' AND state = 'open' AND source_id ="
        " (SELECT id FROM applications_application WHERE external_code = %s)",
        code,
    )
