import datetime as dt
import re
from urllib.parse import parse_qs, urlparse
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from arogi.centres.selectors import ATHENS
from arogi.core.models import AccessRecord
from arogi.people.services import register_person
from arogi.reception.models import Appointment, ReceptionMode, ServiceLength, StaffAbsence
from tests.factories import member
from tests.people.factories import new_person
from tests.reception.factories import service
from tests.reception.waiting_room import MONDAY, NOW, TODAY, booked, centre, clock, worker


@pytest.fixture(autouse=True)
def _friday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def structure(karditsa):
    service()
    return centre()


@pytest.fixture
def browser(signed_in, karditsa, structure):
    return signed_in("social_worker", karditsa, at=structure)


@pytest.fixture
def by(karditsa, browser):
    from arogi.accounts.access import member_on

    return member_on(user=browser.user, municipality=karditsa, date=TODAY)


@pytest.fixture
def someone(karditsa):
    return register_person(by=member(karditsa), new=new_person("Παπαδοπούλου", "Άννα"), today=TODAY)


def page(response):
    return html.fromstring(response.content.decode())


def words(response, path="main"):
    return " ".join(" ".join(element.text_content().split()) for element in page(response).cssselect(path))


def times(response):
    links = page(response).cssselect("#times-title ~ ul a")
    return [parse_qs(urlparse(link.get("href")).query) for link in links]


def form(response):
    box = page(response).cssselect("form:has(button):not(.moj-filter)")
    (found,) = [one for one in box if one.cssselect("input[name=time]")]
    return {one.get("name"): one.get("value", "") for one in found.cssselect("input")}


class TestBooking:
    def test_a_free_time_is_a_link_that_fills_the_form(self, browser, structure, someone):
        url = reverse("reception:book_for", args=[someone.pk])
        first = times(browser.get(url))[0]
        assert (first["date"], first["time"]) == (["2026-11-20"], ["09:00"])

        found = form(browser.get(url, {"structure": "KK", "date": "2026-11-23", "time": "09:30"}))
        assert (found["date"], found["time"], found["structure"]) == ("23/11/2026", "09:30", "KK")

    def test_booking_leads_to_the_appointment_and_can_be_taken_back(self, browser, structure, someone):
        url = reverse("reception:book_for", args=[someone.pk])
        sent = form(browser.get(url, {"structure": "KK", "service": "A2.01", "date": "2026-11-23", "time": "09:30"}))
        answer = browser.post(url, sent, follow=True)

        one = Appointment.objects.get()
        assert (one.person, clock(one.starts_at), one.service.code) == (someone, "09:30", "A2.01")
        assert "Δευτέρα 23 Νοεμβρίου 2026, 09:30" in words(answer)
        browser.post(reverse("reception:undo_appointment", args=[one.events.get().pk]))
        assert Appointment.objects.get().state == "cancelled"

    def test_a_taken_time_keeps_what_was_typed_and_says_the_next_one(self, browser, structure, by):
        booked(by, structure)
        url = reverse("reception:book")
        sent = form(browser.get(url, {"structure": "KK", "date": "2026-11-23", "time": "09:00"}))
        answer = browser.post(url, {**sent, "initials": "Κ.Λ.", "note": "με διερμηνέα"})

        assert answer.status_code == 422
        assert "Το επόμενο ελεύθερο ραντεβού" in words(answer, ".govuk-error-summary")
        kept = form(answer)
        assert (kept["initials"], kept["note"], kept["time"]) == ("Κ.Λ.", "με διερμηνέα", "09:00")

    def test_the_times_narrow_to_a_colleague(self, browser, structure, karditsa):
        maria = worker(karditsa, structure)
        booked(maria, structure)
        asked = {"structure": "KK", "worker": str(maria.user.pk), "date": "2026-11-23"}

        assert times(browser.get(reverse("reception:book"), asked))[0]["time"] == ["09:30"]

    def test_somebody_without_a_file_is_asked_for_initials(self, browser, structure):
        url = reverse("reception:book")
        sent = form(browser.get(url, {"date": "2026-11-23", "time": "09:00"}))

        assert "initials" in sent
        assert browser.post(url, sent).status_code == 422

    @pytest.mark.parametrize(
        "date", ["9999-12-31", "0001-01-01", "31/12/9999", "μεθαύριο", "99999999999", "2026-02-30"]
    )
    def test_a_day_that_nobody_means_breaks_nothing(self, browser, structure, date):
        for name in ("book", "appointments", "appointments_week"):
            assert browser.get(reverse(f"reception:{name}"), {"date": date}).status_code == 200
        sent = {**form(browser.get(reverse("reception:book"))), "initials": "Α", "date": date, "time": "9:00"}
        assert browser.post(reverse("reception:book"), sent).status_code == 422

    def test_a_structure_or_colleague_that_is_none_is_not_booked_at_another(self, browser, structure):
        url = reverse("reception:book")
        sent = {**form(browser.get(url)), "initials": "Α", "date": "23/11/2026", "time": "9:00"}
        for changed in ({"structure": "ROMA"}, {"structure": "'; --"}, {"worker": str(uuid4())}, {"worker": "x"}):
            assert browser.post(url, {**sent, **changed}).status_code == 422
        assert not Appointment.objects.exists()


class TestLists:
    def test_a_day_lists_who_comes_with_its_acts(self, browser, structure, by, someone):
        booked(by, structure, person=someone)
        booked(by, structure, "10:00")
        answer = browser.get(reverse("reception:appointments"), {"structure": "KK", "date": "2026-11-23"})

        shown = words(answer, ".steps")
        assert re.search("09:00-09:30 Παπαδοπούλου Άννα .* 10:00-10:30 Μ.Π.", shown)
        assert len(page(answer).cssselect("form[action$='/arrived/']")) == 2

    def test_a_week_lists_its_days_with_constant_queries(self, browser, structure, by):
        url = reverse("reception:appointments_week")

        def cost():
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(url, {"structure": "KK", "date": "2026-11-25"})
            return len([query for query in queries if query["sql"].startswith("SELECT")]), answer

        booked(by, structure)
        before, _answer = cost()
        for day in range(4):
            for time in ("9:30", "10:00"):
                booked(by, structure, time, on=MONDAY + dt.timedelta(days=day))
        after, answer = cost()

        assert after == before
        assert len(page(answer).cssselect(".steps__step")) == 9

    def test_a_closed_day_warns_of_the_appointments_that_stand(self, browser, structure, by):
        booked(by, structure)
        ReceptionMode.objects.create(
            structure=structure, kind="suspended", from_date=MONDAY, until_date=MONDAY, notice_el="Πλημμύρα"
        )
        answer = browser.get(reverse("reception:appointments"), {"date": "2026-11-23"})

        assert "Πλημμύρα" in words(answer, ".govuk-warning-text")

    def test_looking_leaves_a_record_without_names(self, browser, structure, by, someone):
        booked(by, structure, person=someone)
        browser.get(reverse("reception:appointments"), {"date": "2026-11-23"})

        record = AccessRecord.objects.get(kind="appointments_of_day")
        assert record.detail == {"date": "2026-11-23", "rows": 1}

    def test_the_supervisor_sees_and_does_not_act(self, signed_in, karditsa, structure, by):
        one = booked(by, structure)
        supervisor = signed_in("supervisor", karditsa)
        day = supervisor.get(reverse("reception:appointments"), {"date": "2026-11-23"})

        assert "Μ.Π." in words(day)
        assert page(day).cssselect("main form") == []
        assert supervisor.post(reverse("reception:arrived", args=[one.pk])).status_code in {403, 404}

    def test_the_file_of_a_person_shows_what_lies_ahead_and_leads_to_booking(self, browser, structure, by, someone):
        booked(by, structure, person=someone)
        answer = browser.get(reverse("desk:person", args=[someone.pk]))

        assert "Δευτέρα 23 Νοεμβρίου 2026, 09:00-09:30" in words(answer, ".file__now")
        assert page(answer).cssselect(f"a[href='{reverse('reception:book_for', args=[someone.pk])}']")


class TestTheDay:
    @pytest.fixture
    def one(self, structure, by, someone):
        return booked(by, structure, person=someone, service=service("A2.01"))

    def at_nine(self):
        return time_machine.travel(dt.datetime(2026, 11, 23, 9, 5, tzinfo=ATHENS), tick=False)

    def fresh(self, signed_in, karditsa, browser):
        return signed_in(browser.user, karditsa)

    def test_today_shows_the_own_appointments_and_who_waits_first(
        self, browser, structure, by, one, signed_in, karditsa
    ):
        later = booked(by, structure, "10:00")
        with self.at_nine():
            browser = self.fresh(signed_in, karditsa, browser)
            browser.post(reverse("reception:arrived", args=[later.pk]))
            answer = browser.get(reverse("desk:today"))

        assert re.search("Μ.Π. Έχει έρθει.*Παπαδοπούλου Άννα Κλεισμένο", words(answer, "main .steps"))

    def test_the_contact_is_begun_with_what_the_appointment_says_and_settles_it(
        self, browser, one, signed_in, karditsa
    ):
        with self.at_nine():
            browser = self.fresh(signed_in, karditsa, browser)
            url = f"{reverse('desk:person', args=[one.person_id])}?appointment={one.pk}"
            box = page(browser.get(url)).cssselect("#contact form")[0]
            assert box.cssselect("select[name=line-0-service] option[selected]")[0].get("value") == "A2.01"
            sent = {
                "submission": str(uuid4()), "structure": str(one.structure_id), "channel": "desk", "date": "23/11/2026",
                "line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "1",
                "line-0-service": "A2.01", "line-0-outcome": "served",
            }  # fmt: skip
            browser.post(box.get("action"), sent)

        done = Appointment.objects.get()
        assert (done.state, done.contact.person_id) == ("done", one.person_id)

    def test_an_appointment_of_somebody_else_or_nonsense_begins_nothing(self, browser, structure, by, someone):
        other = booked(by, structure)
        for asked in (other.pk, uuid4(), "'; DROP", ""):
            answer = browser.get(reverse("desk:person", args=[someone.pk]), {"appointment": asked})
            assert answer.status_code == 200
            assert "?appointment=" not in page(answer).cssselect("#contact form")[0].get("action")

    def test_moving_and_cancelling_from_its_page(self, browser, one):
        url = reverse("reception:move_appointment", args=[one.pk])
        browser.post(url, {"date": "23/11/2026", "time": "10.00", "side": "citizen", "worker": ""})
        assert clock(Appointment.objects.get().starts_at) == "10:00"

        url = reverse("reception:cancel_appointment", args=[one.pk])
        assert browser.post(url, {"reason": "x"}).status_code == 422
        browser.post(url, {"side": "centre", "reason": "ασθένεια συναδέλφου"})
        assert Appointment.objects.get().cancelled_by_side == "centre"


class TestReceiving:
    @pytest.fixture
    def coordinator(self, signed_in, karditsa, structure):
        return signed_in("coordinator", karditsa)

    def mode(self, **changes):
        return {"kind": "mixed", "from_date": "20/11/2026", **changes}

    def test_a_way_of_receiving_is_seen_on_the_structures_page_and_on_today(self, coordinator, browser, structure):
        url = reverse("reception:modes", args=[structure.pk])
        answer = coordinator.post(url, self.mode(kind="letters", letters_4="α - δ"), follow=True)
        assert "Τα γράμματα αυτά δεν έχουν ημέρα: Ε-Ω." in words(answer)

        for address in (reverse("centres:structure", args=[structure.pk]), reverse("desk:today")):
            assert "Επώνυμα με Α-Δ" in words(browser.get(address))

    def test_notices_are_shown_in_the_language_of_the_screen(self, coordinator, structure):
        said = self.mode(kind="suspended", until_date="30/11/2026", notice_el="Κλειστά", notice_en="Closed for now")
        coordinator.post(reverse("reception:modes", args=[structure.pk]), said)
        url = reverse("centres:structure", args=[structure.pk])
        assert "Κλειστά" in words(coordinator.get(url))

        coordinator.user.language = "en"
        coordinator.user.save()
        assert "Closed for now" in words(coordinator.get(url))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"kind": "suspended"}, "notice_el"),
            ({"kind": "letters"}, "letters_0"),
            ({"kind": "letters", "letters_0": "ΑΒΓΔ"}, "letters_0"),
            ({"until_date": "19/11/2026"}, "until_date"),
            ({"appointments_from": "9:00"}, "appointments_until"),
            ({"from_date": "1/1/0001"}, "from_date"),
        ],
    )
    def test_what_cannot_be_is_said_beside_its_field(self, coordinator, structure, said, field):
        answer = coordinator.post(reverse("reception:modes", args=[structure.pk]), self.mode(**said))

        assert answer.status_code == 422
        assert page(answer).cssselect(f"#id_{field}-error")
        assert not ReceptionMode.objects.exists()

    def test_two_exceptions_for_one_day_are_refused_and_one_can_be_removed(self, coordinator, structure):
        url = reverse("reception:modes", args=[structure.pk])
        coordinator.post(url, self.mode(kind="queue", until_date="30/11/2026"))
        assert coordinator.post(url, self.mode(kind="pending", until_date="21/11/2026")).status_code == 422
        assert coordinator.post(url, self.mode()).status_code == 302
        assert coordinator.post(url, self.mode()).status_code == 422

        coordinator.post(reverse("reception:remove_mode", args=[ReceptionMode.objects.get(kind="queue").pk]))
        assert [mode.kind for mode in ReceptionMode.objects.all()] == ["mixed"]

    def test_lengths_are_kept_and_emptied(self, coordinator, structure):
        url = reverse("reception:lengths", args=[structure.pk])
        coordinator.post(url, {"C1": "60"})
        assert [(row.category, row.minutes) for row in ServiceLength.objects.all()] == [("C1", 60)]
        assert coordinator.post(url, {"C1": "1000"}).status_code == 422
        coordinator.post(url, {"C1": ""})
        assert not ServiceLength.objects.exists()

    def test_an_absence_of_whole_days_and_of_hours(self, browser, structure, by):
        url = reverse("reception:absences")
        said = {"worker": str(by.user.pk), "from_date": "23/11/2026", "until_date": "24/11/2026"}
        browser.post(url, said)
        row = StaffAbsence.objects.get()
        assert row.ends_at - row.starts_at == dt.timedelta(days=2)
        assert browser.post(url, {**said, "until_date": "22/11/2026"}).status_code == 422
        assert (
            browser.post(url, {**said, "from_time": "12:00", "until_date": "", "until_time": "9:00"}).status_code == 422
        )

        browser.post(reverse("reception:remove_absence", args=[row.pk]))
        assert not StaffAbsence.objects.exists()

    def test_nobody_notes_absences_of_another_structure(self, browser, karditsa):
        from tests.factories import structure as another

        theirs = worker(karditsa, another())
        said = {"worker": str(theirs.user.pk), "from_date": "23/11/2026"}

        assert browser.post(reverse("reception:absences"), said).status_code == 422
