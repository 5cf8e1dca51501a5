from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from arogi.centres.models import Settlement
from arogi.core.models import AccessRecord
from arogi.core.values.partial_date import Precision
from arogi.people.forms import RegistrationForm, likely_for
from arogi.people.services import register_person
from tests.factories import TODAY, member
from tests.people.factories import AMKA, person

FAILING_AMKA = "01013099990"
HOSTILE = ["\x00", "\u202eabc", "😀" * 200, "α" * 10_000, "=1+1", "<script>alert(1)</script>", "\u0301" * 80, " "]


def typed(**fields):
    data = QueryDict(mutable=True)
    for name, value in {"surname": "Παππά", "first_name": "Ελένη", **fields}.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def read(by, **fields):
    form = RegistrationForm(typed(**fields), member=by, today=TODAY)
    form.is_valid()
    return form


def test_a_name_is_enough(worker):
    form = read(worker)

    assert form.is_valid()
    assert form.new_person().facts.names.surname == "Παππά"


def test_what_the_person_is_called_is_enough(worker):
    assert read(worker, surname="", first_name="", called="Λάκης").is_valid()


def test_nobody_is_registered_without_any_name(worker):
    form = read(worker, surname="", first_name=" \u200b ", father_name="Γιώργος")

    assert "surname" in form.errors


def test_everything_typed_becomes_a_fact(worker, karditsa):
    palamas = Settlement.objects.create(name="Παλαμάς")
    form = read(
        worker,
        sex="F",
        born="5/1984",
        citizenships="Ελλ, αλβανικη",
        languages="rom, Ελληνικά",
        needs_interpreter="on",
        afm="123456783",
        other_kind="passport",
        other_number="ab 1234567",
        other_number_reason="όπως είναι γραμμένο",
        other_expires_on="3/3/2030",
        phone_1="697 123 4567",
        phone_1_owner="neighbour",
        phone_1_owner_name="κυρία Σούλα",
        phone_1_no_texts="on",
        settlement="ΠΑΛΑΜΑΣ",
        street="Ελευθερίας 3",
        target_groups=["large_family"],
        do_not_visit="on",
        alert="Ρωτήστε πρώτα",
    )

    assert form.is_valid(), form.errors
    new = form.new_person()
    assert (new.facts.born.date.year, new.facts.born.precision) == (1984, Precision.MONTH)
    assert new.facts.citizenships == ("GRC", "ALB")
    assert new.facts.languages == ("rom", "el")
    assert [one.kind for one in new.identifiers] == ["afm", "passport"]
    assert new.identifiers[1].expires_on.year == 2030
    assert (new.phones[0].owner, new.phones[0].safe_to_call, new.phones[0].safe_to_text) == ("neighbour", True, False)
    assert new.address.settlement_id == palamas.pk
    assert [group.group for group in new.target_groups] == ["large_family"]
    assert new.facts.do_not_visit


def test_a_settlement_that_is_not_in_the_list_is_kept_as_typed(worker):
    address = read(worker, settlement="Κάτω Μαχαλάς").new_person().address

    assert (address.settlement_id, address.settlement_text) == (None, "Κάτω Μαχαλάς")


def test_a_number_that_fails_its_rule_asks_for_a_reason_once_and_says_what_is_wrong(worker):
    refused = read(worker, amka=FAILING_AMKA)
    accepted = read(worker, amka=FAILING_AMKA, amka_reason="έτσι το γράφει το χαρτί")

    assert "amka_reason" in refused.errors
    assert refused.field_warnings["amka"]
    assert accepted.is_valid()
    assert register_person(by=worker, new=accepted.new_person(), today=TODAY).identifiers.count() == 1


def test_an_odd_phone_stops_once_and_is_kept_when_it_is_saved_again(worker):
    first = read(worker, phone_1="12345")
    again = read(worker, phone_1="12345", warnings_seen=first.warned)

    assert first.non_field_errors()
    assert first.field_warnings["phone_1"]
    assert again.is_valid()


def test_an_impossible_date_of_birth_is_refused_beside_its_field(worker):
    assert "born" in read(worker, born="31/2/1999").errors


def test_a_number_without_its_kind_is_asked_about(worker):
    assert "other_kind" in read(worker, other_number="123").errors


def test_a_country_that_nobody_knows_is_refused_and_stays_in_its_box(worker):
    form = read(worker, citizenships="Ελλάδα, Μόρντορ")

    assert "Μόρντορ" in str(form.errors["citizenships"])
    assert 'value="Ελλάδα, Μόρντορ"' in str(form["citizenships"])


def test_who_may_not_see_sensitive_groups_may_not_record_them(karditsa, worker):
    officer = member(karditsa, "reception")

    assert "target_groups" in read(officer, target_groups=["roma"]).errors
    assert read(worker, target_groups=["roma"]).is_valid()


def test_somebody_who_lives_with_a_known_person_joins_the_household(worker, anna):
    asked = read(worker, lives_with="Παπαδοπούλου Άννα", relation="child")
    chosen = read(worker, lives_with="Παπαδοπούλου Άννα", lives_with_id=str(anna.pk), relation="child")

    assert "lives_with_id" in asked.errors
    assert [one.card.id for one in asked.found] == [anna.pk]
    assert chosen.is_valid(), chosen.errors
    child = register_person(by=worker, new=chosen.new_person(), today=TODAY)
    homes = {one.household_id for one in (child.household_memberships.get(), anna.household_memberships.get())}
    assert len(homes) == 1


def test_a_known_housemate_needs_a_relation(worker, anna):
    assert "relation" in read(worker, lives_with_id=str(anna.pk)).errors


def test_a_housemate_who_cannot_be_found_is_said_so(worker):
    assert "lives_with" in read(worker, lives_with="Ανύπαρκτος Κανένας").errors


def test_nobody_of_another_municipality_can_be_lived_with(worker, trikala):
    from arogi.core.acting import acting_in

    with acting_in(trikala.id):
        stranger = person(member(trikala))

    assert "lives_with_id" in read(worker, lives_with_id=str(stranger.pk), relation="child").errors


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_every_field_is_read_or_refused(worker, text):
    names = list(RegistrationForm.base_fields)
    form = read(worker, **dict.fromkeys(names, text))

    assert isinstance(form.is_valid(), bool)
    assert isinstance(likely_for(form), list | tuple)


def test_likely_duplicates_are_shown_as_soon_as_surname_and_first_name_are_there(officer, anna):
    page = officer.post(reverse("people:likely_duplicates"), {"surname": "ΠΑΠΑΔΟΠΟΥΛΟΥ", "first_name": "Αννα"})

    assert page.status_code == 200
    assert "none_of_these" in page.content.decode()
    assert str(anna.pk) in page.content.decode()


def test_a_surname_alone_shows_nobody(officer, anna):
    page = officer.post(reverse("people:likely_duplicates"), {"surname": "Παπαδοπούλου"})

    assert str(anna.pk) not in page.content.decode()


def test_a_number_alone_shows_who_bears_it(officer, anna):
    page = officer.post(reverse("people:likely_duplicates"), {"amka": AMKA, "amka_reason": "x"})

    assert str(anna.pk) in page.content.decode()


def test_whoever_was_said_to_be_somebody_else_is_not_shown_again(worker, anna):
    same = {"surname": "Παπαδοπούλου", "first_name": "Άννα"}

    assert likely_for(read(worker, **same))
    assert not likely_for(read(worker, **same, none_of_these=str(anna.pk)))


def test_a_new_likeness_is_shown_even_after_another_was_dismissed(worker, anna):
    second = person(worker, "Παπαδοπούλου", "Άννα")

    likely = likely_for(read(worker, surname="Παπαδοπούλου", first_name="Άννα", none_of_these=str(anna.pk)))

    assert second.pk in [one.found.card.id for one in likely]


def test_likely_duplicates_are_not_read_by_get(officer):
    assert officer.get(reverse("people:likely_duplicates")).status_code == 405


def test_a_registration_that_begins_at_a_household_knows_who_is_lived_with(officer, anna):
    page = officer.get(reverse("desk:new_person"), {"with": str(anna.pk)}).content.decode()

    assert f'name="lives_with_id" value="{anna.pk}"' in " ".join(page.split())
    assert "Παπαδοπούλου Άννα" in page


@pytest.mark.parametrize("wanted", ["x", "", "01a20113-efae-74ed-b7c3-6f13de1c4c32"])
def test_a_registration_that_begins_nowhere_known_begins_empty(officer, wanted):
    assert officer.get(reverse("desk:new_person"), {"with": wanted}).status_code == 200


def test_showing_likely_duplicates_leaves_a_record(officer, anna):
    officer.post(reverse("people:likely_duplicates"), {"surname": "Παπαδοπούλου", "first_name": "Άννα"})

    record = AccessRecord.objects.get(verb="search", actor_id=officer.user.pk)
    assert record.detail == {"asked": "likely_duplicates", "hits": 1}
