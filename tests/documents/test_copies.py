import datetime as dt
import os
import stat
import time
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from arogi.core import audit
from arogi.core.errors import NotAllowed
from arogi.core.models import AccessRecord
from arogi.documents import receiving, scanning, services, vault
from arogi.documents.errors import (
    CopyIsGone,
    CopyIsHarmful,
    CopyIsHeldBack,
    CopyRefused,
    IsWithdrawn,
    NoRoomLeft,
    NoSuchCopy,
    NoSuchDocument,
    TooManyCopies,
)
from arogi.documents.models import DocumentEvent, StoredFile
from tests.documents.conftest import NOW, TODAY
from tests.documents.hostile import picture
from tests.factories import member

PHOTO = picture()
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"


@pytest.fixture
def lease(shown):
    return shown("lease", ends=30)


def add(by, document, content=PHOTO):
    return services.add_copy(by=by, document_id=document.pk, content=content, today=TODAY, at=NOW)


def on_the_disk():
    folder = Path(django_settings.FILES_FOLDER)
    return [file for file in folder.rglob("*") if file.is_file()]


@pytest.fixture
def clamd(monkeypatch, settings):
    """Stand for clamd: `clamd("ok")`, `clamd("harmful")`, `clamd("away")`."""

    def says(what):
        def scan(_content):
            if what == "harmful":
                raise scanning.Harmful("Test.Virus")
            if what == "away":
                raise scanning.NoAnswer("refused")

        settings.CLAMD = "/nowhere"
        monkeypatch.setattr(scanning, "scan", scan)

    return says


def test_a_copy_lies_encrypted_under_the_digest_of_what_lies_there(worker, lease):
    import hashlib

    copy = add(worker, lease)

    (file,) = on_the_disk()
    lying = file.read_bytes()
    assert file.name == copy.digest == hashlib.sha256(lying).hexdigest()
    assert file.parts[-3] == str(copy.municipality_id)
    assert b"JFIF" not in lying
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert services.open_copy(by=worker, file_id=copy.pk).content[:3] == b"\xff\xd8\xff"


def test_the_files_lie_outside_of_what_is_served():
    served = [django_settings.STATIC_ROOT, getattr(django_settings, "MEDIA_ROOT", "")]

    folder = Path(django_settings.VAR / "files")
    assert all(not folder.is_relative_to(place) for place in served if place)


def test_the_same_photo_twice_lies_there_twice_and_tells_nothing(worker, lease):
    first, second = add(worker, lease), add(worker, lease)

    assert first.digest != second.digest
    assert len(on_the_disk()) == 2


@pytest.mark.parametrize("damage", ["changed", "cut", "gone", "swapped"])
def test_a_file_that_was_touched_is_not_handed_out(worker, lease, damage):
    copy, other = add(worker, lease), add(worker, lease)
    file = vault._path(copy.digest)
    if damage == "changed":
        file.write_bytes(file.read_bytes()[:-1] + b"\0")
    elif damage == "cut":
        file.write_bytes(file.read_bytes()[:-5])
    elif damage == "gone":
        file.unlink()
    else:
        StoredFile.objects.filter(pk=copy.pk).update(digest=other.digest)

    with pytest.raises(CopyIsGone):
        services.open_copy(by=worker, file_id=copy.pk)


def test_who_may_not_open_a_copy_may_still_keep_one(worker, lease, karditsa):
    reception = member(karditsa, "reception")

    copy = add(reception, lease)

    with pytest.raises(NotAllowed):
        services.open_copy(by=reception, file_id=copy.pk)


@pytest.mark.parametrize("role", ["supervisor", "dpo", "ministry"])
def test_who_may_not_record_neither_adds_nor_deletes(worker, lease, karditsa, role):
    copy, other = add(worker, lease), member(karditsa, role)

    with pytest.raises(NotAllowed):
        add(other, lease)
    with pytest.raises(NotAllowed):
        services.delete_copy(by=other, file_id=copy.pk, reason="", at=NOW)
    with pytest.raises(NotAllowed):
        services.open_copy(by=other, file_id=copy.pk)


def test_a_copy_about_health_is_closed_to_who_may_not_see_health(worker, shown, karditsa):
    copy, economist = add(worker, shown("kepa", ends=50)), member(karditsa, "economist")

    with pytest.raises(NoSuchCopy):
        services.open_copy(by=economist, file_id=copy.pk)
    with pytest.raises(NoSuchCopy):
        services.delete_copy(by=economist, file_id=copy.pk, reason="", at=NOW)
    with pytest.raises(NoSuchDocument):
        add(economist, copy.document)


def test_a_withdrawn_paper_takes_no_copies(worker, lease):
    services.withdraw_paper(by=worker, document_id=lease.pk, reason="", at=NOW)

    with pytest.raises(IsWithdrawn):
        add(worker, lease)


def test_a_paper_has_four_copies_at_most_and_a_deleted_one_makes_room(worker, lease):
    copies = [add(worker, lease) for _number in range(4)]
    with pytest.raises(TooManyCopies):
        add(worker, lease)

    services.delete_copy(by=worker, file_id=copies[0].pk, reason="", at=NOW)

    assert add(worker, lease).pk


def test_a_municipality_has_so_much_room_and_no_more(worker, lease, settings):
    settings.LARGEST_COPY, settings.FILES_QUOTA = 5_000, 6_000
    add(worker, lease)

    with pytest.raises(NoRoomLeft):
        add(worker, lease)


def test_an_act_leaves_a_record_that_names_the_person_and_so_does_a_refusal(worker, lease, citizen):
    copy = add(worker, lease)
    services.open_copy(by=worker, file_id=copy.pk)
    with pytest.raises(CopyRefused):
        add(worker, lease, b"<html>")
    services.delete_copy(by=worker, file_id=copy.pk, reason="", at=NOW)
    audit.write_pending()

    records = AccessRecord.objects.filter(kind="storedfile").order_by("sequence")
    assert [one.verb for one in records] == ["create", "download", "refused", "remove"]
    assert {one.person_id for one in records} == {citizen.pk}


def test_a_deleted_copy_is_gone_from_the_disk_and_stays_in_the_history(
    worker, lease, django_capture_on_commit_callbacks
):
    copy = add(worker, lease)

    with django_capture_on_commit_callbacks(execute=True):
        services.delete_copy(by=worker, file_id=copy.pk, reason="Δεν χρειάζεται", at=NOW)

    assert on_the_disk() == []
    with pytest.raises(CopyIsGone):
        services.open_copy(by=worker, file_id=copy.pk)
    last = lease.events.order_by("-pk").first()
    assert (last.kind, last.reason, last.by) == (DocumentEvent.Kind.FILE_DELETED, "Δεν χρειάζεται", worker.user)


def test_a_deletion_that_fails_deletes_nothing(worker, lease):
    copy = add(worker, lease)

    with transaction.atomic():
        services.delete_copy(by=worker, file_id=copy.pk, reason="", at=NOW)
        transaction.set_rollback(True)

    assert services.open_copy(by=worker, file_id=copy.pk).content


def test_the_database_refuses_a_copy_that_is_gone_since_never(worker, lease):
    copy = add(worker, lease)

    with pytest.raises(IntegrityError, match="documents_gone_since_a_moment"), transaction.atomic():
        StoredFile.objects.filter(pk=copy.pk).update(state="deleted")


# The rule: copies of identity papers go 90 days after their purpose


def test_a_copy_of_an_identity_paper_goes_90_days_after_its_day(worker, shown, django_capture_on_commit_callbacks):
    passport, lease = add(worker, shown("passport", ends=900)), add(worker, shown("lease", ends=900))

    with django_capture_on_commit_callbacks(execute=True):
        assert services.delete_by_rule(today=TODAY + 90 * DAY, at=NOW) == 0
        assert services.delete_by_rule(today=TODAY + 91 * DAY, at=NOW) == 1
        assert services.delete_by_rule(today=TODAY + 91 * DAY, at=NOW) == 0

    assert [file.name for file in on_the_disk()] == [lease.digest]
    passport.refresh_from_db()
    assert passport.state == StoredFile.State.DELETED
    assert passport.document.withdrawn_at is None
    assert passport.document.events.order_by("-pk").first().reason == DocumentEvent.BY_RULE


def test_an_application_keeps_the_copies_that_it_needs(worker, shown):
    passport = add(worker, shown("passport", ends=900))

    assert services.keep_copies_until([passport.document_id], TODAY + 200 * DAY) == 1
    assert services.keep_copies_until([passport.document_id], TODAY + 100 * DAY) == 0

    assert services.delete_by_rule(today=TODAY + 290 * DAY, at=NOW) == 0
    assert services.delete_by_rule(today=TODAY + 291 * DAY, at=NOW) == 1


def test_the_copy_of_a_withdrawn_paper_goes_90_days_later(worker, lease):
    add(worker, lease)
    services.withdraw_paper(by=worker, document_id=lease.pk, reason="", at=NOW)

    assert services.delete_by_rule(today=TODAY, at=NOW + 90 * DAY) == 0
    assert services.delete_by_rule(today=TODAY, at=NOW + 91 * DAY) == 1


def test_what_a_killed_program_left_on_the_disk_is_swept_away_and_nothing_else(worker, lease):
    copy = add(worker, lease)
    folder = vault._path(copy.digest).parent
    old, new = folder / ".new-halfwritten", folder / ("0" * 64)
    for file in (old, new):
        file.write_bytes(b"x")
    os.utime(old, (time.time() - 3 * 86_400,) * 2)
    os.utime(vault._path(copy.digest), (time.time() - 3 * 86_400,) * 2)

    services.delete_by_rule(today=TODAY, at=dt.datetime.now(dt.UTC))

    assert {file.name for file in on_the_disk()} == {copy.digest, new.name}


# The antivirus program


def test_where_no_antivirus_program_is_configured_copies_are_handed_out(worker, lease):
    copy = add(worker, lease)

    assert copy.state == StoredFile.State.WAITING
    assert services.open_copy(by=worker, file_id=copy.pk).content


def test_what_was_not_scanned_is_held_back_from_the_day_on_which_it_has_to_be(worker, lease, clamd):
    copy = add(worker, lease)

    clamd("away")

    with pytest.raises(CopyIsHeldBack):
        services.open_copy(by=worker, file_id=copy.pk)


def test_a_file_in_which_something_is_found_is_not_kept(worker, lease, clamd):
    clamd("harmful")

    with pytest.raises(CopyIsHarmful):
        add(worker, lease)

    assert on_the_disk() == []


@pytest.mark.trust("F19")
def test_while_the_antivirus_program_is_away_a_file_waits_and_is_scanned_later(worker, lease, clamd):
    clamd("away")
    copy = add(worker, lease)
    with pytest.raises(CopyIsHeldBack):
        services.open_copy(by=worker, file_id=copy.pk)
    assert services.scan_waiting(at=NOW) == 0

    clamd("ok")
    assert services.scan_waiting(at=NOW) == 1

    assert services.open_copy(by=worker, file_id=copy.pk).content


def test_what_is_found_later_is_deleted_and_said(worker, lease, clamd, django_capture_on_commit_callbacks):
    clamd("away")
    copy = add(worker, lease)
    clamd("harmful")

    with django_capture_on_commit_callbacks(execute=True):
        assert services.scan_waiting(at=NOW) == 1

    copy.refresh_from_db()
    assert copy.state == StoredFile.State.HARMFUL
    assert on_the_disk() == []
    assert lease.events.order_by("-pk").first().reason == "Test.Virus"


def test_one_file_that_cannot_be_scanned_does_not_hold_up_the_others(worker, lease, clamd, monkeypatch):
    clamd("away")
    first, second = add(worker, lease), add(worker, lease)
    unreadable = vault.get(first.pk, first.digest)

    def scan(content):
        calls.append(content)
        if len(calls) == 1:
            raise scanning.NoAnswer("INSTREAM size limit exceeded")

    calls = []
    monkeypatch.setattr(scanning, "scan", scan)

    assert services.scan_waiting(at=NOW) == 1
    assert calls[0] == unreadable
    second.refresh_from_db()
    assert second.state == StoredFile.State.CLEAN


def test_the_page_says_that_a_copy_waits_and_offers_no_way_to_it(signed_in, karditsa, worker, lease, clamd):
    clamd("away")
    copy = add(worker, lease)
    client = signed_in("social_worker", karditsa)
    way = reverse("documents:open_copy", args=[lease.person_id, lease.pk, copy.pk])

    page = client.get(reverse("documents:paper", args=[lease.person_id, lease.pk])).content.decode()

    assert "Δεν ελέγχθηκε ακόμη για ιούς" in page
    assert f'href="{way}"' not in page
    assert client.get(way).status_code == 302


# Ways in and out


def test_a_copy_of_another_paper_or_person_is_not_found(signed_in, karditsa, worker, shown):
    copy, other = add(worker, shown("lease", ends=9)), shown("lease", ends=8)
    client = signed_in("social_worker", karditsa)

    for name in ("open_copy", "delete_copy"):
        wrong = reverse(f"documents:{name}", args=[other.person_id, other.pk, copy.pk])
        assert client.get(wrong).status_code == 404


def test_a_copy_is_deleted_after_a_second_look(signed_in, karditsa, worker, lease):
    copy, client = add(worker, lease), signed_in("social_worker", karditsa)
    way = reverse("documents:delete_copy", args=[lease.person_id, lease.pk, copy.pk])

    assert "οριστικά" in client.get(way).content.decode()
    assert StoredFile.objects.get().deleted_at is None
    client.post(way, {"reason": ""})

    assert StoredFile.objects.get().deleted_at is not None


def test_reception_finds_no_link_to_a_copy_and_no_door(signed_in, karditsa, worker, lease):
    copy, reception = add(worker, lease), signed_in("reception", karditsa)
    way = reverse("documents:open_copy", args=[lease.person_id, lease.pk, copy.pk])

    page = reception.get(reverse("documents:paper", args=[lease.person_id, lease.pk])).content.decode()

    assert f'href="{way}"' not in page
    assert reception.get(way).status_code in {403, 404}


def test_the_process_that_looks_into_files_gets_no_keys_and_no_addresses(monkeypatch):
    asked = {}

    def run(command, **options):
        asked.update(options, command=command)
        return receiving.subprocess.CompletedProcess(command, 0, b'{"pages": 1}\nx', b"")

    monkeypatch.setattr(receiving.subprocess, "run", run)
    receiving.receive(PHOTO)

    assert asked["env"] == {}
    assert "-I" in asked["command"]


def test_the_content_is_nowhere_in_the_database(worker, lease):
    copy = add(worker, lease)

    with connection.cursor() as cursor:
        cursor.execute("SELECT f::text FROM documents_storedfile f")
        (row,) = cursor.fetchone()
    assert "JFIF" not in row
    assert copy.digest in row
