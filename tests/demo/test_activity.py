import csv
import io
from collections import Counter
from datetime import date, time

import pytest

from arogi.demo.activity import (
    karditsa_first_quarter,
    maroussi_2021,
    volos_grocery_2022,
    write_contacts_csv,
    year_of_activity,
)
from arogi.demo.acts import working_days
from arogi.demo.centres import load_all, load_centre
from arogi.demo.published import MAROUSSI_REQUESTS, VOLOS_MEALS_AT_HOME
from arogi.reception.catalogue import load_catalogue

CHANNELS = {"desk", "phone", "email", "mobile_unit", "home_visit", "street", "event"}
OUTCOMES = {
    "", "served", "application", "pending_documents", "referred", "not_entitled", "withdrawn", "no_capacity",
}  # fmt: skip
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
SEEDS = (0, 1, 2026)


@pytest.fixture(scope="module")
def quarter():
    return karditsa_first_quarter(1)


@pytest.fixture(scope="module")
def years():
    return {centre.slug: year_of_activity(centre, 1, *YEAR) for centre in load_all()}


def persons_of(rows):
    return {row.person_key for row in rows if row.person_key}


@pytest.mark.parametrize("seed", SEEDS)
def test_karditsa_adds_up_to_the_published_quarter_for_every_seed(seed):
    activity = karditsa_first_quarter(seed)
    assert len(persons_of(activity.rows)) == 805
    assert len(activity.rows) == 978
    assert Counter((row.structure, row.sex) for row in activity.rows) == {
        ("KK", "M"): 298,
        ("KK", "F"): 218,
        ("ROMA", "M"): 171,
        ("ROMA", "F"): 291,
    }


def test_some_people_of_karditsa_come_to_both_structures(quarter):
    centre = persons_of(row for row in quarter.rows if row.structure == "KK")
    branch = persons_of(row for row in quarter.rows if row.structure == "ROMA")
    assert len(centre & branch) == 19


def test_some_contacts_of_karditsa_have_several_different_requests(quarter):
    asked = {}
    for row in quarter.rows:
        asked.setdefault(row.contact_id, []).append(row.service_code)
    assert max(len(services) for services in asked.values()) >= 2
    assert all(len(set(services)) == len(services) for services in asked.values())


def test_karditsa_works_on_working_days_of_its_quarter_within_office_hours(quarter):
    days = set(working_days(date(2017, 12, 1), date(2018, 2, 28), "12-04"))
    assert date(2018, 2, 19) not in days  # Clean Monday
    assert date(2017, 12, 25) not in days
    for row in quarter.rows:
        assert row.date in days
        assert time(8) <= row.at < time(15)


def test_networking_of_karditsa_is_not_among_the_requests(quarter):
    assert quarter.networking
    assert "C5.04" not in {row.service_code for row in quarter.rows}


@pytest.mark.parametrize("seed", SEEDS)
def test_maroussi_adds_up_to_the_published_requests_by_service(seed):
    activity = maroussi_2021(seed)
    assert Counter(row.service_code for row in activity.rows) == MAROUSSI_REQUESTS
    assert len(activity.rows) == 1300
    assert len(persons_of(activity.rows)) == 905
    assert {row.date.year for row in activity.rows} == {2021}


@pytest.mark.parametrize("seed", SEEDS)
def test_volos_adds_up_to_the_published_adults_and_minors_of_every_month(seed):
    activity = volos_grocery_2022(seed)
    people = {person.key: person for person in activity.persons}
    adults, minors = Counter(), Counter()
    for row in activity.rows:
        age = people[row.person_key].age_on(row.date)
        (adults if age >= 18 else minors)[row.date.month] += 1
    assert [adults[month] for month in range(7, 13)] == [289, 281, 249, 248, 245, 293]
    assert [minors[month] for month in range(7, 13)] == [134, 135, 118, 114, 121, 161]
    assert len(activity.rows) == 2388


def test_volos_counts_a_person_once_a_month_and_a_thousand_and_one_cards():
    activity = volos_grocery_2022(1)
    assert len({(row.person_key, row.date.month) for row in activity.rows}) == 2388
    assert len({(row.household_key, row.date.month) for row in activity.rows}) == 1001
    assert len(persons_of(activity.rows)) < 1000
    assert sum(VOLOS_MEALS_AT_HOME) == 10_471


@pytest.mark.parametrize("make", [karditsa_first_quarter, maroussi_2021, volos_grocery_2022])
def test_the_same_seed_gives_the_same_activity(make):
    assert make(5) == make(5)
    assert make(5).rows != make(6).rows


@pytest.mark.parametrize("slug", ["karditsa", "trikala", "drama", "athens", "palamas"])
def test_a_year_has_the_volume_of_its_centre(years, slug):
    volumes = load_centre(slug).volumes
    wanted = sum(volume.requests_per_year for volume in volumes.values())
    assert 0.9 * wanted < len(years[slug].rows) < 1.25 * wanted


@pytest.mark.parametrize("slug", ["karditsa", "trikala", "drama", "athens", "palamas"])
def test_a_year_uses_only_what_its_structures_offer_on_days_they_are_open(years, slug):
    centre = load_centre(slug)
    days = set(working_days(*YEAR, centre.patron.day if centre.patron else ""))
    catalogue = {service.code: service for service in load_catalogue().services}
    for row in years[slug].rows:
        structure = centre.structure(row.structure)
        assert row.date in days
        assert structure.kind in catalogue[row.service_code].kinds
        assert catalogue[row.service_code].about_person
        assert row.channel in CHANNELS
        assert row.outcome in OUTCOMES
        for hours in structure.hours[:1]:
            assert hours.opens <= row.at < hours.closes


def test_a_year_has_phone_calls_anonymous_acts_next_steps_and_networking(years):
    for activity in years.values():
        assert any(row.channel == "phone" for row in activity.rows)
        assert any(row.person_key == "" for row in activity.rows)
        assert any(row.next_step for row in activity.rows)
        assert activity.networking
        assert {act.structure for act in activity.networking} <= {code for code, _kind in activity.structures}


def test_a_next_step_has_a_weekday_after_the_contact(years):
    for row in (row for activity in years.values() for row in activity.rows if row.next_step):
        assert row.next_step_on > row.date
        assert row.next_step_on.weekday() < 5


def test_somebody_who_comes_is_in_the_register_with_the_same_sex_and_birth_date(years):
    for activity in years.values():
        people = {person.key: person for person in activity.persons}
        assert len(people) == len(activity.persons)
        for row in activity.rows:
            if row.person_key:
                person = people[row.person_key]
                assert row.sex == person.sex
                assert row.birth_date == (person.born.written() if person.born else "")


def test_a_structure_has_no_contact_before_it_opened():
    activity = year_of_activity(load_centre("trikala"), 1, date(2018, 1, 1), date(2018, 6, 30))
    assert min(row.date for row in activity.rows if row.structure == "KK") >= date(2018, 3, 1)


def test_a_benefit_is_not_asked_for_before_it_began():
    activity = year_of_activity(load_centre("palamas"), 1, date(2018, 1, 1), date(2019, 12, 31))
    assert min(row.date for row in activity.rows if row.service_code == "A2.02") >= date(2019, 3, 1)


def test_registers_of_two_periods_of_one_town_have_keys_of_their_own():
    quarter = karditsa_first_quarter(1)
    year = year_of_activity(load_centre("karditsa"), 1, date(2018, 3, 1), date(2018, 6, 30))
    assert not {p.key for p in quarter.persons} & {p.key for p in year.persons}
    assert not {r.contact_id for r in quarter.rows} & {r.contact_id for r in year.rows}


def test_a_period_without_a_working_day_is_empty():
    activity = year_of_activity(load_centre("drama"), 1, date(2025, 1, 4), date(2025, 1, 5))
    assert (activity.rows, activity.networking) == ((), ())


def test_rows_of_a_contact_stand_together_and_agree(quarter):
    seen = []
    for row in quarter.rows:
        if not seen or seen[-1].contact_id != row.contact_id:
            assert row.contact_id not in {one.contact_id for one in seen}
            seen.append(row)
        assert (row.person_key, row.date, row.structure, row.channel) == (
            seen[-1].person_key,
            seen[-1].date,
            seen[-1].structure,
            seen[-1].channel,
        )


def test_the_csv_has_the_columns_of_the_import_and_reads_back(quarter):
    text = io.StringIO()
    assert write_contacts_csv(quarter.rows, text) == 978
    rows = list(csv.DictReader(io.StringIO(text.getvalue())))
    assert ",".join(rows[0]) == ("contact_id,date,structure,channel,person_key,sex,birth_date,service_code,outcome")
    assert rows[0]["date"] == quarter.rows[0].date.isoformat()
    assert Counter((row["structure"], row["sex"]) for row in rows) == Counter(
        (row.structure, row.sex) for row in quarter.rows
    )
