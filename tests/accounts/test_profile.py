import html

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.utils.module_loading import import_string

from arogi.accounts.access import rulebook
from arogi.core.acting import acting_in
from arogi.core.models import AccessRecord
from tests.factories import PASSWORD

NEW = "τρεις καινούργιες λέξεις"


def change(client, current=PASSWORD, new=NEW, again=NEW):
    return client.post("/profile/password/", {"current": current, "password": new, "again": again})


@pytest.mark.trust("T14")
def test_another_password_signs_the_other_browsers_out(signed_in, trikala):
    here = signed_in("reception", trikala)
    there = signed_in(here.user, trikala)

    answer = change(here)

    assert answer.status_code == 302
    assert here.get("/profile/").status_code == 200
    assert there.get("/profile/").status_code == 302
    with acting_in(trikala.id):
        assert AccessRecord.objects.filter(verb="change", kind="user", object_id=here.user.pk).count() == 1


def test_the_password_in_use_is_asked_for(signed_in, trikala):
    client = signed_in("reception", trikala)

    answer = change(client, current="something else")

    client.user.refresh_from_db()
    assert "Αυτός δεν είναι ο κωδικός σας" in answer.content.decode()
    assert client.user.check_password(PASSWORD)


@pytest.mark.parametrize("weak", ["short", "password1234", "a" * 201, ""])
@pytest.mark.trust("T7")
def test_weak_passwords_are_refused(signed_in, trikala, weak):
    client = signed_in("reception", trikala)

    answer = change(client, new=weak, again=weak)

    client.user.refresh_from_db()
    assert answer.status_code == 200
    assert client.user.check_password(PASSWORD)


def test_a_password_of_sixty_four_greek_letters_is_welcome(signed_in, trikala):
    client = signed_in("reception", trikala)
    long = "ψ ξ " * 16

    change(client, new=long, again=long)

    client.user.refresh_from_db()
    assert client.user.check_password(long)


def test_the_two_typings_must_agree(signed_in, trikala):
    client = signed_in("reception", trikala)

    assert "δεν είναι ίδιοι" in change(client, again=NEW + "x").content.decode()


@pytest.mark.trust("T7")
def test_passwords_are_kept_with_argon2(monkeypatch):
    first = import_string("arogi.config.settings.PASSWORD_HASHERS")[0]
    encoded = Argon2PasswordHasher().encode(PASSWORD, "a-salt-of-the-test")

    assert first == "django.contrib.auth.hashers.Argon2PasswordHasher"
    assert encoded.startswith("argon2$argon2id$")


def test_language_and_shortcuts_are_kept_with_the_account(signed_in, trikala):
    client = signed_in("reception", trikala)

    client.post("/profile/", {"language": "en"})
    page = client.get("/profile/").content.decode()

    client.user.refresh_from_db()
    assert (client.user.language, client.user.shortcuts) == ("en", False)
    assert '<html class="govuk-template" lang="en">' in page


def test_the_language_of_the_frame_is_kept_in_a_cookie_before_sign_in(client, db):
    answer = client.post("/language/", {"language": "en", "next": "/sign-in/"})

    assert answer["Location"] == "/sign-in/"
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert 'lang="en"' in client.get("/sign-in/").content.decode()


@pytest.mark.parametrize("language", ["", "xx", "../../etc/passwd", "el\r\nSet-Cookie: a=b"])
def test_a_language_that_is_not_spoken_here_changes_nothing(client, db, language):
    answer = client.post("/language/", {"language": language, "next": "//evil.example"})

    assert answer["Location"] == "/"
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


@pytest.mark.trust("T7")
def test_the_table_of_roles_is_the_rule_book_in_both_languages(signed_in, trikala):
    client = signed_in("reception", trikala)
    greek = html.unescape(client.get("/roles/").content.decode())
    client.post("/language/", {"language": "en"})
    english = html.unescape(client.get("/roles/").content.decode())

    assert all(right.el in greek for right in rulebook().rights.values())
    assert all(right.en in english for right in rulebook().rights.values())
    granted = sum(len(rights) for rights in rulebook().roles.values())
    assert english.count(">Yes<") == greek.count(">Ναι<") == granted
