import datetime as dt

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from arogi.core.models import AccessRecord
from arogi.people.models import Person
from arogi.reception.calendar_file import calendar_text, escaped, folded, initials
from arogi.reception.models import Appointment
from arogi.reception.services import appointments as services
from tests.reception.factories import person
from tests.reception.waiting_room import NOW, TODAY, booked, centre, worker


@pytest.fixture(autouse=True)
def _friday_morning():
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield
    cache.clear()


@pytest.fixture
def structure(karditsa):
    return centre()


@pytest.fixture
def browser(signed_in, karditsa, structure):
    return signed_in("social_worker", karditsa, at=structure)


@pytest.fixture
def by(karditsa, browser):
    from arogi.accounts.access import member_on

    return member_on(user=browser.user, municipality=karditsa, date=TODAY)


@pytest.fixture
def address(browser):
    page = browser.post(reverse("reception:own_calendar")).content.decode()
    return html.fromstring(page).cssselect("[data-secret-address]")[0].text


def read(text):
    """Read a calendar as the standard says: unfold, then split; gives a dictionary for each event."""
    assert text.endswith("\r\n")
    lines = text.replace("\r\n ", "").split("\r\n")
    events = []
    for line in lines:
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in {"END", ""}:
            events[-1][name] = value
    return events


def test_the_calendar_holds_the_own_appointments_with_initials_only(structure, by, address, karditsa):
    someone = person(surname="Παπαδοπούλου", first_name="Άννα")
    booked(by, structure, person=someone, note="μυστικό")
    booked(worker(karditsa, structure), structure)
    cancelled = booked(by, structure, "10:00")
    services.cancel(by=by, appointment_id=cancelled.pk, side="centre", reason="", at=NOW)

    answer = Client().get(address)
    text = answer.content.decode()

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert [(one["SUMMARY"], one["DTSTART"], one["DTEND"], one["LOCATION"]) for one in read(text)] == [
        ("Ραντεβού Α.Π.", "20261123T070000Z", "20261123T073000Z", "KK")
    ]
    for word in ("Παπαδοπούλου", "Άννα", "μυστικό", structure.name, by.user.name):
        assert word not in text


def test_each_machine_leaves_one_record_an_hour(structure, by, address):
    for _time in range(3):
        Client().get(address)
    assert AccessRecord.objects.filter(kind="secretaddress", verb="view").count() == 1

    Client(REMOTE_ADDR="192.0.2.7").get(address)
    with time_machine.travel(NOW + dt.timedelta(hours=2), tick=False):
        Client().get(address)
    assert AccessRecord.objects.filter(kind="secretaddress", verb="view").count() == 3


def test_a_machine_that_guesses_has_to_wait_and_others_have_not(structure, by, address, karditsa):
    for number in range(20):
        url = reverse("reception:calendar_file", args=[karditsa.slug, f"guess-{number}"])
        assert Client().get(url).status_code == 404

    refused = Client().get(address)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert Client(REMOTE_ADDR="192.0.2.7").get(address).status_code == 200


def test_renewing_and_revoking_make_the_old_address_worthless(browser, address):
    assert Client().get(address).status_code == 200
    browser.post(reverse("reception:own_calendar"))
    assert Client().get(address).status_code == 404

    browser.post(reverse("reception:revoke_calendar"))
    assert "Δεν υπάρχει διεύθυνση." in browser.get(reverse("reception:own_calendar")).content.decode()


def test_the_address_of_another_municipality_opens_nothing(address, karditsa, trikala):
    assert Client().get(address.replace(karditsa.slug, trikala.slug)).status_code == 404
    assert Client().get(address.replace(karditsa.slug, "nowhere")).status_code == 404


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"surname": "Παπαδοπούλου", "first_name": "άννα"}, "Α.Π."),
        ({"latin_surname": "Hassan", "latin_first_name": "Ali"}, "A.H."),
        ({"called": "Μάρω"}, "Μ."),
        ({"called": ""}, ""),
    ],
)
def test_initials(karditsa, names, shown):
    assert initials(Person(**names)) == shown


def test_what_was_typed_as_initials_cannot_write_lines_of_the_calendar(structure, by):
    one = booked(by, structure, initials="A;B,C\\D")
    Appointment.objects.filter(pk=one.pk).update(initials="x\r\nEND:VEVE")

    with translation.override("en"):
        (event,) = read(calendar_text([Appointment.objects.get()], now=NOW))
    assert event["SUMMARY"] == "Appointment x\\nEND:VEVE"
    assert escaped("A;B,C\\D\n") == "A\\;B\\,C\\\\D\\n"


@given(st.text(max_size=400))
def test_a_folded_line_is_short_and_unfolds_to_what_it_was(text):
    line = escaped(text)
    pieces = folded(line).split("\r\n")

    assert all(len(piece.encode("utf-8", "surrogatepass")) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
