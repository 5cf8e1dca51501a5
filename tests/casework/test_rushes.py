import datetime as dt

import pytest
import yaml
from django.urls import reverse
from django.utils import translation

from arogi.casework.rushes import CALENDAR, WEEKS, compiled_on, rushes_between, weeks_ahead
from arogi.documents import services as documents
from tests.casework.conftest import AT
from tests.factories import TODAY

MONDAY = dt.date(2026, 11, 16)


@pytest.fixture
def paper(worker, person):
    def record(days):
        ends = TODAY + dt.timedelta(days=days)
        facts = documents.PaperFacts(kind="lease", seen_on=TODAY, expires_on=ends)
        return documents.record_paper(by=worker, person_id=person.pk, facts=facts, today=TODAY, at=AT)

    return record


def test_the_half_year_is_counted_from_this_weeks_monday(worker, paper):
    for days in (-1, 0, 9, 10, 16, 181, 200):
        paper(days)

    weeks = weeks_ahead(worker, TODAY)

    assert (len(weeks), weeks[0].monday) == (WEEKS, MONDAY)
    assert [week.papers for week in weeks if week.papers] == [1, 1, 2]
    assert [week.width for week in weeks if week.papers] == ["50.0%", "50.0%", "100.0%"]


def test_open_tasks_stand_in_the_week_in_which_they_fall_due(worker, task):
    (week,) = [week for week in weeks_ahead(worker, TODAY) if week.tasks]

    assert week.monday <= task.due_on < week.monday + dt.timedelta(days=7)


def test_a_rush_that_has_begun_stands_in_the_first_week_and_one_to_come_in_its_own(worker, db):
    weeks = weeks_ahead(worker, TODAY)

    assert "heating" in {rush.code for rush in weeks[0].rushes}
    (week,) = [week for week in weeks if "a21_last_days" in {rush.code for rush in week.rushes}]
    assert week.monday == dt.date(2026, 12, 28)
    assert sum(len(week.rushes) for week in weeks) == len(rushes_between(TODAY, dt.date(2027, 5, 16)))


def test_another_year_than_the_source_speaks_of_is_not_confirmed():
    found = {(rush.code, rush.first.year): rush.is_confirmed for rush in rushes_between(TODAY, dt.date(2027, 12, 31))}

    assert not any(found.values())
    assert rushes_between(dt.date(2025, 11, 15), dt.date(2025, 11, 16))[0].is_confirmed


def test_every_entry_of_the_calendar_has_both_languages_a_source_and_a_confidence():
    entries = yaml.safe_load(CALENDAR.read_text(encoding="utf-8"))["rushes"].values()

    for entry in entries:
        assert set(entry) == {"el", "en", "from", "until", "seen", "confidence", "source"}
        assert entry["confidence"] in {"high", "medium", "low"}
        assert all(entry.values())
    assert compiled_on() <= dt.date(2026, 11, 22)


def test_the_page_shows_weeks_and_rushes_in_the_language_of_the_screen(signed_in, karditsa, worker, paper):
    paper(40)
    with translation.override("el"):
        answer = signed_in(worker.user, karditsa).get(reverse("casework:forecast"))

    text = answer.content.decode()
    assert text.count("<tr>") >= WEEKS
    assert "Δεν επιβεβαιώθηκε για φέτος" in text
