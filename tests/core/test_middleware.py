"""Requests that cannot be read, and a database that does not answer."""

import pytest
from django.db import connections
from django.test import Client

pytestmark = pytest.mark.trust("T40")
FORM = "application/x-www-form-urlencoded"


@pytest.mark.trust("T59")
@pytest.mark.parametrize(
    "address",
    ["/sign-in/?next=%00", "/sign-in/?%00=1", "/sign-in/?q=%ED%A0%80", "/sign-in/?q=%ff", "/%00", "/invitation/a/%00/",
     "/sign-in/?q=%C0%80", "/sign-in/?q=\x00"],
)  # fmt: skip
def test_an_address_that_is_no_text_is_answered_with_a_clear_page(db, address):
    answer = Client(raise_request_exception=False).get(address)

    assert answer.status_code == 400
    assert "<h1" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.trust("T59")
@pytest.mark.parametrize(
    "body", [b"email=%00", b"email=a%ED%A0%80", b"email=\xff\xfe", b"%00=x", b"email=\x00", b"a=%C3%28"]
)
def test_a_form_that_is_no_text_is_answered_with_a_clear_page(db, body):
    answer = Client(raise_request_exception=False).post("/sign-in/", body, content_type=FORM)

    assert answer.status_code == 400


@pytest.mark.trust("T59")
@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nContent-Disposition: form-data; name=e\r\n\r\n\x00b\r\n--x--\r\n", "multipart/form-data; boundary=x"),
        (b"nothing like it", "multipart/form-data; boundary=x"),
        (b"nothing like it", "multipart/form-data"),
        (b"email=x", f"{FORM}; charset=utf-16"),
        (b"email=" + b"a" * 3_000_000, FORM),
        (b"&".join(b"f%d=1" % number for number in range(1001)), FORM),
    ],
)  # fmt: skip
def test_a_body_that_breaks_the_rules_is_never_a_fault_of_ours(db, body, content_type):
    answer = Client(raise_request_exception=False).generic("POST", "/sign-in/", body, content_type=content_type)

    assert answer.status_code in {200, 400, 413}
    assert body[:6] == b"nothin" or answer.status_code != 200


def test_a_cookie_with_a_nul_is_answered_with_a_clear_page(db):
    client = Client(raise_request_exception=False, headers={"cookie": 'arogi="\\000aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"'})

    assert client.get("/sign-in/").status_code == 400


@pytest.mark.parametrize("key", ["", "x", "é" * 40, "a" * 5000, "'; DROP TABLE", "../../etc/passwd"])
def test_a_session_that_was_never_given_is_no_session(db, key):
    client = Client(raise_request_exception=False)
    client.cookies["arogi"] = key

    assert client.get("/profile/").status_code == 302


def test_greek_and_every_other_script_pass(db):
    answer = Client().post("/sign-in/", {"email": "άλφα@ελλάδα.gr", "password": "😀 مرحبا \u202e עברית"})

    assert answer.status_code == 200


@pytest.fixture
def database_is_away(own_database):
    connection = connections["default"]
    port = connection.settings_dict["PORT"]
    connection.close()
    connection.settings_dict["PORT"] = "1"
    yield
    connection.close()
    connection.settings_dict["PORT"] = port


@pytest.mark.parametrize(
    ("method", "address"), [("get", "/profile/"), ("get", "/"), ("post", "/sign-in/"), ("get", "/access-record/")]
)
def test_a_database_that_does_not_answer_gives_a_clear_page(database_is_away, method, address):
    client = Client(raise_request_exception=False)
    client.cookies["arogi"] = "a" * 32

    answer = getattr(client, method)(address, {"email": "a@example.gr", "password": "a long password"})

    assert answer.status_code == 503
    assert answer["Retry-After"] == "30"
    assert "<h1" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_the_program_says_that_it_lives_while_the_database_is_away(database_is_away):
    assert Client().get("/health/").status_code == 200
