from __future__ import annotations

import pytest
from django.urls import reverse

from arogi.core.models import AccessRecord
from arogi.people import services
from arogi.people.models import Merge, Person, PossibleDuplicate
from tests.factories import member
from tests.people.factories import NOW, person


def address_of(name, *arguments):
    return reverse(f"people:{name}", args=arguments)


@pytest.fixture
def second(worker):
    return person(worker, "ΠΑΠΑΔΟΠΟΥΛΟΥ", "ΑΝΝΑ", mother_name="Ελένη", sex="F")


@pytest.fixture
def pair(worker, anna, second):
    return services.raise_pair(by=worker, first_id=anna.pk, second_id=second.pk, reasons=("name",), at=NOW)


def test_the_other_file_is_found_by_search_and_never_the_same_one(social_worker, anna, second):
    page = social_worker.post(
        address_of("choose_other", anna.pk), {"q": "παπαδοπουλου αννα"}, follow=True
    ).content.decode()

    assert address_of("merge", anna.pk, second.pk) in page
    assert address_of("merge", anna.pk, anna.pk) not in page


def test_the_preview_asks_only_where_the_two_files_differ(social_worker, anna, second):
    page = social_worker.get(address_of("merge", anna.pk, second.pk))

    assert "mother_name" in page.context["form"].fields
    assert "citizenships" not in page.context["form"].fields
    seen = AccessRecord.objects.filter(verb="view", actor_id=social_worker.user.pk).values_list("person_id", flat=True)
    assert {anna.pk, second.pk} <= set(seen)


def test_two_files_become_one_with_what_was_chosen_and_two_again(social_worker, anna, second):
    way = address_of("merge", anna.pk, second.pk)
    form = social_worker.get(way).context["form"]
    choices = dict.fromkeys(form.fields, "kept") | {"mother_name": "absorbed"}

    social_worker.post(way, choices)
    assert Person.objects.get(pk=anna.pk).mother_name == "Ελένη"
    assert Person.objects.get(pk=second.pk).merged_into_id == anna.pk

    merge = Merge.objects.get()
    assert address_of("undo_merge", merge.pk) in social_worker.get(address_of("merges")).content.decode()
    social_worker.post(address_of("undo_merge", merge.pk))
    assert Person.objects.get(pk=second.pk).merged_into_id is None
    assert Person.objects.get(pk=anna.pk).mother_name == ""


def test_a_merge_that_was_undone_cannot_be_undone_again(social_worker, worker, anna, second):
    merge = services.merge_persons(by=worker, kept_id=anna.pk, absorbed_id=second.pk, choices={}, at=NOW)
    services.undo_merge(by=worker, merge_id=merge.pk, at=NOW)

    page = social_worker.post(address_of("undo_merge", merge.pk), follow=True)

    assert page.status_code == 200
    assert "δεν αναιρείται πια" in page.content.decode()


def test_a_field_without_a_choice_is_asked_again(social_worker, anna, second):
    refused = social_worker.post(address_of("merge", anna.pk, second.pk), {})

    assert refused.status_code == 422
    assert Merge.objects.count() == 0


def test_a_file_is_not_merged_with_itself(social_worker, anna):
    assert social_worker.get(address_of("merge", anna.pk, anna.pk)).status_code == 404


def test_who_may_not_merge_neither_sees_nor_does_it(officer, anna, second):
    assert officer.get(address_of("merge", anna.pk, second.pk)).status_code == 403
    assert officer.post(address_of("merge", anna.pk, second.pk), {}).status_code == 403
    assert officer.get(address_of("merges")).status_code == 403
    assert (
        address_of("choose_other", anna.pk) not in officer.get(reverse("desk:person", args=[anna.pk])).content.decode()
    )


def test_anybody_who_registers_may_ask_whether_two_files_are_one_persons(officer, anna, second):
    way = address_of("raise_pair", anna.pk, second.pk)

    assert way in officer.post(address_of("choose_pair", anna.pk), {"q": "παπαδοπουλου"}, follow=True).content.decode()
    officer.post(way)

    assert PossibleDuplicate.objects.get().raised_by == officer.user


def test_a_pair_that_waits_already_is_not_raised_twice(officer, anna, second, pair):
    page = officer.post(address_of("raise_pair", anna.pk, second.pk), follow=True)

    assert PossibleDuplicate.objects.count() == 1
    assert "περιμένουν ήδη" in page.content.decode()


def test_a_colleague_decides_and_is_led_to_the_merge(social_worker, anna, second, pair):
    page = social_worker.get(address_of("decide", pair.pk))
    answer = social_worker.post(address_of("decide", pair.pk), {"state": "same", "note": "ίδια ταυτότητα"})

    assert "Ελένη" in page.content.decode()
    assert answer.url == address_of("merge", pair.first_id, pair.second_id)
    assert PossibleDuplicate.objects.get().decided_by == social_worker.user


def test_two_people_who_are_different_leave_the_list(social_worker, pair):
    social_worker.post(address_of("decide", pair.pk), {"state": "different"})

    assert address_of("decide", pair.pk) not in social_worker.get(address_of("pairs")).content.decode()


def test_whoever_raised_a_pair_does_not_decide_it(signed_in, karditsa, worker, pair):
    raiser = signed_in(worker.user, karditsa)

    assert (
        "state" not in raiser.get(address_of("decide", pair.pk)).content.decode().split("<main")[1].split("</main")[0]
    )
    assert raiser.post(address_of("decide", pair.pk), {"state": "same"}).status_code == 422
    assert PossibleDuplicate.objects.get().state == "open"


def test_reception_sees_the_pairs_and_does_not_decide(officer, pair):
    assert officer.get(address_of("pairs")).status_code == 200
    assert officer.get(address_of("decide", pair.pk)).status_code == 403


def test_a_pair_of_another_municipality_does_not_exist(signed_in, trikala, pair):
    from arogi.core.acting import acting_in

    with acting_in(trikala.id):
        member(trikala)
    assert signed_in("social_worker", trikala).get(address_of("decide", pair.pk)).status_code == 404
