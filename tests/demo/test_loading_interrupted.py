from __future__ import annotations

import datetime as dt

import pytest

from arogi.accounts.models import User
from arogi.centres.models import Municipality
from arogi.centres.services import open_municipality
from arogi.core.acting import acting_in
from arogi.demo import loading
from arogi.demo.orders import MARK, Order, unfinished
from arogi.demo.registers import ATHENS
from arogi.people.models import Person

AT = dt.datetime(2026, 11, 20, 12, 30, tzinfo=ATHENS)
pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _little_work(monkeypatch):
    monkeypatch.setattr(loading, "WORK_OF", dt.timedelta(days=10))


def _stop_after(monkeypatch, slugs, *, done):
    """Press Ctrl-C when everything of the next centre is written and nothing is committed."""
    written, finish = [], loading._raise_pairs

    def press(doubled, crew, at):
        finish(doubled, crew, at)
        written.append(True)
        if len(written) > done:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(loading, "_raise_pairs", press)
        with pytest.raises(KeyboardInterrupt):
            loading.load(slugs, seed=7, at=AT, say=str)


def _persons(slug):
    with acting_in(Municipality.objects.get(slug=slug).pk):
        return Person.objects.count()


@pytest.mark.usefixtures("own_database")
class TestInterrupted:
    def test_a_load_that_was_stopped_is_completed_as_it_was_begun(self, monkeypatch):
        _stop_after(monkeypatch, ["palamas", "drama"], done=1)
        assert set(Municipality.objects.values_list("slug", flat=True)) == {"palamas"}
        assert not User.objects.filter(email__endswith="@drama.example").exists()
        before = _persons("palamas")

        missing = unfinished()
        assert missing == Order(slugs=("drama",), seed=7)
        loading.load(missing.slugs, seed=missing.seed, at=AT, say=str)

        assert unfinished() is None
        assert _persons("palamas") == before
        assert _persons("drama") > 50
        assert set(Municipality.objects.values_list("slug", flat=True)) == {"palamas", "drama"}


def test_a_load_that_was_stopped_at_the_first_centre_leaves_an_empty_database(db, monkeypatch):
    _stop_after(monkeypatch, ["palamas", "drama"], done=0)

    assert not Municipality.objects.exists()
    assert not User.objects.exists()


def test_nothing_is_added_beside_a_real_municipality(db):
    order = Order(slugs=("palamas", "drama"), seed=7)
    open_municipality(slug="palamas", name_el="Παλαμάς", name_en="Palamas", source=f"{MARK}\n{order.words}\n")
    assert unfinished() == Order(slugs=("drama",), seed=7)

    open_municipality(slug="volos", name_el="Βόλος", name_en="Volos")

    assert unfinished() is None


@pytest.mark.parametrize("line", ["", "Loaded together: atlantis; seed 7.", "Loaded together: drama; seed many."])
def test_a_municipality_that_tells_of_no_order_is_left_as_it_is(db, line):
    open_municipality(slug="palamas", name_el="Παλαμάς", name_en="Palamas", source=f"{MARK}\n{line}")

    assert unfinished() is None
