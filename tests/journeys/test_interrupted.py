"""Impatient hands and interrupted work: nothing is kept twice, nothing that was typed is lost."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import ROLE_ENDS, WITH_SCRIPTS, WITHOUT_SCRIPTS
from tests.journeys.driver import MODES, Mode
from tests.journeys.stories import (
    INFORMATION,
    NewPerson,
    ask_for,
    begin_contact,
    begin_registration,
    look_for,
    tell_of,
)
from tests.journeys.town import PASSWORD

MOUSE, WITHOUT_JAVASCRIPT = MODES[0], MODES[-1]
SURNAMES = {"mouse": "Επιστρέφων", "no-javascript": "Ξαναγύριζος"}
PHONES = {"mouse": "6911111120", "no-javascript": "6911111121"}
MOMENTS = {"mouse": "once more by mouse", "no-javascript": "once more without JavaScript"}


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


@pytest.mark.trust("F47")
def test_without_javascript_what_was_typed_is_in_the_form_again_after_signing_in(town, desk_for):
    words = "Λόγια μετά το τέλος"
    desk = desk_for(WITHOUT_JAVASCRIPT, WITHOUT_SCRIPTS)
    desk.go(f"/people/{_anybody(town)}/")
    begin_contact(desk)
    desk.choose("line-0-service", INFORMATION.service)
    desk.fill("line-0-text", words)

    _end_session(desk, town)
    desk.press("Save the contact")
    expect(desk.page).to_have_url(re.compile("/sign-in/"))
    desk.page.locator("input[name=email]").fill(WITHOUT_SCRIPTS)
    desk.page.locator("input[name=password]").fill(PASSWORD)
    desk.page.locator("input[name=password]").press("Enter")

    expect(desk.field("line-0-text")).to_have_value(words)
    desk.sees("You were signed out before something was saved")
    kept_before = town.one("SELECT count(*) FROM reception_request WHERE text = %s", words)
    desk.press("Save the contact")
    desk.sees("The contact was recorded.")
    assert kept_before == 0
    assert town.one("SELECT count(*) FROM reception_request WHERE text = %s", words) == 1


@contextmanager
def _without_role(town, email):
    """End somebody's roles for the length of a block: other stories of this town need them."""
    ended = "UPDATE accounts_membership SET valid_until = {} FROM accounts_user u WHERE u.id = user_id AND u.email = %s"
    town.change(ended.format("'2021-01-01'"), email)
    try:
        yield
    finally:
        town.change(ended.format("NULL"), email)


@pytest.mark.trust("F7")
def test_without_javascript_whose_role_ended_can_copy_what_was_typed(town, desk_for):
    desk = desk_for(WITHOUT_JAVASCRIPT, ROLE_ENDS)
    desk.go(f"/people/{_anybody(town)}/")
    begin_contact(desk)
    desk.fill("line-0-text", "Λόγια χωρίς ρόλο")

    with _without_role(town, ROLE_ENDS):
        desk.press("Save the contact")

        expect(desk.page.locator("textarea[readonly]")).to_contain_text("Λόγια χωρίς ρόλο")
    assert town.one("SELECT count(*) FROM reception_request WHERE text = %s", "Λόγια χωρίς ρόλο") == 0


@pytest.mark.parametrize("mode", [MOUSE, WITHOUT_JAVASCRIPT], ids=lambda mode: mode.name)
def test_back_finds_the_results_of_a_search_and_no_question_of_the_browser(mode, town, desk_for):
    desk = desk_for(mode)
    desk.go("/")
    look_for(desk, "Παπ")
    desk.page.locator(".found__name").first.click()
    expect(desk.page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))

    desk.page.go_back()

    expect(desk.page.locator(".found__name").first).to_be_visible()


@pytest.mark.parametrize("mode", [MOUSE, WITHOUT_JAVASCRIPT], ids=lambda mode: mode.name)
def test_back_after_a_registration_with_a_warning_finds_pages_and_registers_nobody(mode, town, desk_for):
    desk = desk_for(mode)
    person = NewPerson(surname=SURNAMES[mode.name], first_name="Άρης", phone=PHONES[mode.name])
    for _time in range(2):
        desk.go("/people/new/")
        desk.fill("surname", person.surname)
        desk.fill("first_name", person.first_name)
        tell_of(desk, person)
        desk.press("Register")
    desk.press("It is none of these: save")
    expect(desk.page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))

    for _step in range(2):
        desk.page.go_back()
        expect(desk.field("surname")).to_be_visible()

    assert town.one("SELECT count(*) FROM people_person WHERE surname = %s", person.surname) == 2


def test_back_to_a_form_that_was_refused_finds_the_form(town, desk_for):
    desk = desk_for(MOUSE)
    desk.go(f"/people/{_anybody(town)}/")
    begin_contact(desk)
    desk.fill("line-0-text", "Χωρίς υπηρεσία")
    desk.press("Save the contact")
    expect(desk.page.locator(".govuk-error-summary")).to_be_visible()
    desk.go("/")

    desk.page.go_back()

    expect(desk.page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))
    expect(desk.page.locator(".govuk-error-summary")).to_have_count(0)
