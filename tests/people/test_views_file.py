from __future__ import annotations

import pytest
from django.urls import reverse

from arogi.core.models import AccessRecord
from arogi.people import services
from arogi.people.models import Address, Identifier, Person, Phone, TargetGroupMembership
from arogi.people.selectors import corrections_of
from tests.people.factories import AMKA, NOW, facts, person


def address_of(name, *arguments):
    return reverse(f"people:{name}", args=arguments)


def form_of(one, **changes):
    return {
        "version": one.version,
        "surname": one.surname,
        "first_name": one.first_name,
        "father_name": one.father_name,
        **changes,
    }


def text(page):
    return page.content.decode()


# Correcting


def test_a_corrected_name_is_in_the_file_and_the_former_one_in_its_history(social_worker, anna):
    answer = social_worker.post(address_of("edit", anna.pk), form_of(anna, surname="Παππά", reason="λάθος ταυτότητας"))

    assert answer.status_code == 302
    assert Person.objects.get(pk=anna.pk).surname == "Παππά"
    assert "Παπαδοπούλου" in text(social_worker.get(address_of("corrections", anna.pk)))


def test_the_form_of_a_file_shows_what_it_says(social_worker, worker):
    one = person(worker, "Παππά", "Ελένη", born="1984-05", citizenships=("ALB", "GRC"), languages=("sq",))

    page = text(social_worker.get(address_of("edit", one.pk)))

    assert 'value="05/1984"' in page
    assert 'value="Αλβανία, Ελλάδα"' in page


def test_who_was_slower_sees_what_the_other_changed_and_keeps_what_was_typed(social_worker, worker, anna):
    shown = form_of(anna, surname="Παππά", first_name="Άννα")
    services.correct_person(
        by=worker, person_id=anna.pk, version=anna.version, facts=facts("Παπαδάκη", "Άννα", sex="F"), at=NOW
    )

    refused = social_worker.post(address_of("edit", anna.pk), shown)
    page = text(refused)

    assert refused.status_code == 422
    assert "Παπαδάκη" in page
    assert "Γυναίκα" in page
    assert 'value="Παππά"' in page
    assert Person.objects.get(pk=anna.pk).surname == "Παπαδάκη"


def test_saving_again_after_the_differences_were_shown_means_it(social_worker, worker, anna):
    shown = form_of(anna, surname="Παππά")
    services.correct_person(by=worker, person_id=anna.pk, version=anna.version, facts=facts("Παπαδάκη", "Άννα"), at=NOW)
    refused = social_worker.post(address_of("edit", anna.pk), shown)
    version = refused.context["form"]["version"].value()

    answer = social_worker.post(address_of("edit", anna.pk), {**shown, "version": version})

    assert answer.status_code == 302
    assert Person.objects.get(pk=anna.pk).surname == "Παππά"


def test_a_file_cannot_lose_its_last_name(social_worker, anna):
    answer = social_worker.post(
        address_of("edit", anna.pk), form_of(anna, surname="", first_name="", father_name="Γεώργιος")
    )

    assert answer.status_code == 422
    assert Person.objects.get(pk=anna.pk).surname == "Παπαδοπούλου"


def test_a_status_needs_a_reason(social_worker, anna):
    assert social_worker.post(address_of("status", anna.pk), {"status": "moved"}).status_code == 422
    assert social_worker.post(address_of("status", anna.pk), {"status": "moved", "reason": "Λάρισα"}).status_code == 302
    assert Person.objects.get(pk=anna.pk).status == "moved"


# Who may


@pytest.mark.parametrize("name", ["edit", "status", "add_identifier", "add_phone", "move", "declare_group"])
def test_who_may_only_look_corrects_nothing(signed_in, karditsa, anna, name):
    supervisor = signed_in("supervisor", karditsa)

    assert supervisor.get(address_of(name, anna.pk)).status_code == 403
    assert supervisor.post(address_of(name, anna.pk), {}).status_code == 403


@pytest.mark.parametrize("name", ["edit", "corrections", "household", "add_phone", "choose_pair"])
def test_the_file_of_another_municipality_does_not_exist(signed_in, trikala, anna, name):
    assert signed_in("social_worker", trikala).get(address_of(name, anna.pk)).status_code == 404


def test_the_address_of_a_merged_file_leads_to_the_one_that_was_kept(social_worker, worker, anna):
    second = person(worker, "Παπαδοπούλου", "Αννα")
    services.merge_persons(by=worker, kept_id=anna.pk, absorbed_id=second.pk, choices={}, at=NOW)

    answer = social_worker.get(address_of("edit", second.pk))

    assert (answer.status_code, answer.url) == (302, reverse("desk:person", args=[anna.pk]))


def test_whoever_opens_a_page_about_a_person_leaves_one_record(social_worker, anna):
    social_worker.get(address_of("edit", anna.pk))

    seen = AccessRecord.objects.filter(verb="view", person_id=anna.pk, actor_id=social_worker.user.pk)
    assert seen.count() == 1


# Papers


def test_a_paper_is_added_and_shown_masked(social_worker, anna):
    answer = social_worker.post(address_of("add_identifier", anna.pk), {"kind": "afm", "number": "123456783"})
    page = text(social_worker.get(reverse("desk:person", args=[anna.pk])))

    assert answer.status_code == 302
    assert "*******6783" in page
    assert "123456783" not in page


def test_a_paper_needs_a_number_or_why_there_is_none(social_worker, anna):
    refused = social_worker.post(address_of("add_identifier", anna.pk), {"kind": "passport"})
    accepted = social_worker.post(
        address_of("add_identifier", anna.pk), {"kind": "passport", "missing_reason": "never_issued"}
    )

    assert "missing_reason" in refused.context["form"].errors
    assert accepted.status_code == 302


def test_a_number_that_fails_its_rule_is_kept_only_with_a_reason(social_worker, anna):
    typed = {"kind": "afm", "number": "123456789"}

    refused = social_worker.post(address_of("add_identifier", anna.pk), typed)
    accepted = social_worker.post(
        address_of("add_identifier", anna.pk), {**typed, "number_reason": "από παλιό έγγραφο"}
    )

    assert "number_reason" in refused.context["form"].errors
    assert 'value="123456789"' in text(refused)
    assert accepted.status_code == 302


def test_the_same_number_twice_is_refused_beside_the_number(social_worker, anna):
    refused = social_worker.post(
        address_of("add_identifier", anna.pk), {"kind": "amka", "number": AMKA, "number_reason": "x"}
    )

    assert "number" in refused.context["form"].errors


def test_a_paper_can_be_corrected_without_seeing_its_number(officer, anna):
    paper = Identifier.objects.get(person=anna)
    page = text(officer.get(address_of("change_identifier", anna.pk, paper.pk)))

    answer = officer.post(
        address_of("change_identifier", anna.pk, paper.pk),
        {"kind": "amka", "detail": "αντίγραφο", "number_reason": "as on paper", "version": paper.version},
    )

    assert AMKA not in page
    assert answer.status_code == 302
    changed = Identifier.objects.get(pk=paper.pk)
    assert (changed.detail, changed.last_characters) == ("αντίγραφο", AMKA[-4:])


def test_a_paper_that_somebody_changed_meanwhile_is_not_overwritten(social_worker, anna):
    paper = Identifier.objects.get(person=anna)
    typed = {"kind": "amka", "detail": "δικό μου", "number_reason": "x", "version": paper.version + 7}

    refused = social_worker.post(address_of("change_identifier", anna.pk, paper.pk), typed)

    assert refused.status_code == 422
    assert Identifier.objects.get(pk=paper.pk).detail == ""
    assert refused.context["form"]["version"].value() == str(paper.version)


def test_a_paper_is_removed_with_a_reason_and_stays_in_the_history(social_worker, anna):
    paper = Identifier.objects.get(person=anna)
    way = address_of("remove_identifier", anna.pk, paper.pk)

    assert social_worker.post(way, {"version": paper.version}).status_code == 422
    assert social_worker.post(way, {"version": paper.version, "reason": "άλλου προσώπου"}).status_code == 302
    assert not Identifier.objects.filter(person=anna).exists()
    assert corrections_of(anna)[0].reason == "άλλου προσώπου"


def test_a_whole_number_is_shown_only_to_who_says_why_and_that_is_recorded(social_worker, anna):
    paper = Identifier.objects.get(person=anna)
    way = address_of("reveal_identifier", anna.pk, paper.pk)

    asked = social_worker.post(way)
    shown = social_worker.post(way, {"why": "application"})

    assert AMKA not in text(asked)
    assert AMKA in text(shown)
    assert AccessRecord.objects.get(verb="reveal").reason.startswith("application")


def test_another_reason_needs_words(social_worker, anna):
    paper = Identifier.objects.get(person=anna)

    refused = social_worker.post(address_of("reveal_identifier", anna.pk, paper.pk), {"why": "other", "words": " "})

    assert refused.status_code == 422
    assert AMKA not in text(refused)


def test_who_may_not_see_whole_numbers_cannot_ask_for_one(officer, anna):
    paper = Identifier.objects.get(person=anna)
    way = address_of("reveal_identifier", anna.pk, paper.pk)

    assert officer.post(way, {"why": "application"}).status_code == 403
    assert way not in text(officer.get(reverse("desk:person", args=[anna.pk])))


def test_the_paper_of_one_person_is_not_found_at_another(social_worker, worker, anna):
    paper = Identifier.objects.get(person=anna)
    other = person(worker, "Άλλος", "Κάποιος")

    assert social_worker.get(address_of("change_identifier", other.pk, paper.pk)).status_code == 404
    assert social_worker.post(address_of("reveal_identifier", other.pk, paper.pk), {"why": "check"}).status_code == 404


# Phones and addresses


def test_a_phone_is_added_with_its_marks(officer, anna):
    officer.post(
        address_of("add_phone", anna.pk), {"number": "2441012345", "number_owner": "neighbour", "number_no_calls": "on"}
    )

    phone = Phone.objects.get(person=anna, owner="neighbour")
    assert (phone.safe_to_call, phone.safe_to_text) == (False, True)


def test_an_odd_phone_is_kept_when_it_is_saved_again(officer, anna):
    refused = officer.post(address_of("add_phone", anna.pk), {"number": "12345"})
    again = officer.post(address_of("add_phone", anna.pk), {"number": "12345", "seen": "12345"})

    assert refused.status_code == 422
    assert again.status_code == 302


def test_a_phone_is_corrected_and_removed(officer, anna):
    phone = Phone.objects.get(person=anna)
    officer.post(
        address_of("change_phone", anna.pk, phone.pk),
        {"number": "6979999999", "number_owner": "own", "version": phone.version},
    )
    assert "697 999 9999" in text(officer.get(reverse("desk:person", args=[anna.pk])))

    officer.post(address_of("remove_phone", anna.pk, phone.pk), {"version": phone.version + 1})
    assert not Phone.objects.filter(person=anna).exists()


def test_a_new_address_ends_the_former_one(officer, anna):
    officer.post(address_of("move", anna.pk), {"settlement": "Σοφάδες", "from_date": "1/11/2026"})

    places = dict(Address.objects.filter(person=anna).values_list("settlement_text", "until_date"))
    assert places["Σοφάδες"] is None
    assert places["Παλαμάς"].isoformat() == "2026-11-01"


def test_an_address_without_any_place_is_refused(officer, anna):
    assert officer.post(address_of("move", anna.pk), {"from_date": "1/11/2026"}).status_code == 422


def test_an_address_is_corrected_in_place(officer, anna):
    place = Address.objects.get(person=anna)
    officer.post(address_of("correct_address", anna.pk, place.pk), {"settlement": "Παλαμά", "version": place.version})

    assert Address.objects.get(person=anna).settlement_text == "Παλαμά"


# Target groups


def test_a_target_group_is_recorded_and_ended(social_worker, anna):
    typed = {"group": "roma", "source": "declared", "on": "20/11/2026"}
    assert social_worker.post(address_of("declare_group", anna.pk), typed).status_code == 302
    group = TargetGroupMembership.objects.get(person=anna)

    social_worker.post(address_of("end_group", anna.pk, group.pk))

    assert TargetGroupMembership.objects.get(person=anna).until is not None


def test_a_sensitive_group_neither_shows_nor_ends_for_who_may_not_see_it(officer, worker, anna):
    group = services.declare_target_group(by=worker, person_id=anna.pk, group="roma", source="declared", on=NOW.date())

    assert "Ρομά" not in text(officer.get(reverse("desk:person", args=[anna.pk])))
    assert officer.post(address_of("end_group", anna.pk, group.pk)).status_code == 404
    assert (
        officer.post(
            address_of("declare_group", anna.pk), {"group": "violence", "source": "declared", "on": "20/11/2026"}
        ).status_code
        == 422
    )


HOSTILE = ["\u202eabc", "😀" * 300, "α" * 10_000, "=cmd|' /C calc'!A0", "<script>alert(1)</script>"]


@pytest.mark.parametrize(
    "name", ["edit", "status", "add_identifier", "add_phone", "move", "declare_group", "choose_pair"]
)
@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_kept_escaped_or_refused_and_never_a_fault(social_worker, anna, name, hostile):
    fields = ["surname", "first_name", "born", "citizenships", "alert", "reason", "kind", "number", "detail", "q"]
    fields += ["status", "version", "settlement", "street", "postcode", "group", "on", "from_date", "number_owner_name"]

    answer = social_worker.post(address_of(name, anna.pk), dict.fromkeys(fields, hostile))

    assert answer.status_code in {200, 302, 422}
    assert "<script>alert(1)" not in text(answer)
