import re
from pathlib import Path

import pytest
from uuid_utils.compat import uuid7

from arogi.accounts import words
from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.actor import Actor
from arogi.core.models import AccessRecord
from tests.factories import membership


@pytest.fixture
def guardian(signed_in, trikala):
    return signed_in("dpo", trikala)


def leave_records(town, count, **what):
    with acting_in(town.id, Actor(user_id=what.pop("actor_id", None), roles="reception")):
        for _ in range(count):
            audit.record("view", kind="person", **what)


def test_the_guardian_reads_who_opened_what(guardian, trikala):
    with acting_in(trikala.id):
        officer = membership(trikala, "reception")
    leave_records(trikala, 1, actor_id=officer.pk, person_id=uuid7(), reason="παραπομπή")

    page = guardian.get("/access-record/").content.decode()

    assert officer.name in page
    assert "άνοιξε: πρόσωπο" in page
    assert "παραπομπή" in page


def test_the_record_is_read_by_person_by_colleague_and_by_day(guardian, trikala):
    with acting_in(trikala.id):
        officer = membership(trikala, "reception")
    person = uuid7()
    leave_records(trikala, 2, actor_id=officer.pk, person_id=person, reason="ΤΟ-ΖΗΤΟΥΜΕΝΟ")
    leave_records(trikala, 3, person_id=uuid7(), reason="ΑΛΛΟ")

    by_person = guardian.get("/access-record/", {"person": str(person)}).content.decode()
    by_actor = guardian.get("/access-record/", {"actor": str(officer.pk)}).content.decode()
    by_day = guardian.get("/access-record/", {"until": "01/01/2020"}).content.decode()

    assert (by_person.count("ΤΟ-ΖΗΤΟΥΜΕΝΟ"), by_person.count("ΑΛΛΟ")) == (2, 0)
    assert (by_actor.count("ΤΟ-ΖΗΤΟΥΜΕΝΟ"), by_actor.count("ΑΛΛΟ")) == (2, 0)
    assert "Καμία εγγραφή δεν ταιριάζει" in by_day


def test_the_record_is_paged(guardian, trikala):
    leave_records(trikala, 60, reason="ΣΕΛΙΔΑ")

    first = guardian.get("/access-record/").content.decode()
    before = first.split("before=")[1].split('"')[0]
    second = guardian.get("/access-record/", {"before": before}).content.decode()

    assert first.count("ΣΕΛΙΔΑ") == 50
    assert 10 <= second.count("ΣΕΛΙΔΑ") <= 12


@pytest.mark.trust("T17")
def test_looking_at_the_record_is_recorded_with_the_person_it_was_about(guardian, trikala):
    person = uuid7()

    guardian.get("/access-record/", {"person": str(person)})

    with acting_in(trikala.id):
        last = AccessRecord.objects.order_by("-sequence").first()
    assert (last.verb, last.kind, last.person_id, last.actor_id) == ("view", "accessrecord", person, guardian.user.pk)


@pytest.mark.trust("T1")
def test_records_of_another_municipality_are_not_shown(guardian, karditsa):
    leave_records(karditsa, 3, reason="ΞΕΝΟ")

    assert "ΞΕΝΟ" not in guardian.get("/access-record/").content.decode()


@pytest.mark.parametrize("role", ["reception", "coordinator", "administrator", "auditor", "supervisor"])
def test_only_the_guardian_reads_the_record(signed_in, trikala, role):
    assert signed_in(role, trikala).get("/access-record/").status_code == 403


@pytest.mark.trust("F10")
@pytest.mark.parametrize(
    "query",
    [
        "person=x", "person=%00", "actor=1", "since=99/99/9999", "until=%27", "before=-1", "before=1e400",
        "before=99999999999999999999999", "_connector=OR 1=1", "person__in=1,2", "since=10/10/2026&until=01/01/2020",
        "actor=00000000-0000-0000-0000-000000000000",
    ],
)  # fmt: skip
def test_questions_that_make_no_sense_show_nothing_and_break_nothing(guardian, query):
    assert guardian.get(f"/access-record/?{query}").status_code in {200, 400}


def test_a_request_that_is_refused_leaves_a_record(signed_in, trikala):
    client = signed_in("reception", trikala)

    client.get("/access-record/")

    with acting_in(trikala.id):
        refused = AccessRecord.objects.get(verb="refused")
    assert (refused.kind, refused.actor_id) == ("accounts:access_record", client.user.pk)


def test_every_act_that_is_recorded_has_words():
    written = " ".join(file.read_text() for file in Path(words.__file__).parents[1].glob("**/*.py"))
    acts = re.findall(r'audit\.record\(\s*"(\w+)",\s*kind="(\w+)"', written)

    assert len(acts) > 40
    assert {verb for verb, _kind in acts} - set(words.VERBS) == set()
    assert {kind for _verb, kind in acts} - set(words.KINDS) == set()


def test_details_are_said_in_words(guardian, trikala):
    with acting_in(trikala.id, Actor(roles="operator")):
        audit.record("adopt", kind="catalogue", added=56, fields=["a", "b"])

    page = guardian.get("/access-record/").content.decode()

    assert "παρέλαβε: κατάλογος υπηρεσιών" in page
    assert "προστέθηκαν: 56; πεδία: a, b" in page
    assert "χειριστής της εγκατάστασης" in page
