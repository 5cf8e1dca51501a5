from __future__ import annotations

import json

from households import household
from openfisca_greece import catalogue, screen


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
