import pytest
from django.db import ProgrammingError, connections

from arogi.core.acting import acting_in
from arogi.reports.activity import Question, count_country
from arogi.reports.documents import country_document
from arogi.reports.files import written
from tests.factories import TODAY, member, municipality, sub_project
from tests.reception import factories


@pytest.fixture(scope="module")
def towns(own_database):
    towns = [municipality("alpha"), municipality("beta")]
    for number, town in enumerate(towns, start=1):
        with acting_in(town.id):
            sub_project("5003189", str(number), at="KK")
            worker, person = member(town), factories.person(sex="F", citizenships=["ROU", "ALB"])
            for _time in range(number):
                factories.contact(worker, person=person)
    return towns


def test_the_country_is_counted_over_all_municipalities(towns):
    report = count_country(Question(since=TODAY, until=TODAY, by=("municipality", "structure", "sex")))

    assert {row.values: row.measures["requests"] for row in report.rows} == {
        ("alpha", "alpha/KK", "F"): 1,
        ("beta", "beta/KK", "F"): 2,
    }
    assert (report.totals["persons"], report.totals["new_persons"]) == (2, 2)


def test_grants_nationalities_and_referrals_are_counted_over_all_municipalities(towns):
    by = ("sub_project", "nationality", "referral")
    report = count_country(Question(since=TODAY, until=TODAY, by=by))

    assert {row.values: row.measures["requests"] for row in report.rows} == {
        ("alpha/5003189/1", "eu", "no"): 1,
        ("beta/5003189/2", "eu", "no"): 2,
    }
    assert b"alpha/5003189/1" in written(country_document(report), "table")


def test_the_role_that_counts_reads_no_names(towns):
    with connections["report"].cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("SELECT surname FROM people_person")
