import datetime as dt
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings as configured
from django.core import mail

from arogi.config.mail import mail_settings
from arogi.core.models import AccessRecord
from arogi.notices.models import Notice
from arogi.notices.providers import FileOutbox, HttpSms, Mail, Refused, TryAgain, provider_of
from arogi.notices.services import choose, deliver_due, send
from arogi.people.models import Phone
from tests.factories import TODAY
from tests.notices.conftest import NOON

WHEN = {"day": "23/11", "time": "10:30"}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def notice(person):
    return send(person=person, template="appointment_booked", words=WHEN, at=NOON)


def carry(town, carrier, *, at=NOON):
    return deliver_due(town.pk, now=lambda: at, providers=carrier)


def state_of(notice):
    notice.refresh_from_db()
    return notice.state, notice.reason, notice.attempts


def test_a_message_leaves_once_and_says_the_town_and_the_hour(notice, karditsa, carrier):
    assert carry(karditsa, carrier) == 1
    assert carry(karditsa, carrier) == 0

    assert carrier.sent == [("+306971234567", "Το ραντεβού σας", "Καρδίτσα: ραντεβού στις 23/11, ώρα 10:30.")]
    assert state_of(notice) == ("sent", "", 1)
    assert (notice.provider_id, notice.sent_at) == ("number-1", NOON)
    record = AccessRecord.objects.latest("sequence")
    assert (record.verb, record.kind, record.person_id) == ("send", "notice", notice.person_id)


def test_nothing_leaves_before_its_hour(person, karditsa, carrier):
    send(person=person, template="please_call", at=NOON.replace(hour=22))

    assert carry(karditsa, carrier, at=NOON.replace(hour=23)) == 0
    assert carry(karditsa, carrier, at=NOON + dt.timedelta(days=1)) == 1


def test_a_phone_that_became_unsafe_meanwhile_gets_nothing(notice, karditsa, carrier):
    Phone.objects.update(safe_to_text=False)

    assert carry(karditsa, carrier) == 0
    assert carrier.sent == []
    assert state_of(notice) == ("cancelled", "no_contact", 0)


def test_who_opted_out_meanwhile_gets_nothing(notice, person, worker, karditsa, carrier):
    choose(by=worker, person=person, email="", wants="nothing", today=TODAY)

    carry(karditsa, carrier)

    assert state_of(notice) == ("cancelled", "opted_out", 0)


def test_a_provider_that_is_away_is_asked_again_later_and_given_up_in_the_end(notice, karditsa, carrier):
    carrier.fails = [TryAgain() for _try in range(9)]
    waits, moment = [], NOON
    for _try in range(5):
        carry(karditsa, carrier, at=moment)
        notice.refresh_from_db()
        waits.append(notice.send_after - moment)
        moment = notice.send_after

    assert [wait.total_seconds() / 60 for wait in waits[:3]] == [5, 20, 80]
    assert state_of(notice) == ("failed", "unreachable", 5)
    assert len(carrier.fails) == 4


def test_what_the_provider_refuses_is_not_sent_again(notice, karditsa, carrier):
    carrier.fails = [Refused()]

    carry(karditsa, carrier)
    carry(karditsa, carrier, at=NOON + HOUR)

    assert state_of(notice) == ("failed", "refused", 1)


def test_a_message_whose_program_was_killed_is_not_sent_twice(notice, karditsa, carrier):
    Notice.objects.filter(pk=notice.pk).update(state="sending", attempts=1, send_after=NOON)

    carry(karditsa, carrier, at=NOON + 2 * HOUR)

    assert carrier.sent == []
    assert state_of(notice) == ("failed", "unknown", 1)


def test_one_message_that_fails_holds_up_no_other(notice, person, karditsa, carrier):
    second = send(person=person, template="please_call", at=NOON)
    carrier.fails = [Refused()]

    assert carry(karditsa, carrier) == 1
    assert {state_of(notice)[0], state_of(second)[0]} == {"failed", "sent"}


class TestMail:
    def test_an_email_leaves_with_a_bare_subject(self, person, worker, karditsa, settings):
        settings.DEFAULT_FROM_EMAIL = "kk@example.gr"
        choose(by=worker, person=person, email="maria@example.gr", wants="asked", today=TODAY)
        send(person=person, template="news", at=NOON, channel="email")

        assert deliver_due(karditsa.pk, now=lambda: NOON) == 1
        (letter,) = mail.outbox
        assert (letter.subject, letter.to, letter.from_email) == (
            "Νέα για το αίτημά σας", ["maria@example.gr"], "kk@example.gr",
        )  # fmt: skip

    def test_a_server_that_is_away_is_asked_again(self, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

        with pytest.raises(TryAgain):
            Mail().send("maria@example.gr", "s", "t")

    def test_without_a_server_letters_are_files_and_a_server_of_others_is_spoken_to_in_secret(self):
        assert mail_settings("").backend.endswith("filebased.EmailBackend")
        told = mail_settings("smtp://kk%40x:p%3Aw@mail.example.gr")
        assert (told.user, told.password, told.port, told.starttls) == ("kk@x", "p:w", 587, True)
        assert mail_settings("smtps://mail.example.gr").ssl
        with pytest.raises(ValueError, match="AROGI_MAIL_URL"):
            mail_settings("http://mail.example.gr")


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        server = self.server
        server.asked.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
        status, body, location = server.answer
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST  # noqa: N815 - what http.server calls

    def log_message(self, *_arguments):
        """Stay quiet."""


@pytest.fixture
def gateway():
    server = HTTPServer(("127.0.0.1", 0), _Handler)
    server.asked, server.answer = [], (200, b'{"id": "abc-1"}', "")
    server.url = f"http://127.0.0.1:{server.server_port}/sms"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


class TestHttpSms:
    def send(self, gateway):
        return HttpSms(gateway.url, "key", "KENTRO").send("+306971234567", "", "Καλημέρα")

    def test_it_sends_json_with_the_key_and_reads_the_number(self, gateway):
        assert self.send(gateway) == "abc-1"

        ((headers, body),) = gateway.asked
        assert headers["Authorization"] == "Bearer key"
        assert json.loads(body) == {"to": "+306971234567", "text": "Καλημέρα", "sender": "KENTRO"}

    @pytest.mark.parametrize(
        ("status", "raised"), [(400, Refused), (401, Refused), (404, Refused), (429, TryAgain), (500, TryAgain)]
    )
    def test_it_says_whether_it_is_worth_another_try(self, gateway, status, raised):
        gateway.answer = (status, b"", "")

        with pytest.raises(raised):
            self.send(gateway)

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_it_follows_nowhere(self, gateway, status):
        gateway.answer = (status, b"", gateway.url + "/elsewhere")

        with pytest.raises(Refused):
            self.send(gateway)
        assert len(gateway.asked) == 1

    @pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"id": null}', b"\xff\xfe", b"x" * 200_000])
    def test_an_answer_that_cannot_be_read_is_no_reason_to_send_again(self, gateway, body):
        gateway.answer = (200, body, "")

        assert self.send(gateway) in ("", "None")

    def test_nobody_there_is_worth_another_try(self):
        with pytest.raises(TryAgain):
            HttpSms("http://127.0.0.1:9/sms", "", "").send("+306971234567", "", "t")

    @pytest.mark.parametrize("url", ["http://sms.example.gr/", "ftp://x", "", "file:///etc/passwd", "http://10.0.0.1/"])
    def test_only_https_or_this_machine_itself(self, url):
        with pytest.raises(ValueError, match="https"):
            HttpSms(url, "", "")


def test_a_demonstration_writes_files_and_reaches_nobody(settings, tmp_path):
    settings.DEMO, settings.AROGI_SMS_URL, settings.AROGI_OUTBOX = True, "https://sms.example.gr/", tmp_path / "out"

    number = provider_of("sms").send("+306971234567", "", "Καλημέρα")

    (file,) = (tmp_path / "out").iterdir()
    assert number in file.name
    assert file.read_text() == "To: +306971234567\n\nΚαλημέρα\n"
    assert file.stat().st_mode & 0o077 == 0


def test_a_full_or_missing_folder_is_worth_another_try(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(TryAgain):
        FileOutbox(tmp_path / "file" / "below").send("+306971234567", "", "t")


def test_the_outbox_lies_in_the_data_folder():
    assert configured.AROGI_OUTBOX.name == "outbox"
    assert configured.AROGI_OUTBOX.parent == configured.VAR
