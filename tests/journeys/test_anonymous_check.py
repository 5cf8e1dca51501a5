"""Somebody who gives no name asks at the desk: from the questions to the answers, on, and to the chart."""

import pytest

from tests.journeys import accessible
from tests.journeys.driver import MODES
from tests.journeys.pages import COORDINATOR

TYPED = {"adults": "41, 39", "children": "7, 6", "residence": "40", "wages": "300", "pensions": "0", "family": "3600",
         "deposits": "100"}  # fmt: skip
TICKED = {"couple": "yes", "at_school": "yes", "nothing_special": "yes", "pays_nothing_else": "yes",
          "nothing_owned": "yes", "receives_nothing": "yes"}  # fmt: skip
CHOSEN = {"citizenship": "greek", "employment": "employed", "tenure": "ceded"}


def answer_the_first_questions(desk):
    desk.go("/entitlements/anonymous/")
    for name, text in TYPED.items():
        desk.page.fill(f"main [name={name}]", text)
    for name, value in TICKED.items():
        desk.page.check(f"main [name={name}][value={value}]", force=True)
    for name, code in CHOSEN.items():
        desk.page.select_option(f"main select[name={name}]", code)
    desk.press("Check", within="main form:has([name=adults])")


def looked_at(desk):
    """Give what axe finds; it is a script itself, so it looks at no page without scripts."""
    if not desk.mode.javascript:
        return []
    return [*accessible.findings(desk.page), *accessible.overflows(desk.page)]


@pytest.mark.trust("T41")
@pytest.mark.parametrize("mode", MODES, ids=lambda mode: mode.name)
def test_somebody_without_a_name_learns_what_seems_due(mode, desk_for):
    desk = desk_for(mode, COORDINATOR)

    answer_the_first_questions(desk)
    desk.sees("The next question:")
    found = looked_at(desk)
    asked = desk.page.locator("main [name=asked]").input_value()
    desk.press("Go on")
    assert desk.page.locator("main [name=asked]").input_value() != asked
    desk.press("What if the income changes")
    desk.sees("Where one euro more loses support")
    assert found + looked_at(desk) == []
