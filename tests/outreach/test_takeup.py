import datetime as dt
from itertools import product

import pytest
from django.urls import reverse
from lxml import html

from arogi.core.small_counts import rounded
from arogi.outreach.models import Line, ProgrammeFigures, Run
from tests.entitlements.households import person

PAGE = "/outreach/take-up/"
EEE = "Ελάχιστο Εγγυημένο"


def shown(client):
    return html.fromstring(client.get(PAGE).content.decode())


def figures(client, title=EEE):
    (row,) = (row for row in shown(client).cssselect("tbody tr") if title in row.text_content())
    return [cell.text_content() for cell in row.cssselect("td")]


@pytest.fixture
def eight(family, run):
    """Eight families that seem entitled and have not applied."""
    for number in range(8):
        family(f"Οικογένεια{number}")
    run()


def call(client, result, *, programme="eee"):
    for line in Line.objects.filter(programme=programme):
        client.post(reverse("outreach:call", args=[line.pk]), {"result": result})


def test_nothing_stays_nothing_few_are_hidden_and_many_are_rounded():
    counts = {"a": 0, "b": 1, "c": 7, "d": 8, "e": 12, "f": 13, "g": 1234}

    assert rounded(counts) == {"a": "0", "b": "1-7", "c": "1-7", "d": "10", "e": "10", "f": "15", "g": "1235"}


def test_no_sum_or_difference_of_a_row_tells_a_small_number():
    def possible(seen):
        """Give every row that would look the same; who seems entitled is nearly the sum of the others."""
        rows = ({"asked": a, "listed": b, "entitled": a + b} for a, b in product(range(20), repeat=2))
        return {row["listed"] for row in rows if rounded(row) == seen}

    for asked, listed in product(range(20), range(1, 8)):
        if asked:
            seen = rounded({"asked": asked, "listed": listed, "entitled": asked + listed})
            assert len(possible(seen)) > 1, (asked, listed)


def test_the_figures_count_homes_calls_and_what_came_of_them(eight, signed_in, karditsa):
    call(signed_in("social_worker", karditsa), "applied")

    assert figures(signed_in("coordinator", karditsa)) == ["10", "0", "0", "0", "10", "10", "10"]


def test_what_a_call_settled_counts_also_when_the_family_receives_it_at_last(eight, signed_in, karditsa, run):
    call(signed_in("social_worker", karditsa), "applied")
    Line.objects.update(state="closed", ending="receives")

    assert figures(signed_in("coordinator", karditsa))[-2:] == ["10", "10"]


def test_a_call_that_was_taken_back_counts_for_nothing(eight, signed_in, karditsa):
    client = signed_in("social_worker", karditsa)
    call(client, "applied")
    for line in Line.objects.filter(programme="eee"):
        client.post(reverse("outreach:undo", args=[line.events.latest("pk").pk]))

    assert figures(signed_in("coordinator", karditsa))[-2:] == ["0", "0"]


def test_the_programme_of_one_home_is_not_counted_openly(family, run, signed_in, karditsa):
    family("Γέρος", members=[person("old", "head", "1950-03-03", sex="M", legal_residence_years=40)])
    run()

    page = shown(signed_in("dpo", karditsa))

    assert "1-7" in page.text_content()
    assert not [cell for cell in page.cssselect("td") if cell.text_content() in set("1234567")]


def test_programmes_that_tell_of_health_are_counted_only_for_who_may_read_of_it(worker, signed_in, karditsa):
    today = dt.date(2026, 11, 20)
    counts = dict.fromkeys(("homes", "persons", "told", "standing", "opened", "reopened", "closed"), 9)
    moment = dt.datetime(2026, 11, 20, 2, 0, tzinfo=dt.UTC)
    last = Run.objects.create(as_of=today, rules_version="1+a", started_at=moment, finished_at=moment, **counts)
    for programme in ("disability_severe", "eee"):
        ProgrammeFigures.objects.create(
            run=last, programme=programme, entitled=9, receiving=0, not_asked=0, applied=0, listed=9
        )

    for role, seen in (("social_worker", 2), ("economist", 1), ("dpo", 1)):
        page = shown(signed_in(role, karditsa))

        assert len(page.cssselect("tbody tr")) == seen, role
        assert ("Τα προγράμματα που μαρτυρούν" in page.text_content()) is (seen == 1), role


def test_programmes_of_which_nobody_is_counted_are_left_out_and_said_how_many(eight, signed_in, karditsa):
    page = shown(signed_in("coordinator", karditsa))

    for row in page.cssselect("tbody tr"):
        assert {cell.text_content() for cell in row.cssselect("td")} != {"0"}
    assert "παραλείπονται" in page.text_content()


def test_before_the_first_run_the_page_says_so(signed_in, karditsa):
    assert "Το μητρώο δεν έχει ελεγχθεί ακόμη" in shown(signed_in("coordinator", karditsa)).text_content()
