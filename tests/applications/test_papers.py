import datetime as dt

import pytest
from django.urls import reverse
from lxml import html

from arogi.applications import services
from arogi.applications.checklist import ENDS, EXPIRED, IN_FILE, LEFT_OUT, NEEDED, SHOWN, checklist_of
from arogi.applications.errors import NoSuchPaper, ReasonNeeded
from arogi.core.errors import NotAllowed
from arogi.documents.services import PaperFacts, record_paper
from tests.applications.conftest import NOW
from tests.factories import TODAY, member

DAY = dt.timedelta(days=1)


@pytest.fixture
def file_paper(worker):
    """Record a paper in somebody's file."""

    def file_paper_(person, kind, *, until=None):
        facts = PaperFacts(kind=kind, seen_on=TODAY - 10 * DAY, issued_on=TODAY - 700 * DAY, expires_on=until)
        record_paper(by=worker, person_id=person.pk, facts=facts, today=TODAY, at=NOW)

    return file_paper_


def states(application, by, today=TODAY):
    return {line.paper.kind: line.state for line in checklist_of(application, by, today).papers}


def paper(application, kind):
    return application.papers.filter(kind=kind).order_by("position")[0]


def test_papers_of_the_file_satisfy_the_list_while_they_hold(open_, worker, head, file_paper):
    file_paper(head, "lease", until=TODAY + 400 * DAY)
    file_paper(head, "unemployment_card", until=TODAY - DAY)
    file_paper(head, "iban")
    application = open_("eee")

    found = states(application, worker)
    assert (found["lease"], found["unemployment_card"], found["iban"]) == (IN_FILE, EXPIRED, IN_FILE)
    assert found["divorce"] == NEEDED


def test_a_lease_that_ends_within_the_granted_period_is_told(open_, worker, head, file_paper):
    file_paper(head, "lease", until=TODAY + 90 * DAY)

    assert states(open_("housing_benefit"), worker)["lease"] == ENDS


def test_an_identity_card_stands_for_any_identity_paper(open_, worker, head, file_paper):
    file_paper(head, "passport", until=TODAY + 900 * DAY)
    lines = checklist_of(open_("eee"), worker, TODAY).papers

    own = {line.owner: line.state for line in lines if line.paper.kind == "identity"}
    assert own[head.full_name] == IN_FILE
    assert set(own.values()) == {IN_FILE, NEEDED}


def test_a_paper_is_shown_left_out_and_needed_again(open_, worker):
    application = open_("eee")
    shown, left_out = paper(application, "iban"), paper(application, "divorce")

    services.mark_seen(by=worker, paper_id=shown.pk, on=TODAY)
    services.mark_not_needed(by=worker, paper_id=left_out.pk, reason="Δεν είναι σε διάσταση")
    found = states(application, worker)
    assert (found["iban"], found["divorce"]) == (SHOWN, LEFT_OUT)

    services.mark_needed(by=worker, paper_id=shown.pk)
    services.mark_needed(by=worker, paper_id=left_out.pk)
    found = states(application, worker)
    assert (found["iban"], found["divorce"]) == (NEEDED, NEEDED)


def test_a_paper_that_was_shown_first_by_one_colleague_stays_so(open_, worker, receptionist):
    line = paper(open_("eee"), "iban")
    services.mark_seen(by=worker, paper_id=line.pk, on=TODAY - DAY)

    assert services.mark_seen(by=receptionist, paper_id=line.pk, on=TODAY).seen_on == TODAY - DAY


def test_nothing_is_left_out_without_a_reason(open_, worker):
    with pytest.raises(ReasonNeeded):
        services.mark_not_needed(by=worker, paper_id=paper(open_("eee"), "iban").pk, reason=" \u200b ")


def test_who_may_not_record_marks_nothing(open_, karditsa):
    with pytest.raises(NotAllowed):
        services.mark_seen(by=member(karditsa, "supervisor"), paper_id=paper(open_("eee"), "iban").pk, on=TODAY)


def test_a_paper_that_tells_of_health_is_kept_from_who_may_not_read_of_it(open_, worker, receptionist):
    application = open_("medicine_without_copay")
    line = paper(application, "kepa")

    assert "kepa" in states(application, worker)
    assert "kepa" not in states(application, receptionist)
    assert checklist_of(application, receptionist, TODAY).hidden == 1
    with pytest.raises(NoSuchPaper):
        services.mark_seen(by=receptionist, paper_id=line.pk, on=TODAY)


def test_the_checklist_is_filled_in_the_browser(signed_in, karditsa, worker, open_):
    application, client = open_("housing_benefit"), signed_in(worker.user, karditsa)
    address = reverse("applications:application", args=[application.pk])
    page = html.fromstring(client.get(address).content.decode())
    missing = [form for form in page.forms if form.action.endswith("/seen/")]
    assert len(missing) == application.papers.count()

    for form in missing[1:]:
        assert client.post(form.action, dict(form.fields)).status_code == 302
    left_out = reverse("applications:not_needed", args=[application.pk, paper_of(missing[0])])
    assert client.post(left_out, {"reason": ""}).status_code == 422
    assert client.post(left_out, {"reason": "Δεν σπουδάζει κανείς"}).status_code == 302

    assert "Όλα τα δικαιολογητικά υπάρχουν" in client.get(address).content.decode()


def paper_of(form):
    return form.action.split("/papers/")[1].partition("/")[0]


def test_a_paper_of_another_application_is_not_found_under_this_one(signed_in, karditsa, worker, open_):
    first, second = open_("eee"), open_("housing_benefit")
    address = reverse("applications:seen", args=[first.pk, paper(second, "lease").pk])

    assert signed_in(worker.user, karditsa).post(address).status_code == 404
