from __future__ import annotations

import pytest
from django.db import connections

from arogi.accounts.models import User
from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.demo import scale
from arogi.demo.scale_lines import lines_of
from arogi.people.models import Address, HouseholdMembership, Identifier, NameToken, Person, Phone
from arogi.people.sealing import IDENTIFIERS, clues, unseal
from arogi.reception.models import Contact, Request

SIZE = scale.Size(persons=300, municipalities=3, requests=600, largest=200)


@pytest.fixture(autouse=True, scope="module")
def filled(own_database):
    """Fill a database of its own; the lines are made in this process, which knows the tests' master key."""

    class MakersHere(scale.Makers):
        def __init__(self, seed):
            self.seed = seed

        def __enter__(self):
            return self

        def stop(self):
            pass

        def lines(self, jobs, what):
            for job in jobs:
                with acting_in(job.municipality):
                    yield from lines_of(job, what, self.seed)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scale, "Makers", MakersHere)
        yield scale.fill(SIZE, seed=1, say=str)


def in_town(number):
    return acting_in(Municipality.objects.get(slug=f"scale-{number:03d}").pk)


def test_every_person_request_and_household_is_there():
    counted = []
    for number in (1, 2, 3):
        with in_town(number):
            counted.append((Person.objects.count(), HouseholdMembership.objects.count(), Address.objects.count()))
            assert Request.objects.count() == pytest.approx(2 * Person.objects.count(), abs=2)
    assert [persons for persons, _members, _places in counted] == [200, 47, 53]
    assert all(persons == members == places for persons, members, places in counted)


def test_a_number_is_found_through_its_blind_index_and_can_be_read():
    with in_town(1):
        row = Identifier.objects.exclude(value=None).first()
        number = unseal(IDENTIFIERS, row.pk, row.value)
        found = Identifier.objects.filter(blind_index__in=clues(IDENTIFIERS, number))
        assert row.pk in set(found.values_list("pk", flat=True))
        assert Phone.objects.exists()
        assert NameToken.objects.count() > 4 * Person.objects.count()


def test_requests_repeat_their_contacts_and_the_last_contact_is_noted():
    with in_town(1):
        for request in Request.objects.select_related("contact", "person")[:50]:
            contact = request.contact
            assert (request.date, request.structure_id, request.person_id) == (
                contact.date,
                contact.structure_id,
                contact.person_id,
            )
            assert request.person is None or request.person.last_contact_on >= request.date
        assert Contact.objects.filter(person=None).exists()


def test_walls_keys_and_indexes_are_back():
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity")
        (open_walls,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_constraint WHERE conname = 'reception_request_contact_fk'")
        (keys,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_indexes WHERE indexname = 'people_token_sound'")
        (indexes,) = cursor.fetchone()
    assert (open_walls, keys, indexes) == (0, 1, 1)


def test_each_municipality_has_somebody_who_works_there():
    assert User.objects.filter(email__endswith="@scale-002.example").count() == 1


def test_shares_are_heavy_tailed():
    shares = scale.shares(scale.Size(persons=1_000_000, municipalities=250))
    assert (shares[0], sum(shares), len(shares)) == (150_000, 1_000_000, 250)
    assert all(3000 < share < 4000 for share in shares[1:])


@pytest.mark.parametrize(
    "size",
    [
        scale.Size(persons=5, municipalities=10),
        scale.Size(persons=5, municipalities=0),
        scale.Size(persons=100, municipalities=10, largest=95),
        scale.Size(persons=100, municipalities=10, requests=-1),
    ],
)
def test_numbers_that_do_not_fit_are_refused(size):
    with pytest.raises(scale.ScaleRefused):
        scale.shares(size)
