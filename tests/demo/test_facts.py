import datetime as dt

import pytest

from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.demo import loading
from arogi.demo.registers import ATHENS
from arogi.entitlements.models import HouseholdFact
from arogi.outreach.models import Line
from arogi.outreach.services import search_register
from arogi.people.models import Household

AT = dt.datetime(2026, 11, 20, 12, 30, tzinfo=ATHENS)
TOWNS = ("palamas", "trikala")


@pytest.fixture(autouse=True, scope="module")
def planted(own_database):
    """The families of two centres, by the name of the centre."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loading, "WORK_OF", dt.timedelta(days=40))
        loaded = loading.load(TOWNS, seed=7, at=AT, say=str)
    return {one.slug: {(family.household_id, family.programme) for family in one.planted} for one in loaded}


def in_town(slug):
    return acting_in(Municipality.objects.get(slug=slug).pk)


@pytest.mark.parametrize("slug", TOWNS)
def test_the_demo_ends_with_a_search_of_the_register_that_finds_the_planted_families_and_no_other(slug, planted):
    with in_town(slug):
        found = set(Line.objects.standing().values_list("household_id", "programme"))

    assert found == planted[slug]
    assert len({programme for _household, programme in found}) >= 4


@pytest.mark.parametrize("slug", TOWNS)
def test_the_note_of_a_planted_household_names_what_it_lacks(slug, planted):
    with in_town(slug):
        notes = dict(Household.objects.exclude(note="").values_list("pk", "note"))

    assert {(household, note.rpartition(": ")[2]) for household, note in notes.items()} == planted[slug]


@pytest.mark.parametrize("slug", TOWNS)
def test_other_households_told_their_facts_too(slug, planted):
    with in_town(slug):
        told = HouseholdFact.objects.exclude(household=None).values("household").distinct().count()

    assert told > 2 * len(planted[slug]) - 4


@pytest.mark.parametrize("slug", TOWNS)
def test_the_next_search_finds_nothing_new(slug):
    with in_town(slug):
        again = search_register(today=AT.date(), now=lambda: AT)

    assert (again.opened, again.reopened, again.closed) == (0, 0, 0)
