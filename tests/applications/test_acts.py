import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from arogi.applications import services
from arogi.applications.errors import (
    ActedMeanwhile,
    BeforeOpening,
    BeforeSubmission,
    DayToCome,
    EndsBeforeItBegins,
    FactMissing,
    NoSuchApplication,
    NothingToUndo,
    NotPossibleNow,
    OpenAlready,
    TooEarly,
)
from arogi.applications.law import acts
from arogi.applications.models import Application
from arogi.applications.services import Facts, Told
from arogi.applications.services.acts import usual_end
from arogi.core.errors import DomainError, NotAllowed
from arogi.people.errors import ImpossibleFact
from arogi.reception.models import Request
from tests.applications.conftest import CODE, NOW
from tests.factories import TODAY, member

DAY = dt.timedelta(days=1)
# One way to each state.
WAYS = {
    "draft": (),
    "ready": ("ready",),
    "submitted": ("ready", "submit"),
    "awaiting_papers": ("submit", "ask_papers"),
    "approved": ("submit", "approve"),
    "rejected": ("submit", "reject"),
    "suspended": ("submit", "approve", "suspend"),
    "revoked": ("submit", "approve", "revoke"),
    "expired": ("submit", "approve", "expire"),
    "withdrawn": ("withdraw",),
}


@pytest.mark.parametrize("state", Application.State.values)
def test_each_act_is_possible_in_the_states_of_the_table_and_in_no_other(state, open_, do):
    application = open_("eee")
    do(application, *WAYS[state])
    assert application.state == state

    for act, rule in acts().items():
        with transaction.atomic():
            if state in rule.sources:
                do(application, act)
                assert application.state == (rule.target or state)
            else:
                with pytest.raises(NotPossibleNow):
                    do(application, act)
            transaction.set_rollback(True)
        application.refresh_from_db()


def test_every_state_can_be_reached():
    assert set(WAYS) == set(Application.State.values)


def test_each_act_can_be_taken_back_as_if_it_had_never_been(open_, do, worker):
    application = open_("eee")
    for act, rule in acts().items():
        with transaction.atomic():
            do(application, *WAYS[sorted(rule.sources)[0]])
            before = values(application)
            event = do(application, act, amount=Decimal("216.00"), external_code=CODE, granted_from=TODAY)
            assert values(application) != before, act
            services.undo(by=worker, event_id=event.pk, today=TODAY, at=NOW)
            application.refresh_from_db()
            assert values(application) == before, act
            transaction.set_rollback(True)
        application.refresh_from_db()


def values(application):
    beside = {"changed_at", "version"}
    columns = {field.attname for field in Application._meta.concrete_fields} - beside
    outcome = Request.objects.get(pk=application.request_id).outcome
    return {name: getattr(application, name) for name in columns} | {"outcome": outcome}


def test_an_act_is_taken_back_once_and_only_by_who_did_it(open_, do, worker, receptionist):
    application = open_("eee")
    event = do(application, "ready")

    with pytest.raises(NothingToUndo):
        services.undo(by=receptionist, event_id=event.pk, today=TODAY, at=NOW)
    services.undo(by=worker, event_id=event.pk, today=TODAY, at=NOW)
    with pytest.raises(NothingToUndo):
        services.undo(by=worker, event_id=event.pk, today=TODAY, at=NOW)


def test_an_ending_is_not_taken_back_once_another_application_is_open(open_, do, worker):
    application = open_("eee")
    event = do(application, "submit", "reject")
    open_("eee")

    with pytest.raises(OpenAlready):
        services.undo(by=worker, event_id=event.pk, today=TODAY, at=NOW)


def test_the_request_says_that_an_application_was_submitted(open_, do):
    application = open_("eee")
    do(application, "submit")

    assert Request.objects.get(pk=application.request_id).outcome == Request.Outcome.APPLICATION


def test_what_is_told_with_an_act_is_kept(open_, do):
    application = open_("eee")
    do(application, "submit", external_code="1234 5678 9012 3456", next_check_on=TODAY + 14 * DAY)
    assert (application.external_code, application.code_key) == (CODE, "1234567890123456")
    assert (application.submitted_on, application.payer_word) == (TODAY, "Υποβληθείσα")
    assert application.next_check_on == TODAY + 14 * DAY

    do(application, "approve", amount=Decimal("432"), amount_unit="EUR/month", granted_from=TODAY)
    assert (application.decided_on, application.granted_until) == (TODAY, dt.date(2027, 5, 19))
    assert (application.amount, application.next_check_on) == (Decimal("432"), None)


def test_of_several_words_of_the_payer_the_told_one_is_kept(open_, do):
    application = open_("eee")
    do(application, "submit", "ask_papers", payer_word="Αναμονή ελέγχου εγγράφων")
    assert application.payer_word == "Αναμονή ελέγχου εγγράφων"

    do(application, "papers_brought", "ask_papers", payer_word="κάτι άλλο")
    assert application.payer_word == "Εκκρεμότητα εγγράφων"


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        (dt.date(2026, 6, 1), dt.date(2026, 11, 30)),
        (dt.date(2026, 8, 31), dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 30), dt.date(2028, 2, 29)),
        (dt.date(2026, 11, 20), dt.date(2027, 5, 19)),
        (dt.date(2026, 12, 31), dt.date(2027, 6, 30)),
    ],
)
def test_six_months_end_on_the_day_before_the_same_day(begins, ends):
    assert usual_end("eee", begins) == ends


def test_where_no_source_says_for_how_long_the_end_is_not_guessed(open_, do):
    application = open_("birth_grant")
    do(application, "submit", "approve", granted_from=TODAY)

    assert application.granted_until is None


def test_no_day_for_an_objection_is_guessed(open_, do):
    application = open_("eee")
    do(application, "submit", "reject")

    assert application.objection_until is None


IMPOSSIBLE = [
    ("submit", {"on": TODAY + DAY}, DayToCome),
    ("submit", {"on": dt.date(1926, 11, 20)}, BeforeOpening),
    ("submit", {"next_check_on": TODAY - DAY}, TooEarly),
    ("submit", {"external_code": "9" * 61}, ImpossibleFact),
    ("submit", {"note": "ω" * 301}, ImpossibleFact),
]


def test_what_cannot_be_so_is_refused_beside_its_field(open_, do):
    application = open_("eee")
    for act, told, refusal in IMPOSSIBLE:
        with pytest.raises(refusal) as raised:
            do(application, act, **told)
        assert raised.value.shown_at

    application.refresh_from_db()
    assert application.state == Application.State.DRAFT


def test_the_payer_answers_after_it_was_asked(open_, do):
    application = open_("eee")
    do(application, "submit")

    with pytest.raises(BeforeSubmission):
        do(application, "approve", on=TODAY - DAY)


def test_a_granted_period_does_not_run_backwards(open_, do):
    application = open_("eee")
    do(application, "submit")

    with pytest.raises(EndsBeforeItBegins):
        do(application, "approve", granted_from=TODAY, granted_until=TODAY - DAY)


def test_a_rejection_has_a_reason(open_, do):
    application = open_("eee")
    do(application, "submit")

    with pytest.raises(FactMissing):
        do(application, "reject", decision_reason="")


def test_a_code_that_looks_otherwise_is_kept(open_, do):
    application = open_("eee")
    for code in ("abc", "=cmd|x", "1234-5678", "😀", "\u202e1234", "α" * 60):
        with transaction.atomic():
            do(application, "submit", external_code=code)
            assert application.external_code == code.replace("\u202e", "")
            transaction.set_rollback(True)


def test_a_second_click_gives_the_event_of_the_first(open_, do, worker):
    application = open_("eee")
    opened = application.events.get()
    same = {"by": worker, "application_id": application.pk, "act": "submit", "told": Told(on=TODAY), "today": TODAY}

    first = services.carry_out(**same, at=NOW, after=opened.pk)
    second = services.carry_out(**same, at=NOW, after=opened.pk)

    assert first == second
    assert application.events.count() == 2


def test_what_a_colleague_did_meanwhile_is_not_written_over(open_, do, worker, receptionist):
    application = open_("eee")
    opened = application.events.get()
    do(application, "ready", by=receptionist)

    with pytest.raises(ActedMeanwhile):
        services.carry_out(
            by=worker, application_id=application.pk, act="submit", told=Told(on=TODAY), today=TODAY, at=NOW,
            after=opened.pk,
        )  # fmt: skip


def test_facts_are_changed_and_put_back(open_, worker, head):
    application = open_("eee")
    spouse = application.co_applicants.get(person__first_name="p2").person_id
    facts = Facts(worker_id=None, external_code=CODE, next_check_on=TODAY, member_ids=(spouse,))

    event = services.change_facts(by=worker, application_id=application.pk, facts=facts, today=TODAY, at=NOW)
    assert [one.person_id for one in application.co_applicants.all()] == [spouse]
    assert not application.papers.filter(kind="school_attendance").exists()
    services.undo(by=worker, event_id=event.pk, today=TODAY, at=NOW)

    application.refresh_from_db()
    assert (application.worker_id, application.external_code) == (worker.user.pk, "")
    assert application.co_applicants.count() == 3
    assert application.papers.filter(kind="school_attendance").count() == 2


def test_who_may_only_look_does_nothing(open_, do, karditsa):
    with pytest.raises(NotAllowed):
        do(open_("eee"), "submit", by=member(karditsa, "supervisor"))


def test_what_tells_of_health_is_not_there_without_the_right(open_, do, receptionist):
    application = open_("disability_blind")

    with pytest.raises(NoSuchApplication):
        do(application, "submit", by=receptionist)


def test_every_refusal_is_a_sentence():
    from arogi.applications import errors

    refusals = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, DomainError)]
    assert all(str(one.message).endswith(".") for one in refusals)
