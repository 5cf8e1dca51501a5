"""What a person at the desk does with a page: the same words whatever the hands use (mouse, keyboard, no JavaScript).

Fields are found by their name and buttons by their English message id, so a story is written once and told in both
languages. Every act is counted: `Desk.counted` is what `scripts/usability.py` prints.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils import translation
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

MOST_STOPS = 250
# What must be seen of the element that has the focus: an outline, a shadow, or GOV.UK's yellow ground.
_FOCUS_IS_SEEN = """() => {
    const shown = (element) => {
        const style = getComputedStyle(element);
        const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        return outline || style.boxShadow !== "none" || style.backgroundColor === "rgb(255, 221, 0)";
    };
    const at = document.activeElement;
    if (!at || at === document.body) return "nothing";
    const box = at.getBoundingClientRect();
    const label = at.id ? document.querySelector(`label[for="${CSS.escape(at.id)}"]`) : null;
    const drawn = [at, label, at.parentElement].some((element) => element && (shown(element)
        || ["::before", "::after"].some((part) => getComputedStyle(element, part).boxShadow !== "none")));
    return drawn && box.width > 0 ? "seen" : at.outerHTML.slice(0, 200);
}"""

_LEADS_ELSEWHERE = (
    """element => element.matches("a[href]") || (element.matches("button") && element.type === "submit")"""
)


@dataclass(frozen=True, kw_only=True)
class Mode:
    """How a story is told."""

    name: str
    language: str = "el"
    width: int = 1440
    height: int = 900
    keyboard: bool = False
    javascript: bool = True


MODES = (
    Mode(name="mouse"),
    Mode(name="keyboard", keyboard=True),
    Mode(name="390px", width=390, height=844),
    Mode(name="english", language="en"),
    Mode(name="no-javascript", javascript=False),
)


@dataclass
class Counted:
    """What the hands did since the count was begun."""

    keystrokes: int = 0
    clicks: int = 0
    typed: int = 0
    fields: set[str] = field(default_factory=set)


class Desk:
    """One window of a browser with somebody before it."""

    def __init__(self, context: BrowserContext, mode: Mode, url: str) -> None:
        self.mode = mode
        self.url = url
        self.page: Page = context.new_page()
        self.troubles: list[str] = []
        self.counted = Counted()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._note_failure)

    # Words

    def words(self, message: str) -> str:
        """Give the text of a message id in the language of the story."""
        with translation.override(self.mode.language):
            return translation.gettext(message)

    # Looking

    def go(self, path: str) -> None:
        """Open an address of the product."""
        self.page.goto(self.url + path, wait_until="load")

    def sees(self, text: str) -> None:
        """Expect a text somewhere on the page, in the language of the story."""
        expect(self.page.locator("body")).to_contain_text(self.words(text))

    def field(self, name: str) -> Locator:
        """Find a field by the name that the form gives it."""
        shown = self.page.locator(f'main [name="{name}"]:not([type=hidden])')
        typeahead = self.page.locator(f'main .typeahead:has(> select[name="{name}"]) > input')
        return typeahead if typeahead.count() else shown

    def button(self, message: str, *, within: str = "body") -> Locator:
        """Find a button or link by its words; those of the page go before those of the frame."""
        name = re.compile(rf"^\s*{re.escape(self.words(message))}")
        for place in (f"{within} main", within):
            scope = self.page.locator(place)
            found = scope.get_by_role("button", name=name).or_(scope.get_by_role("link", name=name))
            found = found.or_(scope.locator("summary").filter(has_text=name))
            if found.count():
                return found.first
        return self.page.get_by_role("button", name=name).first

    # Acting

    def press(self, message: str, *, within: str = "body") -> None:
        """Press a button or follow a link, found by its words."""
        self.use(self.button(message, within=within))

    def use(self, target: Locator) -> None:
        """Press what was found; a link or a form's button is waited for until its page is there."""
        if self.mode.keyboard:
            self.walk_to(target)
        if target.evaluate(_LEADS_ELSEWHERE):
            with self.page.expect_navigation(wait_until="load"):
                self._push(target)
        else:
            self._push(target)

    def fill(self, name: str, text: str) -> None:
        """Type a text into a field, found by its name."""
        box = self.field(name)
        self._come_to(box)
        if box.input_value():
            self.key("Control+a")
        self.type(text)
        self.counted.fields.add(name)
        assert box.input_value() == text

    def choose(self, name: str, value: str) -> None:
        """Choose a value of a list, of radio buttons or of the box that looks for a service."""
        box = self.field(name)
        if box.get_attribute("role") == "combobox" if box.count() == 1 else False:
            self._choose_by_typing(name, value)
        elif box.first.evaluate("element => element.tagName") == "SELECT":
            self._choose_of_list(box, value)
        else:
            self._choose_of_radios(name, value)
        self.counted.fields.add(name)

    def open(self, message: str, *, within: str = "main") -> None:
        """Unfold a part of the page, if it is folded."""
        name = re.compile(rf"^\s*{re.escape(self.words(message))}")
        summary = self.page.locator(f"{within} details:not([open]) > summary").filter(has_text=name)
        if summary.count():
            self.use(summary.first)

    def key(self, keys: str) -> None:
        """Press one key that is not part of a text."""
        self.page.keyboard.press(keys)
        self.counted.keystrokes += 1

    def type(self, text: str) -> None:
        """Type facts."""
        self.page.keyboard.type(text)
        self.counted.typed += len(text)

    def walk_to(self, target: Locator) -> None:
        """Reach an element with the Tab key alone; the focus is seen at every stop, and there is no trap."""
        handle = target.element_handle()
        for _ in range(MOST_STOPS):
            if self.page.evaluate("element => document.activeElement === element", handle):
                return
            if self.page.evaluate(
                "element => element.type === 'radio' && document.activeElement.name === element.name"
                " && document.activeElement.form === element.form",
                handle,
            ):
                return
            self.key("Tab")
            seen = self.page.evaluate(_FOCUS_IS_SEEN)
            assert seen in ("seen", "nothing"), f"The focus cannot be seen on {self.page.url}: {seen}"
        raise AssertionError(f"The Tab key does not reach {target} on {self.page.url}")

    # Parts

    def _push(self, target: Locator) -> None:
        if self.mode.keyboard:
            self.key("Enter")
        else:
            target.click()
            self.counted.clicks += 1

    def _come_to(self, box: Locator) -> None:
        if self.mode.keyboard:
            self.walk_to(box)
        elif not box.evaluate("element => document.activeElement === element"):
            box.click()
            self.counted.clicks += 1

    def _choose_by_typing(self, name: str, value: str) -> None:
        box = self.field(name)
        self._come_to(box)
        self.type(value)
        expect(box).to_have_attribute("aria-expanded", "true")
        self.key("Enter")
        chosen = self.page.locator(f'main select[name="{name}"]')
        assert chosen.input_value() == value

    def _choose_of_list(self, box: Locator, value: str) -> None:
        if not self.mode.keyboard:
            box.select_option(value)
            self.counted.clicks += 2
            return
        self.walk_to(box)
        self.key("Home")
        for _ in range(MOST_STOPS):
            if box.input_value() == value:
                return
            self.key("ArrowDown")
        raise AssertionError(f"The arrows do not reach {value}")

    def _choose_of_radios(self, name: str, value: str) -> None:
        choice = self.page.locator(f'main [name="{name}"][value="{value}"]')
        if not self.mode.keyboard:
            choice.check()
            self.counted.clicks += 1
            return
        self.walk_to(choice)
        for _ in range(20):
            self.key("Space")
            if choice.is_checked():
                return
            self.key("ArrowDown")
            if choice.is_checked():
                return
        raise AssertionError(f"The arrows do not reach {name}={value}")

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "status of 4" not in message.text:
            self.troubles.append(f"{self.page.url}: {message.text}")

    def _note_failure(self, response: Any) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.troubles.append(f"{response.status} {response.url}")


_LISTEN_TO_THE_POLICY = """
    window.brokenPolicy = [];
    document.addEventListener("securitypolicyviolation", (event) =>
        window.brokenPolicy.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


def new_context(browser: Browser, mode: Mode, *, state: Any = None) -> BrowserContext:
    """Open a window as the mode wants it."""
    context = browser.new_context(
        viewport={"width": mode.width, "height": mode.height},
        locale="el-GR" if mode.language == "el" else "en-GB",
        timezone_id="Europe/Athens",
        java_script_enabled=mode.javascript,
        storage_state=state,
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
    context.set_default_navigation_timeout(30_000)  # other tests may keep the machine busy
    context.add_init_script(_LISTEN_TO_THE_POLICY)
    return context


def sign_in(desk: Desk, email: str, password: str) -> None:
    """Sign in as a person does, in the language of the story."""
    desk.go("/sign-in/")
    box = desk.page.locator("input[name=email]")
    box.fill(email)
    desk.page.locator("input[name=password]").fill(password)
    box.press("Enter")
    desk.page.wait_for_load_state("load")
    expect(desk.page.locator("header .menu")).to_be_attached()
