"""Every page x method x role x own and foreign municipality x own and foreign structure (trust T1-T3).

Generated from the resolver: a page that is added tomorrow is tried tomorrow. Objects for the addresses come from
`tests/matrix/world.py`; a page whose arguments are not known there fails.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from arogi.accounts.access import rulebook
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from tests.matrix.requests import OWN_TRACES, ask
from tests.matrix.world import CANARY, SECRET, client_of, is_key, pages

pytestmark = pytest.mark.trust("T1", "T2", "T3")

PAGES = pages()
# What may be opened without signing in, each with the reason.
OPEN = {
    "accounts:sign_in": "the door itself",
    "accounts:accept_invitation": "somebody who has no password yet; the link is the key",
    "accounts:language": "chosen before sign-in too",
    "reception:calendar_file": "read by a calendar program, which cannot sign in; the address is the key",
    "reception:screen": "hangs in a waiting room; numbers only, the address is the key",
    "core:health": "asked by the machine that watches; says nothing",
}
# What needs an account but no municipality.
BEFORE_CHOOSING = {"accounts:sign_out", "accounts:choose_municipality"}
# Roles whose rights are the same are alike to every page: one of them stands for all where rows are tried.
KINDS_OF_ROLE = {rights: role for role, rights in rulebook().roles.items()}
# What a page may answer to somebody with its rights who works where the row lies; 404 only to an empty form.
ANSWERS = {"get": {200, 302, 405}, "post": {200, 204, 302, 400, 404, 405, 409, 422}}
by_name = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
guarded = pytest.mark.parametrize(
    "page", [page for page in PAGES if page.rights is not None], ids=lambda page: page.name
)


def test_every_page_says_which_rights_it_asks_for():
    silent = {page.name for page in PAGES if page.rights is None}

    assert silent == set(OPEN) | BEFORE_CHOOSING


def test_only_the_listed_pages_open_without_signing_in():
    open_pages = {page.name for page in PAGES if not getattr(page.view, "login_required", True)}

    assert open_pages == set(OPEN)
    assert {page.name for page in PAGES if getattr(page.view, "without_municipality", False)} == BEFORE_CHOOSING


def test_rights_that_pages_ask_for_exist():
    asked = {right for page in PAGES for right in page.rights or ()}

    assert asked <= set(rulebook().rights)


def test_no_page_waives_the_form_token():
    assert [page.name for page in PAGES if getattr(page.view, "csrf_exempt", False)] == []


def test_every_page_can_be_tried(home, foreign):
    unknown = []
    for page in PAGES:
        for town in (home, foreign):
            try:
                town.arguments(page)
            except KeyError as missing:
                unknown.append(f"{page.name}: {missing}")

    assert unknown == []


def address(page, town, *, secret=False):
    return reverse(page.name, kwargs=town.arguments(page, secret=secret))


@by_name
def test_nobody_gets_in_without_signing_in(page, home, foreign):
    for method in ("get", "post"):
        seen = ask(Client(raise_request_exception=False), method, address(page, home))
        if page.name not in OPEN:
            assert seen.status == 302, (method, seen.status)
            assert seen.response["Location"].startswith("/sign-in/")
        assert not CANARY.search(seen.everything)
        assert "entopios" not in seen.everything or page.name == "accounts:accept_invitation"


@guarded
def test_each_role_gets_the_page_that_its_rights_allow_and_no_other(page, home, foreign, browsers):
    for role, granted in rulebook().roles.items():
        may = set(page.rights) <= granted
        for method in ("get", "post") if role in KINDS_OF_ROLE.values() else ("get",):
            seen = ask(browsers[role], method, address(page, home))
            note = f"{role} {method} {seen.status}"
            assert seen.status in (ANSWERS[method] if may else {403, 404, 405}), note
            assert not CANARY.search(seen.everything), note
            assert "contacts.confidential" in granted or not SECRET.search(seen.everything), note
            if not may:
                assert seen.written <= OWN_TRACES, note
            if method == "get":
                assert seen.written <= OWN_TRACES, f"{note} wrote {seen.written}"


@guarded
def test_whoever_has_all_rights_finds_the_own_rows(page, home, foreign, browsers):
    get = ask(browsers["admin"], "get", address(page, home))
    post = ask(browsers["admin"], "post", address(page, home))

    assert get.status in {200, 302, 405}
    assert post.status in {200, 204, 302, 400, 405, 409, 422}
    assert (get.status, post.status) != (405, 405)


@guarded
def test_no_role_sees_anything_of_another_municipality(page, home, foreign, browsers):
    here, there = home.arguments(page), foreign.arguments(page)
    for swapped in _mixtures(here, there):
        path = reverse(page.name, kwargs=swapped)
        for role, methods in [*((role, ("get",)) for role in KINDS_OF_ROLE.values()), ("admin", ("get", "post"))]:
            for method in methods:
                seen = ask(browsers[role], method, path)
                assert seen.status in {403, 404, 405}, f"{role} {method} {path} {seen.status}"
                assert not CANARY.search(seen.everything), f"{role} {method} {path}"
                assert seen.written <= OWN_TRACES


def _mixtures(here, there):
    """Replace each id of an address alone: a foreign row must not hide behind an own one."""
    for name in here:
        if is_key(here[name]):
            yield {**here, name: there[name]}


@guarded
def test_foreign_ids_in_questions_and_forms_lead_nowhere(page, home, foreign, browsers):
    planted = {name.split(".")[-1]: str(value) for name, value in foreign.ids.items() if is_key(value)}
    planted |= {name.removesuffix("_id"): value for name, value in planted.items()}
    planted |= {f"{name}s": value for name, value in planted.items()}
    extra = {"municipality_id": str(foreign.municipality.pk), "municipality": str(foreign.municipality.pk)}
    for method in ("get", "post"):
        seen = ask(browsers["admin"], method, address(page, home), {**planted, **extra, "order": "password", "q": "x"})
        assert seen.status < 500, f"{method} {seen.status}"
        body = seen.everything
        assert not CANARY.search(body), method


@pytest.mark.parametrize(
    "page",
    [
        page
        for page in PAGES
        if set(page.arguments) & {"contact_id", "request_id", "act_id", "task_id", "application_id", "appointment_id"}
    ],
    ids=lambda page: page.name,
)
@pytest.mark.trust("T2")
def test_the_confidential_structure_is_closed_to_staff_of_another(page, home, foreign, browsers):
    outsiders = [role for rights, role in KINDS_OF_ROLE.items() if "contacts.confidential" not in rights]
    path = address(page, home, secret=True)
    for role in outsiders:
        for method in ("get", "post"):
            seen = ask(browsers[role], method, path)
            assert not SECRET.search(seen.everything), f"{role} {method} {path}"
            assert seen.status in {403, 404, 405}, f"{role} {method} {path} {seen.status}"


@by_name
@pytest.mark.trust("T7")
def test_no_form_is_taken_without_its_token(page, home, foreign):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.cookies["arogi"] = client_cookie(home)
    for method in ("post", "delete"):
        seen = ask(client, method, address(page, home))
        assert seen.status == 403, f"{method} {seen.status}"
        assert seen.written <= OWN_TRACES


def client_cookie(town):
    return client_of(town.admin, town.municipality).cookies["arogi"].value


@guarded
def test_methods_that_a_page_does_not_know_do_nothing(page, home, foreign, browsers):
    for method in ("put", "delete"):
        seen = ask(browsers["admin"], method, address(page, home))
        assert seen.status in {404, 405}, f"{method} {seen.status}"
        assert seen.written <= OWN_TRACES
        assert not CANARY.search(seen.everything)


ABOUT_PEOPLE = {"person_id", "contact_id", "pair_id", "merge_id", "task_id", "application_id", "appointment_id"}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if set(page.arguments) & ABOUT_PEOPLE], ids=lambda page: page.name
)
@pytest.mark.trust("T17")
def test_every_view_of_a_person_leaves_a_record_that_names_the_person(page, home, foreign, browsers):
    answer, records = looked_at(browsers["admin"], home, "get", address(page, home))

    if answer.status_code == 200:
        named = {record.person_id for record in records}
        assert named - {None}
        assert home.arguments(page).get("person_id") in {None, *named}
    else:
        assert answer.status_code in {302, 405}


@pytest.mark.parametrize(
    ("name", "method", "data", "verb", "status"),
    [
        ("desk:search", "post", {"q": "Ντόπιος"}, "search", 200),
        ("reports:activity_file", "get", {}, "export", 200),
        ("accounts:access_record", "get", {}, "view", 200),
    ],
)
@pytest.mark.trust("T17")
def test_searches_and_exports_leave_a_record(name, method, data, verb, status, home, foreign, browsers):
    page = next(page for page in PAGES if page.name == name)

    answer, records = looked_at(browsers["admin"], home, method, address(page, home), data)

    assert answer.status_code == status
    assert verb in {record.verb for record in records}


def looked_at(client, town, method, path, data=None):
    """Make a request and give the answer with the access records that it left."""
    with transaction.atomic():
        with acting_in(town.municipality.pk):
            before = AccessRecord.objects.count()
        answer = getattr(client, method)(path, data or {}, follow=data is not None)
        with acting_in(town.municipality.pk):
            records = list(AccessRecord.objects.order_by("sequence")[before:])
        transaction.set_rollback(True)
    return answer, records


@guarded
def test_the_applications_wall_holds_alone(page, home, foreign, browsers, application_wall_alone):
    nothing_of_the_other_town(page, home, foreign, browsers["admin"])


@guarded
def test_the_databases_wall_holds_alone(page, home, foreign, browsers, database_wall_alone):
    nothing_of_the_other_town(page, home, foreign, browsers["admin"])


def nothing_of_the_other_town(page, home, foreign, client):
    own = ask(client, "get", address(page, home))
    assert own.status in {200, 302, 405}
    assert not CANARY.search(own.everything)
    for swapped in _mixtures(home.arguments(page), foreign.arguments(page)):
        method = "get" if own.status == 200 else "post"
        seen = ask(client, method, reverse(page.name, kwargs=swapped))
        assert seen.status in {404, 405}, f"{method} {seen.status}"
        assert not CANARY.search(seen.everything)
