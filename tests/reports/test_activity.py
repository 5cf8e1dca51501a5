import datetime as dt
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from arogi.centres.models import Structure
from arogi.core.acting import acting_in
from arogi.people.models import Person
from arogi.people.origins import CITIZENSHIPS
from arogi.reception.models import CentreService, Contact, Request
from arogi.reception.services import cancel_contact, cancel_request_line, record_contact
from arogi.reports.activity import (
    PeriodBackwards,
    Question,
    UnknownDimension,
    UnknownStructureCode,
    count_here,
    structure_ids,
)
from arogi.reports.documents import document_here
from arogi.reports.nationality import OTHER_EU
from tests.factories import TODAY, member, sub_project
from tests.reception import factories
from tests.reports import slow_count

SERVICES = ("A2.01", "A2.02", "A1.01", "C1.01", "R1")
FIRST, LAST = dt.date(2021, 11, 1), dt.date(2023, 3, 31)
NOW = dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.UTC)
days = st.dates(FIRST, LAST)
people = st.lists(
    st.tuples(
        st.sampled_from("FMX "),
        st.none() | st.dates(dt.date(1930, 1, 1), FIRST),
        st.lists(st.sampled_from(["GRC", "ROU", "CYP", "ALB", "GBR", "XKX", "XXA", "XXX"]), unique=True, max_size=3),
    ),
    max_size=6,
)
contacts = st.lists(
    st.tuples(
        days,
        st.sampled_from(["KK", "ROMA"]),
        st.none() | st.integers(0, 5),
        st.sampled_from(["desk", "phone"]),
        st.sampled_from("FMX "),
        st.none() | st.dates(dt.date(1930, 1, 1), FIRST),
        st.lists(
            st.tuples(st.sampled_from(SERVICES), st.sampled_from(["", "served", "referred"]), st.integers(0, 5)),
            min_size=1,
            max_size=4,
        ),
        st.sampled_from(["", "5003189/1", "5003189/2", "6003331/1"]),
    ),
    max_size=25,
)


@pytest.fixture
def offering(karditsa):
    """The municipality with its structures and services by code."""
    structures = {row.code: row for row in Structure.objects.all()}
    grants = {"": None}
    for mis_code, number in (("5003189", "1"), ("5003189", "2"), ("6003331", "1")):
        part = sub_project(mis_code, number)
        grants[part.code] = part
    return structures, {code: factories.service(code) for code in SERVICES}, grants


def write(offering, drawn_people, drawn_contacts):
    """Write what was drawn into the entered municipality, and give it as the slow count takes it."""
    structures, services, grants = offering
    rows, requests = [], []
    persons = [
        Person(
            registered_on=FIRST,
            sex=sex.strip(),
            birth_date=born,
            birth_precision="day" if born else "unknown",
            citizenships=citizenships,
        )
        for sex, born, citizenships in drawn_people
    ]
    Person.objects.bulk_create(persons)
    everything = []
    for number, (date, code, who, channel, sex, born, lines, grant) in enumerate(drawn_contacts):
        person = persons[who] if who is not None and who < len(persons) else None
        contact = Contact(
            structure=structures[code],
            date=date,
            person=person,
            channel=channel,
            sub_project=grants[grant],
            anonymous_sex="" if person else sex.strip(),
            anonymous_birth_date=None if person else born,
        )
        rows.append(contact)
        # A cancelled line never stands in the first place of a standing contact; the services see to that.
        standing = [line for line in lines if line[2]] or lines[:1]
        ordered = [(line, False) for line in standing] + [(line, True) for line in lines if line not in standing]
        for position, ((service, outcome, _odds), cancelled) in enumerate(ordered, start=1):
            request = Request(
                contact=contact,
                position=position,
                date=date,
                structure=structures[code],
                person=person,
                service=services[service],
                outcome=outcome,
                is_cancelled=cancelled,
            )
            requests.append(request)
            everything.append(
                slow_count.Asked(
                    contact=number,
                    date=date,
                    structure=code,
                    person=who if person else None,
                    sex=person.sex if person else sex.strip(),
                    born=person.birth_date if person else born,
                    service=service,
                    category=services[service].category,
                    programme=services[service].programme,
                    channel=channel,
                    outcome=outcome,
                    citizenships=person.citizenships if person else [],
                    sub_project=grant,
                    cancelled=cancelled,
                )
            )
    Contact.objects.bulk_create(rows)
    Request.objects.bulk_create(requests)
    return everything


def as_mapping(report):
    return {row.values: dict(row.measures) for row in report.rows}


@given(
    drawn_people=people,
    drawn_contacts=contacts,
    period=st.tuples(days, days).map(sorted),
    by=st.lists(st.sampled_from(sorted(slow_count.VALUE)), unique=True, max_size=4),
    only=st.sampled_from([(), ("KK",), ("ROMA",)]),
)
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # making a case smaller takes minutes with a database
)
def test_every_report_equals_a_slow_count_of_its_own(offering, drawn_people, drawn_contacts, period, by, only):
    since, until = period
    with transaction.atomic():
        everything = write(offering, drawn_people, drawn_contacts)
        expected_rows, expected_totals, months = slow_count.count(everything, since, until, by, only or None)

        report = count_here(Question(since=since, until=until, by=tuple(by), structure_ids=structure_ids(only)))

        assert dict(report.totals) == expected_totals
        assert as_mapping(report) == (expected_rows if by else {(): expected_totals})
        assert report.person_months == (months if "month" in by else None)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("citizenships", "group"),
    [
        ([], ""),
        (["GRC"], "greek"),
        (["ALB", "BGR", "GRC"], "greek"),
        (["ALB", "BGR"], "eu"),
        (["GBR"], "third_country"),
        (["XKX", "XXA"], "third_country"),
        (["XXA"], "stateless"),
        (["XXX", "XXA"], "stateless"),
    ],
)
def test_of_several_citizenships_the_nearest_to_greece_gives_the_group(karditsa, citizenships, group):
    factories.contact(member(karditsa), person=factories.person(citizenships=citizenships))

    rows = count_here(Question(since=TODAY, until=TODAY, by=("nationality",))).rows

    assert [(row.values, row.measures["persons"]) for row in rows] == [((group,), 1)]


def test_every_member_of_the_union_is_a_citizenship_that_can_be_chosen():
    assert len(set(OTHER_EU)) == 26
    assert set(OTHER_EU) <= set(CITIZENSHIPS.by_code)


def test_nationalities_stand_from_greek_to_unknown(karditsa):
    worker = member(karditsa)
    for citizenships in (["XXA"], [], ["ALB"], ["GRC"], ["ITA"]):
        factories.contact(worker, person=factories.person(citizenships=citizenships))

    report = count_here(Question(since=TODAY, until=TODAY, by=("nationality",)))

    assert [row.values[0] for row in report.rows] == ["greek", "eu", "third_country", "stateless", ""]


def test_a_person_served_under_two_grants_counts_once_in_each_and_once_in_all(karditsa):
    worker, person = member(karditsa), factories.person()
    sub_project("5003189", "1", at="KK", since=dt.date(2017, 1, 1), until=dt.date(2024, 1, 1))
    sub_project("6003331", "1", at="KK", since=dt.date(2024, 1, 1))
    for day in (dt.date(2016, 5, 5), dt.date(2023, 12, 31), dt.date(2024, 1, 1), TODAY):
        factories.contact(worker, person=person, date=day)

    report = count_here(Question(since=dt.date(2016, 1, 1), until=TODAY, by=("sub_project",)))

    measures = {row.values[0]: (row.measures["persons"], row.measures["requests"]) for row in report.rows}
    assert measures == {"5003189/1": (1, 1), "6003331/1": (1, 2), "": (1, 1)}
    assert list(measures) == ["5003189/1", "6003331/1", ""]
    assert (report.totals["persons"], report.totals["requests"]) == (1, 4)


def test_a_contact_of_which_one_request_was_referred_counts_in_both_rows_and_once_in_all(karditsa):
    lines = (factories.line("A2.01", outcome="referred"), factories.line("A1.01", outcome="served"))
    record_contact(by=member(karditsa), facts=factories.facts(), lines=lines, submission=uuid4(), today=TODAY)

    report = count_here(Question(since=TODAY, until=TODAY, by=("referral",)))

    assert {row.values[0]: row.measures["contacts"] for row in report.rows} == {"no": 1, "yes": 1}
    assert report.totals["contacts"] == 1


def test_sub_projects_are_named_with_two_questions_however_many_there_are(karditsa):
    factories.contact(member(karditsa))

    def queries(by):
        with CaptureQueriesContext(connection) as asked:
            document_here(count_here(Question(since=TODAY, until=TODAY, by=by)), karditsa)
        return len(asked)

    sub_project("5003189", "1", at="KK")
    few = queries(("sub_project", "nationality", "referral"))
    for number in range(2, 9):
        sub_project("5003189", str(number))

    assert queries(("sub_project", "nationality", "referral")) == few
    assert queries(()) == few - 2


def test_a_person_in_two_structures_counts_once_in_the_totals_and_once_in_each_row(karditsa):
    worker, person = member(karditsa), factories.person(sex="F")
    factories.contact(worker, person=person, at="KK")
    factories.contact(worker, "R1", "R2", person=person, at="ROMA")

    report = count_here(Question(since=TODAY, until=TODAY, by=("structure",)))

    assert {row.values: row.measures["persons"] for row in report.rows} == {("KK",): 1, ("ROMA",): 1}
    assert (report.totals["persons"], report.totals["contacts"], report.totals["requests"]) == (1, 2, 3)


def test_a_person_known_to_the_other_structure_is_new_in_this_one_only(karditsa):
    worker, person = member(karditsa), factories.person()
    factories.contact(worker, person=person, at="KK", date=dt.date(2025, 5, 5))
    factories.contact(worker, "R1", person=person, at="ROMA", date=dt.date(2026, 5, 5))

    totals = count_here(Question(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))).totals

    assert (totals["persons"], totals["new_persons"], totals["new_persons_in_structure"]) == (1, 0, 1)


def test_an_earlier_contact_that_was_cancelled_does_not_make_a_person_known(karditsa):
    worker, person = member(karditsa), factories.person()
    earlier = factories.contact(worker, person=person, date=dt.date(2025, 5, 5))
    factories.contact(worker, person=person, date=dt.date(2026, 5, 5))
    cancel_contact(by=worker, contact_id=earlier.pk, reason="λάθος", at=NOW)

    totals = count_here(Question(since=dt.date(2026, 1, 1), until=dt.date(2026, 12, 31))).totals

    assert totals["new_persons"] == 1


def test_a_contact_is_still_counted_after_its_first_line_was_cancelled(karditsa):
    worker = member(karditsa)
    contact = factories.contact(worker, "A2.01", "A1.01")
    first = Request.objects.get(contact=contact, position=1)
    cancel_request_line(by=worker, request_id=first.pk, reason="λάθος", at=NOW)

    report = count_here(Question(since=TODAY, until=TODAY, by=("service",)))

    assert as_mapping(report).keys() == {("A1.01",)}
    assert (report.totals["contacts"], report.totals["requests"]) == (1, 1)


def test_the_last_day_is_part_of_the_period(karditsa):
    factories.contact(member(karditsa))

    assert count_here(Question(since=TODAY, until=TODAY)).totals["contacts"] == 1
    assert count_here(Question(since=dt.date(2026, 1, 1), until=TODAY - dt.timedelta(days=1))).totals["contacts"] == 0


def test_a_birthday_counts_from_the_day_itself(karditsa):
    child = factories.person(birth_date=dt.date(2008, 2, 29), birth_precision="day")
    worker = member(karditsa)
    for day in (dt.date(2026, 2, 28), dt.date(2026, 3, 1)):
        factories.contact(worker, person=child, date=day)

    report = count_here(Question(since=dt.date(2026, 1, 1), until=TODAY, by=("age_band",)))

    assert {row.values[0]: row.measures["requests"] for row in report.rows} == {"12-17": 1, "18-24": 1}


def test_rows_stand_in_the_order_of_their_values_with_the_unknown_last(karditsa):
    worker = member(karditsa)
    for years in (70, 3, 15, None, 9):
        born = None if years is None else TODAY.replace(year=TODAY.year - years)
        factories.contact(worker, anonymous_birth_date=born)

    report = count_here(Question(since=TODAY, until=TODAY, by=("age_band",)))

    assert [row.values[0] for row in report.rows] == ["0-5", "6-11", "12-17", "65+", ""]


def test_person_months_and_distinct_persons_are_both_said(karditsa):
    worker, person = member(karditsa), factories.person()
    for month in (7, 8, 8, 9):
        factories.contact(worker, person=person, date=dt.date(2026, month, 5))

    report = count_here(Question(since=dt.date(2026, 1, 1), until=TODAY, by=("month",)))

    assert (report.totals["persons"], report.person_months) == (1, 3)
    assert [row.values[0] for row in report.rows] == ["2026-07", "2026-08", "2026-09"]


def test_nothing_at_all_adds_up_to_nothing(karditsa):
    report = count_here(Question(since=TODAY, until=TODAY, by=("structure", "sex", "month")))

    assert report.rows == ()
    assert set(report.totals.values()) == {0}


def test_the_other_municipality_is_not_counted(karditsa, trikala):
    factories.contact(member(karditsa))
    with acting_in(trikala.id):
        factories.contact(member(trikala))
        factories.contact(member(trikala))

    assert count_here(Question(since=TODAY, until=TODAY)).totals["contacts"] == 1


def test_questions_that_make_no_sense_are_refused(karditsa):
    with pytest.raises(PeriodBackwards):
        Question(since=TODAY, until=TODAY - dt.timedelta(days=1))
    with pytest.raises(UnknownDimension):
        Question(since=TODAY, until=TODAY, by=("colour",))
    with pytest.raises(UnknownDimension):
        Question(since=TODAY, until=TODAY, by=("sex", "sex"))
    with pytest.raises(UnknownStructureCode):
        structure_ids(("NONE",))


def test_a_retired_code_counts_with_its_successor(karditsa):
    worker = member(karditsa)
    factories.contact(worker, date=dt.date(2025, 1, 1))
    old = CentreService.objects.get(code="A2.01")
    CentreService.objects.filter(pk=old.pk).update(valid_until=dt.date(2025, 6, 1))
    factories.CentreService.objects.create(
        code="A2.01",
        national_code="A2.01",
        catalogue_version="x",
        axis="A",
        category="A2",
        valid_from=dt.date(2025, 6, 1),
    )
    factories.contact(worker, date=TODAY)

    report = count_here(Question(since=dt.date(2025, 1, 1), until=TODAY, by=("service",)))

    assert Counter({row.values: row.measures["requests"] for row in report.rows}) == {("A2.01",): 2}
