"""Page servers for measurement: on a free port of this machine, stopped when the block ends."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from arogi.config import serving
from arogi.config.environment import read_environment


@dataclass(frozen=True)
class Served:
    """A running server."""

    port: int
    pid: int

    def worker_megabytes(self) -> float:
        """Give the memory of the largest worker process: its own pages and its part of the shared ones (PSS)."""
        return max((_pss(pid) for pid in _below(self.pid)), default=0.0)

    def cpu_seconds(self) -> float:
        """Give the processor time of the workers: what a page costs however busy the machine is."""
        return sum(_cpu(pid) for pid in _below(self.pid))


@contextlib.contextmanager
def pages(*, workers: int) -> Iterator[Served]:
    """Serve the product."""
    environment = replace(read_environment(), port=_free_port(), workers=workers)
    os.environ["AROGI_WORKERS"] = str(workers)
    with serving.serving(environment) as server:
        yield Served(environment.port, server.pid)


@contextlib.contextmanager
def bare_page() -> Iterator[Served]:
    """Serve `SELECT 1` with the same server, as many workers and threads."""
    environment = replace(read_environment(), port=_free_port(), workers=2)
    command = [word.replace("arogi.config.wsgi", "bench.bare") for word in serving._command(environment)]  # noqa: SLF001
    server = subprocess.Popen(command, start_new_session=True, preexec_fn=serving.die_with_parent)
    try:
        _wait(environment.port)
        yield Served(environment.port, server.pid)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(port: int) -> None:
    for _try in range(300):
        with contextlib.suppress(OSError), contextlib.closing(http.client.HTTPConnection("127.0.0.1", port)) as probe:
            probe.request("GET", "/")
            probe.getresponse().read()
            return
        time.sleep(0.1)
    sys.exit("The bare page does not answer.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _below(pid: int) -> Iterator[int]:
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            if int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1]) == pid:
                yield int(folder.name)
                yield from _below(int(folder.name))


def _cpu(pid: int) -> float:
    with contextlib.suppress(OSError, IndexError):
        parts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(parts[11]) + int(parts[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _pss(pid: int) -> float:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
