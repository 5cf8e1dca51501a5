"""What every test stands on: a real PostgreSQL, migrated once, copied for each worker."""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polib
import psycopg
import pytest
from psycopg import sql

from arogi.config import database, embedded
from arogi.config.environment import read_environment

# Playwright's synchronous door keeps an event loop running in this thread for the rest of the session; Django would
# then refuse every query of the tests that come after a journey, although nothing here is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).parents[1]
ENVIRONMENT = read_environment()


def pytest_configure():
    """Compile the Greek of every module whose text is newer than its compiled form."""
    for text in ROOT.glob("arogi/**/locale/el/LC_MESSAGES/django.po"):
        compiled = text.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < text.stat().st_mtime:
            polib.pofile(str(text)).save_as_mofile(str(compiled))


@pytest.fixture(scope="session")
def database_server():
    """The address of a role that may create databases; the embedded server runs for the session."""
    if ENVIRONMENT.database_url:
        yield ENVIRONMENT.database_url
        return
    with embedded.running(ENVIRONMENT.var) as server:
        yield server.url


@pytest.fixture(scope="session")
def django_db_setup(database_server, django_db_blocker, worker_id):
    """Copy the migrated template for this worker, and drop the copy at the end."""
    template = _template(database_server)
    name = f"{template}_{worker_id}_{os.getpid()}"
    owner = f"{ENVIRONMENT.role_prefix}_owner"
    with psycopg.connect(database_server, autocommit=True) as admin:
        database.ensure_database(admin, name, owner=owner, template=template)
    with django_db_blocker.unblock():
        _point_connections_at(name)
    _use_a_master_key_of_the_tests()
    yield
    with django_db_blocker.unblock():
        _close_connections()
    with psycopg.connect(database_server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _template(admin_url: str) -> str:
    """Make the migrated template database once per state of the migrations; other workers wait for it."""
    name = f"arogi_test_{_fingerprint()}"
    source = ENVIRONMENT.database_url or "embedded"
    (ENVIRONMENT.var).mkdir(exist_ok=True)
    with (ENVIRONMENT.var / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with psycopg.connect(admin_url, autocommit=True) as admin:
            ready = admin.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name]).fetchone()
            if ready and ready[0]:
                return name
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            _drop_old_templates(admin)
        known = ENVIRONMENT.var / "database.json"
        before = known.read_text() if known.exists() else None
        database.prepare(admin_url, ENVIRONMENT.var, name=name, prefix=ENVIRONMENT.role_prefix, source=source)
        if before is not None:
            known.write_text(before)
        migrate = [sys.executable, "-m", "django", "migrate", "--database", "owner", "--verbosity", "0"]
        environment = {
            **os.environ,
            "AROGI_DATABASE": name,
            "DJANGO_SETTINGS_MODULE": "arogi.config.settings",
        }
        subprocess.run(migrate, check=True, cwd=ROOT, env=environment)
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
    return name


def _drop_old_templates(admin) -> None:
    rows = admin.execute(
        "SELECT datname, datistemplate FROM pg_database WHERE datname LIKE 'arogi\\_test\\_%'"
    ).fetchall()
    for old, is_template in rows:
        if is_template or not _is_alive(old.rsplit("_", 1)[-1]):
            admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(old)))
            admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(old)))


def _is_alive(process: str) -> bool:
    return process.isdigit() and Path(f"/proc/{process}").exists()


def _fingerprint() -> str:
    files = [*sorted(ROOT.glob("arogi/*/migrations/*.py")), ROOT / "arogi/core/operations.py"]
    digest = hashlib.sha256()
    for file in [*files, ROOT / "requirements/runtime.txt"]:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _use_a_master_key_of_the_tests() -> None:
    from django.conf import settings

    from arogi.core import keys

    folder = Path(tempfile.mkdtemp(prefix="arogi-test-"))
    settings.MASTER_KEY_FILE = folder / "master.key"
    settings.FILES_FOLDER = folder / "files"
    keys.ensure_master_key()


@pytest.fixture(scope="module")
def own_database(database_server, django_db_setup, django_db_blocker, worker_id):
    """Give the module a database of its own, in which work is really committed and the walls may be taken down.

    Tests of such a module need no `db`; the connections point back at the worker's database afterwards.
    """
    from django.db import connections

    template = _template(database_server)
    name = f"{template}_{worker_id}_own_{os.getpid()}"
    before = connections["default"].settings_dict["NAME"]
    with psycopg.connect(database_server, autocommit=True) as admin:
        database.ensure_database(admin, name, owner=f"{ENVIRONMENT.role_prefix}_owner", template=template)
    with django_db_blocker.unblock():
        _point_connections_at(name)
        yield name
        _point_connections_at(before)
    with psycopg.connect(database_server, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _point_connections_at(name: str) -> None:
    from django.db import connections

    for alias in connections:
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def _close_connections() -> None:
    from django.db import connections

    for alias in connections:
        connections[alias].close()


@pytest.fixture(autouse=True, scope="session")
def _fast_passwords():
    """Hash passwords cheaply: the strength of Argon2 is tested by its own test."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True, scope="session")
def _static_files_without_a_build():
    """Let pages name static files that no build has collected yet."""
    from django.conf import settings

    settings.WHITENOISE_AUTOREFRESH = True
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def karditsa(db):
    """A municipality with a centre and a Roma branch, entered for the length of the test."""
    from arogi.core.acting import acting_in
    from tests.factories import municipality

    town = municipality("karditsa", "Καρδίτσα", "Karditsa")
    with acting_in(town.id):
        yield town


@pytest.fixture
def trikala(db):
    """Another municipality, not entered."""
    from tests.factories import municipality

    return municipality("trikala", "Τρίκαλα", "Trikala")


@pytest.fixture
def signed_in(db):
    """Give `signed_in(user_or_role, town, at=structure)`: a test client whose session works in that municipality."""
    from django.test import Client

    from arogi.accounts.middleware import MUNICIPALITY, SEEN_AT, SIGNED_IN_AT
    from arogi.core.acting import acting_in
    from tests.factories import membership

    def sign_in(user_or_role, town, *, at=None, **client_options):
        account = user_or_role
        if isinstance(user_or_role, str):
            with acting_in(town.id):
                account = membership(town, user_or_role, at=at)
        client = Client(**client_options)
        client.force_login(account, backend="arogi.accounts.backends.StaffBackend")
        session = client.session
        now = int(time.time())
        session.update({MUNICIPALITY: str(town.id), SIGNED_IN_AT: now, SEEN_AT: now})
        session.save()
        client.user = account
        return client

    return sign_in
