import pytest
from django.urls import reverse

from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from arogi.entitlements.services import run_check


@pytest.fixture
def check(worker, mother, today, karditsa):
    made = run_check(by=worker, person=mother, today=today)
    with acting_in(karditsa.id):
        pass
    return made


def slip_of(check):
    return reverse("entitlements:slip", args=[check.person_id, check.pk])


@pytest.mark.parametrize("language", ["el", "en", "", "xx"])
def test_the_slip_of_a_check_is_a_file_without_a_name_in_its_name(signed_in, karditsa, check, language):
    response = signed_in("social_worker", karditsa).get(slip_of(check), {"language": language})

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith('attachment; filename="entitlements-2026-03-02-')


def test_taking_the_slip_leaves_an_access_record(signed_in, karditsa, check, mother):
    signed_in("social_worker", karditsa).get(slip_of(check))

    assert AccessRecord.objects.filter(verb="export", kind="check", person_id=mother.pk).count() == 1


def test_a_check_of_somebody_else_gives_no_slip(signed_in, karditsa, check, child):
    client = signed_in("social_worker", karditsa)

    assert client.get(reverse("entitlements:slip", args=[child.pk, child.pk])).status_code == 404


def test_who_may_not_see_checks_sees_no_slip_and_no_chart(signed_in, karditsa, check, mother):
    client = signed_in("dpo", karditsa)
    chart = reverse("entitlements:what_if", args=[mother.pk])

    assert {client.get(address).status_code for address in (slip_of(check), chart)} <= {403, 404}


def test_of_a_household_of_which_little_is_known_no_empty_chart_is_drawn(signed_in, karditsa, mother):
    response = signed_in("social_worker", karditsa).get(reverse("entitlements:what_if", args=[mother.pk]))

    assert "<polyline" not in response.content.decode()
    assert "κάθε απάντηση περιμένει ένα στοιχείο" in response.content.decode()
    assert "Σε κανένα άθροισμα" in response.content.decode()
