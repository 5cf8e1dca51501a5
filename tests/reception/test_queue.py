import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from lxml import html

from arogi.accounts.models import Membership
from arogi.core.acting import acting_in
from arogi.reception import errors
from arogi.reception.models import QueueTicket, SecretAddress
from arogi.reception.services import tickets as services
from tests.factories import municipality
from tests.factories import structure as another_structure
from tests.reception.waiting_room import NOW, TODAY, centre, worker


@pytest.fixture
def structure(karditsa):
    return centre()


@pytest.fixture
def anna(karditsa, structure):
    return worker(karditsa, structure)


def take(by, structure, *, kind="", on=TODAY, submission=None):
    return services.take_ticket(
        by=by, structure=structure, kind=kind, submission=submission or uuid4(), at=NOW, today=on
    )


def call(by, structure, *, kind="", desk="2"):
    return services.call_next(by=by, structure=structure, kind=kind, desk=desk, at=NOW, today=TODAY)


class TestNumbers:
    def test_numbers_begin_anew_each_day_and_in_each_structure(self, structure, anna, karditsa):
        branch = another_structure()

        assert [take(anna, structure).number for _ticket in range(3)] == [1, 2, 3]
        assert take(anna, structure, on=TODAY + dt.timedelta(days=1)).number == 1
        assert take(worker(karditsa, branch), branch).number == 1

    def test_one_click_gives_one_number(self, structure, anna):
        click = uuid4()

        assert take(anna, structure, submission=click) == take(anna, structure, submission=click)

    def test_a_number_keeps_nothing_of_anybody(self):
        columns = {field.name for field in QueueTicket._meta.local_fields}

        assert not columns & {"person", "name", "phone", "initials", "note"}

    def test_the_next_is_who_waits_longest_or_who_waits_longest_for_a_kind(self, structure, anna):
        first, second, third = take(anna, structure, kind="C1"), take(anna, structure, kind="A2"), take(anna, structure)

        assert [call(anna, structure, kind="A2"), call(anna, structure), call(anna, structure)] == [
            second,
            first,
            third,
        ]
        with pytest.raises(errors.NobodyWaits):
            call(anna, structure)

    def test_who_did_not_answer_can_be_called_again_and_is_then_served(self, structure, anna):
        take(anna, structure)
        ticket = call(anna, structure)
        services.end_ticket(by=anna, ticket_id=ticket.pk, state="skipped", at=NOW)
        services.call_again(by=anna, ticket_id=ticket.pk, at=NOW)
        services.end_ticket(by=anna, ticket_id=ticket.pk, state="served", at=NOW)
        services.end_ticket(by=anna, ticket_id=ticket.pk, state="served", at=NOW)

        assert QueueTicket.objects.get().state == "served"
        with pytest.raises(errors.TicketIsSettled):
            services.call_again(by=anna, ticket_id=ticket.pk, at=NOW)

    def test_a_number_that_waits_is_not_served_before_it_is_called(self, structure, anna):
        with pytest.raises(errors.TicketIsSettled):
            services.end_ticket(by=anna, ticket_id=take(anna, structure).pk, state="served", at=NOW)

    def test_the_queue_of_another_structure_is_not_called_from(self, structure, anna, karditsa):
        stranger = worker(karditsa, another_structure())
        ticket = take(anna, structure)

        with pytest.raises(errors.NotYourQueue):
            call(stranger, structure)
        with pytest.raises(errors.NoSuchTicket):
            services.end_ticket(by=stranger, ticket_id=ticket.pk, state="served", at=NOW)


def test_twenty_at_once_take_twenty_numbers_and_are_called_once_each(own_database):
    town = municipality()
    with acting_in(town.pk):
        structure = centre()
        anna = worker(town, structure)
    start = Barrier(20)

    def at_once(act):
        def one(_number):
            try:
                start.wait(timeout=60)
                with acting_in(town.pk):
                    return act().number
            finally:
                connections.close_all()

        with ThreadPoolExecutor(20) as pool:
            return sorted(pool.map(one, range(20)))

    assert at_once(lambda: take(anna, structure)) == list(range(1, 21))
    assert at_once(lambda: call(anna, structure)) == list(range(1, 21))


class TestPages:
    @pytest.fixture
    def browser(self, signed_in, karditsa, structure):
        return signed_in("reception", karditsa, at=structure)

    @pytest.fixture
    def screen(self, signed_in, karditsa, structure):
        """The address of the waiting room's screen, as the coordinator gets it once."""
        page = signed_in("coordinator", karditsa).post(reverse("reception:screen_address", args=[structure.pk]))
        return html.fromstring(page.content.decode()).cssselect("[data-secret-address]")[0].text

    def test_numbers_are_given_and_called_at_the_desk_and_shown_on_the_screen(self, browser, structure, screen):
        for _ticket in range(2):
            browser.post(reverse("reception:take_ticket", args=[structure.pk]), {"submission": str(uuid4())})
        browser.post(reverse("reception:call", args=[structure.pk]), {"desk": "Γραφείο 2"})

        answer = Client().get(screen)
        shown = " ".join(
            html.fromstring(answer.content.decode()).cssselect(".screen__numbers")[0].text_content().split()
        )
        assert shown == "1 → Γραφείο 2 Περιμένει 1 αριθμός"
        assert 'http-equiv="refresh"' in answer.content.decode()
        part = Client().get(screen, headers={"HX-Request": "true"}).content.decode()
        assert part.strip().startswith("<div")
        assert "<html" not in part
        assert 'value="Γραφείο 2"' in browser.get(reverse("reception:queue")).content.decode()

    def test_the_screen_shows_no_names_and_nobody_who_called(self, browser, structure, screen):
        browser.post(reverse("reception:take_ticket", args=[structure.pk]), {"submission": str(uuid4())})
        browser.post(reverse("reception:call", args=[structure.pk]), {"desk": ""})

        assert browser.user.name not in Client().get(screen).content.decode()

    def test_served_and_skipped_and_called_again_from_the_page(self, browser, structure):
        browser.post(reverse("reception:take_ticket", args=[structure.pk]), {"submission": "nonsense"})
        browser.post(reverse("reception:call", args=[structure.pk]), {"kind": "'; --"})
        ticket = QueueTicket.objects.get()
        for act, state in (("skipped", "skipped"), ("call_again", "called"), ("served", "served")):
            browser.post(reverse(f"reception:{act}", args=[ticket.pk]))
            assert QueueTicket.objects.get().state == state

    def test_a_renewed_or_revoked_address_shows_nothing(self, signed_in, karditsa, structure, screen):
        coordinator = signed_in("coordinator", karditsa)
        assert Client().get(screen).status_code == 200
        renewed = coordinator.post(reverse("reception:screen_address", args=[structure.pk]))
        new = html.fromstring(renewed.content.decode()).cssselect("[data-secret-address]")[0].text

        assert Client().get(screen).status_code == 404
        assert Client().get(new).status_code == 200
        coordinator.post(reverse("reception:revoke_screen", args=[structure.pk]))
        assert Client().get(new).status_code == 404

    def test_only_the_digest_of_an_address_is_kept(self, screen):
        token = screen.rstrip("/").rsplit("/", 1)[-1]

        assert len(token) >= 43  # 256 bits
        assert token not in str(SecretAddress.objects.values_list()[0])

    def test_the_address_of_one_thing_opens_no_other(self, karditsa, screen):
        token = screen.rstrip("/").rsplit("/", 1)[-1]

        assert Client().get(reverse("reception:calendar_file", args=[karditsa.slug, token])).status_code == 404


def test_a_colleague_who_left_has_no_calendar_any_more(karditsa, structure, anna):
    from arogi.reception.services.addresses import find_address, make_calendar_address

    token = make_calendar_address(by=anna, at=NOW)
    assert find_address("calendar", token, today=TODAY).worker_id == anna.user.pk

    Membership.objects.filter(user=anna.user).update(valid_until=TODAY)
    with pytest.raises(errors.NoSuchAddress):
        find_address("calendar", token, today=TODAY)
