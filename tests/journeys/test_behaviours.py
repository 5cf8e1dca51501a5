"""What the pages' scripts do, in a real browser, on the catalogue of components drawn without server or database."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

import arogi
from arogi.core.catalogue import catalogue

urlpatterns = [
    path("", include("arogi.core.urls")),
    path("", include(([path("search/", lambda request: None, name="search"),
                       path("today/", lambda request: None, name="today")], "desk"))),
]  # fmt: skip
pytestmark = pytest.mark.urls(__name__)

PACKAGE = Path(arogi.__file__).parent
STATIC = PACKAGE / "core" / "static"
AXE = PACKAGE.parent / "node_modules" / "axe-core" / "axe.min.js"
ADDRESS = "https://arogi.test"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'"
)
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
FOUND = "".join(f'<li><a href="/person/{number}/">Παπαδόπουλος {number}</a></li>' for number in range(3))


@pytest.fixture
def open_page(browser):
    """Give `open_page(shortcuts=True, width=1440)`: the catalogue in a fresh window; no error may be said in it."""
    contexts, problems = [], []

    def open_(*, shortcuts=True, width=1440, scripts=True):
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        content = drawn(shortcuts=shortcuts)
        page.route("**/*", lambda route: answer(route, content))
        page.clock.install()
        page.goto(f"{ADDRESS}/catalogue/")
        if scripts:
            page.wait_for_selector("#example_service[role=combobox]")
            page.evaluate("document.activeElement.blur()")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert problems == []


def drawn(*, shortcuts: bool) -> str:
    request = RequestFactory().get("/catalogue/")
    request.user = SimpleNamespace(is_authenticated=True)
    request.session = {}
    request._messages = FallbackStorage(request)
    request.member = SimpleNamespace(
        user=SimpleNamespace(name="Μαρία Νικολάου", shortcuts=shortcuts),
        municipality=SimpleNamespace(name_el="Δήμος Καρδίτσας", name_en="Karditsa"),
        role_words="Κοινωνική λειτουργός",
        may=lambda right: True,
    )
    with translation.override("el"):
        return render_to_string("core/components.html", catalogue(), request)


def answer(route, content: str) -> None:
    """Be the server: the page itself, the files it loads, and the two addresses that its scripts ask."""
    path_ = urlsplit(route.request.url).path
    if path_.startswith("/static/"):
        file = STATIC / path_.removeprefix("/static/")
        route.fulfill(body=file.read_bytes(), content_type=TYPES[file.suffix])
    elif path_ == "/session/stay/":
        token = json.dumps({"token": "new"})
        status = 204 if route.request.method == "POST" else 200
        route.fulfill(status=status, body="" if status == 204 else token, content_type="application/json")
    elif path_ == "/search/" and route.request.headers.get("hx-request"):
        route.fulfill(body=f"<ul>{FOUND}</ul>", content_type="text/html")
    else:
        route.fulfill(body=content, content_type="text/html", headers={"Content-Security-Policy": POLICY})


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


def chosen(page) -> str:
    return page.evaluate("document.getElementById('example_service-select').value")


@pytest.mark.skipif(not AXE.exists() and "CI" not in os.environ, reason="the npm packages are not installed")
@pytest.mark.parametrize("width", [1440, 390, 320])
def test_the_catalogue_has_no_finding_of_axe_and_fits_the_window(open_page, width):
    page = open_page(width=width)

    page.evaluate(AXE.read_text())
    findings = page.evaluate("axe.run(document).then(found => found.violations.map(each => each.id))")

    assert findings == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_slash_leads_to_the_search_from_anywhere(open_page):
    page = open_page()

    page.keyboard.press("/")

    assert focused(page) == "frame-search"


def test_two_keys_lead_to_today(open_page):
    page = open_page()

    page.keyboard.press("g")
    page.keyboard.press("t")
    page.wait_for_url(f"{ADDRESS}/today/")

    assert page.url == f"{ADDRESS}/today/"


def test_shortcuts_work_with_the_greek_keyboard_on(open_page):
    page = open_page()

    for key in "γτ":
        page.evaluate(f"document.body.dispatchEvent(new KeyboardEvent('keydown', {{key: '{key}', bubbles: true}}))")
    page.wait_for_url(f"{ADDRESS}/today/")

    assert page.url == f"{ADDRESS}/today/"


def test_letters_typed_into_a_field_are_letters(open_page):
    page = open_page()

    page.locator("#example_note").press_sequentially("g/tn?")

    assert page.locator("#example_note").input_value() == "g/tn?"
    assert page.url == f"{ADDRESS}/catalogue/"


def test_shortcuts_can_be_turned_off(open_page):
    page = open_page(shortcuts=False)

    page.keyboard.press("/")

    assert focused(page) != "frame-search"


def test_results_appear_while_typing_and_arrows_reach_them(open_page):
    page = open_page()

    page.keyboard.press("/")
    page.keyboard.type("παπ")
    page.clock.run_for(300)
    page.wait_for_selector("#frame-results a")
    said = page.locator("[data-arogi-results-said]").text_content()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    reached = focused(page)
    page.keyboard.press("Escape")

    assert "3" in said
    assert reached == "Παπαδόπουλος 1"
    assert (focused(page), page.locator("#frame-results a").count()) == ("frame-search", 0)
    assert "παπ" not in page.url


def test_a_service_is_found_without_accents_and_taken_with_enter_or_tab(open_page):
    page = open_page()
    box = page.locator("#example_service")

    box.press_sequentially("στηριξη")
    box.press("Enter")
    by_enter = (box.input_value(), chosen(page))
    box.fill("επιδομ")
    box.press("Tab")

    assert by_enter == ("Ψυχοκοινωνική στήριξη", "2.1")
    assert (box.input_value(), chosen(page)) == ("Ενημέρωση για επιδόματα", "1.1")


def test_a_service_is_never_chosen_by_passing_through_its_box(open_page):
    page = open_page()
    box = page.locator("#example_service")

    box.click()
    opened = page.locator("#example_service-options li:visible").count()
    box.press("Tab")

    assert (opened, chosen(page)) == (4, "")


@pytest.mark.parametrize("typed", ["", "κάτι άλλο"], ids=["emptied", "unknown"])
def test_a_box_that_names_no_service_chooses_none_or_keeps_what_was_chosen(open_page, typed):
    page = open_page()
    box = page.locator("#example_service")
    box.fill("επιδομ")
    box.press("Tab")

    box.fill(typed)
    box.press("Tab")

    expected = ("", "") if typed == "" else ("Ενημέρωση για επιδόματα", "1.1")
    assert (box.input_value(), chosen(page)) == expected


def test_lines_are_added_and_removed_as_formsets_expect(open_page):
    page = open_page()

    page.locator("[data-arogi-add-line]").click()
    added = page.evaluate("document.activeElement.name")
    page.locator("[data-arogi-remove-line]").first.click()

    assert added == "line-1-text"
    assert page.locator("[name=line-TOTAL_FORMS]").input_value() == "2"
    assert page.locator("[name=line-0-DELETE]").input_value() == "on"
    assert page.locator("[data-arogi-line-of]:visible").count() == 1


def test_the_time_out_is_announced_and_one_key_goes_on(open_page):
    page = open_page()
    page.locator("#example_note").fill("μισή πρόταση")

    page.clock.run_for(13 * 60_000 + 2_000)
    announced = page.locator("dialog").is_visible()
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for(state="hidden")

    assert announced
    assert page.locator("#example_note").input_value() == "μισή πρόταση"


def test_after_the_time_out_the_page_is_covered_and_nothing_typed_is_lost(open_page):
    page = open_page()
    page.locator("#example_note").fill("μισή πρόταση")

    page.clock.run_for(15 * 60_000 + 2_000)
    page.keyboard.press("Escape")
    still_covered = page.get_by_text("Αποσυνδεθήκατε").is_visible()
    page.get_by_role("button", name="Συνδέθηκα").click()
    page.locator("dialog").wait_for(state="hidden")

    assert still_covered
    assert page.locator("#example_note").input_value() == "μισή πρόταση"
    assert page.locator("input[name=csrfmiddlewaretoken]").first.input_value() == "new"


def test_nothing_stays_in_the_browser(open_page):
    page = open_page()

    page.keyboard.press("/")
    page.keyboard.type("παπ")
    page.clock.run_for(300)
    page.wait_for_selector("#frame-results a")

    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_without_scripts_a_long_list_is_a_list_and_the_search_a_form(open_page):
    page = open_page(scripts=False)

    assert page.locator("select#example_service").is_visible()
    assert page.locator("form[role=search] button").is_visible()
    assert page.locator("#navigation a").first.is_visible()
