import re

import pytest
from django import forms as django_forms
from django.urls import reverse
from openfisca_greece import catalogue, questions

from arogi.applications import forms, models
from arogi.applications.law import platforms, terms_of
from arogi.applications.sheets import FIELDS, PARTS, sheet_of
from arogi.core.models import AccessRecord
from arogi.people.facts import IdentifierFacts
from arogi.people.services import add_identifier
from tests.factories import TODAY
from tests.outreach.families import settle

AMKA, AFM = "01013099997", "123456783"


@pytest.fixture
def numbered(worker, head):
    """The head has an AMKA and an AFM."""
    for kind, value in (("amka", AMKA), ("afm", AFM)):
        facts = IdentifierFacts(kind=kind, value=value, override_reason="as on paper")
        add_identifier(by=worker, person_id=head.pk, facts=facts)
    return head


def values(application, by):
    return [box.value.text for block in sheet_of(application, by, TODAY).blocks for box in block.boxes]


def test_every_platform_names_only_what_the_sheet_can_fill():
    for platform in platforms().values():
        for part in platform.parts:
            assert part.part in PARTS
            unknown = [name for name in part.fields if name not in FIELDS and name not in questions()]
            assert unknown == [], platform.code


def test_every_programme_of_the_rules_says_where_it_is_applied_for():
    for code in catalogue():
        platform = terms_of(code).platform
        assert platform == "none" or platform in platforms(), code
        assert terms_of(code).months is None or terms_of(code).source, code


def test_the_sheet_shows_whole_numbers_to_who_may_see_them(numbered, open_, worker):
    sheet = sheet_of(open_("eee"), worker, TODAY)

    first = {box.label: box.value for box in sheet.blocks[0].boxes}
    assert (first["ΑΜΚΑ"].text, first["ΑΦΜ"].text) == (AMKA, AFM)
    assert first["ΑΜΚΑ"].is_whole
    assert {row.kind for row in sheet.revealed} == {"amka", "afm"}


def test_the_sheet_masks_numbers_for_everybody_else(numbered, open_, receptionist):
    sheet = sheet_of(open_("eee"), receptionist, TODAY)

    first = {box.label: box.value for box in sheet.blocks[0].boxes}
    assert first["ΑΜΚΑ"].text == "*******9997"
    assert not first["ΑΜΚΑ"].is_whole
    assert sheet.revealed == ()


def test_the_order_is_that_of_the_platform(open_, worker):
    labels = [box.label for box in sheet_of(open_("uninsured_elderly"), worker, TODAY).blocks[0].boxes]

    assert labels[1:3] == ["ΑΜΚΑ", "ΑΦΜ"]


def test_each_member_has_a_block(open_, worker):
    names = [block.name for block in sheet_of(open_("eee"), worker, TODAY).blocks if block.name]

    assert len(names) == 3


def test_facts_stand_there_as_they_were_told(worker, open_):
    head = settle(worker, "Μισθωτός", today=TODAY)
    blocks = sheet_of(open_("eee", person=head), worker, TODAY).blocks
    told = next(block for block in blocks if block.title == PARTS["told"])

    assert told.boxes[0].label == questions()["income.six_months.wages"].el
    assert {box.value.text for box in told.boxes} == {"0,00"}


def test_an_address_that_is_not_to_be_disclosed_stays_in_the_file(open_, worker, head):
    from arogi.people.models import Address

    Address.objects.create(person=head, street="Κρυφή 1", from_date=TODAY)
    head.hide_address = True
    head.save()

    assert "Κρυφή" not in str(values(open_("eee"), worker))


def test_who_saw_the_sheet_and_which_numbers_is_recorded(signed_in, karditsa, worker, numbered, open_):
    application = open_("eee")
    answer = signed_in(worker.user, karditsa).get(reverse("applications:sheet", args=[application.pk]))

    assert AMKA in answer.content.decode()
    seen = AccessRecord.objects.filter(kind="transfer_sheet", verb="view", object_id=application.pk)
    assert seen.count() == 4
    revealed = AccessRecord.objects.filter(kind="identifier", verb="reveal", person_id=numbered.pk)
    assert revealed.count() == 2


def test_copies_are_offered_for_whole_values_only(signed_in, karditsa, numbered, open_):
    application = open_("eee")
    page = signed_in("reception", karditsa).get(reverse("applications:sheet", args=[application.pk])).content.decode()

    assert AMKA not in page
    (amka,) = re.findall(r'<bdi id="([^"]+)">\*\*\*\*\*\*\*9997', page)
    assert f'data-arogi-copy="{amka}"' not in page
    assert "data-arogi-copy" in page


def test_no_password_of_a_state_platform_has_a_place_to_be_kept():
    secret = re.compile("pass|secret|taxis|pin|κωδικο|credential|login", re.IGNORECASE)
    kept = [
        field.name
        for model in vars(models).values()
        if isinstance(model, type) and getattr(model, "_meta", None) is not None and model.__module__ == models.__name__
        for field in model._meta.get_fields()
    ]
    typed = [
        name
        for form in vars(forms).values()
        if isinstance(form, type) and issubclass(form, django_forms.Form) and form.__module__ == forms.__name__
        for name in form.base_fields
    ]
    boxes = [name for platform in platforms().values() for part in platform.parts for name in part.fields]

    assert len(kept) > 30
    assert len(typed) > 20
    assert [name for name in (*kept, *typed, *boxes) if secret.search(name)] == []
    assert not any(
        isinstance(field.widget, django_forms.PasswordInput)
        for form in vars(forms).values()
        if isinstance(form, type) and issubclass(form, django_forms.Form)
        for field in form.base_fields.values()
    )
