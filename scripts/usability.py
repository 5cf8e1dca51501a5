"""Measure the everyday tasks in a real browser: `python scripts/usability.py` writes docs/usability.md.

Every task is done by the same acts as the stories of `tests/journeys`. Counted are the keys pressed besides the facts
themselves, the clicks, the fields filled in, and the seconds: what server and browser needed, plus the hands at a
stated speed.
"""

# The settings have to be known before the stories are loaded.
# ruff: noqa: E402
from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")

import django

django.setup()

from playwright.sync_api import Browser, expect, sync_playwright

from arogi.config import embedded
from arogi.config.environment import read_environment
from scripts import browser as chromium
from tests.conftest import _template, pytest_configure
from tests.journeys.conftest import ARGUMENTS, COORDINATOR
from tests.journeys.driver import Counted, Desk, Mode, new_context, sign_in
from tests.journeys.fill import WELL_KNOWN
from tests.journeys.stories import (
    INFORMATION,
    Asked,
    NewPerson,
    ask_for,
    begin_contact,
    begin_registration,
    look_for,
    tell_of,
)
from tests.journeys.town import PASSWORD, Town, small_town

KEYS_PER_SECOND = 5
SECONDS_PER_CLICK = 1.5
ROUNDS = 3
DOCUMENT = ROOT / "docs" / "usability.md"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One everyday task.

    Attributes:
        aim: what the design asks for, in words; empty when nothing.
        begins_at: the page on which the task begins, loaded before the count.
        keyboard: the hands stay on the keys, as a trained officer's do.
    """

    name: str
    do: Callable[[Desk, Town, int], None]
    aim: str = ""
    begins_at: Callable[[Town, int], str] = lambda _town, _round: "/"
    email: str = COORDINATOR
    keyboard: bool = False


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one task cost; seconds of the machine are the median of the rounds."""

    task: Task
    counted: Counted
    machine: float

    @property
    def hands(self) -> float:
        """Give the seconds of typing and clicking at the stated speed."""
        keys = self.counted.keystrokes + self.counted.typed
        return keys / KEYS_PER_SECOND + self.counted.clicks * SECONDS_PER_CLICK


def main() -> int:
    """Measure everything and write the document."""
    path = chromium.find()
    if path is None:
        print(
            "There is no Chromium here: on Debian `apt-get install chromium`, or set AROGI_CHROMIUM.", file=sys.stderr
        )
        return 1
    pytest_configure()
    with (
        embedded.running(read_environment().var) as server,
        small_town(server.url, _template(server.url)) as town,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        measured = [_measure(task, town, browser) for task in TASKS]
        browser.close()
    DOCUMENT.write_text(_document(measured))
    print(f"{DOCUMENT.relative_to(ROOT)} is written.")
    return 0


def _measure(task: Task, town: Town, browser: Browser) -> Measured:
    counted, seconds = Counted(), []
    for number in range(ROUNDS):
        context = new_context(browser, Mode(name="measure"))
        desk = Desk(context, Mode(name="measure", keyboard=task.keyboard), town.url)
        if task is not SIGNING_IN:
            sign_in(desk, task.email, PASSWORD)
        desk.go(task.begins_at(town, number))
        desk.counted = Counted()
        started = time.monotonic()
        task.do(desk, town, number)
        seconds.append(time.monotonic() - started)
        counted = desk.counted
        context.close()
    measured = Measured(task=task, counted=counted, machine=statistics.median(seconds))
    print(f"{task.name}: {counted.keystrokes} keys, {counted.clicks} clicks, {measured.machine:.1f} s", flush=True)
    return measured


# The tasks


def _known_person(desk: Desk, _town: Town, _round: int) -> None:
    look_for(desk, WELL_KNOWN["surname"][:3].lower())
    begin_contact(desk)
    ask_for(desk, line=0, asked=INFORMATION)
    _save(desk)


def _new_person(desk: Desk, _town: Town, number: int) -> None:
    person = NewPerson(surname=f"Μετρημέν{'οςηο'[number]}", first_name=("Ιάσων", "Ηρώ", "Λητώ")[number])
    begin_registration(desk, person)
    tell_of(desk, person)
    ask_for(desk, line=0, asked=INFORMATION)
    desk.press("Register")
    desk.page.wait_for_url("**/people/*-*-*-*-*/")


def _three_requests(desk: Desk, _town: Town, _round: int) -> None:
    look_for(desk, WELL_KNOWN["surname"][:3].lower())
    begin_contact(desk)
    for line, service in enumerate(("A2.01", "A2.02", "A3.01")):
        ask_for(desk, line=line, asked=Asked(service=service, text="Λίγα λόγια"))
    _save(desk)


def _anonymous(desk: Desk, _town: Town, _round: int) -> None:
    desk.press("Information by phone")
    desk.sees("The contact was recorded.")


def _correct(desk: Desk, _town: Town, _round: int) -> None:
    desk.press("Correct")
    desk.fill("line-0-text", "Διορθωμένα λόγια")
    desk.fill("reason", "Λάθος λέξη")
    desk.press("Save the correction")
    desk.sees("The contact was corrected.")


def _tick(desk: Desk, _town: Town, _round: int) -> None:
    desk.use(desk.page.locator("main .steps__acts button").first)
    expect(desk.page.locator(".govuk-notification-banner--success")).to_be_visible()


def _merge(desk: Desk, town: Town, number: int) -> None:
    other = _file(town, 3 + number)
    desk.press("Merge with another file")
    desk.fill("q", str(town.one("SELECT surname || ' ' || first_name FROM people_person WHERE id = %s", other)))
    desk.press("Find", within="main")
    desk.use(desk.page.locator(f'main a[href$="/merge/{other}/"]'))
    desk.press("Merge", within="main")
    expect(desk.page.locator(".govuk-notification-banner--success")).to_be_visible()


def _report(desk: Desk, _town: Town, _round: int) -> None:
    desk.press("Report")
    expect(desk.page.locator("main table").first).to_be_visible()


def _who_opened(desk: Desk, _town: Town, _round: int) -> None:
    look_for(desk, WELL_KNOWN["surname"][:3].lower())
    desk.press("Who opened this file")
    expect(desk.page.locator("main table").first).to_be_visible()


def _sign_in(desk: Desk, _town: Town, _round: int) -> None:
    for name, text in (("email", COORDINATOR), ("password", PASSWORD)):
        desk.fill(name, text)
    desk.key("Enter")
    expect(desk.page.locator("header .menu")).to_be_attached()


def _save(desk: Desk) -> None:
    desk.press("Save the contact")
    desk.sees("The contact was recorded.")


def _file(town: Town, number: int) -> str:
    return str(town.one("SELECT id FROM people_person WHERE surname <> '' ORDER BY id LIMIT 1 OFFSET %s", number))


def _contact(town: Town, number: int) -> str:
    query = "SELECT id FROM reception_contact WHERE person_id IS NOT NULL AND cancelled_at IS NULL ORDER BY id"
    return str(town.one(f"{query} LIMIT 1 OFFSET %s", number))


SIGNING_IN = Task(name="Sign in", do=_sign_in, begins_at=lambda _town, _round: "/sign-in/")
TASKS = (
    SIGNING_IN,
    Task(name="Find a known person and record one request", do=_known_person, aim="15 s", keyboard=True),
    Task(name="Register a new person with one request", do=_new_person, aim="60 s, 40 keys and clicks"),
    Task(name="Record a contact with three requests for a known person", do=_three_requests),
    Task(name="Count one anonymous piece of information by phone", do=_anonymous, aim="one click"),
    Task(
        name="Correct a contact (from its page)",
        do=_correct,
        begins_at=lambda town, number: f"/reception/contacts/{_contact(town, number)}/",
    ),
    Task(
        name="Tick off a next step (from the list of them)",
        do=_tick,
        begins_at=lambda _town, _round: "/reception/steps/",
        email="psychologist@karditsa.example",
    ),
    Task(
        name="Merge two files (from one of them)",
        do=_merge,
        begins_at=lambda town, number: f"/people/{_file(town, number)}/",
    ),
    Task(name="Open the activity report of the quarter", do=_report),
    Task(name="See who opened a person's file", do=_who_opened),
)


# The document


def _document(measured: list[Measured]) -> str:
    rows = "\n".join(map(_row, measured))
    return f"""# What the everyday tasks cost

Written by `python scripts/usability.py`; do not edit. A real Chromium works on a real server with a small synthetic
town; each task is done {ROUNDS} times by the acts of `tests/journeys/stories.py`, by mouse and keyboard as a trained
officer would.

- **Facts**: characters that are facts (names, dates, words of a request); they are what they are.
- **Keys**: keys pressed besides the facts (`/`, `n`, Enter ...). **Clicks**: presses of the mouse; a choice from a
  closed list counts two. **Fields**: fields filled in or chosen.
- **Machine**: median seconds of server and browser, the waiting between acts included. **Hands**: facts and keys at
  {KEYS_PER_SECOND} a second, {SECONDS_PER_CLICK} s a click. **Seconds** is their sum, without talking and thinking.

| Task | Facts | Keys | Clicks | Fields | Machine, s | Hands, s | Seconds | Aim |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
{rows}

## Beside others

Figures of others were measured or read in their source during the design (kept with the design's notes on peers):
Mon Suivi Social asks for 4 fields to record an interview and for no field of the person; les-emplois takes 7 pages to
register a job seeker; Sahana Eden's case form has 18 fields. Here a contact with one request needs one choice, the
service: channel, structure and date are filled in already. A person needs a name, or what he or she is called; a
registration with its first request is one page and one press of the button.
"""


def _row(one: Measured) -> str:
    counted = one.counted
    seconds = one.machine + one.hands
    return (
        f"| {one.task.name} | {counted.typed} | {counted.keystrokes} | {counted.clicks} | {len(counted.fields)} "
        f"| {one.machine:.1f} | {one.hands:.1f} | {seconds:.1f} | {one.task.aim} |"
    )


if __name__ == "__main__":
    sys.exit(main())
