"""The access record: complete, chained, and every tampering found (trust T17, T18)."""

import datetime as dt

import pytest
import time_machine
from django.db import DatabaseError, connections, transaction
from uuid_utils.compat import uuid7

from arogi.core import audit, chain, commands
from arogi.core.acting import acting_in
from arogi.core.actor import Actor
from arogi.core.chain import Fault, Finding
from arogi.core.models import AccessRecord, AuditHead
from tests.core.catalogue import ask, set_row_security
from tests.factories import municipality

pytestmark = pytest.mark.trust("T18")
NOON = dt.datetime(2026, 11, 20, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def town(own_database):
    """A municipality with a chain of ten committed records."""
    made = municipality()
    leave(made, 10)
    return made


def leave(town, count):
    for number in range(count):
        with acting_in(town.id, Actor(user_id=uuid7(), roles="reception", address="10.0.0.1", session="abc")):
            audit.record(
                "view",
                kind="person",
                person_id=uuid7(),
                reason=f'λόγος "{number}" \\ \u2028',
                fields=["ά", "b"],
                hits=number,
            )


def as_owner(statement, *values):
    """Tamper as somebody who rules the database."""
    set_row_security("NO FORCE")
    try:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement, values)
    finally:
        set_row_security("FORCE")


def findings(town, anchors=()):
    return chain.verify(town.id, anchors).findings


def length(town):
    with acting_in(town.id):
        return AuditHead.objects.get().sequence


def test_an_untouched_chain_is_whole(town):
    verdict = chain.verify(town.id)

    assert verdict.is_whole
    assert verdict.records == length(town) >= 10


def test_the_fast_text_of_a_record_is_the_text_it_was_chained_with(town):
    entry = audit.Entry(
        id=uuid7(), municipality_id=town.id, at=NOON, actor=Actor(roles="α,β", address="::1"), verb="view",
        kind="person", object_id=None, person_id=uuid7(), reason='"\\\n\u2028Ω😀',
        detail={"z": 1, "a": ["β", "\x7f"], "n": None},
    )  # fmt: skip
    row = (
        1, b"", str(entry.id), str(town.id), "2026-11-20T10:00:00.000000+00:00", None, "α,β", "::1", "", "view",
        "person", None, str(entry.person_id), entry.reason, '{"a": ["β", "\x7f"], "n": null, "z": 1}',
    )  # fmt: skip

    assert chain.canonical(row) == entry.canonical()


@pytest.mark.trust("F27")
@pytest.mark.parametrize(
    "change",
    [
        "verb = 'search'", "reason = ''", "person_id = NULL", "actor_id = gen_random_uuid()", "detail = '{}'",
        "at = at + interval '1 second'", "hash = sha256('x')", "actor_roles = 'dpo'", "object_id = gen_random_uuid()",
    ],
)  # fmt: skip
def test_an_edited_record_is_found_at_its_place(town, change):
    as_owner(f"UPDATE core_accessrecord SET {change} WHERE municipality_id = %s AND sequence = 5", town.id)

    assert Finding(Fault.CHANGED, 5) in findings(town)


@pytest.mark.trust("F27")
def test_a_record_that_was_taken_out_of_the_middle_is_missed(town):
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s AND sequence = 5", town.id)

    assert findings(town) == [Finding(Fault.MISSING, 6)]


@pytest.mark.trust("F27")
def test_a_record_that_was_taken_out_and_closed_up_is_missed(town):
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s AND sequence = 5", town.id)
    as_owner(
        "UPDATE core_accessrecord SET sequence = sequence - 1 WHERE municipality_id = %s AND sequence = 6", town.id
    )

    assert {finding.sequence for finding in findings(town)} == {5, 7}


@pytest.mark.trust("F27")
def test_a_cut_tail_is_found_by_the_head(town):
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s AND sequence > 8", town.id)

    assert findings(town) == [Finding(Fault.CUT, 8)]


def test_a_chain_that_was_emptied_is_found_by_the_head(town):
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s", town.id)

    assert findings(town) == [Finding(Fault.CUT, 0)]


@pytest.mark.trust("F27")
def test_two_records_that_changed_places_are_found(town):
    as_owner("UPDATE core_accessrecord SET sequence = -1 WHERE municipality_id = %s AND sequence = 4", town.id)
    as_owner("UPDATE core_accessrecord SET sequence = 4 WHERE municipality_id = %s AND sequence = 7", town.id)
    as_owner("UPDATE core_accessrecord SET sequence = 7 WHERE municipality_id = %s AND sequence = -1", town.id)

    assert {Finding(Fault.CHANGED, 4), Finding(Fault.CHANGED, 7)} <= set(findings(town))


@pytest.mark.trust("F27")
def test_a_record_that_is_played_again_is_found(town):
    last = length(town)
    as_owner(
        "INSERT INTO core_accessrecord SELECT (jsonb_populate_record(r, jsonb_build_object("
        " 'id', gen_random_uuid(), 'sequence', %s::bigint))).* FROM core_accessrecord r "
        " WHERE municipality_id = %s AND sequence = 3",
        last + 1,
        town.id,
    )
    as_owner("UPDATE core_audithead SET sequence = sequence + 1 WHERE municipality_id = %s", town.id)

    assert Finding(Fault.CHANGED, last + 1) in findings(town)


@pytest.mark.trust("F27")
def test_an_old_copy_that_was_put_back_is_found_by_the_anchor(town, tmp_path):
    with acting_in(town.id):
        then = AuditHead.objects.get()
    leave(town, 3)
    chain.anchor([(town.id, town.slug)], tmp_path / "anchors", NOON)
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s AND sequence > %s", town.id, then.sequence)
    as_owner(
        "UPDATE core_audithead SET sequence = %s, hash = %s WHERE municipality_id = %s",
        then.sequence,
        bytes(then.hash),
        town.id,
    )

    assert chain.verify(town.id).is_whole
    assert findings(town, chain.read_anchors(tmp_path / "anchors")) == [Finding(Fault.ANCHOR, then.sequence + 3)]


def test_a_chain_that_was_written_anew_is_found_by_the_anchor(town, tmp_path):
    chain.anchor([(town.id, town.slug)], tmp_path / "anchors", NOON)
    count = length(town)
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s", town.id)
    as_owner("UPDATE core_audithead SET sequence = 0, hash = %s WHERE municipality_id = %s", audit.GENESIS, town.id)
    leave(town, count)

    assert chain.verify(town.id).is_whole
    assert findings(town, chain.read_anchors(tmp_path / "anchors")) == [Finding(Fault.ANCHOR, count)]


@pytest.mark.trust("F27")
def test_a_clock_that_was_put_back_is_found(town):
    with time_machine.travel(dt.datetime.now(dt.UTC) - dt.timedelta(days=1)):
        leave(town, 1)

    assert findings(town) == [Finding(Fault.CLOCK, length(town))]


def test_two_transactions_that_end_in_another_order_than_they_began_are_no_fault(town):
    with acting_in(town.id):
        audit.record("view", kind="first")
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1")
    entry = audit.Entry(
        id=uuid7(), municipality_id=town.id, at=dt.datetime.now(dt.UTC) - dt.timedelta(seconds=20), actor=Actor(),
        verb="view", kind="slow", object_id=None, person_id=None, reason="",
    )  # fmt: skip
    with acting_in(town.id):
        audit._append(entry)

    assert chain.verify(town.id).is_whole


def test_a_head_that_was_changed_alone_is_found(town):
    as_owner("UPDATE core_audithead SET hash = sha256('x') WHERE municipality_id = %s", town.id)

    assert findings(town) == [Finding(Fault.HEAD, length(town))]


@pytest.mark.trust("F27")
@pytest.mark.parametrize(
    "act", ["UPDATE core_accessrecord SET verb = 'x'", "DELETE FROM core_accessrecord", "TRUNCATE core_accessrecord",
            "DELETE FROM core_audithead"],
)  # fmt: skip
def test_the_application_can_neither_change_nor_remove_records(town, act):
    with pytest.raises(DatabaseError, match="permission denied"), acting_in(town.id):
        ask(act)


def test_work_whose_record_cannot_be_written_is_not_kept(town):
    as_owner("DELETE FROM core_audithead WHERE municipality_id = %s", town.id)

    with pytest.raises(audit.AuditFailed), acting_in(town.id):
        audit.record("view", kind="person")


def fail_after_a_record():
    audit.record("create", kind="dropped")
    raise ZeroDivisionError


@pytest.mark.trust("T17")
def test_records_are_written_with_the_work_and_dropped_with_it(town):
    before = length(town)
    with pytest.raises(ZeroDivisionError), acting_in(town.id):
        fail_after_a_record()
    with acting_in(town.id):
        audit.record("create", kind="kept")
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            fail_after_a_record()

    with acting_in(town.id):
        kinds = list(AccessRecord.objects.filter(sequence__gt=before).values_list("kind", flat=True))
    assert kinds == ["kept"]


def run(*words):
    import argparse

    parser = argparse.ArgumentParser()
    commands.register(parser.add_subparsers())
    arguments = parser.parse_args(["audit", *words])
    return arguments.handle(arguments)


def test_the_command_says_what_it_found(town, capsys, tmp_path):
    whole = run("verify", "--municipality", town.slug, "--anchors", str(empty(tmp_path)))
    as_owner("DELETE FROM core_accessrecord WHERE municipality_id = %s AND sequence = 5", town.id)
    broken = run("verify", "--municipality", town.slug, "--anchors", str(empty(tmp_path)))
    said = capsys.readouterr()

    assert (whole, broken) == (0, 1)
    assert f"{town.slug}: whole" in said.out
    assert f"{town.slug}: records are missing before record 6" in said.err


def empty(folder):
    (folder / "none").touch()
    return folder / "none"


def test_the_command_anchors_and_compares(town, capsys, tmp_path):
    file = tmp_path / "elsewhere" / "anchors"
    anchored = run("anchor", "--file", str(file), "--municipality", town.slug)
    compared = run("verify", "--municipality", town.slug, "--anchors", str(file))

    assert (anchored, compared) == (0, 0)
    assert file.stat().st_mode & 0o077 == 0
    assert "1 anchors" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [("verify", "--municipality", "nowhere"), ("verify", "--anchors", "/nowhere/at/all"),
              ("anchor", "--municipality", "nowhere")],
)  # fmt: skip
def test_the_command_refuses_what_it_cannot_use(own_database, capsys, words):
    assert run(*words) == 2
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_a_file_that_holds_no_anchors_is_refused(own_database, capsys, tmp_path):
    (tmp_path / "broken").write_bytes(b'{"a": 1}\n\xff\xfe\n')

    assert run("verify", "--anchors", str(tmp_path / "broken")) == 2
    assert "line 1" in capsys.readouterr().err
