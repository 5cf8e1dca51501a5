"""Take the pictures of README.md anew, from the demo, in a real browser.

python scripts/pictures.py                              starts Arogi itself
python scripts/pictures.py http://127.0.0.1:8000        an Arogi that runs already, with the demo in it
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
SOCIAL_WORKER, COORDINATOR = "social.worker@karditsa.example", "coordinator@karditsa.example"
PASSWORD = "arogi-demo-2026"
PERSON = "main a[href^='/people/']:not([href*=new])"
# The quarter that Karditsa published (source AD-1).
QUARTER = "period=dates&since=1/12/2017&until=28/2/2018&by=structure&by=sex"
WIDTH, HEIGHT = 1280, 900


def main(words: list[str]) -> int:
    """Take all pictures.

    Returns:
        1 when there is no browser.
    """
    sys.path.insert(0, str(ROOT))
    from scripts import browser

    path = browser.find()
    if not path:
        print("There is no Chromium here: run 'make browser'.", file=sys.stderr)
        return 1
    with contextlib.ExitStack() as stack:
        address = words[0] if words else stack.enter_context(serving())
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        window = {"viewport": {"width": WIDTH, "height": HEIGHT}, "locale": "el-GR"}
        PICTURES.mkdir(parents=True, exist_ok=True)
        at_the_desk(chromium.new_page(**window), address.rstrip("/"))
        at_the_end_of_a_quarter(chromium.new_page(**window), address.rstrip("/"))
        chromium.close()
    return 0


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """Serve the demo of this folder on a free port."""
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [Path(sys.executable).parent / "arogi", "run"]
    environment = {**os.environ, "AROGI_PORT": str(port), "AROGI_DEMO": "1"}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        for line in server.stdout or ():
            if "Ctrl-C" in line:
                break
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def sign_in(page: Page, address: str, email: str) -> None:
    """Sign in with an account of the demo; the page of the day comes up."""
    page.goto(f"{address}/sign-in/")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_load_state("networkidle")


def at_the_desk(page: Page, address: str) -> None:
    """Look for a person and open the file."""
    sign_in(page, address, SOCIAL_WORKER)
    take(page, "today")
    page.fill("header input[type=search]", "παπαδ")
    page.keyboard.press("Enter")
    page.wait_for_selector(PERSON)
    take(page, "search")
    page.locator(PERSON).first.click()
    page.wait_for_load_state("networkidle")
    take(page, "person")


def at_the_end_of_a_quarter(page: Page, address: str) -> None:
    """Print what all structures of the municipality did."""
    sign_in(page, address, COORDINATOR)
    page.goto(f"{address}/reports/activity/?{QUARTER}")
    take(page, "report", whole=True)


def take(page: Page, name: str, *, whole: bool = False) -> None:
    """Keep what the window shows, or the whole page."""
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
    print(f"docs/pictures/{name}.png")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
