"""Hostile text in every field of every form (trust F15, F34, T59; shows 8): shown as text, and never a 500.

The forms are found by opening every page that the resolver knows, as somebody with all rights, and reading its HTML.
"""

from functools import cache
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.urls import reverse

from tests.matrix.page_forms import Reader
from tests.matrix.world import pages

pytestmark = [pytest.mark.trust("T59", "F15", "F34"), pytest.mark.usefixtures("foreign")]

SCRIPT = "\"'><script>alert(8731)</script><svg onload=alert(8731)></textarea><img src=x onerror=alert(8731)>"
TEXTS = {
    "scripts": SCRIPT,
    "length": "Ω" * 10_000,
    "marks": "\u202eRLO\u2066 \u200f\u200b😀👨‍👩‍👧 Z͑ͫ̓ͪ̂ͫa̴l̵g̸o \ufeff\u2028\r\nSet-Cookie: a=b",
    "formulas": '=HYPERLINK("http://evil.example","8731")',
    "templates": "8731{{7*7}}${7*7}<%= 7*7 %>{% include 'x' %}%s%n{0}' OR 1=1;--",
    "addresses": "javascript:alert(8731)",
}
FRAME = frozenset({"q", "language", "next"})
PAGES = [page for page in pages() if page.rights is not None]
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@pytest.fixture(scope="module")
def forms_of(home, foreign, browsers):
    """Give `forms_of(page)`: its own forms (those of the frame belong to other pages), each with its address."""

    @cache
    def read(page):
        path = reverse(page.name, kwargs=home.arguments(page))
        answer = browsers["admin"].get(path)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            return []
        forms = Reader(answer.content.decode()).forms
        return [(form.action or path, form) for form in forms if not is_of_the_frame(form)]

    return read


def is_of_the_frame(form):
    return set(form.all_boxes) <= FRAME or form.action.endswith(("/sign-out/", "/language/"))


def send(client, path, data):
    """Send a form, go where it leads, look at what is shown; then take everything back."""
    with transaction.atomic():
        answers = [client.post(path, data)]
        if answers[0].status_code == 302:
            answers.append(client.get(answers[0]["Location"]))
        shown = [answer.content.decode("utf-8", "replace") for answer in answers]
        transaction.set_rollback(True)
    for answer, html in zip(answers, shown, strict=True):
        assert answer.status_code < 500, f"{path} {answer.status_code} {data}"
        assert "a" not in answer.cookies
        look_at(html)
    return answers


def look_at(html):
    """See that nothing that was typed has become part of the page."""
    read = Reader(html)
    assert read.handlers == []
    assert not any("8731" in text for text in read.script_texts)
    assert not any(address.strip().lower().startswith(("javascript:", "data:text")) for address in read.addresses)
    assert "873149" not in html


@by_name
def test_hostile_text_in_all_fields_at_once(page, forms_of, browsers):
    for path, form in forms_of(page):
        for text in TEXTS.values():
            send(browsers["admin"], path, form.filled(**dict.fromkeys(form.text_boxes, text)))


@by_name
def test_hostile_text_in_one_field_of_an_otherwise_sound_form(page, forms_of, browsers):
    for path, form in forms_of(page):
        for name in form.text_boxes[:12]:
            send(browsers["admin"], path, form.filled(**{name: SCRIPT[:60]}))


@by_name
def test_hostile_text_in_fields_that_nobody_types_in(page, forms_of, browsers):
    for path, form in forms_of(page):
        for text in (SCRIPT, "-1", "99999999999999999999", ""):
            send(browsers["admin"], path, form.filled(**dict.fromkeys(form.all_boxes, text)))


@by_name
def test_what_is_no_text_is_refused_as_unreadable(page, forms_of, browsers):
    for path, form in forms_of(page):
        if not form.text_boxes:
            continue
        sound = urlencode(form.filled(**{form.text_boxes[0]: "MARK"}), doseq=True).encode()
        for broken in (b"%00", b"a%ED%A0%80", b"\xff\xfe"):
            body = sound.replace(b"MARK", broken, 1)
            answer = browsers["admin"].generic("POST", path, body, content_type="application/x-www-form-urlencoded")
            assert answer.status_code == 400


@by_name
def test_hostile_questions_in_the_address(page, home, browsers):
    path = reverse(page.name, kwargs=home.arguments(page))
    for text in (f"{SCRIPT}8731{{{{7*7}}}}' OR 1=1;--", "-1", "9" * 40):
        names = [
            "q",
            "page",
            "before",
            "order",
            "next",
            "date",
            "from",
            "to",
            "structure",
            "person",
            "service",
            "field",
        ]
        with transaction.atomic():
            answer = browsers["admin"].get(path, dict.fromkeys(names, text))
            html = answer.content.decode("utf-8", "replace")
            transaction.set_rollback(True)
        assert answer.status_code < 500, f"{path} {text[:20]}"
        look_at(html)


def test_there_are_forms_to_try(forms_of):
    found = {page.name for page in PAGES if forms_of(page)}

    assert {"people:edit", "people:add_phone", "accounts:invite", "centres:edit_structure"} <= found


def test_what_was_kept_is_shown_as_text_everywhere(home, browsers):
    person = home.arguments(next(page for page in PAGES if page.name == "people:edit"))["person_id"]
    client = browsers["admin"]
    with transaction.atomic():
        path = f"/people/{person}/edit/"
        form = next(form for form in Reader(client.get(path).content.decode()).forms if not is_of_the_frame(form))
        client.post(path, form.filled(**dict.fromkeys(("surname", "called", "alert", "birth_place"), SCRIPT[:100])))
        shown = {page.name: client.get(reverse(page.name, kwargs=home.arguments(page))) for page in PAGES}
        texts = {name: answer.content.decode("utf-8", "replace") for name, answer in shown.items()}
        transaction.set_rollback(True)

    assert sum("alert(8731)" in text for text in texts.values()) >= 3
    for name, answer in shown.items():
        assert answer.status_code < 500, name
        if answer.headers["Content-Type"].startswith("text/html"):  # in a file for spreadsheets a text is a text
            look_at(texts[name])
