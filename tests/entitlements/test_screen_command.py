"""`arogi screen` as a stranger runs it: from files, without a database."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from arogi import cli

CASES = Path(__file__).parents[2] / "packages/openfisca-greece/tests/cases"
BASE = CASES / "base_household.json"
PUBLISHED = json.loads((CASES / "benefit_cases.json").read_text(encoding="utf-8"))


@pytest.fixture
def arogi(capsys, monkeypatch):
    """Run a command in this process; gives status, standard output and standard error."""

    def run(*words, given=b""):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        try:
            status = cli.main(["screen", *map(str, words)])
        except SystemExit as ended:
            status = ended.code
        out, err = capsys.readouterr()
        return status, out, err

    return run


def base(**changes):
    return {**json.loads(BASE.read_text(encoding="utf-8")), **changes}


def test_every_published_case_is_answered_as_expected(arogi):
    lines = "\n".join(json.dumps(case["household"]) for case in PUBLISHED)
    status, out, _ = arogi("--many", "-", given=lines.encode())
    screenings = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert len(screenings) == len(PUBLISHED)
    for case, screening in zip(PUBLISHED, screenings, strict=True):
        answer = next(one for one in screening["answers"] if one["programme"] == case["programme"])
        assert {key: answer[key] for key in case["expected"]} == case["expected"], case["id"]


def test_one_household_is_answered_in_the_published_form(arogi):
    status, out, err = arogi(BASE, "--programme", "eee", "a21")
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert told["as_of"] == "2026-03-01"
    assert [answer["programme"] for answer in told["answers"]] == ["eee", "a21"]
    assert set(told["answers"][0]) == {
        "programme", "title", "verdict", "amount", "unit", "state", "tests", "missing", "documents", "apply",
    }  # fmt: skip
    assert told["answers"][0]["amount"] == "432.00"


def test_file_may_follow_the_codes(arogi):
    assert arogi("--programme", "eee", BASE)[0] == 0


def test_day_can_be_chosen(arogi):
    assert json.loads(arogi(BASE, "--as-of", "2026-01-15", "--programme", "eee")[1])["as_of"] == "2026-01-15"


def test_table_says_what_is_given_and_what_is_missing(arogi):
    status, out, _ = arogi("-", "--format", "table", given=json.dumps(base(income=None)).encode())
    assert status == 0
    assert "missing: income.six_months" in out
    assert "seems entitled" in out


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"  \n",
        b"\xff\xfe{",
        b"not json",
        b"[]",
        b"null",
        b"7",
        b'{"as_of": "2026-03-01"}',
        b'{"as_of": "2026-03-01", "members": []}',
        b'{"as_of": "2026-03-01", "members": [{"birth_date": "1980-01-01", "disability_percent": NaN}]}',
        b'{"as_of": "2026-03-01", "members": [{"birth_date": "1980-01-01", "pension_monthly": -1}]}',
        b'{"as_of": "2026-03-01", "members": [{"birth_date": "1980-02-30\\n\\u202e"}]}',
        b'{"as_of": "2026-03-01", "members": [{"role": "\\ud800"}]}',
        b"[" * 100_000,
        b'{"n": ' + b"9" * 5000 + b"}",
        b" " * 2_000_001,
    ],
    ids=lambda given: repr(given[:30]),
)
def test_what_is_no_household_is_refused_in_one_line(arogi, given):
    for words in (("-",), ("--many", "-")):
        status, out, err = arogi(*words, given=given.replace(b"\n", b" ") if words[0] == "--many" else given)
        assert (status, out) == (2, "")
        assert err.strip()
        assert err.count("\n") == 1


def test_bad_line_is_named_by_its_number(arogi):
    good = json.dumps(base()).encode()
    status, _, err = arogi("--many", "-", given=good + b"\n" + good + b'\n{"members": 1}\n')
    assert status == 2
    assert "line 3" in err


@pytest.mark.parametrize(
    "words",
    [
        (),
        (BASE, "--many", BASE),
        ("no/such.json",),
        (CASES,),
        (BASE, "--as-of", "yesterday"),
        (BASE, "--as-of", "0001-01-01"),
        (BASE, "--programme", "no_such\nprogramme"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_line(arogi, words):
    status, out, err = arogi(*words)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1


def test_household_is_screened_where_nothing_is_installed(tmp_path):
    environment = {**os.environ, "AROGI_VAR": str(tmp_path / "var"), "DATABASE_URL": ""}
    words = [sys.executable, "-m", "arogi.cli", "screen", str(BASE), "--programme", "eee"]
    ran = subprocess.run(words, env=environment, capture_output=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout)["answers"][0]["verdict"] == "entitled"
    assert not (tmp_path / "var").exists()
