from __future__ import annotations

import datetime as dt

import pytest

from arogi.centres.services import open_municipality
from arogi.core.values import identifier_kinds
from arogi.demo import loading
from arogi.demo.centres import SLUGS
from arogi.demo.orders import DEFAULT_SEED, Order, unfinished
from arogi.demo.people import Generator
from arogi.demo.registers import ATHENS, normal_form

AT = dt.datetime(2026, 11, 20, 12, 30, tzinfo=ATHENS)


def test_only_an_empty_database_needs_the_demo(db):
    assert unfinished() == Order(slugs=SLUGS, seed=DEFAULT_SEED)
    open_municipality(slug="drama", name_el="Δράμα", name_en="Drama")
    assert unfinished() is None


class TestRefusals:
    def test_a_municipality_of_somebody_else_keeps_the_demo_out(self, karditsa):
        with pytest.raises(loading.DemoRefused, match="karditsa"):
            loading.refuse_real_installation()

    def test_even_forced_a_real_municipality_of_that_name_is_left_alone(self, db):
        open_municipality(slug="drama", name_el="Δράμα", name_en="Drama")
        with pytest.raises(loading.DemoRefused, match="left alone"):
            loading.load(["drama"], seed=1, at=AT, say=str)

    def test_an_installation_behind_https_is_taken_for_a_real_one(self, db, settings):
        settings.SESSION_COOKIE_SECURE = True
        with pytest.raises(loading.DemoRefused, match="AROGI_HTTPS"):
            loading.refuse_real_installation()

    @pytest.mark.parametrize("words", ["volos", "karditsa,", "", "καρδίτσα\x00"])
    def test_a_centre_that_is_none_is_named(self, words):
        with pytest.raises(loading.DemoRefused, match="The demo has no centre"):
            loading.chosen(words)

    def test_all_means_the_five(self):
        assert loading.chosen("all") == ("karditsa", "trikala", "drama", "athens", "palamas")
        assert loading.chosen("drama, karditsa,drama") == ("drama", "karditsa")


def test_the_numbers_of_the_generator_are_written_as_their_kinds_are_kept():
    for household in Generator(3, share_migrant=0.5, share_roma=0.2).households(150):
        for person in household.members:
            for paper in person.identifiers:
                checked = identifier_kinds.check(paper.kind, paper.value)
                assert (checked.value, checked.codes) == (normal_form(paper), ())
