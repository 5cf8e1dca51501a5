"""Rules that hold for every template, sheet and script of the product, and for the frame of each page."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation
from lxml import html

import arogi
from arogi.core import views
from arogi.core.notices import done

urlpatterns = [path("", include("arogi.core.urls"))]
pytestmark = pytest.mark.urls(__name__)

PACKAGE = Path(arogi.__file__).parent
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))
SHEETS = sorted((PACKAGE / "core/static/arogi").glob("*.css"))
SCRIPTS = sorted((PACKAGE / "core/static/arogi").glob("*.js"))

FORBIDDEN_IN_TEMPLATES = {
    "an inline handler": r"""\son[a-z]+\s*=\s*["']""",
    "an inline style": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script without a file": r"<script\b(?![^>]*\bsrc=)",
    "unescaped text": r"\|\s*safe\b|\{%\s*autoescape off",
    "a javascript: address": r"javascript:",
    "a file of another host": r"""(src|href)=["'](https?:)?//""",
    "an address by hand with a search in it": r"""href=["'][^"']*\?q=""",
}


def relative(file: Path) -> str:
    return str(file.relative_to(PACKAGE))


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_no_template_contains_what_the_content_policy_forbids(template):
    text = re.sub(r"\{#.*?#\}", "", template.read_text())

    found = [what for what, pattern in FORBIDDEN_IN_TEMPLATES.items() if re.search(pattern, text, re.IGNORECASE)]

    assert found == []


def test_no_code_marks_text_as_safe():
    code = [file for file in PACKAGE.rglob("*.py") if re.search(r"\b(mark_safe|SafeText)\b", file.read_text())]

    assert [relative(file) for file in code] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=relative)
def test_every_file_that_a_template_loads_exists_or_is_built(template):
    named = re.findall(r"""\{%\s*static\s+["']([^"']+)["']""", template.read_text())

    missing = [
        name for name in named if not (PACKAGE / "core/static" / name).exists() and not name.startswith("build/")
    ]

    assert missing == []


@pytest.mark.parametrize("sheet", SHEETS, ids=relative)
def test_sheets_have_no_ids_and_force_nothing(sheet):
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    selectors = re.findall(r"([^{}]+)\{", rules)

    assert "!important" not in rules
    assert [selector.strip() for selector in selectors if re.search(r"#[a-z]", selector)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=relative)
def test_scripts_keep_nothing_in_the_browser_and_run_no_text(script):
    text = script.read_text()

    assert re.findall(r"\b(eval|Function|document\.write|localStorage|indexedDB)\b", text) == []
    assert re.findall(r"sessionStorage\.(?!removeItem)", text) == []


@pytest.mark.parametrize("language", ["el", "en"])
@pytest.mark.parametrize(("view", "status"), [
    (views.bad_request, 400),
    (views.forbidden, 403),
    (views.form_expired, 403),
    (views.not_found, 404),
    (views.server_error, 500),
], ids=lambda value: getattr(value, "__name__", value))  # fmt: skip
def test_a_failure_is_explained_in_the_language_of_the_page(view, status, language):
    with translation.override(language):
        response = view(request_of(None))

    page = html.document_fromstring(response.content.decode())
    assert response.status_code == status
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//title")[0].text_content().strip() not in ("", "-")


def test_greek_pages_have_no_english_sentence_left():
    with translation.override("el"):
        page = html.document_fromstring(render_to_string("errors/404.html", {"member": member()}, request_of(member())))

    words = re.findall(r"\b[A-Za-z]{4,}\b", page.xpath("//body")[0].text_content())
    assert set(words) <= {"English", "AGPL", "later", "Enter"}


def test_a_page_can_be_walked_without_a_mouse():
    page = frame(member())

    first = page.xpath("//a")[0]
    target = page.get_element_by_id(first.get("href").removeprefix("#"))
    assert target.tag == "main"
    assert [len(page.xpath(f"//{landmark}")) for landmark in ("header", "main", "footer")] == [1, 1, 1]


def test_shortcuts_are_off_when_the_account_says_so():
    on, off = frame(member()), frame(member(shortcuts=False))

    assert on.xpath("//body/@data-arogi-shortcuts") == ["on"]
    assert off.xpath("//body/@data-arogi-shortcuts") == ["off"]


def test_nobody_outside_sees_the_menu_or_the_time_out_dialog():
    page = frame(None)

    assert page.xpath("//nav | //dialog | //*[@role='search']") == []


def test_htmx_runs_no_text_and_keeps_no_pages():
    page = frame(member())

    told = json.loads(page.xpath("//meta[@name='htmx-config']/@content")[0])
    assert (told["allowEval"], told["historyEnabled"], told["historyCacheSize"]) == (False, False, 0)
    assert told["selfRequestsOnly"] is True


def test_what_was_done_is_told_once_with_its_way_back():
    request = request_of(member())
    done(request, "Η επαφή <b>αποθηκεύτηκε</b>.", undo="/contacts/1/undo/")

    page = html.document_fromstring(views.not_found(request).content.decode())

    banner = page.xpath("//*[@data-module='govuk-notification-banner']")[0]
    assert "Η επαφή <b>αποθηκεύτηκε</b>." in banner.text_content()
    assert banner.xpath(".//form[@method='post']/@action") == ["/contacts/1/undo/"]


def test_the_frame_is_small():
    with translation.override("el"):
        content = views.not_found(request_of(member())).content

    assert len(content) < 12 * 1024


def test_a_static_file_that_was_not_collected_has_its_plain_name():
    assert "arogi/never-collected.css" in render_static("arogi/never-collected.css")


def frame(who: SimpleNamespace | None) -> html.HtmlElement:
    request = request_of(who)
    return html.document_fromstring(render_to_string("errors/404.html", {"member": who}, request))


def member(*, shortcuts: bool = True) -> SimpleNamespace:
    return SimpleNamespace(
        user=SimpleNamespace(name="Μαρία Νικολάου", shortcuts=shortcuts),
        municipality=SimpleNamespace(name_el="Δήμος Καρδίτσας", name_en="Municipality of Karditsa"),
        role_words="Κοινωνική λειτουργός",
        may=lambda right: True,
    )


def request_of(who: SimpleNamespace | None):
    request = RequestFactory().get("/somewhere/")
    request.user = SimpleNamespace(is_authenticated=who is not None)
    request.session = {}
    request._messages = FallbackStorage(request)
    if who is not None:
        request.member = who
    return request


def render_static(name: str) -> str:
    from django.templatetags.static import static

    assert settings.STATIC_URL
    return static(name)
