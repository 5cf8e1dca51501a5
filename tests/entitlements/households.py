"""Households as the rules read them, for tests that need no database."""

from __future__ import annotations

from typing import Any

NOTHING = "0.00"
NO_OTHER_INCOME = dict.fromkeys(
    ("wages", "self_employment", "pensions", "rents", "interest", "a21", "unemployment_benefit",
     "disability_benefits", "other_benefits", "other"),
    NOTHING,
)  # fmt: skip


def person(id_, role, born, **facts):
    return {
        "id": id_, "role": role, "birth_date": born, "sex": "F", "citizenship": "GRC", "legal_residence_years": 20,
        "homogenis": False, "employment": "inactive", "unemployment_card": False, "insured_days_last_14_months": 0,
        "insured_days_last_two_years": 0, "previous_monthly_wage": NOTHING, "regular_unemployment_months_used": 0,
        "disability_percent": 0, "disability_kinds": [], "life_support_device": False, "pension_monthly": NOTHING,
        "student": False, "studies_away_from_home": False, "in_closed_care": False, "conscripted": False,
        "asylum_seeker": False, "declared_as_hosted": False, "maternity_benefit_received": False, **facts,
    }  # fmt: skip


def couple_with_two_pupils(**changes: Any) -> dict[str, Any]:
    """A family without income, of which nearly everything is known."""
    school = {"level": "primary", "public": True, "enrolled": True}
    return {
        "as_of": "2026-03-01",
        "municipality": "9092",
        "members": [
            person("p1", "head", "1985-06-01"),
            person("p2", "spouse", "1984-02-10", sex="M"),
            person("c1", "child", "2019-05-10", school=school, legal_residence_years=6),
            person("c2", "child", "2018-05-11", school=school, legal_residence_years=7),
        ],
        "custody_settled": True,
        "income": {
            "six_months": dict(NO_OTHER_INCOME),
            "tax_year": {"year": 2024, "family": NOTHING, "including_exempt": NOTHING, "business_gross": NOTHING,
                         "of_head": NOTHING},
        },
        "assets": {"real_estate_value": NOTHING, "buildings_m2": "0", "deposits": NOTHING,
                   "vehicles_objective_expense": NOTHING, "luxury_tax": False, "private_school_fees": False,
                   "domestic_staff": False},
        "dwelling": {"tenure": "ceded", "main_home": True, "settlement_residents": 5000},
        "benefits_received": [],
        **changes,
    }  # fmt: skip


def nearly_nothing_known():
    return {"as_of": "2026-03-01", "members": [{"id": "a.b", "role": "head"}]}
