"""The page of figures of law: complete, least certain first, narrowed without ever failing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override
from openfisca_greece import figures

from arogi.entitlements.forms_of_law import LawFilter
from arogi.entitlements.law_page import (
    DOUBTS,
    FIGURES_A_PAGE,
    Wanted,
    doubt_of,
    doubts_of,
    figures_page,
    shown_figures,
)
from arogi.entitlements.law_words import _words

TODAY = dt.date(2026, 11, 22)
HOSTILE = ("\u202e", "%00", "<script>", "a" * 10_000, "=1+1", "😀", "'; --", "\u0661", " ")
LARGEST_BYTES = 60 * 1024


def found(**wanted):
    pages = figures_page(Wanted(**wanted), number=1, today=TODAY).paginator
    return [one for number in pages.page_range for one in pages.page(number).object_list]


def test_every_figure_is_listed_once():
    assert sorted(one.name for one in found()) == sorted(one.name for one in figures(TODAY))


def test_least_certain_come_first_and_among_them_those_looked_at_longest_ago():
    places = [(list(DOUBTS).index(doubt_of(one)), one.checked_on) for one in found()]
    assert places == sorted(places)
    assert len({place for place, _checked in places}) == len(DOUBTS)


def test_counts_add_up():
    assert sum(doubts_of(TODAY).values()) == len(figures(TODAY))


def test_every_topic_and_unit_has_words_in_both_languages():
    said, units = _words()
    assert {one.name.partition(".")[0] for one in figures(TODAY)} == set(said)
    assert {one.unit for one in figures(TODAY)} <= set(units)
    assert all(text.el and text.en for text in said.values())


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("ελαχιστο", "ΕΓΓΥΗΜΕΝΟ"), "eee.guaranteed.base_single"),
        (("eee.guaranteed.cap",), "eee.guaranteed.cap"),
        (("ν.4389/2016",), "eee.guaranteed.base_single"),
    ],
)
def test_figures_are_found_by_words_of_name_title_and_law_whatever_case_and_accent(words, name):
    with override("el"):
        assert name in [one.name for one in found(words=words)]
    assert not found(words=(*words, "ξξξξ"))


def test_value_is_written_with_unit_and_history():
    with override("el"):
        (line,) = shown_figures(one for one in found(topic="eee") if one.name == "eee.guaranteed.base_single")
    assert line.value == "216 € τον μήνα"
    assert line.before == ("200 € τον μήνα (1 Φεβ 2017)",)
    assert line.link.startswith("https://")


def test_figure_that_ended_says_so_and_keeps_what_it_was():
    with override("en"):
        (line,) = shown_figures(one for one in found(topic="eee") if one.name == "eee.covid_2020.cap")
    assert (line.value, line.doubt) == ("", "No value")
    assert line.before == ("300 € (29 May 2020)",)


@pytest.mark.parametrize("page", ["", "2", "999", "-1", "x", "١"])
def test_every_page_is_small_and_opens(karditsa, signed_in, page):
    shown = signed_in("reception", karditsa).get(reverse("entitlements:law"), {"page": page})
    assert shown.status_code == 200
    assert len(shown.content) < LARGEST_BYTES
    assert shown.content.decode().count("<tr>") <= FIGURES_A_PAGE + 1


@pytest.mark.parametrize("field", ["topic", "doubt", "words"])
@pytest.mark.parametrize("text", HOSTILE)
def test_what_cannot_be_read_narrows_nothing_or_finds_nothing(karditsa, signed_in, field, text):
    shown = signed_in("reception", karditsa).get(reverse("entitlements:law"), {field: text})
    assert shown.status_code == 200
    assert "<script>" not in shown.content.decode().replace("<script>\n", "")


def test_unreadable_choice_leaves_the_rest_of_the_filter():
    form = LawFilter({"topic": "nothing", "doubt": "weak", "words": "eee"})
    assert form.wanted() == Wanted(doubt="weak", words=("eee",))


def test_no_figure_fits_is_said(karditsa, signed_in):
    shown = signed_in("reception", karditsa).get(reverse("entitlements:law"), {"words": "ξξξξ"})
    assert "Δεν ταιριάζει καμία τιμή." in shown.content.decode()


def test_page_asks_as_many_queries_for_one_figure_as_for_fifty(karditsa, signed_in):
    client = signed_in("reception", karditsa)
    address = reverse("entitlements:law")
    client.get(address)
    counts = []
    for words in ("", "eee.guaranteed.cap"):
        with CaptureQueriesContext(connection) as asked:
            client.get(address, {"words": words})
        counts.append(len(asked))
    assert counts[0] == counts[1]
