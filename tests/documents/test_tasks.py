import argparse
import datetime as dt

import pytest

from arogi.core.acting import acting_in
from arogi.documents import commands, scanning, services, tasks, vault
from arogi.documents.models import StoredFile
from tests.documents.conftest import NOW, TODAY
from tests.documents.hostile import picture


@pytest.fixture
def copy(worker, shown):
    passport = shown("passport", ends=900)
    return services.add_copy(by=worker, document_id=passport.pk, content=picture(), today=TODAY, at=NOW)


def test_the_nights_job_deletes_what_the_rule_says(karditsa, copy):
    assert tasks.look_after_papers(str(karditsa.pk)) == 0
    StoredFile.objects.update(needed_until=dt.date(2020, 1, 1))

    assert tasks.look_after_papers(str(karditsa.pk)) == 1
    assert tasks.look_after_papers(str(karditsa.pk)) == 0


@pytest.mark.trust("F19")
def test_an_antivirus_program_that_is_away_is_told_to_the_operator(karditsa, copy, settings, caplog):
    settings.CLAMD = "/nowhere"

    assert tasks.scan_waiting(0) == 0

    assert "does not answer" in caplog.text


def test_every_stored_file_is_compared_with_the_disk(karditsa, copy, capsys):
    verify = argparse.Namespace(municipality="karditsa")
    assert commands._verify(verify) == 0
    assert "1 files are sound, 0 missing, 1 waiting" in capsys.readouterr().out

    vault.drop(karditsa.pk, copy.digest)

    assert commands._verify(verify) == 1
    assert copy.digest in capsys.readouterr().out


def test_what_waits_is_scanned_in_every_municipality(karditsa, trikala, copy, settings, monkeypatch):
    assert tasks.scan_waiting(0) == 0  # no antivirus program, nothing to wait for
    settings.CLAMD = "/nowhere"
    monkeypatch.setattr(scanning, "scan", lambda _content: None)

    assert tasks.scan_waiting(0) == 1

    with acting_in(karditsa.pk):
        assert StoredFile.objects.get().state == StoredFile.State.CLEAN
