"""The two municipalities of the matrix, made once for a module and left as they are by every request."""

from __future__ import annotations

import pytest
from django.db import connections

from tests.core.catalogue import set_row_security
from tests.matrix.world import build, client_of


@pytest.fixture(scope="module")
def home(own_database):
    """The municipality that everybody in the matrix works in."""
    return build("home", "entopios", "mystiko")


@pytest.fixture(scope="module")
def foreign(own_database):
    """The municipality of which nothing may be seen."""
    return build("foreign", "canary", "canary")


@pytest.fixture(scope="module")
def browsers(home, foreign):
    """A signed-in browser for each role (in structure KK), and `admin` with all of them everywhere."""
    clients = {role: client_of(account, home.municipality) for role, account in home.staff.items()}
    clients["admin"] = client_of(home.admin, home.municipality)
    return clients


@pytest.fixture
def application_wall_alone(own_database):
    """Switch the database's wall off, as a bypassing role would find it."""
    set_row_security("DISABLE")
    yield
    set_row_security("ENABLE")


@pytest.fixture
def database_wall_alone(settings):
    """Switch the application's wall off: no queryset names its municipality."""
    settings.AROGI_APPLICATION_WALL = False


@pytest.fixture(autouse=True)
def _connections_stay_open(own_database):
    yield
    connections["owner"].close()
