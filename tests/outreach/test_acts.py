import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from arogi.accounts.access import member_on
from arogi.applications.models import Application
from arogi.applications.services import Wish, open_application
from arogi.core.errors import NotAllowed
from arogi.core.models import AccessRecord
from arogi.outreach import services
from arogi.outreach.errors import (
    ActedMeanwhile,
    LineIsSettled,
    NoSuchLine,
    NothingToUndo,
    PostponedIntoThePast,
    TakenByAnother,
)
from arogi.outreach.models import Line, LineEvent
from arogi.reception.services import adopt_catalogue
from tests.factories import membership
from tests.outreach.conftest import TODAY

AT = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def line(family, run):
    family()
    run()
    return Line.objects.get(programme="eee")


@pytest.fixture
def colleague(karditsa):
    return member_on(user=membership(karditsa, "social_worker"), municipality=karditsa, date=TODAY)


def state_of(line):
    line.refresh_from_db()
    return line.state, line.taken_by, line.until


def test_a_line_is_taken_by_one_member(line, worker, colleague):
    services.take(by=worker, line_id=line.pk, at=AT)

    assert state_of(line) == ("taken", worker.user, None)
    with pytest.raises(TakenByAnother):
        services.take(by=colleague, line_id=line.pk, at=AT)


@pytest.mark.parametrize(
    ("result", "state"),
    [
        ("not_reached", "taken"), ("will_come", "taken"), ("applied", "applied"), ("receives", "receives"),
        ("not_wanted", "refused"),
    ],
)  # fmt: skip
def test_a_call_leads_where_its_result_says(line, worker, result, state):
    services.record_call(by=worker, line_id=line.pk, result=result, at=AT)

    assert state_of(line) == (state, worker.user, None)


def test_what_was_postponed_waits_until_its_day(line, worker):
    day = TODAY + dt.timedelta(days=10)
    services.postpone(by=worker, line_id=line.pk, until=day, today=TODAY, at=AT)

    assert state_of(line) == ("postponed", None, day)
    assert not line.is_due(TODAY)
    assert line.is_due(day)


@pytest.mark.parametrize("days", [0, -1])
def test_nothing_is_postponed_to_a_day_that_is_over(line, worker, days):
    with pytest.raises(PostponedIntoThePast):
        services.postpone(by=worker, line_id=line.pk, until=TODAY + dt.timedelta(days=days), today=TODAY, at=AT)


def test_what_was_settled_stays_settled_as_long_as_it_holds(line, worker, run):
    services.refuse(by=worker, line_id=line.pk, refusal="not_wanted", words="", at=AT)

    run()

    assert state_of(line)[0] == "refused"
    with pytest.raises(LineIsSettled):
        services.take(by=worker, line_id=line.pk, at=AT)


def test_each_act_is_one_event_and_one_access_record(line, worker):
    event = services.record_call(by=worker, line_id=line.pk, result="will_come", at=AT)

    assert (event.by, event.result, event.former["state"]) == (worker.user, "will_come", "open")
    waiting = [call[1].entry for call in connection.run_on_commit if hasattr(call[1], "entry")]
    assert [(one.verb, one.kind, one.person_id) for one in waiting if one.kind == "line"] == [
        ("change", "line", line.person_id)
    ]
    assert AccessRecord.objects.filter(kind="line").count() == 0


@pytest.mark.parametrize("act", ["take", "call", "postpone", "refuse"])
def test_every_act_can_be_taken_back(line, worker, act):
    before = state_of(line)
    acts = {
        "take": lambda: services.take(by=worker, line_id=line.pk, at=AT),
        "call": lambda: services.record_call(by=worker, line_id=line.pk, result="applied", at=AT),
        "postpone": lambda: services.postpone(
            by=worker, line_id=line.pk, until=TODAY + dt.timedelta(days=3), today=TODAY, at=AT
        ),
        "refuse": lambda: services.refuse(by=worker, line_id=line.pk, refusal="other", words="Λόγος", at=AT),
    }
    event = acts[act]()

    undone = services.undo(by=worker, event_id=event.pk, at=AT)

    assert state_of(line) == before
    assert undone.undone == event
    with pytest.raises(NothingToUndo):
        services.undo(by=worker, event_id=event.pk, at=AT)


def test_only_ones_own_last_act_is_taken_back(line, worker, colleague):
    first = services.take(by=worker, line_id=line.pk, at=AT)
    services.record_call(by=worker, line_id=line.pk, result="not_reached", at=AT)

    with pytest.raises(NothingToUndo):
        services.undo(by=worker, event_id=first.pk, at=AT)
    with pytest.raises(NoSuchLine):
        services.undo(by=colleague, event_id=first.pk, at=AT)


def test_who_may_not_check_may_do_nothing(line, karditsa):
    supervisor = member_on(user=membership(karditsa, "supervisor"), municipality=karditsa, date=TODAY)

    with pytest.raises(NotAllowed):
        services.take(by=supervisor, line_id=line.pk, at=AT)


def test_a_line_that_tells_of_health_does_not_exist_for_who_may_not_read_of_it(line, karditsa):
    Line.objects.filter(pk=line.pk).update(programme="disability_severe")
    receptionist = member_on(user=membership(karditsa, "reception"), municipality=karditsa, date=TODAY)

    with pytest.raises(NoSuchLine):
        services.take(by=receptionist, line_id=line.pk, at=AT)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "taken"}, {"state": "postponed"}, {"until": TODAY}, {"state": "closed"}, {"ending": "gone"},
        {"amount": -1},
    ],
)  # fmt: skip
def test_the_database_refuses_a_state_that_makes_no_sense(line, values):
    with pytest.raises(IntegrityError), transaction.atomic():
        Line.objects.filter(pk=line.pk).update(**values)


def test_the_history_of_a_line_is_only_added_to(line):
    from django.db import DatabaseError

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        LineEvent.objects.filter(line=line).update(words="άλλο")


def newest(line):
    return line.events.latest("pk").pk


class TestTheSecondClick:
    def test_a_line_that_is_taken_twice_is_taken_once(self, line, worker):
        first = services.take(by=worker, line_id=line.pk, at=AT)

        assert services.take(by=worker, line_id=line.pk, at=AT) == first
        services.undo(by=worker, event_id=first.pk, at=AT)
        assert state_of(line) == ("open", None, None)

    @pytest.mark.parametrize("result", ["not_reached", "applied"])
    def test_a_call_that_is_sent_twice_is_recorded_once(self, line, worker, result):
        seen = newest(line)

        first = services.record_call(by=worker, line_id=line.pk, result=result, at=AT, after=seen)

        assert services.record_call(by=worker, line_id=line.pk, result=result, at=AT, after=seen) == first
        assert line.events.filter(kind="called").count() == 1

    def test_two_calls_from_two_pages_are_two(self, line, worker):
        for _call in range(2):
            seen = newest(line)
            services.record_call(by=worker, line_id=line.pk, result="not_reached", at=AT, after=seen)

        assert line.events.filter(kind="called").count() == 2


def test_what_a_colleague_did_meanwhile_is_seen_before_it_is_written_over(line, worker, colleague):
    seen = newest(line)
    services.take(by=colleague, line_id=line.pk, at=AT)

    with pytest.raises(ActedMeanwhile):
        services.record_call(by=worker, line_id=line.pk, result="will_come", at=AT, after=seen)
    assert state_of(line) == ("taken", colleague.user, None)

    services.record_call(by=worker, line_id=line.pk, result="will_come", at=AT, after=newest(line))
    assert state_of(line) == ("taken", worker.user, None)


def test_a_line_becomes_an_application_and_is_settled_with_it(family, run, lines, worker):
    adopt_catalogue()
    family()
    run()
    line = lines()["Δοκιμίδης", "eee"]

    event, application_id = services.apply_for(by=worker, line_id=line.pk, today=TODAY, at=AT)

    line.refresh_from_db()
    assert line.state == Line.State.APPLIED
    assert Application.objects.get().pk == application_id
    services.undo(by=worker, event_id=event.pk, at=AT)
    assert services.apply_for(by=worker, line_id=line.pk, today=TODAY, at=AT)[1] == application_id


def test_who_has_an_open_application_is_on_no_list(family, run, lines, worker):
    adopt_catalogue()
    head = family()
    run()
    open_application(by=worker, person_id=head.pk, wish=Wish(programme="eee"), today=TODAY, at=AT)
    run()

    assert ("Δοκιμίδης", "eee") not in lines()
    assert Line.objects.get(programme="eee").ending == Line.Ending.APPLIED
