"""Synthetic households for tests: the neutral one of the published interface, with a few facts changed."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

CASES = Path(__file__).parent / "cases"
BASE: dict[str, Any] = json.loads((CASES / "base_household.json").read_text(encoding="utf-8"))
ADULT, SPOUSE, CHILD, _ = BASE["members"]


def person(role: str, birth_date: str, **facts: Any) -> dict[str, Any]:
    """Make a member of a role."""
    template = CHILD if role in {"child", "protected_child"} else SPOUSE if role == "spouse" else ADULT
    return copy.deepcopy(template) | {"role": role, "birth_date": birth_date} | facts


def household(*members: dict[str, Any], as_of: str = "2026-03-01", **facts: Any) -> dict[str, Any]:
    """Make a household; facts are given by their path with `__` for dots (`income__tax_year__family="0.00"`)."""
    made = copy.deepcopy(BASE) | {"as_of": as_of}
    if members:
        made["members"] = [member | {"id": f"m{place}"} for place, member in enumerate(members)]
    for path, value in facts.items():
        *blocks, key = path.split("__")
        block = made
        for name in blocks:
            block = block[name]
        block[key] = value
    return made


def head(birth_date: str = "1985-06-01", **facts: Any) -> dict[str, Any]:
    """Make a head."""
    return person("head", birth_date, **facts)


def spouse(birth_date: str = "1984-02-10", **facts: Any) -> dict[str, Any]:
    """Make a spouse."""
    return person("spouse", birth_date, **facts)


def child(birth_date: str = "2018-05-10", **facts: Any) -> dict[str, Any]:
    """Make a child who goes to primary school."""
    return person("child", birth_date, **facts)


def earning(amount: str) -> dict[str, Any]:
    """Give the facts of a family's taxable income."""
    return {
        "income__tax_year__family": amount,
        "income__tax_year__including_exempt": amount,
        "income__tax_year__of_head": amount,
    }


RENTED: dict[str, Any] = {
    "dwelling__tenure": "rented",
    "dwelling__rent_monthly": "400.00",
    "dwelling__rent_months_last_year": 12,
    "dwelling__lease_start": "2024-01-01",
    "dwelling__lease_registered": True,
}
