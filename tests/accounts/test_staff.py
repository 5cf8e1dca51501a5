import datetime as dt
import re

import pytest
import time_machine
from django.db import IntegrityError, transaction

from arogi.accounts.models import Invitation, Membership, User
from arogi.accounts.services import staff
from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from tests.factories import PASSWORD, TODAY, member, membership

NEW = "τρεις καινούργιες λέξεις"
NOON = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)
FORM = {"name": "Νέα Υπάλληλος", "email": "nea@example.gr", "role": "psychologist", "language": "el", "structure": ""}


@pytest.fixture
def coordinator(signed_in, trikala):
    return signed_in("coordinator", trikala)


def invitation_path(client, **changes):
    page = client.post("/staff/invite/", {**FORM, **changes}).content.decode()
    return re.search(r"http://testserver(/invitation/[^<]+)", page).group(1)


def accept(client, path, password=NEW):
    return client.post(path, {"password": password, "again": password})


def test_somebody_who_is_invited_chooses_a_password_and_signs_in(coordinator, client, trikala):
    path = invitation_path(coordinator)
    page = client.get(path).content.decode()
    accepted = accept(client, path)
    entered = client.post("/sign-in/", {"email": "nea@example.gr", "password": NEW})

    assert "Νέα Υπάλληλος" in page
    assert accepted["Location"] == "/sign-in/"
    assert entered.status_code == 302
    with acting_in(trikala.id):
        assert Membership.objects.get(user__email="nea@example.gr").granted_by == coordinator.user


@pytest.mark.trust("T7")
def test_an_invitation_works_once(coordinator, client):
    path = invitation_path(coordinator)
    accept(client, path)
    again = accept(client, path, "another long password")

    assert again.status_code == 404
    assert User.objects.get(email="nea@example.gr").check_password(NEW)


@pytest.mark.trust("T7")
@pytest.mark.parametrize(("hours", "answer"), [(23.9, 302), (24.1, 404)])
def test_an_invitation_lasts_a_day(coordinator, client, hours, answer):
    with time_machine.travel(dt.datetime.now(dt.UTC), tick=False) as clock:
        path = invitation_path(coordinator)
        clock.shift(dt.timedelta(hours=hours))

        assert accept(client, path).status_code == answer


@pytest.mark.trust("T7")
def test_only_the_digest_of_an_invitation_is_kept(coordinator, trikala):
    token = invitation_path(coordinator).rstrip("/").rsplit("/", 1)[-1]

    with acting_in(trikala.id):
        kept = Invitation.objects.get()
    assert len(token) >= 43
    assert token not in kept.token_digest


def test_a_new_link_ends_the_earlier_one(coordinator, client):
    first = invitation_path(coordinator)
    account = User.objects.get(email="nea@example.gr")
    page = coordinator.post(f"/staff/{account.pk}/invitation/").content.decode()

    assert client.get(first).status_code == 404
    assert "/invitation/trikala/" in page


def test_no_link_can_be_made_for_an_account_with_a_password(coordinator, trikala):
    with acting_in(trikala.id):
        colleague = membership(trikala, "lawyer")

    answer = coordinator.post(f"/staff/{colleague.pk}/invitation/")

    colleague.refresh_from_db()
    assert answer.status_code == 302
    assert colleague.check_password(PASSWORD)
    with acting_in(trikala.id):
        assert not Invitation.objects.exists()


def test_an_invitation_of_one_municipality_is_no_invitation_of_another(coordinator, client, karditsa):
    path = invitation_path(coordinator)

    assert client.get(path.replace("/trikala/", "/karditsa/")).status_code == 404


@pytest.mark.parametrize("token", ["x", "%00", "a" * 2000, "..", "%ED%A0%80", "Ω"])
def test_a_token_that_was_never_given_is_not_valid(client, trikala, token):
    assert client.get(f"/invitation/trikala/{token}/").status_code in {400, 404}


def test_an_account_that_exists_gets_a_role_and_keeps_its_password(coordinator, trikala, karditsa):
    traveller = membership(karditsa, "lawyer")

    answer = coordinator.post("/staff/invite/", {**FORM, "email": traveller.email.upper()})

    traveller.refresh_from_db()
    assert answer.status_code == 302
    assert traveller.check_password(PASSWORD)
    with acting_in(trikala.id):
        assert Membership.objects.get(user=traveller).role == "psychologist"


def test_the_same_role_is_not_given_twice(coordinator, trikala):
    with acting_in(trikala.id):
        colleague = membership(trikala, "lawyer")

    answer = coordinator.post(f"/staff/{colleague.pk}/roles/", {"role": "lawyer", "structure": ""})

    assert "έχει ήδη αυτόν τον ρόλο" in answer.content.decode()


def test_a_role_is_given_in_one_structure(coordinator, trikala):
    with acting_in(trikala.id):
        colleague = membership(trikala, "lawyer")
        branch = Structure.objects.get(code="ROMA")

    coordinator.post(f"/staff/{colleague.pk}/roles/", {"role": "mediator", "structure": str(branch.pk)})

    with acting_in(trikala.id):
        given = Membership.objects.get(user=colleague, role="mediator")
        assert given.structure == branch
        assert AccessRecord.objects.filter(verb="grant", object_id=given.pk).count() == 1


@pytest.mark.trust("F3")
def test_a_role_cannot_be_given_in_a_structure_of_another_municipality(coordinator, trikala, karditsa):
    foreign = Structure.objects.get(code="ROMA")
    with acting_in(trikala.id):
        colleague = membership(trikala, "lawyer")

    answer = coordinator.post(f"/staff/{colleague.pk}/roles/", {"role": "mediator", "structure": str(foreign.pk)})

    assert answer.status_code == 200
    with acting_in(trikala.id):
        assert not Membership.objects.filter(role="mediator").exists()


@pytest.mark.trust("F6")
def test_nobody_gives_himself_a_role(coordinator, trikala):
    answer = coordinator.post(f"/staff/{coordinator.user.pk}/roles/", {"role": "dpo", "structure": ""})
    by_invitation = coordinator.post("/staff/invite/", {**FORM, "email": coordinator.user.email, "role": "dpo"})

    assert "Κανείς δεν αλλάζει" in answer.content.decode()
    assert "Κανείς δεν αλλάζει" in by_invitation.content.decode()
    with acting_in(trikala.id):
        assert not Membership.objects.filter(role="dpo").exists()


@pytest.mark.trust("F6")
def test_nobody_ends_the_own_role(coordinator, trikala):
    with acting_in(trikala.id):
        own = Membership.objects.get(user=coordinator.user)

    coordinator.post(f"/staff/roles/{own.pk}/end/")

    with acting_in(trikala.id):
        own.refresh_from_db()
    assert own.valid_until is None


@pytest.mark.trust("F6")
def test_the_database_itself_refuses_own_roles(karditsa):
    me = member(karditsa, "administrator")

    with pytest.raises(IntegrityError, match="accounts_nobody_grants_himself_a_role"), transaction.atomic():
        Membership.objects.create(user=me.user, role="dpo", valid_from=TODAY, granted_by=me.user)
    with pytest.raises(IntegrityError, match="accounts_nobody_ends_his_own_role"), transaction.atomic():
        Membership.objects.filter(user=me.user).update(valid_until=TODAY, ended_by=me.user)


def test_a_role_that_was_given_today_can_be_ended_today(karditsa):
    me = member(karditsa, "administrator")
    colleague = membership(karditsa, "lawyer")
    given = staff.grant_role(user=colleague, role="mediator", structure=None, by=me, on=TODAY)

    ended = staff.end_role(membership_id=given.pk, by=me, on=TODAY)

    assert ended.valid_until == TODAY
    assert not Membership.objects.on(TODAY).filter(pk=given.pk).exists()


def test_a_role_that_has_ended_is_not_ended_again(coordinator, trikala):
    with acting_in(trikala.id):
        colleague = membership(trikala, "lawyer")
        role = Membership.objects.get(user=colleague)

    first = coordinator.post(f"/staff/roles/{role.pk}/end/")
    second = coordinator.post(f"/staff/roles/{role.pk}/end/")

    assert (first.status_code, second.status_code) == (302, 404)


@pytest.mark.trust("F1")
def test_staff_of_another_municipality_does_not_exist_here(coordinator, karditsa):
    foreign = membership(karditsa, "lawyer")
    role = Membership.objects.get(user=foreign)

    assert coordinator.get(f"/staff/{foreign.pk}/").status_code == 404
    assert coordinator.post(f"/staff/{foreign.pk}/roles/", {"role": "dpo"}).status_code == 404
    assert coordinator.post(f"/staff/roles/{role.pk}/end/").status_code == 404
    assert foreign.name not in coordinator.get("/staff/").content.decode()


@pytest.mark.trust("T8")
def test_fields_that_no_form_has_are_ignored(coordinator, trikala):
    with acting_in(trikala.id):
        colleague = membership(trikala, "lawyer")
    extra = {"valid_from": "2000-01-01", "granted_by": "", "municipality_id": "8", "user": str(coordinator.user.pk)}

    coordinator.post(f"/staff/{colleague.pk}/roles/", {"role": "mediator", "structure": "", **extra})

    with acting_in(trikala.id):
        given = Membership.objects.get(role="mediator")
    assert given.user == colleague
    assert given.granted_by == coordinator.user
    assert given.valid_from > dt.date(2000, 1, 1)


def test_two_uses_of_one_invitation_at_once_set_one_password(karditsa):
    me = member(karditsa, "administrator")
    invited = staff.invite(
        email="dyo@example.gr", name="Δύο", language="el", role="lawyer", structure=None, by=me, on=TODAY, at=NOON
    )
    staff.accept_invitation(municipality=karditsa, token=invited.token, password=NEW, actor=staff.Actor(), at=NOON)

    with pytest.raises(staff.InvitationOver):
        staff.accept_invitation(
            municipality=karditsa, token=invited.token, password="x" * 20, actor=staff.Actor(), at=NOON
        )


def test_a_forgotten_password_is_replaced_through_a_new_link(coordinator, client, signed_in, trikala):
    colleague = signed_in("lawyer", trikala)

    page = coordinator.post(f"/staff/{colleague.user.pk}/password/").content.decode()
    ended = colleague.get("/profile/").status_code
    accept(client, re.search(r"http://testserver(/invitation/[^<]+)", page).group(1))

    colleague.user.refresh_from_db()
    assert ended == 302
    assert colleague.user.check_password(NEW)


@pytest.mark.trust("F6")
def test_one_municipality_cannot_take_over_an_account_of_another(coordinator, trikala, karditsa):
    traveller = membership(karditsa, "coordinator")
    with acting_in(trikala.id):
        membership(trikala, "lawyer", account=traveller)

    coordinator.post(f"/staff/{traveller.pk}/password/")
    coordinator.post(f"/staff/{coordinator.user.pk}/password/")

    traveller.refresh_from_db()
    coordinator.user.refresh_from_db()
    assert traveller.check_password(PASSWORD)
    assert coordinator.user.check_password(PASSWORD)
