"""clamd as it answers, as it does not, and a real one where it is installed."""

import getpass
import shutil
import socket
import subprocess
import threading
import time
from contextlib import contextmanager

import pytest

from arogi.documents import scanning
from arogi.documents.errors import CopyIsHarmful
from arogi.documents.receiving import receive
from tests.documents.hostile import EICAR, pdf, picture

CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin:/usr/local/sbin")


@contextmanager
def fake_clamd(folder, answer):
    """A socket that takes one file and answers; `answer` gets the line. Gives its address and what was sent."""
    sent = bytearray()
    door = socket.socket(socket.AF_UNIX)
    door.bind(str(folder / "clamd.sock"))
    door.listen()

    def serve():
        try:
            line, _address = door.accept()
        except OSError:
            return
        with line:
            line.settimeout(5)
            while not sent.endswith(b"\0\0\0\0"):
                part = line.recv(1 << 16)
                if not part:
                    return
                sent.extend(part)
            answer(line)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield str(folder / "clamd.sock"), sent
    finally:
        # Closing does not wake who waits for a caller; a caller does.
        with socket.socket(socket.AF_UNIX) as last:
            last.settimeout(1)
            last.connect_ex(str(folder / "clamd.sock"))
        door.close()
        thread.join(10)


def test_a_file_is_sent_in_parts_with_their_lengths(tmp_path, settings):
    content = bytes(range(256)) * 300
    with fake_clamd(tmp_path, lambda line: line.sendall(b"stream: OK\0")) as (address, sent):
        settings.CLAMD = address
        scanning.scan(content)

    first = scanning.CHUNK
    assert sent.startswith(b"zINSTREAM\0" + first.to_bytes(4, "big") + content[:first])
    assert sent.endswith((len(content) - first).to_bytes(4, "big") + content[first:] + b"\0\0\0\0")


def test_what_is_found_is_told_by_its_name(tmp_path, settings):
    with fake_clamd(tmp_path, lambda line: line.sendall(b"stream: Win.Test.EICAR_HDB-1 FOUND\0")) as (address, _sent):
        settings.CLAMD = address
        with pytest.raises(scanning.Harmful, match=r"Win\.Test\.EICAR_HDB-1"):
            scanning.scan(b"x")


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\0",
        b"OK\0",
        b"stream: OK but not really\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK\0stream: X FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"\xff\xfe" * 3_000,
        b"HTTP/1.1 200 OK\r\n\r\nstream: OK",
        b" FOUND\0",
    ],
)
def test_what_nobody_understands_is_no_answer(tmp_path, settings, said):
    with fake_clamd(tmp_path, lambda line: line.sendall(said)) as (address, _sent):
        settings.CLAMD = address
        with pytest.raises(scanning.NoAnswer):
            scanning.scan(b"x")


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:9", "[::1]:9", "x" * 300, "localhost:99999"])
def test_a_clamd_that_is_not_there_is_no_answer(settings, address):
    settings.CLAMD = address

    with pytest.raises(scanning.NoAnswer):
        scanning.scan(b"x")


@pytest.mark.parametrize("drip", [False, True], ids=["silent", "a byte at a time"])
def test_a_clamd_that_hangs_is_waited_for_a_few_seconds_in_all(tmp_path, settings, monkeypatch, drip):
    monkeypatch.setattr(scanning, "SECONDS", 0.5)
    over = threading.Event()

    def hang(line):
        while not over.wait(0.1):
            if drip:
                line.send(b"s")

    with fake_clamd(tmp_path, hang) as (address, _sent):
        settings.CLAMD = address
        started = time.monotonic()
        with pytest.raises(scanning.NoAnswer):
            scanning.scan(b"x")
        took = time.monotonic() - started
        over.set()

    assert took < 3


@pytest.fixture(scope="module")
def real_clamd(tmp_path_factory):
    """A clamd of this test's own, that knows one virus: the test virus, wherever it stands in a file."""
    if not CLAMD:
        pytest.skip("clamd is not installed (Debian: apt-get install clamav-daemon)")
    folder = tmp_path_factory.mktemp("clamd")
    database = folder / "database"
    database.mkdir()
    (database / "test.ndb").write_text(f"Test.EICAR:0:*:{EICAR.hex()}\n")
    address = folder / "clamd.sock"
    settings_of_clamd = folder / "clamd.conf"
    settings_of_clamd.write_text(
        f"Foreground yes\nLocalSocket {address}\nDatabaseDirectory {database}\nUser {getpass.getuser()}\n"
        f"LogFile {folder / 'clamd.log'}\nPidFile {folder / 'clamd.pid'}\n"
    )
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen([CLAMD, "--config-file", str(settings_of_clamd)], stdout=out, stderr=out)
    try:
        _wait_for(address, process, folder)
        yield str(address)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address, process, folder):
    for _tenth in range(600):
        if process.poll() is not None:
            pytest.skip(f"clamd does not start here: {(folder / 'out').read_text()[-300:]}")
        with socket.socket(socket.AF_UNIX) as line:
            if line.connect_ex(str(address)) == 0:
                return
        time.sleep(0.1)
    pytest.skip("clamd did not open its socket within a minute")


@pytest.mark.trust("T9")
def test_a_running_clamd_finds_the_test_virus_and_lets_a_photo_pass(real_clamd, settings):
    settings.CLAMD = real_clamd

    with pytest.raises(scanning.Harmful, match=r"Test\.EICAR"):
        scanning.scan(EICAR)
    assert scanning.scan(picture()) is None


@pytest.mark.trust("T9")
def test_with_a_running_clamd_a_file_that_hides_the_test_virus_is_refused(real_clamd, settings):
    settings.CLAMD = real_clamd

    for content in (picture(comment=EICAR), picture() + EICAR, pdf() + EICAR):
        with pytest.raises(CopyIsHarmful):
            receive(content)
    assert receive(picture()).is_scanned
