import datetime as dt
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from openfisca_greece.data_files import DATA, read

from arogi.core import audit
from arogi.core.errors import ChangedMeanwhile, NotAllowed
from arogi.core.models import AccessRecord
from arogi.documents.errors import (
    EndsBeforeIssue,
    IsWithdrawn,
    NoSuchDocument,
    NothingToUndo,
    SeenInFuture,
    UnknownKind,
)
from arogi.documents.kinds import KINDS, LONGEST_LEAD_DAYS
from arogi.documents.models import Document, DocumentEvent
from arogi.documents.sealing import note_of, number_of
from arogi.documents.selectors import documents_of, expiring, valid_kinds
from arogi.documents.services import (
    PaperFacts,
    adopt_identifiers,
    change_paper,
    record_paper,
    reveal_number,
    undo,
    withdraw_paper,
)
from arogi.people.errors import ImpossibleFact
from arogi.people.facts import IdentifierFacts
from arogi.people.models import Identifier
from arogi.people.services import add_identifier, merge_persons, undo_merge
from tests.documents.conftest import NOW, TODAY
from tests.factories import member
from tests.people.factories import person as registered

LATER = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
LEASE = PaperFacts(
    kind="lease", seen_on=TODAY, expires_on=TODAY + dt.timedelta(days=40), number="AB-1234567", note="2 σελ."
)


def record(by, person, facts=LEASE, **more):
    return record_paper(by=by, person_id=person.pk, facts=facts, today=TODAY, at=NOW, **more)


def change(by, document, **changes):
    facts = replace(LEASE, number="", **changes)
    return change_paper(by=by, document_id=document.pk, version=document.version, facts=facts, today=TODAY, at=NOW)


def test_a_paper_is_recorded_with_who_saw_it_and_when(worker, citizen):
    document = record(worker, citizen).document

    assert (document.kind, document.seen_by, document.seen_on) == ("lease", worker.user, TODAY)
    assert document.expires_on == LEASE.expires_on
    assert number_of(document.pk, document.number) == "AB-1234567"
    assert note_of(document.pk, document.note) == "2 σελ."


def test_number_and_note_lie_unreadable_in_the_database(worker, citizen):
    record(worker, citizen)

    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM documents_document d")
        kept = " ".join(row for (row,) in cursor.fetchall())
    assert "1234567" not in kept
    assert b"AB-1234567".hex() not in kept
    assert "2 σελ.".encode().hex() not in kept


def test_a_form_that_is_sent_twice_records_one_paper(worker, citizen):
    form = uuid4()

    first = record(worker, citizen, submission=form)
    second = record(worker, citizen, submission=form)

    assert first == second
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"kind": "passport of Atlantis"}, UnknownKind),
        ({"kind": ""}, UnknownKind),
        ({"issued_on": TODAY, "expires_on": TODAY - dt.timedelta(days=1)}, EndsBeforeIssue),
        ({"seen_on": TODAY + dt.timedelta(days=1)}, SeenInFuture),
        ({"issued_on": TODAY + dt.timedelta(days=1)}, SeenInFuture),
        ({"note": "α" * 201}, ImpossibleFact),
        ({"number": "1" * 61}, ImpossibleFact),
    ],
)
def test_what_cannot_be_is_refused(worker, citizen, changes, refusal):
    with pytest.raises(refusal):
        record(worker, citizen, replace(LEASE, **changes))

    assert not Document.objects.exists()


def test_the_database_refuses_a_paper_that_ends_before_its_issue(worker, citizen):
    document = record(worker, citizen).document

    with pytest.raises(IntegrityError, match="documents_ends_after_issue"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(issued_on=TODAY + dt.timedelta(days=41))


def test_a_correction_keeps_what_stood_there_and_can_be_taken_back(worker, citizen):
    document = record(worker, citizen).document

    event = change(worker, document, expires_on=TODAY + dt.timedelta(days=70), note="3 σελ.")
    changed = Document.objects.get(pk=document.pk)
    assert (changed.expires_on, note_of(changed.pk, changed.note)) == (TODAY + dt.timedelta(days=70), "3 σελ.")
    assert number_of(changed.pk, changed.number) == "AB-1234567"

    undo(by=worker, event_id=event.pk, at=NOW)
    restored = Document.objects.get(pk=document.pk)
    assert (restored.expires_on, note_of(restored.pk, restored.note)) == (LEASE.expires_on, "2 σελ.")


def test_saving_an_unchanged_paper_changes_nothing(worker, citizen):
    document = record(worker, citizen).document

    assert change(worker, document) is None
    assert Document.objects.get(pk=document.pk).version == 1


def test_a_correction_of_an_old_page_is_refused(worker, citizen):
    document = record(worker, citizen).document
    change(worker, document, note="άλλο")
    document.version = 1

    with pytest.raises(ChangedMeanwhile):
        change(worker, document, note="τρίτο")


def test_a_withdrawn_paper_counts_nowhere_and_comes_back(worker, citizen):
    document = record(worker, citizen).document

    event = withdraw_paper(by=worker, document_id=document.pk, reason="Λάθος πρόσωπο", at=NOW)
    assert documents_of([citizen.pk]) == []
    assert list(expiring(first=TODAY, last=dt.date.max)) == []
    with pytest.raises(IsWithdrawn):
        withdraw_paper(by=worker, document_id=document.pk, reason="", at=NOW)

    undo(by=worker, event_id=event.pk, at=NOW)
    assert documents_of([citizen.pk]) == [document]


def test_recording_can_be_taken_back(worker, citizen):
    event = record(worker, citizen)

    undo(by=worker, event_id=event.pk, at=NOW)

    assert documents_of([citizen.pk]) == []
    with pytest.raises(NothingToUndo):
        undo(by=worker, event_id=event.pk, at=NOW)


def test_only_the_last_act_and_only_ones_own_can_be_taken_back(worker, citizen, karditsa):
    event = record(worker, citizen)
    change(worker, event.document, note="άλλο")

    with pytest.raises(NothingToUndo):
        undo(by=worker, event_id=event.pk, at=NOW)
    with pytest.raises(NoSuchDocument):
        undo(by=member(karditsa), event_id=DocumentEvent.objects.order_by("-pk").first().pk, at=NOW)


@pytest.mark.parametrize("role", ["supervisor", "dpo", "auditor", "administrator"])
def test_who_may_not_record_is_refused(worker, citizen, karditsa, role):
    document = record(worker, citizen).document
    other = member(karditsa, role)

    with pytest.raises(NotAllowed):
        record(other, citizen)
    with pytest.raises(NotAllowed):
        withdraw_paper(by=other, document_id=document.pk, reason="", at=NOW)


def test_papers_that_tell_of_health_are_neither_shown_to_nor_taken_from_reception(worker, citizen, karditsa):
    reception = member(karditsa, "reception")
    kepa = record(worker, citizen, replace(LEASE, kind="kepa")).document

    with pytest.raises(UnknownKind):
        record(reception, citizen, replace(LEASE, kind="kepa"))
    with pytest.raises(NoSuchDocument):
        withdraw_paper(by=reception, document_id=kepa.pk, reason="", at=NOW)


def test_a_whole_number_is_shown_only_to_who_may_reveal_numbers(worker, citizen, karditsa):
    document = record(worker, citizen).document

    assert reveal_number(by=worker, document_id=document.pk, reason="check") == "AB-1234567"
    with pytest.raises(NotAllowed):
        reveal_number(by=member(karditsa, "reception"), document_id=document.pk, reason="check")


def test_merging_two_files_moves_the_papers_and_undoing_moves_them_back(worker, citizen):
    twin = registered(worker, "Δοκιμίδη", "Ελένη")
    document = record(worker, twin).document

    merge = merge_persons(by=worker, kept_id=citizen.pk, absorbed_id=twin.pk, choices={}, at=NOW)
    assert [one.pk for one in documents_of([citizen.pk])] == [document.pk]
    assert number_of(document.pk, document.number) == "AB-1234567"

    undo_merge(by=worker, merge_id=merge.pk, at=NOW)
    assert [one.pk for one in documents_of([twin.pk])] == [document.pk]


def test_of_a_kind_the_paper_that_holds_longest_counts(shown, citizen):
    shown("unemployment_card", ends=5)
    longer = shown("unemployment_card", ends=80)
    shown("unemployment_card", ends=-3)

    assert valid_kinds([citizen.pk], TODAY) == {citizen.pk: {"unemployment_card": longer}}


def test_a_paper_counts_on_its_last_day_and_not_on_the_next(shown, citizen):
    lease = shown("lease", ends=0)

    assert valid_kinds([citizen.pk], TODAY) == {citizen.pk: {"lease": lease}}
    assert valid_kinds([citizen.pk], TODAY + dt.timedelta(days=1)) == {citizen.pk: {}}


def test_a_paper_without_an_end_counts_as_long_as_its_kind_is_good(shown, citizen):
    shown("tax_return", issued_on=TODAY - dt.timedelta(days=300))

    assert "tax_return" in valid_kinds([citizen.pk], TODAY + dt.timedelta(days=65))[citizen.pk]
    assert "tax_return" not in valid_kinds([citizen.pk], TODAY + dt.timedelta(days=66))[citizen.pk]


def test_a_passport_stands_for_the_paper_of_identity_that_programmes_ask_for(shown, citizen):
    passport = shown("passport", ends=500)
    tax = shown("tax_return")

    assert valid_kinds([citizen.pk], TODAY)[citizen.pk] == {
        "passport": passport,
        "identity": passport,
        "tax_return": tax,
        "tax_assessment": tax,
    }


def test_somebody_without_papers_has_none(citizen):
    assert valid_kinds([citizen.pk], TODAY) == {citizen.pk: {}}


def test_papers_of_a_whole_family_are_read_in_one_query(shown, worker, citizen, django_assert_num_queries):
    family = [citizen, *(registered(worker, "Δοκιμίδη", f"Παιδί {number}") for number in range(5))]
    for person in family:
        shown("school_attendance", person=person)

    with django_assert_num_queries(1):
        held = valid_kinds([person.pk for person in family], TODAY)

    assert all(set(kinds) == {"school_attendance"} for kinds in held.values())


def test_each_kind_is_reminded_of_with_its_own_lead_time(shown, citizen):
    card, title = shown("unemployment_card", ends=20), shown("residence_title", ends=20)

    found = {one.document_id: one for one in expiring(first=TODAY, last=TODAY + dt.timedelta(days=LONGEST_LEAD_DAYS))}

    assert set(found) == {card.pk, title.pk}
    assert found[card.pk].remind_on == TODAY + dt.timedelta(days=20 - KINDS["unemployment_card"].lead_days)
    assert found[title.pk].remind_on == TODAY + dt.timedelta(days=20 - KINDS["residence_title"].lead_days)
    assert found[card.pk].person_id == citizen.pk


def test_first_and_last_day_are_counted(shown):
    for days in (-1, 0, 10, 11):
        shown("lease", ends=days)

    found = [one.expires_on for one in expiring(first=TODAY, last=TODAY + dt.timedelta(days=10))]

    assert found == [TODAY, TODAY + dt.timedelta(days=10)]


def test_nobody_is_reminded_of_a_paper_that_a_newer_one_replaces(shown):
    shown("passport", ends=10)
    shown("residence_title", ends=10)
    shown("residence_title")
    shown("lease", ends=10)
    shown("lease", ends=400)
    newer = shown("passport", ends=900)

    found = [(one.kind, one.document_id) for one in expiring(first=TODAY, last=TODAY + dt.timedelta(days=1000))]

    assert [kind for kind, _id in found] == ["lease", "lease", "passport"]
    assert found[-1][1] == newer.pk


def test_nobody_is_reminded_of_papers_of_the_dead(shown, citizen):
    shown("lease", ends=10)
    citizen.status = "deceased"
    citizen.save()

    assert list(expiring(first=TODAY, last=dt.date.max)) == []


def test_every_paper_that_a_programme_asks_for_is_a_kind_with_the_same_key():
    # Not papers: codes that are never stored, a tick inside an application, and "none".
    assert set(read(DATA / "documents.yaml")) - set(KINDS) == {"taxisnet", "food_tick", "nothing"}


def test_every_kind_says_where_it_comes_from_and_how_sure_that_is():
    assert all(kind.el and kind.en and kind.source and kind.evidence in {"A", "B", "K"} for kind in KINDS.values())
    assert all(kind.lead_days >= 0 for kind in KINDS.values())


def test_a_paper_stands_for_kinds_that_exist():
    assert {code for kind in KINDS.values() for code in kind.stands_for} <= set(KINDS)


def test_every_act_leaves_a_record_that_names_the_person_and_no_number(worker, citizen):
    event = record(worker, citizen)
    change(worker, event.document, note="άλλο")
    withdraw_paper(by=worker, document_id=event.document_id, reason="", at=NOW)
    audit.write_pending()

    records = AccessRecord.objects.filter(kind="document").order_by("sequence")
    assert [one.verb for one in records] == ["create", "change", "cancel"]
    assert {one.person_id for one in records} == {citizen.pk}
    assert "1234567" not in str([one.detail for one in records])


# Numbers that end become papers


def number(worker, person, kind="residence_title", ends=20, value="ΑΒ1234567"):
    facts = IdentifierFacts(kind=kind, value=value, expires_on=TODAY + dt.timedelta(days=ends), override_reason="όπως")
    return add_identifier(by=worker, person_id=person.pk, facts=facts)


def test_a_number_that_ends_becomes_a_paper_once(worker, citizen):
    identifier = number(worker, citizen)

    assert adopt_identifiers(at=LATER) == 1
    assert adopt_identifiers(at=LATER) == 0

    (paper,) = documents_of([citizen.pk])
    assert (paper.kind, paper.expires_on, paper.seen_by) == ("residence_title", identifier.expires_on, worker.user)
    assert [one.document_id for one in expiring(first=TODAY, last=dt.date.max)] == [paper.pk]


def test_a_paper_that_was_shown_is_not_made_a_second_time_from_its_number(worker, citizen, shown):
    shown("residence_title", ends=300)
    number(worker, citizen)
    number(worker, citizen, kind="amka", value="01013099997")

    assert adopt_identifiers(at=LATER) == 0


def test_a_paper_made_of_a_number_follows_it_until_somebody_touches_the_paper(worker, citizen):
    identifier = number(worker, citizen)
    adopt_identifiers(at=LATER)
    Identifier.objects.filter(pk=identifier.pk).update(expires_on=TODAY + dt.timedelta(days=99))

    assert adopt_identifiers(at=LATER) == 1
    (paper,) = documents_of([citizen.pk])
    assert paper.expires_on == TODAY + dt.timedelta(days=99)

    withdraw_paper(by=worker, document_id=paper.pk, reason="", at=LATER)
    Identifier.objects.filter(pk=identifier.pk).update(expires_on=TODAY)
    assert adopt_identifiers(at=LATER) == 0
    assert documents_of([citizen.pk]) == []
