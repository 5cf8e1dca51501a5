from collections import Counter
from datetime import date

import pytest

from arogi.demo.bulk_work import bulk_requests
from arogi.reception.catalogue import load_catalogue

PERIOD = {"first": date(2021, 1, 1), "last": date(2025, 12, 31)}
KINDS = ("centre", "roma_branch")


def made(seed=1, requests=20_000):
    return list(bulk_requests(seed, requests=requests, persons=3000, kinds=KINDS, **PERIOD))


def test_as_many_requests_as_asked_for_and_the_same_for_the_same_seed():
    assert len(made()) == 20_000
    assert made() == made()
    assert made() != made(seed=2)


def test_a_contact_has_one_person_day_and_structure_and_no_service_twice():
    contacts = {}
    for contact, position, day, structure, channel, person, service, _outcome in made():
        head, services = contacts.setdefault(contact, ((day, structure, channel, person), []))
        assert head == (day, structure, channel, person)
        services.append(service)
        assert position == len(services)
    assert all(len(set(services)) == len(services) for _head, services in contacts.values())
    assert sorted(contacts) == list(range(1, len(contacts) + 1))


def test_a_structure_with_two_services_alternates_them_and_never_repeats_one_in_a_contact():
    rows = list(bulk_requests(1, requests=3000, persons=50, kinds=("social_grocery",), **PERIOD))
    assert len({(row[0], row[6]) for row in rows}) == len(rows)
    assert {row[6] for row in rows} == {"A2.11", "C5.03"}


def test_requests_fall_on_working_days_and_on_services_of_the_structure():
    catalogue = load_catalogue()
    offered = [{service.code for service in catalogue.for_kind(kind)} for kind in KINDS]
    for _contact, _position, day, structure, _channel, person, service, _outcome in made():
        assert day.weekday() < 5
        assert PERIOD["first"] <= day <= PERIOD["last"]
        assert service in offered[structure]
        assert -1 <= person < 3000


def test_some_people_come_far_more_often_than_others_and_some_stay_unknown():
    counts = Counter(row[5] for row in made())
    assert counts[-1] > 500
    most = sum(count for _person, count in counts.most_common(300))
    assert most / 20_000 > 0.25


def test_a_kind_that_offers_nothing_is_refused():
    with pytest.raises(ValueError, match="social_service"):
        next(bulk_requests(1, requests=1, persons=1, kinds=("social_service",), **PERIOD))
