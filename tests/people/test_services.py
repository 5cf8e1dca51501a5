from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection

from arogi.core.acting import acting_in
from arogi.core.audit import write_pending
from arogi.core.errors import ChangedMeanwhile, NotAllowed
from arogi.core.models import AccessRecord
from arogi.core.values.partial_date import PartialDate
from arogi.people import services
from arogi.people.access import get_person
from arogi.people.errors import (
    AlreadyInHousehold,
    DecidedByAnother,
    HouseholdHasHead,
    IdentifierAlreadyThere,
    IdentifierMissingWithoutReason,
    IdentifierNeedsReason,
    IdentifierUnreadable,
    ImpossibleFact,
    MergedMeanwhile,
    NoPlace,
    NoSuchPerson,
    NothingToCallBy,
    NotOfThisHousehold,
    OnePerson,
    PairAlreadyDecided,
    PairAlreadyRaised,
    PersonChangedMeanwhile,
    PhoneAlreadyThere,
    TargetGroupAlreadyThere,
    WrongDates,
)
from arogi.people.facts import AddressFacts, HouseholdLink, IdentifierFacts, PhoneFacts, TargetGroupFacts
from arogi.people.models import (
    Address,
    CardNumber,
    HouseholdMembership,
    Identifier,
    NameToken,
    Person,
    PersonCorrection,
    Phone,
)
from arogi.people.sealing import IDENTIFIERS, PHONES, unseal
from arogi.people.selectors import corrections_of, current_address
from arogi.people.services.card_numbers import take_card_numbers
from tests.factories import member
from tests.people.factories import AMKA, NOW, TODAY, facts, new_person, person


@pytest.fixture
def worker(karditsa):
    return member(karditsa)


def _acts():
    write_pending()
    return list(AccessRecord.objects.order_by("sequence").values_list("verb", "kind"))


def test_a_person_needs_nothing_but_something_to_be_called_by(worker):
    known = person(worker, "", "", called="Τάκης")

    assert known.full_name == "Τάκης"
    assert known.card_number == 1
    assert ("create", "person") in _acts()


def test_a_person_without_any_name_is_refused(worker):
    with pytest.raises(NothingToCallBy):
        person(worker, " \u200b", "", father_name="Ιωάννης")

    assert not Person.objects.exists()


def test_everything_that_is_known_is_kept(worker):
    new = new_person(
        amka=AMKA, phone="6971234567", settlement="Μητρόπολη", born="1930-01-01", sex="M", citizenships=("GRC",)
    )
    new = replace(new, target_groups=(TargetGroupFacts(group="homeless"), TargetGroupFacts(group="homeless")))

    known = services.register_person(by=worker, new=new, today=TODAY)

    identifier, phone = known.identifiers.get(), known.phones.get()
    assert unseal(IDENTIFIERS, identifier.pk, identifier.value) == AMKA
    assert identifier.last_characters == "9997"
    assert unseal(PHONES, phone.pk, phone.value) == "+306971234567"
    assert current_address(known).place == "Μητρόπολη"
    assert [group.group for group in known.target_groups.all()] == ["homeless"]
    assert (known.birth_date.year, known.birth_precision, known.registered_on) == (1930, "day", TODAY)


def test_no_number_stands_readable_in_the_database(worker):
    person(worker, amka=AMKA, phone="6971234567")

    with connection.cursor() as cursor:
        cursor.execute("SELECT i::text || p::text FROM people_identifier i, people_phone p")
        text = cursor.fetchone()[0]

    assert AMKA not in text
    assert "6971234567" not in text


def test_the_same_form_sent_again_gives_the_person_that_is_there(worker):
    form = uuid4()

    first = services.register_person(by=worker, new=new_person(), today=TODAY, submission=form)
    again = services.register_person(by=worker, new=new_person(), today=TODAY, submission=form)

    assert first.pk == again.pk
    assert CardNumber.objects.get().last == 1


def test_a_refused_registration_leaves_no_gap_in_the_card_numbers(worker):
    person(worker)
    wrong = replace(new_person(), phones=(PhoneFacts(number="697"), PhoneFacts(number="697")))
    with pytest.raises(PhoneAlreadyThere):
        services.register_person(by=worker, new=wrong, today=TODAY)

    assert person(worker, "Άλλος").card_number == 2


@pytest.mark.parametrize(
    ("identifier", "refusal"),
    [
        (IdentifierFacts(kind="amka", value="12345678901"), IdentifierNeedsReason),
        (IdentifierFacts(kind="amka"), IdentifierMissingWithoutReason),
        (IdentifierFacts(kind="amka", missing_reason="no such"), IdentifierMissingWithoutReason),
        (IdentifierFacts(kind="amka", value="1\0"), IdentifierUnreadable),
        (IdentifierFacts(kind="amka", value="\ud800"), IdentifierUnreadable),
        (IdentifierFacts(kind="shoe size", value="43"), ImpossibleFact),
    ],
)
def test_a_number_that_needs_a_word_is_refused_with_it(worker, identifier, refusal):
    with pytest.raises(refusal):
        services.register_person(by=worker, new=replace(new_person(), identifiers=(identifier,)), today=TODAY)

    assert not Person.objects.exists()


def test_a_wrong_number_is_kept_with_its_warnings_when_somebody_says_why(worker):
    known = person(worker)

    row = services.add_identifier(
        by=worker,
        person_id=known.pk,
        facts=IdentifierFacts(kind="amka", value="12345678901", override_reason="so on the paper"),
    )

    assert row.warnings
    assert row.override_reason == "so on the paper"


def test_why_a_number_is_missing_is_kept(worker):
    known = person(worker)

    row = services.add_identifier(
        by=worker, person_id=known.pk, facts=IdentifierFacts(kind="passport", missing_reason="lost")
    )

    assert (row.value, row.missing_reason) == (None, "lost")


def test_one_number_is_recorded_once_per_person_but_may_belong_to_two(worker):
    first = person(worker, amka=AMKA)
    second = person(worker, "Άλλος", amka=AMKA)

    with pytest.raises(IdentifierAlreadyThere):
        services.add_identifier(
            by=worker, person_id=first.pk, facts=IdentifierFacts(kind="amka", value=AMKA, override_reason="x")
        )
    assert second.identifiers.count() == 1


def test_a_corrected_number_keeps_the_former_one_among_the_corrections(worker):
    known = person(worker, amka=AMKA)
    row = known.identifiers.get()

    changed = services.change_identifier(
        by=worker,
        identifier_id=row.pk,
        version=1,
        facts=IdentifierFacts(kind="amka", value="12345678901", override_reason="paper"),
        at=NOW,
    )

    assert unseal(IDENTIFIERS, row.pk, changed.value) == "12345678901"
    shown = {value.field: value.value for value in corrections_of(known)[0].before}
    assert shown["value"] == "*******9997"


def test_an_unchanged_number_is_no_correction(worker):
    known = person(worker, amka=AMKA)
    row = known.identifiers.get()

    services.change_identifier(
        by=worker,
        identifier_id=row.pk,
        version=1,
        facts=IdentifierFacts(kind="amka", value=AMKA, override_reason="as on paper", detail=""),
        at=NOW,
    )

    assert not PersonCorrection.objects.exists()


def test_a_removed_number_is_kept_among_the_corrections(worker):
    known = person(worker, amka=AMKA)
    row = known.identifiers.get()

    services.remove_identifier(by=worker, identifier_id=row.pk, version=1, reason="of his brother", at=NOW)

    assert not Identifier.objects.exists()
    assert corrections_of(known)[0].reason == "of his brother"


def test_a_whole_number_is_shown_to_those_who_may_and_leaves_a_record(worker, karditsa):
    row = person(worker, amka=AMKA).identifiers.get()

    assert services.reveal_identifier(by=worker, identifier_id=row.pk, reason="application") == AMKA
    assert ("reveal", "identifier") in _acts()
    with pytest.raises(NotAllowed):
        services.reveal_identifier(by=member(karditsa, "reception"), identifier_id=row.pk, reason="curious")


def test_a_correction_keeps_what_stood_there_and_the_person_is_found_by_the_new_name(worker):
    known = person(worker, "Παπαδόπουλος", born="1984")

    services.correct_person(
        by=worker,
        person_id=known.pk,
        version=1,
        facts=facts("Καραγιάννης", born="1984-05"),
        at=NOW,
        reason="paper seen",
    )

    before = {value.field: value.value for value in corrections_of(known)[0].before}
    assert before["surname"] == "Παπαδόπουλος"
    assert before["birth_precision"] == "year"
    sounds = set(NameToken.objects.values_list("sound", flat=True))
    assert not any("PAPAD" in sound for sound in sounds)
    assert any(sound.startswith("KARAI") for sound in sounds)


def test_nothing_is_written_when_nothing_was_corrected(worker):
    known = person(worker)

    services.correct_person(by=worker, person_id=known.pk, version=1, facts=facts(), at=NOW)

    assert not PersonCorrection.objects.exists()
    assert Person.objects.get().version == 1


def test_the_slower_of_two_sees_where_they_disagree(worker):
    known = person(worker)
    services.correct_person(by=worker, person_id=known.pk, version=1, facts=facts(called="Γιώργης"), at=NOW)

    with pytest.raises(PersonChangedMeanwhile) as refusal:
        services.correct_person(by=worker, person_id=known.pk, version=1, facts=facts(called="Τζώρτζης"), at=NOW)

    (difference,) = refusal.value.differences
    assert (difference.field, difference.theirs, difference.yours) == ("called", "Γιώργης", "Τζώρτζης")


def test_control_marks_go_and_case_stays(worker):
    known = person(worker, "Παπα\u202eδόπουλος\0", "ΓΕΩΡΓΙΟΣ\u0301")

    assert known.surname == "Παπαδόπουλος"
    assert known.first_name.startswith("ΓΕΩΡΓΙ")


def test_a_name_that_is_too_long_is_refused_and_not_cut(worker):
    with pytest.raises(ImpossibleFact):
        person(worker, "Α" * 10_000)


def test_a_status_changes_and_the_card_number_stays(worker):
    known = person(worker)

    services.change_status(by=worker, person_id=known.pk, status="moved", reason="Τρίκαλα", at=NOW)
    back = services.change_status(by=worker, person_id=known.pk, status="active", reason="", at=NOW)

    assert (back.status, back.card_number) == ("active", 1)
    with pytest.raises(ImpossibleFact):
        services.change_status(by=worker, person_id=known.pk, status="vanished", reason="", at=NOW)


def test_the_latest_contact_is_noted_and_an_earlier_one_is_not(worker):
    known = person(worker)

    services.note_contact(person_id=known.pk, date=TODAY)
    services.note_contact(person_id=known.pk, date=TODAY.replace(year=2020))

    assert Person.objects.get(pk=known.pk).last_contact_on == TODAY


def test_a_phone_is_added_changed_and_removed(worker):
    known = person(worker, phone="6971234567")

    added = services.add_phone(
        by=worker, person_id=known.pk, facts=PhoneFacts(number="2441012345", owner="neighbour", safe_to_call=False)
    )
    with pytest.raises(PhoneAlreadyThere):
        services.add_phone(by=worker, person_id=known.pk, facts=PhoneFacts(number="+30 2441 012345"))
    services.change_phone(by=worker, phone_id=added.pk, version=1, facts=PhoneFacts(number="2441099999"), at=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.remove_phone(by=worker, phone_id=added.pk, version=1, at=NOW)
    services.remove_phone(by=worker, phone_id=added.pk, version=2, at=NOW)

    assert added.position == 2
    assert Phone.objects.count() == 1
    assert PersonCorrection.objects.count() == 2


def test_who_moves_keeps_the_former_address(worker):
    known = person(worker, settlement="Μητρόπολη")

    services.move(by=worker, person_id=known.pk, address=AddressFacts(no_fixed_abode=True), on=TODAY)

    former = Address.objects.exclude(until_date=None).get()
    assert (former.settlement_text, former.until_date) == ("Μητρόπολη", TODAY)
    assert current_address(known).no_fixed_abode
    with pytest.raises(NoPlace):
        services.move(by=worker, person_id=known.pk, address=AddressFacts(), on=TODAY)


def test_an_address_written_wrongly_is_corrected_in_place(worker):
    known = person(worker, settlement="Μητροπολη")
    row = current_address(known)

    services.correct_address(
        by=worker, address_id=row.pk, version=1, address=AddressFacts(settlement_text="Μητρόπολη"), at=NOW
    )

    assert Address.objects.get().settlement_text == "Μητρόπολη"
    assert corrections_of(known)[0].before[0].value == "Μητροπολη"


def test_a_target_group_is_declared_once_and_ends(worker, karditsa):
    known = person(worker)

    row = services.declare_target_group(by=worker, person_id=known.pk, group="roma", source="declared", on=TODAY)
    with pytest.raises(TargetGroupAlreadyThere):
        services.declare_target_group(by=worker, person_id=known.pk, group="roma", source="declared", on=TODAY)
    services.end_target_group(by=worker, membership_id=row.pk, on=TODAY)
    with pytest.raises(NotAllowed):
        services.declare_target_group(
            by=member(karditsa, "reception"), person_id=known.pk, group="violence", source="declared", on=TODAY
        )

    assert known.target_groups.get().until == TODAY


def test_a_new_person_joins_the_household_of_somebody_known(worker):
    mother = person(worker, "Παπαδοπούλου", "Μαρία")
    link = HouseholdLink(with_person_id=mother.pk, relation="child")

    child = services.register_person(by=worker, new=replace(new_person(), household=link), today=TODAY)

    rows = {row.person_id: row for row in HouseholdMembership.objects.all()}
    assert rows[mother.pk].household_id == rows[child.pk].household_id
    assert (rows[mother.pk].relation, rows[child.pk].relation) == ("head", "child")


def test_a_household_has_one_head_and_each_member_once(worker):
    head, other = person(worker), person(worker, "Άλλος")
    home = services.start_household(by=worker, head_id=head.pk, on=TODAY)

    with pytest.raises(HouseholdHasHead):
        services.join_household(by=worker, household_id=home.pk, person_id=other.pk, relation="head", on=TODAY)
    with pytest.raises(AlreadyInHousehold):
        services.join_household(by=worker, household_id=home.pk, person_id=head.pk, relation="hosted", on=TODAY)


def test_a_child_may_live_in_two_households(worker):
    mother, father, child = person(worker, "Α", "Μ"), person(worker, "Β", "Π"), person(worker, "Γ", "Τ")
    for parent in (mother, father):
        home = services.start_household(by=worker, head_id=parent.pk, on=TODAY)
        services.join_household(by=worker, household_id=home.pk, person_id=child.pk, relation="child", on=TODAY)

    assert child.household_memberships.count() == 2


def test_a_change_of_head_keeps_who_was_it_before(worker):
    head, spouse = person(worker), person(worker, "Παπαδοπούλου", "Μαρία")
    home = services.start_household(by=worker, head_id=head.pk, on=TODAY.replace(year=2020))
    services.join_household(
        by=worker, household_id=home.pk, person_id=spouse.pk, relation="spouse", on=TODAY.replace(year=2020)
    )

    services.change_head(by=worker, household_id=home.pk, head_id=spouse.pk, relation_of_former="spouse", on=TODAY)

    now = {row.person_id: row.relation for row in HouseholdMembership.objects.filter(left_on=None)}
    before = {row.person_id: row.relation for row in HouseholdMembership.objects.exclude(left_on=None)}
    assert now == {head.pk: "spouse", spouse.pk: "head"}
    assert before == {head.pk: "head", spouse.pk: "spouse"}


def test_some_members_found_a_household_of_their_own(worker):
    head, daughter, grandchild = person(worker), person(worker, "Α", "Δ"), person(worker, "Β", "Ε")
    home = services.start_household(by=worker, head_id=head.pk, on=None)
    for who, relation in ((daughter, "child"), (grandchild, "grandchild")):
        services.join_household(by=worker, household_id=home.pk, person_id=who.pk, relation=relation, on=None)

    founded = services.split_household(
        by=worker,
        household_id=home.pk,
        person_ids=[daughter.pk, grandchild.pk],
        head_id=daughter.pk,
        on=TODAY,
    )

    assert {row.person_id for row in founded.memberships.filter(left_on=None)} == {daughter.pk, grandchild.pk}
    assert [row.person_id for row in home.memberships.filter(left_on=None)] == [head.pk]
    with pytest.raises(NotOfThisHousehold):
        services.split_household(
            by=worker, household_id=home.pk, person_ids=[daughter.pk], head_id=daughter.pk, on=TODAY
        )


def test_nobody_leaves_a_household_before_joining_it(worker):
    home = services.start_household(by=worker, head_id=person(worker).pk, on=TODAY)
    row = home.memberships.get()

    with pytest.raises(WrongDates):
        services.leave_household(by=worker, membership_id=row.pk, on=TODAY.replace(year=2020))


def test_a_pair_is_raised_once_and_decided_by_somebody_else(worker, karditsa):
    first, second = person(worker), person(worker)
    pair = services.raise_pair(by=worker, first_id=second.pk, second_id=first.pk, reasons=("name",), at=NOW)

    with pytest.raises(PairAlreadyRaised):
        services.raise_pair(by=worker, first_id=first.pk, second_id=second.pk, reasons=(), at=NOW)
    with pytest.raises(DecidedByAnother):
        services.decide_pair(by=worker, pair_id=pair.pk, state="same", note="", at=NOW)
    with pytest.raises(NotAllowed):
        services.decide_pair(by=member(karditsa, "reception"), pair_id=pair.pk, state="same", note="", at=NOW)
    decided = services.decide_pair(by=member(karditsa), pair_id=pair.pk, state="different", note="cousins", at=NOW)
    with pytest.raises(PairAlreadyDecided):
        services.decide_pair(by=member(karditsa), pair_id=pair.pk, state="same", note="", at=NOW)

    assert decided.state == "different"
    with pytest.raises(OnePerson):
        services.raise_pair(by=worker, first_id=first.pk, second_id=first.pk, reasons=(), at=NOW)


def test_a_person_of_another_municipality_is_not_there(worker, trikala):
    with acting_in(trikala.id):
        stranger = person(member(trikala))

    with pytest.raises(NoSuchPerson):
        get_person(worker, stranger.pk)
    with pytest.raises(NoSuchPerson):
        services.correct_person(by=worker, person_id=stranger.pk, version=1, facts=facts(), at=NOW)


def test_who_may_not_see_people_sees_nobody(worker, karditsa):
    known = person(worker)

    with pytest.raises(NoSuchPerson):
        get_person(member(karditsa, "auditor"), known.pk)


def test_a_merged_file_leads_to_the_kept_one_and_is_not_edited(worker):
    kept, absorbed = person(worker), person(worker)
    services.merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOW)

    assert get_person(worker, absorbed.pk).pk == kept.pk
    with pytest.raises(MergedMeanwhile):
        services.correct_person(by=worker, person_id=absorbed.pk, version=2, facts=facts("Ξ"), at=NOW)


def test_numbers_are_taken_in_rows(karditsa):
    assert take_card_numbers(5) == 1
    assert take_card_numbers() == 6


def test_a_birth_date_keeps_its_precision(worker):
    known = person(worker, born=PartialDate.of(1984, 5))

    assert (str(known.birth_date), known.birth_precision) == ("1984-05-01", "month")
