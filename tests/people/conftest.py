from __future__ import annotations

import pytest

from tests.factories import member
from tests.people.factories import AMKA, person


@pytest.fixture
def worker(karditsa):
    return member(karditsa)


@pytest.fixture
def anna(worker):
    return person(
        worker, "Παπαδοπούλου", "Άννα", father_name="Γεώργιος", amka=AMKA, phone="6971234567", settlement="Παλαμάς"
    )


@pytest.fixture
def officer(signed_in, karditsa):
    return signed_in("reception", karditsa)


@pytest.fixture
def social_worker(signed_in, karditsa):
    return signed_in("social_worker", karditsa)
