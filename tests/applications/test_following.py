import datetime as dt
from decimal import Decimal

import pytest

from arogi.applications import services
from arogi.applications.models import Application
from arogi.applications.tasks import follow_applications
from arogi.casework.models import Task
from arogi.notices.models import Notice
from arogi.notices.services import choose
from arogi.people.facts import PhoneFacts
from arogi.people.services import add_phone
from tests.applications.conftest import NOW
from tests.factories import TODAY

DAY = dt.timedelta(days=1)


def tasks(application):
    rows = Task.objects.filter(source_kind="application", source_id=application.pk, state="open")
    return {(row.kind, row.due_on) for row in rows}


def night(day):
    return services.follow_all(today=day, at=dt.datetime.combine(day, dt.time(2, 55), dt.UTC))


@pytest.fixture
def granted(open_, do):
    """Granted until 31 May 2027."""
    application = open_("eee")
    do(application, "submit", "approve", amount=Decimal("432"), granted_from=dt.date(2026, 12, 1))
    assert application.granted_until == dt.date(2027, 5, 31)
    return application


def test_the_renewal_appears_when_the_lead_time_begins_and_not_before(granted):
    assert night(dt.date(2027, 4, 30)) == 0
    assert tasks(granted) == set()

    assert night(dt.date(2027, 5, 1)) == 1
    assert tasks(granted) == {("renewal", dt.date(2027, 5, 31))}
    assert night(dt.date(2027, 5, 2)) == 0


def test_the_renewal_lies_with_who_looks_after_the_application(granted, worker):
    night(dt.date(2027, 5, 1))

    task = Task.objects.get(source_id=granted.pk)
    assert (task.worker_id, task.structure_id) == (worker.user.pk, granted.structure_id)
    assert (task.person_id, task.subject) == (granted.person_id, "eee")


def test_the_next_application_settles_the_renewal_and_taking_it_back_brings_it_again(granted, worker):
    day = dt.date(2027, 5, 4)
    night(day)
    at = dt.datetime.combine(day, dt.time(9), dt.UTC)

    following = services.renew(by=worker, application_id=granted.pk, today=day, at=at)
    assert tasks(granted) == set()
    assert Task.objects.get(source_id=granted.pk).result == Task.Result.RENEWED

    services.undo(by=worker, event_id=following.events.get().pk, today=day, at=at)
    assert night(day + DAY) == 1


def test_what_is_over_ends_by_itself_and_is_still_to_be_renewed(granted):
    night(dt.date(2027, 6, 1))

    granted.refresh_from_db()
    assert (granted.state, granted.state_since) == (Application.State.EXPIRED, dt.date(2027, 6, 1))
    assert granted.events.order_by("-pk")[0].by is None
    assert tasks(granted) == {("renewal", dt.date(2027, 5, 31))}


def test_what_ended_long_ago_asks_for_nothing(granted):
    assert night(dt.date(2028, 1, 1)) == 0
    assert tasks(granted) == set()


def test_what_nobody_has_to_renew_makes_no_task(open_, do):
    application = open_("birth_grant")
    do(application, "submit", "approve", granted_from=TODAY, granted_until=TODAY + 10 * DAY)
    night(TODAY)

    assert tasks(application) == set()


def test_a_suspended_grant_waits_for_a_colleague(granted, do):
    do(granted, "suspend")
    night(dt.date(2027, 6, 1))

    granted.refresh_from_db()
    assert granted.state == Application.State.SUSPENDED


def test_the_next_check_is_a_task_that_moves_and_goes_with_the_state(open_, do):
    application = open_("eee")
    do(application, "submit", next_check_on=TODAY + 7 * DAY)
    assert tasks(application) == {("answer", TODAY + 7 * DAY)}

    do(application, "ask_papers", next_check_on=TODAY + 3 * DAY)
    assert tasks(application) == {("answer", TODAY + 3 * DAY)}

    do(application, "approve")
    assert tasks(application) == set()


def test_taking_an_act_back_brings_its_tasks_back(open_, do, worker):
    application = open_("eee")
    do(application, "submit", next_check_on=TODAY + 7 * DAY)
    event = do(application, "reject", objection_until=TODAY + 15 * DAY)
    assert tasks(application) == {("deadline", TODAY + 15 * DAY)}

    services.undo(by=worker, event_id=event.pk, today=TODAY, at=NOW)
    assert tasks(application) == {("answer", TODAY + 7 * DAY)}


def test_the_day_of_an_objection_is_a_task_until_it_is_lodged(open_, do):
    application = open_("eee")
    do(application, "submit", "reject", objection_until=TODAY + 15 * DAY)
    assert tasks(application) == {("deadline", TODAY + 15 * DAY)}

    do(application, "object", next_check_on=TODAY + 60 * DAY)
    assert ("deadline", TODAY + 15 * DAY) not in tasks(application)


def test_a_night_of_the_whole_municipality_is_a_job(granted, karditsa):
    assert follow_applications(str(karditsa.pk)) == 0


@pytest.fixture
def reachable(worker, head):
    """The head has a mobile phone and agrees to reminders."""
    facts = PhoneFacts(number="6971234567", owner="own", safe_to_text=True)
    add_phone(by=worker, person_id=head.pk, facts=facts)
    choose(by=worker, person=head, email="", wants="reminders", today=TODAY)


def test_a_person_who_agreed_is_reminded_once_in_words_that_name_nothing(reachable, granted):
    night(dt.date(2027, 4, 30))
    assert not Notice.objects.exists()

    night(dt.date(2027, 5, 1))
    night(dt.date(2027, 5, 2))

    notice = Notice.objects.get()
    assert (notice.template, notice.source_id) == ("renewal", granted.pk)
    assert notice.words == {"day": "31/05/2027"}


def test_who_did_not_agree_is_not_reminded_and_the_task_is_there_all_the_same(granted):
    assert night(dt.date(2027, 5, 1)) == 1
    assert not Notice.objects.exists()
