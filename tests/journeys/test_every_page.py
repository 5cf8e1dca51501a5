"""No page has a finding of axe, scrolls sideways, cuts text off or breaks its own policy."""

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.journeys import accessible
from tests.journeys.driver import Desk, Mode, new_context
from tests.journeys.pages import COORDINATOR, VISITORS, every_address, with_real_ids
from tests.journeys.stories import begin_contact, look_for
from tests.journeys.town import PASSWORD

MOUSE = Mode(name="mouse")
NOBODY = "00000000-0000-7000-8000-000000000000"


@pytest.mark.trust("T41", "T43")
@pytest.mark.parametrize("address", every_address(), ids=lambda address: address.name)
def test_a_page_can_be_used_by_everybody(address, town, browser, desk_for):
    visitor = VISITORS.get(address.name, COORDINATOR)
    desk = desk_for(MOUSE, visitor) if visitor else Desk(new_context(browser, MOUSE), MOUSE, town.url)

    path = town.url + with_real_ids(address, town)
    try:
        response = desk.page.goto(path, wait_until="load")
    except PlaywrightError:
        # Chromium shows no page for an answer without one.
        refusal = desk.page.request.get(path)
        assert (refusal.status, refusal.headers.get("allow")) == (405, "POST")
        desk.troubles.clear()
        return

    expected = 404 if address.name == "accounts:accept_invitation" else 200
    assert response.status == expected, f"{response.status} {response.url}"
    assert accessible.everything(desk.page) == []


_STATES = {
    "search-results": lambda desk, _person: _search(desk, "Παπα"),
    "nobody-found": lambda desk, _person: _search(desk, "Ξζψωθ"),
    "live-search": lambda desk, _person: _search_live(desk, "Πα"),
    "registration-with-errors": lambda desk, _person: _send_empty(desk, "/people/new/", "Register"),
    "contact-with-errors": lambda desk, person: _send_contact(desk, person),
    "contact-with-service-list": lambda desk, person: _open_services(desk, person),
    "contacts-of-a-day": lambda desk, _person: _a_day_with_contacts(desk),
    "wrong-password": lambda desk, _person: _wrong_password(desk),
    "not-found": lambda desk, _person: desk.go(f"/people/{NOBODY}/"),
    "no-right": lambda desk, _person: desk.go("/access-record/"),
    "refused-with-text": lambda desk, person: _send_to_nobody(desk, person),
    "signed-out-while-typing": lambda desk, person: _signed_out_while_typing(desk, person),
    "typed-again": lambda desk, person: _typed_again(desk, person),
    "session-over": lambda desk, _person: _session_over(desk),
    "shortcuts-menu": lambda desk, _person: desk.page.locator("details.menu > summary").click(),
}


@pytest.mark.trust("T41")
@pytest.mark.parametrize("state", list(_STATES))
def test_a_page_in_the_middle_of_work_can_be_used_by_everybody(state, town, desk_for):
    desk = desk_for(MOUSE)
    person = town.one("SELECT person_id FROM reception_contact WHERE person_id IS NOT NULL ORDER BY id LIMIT 1")
    desk.go("/")

    _STATES[state](desk, person)

    assert accessible.everything(desk.page) == []


@pytest.mark.trust("T41")
@pytest.mark.parametrize("width", [1440, 390])
def test_the_parts_of_a_file_are_seen_in_the_order_in_which_they_are_read(width, town, desk_for):
    desk = desk_for(MOUSE)
    person = town.one("SELECT person_id FROM reception_request WHERE next_step <> '' AND person_id IS NOT NULL LIMIT 1")
    desk.page.set_viewport_size({"width": width, "height": 900})
    desk.go(f"/people/{person}/")

    headings = ["h1", "#now-title", "#timeline-title", "#file-title"]
    boxes = [desk.page.locator(heading).bounding_box() for heading in headings]
    read = desk.page.evaluate(
        "headings => [...document.querySelectorAll(headings.join())].map((e) => e.id ? `#${e.id}` : 'h1')", headings
    )

    assert read == headings
    assert [box["y"] for box in boxes[1:]] == sorted(box["y"] for box in boxes[1:])
    assert abs(boxes[0]["y"] - boxes[1]["y"]) < 100 if width == 1440 else boxes[0]["y"] < boxes[1]["y"] < 900


@pytest.mark.trust("T41")
def test_axe_would_notice_a_picture_without_words(desk_for):
    desk = desk_for(MOUSE)
    desk.go("/")
    desk.page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert "image-alt" in " ".join(accessible.findings(desk.page))


def _a_day_with_contacts(desk):
    desk.go("/reception/contacts/")
    for _day in range(30):
        if desk.page.locator(".moj-timeline").count():
            return
        desk.page.locator("nav.days a").first.click()
        desk.page.wait_for_load_state("load")
    pytest.fail("The town has no day with contacts in a month.")


def _search(desk, text):
    look_for(desk, text)


def _search_live(desk, text):
    desk.page.locator("#frame-search").press_sequentially(text)
    expect(desk.page.locator("#frame-results a").first).to_be_visible()


def _send_empty(desk, path, button):
    desk.go(path)
    desk.press(button)
    expect(desk.page.locator(".govuk-error-summary")).to_be_visible()


def _send_contact(desk, person):
    desk.go(f"/people/{person}/")
    begin_contact(desk)
    desk.fill("line-0-text", "Χωρίς υπηρεσία")
    desk.fill("line-0-next_step_on", "κάποτε")
    desk.press("Save the contact")
    expect(desk.page.locator(".govuk-error-summary")).to_be_visible()


def _open_services(desk, person):
    desk.go(f"/people/{person}/")
    begin_contact(desk)
    desk.field("line-0-service").press_sequentially("A")
    expect(desk.page.locator("[role=listbox] [role=option]").first).to_be_visible()


def _send_to_nobody(desk, person):
    _begin_text(desk, person)
    desk.page.evaluate(f"document.querySelector('#contact form').action = '/people/{NOBODY}/contact/'")
    desk.press("Save the contact")
    expect(desk.page.locator("textarea[readonly]")).to_be_visible()


def _signed_out_while_typing(desk, person):
    _begin_text(desk, person)
    desk.page.context.clear_cookies(name="arogi")
    desk.press("Save the contact")
    expect(desk.page.locator("input[name=password]")).to_be_visible()


def _typed_again(desk, person):
    _signed_out_while_typing(desk, person)
    desk.page.locator("input[name=email]").fill(COORDINATOR)
    desk.page.locator("input[name=password]").fill(PASSWORD)
    desk.page.locator("input[name=password]").press("Enter")
    expect(desk.page.locator(".unsent")).to_be_visible()


def _begin_text(desk, person):
    desk.go(f"/people/{person}/")
    begin_contact(desk)
    desk.fill("line-0-text", "Λόγια που δεν χάνονται")


def _wrong_password(desk):
    desk.page.context.clear_cookies()
    desk.go("/sign-in/")
    desk.page.locator("input[name=email]").fill("nobody@karditsa.example")
    desk.page.locator("input[name=password]").fill("not the password")
    desk.page.locator("input[name=password]").press("Enter")
    expect(desk.page.locator(".govuk-error-summary")).to_be_visible()


def _session_over(desk):
    desk.page.clock.install()
    desk.go("/")
    desk.page.clock.fast_forward("15:05")
    expect(desk.page.locator("dialog.session")).to_be_visible()
