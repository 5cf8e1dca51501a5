from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arogi.core.errors import NotAllowed
from arogi.people import services
from arogi.people.access import get_person
from arogi.people.errors import CannotBeMerged, CannotBeUndone, ImpossibleFact, NoSuchPerson, OnePerson
from arogi.people.facts import AddressFacts, IdentifierFacts, PhoneFacts
from arogi.people.merge_preview import CHOICES, preview
from arogi.people.models import (
    Address,
    Household,
    HouseholdMembership,
    Identifier,
    Merge,
    NameToken,
    Person,
    PersonCorrection,
    Phone,
    TargetGroupMembership,
)
from arogi.people.search import find_people
from arogi.people.services.merging import _pointers
from tests.factories import member
from tests.people.factories import AMKA, NOW, TODAY, facts, new_person, person

TABLES = (Person, NameToken, Identifier, Phone, Address, HouseholdMembership, TargetGroupMembership, PersonCorrection)
# A merge and its undoing count as changes of the two files themselves.
COUNTED = {"version", "changed_at"}


@pytest.fixture
def worker(karditsa):
    return member(karditsa)


def _rows():
    return {
        (table.__name__, row["id"]): {name: value for name, value in row.items() if name not in COUNTED}
        for table in TABLES
        for row in table.objects.values()
    }


def _merge(worker, kept, absorbed, **choices):
    return services.merge_persons(
        by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices=dict.fromkeys(choices, "absorbed"), at=NOW
    )


def test_everything_of_the_absorbed_file_is_in_the_kept_one(worker):
    kept = person(worker, phone="6971234567")
    absorbed = person(worker, "Papadopoulos", "Giorgos", amka=AMKA, phone="2441012345", settlement="Μητρόπολη")
    services.declare_target_group(by=worker, person_id=absorbed.pk, group="homeless", source="declared", on=TODAY)

    _merge(worker, kept, absorbed)

    assert {row.person_id for row in Phone.objects.all()} == {kept.pk}
    assert Identifier.objects.get().person_id == kept.pk
    assert Address.objects.get().person_id == kept.pk
    assert TargetGroupMembership.objects.get().person_id == kept.pk
    assert get_person(worker, absorbed.pk).pk == kept.pk


def test_the_kept_person_is_found_by_both_names(worker):
    kept, absorbed = person(worker), person(worker, "Ξανθόπουλος", "Γεώργιος")

    _merge(worker, kept, absorbed)

    for text in ("Παπαδόπουλος", "Ξανθόπουλος Γεώργιος"):
        assert [found.card.id for found in find_people(text, today=TODAY)] == [kept.pk], text


def test_fields_are_taken_from_the_side_that_was_chosen(worker):
    kept = person(worker, "Παπαδόπουλος", born="1984", sex="M")
    absorbed = person(worker, "Παπαδοπούλου", born="1984-05-03", sex="F", called="Λένα")

    _merge(worker, kept, absorbed, born=True, called=True)

    row = Person.objects.get(pk=kept.pk)
    assert (str(row.birth_date), row.birth_precision) == ("1984-05-03", "day")
    assert (row.surname, row.sex, row.called) == ("Παπαδόπουλος", "M", "Λένα")


def test_the_earlier_registration_and_the_later_contact_stay(worker):
    kept, absorbed = person(worker), person(worker)
    Person.objects.filter(pk=absorbed.pk).update(registered_on=dt.date(2017, 12, 1))
    services.note_contact(person_id=absorbed.pk, date=TODAY)

    _merge(worker, kept, absorbed)

    row = Person.objects.get(pk=kept.pk)
    assert (row.registered_on, row.last_contact_on, row.card_number) == (dt.date(2017, 12, 1), TODAY, 1)


def test_what_both_have_stays_where_it_is_and_shows_once(worker):
    kept = person(worker, amka=AMKA, phone="6971234567", settlement="Α")
    absorbed = person(worker, amka=AMKA, phone="6971234567", settlement="Β")
    home = services.start_household(by=worker, head_id=kept.pk, on=None)
    services.join_household(by=worker, household_id=home.pk, person_id=absorbed.pk, relation="sibling", on=None)

    _merge(worker, kept, absorbed)

    for table in (Identifier, Phone, Address, HouseholdMembership):
        assert table.objects.filter(person=kept).count() == 1, table
        assert table.objects.count() == 2, table


def test_every_table_that_points_to_a_person_is_moved_or_named_as_not_moved():
    tables = {pointer.label for pointer in _pointers()}

    assert {"people.Identifier", "people.NameToken", "people.PersonCorrection", "reception.Contact"} <= tables
    assert tables.isdisjoint({"people.Person", "people.Merge", "people.PossibleDuplicate"})


def test_rows_that_others_repeat_are_moved_first():
    order = [pointer.label for pointer in _pointers()]

    assert order.index("reception.Contact") < order.index("reception.Request")


def test_undoing_gives_back_every_row(worker):
    kept = person(worker, amka=AMKA, phone="6971234567", settlement="Α", born="1984")
    absorbed = person(worker, "Άλλος", amka=AMKA, phone="2441012345", settlement="Β", born="1984-05-03")
    before = _rows()

    merge = _merge(worker, kept, absorbed, surname=True, born=True)
    assert _rows() != before
    services.undo_merge(by=worker, merge_id=merge.pk, at=NOW)

    assert _rows() == before


def test_what_came_after_the_merge_stays_with_the_kept_person(worker):
    kept, absorbed = person(worker), person(worker, "Άλλος", called="Τάκης")
    merge = _merge(worker, kept, absorbed, called=True)
    services.add_phone(by=worker, person_id=kept.pk, facts=PhoneFacts(number="6971234567"))
    services.correct_person(
        by=worker, person_id=kept.pk, version=2, facts=facts(called="Τάκης", father_name="Ιωάννης"), at=NOW
    )

    services.undo_merge(by=worker, merge_id=merge.pk, at=NOW)

    row = Person.objects.get(pk=kept.pk)
    assert (row.father_name, row.called) == ("Ιωάννης", "")
    assert Phone.objects.get().person_id == kept.pk
    assert Person.objects.get(pk=absorbed.pk).merged_into_id is None
    assert [found.card.id for found in find_people("Άλλος", today=TODAY)] == [absorbed.pk]


def test_a_field_that_was_corrected_after_the_merge_keeps_the_correction(worker):
    kept, absorbed = person(worker), person(worker, called="Τάκης")
    merge = _merge(worker, kept, absorbed, called=True)
    services.correct_person(by=worker, person_id=kept.pk, version=2, facts=facts(called="Τάσος"), at=NOW)

    services.undo_merge(by=worker, merge_id=merge.pk, at=NOW)

    assert Person.objects.get(pk=kept.pk).called == "Τάσος"


def test_a_merge_is_undone_once_and_the_later_one_first(worker):
    first, second, third = person(worker, "Α"), person(worker, "Β"), person(worker, "Γ")
    earlier = _merge(worker, second, first)
    later = _merge(worker, third, second)

    assert get_person(worker, first.pk).pk == third.pk
    with pytest.raises(CannotBeUndone):
        services.undo_merge(by=worker, merge_id=earlier.pk, at=NOW)
    services.undo_merge(by=worker, merge_id=later.pk, at=NOW)
    services.undo_merge(by=worker, merge_id=earlier.pk, at=NOW)
    with pytest.raises(CannotBeUndone):
        services.undo_merge(by=worker, merge_id=earlier.pk, at=NOW)
    assert get_person(worker, first.pk).pk == first.pk


def test_what_cannot_be_merged_is_refused(worker, karditsa):
    kept, absorbed = person(worker), person(worker)

    with pytest.raises(OnePerson):
        _merge(worker, kept, kept)
    with pytest.raises(ImpossibleFact):
        services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={"id": "kept"}, at=NOW)
    with pytest.raises(NotAllowed):
        _merge(member(karditsa, "reception"), kept, absorbed)
    _merge(worker, kept, absorbed)
    with pytest.raises(CannotBeMerged):
        _merge(worker, kept, absorbed)
    with pytest.raises(NoSuchPerson):
        services.undo_merge(by=worker, merge_id=kept.pk, at=NOW)


def test_no_value_of_a_merge_stands_readable_in_the_database(worker):
    kept, absorbed = person(worker, called="Γιώργης"), person(worker, called="Τζώρτζης")

    merge = _merge(worker, kept, absorbed, called=True)

    assert "Γιώργης".encode() not in bytes(Merge.objects.get(pk=merge.pk).before)


def test_the_preview_proposes_what_is_known_better(worker):
    kept = person(worker, born="1984", do_not_phone=False)
    absorbed = person(worker, "Παπαδοπουλος", born="1984-05-03", mother_name="Μαρία", do_not_phone=True)

    shown = {line.field: line for line in preview(kept, absorbed).lines}

    assert shown.keys() == CHOICES.keys()
    assert shown["born"].proposed == "absorbed"
    assert (shown["born"].kept, shown["born"].absorbed) == ("1984", "03/05/1984")
    assert shown["mother_name"].proposed == "absorbed"
    assert shown["do_not_phone"].proposed == "absorbed"
    assert shown["surname"].proposed == "kept"
    assert shown["surname"].differs
    assert not shown["sex"].differs


AMKAS = ("", AMKA, "12345678901")
PHONES = ("", "6971234567", "2441012345")
PLACES = ("", "Μητρόπολη", "Παλαμάς")
NAMES = ("", "Γεώργιος", "Γιώργος", "Ahmed")
people = st.fixed_dictionaries(
    {
        "surname": st.sampled_from(["Παπαδόπουλος", "Papadopoulos", "Άλλος"]),
        "first_name": st.sampled_from(NAMES),
        "father_name": st.sampled_from(NAMES),
        "called": st.sampled_from(NAMES),
        "amka": st.sampled_from(AMKAS),
        "phone": st.sampled_from(PHONES),
        "settlement": st.sampled_from(PLACES),
        "born": st.sampled_from(["", "1984", "1984-05", "1984-05-03"]),
        "sex": st.sampled_from(["", "M", "F", "X"]),
        "languages": st.sampled_from([(), ("el",), ("ar", "en")]),
        "do_not_phone": st.booleans(),
    }
)
chosen = st.dictionaries(st.sampled_from(sorted(CHOICES)), st.sampled_from(["kept", "absorbed"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kept=people, absorbed=people, choices=chosen, together=st.booleans(), groups=st.sets(st.sampled_from("ab")))
def test_merging_and_undoing_leaves_every_row_as_it_was(worker, kept, absorbed, choices, together, groups):
    first = services.register_person(by=worker, new=new_person(**kept), today=TODAY)
    second = services.register_person(by=worker, new=new_person(**absorbed), today=TODAY)
    for letter, who in (("a", first), ("b", second)):
        if letter in groups:
            services.declare_target_group(by=worker, person_id=who.pk, group="roma", source="declared", on=TODAY)
    home = services.start_household(by=worker, head_id=first.pk, on=None)
    if together:
        services.join_household(by=worker, household_id=home.pk, person_id=second.pk, relation="child", on=TODAY)
    before = _rows()

    merge = services.merge_persons(by=worker, kept_id=first.pk, absorbed_id=second.pk, choices=choices, at=NOW)
    services.undo_merge(by=worker, merge_id=merge.pk, at=NOW)

    assert _rows() == before


def test_a_household_is_not_lost_when_its_head_is_absorbed(worker):
    head, double = person(worker), person(worker, "Papadopoulos")
    home = services.start_household(by=worker, head_id=double.pk, on=None)

    _merge(worker, head, double)

    assert Household.objects.get(pk=home.pk).memberships.get().person_id == head.pk


def test_a_number_that_was_added_after_a_merge_is_not_taken_away_by_undoing(worker):
    kept, absorbed = person(worker), person(worker)
    merge = _merge(worker, kept, absorbed)
    services.add_identifier(
        by=worker, person_id=kept.pk, facts=IdentifierFacts(kind="amka", value=AMKA, override_reason="x")
    )
    services.move(by=worker, person_id=kept.pk, address=AddressFacts(street="Ελευθερίας 1"), on=TODAY)

    services.undo_merge(by=worker, merge_id=merge.pk, at=NOW)

    assert Identifier.objects.get().person_id == kept.pk
    assert Address.objects.get().person_id == kept.pk
