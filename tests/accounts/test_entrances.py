import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt
from django.test import Client

from arogi.accounts.access import member_on
from arogi.accounts.middleware import SIGNED_IN_AT
from arogi.accounts.models import Membership, MunicipalityAccess
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from tests.factories import PASSWORD, TODAY, membership, user

SIGN_IN = "/sign-in/"
NOON = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


def sign_in(client, account, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"email": account.email, "password": password, **more})


def records(town, verb):
    with acting_in(town.id):
        return list(AccessRecord.objects.filter(verb=verb).order_by("sequence"))


@pytest.fixture
def officer(trikala):
    with acting_in(trikala.id):
        return membership(trikala, "reception")


def test_every_page_asks_for_sign_in_by_default(client, db):
    response = client.get("/profile/")

    assert response.status_code == 302
    assert response["Location"] == "/sign-in/?next=/profile/"


def test_an_officer_signs_in_and_works_in_the_municipality(client, officer, trikala):
    response = sign_in(client, officer, next="/profile/")

    assert response["Location"] == "/profile/"
    assert client.get("/profile/").status_code == 200
    assert [record.object_id for record in records(trikala, "sign_in")] == [officer.pk]


def test_the_address_is_found_in_any_case(client, officer):
    response = client.post(SIGN_IN, {"email": officer.email.upper(), "password": PASSWORD})

    assert response.status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "https:evil.example",
        "\x01//e",
    ],
)
@pytest.mark.trust("T7")
def test_the_way_on_leads_only_to_this_program(client, officer, target):
    response = sign_in(client, officer, next=target)

    assert response["Location"] == "/"


@pytest.mark.trust("T14")
def test_the_session_key_changes_at_sign_in(client, officer):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key

    sign_in(client, officer)

    assert client.session.session_key != before
    assert not client.session.exists(before)


@pytest.mark.trust("T17")
def test_a_wrong_password_of_a_known_account_is_recorded_where_it_works(client, officer, trikala, karditsa):
    response = sign_in(client, officer, "λάθος κωδικός 123")

    assert response.status_code == 200
    assert [record.object_id for record in records(trikala, "sign_in_failed")] == [officer.pk]
    assert records(karditsa, "sign_in_failed") == []


def test_an_unknown_address_gets_the_same_words_as_a_wrong_password(client, officer):
    def words_of(email, password):
        page = client.post(SIGN_IN, {"email": email, "password": password}).content.decode()
        return page[page.index("<h1") :].replace(email, "").split("csrfmiddlewaretoken")[0]

    assert words_of(officer.email, "wrong password") == words_of("nobody@example.gr", "wrong password")


@pytest.mark.trust("F28")
def test_six_wrong_passwords_stop_the_account_from_that_address_for_fifteen_minutes(client, officer):
    with time_machine.travel(NOON, tick=False) as clock:
        answers = [sign_in(client, officer, "wrong password").status_code for _ in range(6)]
        locked = sign_in(client, officer)
        elsewhere = Client(REMOTE_ADDR="10.0.0.9")
        colleague = sign_in(elsewhere, officer)
        clock.shift(15 * 60 + 1)
        later = sign_in(client, officer)

    assert answers == [200] * 5 + [429]
    assert locked.status_code == 429
    assert locked["Retry-After"] == "900"
    assert colleague.status_code == 302
    assert later.status_code == 302


@pytest.mark.trust("F28")
def test_knocking_during_the_pause_does_not_prolong_it(client, officer):
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(6):
            sign_in(client, officer, "wrong password")
        for _ in range(14):
            clock.shift(60)
            sign_in(client, officer, "wrong password")
        clock.shift(61)
        later = sign_in(client, officer)

    assert later.status_code == 302


@pytest.mark.trust("F28")
def test_one_address_that_tries_many_accounts_is_stopped_after_twenty(client, db):
    answers = [
        client.post(SIGN_IN, {"email": f"staff{number}@example.org", "password": "spring2026spring"}).status_code
        for number in range(22)
    ]

    assert answers == [200] * 19 + [429] * 3


@pytest.mark.trust("F28", "T18")
def test_ten_thousand_wrong_passwords_leave_few_rows(client, officer, trikala):
    for number in range(50):
        client.post(
            SIGN_IN,
            {"email": officer.email, "password": "wrong password"},
            headers={"user-agent": f"robot {number}"},
            REMOTE_ADDR=f"10.0.{number % 7}.1",
        )

    assert len(records(trikala, "sign_in_failed")) <= 20
    assert AccessAttempt.objects.count() <= 7
    assert not AccessAttempt.objects.exclude(post_data="").exists()


def test_success_forgets_the_own_wrong_passwords_but_not_a_colleagues(client, officer, trikala):
    with acting_in(trikala.id):
        victim = membership(trikala, "coordinator")
    for _ in range(5):
        sign_in(client, victim, "guessed password")
    sign_in(client, officer)
    client.post("/sign-out/")

    assert sign_in(client, victim, "guessed password").status_code == 429


@pytest.mark.trust("T14")
@pytest.mark.parametrize(("seconds", "page"), [(15 * 60 - 5, 200), (15 * 60 + 5, 302)])
def test_a_session_ends_after_fifteen_idle_minutes(client, officer, seconds, page):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, officer)
        clock.shift(seconds)

        assert client.get("/profile/").status_code == page


@pytest.mark.trust("T14")
@pytest.mark.parametrize(("seconds", "page"), [(-5, 200), (5, 302)])
def test_a_session_ends_after_ten_hours_of_work(client, officer, seconds, page):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, officer)
        session = client.session
        session[SIGNED_IN_AT] -= 10 * 3600 - 600
        session.save()
        clock.shift(600 + seconds)

        assert client.get("/profile/").status_code == page


@pytest.mark.trust("F7")
def test_a_part_of_a_page_is_refused_after_the_end_so_that_what_was_typed_stays(client, officer):
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in(client, officer)
        clock.shift(16 * 60)
        at_the_end = client.get("/profile/", headers={"hx-request": "true"})
        afterwards = client.get("/profile/", headers={"hx-request": "true"})

    assert (at_the_end.status_code, at_the_end.content) == (401, b"")
    assert (afterwards.status_code, afterwards.content) == (401, b"")


@pytest.mark.trust("T13")
def test_a_role_that_was_taken_away_is_gone_with_the_next_click(client, officer, trikala):
    sign_in(client, officer)
    assert client.get("/profile/").status_code == 200

    with acting_in(trikala.id):
        Membership.objects.filter(user=officer).update(valid_until=dt.date(2021, 1, 1))
    refused = client.get("/profile/")

    assert refused.status_code == 302
    assert refused["Location"].startswith(SIGN_IN)
    assert not client.session.get("_auth_user_id")


@pytest.mark.trust("T13")
def test_a_right_that_was_taken_away_is_gone_with_the_next_click(client, trikala):
    with acting_in(trikala.id):
        manager = membership(trikala, "administrator")
        membership(trikala, "reception", account=manager)
    sign_in(client, manager)
    assert client.get("/staff/").status_code == 200

    with acting_in(trikala.id):
        Membership.objects.filter(user=manager, role="administrator").update(valid_until=dt.date(2021, 1, 1))

    assert client.get("/staff/").status_code == 403


@pytest.mark.trust("T13")
def test_an_account_that_was_switched_off_is_out_with_the_next_click(client, officer):
    sign_in(client, officer)
    officer.is_active = False
    officer.save()

    assert client.get("/profile/").status_code == 302


@pytest.mark.trust("F8")
def test_signing_out_ends_the_session_and_clears_the_cache(client, officer, trikala):
    sign_in(client, officer)
    key = client.session.session_key
    response = client.post("/sign-out/")
    client.cookies["arogi"] = key

    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get("/profile/").status_code == 302
    assert [record.actor_id for record in records(trikala, "sign_out")] == [officer.pk]


def test_signing_out_needs_a_form(client, officer):
    sign_in(client, officer)

    assert client.get("/sign-out/").status_code == 405


def test_an_account_without_a_role_today_gets_a_clear_page(client, trikala):
    account = user()
    MunicipalityAccess.objects.create(user=account, municipality=trikala)

    response = sign_in(client, account)

    assert response.status_code == 403
    assert "κανένας δήμος" in response.content.decode()
    assert client.get("/profile/").status_code == 302


@pytest.fixture
def traveller(trikala, karditsa):
    account = user()
    for town, role in ((trikala, "reception"), (karditsa, "coordinator")):
        with acting_in(town.id):
            membership(town, role, account=account)
    return account


def test_an_account_of_two_municipalities_chooses_one_before_anything_else(client, traveller, trikala):
    chosen = sign_in(client, traveller, next="/profile/")
    unchosen = client.get("/profile/")
    entered = client.post("/municipality/", {"municipality": "trikala", "next": "/profile/"})
    page = client.get("/profile/").content.decode()

    assert chosen["Location"] == "/municipality/?next=/profile/"
    assert unchosen["Location"] == "/municipality/"
    assert entered["Location"] == "/profile/"
    assert "Τρίκαλα" in page
    assert "Καρδίτσα" not in page
    assert len(records(trikala, "sign_in")) == 1


def test_a_municipality_without_a_role_cannot_be_chosen(client, officer, karditsa):
    sign_in(client, officer)
    client.post("/municipality/", {"municipality": "karditsa"})

    assert "Τρίκαλα" in client.get("/profile/").content.decode()


def test_rights_are_those_of_the_municipality_that_was_chosen(client, traveller):
    sign_in(client, traveller)
    client.post("/municipality/", {"municipality": "trikala"})
    in_trikala = client.get("/staff/").status_code
    client.post("/municipality/", {"municipality": "karditsa"})
    in_karditsa = client.get("/staff/").status_code

    assert (in_trikala, in_karditsa) == (403, 200)


def test_a_member_of_tomorrow_is_no_member_today(trikala):
    account = user()
    with acting_in(trikala.id):
        Membership.objects.create(user=account, role="reception", valid_from=TODAY + dt.timedelta(days=1))

        assert member_on(user=account, municipality=trikala, date=TODAY) is None
