from __future__ import annotations

import json
from typing import Any

import pytest
from households import CASES
from openfisca_greece import screen

PUBLISHED: list[dict[str, Any]] = json.loads((CASES / "benefit_cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", PUBLISHED, ids=[case["id"] for case in PUBLISHED])
def test_published_case_is_answered_as_expected(case: dict[str, Any]) -> None:
    answer = screen(case["household"], programmes=[case["programme"]])[case["programme"]].to_json()
    assert {key: answer[key] for key in case["expected"]} == case["expected"]
