import datetime as dt

import pytest
from django.utils import timezone

from arogi.centres import services
from arogi.centres.models import Closure, Operation, Structure, SubProject
from arogi.centres.selectors import Range
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord


@pytest.fixture
def manager(signed_in, trikala):
    return signed_in("coordinator", trikala)


@pytest.fixture
def centre(trikala):
    with acting_in(trikala.id):
        found = Structure.objects.get(code="KK")
        week = {weekday: [Range(opens=dt.time(8), closes=dt.time(15, 30))] for weekday in range(7)}
        services.set_hours(structure_id=found.pk, week=week, on=dt.date(2020, 1, 1))
        operation = Operation.objects.create(mis_code="6003331", title_el="Πράξη", valid_from=dt.date(2024, 1, 1))
        SubProject.objects.create(operation=operation, number="2", structure=found)
    return found


def week_form(**changes):
    return (
        {f"day_{weekday}": "8:00-14:00" for weekday in range(5)}
        | {"day_5": "", "day_6": "", "on": "1/2/2026"}
        | changes
    )


def test_the_list_shows_structures_and_their_hours(manager, centre):
    page = manager.get("/centres/").content.decode()

    assert "Δομή KK" in page
    assert "Δομή ROMA" in page
    assert "Αργίες του επόμενου έτους" in page


def test_a_structure_shows_hours_money_and_specialities(signed_in, manager, centre, trikala):
    signed_in("psychologist", trikala, at=centre)

    page = manager.get(f"/centres/{centre.pk}/").content.decode()

    assert page.count("08:00-15:30") >= 7
    assert "Πράξη 6003331, υποέργο 2" in page
    assert "Ψυχολόγος: 1" in page


def test_the_facts_of_a_structure_are_corrected(manager, centre, trikala):
    facts = {"name_el": "Κέντρο Κοινότητας", "address": "Ασκληπιού 5", "email": "kk@example.gr", "phones": "2431000000"}

    answer = manager.post(f"/centres/{centre.pk}/edit/", facts)

    assert answer.status_code == 302
    with acting_in(trikala.id):
        centre.refresh_from_db()
        record = AccessRecord.objects.get(verb="change", kind="structure")
    assert (centre.name_el, centre.address) == ("Κέντρο Κοινότητας", "Ασκληπιού 5")
    assert "name_el" in record.detail["fields"]


def test_hours_are_typed_as_people_write_them(manager, centre):
    answer = manager.post(f"/centres/{centre.pk}/hours/", week_form(day_2="8-14; 17.00 – 20:30"))
    page = manager.get(f"/centres/{centre.pk}/").content.decode()

    assert answer.status_code == 302
    assert "17:00-20:30" in page


@pytest.mark.parametrize("typed", ["25-26", "8", "πρωί", "8:70-9", "14-8", "8-12, 11-13", "8-24", "1" * 200, "=1+1"])
def test_hours_that_make_no_sense_are_refused_beside_their_box(manager, centre, typed):
    answer = manager.post(f"/centres/{centre.pk}/hours/", week_form(day_2=typed))

    assert answer.status_code == 200
    assert "govuk-error-summary" in answer.content.decode()


def test_a_closure_is_added_and_taken_back(manager, centre, trikala):
    day = timezone.localtime().date() + dt.timedelta(days=3)
    form = {
        "structure": str(centre.pk),
        "from_date": f"{day:%d/%m/%Y}",
        "until_date": f"{day:%d/%m/%Y}",
        "reason": "Απεργία",
    }

    added = manager.post("/centres/closures/", form)
    shown = manager.get("/centres/closures/").content.decode()
    with acting_in(trikala.id):
        closure = Closure.objects.get()
    removed = manager.post(f"/centres/closures/{closure.pk}/remove/")

    assert (added.status_code, removed.status_code) == (302, 302)
    assert "Απεργία" in shown
    with acting_in(trikala.id):
        assert not Closure.objects.exists()


def test_a_closure_that_ends_before_it_starts_is_refused(manager, centre):
    form = {"structure": "", "from_date": "5/3/2027", "until_date": "4/3/2027", "reason": "x"}

    assert "πριν από την πρώτη" in manager.post("/centres/closures/", form).content.decode()


@pytest.mark.trust("F3")
def test_a_structure_of_another_municipality_cannot_be_closed(manager, karditsa, trikala):
    foreign = Structure.objects.get(code="KK")
    form = {"structure": str(foreign.pk), "from_date": "5/3/2027", "until_date": "5/3/2027", "reason": "x"}

    answer = manager.post("/centres/closures/", form)

    assert answer.status_code == 200
    assert not Closure.objects.exists()
    with acting_in(trikala.id):
        assert not Closure.objects.exists()


@pytest.mark.parametrize("path", ["", "edit/", "hours/"])
@pytest.mark.trust("F1")
def test_a_structure_of_another_municipality_does_not_exist_here(manager, karditsa, path):
    foreign = Structure.objects.get(code="KK")

    assert manager.get(f"/centres/{foreign.pk}/{path}").status_code == 404
    assert manager.post(f"/centres/{foreign.pk}/{path}", {"name_el": "x"}).status_code in {404, 405}


def test_who_may_not_manage_sees_no_way_to_change(signed_in, trikala, centre):
    officer = signed_in("reception", trikala)

    page = officer.get(f"/centres/{centre.pk}/").content.decode()

    assert "/edit/" not in page
    assert officer.get(f"/centres/{centre.pk}/edit/").status_code == 403
