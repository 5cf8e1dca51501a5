"""Serve pages with granian, and stop everything that was started when the person presses Ctrl-C.

The server runs in a process of its own that never shares memory with this one: workers forked from a process that has
already made a random id would go on with the same random numbers.
"""

from __future__ import annotations

import ctypes
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

from arogi.config.environment import LOOPBACK, Environment

SECONDS_TO_START = 180
SECONDS_TO_STOP = 15
# Each thread of a worker keeps one connection to the database; two cores are busy with far fewer.
THREADS_PER_WORKER = 4
_PR_SET_PDEATHSIG = 1


class CannotServe(Exception):
    """The pages cannot be served; the message says what to do."""


def die_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it is gone, however it went (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def stop_while_loading() -> None:
    """Let a worker that is told to stop while it still loads the program do so.

    It inherits granian's own handler, which only leaves a note for a loop that this process does not run.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if getattr(signal.getsignal(number), "__module__", "").startswith("granian"):
            signal.signal(number, signal.SIG_DFL)


def refuse_taken_port(environment: Environment) -> None:
    """Find out before anything is started.

    Raises:
        CannotServe: another program listens there, or the address is not this machine's.
    """
    family = socket.AF_INET6 if ":" in environment.host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.host, environment.port))
        except (OSError, OverflowError) as problem:
            raise CannotServe(
                f"Port {environment.port} of {environment.host} cannot be used ({_reason(problem)}): stop the program "
                "that holds it, or choose another with AROGI_PORT=8001."
            ) from None


def wait_for_free_port(environment: Environment) -> None:
    """Let the workers of a page server that was killed end before another takes its place.

    Raises:
        CannotServe: the port is still held after a while.
    """
    until = time.monotonic() + SECONDS_TO_STOP
    while True:
        try:
            return refuse_taken_port(environment)
        except CannotServe:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def refuse_unsafe_address(environment: Environment) -> None:
    """Keep a developer's settings, and settings that help nobody, off the network.

    Raises:
        CannotServe: error pages would show the program's inside to others, or no name that others use is allowed.
    """
    if environment.host in LOOPBACK:
        return
    if environment.debug:
        raise CannotServe(
            f"AROGI_DEBUG=1 shows the program's inside to everybody who reaches {environment.host}: unset it, or serve "
            "on 127.0.0.1."
        )
    if all(name in (*LOOPBACK, "[::1]") for name in environment.allowed_hosts):
        raise CannotServe(
            f"Pages served on {environment.host} would be refused to everybody else: name the server in "
            "AROGI_ALLOWED_HOSTS=arogi.example.gr."
        )


def _reason(problem: OSError | OverflowError) -> str:
    return (problem.strerror or str(problem)).lower() if isinstance(problem, OSError) else "there is no such port"


@contextmanager
def serving(environment: Environment) -> Iterator[subprocess.Popen[bytes]]:
    """Serve for the length of the block; at its end no worker is left.

    Raises:
        CannotServe: the server ended, or did not answer in time.
    """
    # A session of its own: Ctrl-C reaches us alone, and we stop the server in good order.
    server = subprocess.Popen(  # noqa: S603 - our own interpreter, no shell, no words of a user
        _command(environment),
        start_new_session=True,
        preexec_fn=die_with_parent,
        env={**os.environ, "AROGI_WORKERS": str(environment.workers)},
    )
    try:
        _wait_until_it_answers(server, environment)
        yield server
    finally:
        stop(server)


def _command(environment: Environment) -> list[str]:
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface=wsgi",
        f"--host={environment.host}",
        f"--port={environment.port}",
        f"--workers={environment.workers}",
        f"--blocking-threads={THREADS_PER_WORKER}",
        "--blocking-threads-idle-timeout=600",
        f"--workers-kill-timeout={SECONDS_TO_STOP - 5}",
        "--respawn-failed-workers",
        "--no-ws",
        "--log-level=warning",
        "arogi.config.wsgi:application",
    ]


def _wait_until_it_answers(server: subprocess.Popen[bytes], environment: Environment) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until:
        if server.poll() is not None:
            raise CannotServe("The page server ended as soon as it was started; what it said stands above.")
        status = _answer(environment)
        if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            raise CannotServe("The pages fail as soon as they are asked for; what the program said stands above.")
        if status:
            return
        time.sleep(0.1)
    raise CannotServe(f"The page server did not answer within {SECONDS_TO_START} seconds; see what it said above.")


def _answer(environment: Environment) -> int:
    """Ask whether the program is well; give the status, 0 when nobody answers yet."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(environment.host, environment.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, environment.port, timeout=5)
    with closing(connection):
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0


def stop(server: subprocess.Popen[bytes], *, seconds: int = SECONDS_TO_STOP) -> None:
    """Stop a process in good order, and with all that it started when it does not end in time."""
    # A second Ctrl-C must not leave half of it running.
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        server.terminate()
        server.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    finally:
        signal.signal(signal.SIGINT, previous)
