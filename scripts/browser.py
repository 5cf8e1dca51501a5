"""Have a Chromium for the browser's tests: find one, or install Debian's where that is allowed.

A machine without one still passes every other test; the journeys then say that they were not run, and why.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def main() -> int:
    """Find or install; a browser that cannot be had is said, and is no failure of its own."""
    if find():
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Debian's Chromium for the browser's tests ...", flush=True)
        install()
    if not find():
        print(
            "No Chromium found: the journeys in the browser will not be run. "
            "Install one (on Debian: sudo apt-get install chromium) or set AROGI_CHROMIUM to its path.",
            file=sys.stderr,
        )
    return 0


def find() -> str | None:
    """Give the path of a Chromium, if there is one."""
    named = os.environ.get("AROGI_CHROMIUM", "")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def install() -> None:
    """Install Chromium and a font that has Greek."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-q"], check=False, env=environment, stdout=subprocess.DEVNULL)
    packages = ["chromium", "fonts-noto-core"]
    command = ["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages]
    subprocess.run(command, check=False, env=environment, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main())
