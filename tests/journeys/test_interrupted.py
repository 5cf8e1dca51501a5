"""Impatient hands and interrupted work: nothing is kept twice, nothing that was typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.driver import MODES, Mode
from tests.journeys.stories import INFORMATION, NewPerson, ask_for, begin_contact, begin_registration, tell_of
from tests.journeys.town import PASSWORD

MOUSE, WITHOUT_JAVASCRIPT = MODES[0], MODES[-1]
MOMENTS = {"mouse": "once more by mouse", "no-javascript": "once more without JavaScript"}
# Accounts whose sessions are ended here; no other story uses them.
WITH_SCRIPTS, WITHOUT_SCRIPTS = "mediator@karditsa.example", "social.worker.roma@karditsa.example"


def _anybody(town) -> str:
    return town.one("SELECT person_id FROM reception_contact WHERE person_id IS NOT NULL ORDER BY person_id LIMIT 1")


def _end_session(desk, town):
    (key,) = (cookie["value"] for cookie in desk.page.context.cookies() if cookie["name"] == "arogi")
    town.change("DELETE FROM django_session WHERE session_key = %s", key)


@pytest.mark.trust("T29")
@pytest.mark.parametrize("mode", [MOUSE, WITHOUT_JAVASCRIPT], ids=lambda mode: mode.name)
def test_ten_clicks_on_save_leave_one_contact(mode, town, desk_for):
    desk = desk_for(mode)
    person = _anybody(town)
    desk.go(f"/people/{person}/")
    begin_contact(desk)
    desk.choose("line-0-service", INFORMATION.service)
    desk.fill("line-0-text", MOMENTS[mode.name])

    button = desk.button("Save the contact")
    box = button.bounding_box()
    for _ in range(10):
        desk.page.mouse.click(box["x"] + 8, box["y"] + 8)

    desk.page.wait_for_load_state("load")
    desk.sees("The contact was recorded.")
    assert town.one("SELECT count(*) FROM reception_request WHERE text = %s", MOMENTS[mode.name]) == 1


@pytest.mark.trust("T29")
def test_a_registration_that_the_browser_sends_again_leaves_one_person(town, desk_for):
    desk = desk_for(WITHOUT_JAVASCRIPT)
    person = NewPerson(surname="Διπλογραμμένος", first_name="Άρης", phone="6911111119")
    desk.go("/")
    begin_registration(desk, person)
    tell_of(desk, person)
    with desk.page.expect_request(lambda request: request.method == "POST") as sent:
        desk.press("Register")
    expect(desk.page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))

    again = desk.page.request.post(
        sent.value.url,
        data=sent.value.post_data,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Referer": sent.value.url},
    )

    assert again.url == desk.page.url
    assert town.one("SELECT count(*) FROM people_person WHERE surname = %s", person.surname) == 1


def test_what_was_typed_stays_when_the_session_ends_and_is_saved_after_signing_in_again(town, desk_for):
    desk = desk_for(Mode(name="mouse"), WITH_SCRIPTS)
    desk.page.clock.install()
    desk.go(f"/people/{_anybody(town)}/")
    begin_contact(desk)
    ask_for(desk, line=0, asked=INFORMATION)
    desk.fill("line-0-text", "Σαράντα λεπτά συνέντευξης")

    _end_session(desk, town)
    desk.page.clock.fast_forward("15:05")
    expect(desk.page.locator("dialog.session")).to_be_visible()
    with desk.page.context.expect_page() as opened:
        desk.page.locator("dialog.session a").click()
    again = opened.value
    again.locator("input[name=email]").fill(WITH_SCRIPTS)
    again.locator("input[name=password]").fill(PASSWORD)
    again.locator("input[name=password]").press("Enter")
    expect(again.locator("header .menu")).to_be_attached()
    desk.page.locator("[data-arogi-session-resume]").click()
    expect(desk.page.locator("dialog.session")).to_be_hidden()
    desk.press("Save the contact")

    desk.sees("The contact was recorded.")
    assert town.one("SELECT count(*) FROM reception_request WHERE text = %s", "Σαράντα λεπτά συνέντευξης") == 1


def test_without_javascript_whoever_was_signed_out_is_told_so_and_nothing_half_is_kept(town, desk_for):
    desk = desk_for(WITHOUT_JAVASCRIPT, WITHOUT_SCRIPTS)
    desk.go(f"/people/{_anybody(town)}/")
    begin_contact(desk)
    desk.choose("line-0-service", INFORMATION.service)
    desk.fill("line-0-text", "Λόγια μετά το τέλος")

    _end_session(desk, town)
    desk.press("Save the contact")

    expect(desk.page).to_have_url(re.compile("/sign-in/"))
    assert town.one("SELECT count(*) FROM reception_request WHERE text = %s", "Λόγια μετά το τέλος") == 0
