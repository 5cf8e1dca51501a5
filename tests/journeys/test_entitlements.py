"""A known person learns what seems due: from the name to a printed slip, and from one question to an answer."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import expect

from tests.journeys import accessible
from tests.journeys.driver import MODES, Desk, Mode
from tests.journeys.fill import WELL_KNOWN
from tests.journeys.stories import look_for

TWO_MINUTES = 120
KEYS_PER_SECOND, SECONDS_PER_CLICK = 5, 1.5
PHONE_KEYS = Mode(name="390px-keyboard", width=390, height=844, keyboard=True)
# What somebody says in the first minute, by the part of the page in which it is written.
SAID = {
    "six_months": {"income.six_months.wages": "0", "income.six_months.pensions": "0"},
    "assets": {"assets.deposits": "100"},
    "tax_year": {"income.tax_year.family": "0"},
}

every_mode = pytest.mark.parametrize("mode", [*MODES, PHONE_KEYS], ids=lambda mode: mode.name)
pytestmark = pytest.mark.trust("T41")


def looked_at(desk: Desk) -> list[str]:
    """Give what axe finds; it is a script itself, so it looks at no page without scripts."""
    if not desk.mode.javascript:
        return []
    return [*accessible.findings(desk.page), *accessible.overflows(desk.page)]


def come_to_the_check(desk: Desk) -> None:
    """Look for the person, and open or make the check."""
    desk.go("/")
    look_for(desk, WELL_KNOWN["surname"])
    if desk.button("Check entitlements now").count():
        desk.press("Check entitlements now")
    else:
        desk.press("Everything, and why")


def hands(desk: Desk) -> float:
    """Give the seconds that the hands needed, at a stated speed."""
    counted = desk.counted
    return (counted.keystrokes + counted.typed) / KEYS_PER_SECOND + counted.clicks * SECONDS_PER_CLICK


@every_mode
def test_known_person_leaves_with_a_printed_slip_within_two_minutes(mode, town, desk_for):
    desk = desk_for(mode)
    began = time.monotonic()
    come_to_the_check(desk)
    found = looked_at(desk)
    desk.press("Record facts of the household")
    found += looked_at(desk)
    for part, facts in SAID.items():
        first = next(iter(facts))
        if not desk.field(first).count():
            unfold(desk, part)
        for name, text in facts.items():
            desk.fill(name, text)
        rest = desk.page.locator(f"main [name='rest.{part}']")
        if rest.count():
            tick(desk, rest)
    found += looked_at(desk)
    desk.press("Save and check now")
    expect(desk.page).to_have_url(f"{town.url}/entitlements/people/{person(town)}/")
    found += looked_at(desk)
    slip = desk.page.locator("main a[hreflang=el]")
    if desk.mode.keyboard:
        desk.walk_to(slip)
    with desk.page.expect_download() as printed:
        desk._push(slip)
    machine = time.monotonic() - began
    assert printed.value.path().read_bytes().startswith(b"%PDF-")
    assert found == []
    assert machine + hands(desk) < TWO_MINUTES


@every_mode
def test_one_answer_decides_what_could_not_be_said(mode, town, desk_for):
    desk = desk_for(mode)
    town.change("DELETE FROM entitlements_householdfact WHERE person_id = %s", person(town))
    town.change("DELETE FROM entitlements_check WHERE person_id = %s", person(town))
    come_to_the_check(desk)
    desk.sees("Ask this first:")
    waiting = count(desk, "#waiting-title")
    asked = desk.page.locator("#question-title").inner_text()
    answer_the_question(desk)
    desk.press("Save and check now", within="section:has(> * #question-title)")
    assert count(desk, "#waiting-title") < waiting
    assert desk.page.locator("#question-title").inner_text() != asked
    assert looked_at(desk) == []


@pytest.mark.parametrize("mode", [*MODES, PHONE_KEYS], ids=lambda mode: mode.name)
def test_reasons_of_an_answer_are_opened_one_at_a_time(mode, desk_for):
    desk = desk_for(mode)
    come_to_the_check(desk)
    line = desk.page.locator("details.answer").first
    name = line.get_attribute("id")
    desk.use(line.locator("summary"))
    if not desk.mode.javascript:
        desk.press("Show it", within=f"#{name}")
    tests = desk.page.locator(f"#{name} ol li")
    expect(tests.first).to_be_visible()
    expect(tests.first).to_contain_text(desk.words("Source: %(source)s").partition("%")[0].strip())
    assert looked_at(desk) == []


def person(town) -> str:
    """Give the id of the well-known person."""
    return str(town.one("SELECT id FROM people_person WHERE surname = %s", WELL_KNOWN["surname"]))


def count(desk: Desk, heading: str) -> int:
    """Read the number in brackets of a heading."""
    return int(desk.page.locator(heading).inner_text().rpartition("(")[2].rstrip(")"))


def unfold(desk: Desk, part: str) -> None:
    """Open a part of the page of facts."""
    opener = desk.page.locator(f"main button[name=open][value='{part}']")
    if desk.mode.javascript:
        if desk.mode.keyboard:
            desk.walk_to(opener)
        desk._push(opener)
        expect(desk.page.locator(f"details#part-{part}")).to_be_visible()
    else:
        desk.use(opener)


def tick(desk: Desk, box) -> None:
    """Tick a box."""
    if desk.mode.keyboard:
        desk.walk_to(box)
        desk.key("Space")
    else:
        box.check(force=True)
        desk.counted.clicks += 1


def answer_the_question(desk: Desk) -> None:
    """Say no, 0 or the first of the list to whatever is asked."""
    asked = desk.page.locator("section:has(#question-title) .facts")
    names = asked.locator("input:not([type=hidden]), select").evaluate_all(
        "all => [...new Set(all.map((e) => e.name))]"
    )
    for name in names:
        box = asked.locator(f"[name='{name}']").first
        kind = box.evaluate("element => element.tagName === 'SELECT' ? 'select' : element.type")
        if kind == "select":
            desk.choose(name, box.locator("option").nth(1).get_attribute("value"))
        elif kind == "radio":
            desk.choose(name, "no")
        elif kind == "checkbox":
            tick(desk, box)
        else:
            desk.fill(name, "0")
