"""The stories of the first day, each told by mouse, by keyboard, on a phone, in English and without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.journeys.conftest import INTERRUPTED
from tests.journeys.driver import MODES, Mode
from tests.journeys.fill import WELL_KNOWN
from tests.journeys.stories import (
    INFORMATION,
    Asked,
    NewPerson,
    ask_for,
    begin_contact,
    begin_registration,
    look_for,
    tell_of,
)

SURNAMES = ("Ζαφειράτος", "Ξυδόπουλος", "Ψαλιδάκης", "Ωραιόπουλος", "Ξηρομερίτης")
_WHO_PROMISED = """
    SELECT u.email FROM reception_request r JOIN accounts_user u ON u.id = r.responsible_id
    WHERE r.next_step_on IS NOT NULL AND r.next_step_done_at IS NULL AND NOT r.is_cancelled AND NOT u.email = ANY(%s)
    GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
"""

every_mode = pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
pytestmark = [pytest.mark.trust("T42"), pytest.mark.trust("T44")]


def _number(mode: Mode) -> int:
    return MODES.index(mode)


def _somebody(town, mode: Mode, *, story: int = 0) -> str:
    """Give the id of a person whom no other story touches."""
    offset = story * len(MODES) + _number(mode)
    return town.one("SELECT id FROM people_person WHERE surname <> '' ORDER BY id LIMIT 1 OFFSET %s", offset)


@every_mode
def test_a_person_is_registered_once_and_a_second_time_only_after_a_warning(mode, town, desk_for):
    desk = desk_for(mode)
    person = NewPerson(surname=SURNAMES[_number(mode)], first_name="Μαρία")
    desk.go("/")

    begin_registration(desk, person)
    tell_of(desk, person)
    ask_for(desk, line=0, asked=INFORMATION)
    desk.press("Register")
    expect(desk.page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))
    expect(desk.page.locator("main")).to_contain_text(INFORMATION.text)

    desk.go("/people/new/")
    desk.fill("surname", person.surname)
    desk.fill("first_name", person.first_name)
    desk.fill("born", person.born)
    if not mode.javascript:
        desk.press("Register")
    desk.sees("Does this person already have a file?")
    expect(desk.page.locator("#likely")).to_contain_text(person.full_name)
    count = "SELECT count(*) FROM people_person WHERE surname = %s"
    assert town.one(count, person.surname) == 1
    desk.press("It is none of these: save")
    expect(desk.page).to_have_url(re.compile(r"/people/[0-9a-f-]{36}/$"))
    assert town.one(count, person.surname) == 2


@every_mode
def test_a_known_person_is_opened_with_three_letters_and_enter(mode, town, desk_for):
    desk = desk_for(mode)
    known = town.one("SELECT id FROM people_person WHERE surname = %s", WELL_KNOWN["surname"])
    desk.go("/")

    look_for(desk, WELL_KNOWN["surname"][:3].lower())

    expect(desk.page).to_have_url(re.compile(f"/people/{known}/$"))
    assert desk.counted.typed == 3


@every_mode
def test_three_requests_are_recorded_in_one_contact(mode, town, desk_for):
    desk = desk_for(mode)
    person = _somebody(town, mode, story=1)
    count = "SELECT count(*) FROM reception_request r JOIN reception_contact c ON c.id = r.contact_id"
    before = town.one(f"{count} WHERE c.person_id = %s", person)
    desk.go(f"/people/{person}/")

    begin_contact(desk)
    ask_for(desk, line=0, asked=Asked(service="A2.01", text="Πρώτο αίτημα"))
    ask_for(desk, line=1, asked=Asked(service="A2.02", text="Δεύτερο αίτημα", outcome="application"))
    third = Asked(service="A3.01", text="Τρίτο", next_step="Τηλεφώνημα στον ΟΑΕΔ", next_step_on="31/12/2026")
    ask_for(desk, line=2, asked=third)
    desk.press("Save the contact")

    desk.sees("The contact was recorded.")
    expect(desk.page.locator("main")).to_contain_text("Τηλεφώνημα στον ΟΑΕΔ")
    assert town.one(f"{count} WHERE c.person_id = %s", person) == before + 3


@every_mode
def test_a_contact_that_was_just_recorded_is_taken_back(mode, town, desk_for):
    desk = desk_for(mode)
    person = _somebody(town, mode, story=2)
    desk.go(f"/people/{person}/")
    begin_contact(desk)
    ask_for(desk, line=0, asked=INFORMATION)
    desk.press("Save the contact")

    desk.press("Undo")

    desk.sees("The contact was taken back.")


@every_mode
def test_somebody_unknown_on_the_phone_is_counted_without_a_name(mode, town, desk_for):
    desk = desk_for(mode)
    count = "SELECT count(*) FROM reception_contact WHERE person_id IS NULL AND channel = 'phone'"
    before = town.one(count)
    desk.go("/")

    desk.press("Record more about it")
    desk.choose("channel", "phone")
    desk.choose("anonymous_sex", "F")
    desk.fill("anonymous_age", "40")
    ask_for(desk, line=0, asked=INFORMATION)
    desk.press("Save the contact")
    desk.sees("The contact was recorded.")
    desk.press("Information by phone")

    desk.sees("The contact was recorded.")
    assert town.one(count) == before + 2


@every_mode
def test_two_files_become_one_and_two_again(mode, town, desk_for):
    desk = desk_for(mode)
    kept, other = _somebody(town, mode, story=3), _somebody(town, mode, story=4)
    surname, first = (
        town.one(f"SELECT {name} FROM people_person WHERE id = %s", other) for name in ("surname", "first_name")
    )
    desk.go(f"/people/{kept}/")

    desk.press("Merge with another file")
    desk.fill("q", f"{surname} {first}")
    desk.press("Find", within="main")
    desk.use(desk.page.locator(f'main a[href="/people/{kept}/merge/{other}/"]'))
    desk.press("Merge", within="main")
    expect(desk.page).to_have_url(re.compile(f"/people/{kept}/$"))
    assert town.one("SELECT count(*) FROM people_merge WHERE kept_id = %s AND undone_at IS NULL", kept) == 1

    desk.go("/people/merges/")
    undo = town.one("SELECT id FROM people_merge WHERE kept_id = %s", kept)
    desk.use(desk.page.locator(f'main form[action="/people/merges/{undo}/undo/"] button'))

    assert town.one("SELECT count(*) FROM people_merge WHERE kept_id = %s AND undone_at IS NULL", kept) == 0
    desk.go(f"/people/{other}/")
    expect(desk.page).to_have_url(re.compile(f"/people/{other}/$"))


@every_mode
def test_a_quarter_is_reported_by_sex_and_printed(mode, desk_for):
    desk = desk_for(mode)
    desk.go(reverse("reports:activity"))
    desk.choose("period", desk.field("period").locator("option").nth(2).get_attribute("value"))
    desk.choose("by", "sex")
    desk.press("Show report")
    table = desk.page.locator("main table").first
    heads = table.locator("thead th")
    expect(heads.filter(has_text=desk.words("Sex"))).to_have_count(1)
    desk.sees("How this was counted")

    desk.page.emulate_media(media="print")

    assert heads.count() >= 4
    expect(table.locator("tfoot")).to_contain_text(desk.words("Total"))
    assert table.locator("thead").evaluate("element => getComputedStyle(element).display") == "table-header-group"
    expect(desk.page.locator("header.frame nav, nav.govuk-service-navigation__wrapper").first).to_be_hidden()
    expect(desk.page.locator("main dl").first).to_be_visible()
    assert desk.page.pdf(format="A4").startswith(b"%PDF")


@every_mode
def test_a_contact_is_corrected_with_a_reason_and_its_former_words_stay(mode, town, desk_for):
    desk = desk_for(mode)
    contact = town.one(
        "SELECT id FROM reception_contact WHERE person_id IS NOT NULL AND cancelled_at IS NULL"
        " ORDER BY id LIMIT 1 OFFSET %s",
        _number(mode),
    )
    desk.go(f"/reception/contacts/{contact}/")

    desk.press("Correct")
    desk.fill("line-0-text", "Διορθωμένα λόγια")
    desk.fill("reason", "Λάθος κατά την πληκτρολόγηση")
    desk.press("Save the correction")

    desk.sees("The contact was corrected.")
    desk.sees("What it said before")
    expect(desk.page.locator("main")).to_contain_text("Διορθωμένα λόγια")


@every_mode
def test_a_next_step_is_ticked_off(mode, town, desk_for):
    desk = desk_for(mode, town.one(_WHO_PROMISED, list(INTERRUPTED)))
    desk.go("/reception/steps/")
    count = "SELECT count(*) FROM reception_request WHERE next_step_done_at IS NOT NULL"
    before = town.one(count)

    desk.use(desk.page.locator("main .steps__acts button").first)

    assert town.one(count) == before + 1
