"""The stories of the desk, told in acts of a person; tests and `scripts/usability.py` tell the same ones."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.driver import Desk


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """What somebody at the desk says of himself or herself."""

    surname: str
    first_name: str
    father_name: str = "Γεώργιος"
    born: str = "3/4/1981"
    sex: str = "F"
    phone: str = "6912345678"

    @property
    def full_name(self) -> str:
        """Give the name as the pages write it."""
        return f"{self.surname} {self.first_name}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One thing that was asked for."""

    service: str
    text: str = ""
    outcome: str = "served"
    next_step: str = ""
    next_step_on: str = ""


INFORMATION = Asked(service="A1.01", text="Ρώτησε για το επίδομα")


def look_for(desk: Desk, text: str) -> None:
    """Type into the box that stands on every page, and press Enter."""
    box = desk.page.locator("#frame-search")
    if desk.mode.javascript:
        desk.key("/")
    elif desk.mode.keyboard:
        desk.walk_to(box)
    else:
        box.click()
        desk.counted.clicks += 1
    expect(box).to_be_focused()
    desk.type(text)
    with desk.page.expect_navigation(wait_until="load"):
        desk.key("Enter")


def begin_registration(desk: Desk, person: NewPerson) -> None:
    """Look for the name first; the form then has it already."""
    look_for(desk, person.full_name)
    desk.press("It is somebody new: register")
    expect(desk.field("surname")).to_have_value(person.surname)
    expect(desk.field("first_name")).to_have_value(person.first_name)


def tell_of(desk: Desk, person: NewPerson) -> None:
    """Fill in the rest of the registration."""
    desk.fill("father_name", person.father_name)
    desk.fill("born", person.born)
    desk.choose("sex", person.sex)
    desk.fill("phone_1", person.phone)


def ask_for(desk: Desk, *, line: int, asked: Asked) -> None:
    """Fill in one line of a contact."""
    if not desk.field(f"line-{line}-text").is_visible():
        if desk.mode.javascript:
            desk.open("One more request")
        else:
            desk.press("Add a request")
    desk.choose(f"line-{line}-service", asked.service)
    if asked.text:
        desk.fill(f"line-{line}-text", asked.text)
    if asked.outcome:
        desk.choose(f"line-{line}-outcome", asked.outcome)
    if asked.next_step:
        desk.fill(f"line-{line}-next_step", asked.next_step)
        desk.fill(f"line-{line}-next_step_on", asked.next_step_on)


def begin_contact(desk: Desk) -> None:
    """Unfold the form of a contact on a person's page."""
    if desk.mode.javascript and not desk.field("line-0-text").is_visible():
        desk.key("n")
    elif not desk.field("line-0-text").is_visible():
        desk.open("New contact")
    expect(desk.field("line-0-text")).to_be_visible()
