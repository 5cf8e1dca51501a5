from __future__ import annotations

import json
from pathlib import Path

import pytest
from households import CASES, household
from openfisca_greece import catalogue, screen
from openfisca_greece.__main__ import main

BASE = str(CASES / "base_household.json")


def test_one_household_is_answered_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BASE, "--programme", "eee", "--as-of", "2022-03-01"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["as_of"], told["answers"][0]["amount"]) == ("2022-03-01", "400.00")


def test_many_households_are_answered_a_line_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = tmp_path / "households.jsonl"
    lines.write_text("\n".join(json.dumps(household(as_of=day)) for day in ("2022-03-01", "2026-03-01")))
    assert main([str(lines), "--many", "--programme", "eee"]) == 0
    told = [json.loads(line)["answers"][0]["amount"] for line in capsys.readouterr().out.splitlines()]
    assert told == ["400.00", "432.00"]


def test_a_table_has_a_line_per_programme(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([BASE, "--format", "table"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 60
    assert any(line.startswith("eee ") and "432.00 EUR/month" in line for line in lines)


def test_what_is_no_household_ends_with_two_and_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"as_of": "2026-03-01", "members": [{"role": "boss"}]}')
    assert main([str(bad)]) == 2
    assert main([str(tmp_path / "missing.json")]) == 2
    assert main([BASE, "--programme", "nothing"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3
    assert "members[0].role" in lines[0]


def test_the_published_form_has_exactly_the_published_keys() -> None:
    told = screen(household()).to_json()
    assert set(told) == {"as_of", "rules_version", "answers"}
    for answer in told["answers"]:
        assert set(answer) == {
            "programme", "title", "verdict", "amount", "unit", "state", "tests", "missing", "documents", "apply",
        }  # fmt: skip
        assert answer["verdict"] in {"entitled", "not_entitled", "cannot_say"}
        assert answer["state"] in {"in_force", "suspended", "closed", "announced"}
        assert answer["unit"] in {None, "EUR/month", "EUR/year", "EUR/season", "EUR once"}
        for test in answer["tests"]:
            assert set(test) == {"name", "passed", "value", "limit", "legal", "source", "says"}


def test_the_full_form_can_be_kept_as_json() -> None:
    told = screen(household()).to_full_json()
    assert json.loads(json.dumps(told))["per_month"] == told["per_month"]
    assert len(told["answers"]) < len(catalogue())
