from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import Count

from arogi.accounts.access import member_on
from arogi.accounts.models import User
from arogi.applications.models import Application
from arogi.centres.models import Municipality, MunicipalityCode, OpeningHours, Settlement, Structure
from arogi.core.acting import acting_in
from arogi.demo import loading
from arogi.demo.registers import ATHENS
from arogi.demo.staff import PASSWORD, TWO_TOWNS, sign_in_lines
from arogi.people.models import Identifier, NameToken, Person, PossibleDuplicate
from arogi.people.sealing import IDENTIFIERS, unseal
from arogi.people.search import find_people
from arogi.reception.models import Contact, NetworkingAct, Request

AT = dt.datetime(2026, 11, 20, 12, 30, tzinfo=ATHENS)
QUARTER = (dt.date(2017, 12, 1), dt.date(2018, 2, 28))


@pytest.fixture(autouse=True, scope="module")
def _two_towns(own_database):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "WORK_OF", dt.timedelta(days=40))
        loading.load(["karditsa", "palamas"], seed=1, at=AT, say=str)


def in_town(slug):
    return acting_in(Municipality.objects.get(slug=slug).pk)


class TestKarditsa:
    def test_the_first_quarter_is_the_published_one(self):
        with in_town("karditsa"):
            asked = Request.objects.filter(date__range=QUARTER)
            by_structure_and_sex = {
                (row["structure__code"], row["person__sex"]): row["requests"]
                for row in asked.values("structure__code", "person__sex").annotate(requests=Count("pk"))
            }
            assert asked.values("person").distinct().count() == 805
            assert asked.count() == 978
        assert by_structure_and_sex == {
            ("KK", "M"): 298,
            ("KK", "F"): 218,
            ("ROMA", "M"): 171,
            ("ROMA", "F"): 291,
        }

    def test_nothing_happened_after_the_moment_of_loading(self):
        with in_town("karditsa"):
            assert not Contact.objects.filter(date__gt=AT.date()).exists()
            assert not Contact.objects.filter(date=AT.date(), started_at__gt=AT.time()).exists()
            assert not NetworkingAct.objects.filter(date__gt=AT.date()).exists()

    def test_next_steps_are_due_around_the_day_of_loading(self):
        week = (AT.date() - dt.timedelta(days=7), AT.date() + dt.timedelta(days=7))
        with in_town("karditsa"):
            waiting = Request.objects.filter(next_step_done_at=None, next_step_on__range=week)
            assert waiting.exclude(responsible=None).count() > 5

    def test_a_person_is_found_by_name_and_number(self):
        with in_town("karditsa"):
            one = Identifier.objects.filter(kind="amka", value__isnull=False).select_related("person").first()
            number = unseal(IDENTIFIERS, one.pk, one.value)
            by_number = [found.card.id for found in find_people(number, today=AT.date())]
            assert one.person_id in by_number
            assert NameToken.objects.filter(person=one.person).exists()

    def test_every_person_has_a_card_number_and_a_household(self):
        with in_town("karditsa"):
            people = Person.objects.exclude(household_memberships=None)
            assert people.filter(card_number=None).count() == 0
            # Only second files of somebody stand outside a household.
            assert Person.objects.filter(household_memberships=None).count() == 8

    def test_some_pairs_wait_for_a_decision(self):
        with in_town("karditsa"):
            pairs = list(PossibleDuplicate.objects.filter(state="open"))
        assert len(pairs) == 4
        assert all({"name", "similar_name"} & set(pair.reasons) for pair in pairs)

    def test_applications_stand_in_different_states_and_answer_requests_that_were_there(self):
        with in_town("karditsa"):
            states = set(Application.objects.values_list("state", flat=True))
            assert {"draft", "ready", "submitted", "awaiting_papers", "approved", "rejected"} <= states
            assert not Application.objects.filter(request_made_along=True).exists()
            assert Application.objects.exclude(papers=None).count() > 10

    def test_files_have_key_workers_who_work_where_the_person_comes(self):
        with in_town("karditsa"):
            given = Person.objects.exclude(key_worker=None).select_related("key_worker", "registered_at")[:50]
            for person in given:
                town = Municipality.objects.get(slug="karditsa")
                member = member_on(user=person.key_worker, municipality=town, date=AT.date())
                assert member is not None
                assert member.works_in(person.registered_at_id)


class TestInstitutions:
    def test_structures_hours_settlements_and_the_code_are_those_of_the_file(self):
        town = Municipality.objects.get(slug="palamas")
        assert MunicipalityCode.objects.get(municipality=town).code == "9095"
        with in_town("palamas"):
            assert set(Structure.objects.values_list("code", "kind")) == {("KK", "centre"), ("KM", "mobile_unit")}
            assert Structure.objects.get(code="KM").parent.code == "KK"
            assert OpeningHours.objects.filter(structure__code="KK").count() == 5
            assert Settlement.objects.filter(name="Βλοχός", kind="official").exists()

    def test_contacts_are_charged_to_the_operation_of_their_day(self):
        with in_town("palamas"):
            charged = Contact.objects.filter(structure__code="KK").values_list(
                "sub_project__operation__mis_code", flat=True
            )
            assert set(charged) == {"6003331"}


class TestStaff:
    def test_everybody_signs_in_with_the_printed_password(self):
        assert User.objects.get(email="social.worker@karditsa.example").check_password(PASSWORD)

    def test_every_speciality_and_every_role_of_the_municipality_has_an_account(self):
        local = {email.split("@")[0] for email in User.objects.values_list("email", flat=True) if "@palamas" in email}
        assert local == {"social.worker", "psychologist", "coordinator", "supervisor", "dpo", "auditor"}

    def test_the_staff_of_a_centre_also_works_in_its_mobile_unit(self):
        with in_town("palamas"):
            town = Municipality.objects.get(slug="palamas")
            user = User.objects.get(email="psychologist@palamas.example")
            member = member_on(user=user, municipality=town, date=AT.date())
            assert member is not None
            assert member.structure_ids == set(Structure.objects.values_list("pk", flat=True))

    def test_the_log_ins_are_told(self):
        lines = sign_in_lines()
        assert PASSWORD in lines[0]
        assert "  social.worker@karditsa.example" in lines
        assert any("@palamas.example" in line for line in lines)
        assert any(TWO_TOWNS in line for line in lines)


class TestLoadingTwice:
    def test_a_second_load_changes_nothing(self):
        said: list[str] = []
        with in_town("karditsa"):
            before = Person.objects.count()
        loaded = loading.load(["karditsa"], seed=2, at=AT, say=said.append)
        assert loaded == [loading.Loaded(slug="karditsa", was_there=True)]
        assert "there already" in said[0]
        with in_town("karditsa"):
            assert Person.objects.count() == before
