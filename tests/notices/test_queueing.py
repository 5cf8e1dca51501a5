import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from arogi.core.errors import NotAllowed
from arogi.notices.errors import (
    LeftAlready,
    NoConsent,
    NoEmailAddress,
    NoSafeContact,
    NoSuchNotice,
    NotThere,
    OptedOut,
    UnknownNotice,
)
from arogi.notices.hours import ATHENS, earliest
from arogi.notices.models import Notice, NoticeChoice
from arogi.notices.reach import choice_of, email_of, way_to
from arogi.notices.services import cancel, choose, send
from arogi.notices.services.queueing import send_by_hand
from arogi.notices.texts import TEMPLATES
from arogi.people.models import Person
from arogi.people.services.merging import merge_persons
from tests.factories import TODAY
from tests.notices.conftest import NOON

WHEN = {"day": "Δευτέρα 23 Νοεμβρίου", "time": "10:30"}
ASKED = "appointment_booked"


def queue(person, template=ASKED, **changes):
    return send(person=person, template=template, **{"words": WHEN, "at": NOON, **changes})


def test_a_message_waits_in_the_queue_with_where_it_goes_and_in_which_language(person):
    notice = queue(person)

    assert (notice.state, notice.channel, notice.language) == ("queued", "sms", "el")
    assert notice.address_end == "*******567"
    assert notice.words == WHEN


@pytest.mark.parametrize(
    ("languages", "expected"), [((), "el"), (("en", "el"), "en"), (("sq", "en"), "en"), (("sq",), "el")]
)
def test_it_is_written_in_the_first_language_of_the_person_that_it_has(person_with, languages, expected):
    assert queue(person_with(languages=languages)).language == expected


@pytest.mark.parametrize(
    "phone",
    [
        {"number": ""}, {"safe_to_text": False}, {"owner": "neighbour"}, {"owner": "employer"},
        {"number": "2441012345"},
    ],
)  # fmt: skip
def test_nothing_goes_to_a_phone_that_is_not_safe_or_not_the_persons_own(person_with, phone):
    with pytest.raises(NoSafeContact):
        queue(person_with(**phone))


def test_an_email_is_used_where_there_is_no_safe_phone(person_with, worker):
    person = person_with("")
    choose(by=worker, person=person, email="maria@example.gr", wants="asked", today=TODAY)

    notice = queue(person)

    assert (notice.channel, notice.address_end) == ("email", "m***@example.gr")


@pytest.mark.parametrize("status", ["deceased", "moved"])
def test_nobody_writes_to_who_has_died_or_moved_away(person, status):
    Person.objects.filter(pk=person.pk).update(status=status)

    with pytest.raises(NotThere):
        queue(Person.objects.get(pk=person.pk))


def test_do_not_write_and_opting_out_are_minded(person_with, person, worker):
    choose(by=worker, person=person, email="", wants="nothing", today=TODAY)

    for one in (person, person_with("6971234568", do_not_write=True)):
        with pytest.raises(OptedOut):
            queue(one)


def test_a_reminder_that_nobody_asked_for_needs_consent(person, worker):
    with pytest.raises(NoConsent):
        queue(person, "renewal")

    choose(by=worker, person=person, email="", wants="reminders", today=TODAY)
    assert queue(person, "renewal").state == "queued"


def test_a_message_about_one_thing_and_day_is_queued_once(person):
    about = {"source": ("appointment", uuid4()), "about_on": TODAY}

    first = queue(person, **about)

    assert queue(person, **about) == first
    assert queue(person, **{**about, "about_on": TODAY + dt.timedelta(days=1)}) != first


@pytest.mark.parametrize("words", [{}, {"day": "αύριο"}, {"day": "\u202e", "time": "\0"}])
def test_a_message_with_an_empty_place_is_refused(person, words):
    with pytest.raises(UnknownNotice):
        queue(person, words=words)


def test_what_fills_a_place_is_one_line_without_hidden_marks(person):
    notice = queue(person, words={"day": "αύριο\r\nBcc: x@y.gr\u202e", "time": "1" * 10_000})

    assert "\n" not in notice.words["day"]
    assert "\r" not in notice.words["day"]
    assert len(notice.words["time"]) == 80


def test_only_who_may_sends_and_only_what_is_meant_for_it(person, worker, karditsa):
    from arogi.accounts.access import member_on
    from tests.factories import membership

    auditor = member_on(user=membership(karditsa, "auditor"), municipality=karditsa, date=TODAY)
    with pytest.raises(NotAllowed):
        send_by_hand(by=auditor, person=person, template="please_call", at=NOON)
    with pytest.raises(UnknownNotice):
        send_by_hand(by=worker, person=person, template="renewal", at=NOON)
    with pytest.raises(UnknownNotice):
        queue(person, "nothing_like_it")
    assert send_by_hand(by=worker, person=person, template="please_call", at=NOON).asked_by == worker.user


def test_what_has_not_left_can_be_taken_back_once(person, worker):
    notice = queue(person)

    assert cancel(by=worker, notice_id=notice.pk).reason == "taken_back"
    with pytest.raises(LeftAlready):
        cancel(by=worker, notice_id=notice.pk)
    with pytest.raises(NoSuchNotice):
        cancel(by=worker, notice_id=uuid4())


def test_the_queue_of_jobs_names_a_town_and_nothing_of_a_person(person, karditsa):
    queue(person)
    queue(person)

    with connection.cursor() as cursor:
        cursor.execute("SELECT args::text FROM procrastinate_jobs WHERE task_name = 'notices.deliver'")
        assert cursor.fetchall() == [(f'{{"municipality_id": "{karditsa.pk}"}}',)]


@pytest.mark.parametrize("email", ["maria", "a@b", "maria@example.gr\nBcc: x@example.gr", "α" * 300, "a b@example.gr"])
def test_what_is_no_address_is_refused(person, worker, email):
    with pytest.raises(NoEmailAddress):
        choose(by=worker, person=person, email=email, wants="asked", today=TODAY)


def test_an_address_is_not_readable_in_the_database_and_is_kept_when_a_file_is_merged(person_with, worker):
    kept, absorbed = person_with(""), person_with("")
    choose(by=worker, person=absorbed, email="maria@example.gr", wants="reminders", today=TODAY)
    assert b"maria" not in bytes(NoticeChoice.objects.get().email)

    merge_persons(by=worker, kept_id=kept.pk, absorbed_id=absorbed.pk, choices={}, at=NOON)

    assert email_of(choice_of(kept.pk)) == "maria@example.gr"
    assert way_to(kept, TEMPLATES["renewal"]).address == "maria@example.gr"


def test_consent_is_dated_and_ends_with_opting_out(person, worker):
    first = choose(by=worker, person=person, email="", wants="reminders", today=TODAY)
    later = TODAY + dt.timedelta(days=9)
    again = choose(by=worker, person=person, email="", wants="reminders", today=later)
    assert (first.consent_on, again.consent_on) == (TODAY, TODAY)

    out = choose(by=worker, person=person, email="", wants="nothing", today=later)
    assert (out.consent_on, out.opted_out_on) == (None, later)


@pytest.mark.parametrize(
    "values", [{"state": "failed"}, {"state": "sent"}, {"source_kind": "x"}, {"state": "cancelled"}]
)
def test_the_database_refuses_a_message_that_makes_no_sense(person, values):
    notice = queue(person)

    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(**values)


@pytest.mark.parametrize(
    ("asked", "leaves"),
    [
        ("2026-11-20 12:00", "2026-11-20 12:00"),  # a Friday
        ("2026-11-20 08:59", "2026-11-20 09:00"),
        ("2026-11-20 20:00", "2026-11-21 09:00"),
        ("2026-11-21 23:30", "2026-11-23 09:00"),
        ("2026-11-22 12:00", "2026-11-23 09:00"),  # a Sunday
        ("2026-10-24 22:00", "2026-10-26 09:00"),  # the clocks change
        ("2026-12-31 21:00", "2027-01-01 09:00"),
    ],
)
def test_nobody_is_disturbed_at_night_or_on_a_sunday(asked, leaves):
    def here(text):
        return dt.datetime.fromisoformat(text).replace(tzinfo=ATHENS)

    assert earliest(here(asked)) == here(leaves)
