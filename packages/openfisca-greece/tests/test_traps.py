"""The twelve defects of the open calculators (dossier of benefit rules, chapter 10), each as a negative test."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from households import RENTED, child, earning, head, household, person, spouse
from openfisca_greece import Answer, screen

AUTUMN = "2025-11-20"
OIL: dict[str, Any] = {"dwelling__heating_fuel": "oil", "dwelling__heating_coefficient": 0.43}


def answer(programme: str, described: dict[str, Any]) -> Answer:
    return screen(described, programmes=[programme])[programme]


def limit_of(test: str, told: Answer) -> str | None:
    return next(one.limit for one in told.tests if one.name == test)


def test_trap_1_heating_limit_of_a_lone_parent_rises_only_after_the_first_child() -> None:
    one = answer("heating", household(head(), child(), as_of=AUTUMN, **OIL))
    two = answer("heating", household(head(), child(), child("2016-01-01"), as_of=AUTUMN, **OIL))
    assert (limit_of("income", one), limit_of("income", two)) == ("29000.00", "34000.00")


def test_trap_2_heating_property_limit_rises_with_each_child() -> None:
    family = (head(), spouse(), child(), child("2016-01-01"))
    inside = household(*family, as_of=AUTUMN, assets__real_estate_value="340000.00", **OIL)
    outside = household(*family, as_of=AUTUMN, assets__real_estate_value="340000.01", **OIL)
    assert answer("heating", inside).verdict == "entitled"
    assert answer("heating", outside).verdict == "not_entitled"


def test_trap_3_a_single_person_is_no_couple_in_the_housing_benefit() -> None:
    alone = answer("housing_benefit", household(head(), **earning("7000.01"), **RENTED))
    couple = answer("housing_benefit", household(head(), spouse(), **earning("10500.00"), **RENTED))
    assert alone.verdict == "not_entitled"
    assert couple.amount == Decimal("105.00")


def test_trap_4_housing_property_limit_counts_the_second_adult() -> None:
    couple = household(head(), spouse(), assets__real_estate_value="135000.00", **earning("0.00"), **RENTED)
    assert answer("housing_benefit", couple).verdict == "entitled"


def test_trap_5_a_guardian_alone_is_one_parent_on_the_a21_scale() -> None:
    guardian = answer("a21", household(head(), person("protected_child", "2018-05-10"), **earning("22500.00")))
    assert limit_of("income", guardian) == "22500.00"
    assert guardian.verdict == "entitled"


def test_trap_6_a21_compares_the_unrounded_equivalent_income_at_the_edge() -> None:
    inside = answer("a21", household(head(), spouse(), child(), **earning("26250.00")))
    outside = answer("a21", household(head(), spouse(), child(), **earning("26250.01")))
    assert (inside.verdict, inside.amount) == ("entitled", Decimal("28.00"))
    assert outside.verdict == "not_entitled"


def test_trap_7_tariff_b_is_a_table_from_the_fifth_member_on() -> None:
    family = (head(), spouse(), child(), child("2016-01-01"), child("2015-01-01"))
    assert limit_of("income", answer("kot_b", household(*family, as_of="2025-10-01"))) == "24750.00"


def test_trap_8_tariff_b_counts_a_lone_parents_first_child_as_an_adult() -> None:
    assert limit_of("income", answer("kot_b", household(head(), child(), as_of="2025-10-01"))) == "13500.00"


def test_trap_9_a_hosted_person_ends_the_lone_parent_rule_of_the_guaranteed_income() -> None:
    hosted = person("hosted", "1990-01-01")
    assert answer("eee", household(head(), child())).amount == Decimal("324.00")
    assert answer("eee", household(head(), child(), hosted)).amount == Decimal("378.00")


def test_trap_9_deposits_have_a_ceiling() -> None:
    adults = [person("sibling", "1990-01-01") for _ in range(5)]
    assert limit_of("deposits", answer("eee", household(head(), *adults))) == "14400.00"


def test_trap_10_the_heating_allowance_is_told_by_the_season() -> None:
    told = answer("heating", household(head(), spouse(), child(), as_of=AUTUMN, **OIL))
    assert (told.unit, told.amount, told.per_month) == ("EUR/season", Decimal("154.80"), None)


def test_trap_11_cents_count_and_a_missing_field_is_not_zero() -> None:
    exact = household(head(), income__six_months__pensions="1295.99")
    beyond = household(head(), income__six_months__pensions="1296.01")
    missing = household(head(), income__six_months__pensions=None)
    verdicts = [answer("eee", described).verdict for described in (exact, beyond, missing)]
    assert verdicts == ["entitled", "not_entitled", "cannot_say"]


def test_trap_12_no_years_of_residence_are_asked_for_the_heating_allowance() -> None:
    newcomer = household(head(legal_residence_years=0, citizenship="SYR"), as_of=AUTUMN, **OIL)
    assert answer("heating", newcomer).verdict == "entitled"
