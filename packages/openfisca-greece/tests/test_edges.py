"""Cases a social worker meets, reckoned by hand from the text of the dossier of benefit rules, one cent or day apart.

Where that text can be read in two ways a case says so with "(our reading)".
"""

from __future__ import annotations

from typing import Any

import pytest
from households import RENTED, child, earning, head, household, person, spouse
from openfisca_greece import screen

Described = dict[str, Any]
YES, NO, OPEN = "entitled", "not_entitled", "cannot_say"
Cases = list[tuple[str, Described, str, str | None]]


def six_months(**kinds: str) -> Described:
    return {f"income__six_months__{kind}": amount for kind, amount in kinds.items()}


def children(number: int) -> list[Described]:
    return [child(f"{2018 - place % 8}-05-10") for place in range(number)]


def pupil(born: str, level: str) -> Described:
    return child(born, school={"level": level, "public": True, "enrolled": True})


def unenrolled(born: str, **facts: Any) -> Described:
    return child(born, school={"level": "none", "public": None, "enrolled": False}, **facts)


def jobless(**facts: Any) -> Described:
    usual = {
        "employment": "unemployed",
        "unemployment_card": True,
        "insured_days_last_14_months": 250,
        "insured_days_last_two_years": 400,
        "previous_monthly_wage": "1000.00",
    }
    return usual | facts


def deposits(amount: str) -> Described:
    return {"assets__deposits": amount}


def property_(value: str, area: str = "100") -> Described:
    return {"assets__real_estate_value": value, "assets__buildings_m2": area}


AUTUMN = {"as_of": "2025-11-20"}
OIL = {"dwelling__heating_fuel": "oil", "dwelling__heating_coefficient": "0.43"} | AUTUMN

EEE: Cases = [
    ("income at the ceiling still gives the least payment of 10 euros (our reading)",
     household(head(), **six_months(pensions="1296.00")), YES, "10.00"),
    ("one cent above the ceiling gives nothing", household(head(), **six_months(pensions="1296.01")), NO, None),
    ("60 euros a month below the ceiling give 60", household(head(), **six_months(pensions="936.00")), YES, "60.00"),
    ("wages of 1,620 count as 1,296", household(head(), **six_months(wages="1620.00")), YES, "10.00"),
    ("wages of 1,620.01 count as more than 1,296", household(head(), **six_months(wages="1620.01")), NO, None),
    ("wages of 500 and a rent of 100 count as 500", household(head(), **six_months(wages="500.00", rents="100.00")),
     YES, "132.67"),
    ("disability benefits do not count", household(head(), **six_months(disability_benefits="9000.00")), YES, "216.00"),
    ("unemployment benefit counts whole", household(head(), **six_months(unemployment_benefit="600.00")), YES,
     "116.00"),
    ("a lone parent's oldest minor counts as an adult", household(head(), child()), YES, "324.00"),
    ("without settled custody it does not", household(head(), child(), custody_settled=False), YES, "270.00"),
    ("with a grandmother in the home it does not", household(head(), child(), person("parent", "1950-01-01")), YES,
     "378.00"),
    ("a lone parent's child of 18 is an adult by age", household(head(), child("2008-03-01")), YES, "324.00"),
    ("a child who turns 18 today is an adult", household(head(), spouse(), child("2008-03-01")), YES, "432.00"),
    ("a child who turns 18 tomorrow is a minor", household(head(), spouse(), child("2008-03-02")), YES, "378.00"),
    ("a minor given into care by court counts as an adult",
     household(head(), spouse(), person("protected_child", "2018-05-10")), YES, "432.00"),
    ("a son in military service is not of the household",
     household(head(), spouse(), person("child", "2004-01-01", conscripted=True)), YES, "324.00"),
    ("a grandfather in closed care is not either",
     household(head(), person("parent", "1940-01-01", in_closed_care=True)), YES, "216.00"),
    ("a guest counts as a member (our reading)", household(head(), person("hosted", "1990-01-01")), YES, "324.00"),
    ("twelve children reach the cap exactly", household(head(), spouse(), *children(12)), YES, "972.00"),
    ("the thirteenth adds nothing", household(head(), spouse(), *children(13)), YES, "972.00"),
    ("a minor who is the head is the first person", household(head("2009-01-01")), YES, "216.00"),
    ("a student alone of 25 is no household", household(head("2000-03-02", student=True)), NO, None),
    ("a student alone of 26 is one", household(head("2000-03-01", student=True)), YES, "216.00"),
    ("two students together are one", household(head("2004-03-02", student=True), spouse("2004-01-01", student=True)),
     YES, "324.00"),
    ("a couple may own 105,000", household(head(), spouse(), **property_("105000.00")), YES, "324.00"),
    ("and not a cent more", household(head(), spouse(), **property_("105000.01")), NO, None),
    ("six persons may own 150,000", household(head(), spouse(), *children(4), **property_("150000.00")), YES, "540.00"),
    ("seven persons no more than that", household(head(), spouse(), *children(5), **property_("150000.01")), NO, None),
    ("a couple with a child may have saved 8,400", household(head(), spouse(), child(), **deposits("8400.00")), YES,
     "378.00"),
    ("and not a cent more than 8,400", household(head(), spouse(), child(), **deposits("8400.01")), NO, None),
    ("a lone parent with a child may surely have saved 6,000", household(head(), child(), **deposits("6000.00")), YES,
     "324.00"),
    ("whether 7,000 is too much was not found (our reading)", household(head(), child(), **deposits("7000.00")), OPEN,
     None),
    ("more than 7,200 is", household(head(), child(), **deposits("7200.01")), NO, None),
    ("a car of 6,000 is allowed", household(head(), assets__vehicles_objective_expense="6000.00"), YES, "216.00"),
    ("a car of 6,000.01 is not", household(head(), assets__vehicles_objective_expense="6000.01"), NO, None),
    ("a private school ends it", household(head(), child(), assets__private_school_fees=True), NO, None),
    ("a recognised refugee of one year has it", household(head(citizenship="SYR", legal_residence_years=1)), YES,
     "216.00"),
    ("an asylum seeker has it not", household(head(citizenship="SYR", asylum_seeker=True)), NO, None),
    ("one kind of income that nobody told leaves it open", household(head(), income__six_months__interest=None), OPEN,
     None),
    ("disability benefits that nobody told do not", household(head(), income__six_months__disability_benefits=None),
     YES, "216.00"),
    ("a birth date that nobody told leaves the amount open", household(head(), spouse(),
     child() | {"birth_date": None}),
     YES, None),
]  # fmt: skip

A21: Cases = [
    ("a lone parent's band A ends at 9,000", household(head(), child(), **earning("9000.00")), YES, "70.00"),
    ("one cent more is band B", household(head(), child(), **earning("9000.01")), YES, "42.00"),
    ("four children in band A", household(head(), spouse(), *children(4), **earning("15000.00")), YES, "420.00"),
    ("five children in band C", household(head(), spouse(), *children(5), **earning("41250.00")), YES, "224.00"),
    ("no more than band C", household(head(), spouse(), *children(5), **earning("41250.01")), NO, None),
    ("without children there is nothing", household(head(), spouse(), **earning("0.00")), NO, None),
    ("a pupil who turned 18 today", household(head(), pupil("2008-03-01", "upper_secondary"), **earning("0.00")), YES,
     "70.00"),
    ("a pupil who turned 19 today", household(head(), pupil("2007-03-01", "upper_secondary"), **earning("0.00")), NO,
     None),
    ("somebody of 18 who left school", household(head(), unenrolled("2008-03-01"), **earning("0.00")), NO, None),
    ("a student of 23", household(head(), child("2002-03-02", student=True), **earning("0.00")), YES, "70.00"),
    ("a student of 24", household(head(), unenrolled("2002-03-01", student=True), **earning("0.00")), NO, None),
    ("a grown child with 67 % disability", household(head(), child("1990-01-01", disability_percent=67),
     **earning("0.00")), YES, "70.00"),
    ("a grown child with 66 % disability", household(head(), child("1990-01-01", disability_percent=66),
     **earning("0.00")), NO, None),
    ("a child of 8 who is not enrolled is not paid, its sister is",
     household(head(), spouse(), unenrolled("2018-01-01"), child(), **earning("0.00")), YES, "70.00"),
    ("a child of 8 alone who is not enrolled", household(head(), unenrolled("2018-01-01"), **earning("0.00")), NO,
     None),
    ("a child of 3 need not go to school", household(head(), unenrolled("2022-03-02"), **earning("0.00")), YES,
     "70.00"),
    ("whether one of 4 must was not found (our reading)",
     household(head(), unenrolled("2022-03-01"), **earning("0.00")), OPEN, None),
    ("one of 17 need not", household(head(), unenrolled("2009-03-01"), **earning("0.00")), YES, "70.00"),
    ("an Albanian mother of four years here", household(head(citizenship="ALB", legal_residence_years=4), child(),
     **earning("0.00")), NO, None),
    ("of eleven years here: the rule was not found", household(head(citizenship="ALB", legal_residence_years=11),
     child(), **earning("0.00")), OPEN, None),
    ("of twelve years here", household(head(citizenship="ALB", legal_residence_years=12), child(), **earning("0.00")),
     YES, "70.00"),
    ("a German mother of five years here", household(head(citizenship="DEU", legal_residence_years=5), child(),
     **earning("0.00")), YES, "70.00"),
    ("whose Greek husband has lived here always", household(head(citizenship="ALB", legal_residence_years=2), spouse(),
     child(), **earning("0.00")), YES, "70.00"),
    ("property does not matter", household(head(), child(), **property_("900000.00"), **earning("0.00")), YES, "70.00"),
    ("a grandchild is not a child of the tax family (our reading)",
     household(head(), person("grandchild", "2018-01-01"), **earning("0.00")), NO, None),
]  # fmt: skip

RENT = RENTED | earning("0.00")
HOUSING: Cases = [
    ("a couple of 10,500", household(head(), spouse(), **RENTED | earning("10500.00")), YES, "105.00"),
    ("a couple of 10,500.01", household(head(), spouse(), **RENTED | earning("10500.01")), NO, None),
    ("a lone parent of one, 14,000", household(head(), child(), **RENTED | earning("14000.00")), YES, "140.00"),
    ("six persons stop at 21,000", household(head(), spouse(), *children(4), **RENTED | earning("21000.00")), YES,
     "210.00"),
    ("and not a cent more", household(head(), spouse(), *children(4), **RENTED | earning("21000.01")), NO, None),
    ("a rent of 60.50 is the most that is paid", household(head(), **RENT | {"dwelling__rent_monthly": "60.50"}), YES,
     "60.50"),
    ("a rent that nobody told leaves the amount open", household(head(), **RENT | {"dwelling__rent_monthly": None}),
     YES, None),
    ("a lease that is not declared", household(head(), **RENT | {"dwelling__lease_registered": False}), NO, None),
    ("the electricity is a neighbour's", household(head(), **RENT | {"dwelling__electricity_in_own_name": False}), NO,
     None),
    ("an uncle lets the flat since 30-1-2019", household(head(), **RENT | {"dwelling__lessor_close_relative": True,
     "dwelling__lease_start": "2019-01-30"}), YES, "70.00"),
    ("since 31-1-2019", household(head(), **RENT | {"dwelling__lessor_close_relative": True,
     "dwelling__lease_start": "2019-01-31"}), NO, None),
    ("a lone parent may have saved 14,000", household(head(), child(), **RENT | deposits("14000.00")), YES, "140.00"),
    ("and not a cent more", household(head(), child(), **RENT | deposits("14000.01")), NO, None),
    ("a single person may own 120,000", household(head(), **RENT | property_("120000.00")), YES, "70.00"),
    ("and not a cent more", household(head(), **RENT | property_("120000.01")), NO, None),
    ("a guest whom no return declared does not count", household(head(), person("hosted", "1990-01-01"), **RENT), YES,
     "70.00"),
    ("one whom the return declared counts", household(head(), person("hosted", "1990-01-01", declared_as_hosted=True),
     **RENT), YES, "105.00"),
    ("a minor in care by court counts twice", household(head(), spouse(), person("protected_child", "2018-01-01"),
     **RENT), YES, "175.00"),
    ("with the help for students there is no second one", household(head(), benefits_received=["student_housing"],
     **RENT), NO, None),
    ("a home that is owned", household(head(), **earning("0.00")), NO, None),
    ("five years of residence for a Syrian are not sure to suffice", household(head(citizenship="SYR",
     legal_residence_years=5), **RENT), OPEN, None),
    ("four years do not suffice", household(head(citizenship="SYR", legal_residence_years=4), **RENT), NO, None),
]  # fmt: skip

BIRTH: Cases = [
    ("a birth three months ago today", household(head(), child("2025-12-01"), **earning("0.00")), YES, "2400.00"),
    ("three months and a day", household(head(), child("2025-11-30"), **earning("0.00")), NO, None),
    ("three months from 30 November end on 28 February", household(head(), child("2025-11-30"), as_of="2026-02-28",
     **earning("0.00")), YES, "2400.00"),
    ("twins are the first and the second", household(head(), spouse(), child("2026-01-20"), child("2026-01-20"),
     **earning("0.00")), YES, "5100.00"),
    ("a fifth child is paid like a fourth", household(head(), spouse(), child("2026-01-20"), *children(4),
     **earning("0.00")), YES, "3500.00"),
    ("born on 31-12-2022", household(head(), child("2022-12-31"), as_of="2023-02-01", **earning("0.00")), YES,
     "2000.00"),
    ("born on 1-1-2023", household(head(), child("2023-01-01"), as_of="2023-02-01", **earning("0.00")), YES, "2400.00"),
    ("born on 31-12-2019", household(head(), child("2019-12-31"), as_of="2020-02-01", **earning("0.00")), NO, None),
    ("a Georgian mother of twelve years here", household(head(citizenship="GEO", legal_residence_years=12),
     child("2026-01-20"), **earning("0.00")), YES, "2400.00"),
    ("of eleven years here", household(head(citizenship="GEO", legal_residence_years=11), child("2026-01-20"),
     **earning("0.00")), NO, None),
    ("a Norwegian mother of no years here", household(head(citizenship="NOR", legal_residence_years=0),
     child("2026-01-20"), **earning("0.00")), YES, "2400.00"),
    ("a mother of Greek descent", household(head(citizenship="ALB", homogenis=True, legal_residence_years=0),
     child("2026-01-20"), **earning("0.00")), YES, "2400.00"),
    ("lone parent of two at 70,000", household(head(), child("2026-01-20"), child(), **earning("70000.00")), YES,
     "2700.00"),
    ("one cent more", household(head(), child("2026-01-20"), child(), **earning("70000.01")), NO, None),
]  # fmt: skip

ELDERLY: Cases = [
    ("67 today", household(head("1959-03-01"), **earning("0.00")), YES, "418.95"),
    ("67 tomorrow", household(head("1959-03-02"), **earning("0.00")), NO, None),
    ("15 of 35 years", household(head("1950-01-01", legal_residence_years=15), **earning("0.00")), YES, "179.55"),
    ("14 years", household(head("1950-01-01", legal_residence_years=14), **earning("0.00")), NO, None),
    ("34 years", household(head("1950-01-01", legal_residence_years=34), **earning("0.00")), YES, "406.98"),
    ("of the Greek minority of Albania, two years here", household(head("1950-01-01", citizenship="ALB",
     homogenis=True, legal_residence_years=2), **earning("0.00")), YES, "418.95"),
    ("a foreign pension of 398.95 leaves 20 euros", household(head("1950-01-01", pension_monthly="398.95"),
     **earning("0.00")), YES, "20.00"),
    ("a pension of 398.96 leaves too little", household(head("1950-01-01", pension_monthly="398.96"),
     **earning("0.00")), NO, None),
    ("both of a couple", household(head("1950-01-01"), spouse("1952-01-01"), **earning("8640.00")), YES, "837.90"),
    ("a couple above 8,640", household(head("1950-01-01"), spouse("1952-01-01"), **earning("8640.01")), NO, None),
    ("one of a couple is too young", household(head("1950-01-01"), spouse("1970-01-01"), **earning("0.00")), YES,
     "418.95"),
    ("a flat of 90,000.01", household(head("1950-01-01"), **earning("0.00") | property_("90000.01")), NO, None),
    ("the last day of 2025", household(head("1950-01-01"), as_of="2025-12-31", **earning("0.00")), YES, "409.13"),
    ("the last day of 2022", household(head("1950-01-01"), as_of="2022-12-31", **earning("0.00")), YES, "360.00"),
]  # fmt: skip

ELDERLY_RENT: Cases = [
    ("a rent of 362.01", household(head("1950-01-01"), **RENT | {"dwelling__rent_monthly": "362.01"}), YES, "362.00"),
    ("a daughter lives there too", household(head("1950-01-01"), child("1980-01-01"), **RENT), NO, None),
    ("there is a pension", household(head("1950-01-01", pension_monthly="0.01"), **RENT), NO, None),
    ("4,320.01 of income", household(head("1950-01-01"), **RENTED | earning("4320.01")), NO, None),
]  # fmt: skip

NOVEMBER: Cases = [
    ("a pensioner of 14,000", household(head("1950-01-01", pension_monthly="900.00"), **earning("14000.00")), YES,
     "250.00"),
    ("a pensioner of 14,000.01", household(head("1950-01-01", pension_monthly="900.00"), **earning("14000.01")), NO,
     None),
    ("both of a couple of 26,000", household(head("1950-01-01", pension_monthly="900.00"),
     spouse("1950-01-01", pension_monthly="900.00"), **earning("26000.00")), YES, "500.00"),
    ("a house of 200,000.01", household(head("1950-01-01", pension_monthly="900.00"), **earning("0.00")
     | property_("200000.01")), NO, None),
    ("a disability pension at 40", household(head("1985-01-01", pension_monthly="400.00", disability_percent=67),
     **earning("0.00")), YES, "250.00"),
    ("a benefit for the deaf", household(head("1985-01-01", disability_percent=67), benefits_received=[
     "disability_deaf"], **earning("0.00")), YES, "250.00"),
    ("nothing of all that", household(head("1950-01-01"), **earning("0.00")), NO, None),
]  # fmt: skip

JOBLESS: Cases = [
    ("a former wage of the minimum, spring 2019", household(head(**jobless(previous_monthly_wage="650.00")),
     as_of="2019-03-01"), YES, "399.25"),
    ("the full amount of summer 2022", household(head(**jobless()), as_of="2022-06-01"), YES, "438.00"),
    ("of March 2024", household(head(**jobless()), as_of="2024-03-31"), YES, "479.00"),
    ("of April 2024", household(head(**jobless()), as_of="2024-04-01"), YES, "509.70"),
    ("a former wage of 443 in 2024", household(head(**jobless(previous_monthly_wage="443.00")), as_of="2024-06-01"),
     YES, "381.00"),
    ("of 443.01", household(head(**jobless(previous_monthly_wage="443.01")), as_of="2024-06-01"), YES, "509.70"),
    ("of 221", household(head(**jobless(previous_monthly_wage="221.00")), as_of="2024-06-01"), YES, "254.00"),
    ("of 221.01", household(head(**jobless(previous_monthly_wage="221.01")), as_of="2024-06-01"), YES, "381.00"),
    ("half a wage in 2026: the figures are those of 2024 (our reading)",
     household(head(**jobless(previous_monthly_wage="300.00"))), YES, None),
    ("an idle husband and three children", household(head(**jobless()), spouse(), *children(3)), YES, "756.53"),
    ("a student of 25 in the family", household(head(**jobless()), child("2000-03-02", student=True)), YES, "594.42"),
    ("a student of 26", household(head(**jobless()), child("2000-03-01", student=True)), YES, "540.38"),
    ("the wife of an idle man", household(head(), spouse(**jobless())), YES, "594.42"),
    ("whether a husband who works is a dependant was not found (our reading)",
     household(head(employment="employed"), spouse(**jobless())), YES, None),
    ("124 days", household(head(**jobless(insured_days_last_14_months=124, insured_days_last_two_years=199))), NO,
     None),
    ("49 years old, 210 days, eleven months used", household(head("1977-03-01", **jobless(
     insured_days_last_14_months=210, insured_days_last_two_years=210, regular_unemployment_months_used=11))), YES,
     "540.38"),
    ("48 years old with the same", household(head("1977-03-02", **jobless(insured_days_last_14_months=210,
     insured_days_last_two_years=210, regular_unemployment_months_used=11))), NO, None),
    ("without a card", household(head(**jobless(unemployment_card=False))), NO, None),
    ("days that nobody told", household(head(**jobless(insured_days_last_14_months=None,
     insured_days_last_two_years=None))), OPEN, None),
]  # fmt: skip

LONG = jobless(regular_unemployment_months_used=12)
LONG_TERM: Cases = [
    ("10,000 without children", household(head(**LONG), **earning("10000.00")), YES, "200.00"),
    ("one cent more", household(head(**LONG), **earning("10000.01")), NO, None),
    ("three children: 11,758.24", household(head(**LONG), *children(3), **earning("11758.24")), YES, "200.00"),
    ("one cent more", household(head(**LONG), *children(3), **earning("11758.25")), NO, None),
    ("a child of 18 does not count", household(head(**LONG), child("2008-03-01"), **earning("10586.08")), NO, None),
    ("20 today", household(head("2006-03-01", **LONG), **earning("0.00")), YES, "200.00"),
    ("20 tomorrow", household(head("2006-03-02", **LONG), **earning("0.00")), NO, None),
    ("66", household(head("1959-03-02", **LONG), **earning("0.00")), YES, "200.00"),
    ("67", household(head("1959-03-01", **LONG), **earning("0.00")), NO, None),
    ("eleven months of benefit", household(head(**LONG | {"regular_unemployment_months_used": 11}), **earning("0.00")),
     NO, None),
    ("an Albanian", household(head(citizenship="ALB", **LONG), **earning("0.00")), NO, None),
]  # fmt: skip

MOTHER = {"employment": "employed", "maternity_benefit_received": True}
MATERNITY: Cases = [
    ("employed, birth in October", household(head(**MOTHER, birth_month="2025-10")), YES, "880.00"),
    ("self-employed, birth in October", household(head(**MOTHER | {"employment": "self_employed"},
     birth_month="2025-10")), YES, "880.00"),
    ("self-employed, told by the child", household(head(**MOTHER | {"employment": "self_employed"}),
     child("2025-10-10")), YES, "880.00"),
    ("self-employed, birth in August 2023", household(head(**MOTHER | {"employment": "self_employed"},
     birth_month="2023-08"), as_of="2024-01-10"), NO, None),
    ("self-employed, birth in September 2023, day not told", household(head(**MOTHER | {"employment": "self_employed"},
     birth_month="2023-09"), as_of="2024-01-10"), OPEN, None),
    ("self-employed, birth on 24-9-2023", household(head(**MOTHER | {"employment": "self_employed"}),
     child("2023-09-24"), as_of="2024-01-10"), YES, "780.00"),
    ("self-employed before the law", household(head(**MOTHER | {"employment": "self_employed"}, birth_month="2023-05"),
     as_of="2023-09-23"), NO, None),
    ("the birth is two years ago", household(head(**MOTHER, birth_month="2024-03")), NO, None),
    ("without the allowance of e-EFKA", household(head(**MOTHER | {"maternity_benefit_received": False},
     birth_month="2025-10")), NO, None),
]  # fmt: skip

NANNIES: Cases = [
    ("full work, a child of two months today", household(head(employment="employed"), child("2026-01-01"),
     **earning("24000.00")), YES, "500.00"),
    ("a child of two months tomorrow", household(head(employment="employed"), child("2026-01-02"),
     **earning("24000.00")), NO, None),
    ("part-time work", household(head(employment="employed_part_time"), child("2025-05-01"), **earning("0.00")), YES,
     "300.00"),
    ("24,000.01 of her own", household(head(employment="employed"), child("2025-05-01"), **earning("24000.01")), NO,
     None),
    ("with three children there is no test of income", household(head(employment="employed"), child("2025-05-01"),
     *children(2), **earning("99000.00")), YES, "500.00"),
]  # fmt: skip

TARIFF = {"as_of": "2025-10-01"}


def used(kwh: int) -> Described:
    return {"dwelling__electricity_kwh_four_months": kwh}


KOT_A: Cases = [
    ("with ΕΕΕ, whatever the income", household(head(), **TARIFF, benefits_received=["eee"], **earning("90000.00")),
     YES, "18.75"),
    ("without ΕΕΕ", household(head(), **TARIFF), NO, None),
]  # fmt: skip
KOT_B: Cases = [
    ("17,000 with a disabled wife: 13,500 and 8,000", household(head(), spouse(disability_percent=67), **TARIFF,
     **earning("21500.00")), YES, "11.25"),
    ("one cent more", household(head(), spouse(disability_percent=67), **TARIFF, **earning("21500.01")), NO, None),
    ("66 % give no rise", household(head(), spouse(disability_percent=66), **TARIFF, **earning("13500.01")), NO, None),
    ("a device for life: 9,000 and 15,000", household(head(life_support_device=True), **TARIFF, **earning("24000.00")),
     YES, "11.25"),
    ("200 kWh", household(head(), **TARIFF, **used(200), **earning("0.00")), YES, "2.25"),
    ("199 kWh", household(head(), **TARIFF, **used(199), **earning("0.00")), NO, None),
    ("1,400 kWh alone", household(head(), **TARIFF, **used(1400), **earning("0.00")), YES, "15.75"),
    ("1,401 kWh alone", household(head(), **TARIFF, **used(1401), **earning("0.00")), NO, None),
    ("1,600 kWh of a lone parent", household(head(), child(), **TARIFF, **used(1600), **earning("0.00")), YES, "18.00"),
    ("1,900 kWh of nine persons", household(head(), spouse(), *children(7), **TARIFF, **used(1900), **earning("0.00")),
     YES, "21.38"),
    ("1,901 kWh of nine persons", household(head(), spouse(), *children(7), **TARIFF, **used(1901), **earning("0.00")),
     NO, None),
    ("a couple may own 135,000", household(head(), spouse(), **TARIFF, **property_("135000.00"), **earning("0.00")),
     YES, "11.25"),
    ("and not a cent more", household(head(), spouse(), **TARIFF, **property_("135000.01"), **earning("0.00")), NO,
     None),
    ("a second home", household(head(), **TARIFF, dwelling__main_home=False, **earning("0.00")), NO, None),
]  # fmt: skip
KOT_C: Cases = [
    ("four children, 50,000", household(head(), spouse(), *children(4), **TARIFF, **earning("50000.00")), YES, "25.00"),
    ("one cent more", household(head(), spouse(), *children(4), **TARIFF, **earning("50000.01")), NO, None),
    ("three children", household(head(), spouse(), *children(3), **TARIFF, **earning("0.00")), NO, None),
    ("twelve children, 70,000", household(head(), spouse(), *children(12), **TARIFF, **earning("70000.00")), YES,
     "25.00"),
    ("thirteen children no more", household(head(), spouse(), *children(13), **TARIFF, **earning("70000.01")), NO,
     None),
    ("five children, 2,200 kWh", household(head(), spouse(), *children(5), **TARIFF, **used(2200), **earning("0.00")),
     YES, "55.00"),
    ("five children, 2,201 kWh", household(head(), spouse(), *children(5), **TARIFF, **used(2201), **earning("0.00")),
     NO, None),
]  # fmt: skip

HEATING: Cases = [
    ("oil in Athens, two children", household(head(), spouse(), *children(2), **OIL), YES, "180.60"),
    ("electricity, five children, stops at 800", household(head(), spouse(), *children(7), **OIL
     | {"dwelling__heating_fuel": "electricity", "dwelling__heating_coefficient": "0.99"}), YES, "800.00"),
    ("a cold place stops at 1,000", household(head(), spouse(), *children(7), **OIL
     | {"dwelling__heating_fuel": "electricity", "dwelling__heating_coefficient": "1.00"}), YES, "1000.00"),
    ("firewood at 0.80", household(head(), **OIL | {"dwelling__heating_fuel": "firewood",
     "dwelling__heating_coefficient": "0.80"}), YES, "280.00"),
    ("gas at 0.80", household(head(), **OIL | {"dwelling__heating_fuel": "natural_gas",
     "dwelling__heating_coefficient": "0.80"}), YES, "260.00"),
    ("business receipts of 80,000", household(head(), **OIL, income__tax_year__business_gross="80000.00"), YES,
     "129.00"),
    ("of 80,000.01", household(head(), **OIL, income__tax_year__business_gross="80000.01"), NO, None),
    ("electricity with a social tariff", household(head(), **OIL | {"dwelling__heating_fuel": "electricity"},
     benefits_received=["kot_b"]), NO, None),
    ("oil with a social tariff", household(head(), **OIL, benefits_received=["kot_b"]), YES, "129.00"),
    ("200,000.01 of one person", household(head(), **OIL | property_("200000.01")), NO, None),
    ("a lone parent's 300,000", household(head(), child(), **OIL | property_("300000.00")), YES, "154.80"),
    ("the winter of 2020 in a place of 1.00: 220 euros, a tenth more for each of two children, compounded",
     household(head(), spouse(), *children(2), **OIL | {"dwelling__heating_coefficient": "1.00",
     "as_of": "2021-01-10"}),
     YES, "266.20"),
    ("whose income limits were not found (our reading)", household(head(), spouse(), *children(2), **OIL
     | {"as_of": "2021-01-10"} | earning("10000.00")), OPEN, None),
]  # fmt: skip

TAX = property_("85000.00", "150")
ENFIA_FULL: Cases = [
    ("three children at 16,000", household(head(), spouse(), *children(3), **TAX | earning("16000.00")), YES, None),
    ("150.01 square metres", household(head(), spouse(), *children(3), **property_("1.00", "150.01")
     | earning("0.00")), NO, None),
    ("two children", household(head(), spouse(), *children(2), **TAX | earning("0.00")), NO, None),
    ("80 % disability", household(head(disability_percent=80), **TAX | earning("12000.00")), YES, None),
    ("79 % disability", household(head(disability_percent=79), **TAX | earning("0.00")), NO, None),
    ("a disabled guest does not count", household(head(), person("hosted", "1990-01-01", disability_percent=80),
     **TAX | earning("0.00")), NO, None),
]  # fmt: skip
ENFIA_HALF: Cases = [
    ("one person, 85,000", household(head(), **TAX | earning("9000.00")), YES, None),
    ("one person, 85,000.01", household(head(), **property_("85000.01") | earning("0.00")), NO, None),
    ("a lone parent of one, 150,000", household(head(), child(), **property_("150000.00") | earning("10000.00")), YES,
     None),
    ("150,000.01", household(head(), child(), **property_("150000.01") | earning("0.00")), NO, None),
    ("a lone parent of two, 200,000", household(head(), *children(2), **property_("200000.00") | earning("11000.00")),
     YES, None),
    ("a couple, 150,000.01", household(head(), spouse(), **property_("150000.01") | earning("0.00")), NO, None),
    ("a couple with a child, 200,000", household(head(), spouse(), child(), **property_("200000.00")
     | earning("11000.00")), YES, None),
]  # fmt: skip

STUDENT = child("2005-01-01", student=True, studies_away_from_home=True)
REFUND = RENTED | {"as_of": "2025-11-28"}
RENT_REFUND: Cases = [
    ("a year at 900 stops at 800", household(head(), **REFUND | {"dwelling__rent_monthly": "900.00"}
     | earning("0.00")), YES, "800.00"),
    ("two children raise that to 900", household(head(), spouse(), *children(2), **REFUND
     | {"dwelling__rent_monthly": "950.00"} | earning("0.00")), YES, "900.00"),
    ("not in a second home", household(head(), spouse(), *children(2), **REFUND | {"dwelling__rent_monthly": "950.00",
     "dwelling__main_home": False} | earning("0.00")), YES, "800.00"),
    ("one month of 400", household(head(), **REFUND | {"dwelling__rent_months_last_year": 1} | earning("0.00")), YES,
     "33.33"),
    ("no month", household(head(), **REFUND | {"dwelling__rent_months_last_year": 0} | earning("0.00")), NO, None),
    ("140,000 of a couple", household(head(), spouse(), **REFUND | property_("140000.00") | earning("0.00")), YES,
     "400.00"),
    ("140,000.01", household(head(), spouse(), **REFUND | property_("140000.01") | earning("0.00")), NO, None),
    ("an own home, and a daughter who studies in another town: her rent is no fact", household(head(), STUDENT,
     as_of="2025-11-28", **earning("0.00")), OPEN, None),
    ("a rented home, and the same daughter: the sum stays open", household(head(), STUDENT, **REFUND
     | earning("0.00")), YES, None),
    ("too much income for her home too", household(head(), STUDENT, as_of="2025-11-28", **earning("31000.01")), NO,
     None),
    ("a lone parent of two at 36,000", household(head(), *children(2), **REFUND | earning("36000.00")), YES, "400.00"),
    ("at 36,000.01", household(head(), *children(2), **REFUND | earning("36000.01")), NO, None),
]  # fmt: skip

PUPIL = "lower_secondary"
SCHOOL: Cases = [
    ("two pupils at 3,000", household(head(), *children(2), **earning("3000.00")), YES, "600.00"),
    ("one of them at the lyceum", household(head(), child(), pupil("2009-05-01", "upper_secondary"),
     **earning("3000.00")), YES, "300.00"),
    ("a private school", household(head(), child(school={"level": "primary", "public": False, "enrolled": True}),
     **earning("0.00")), NO, None),
    ("an Albanian pupil", household(head(), child(citizenship="ALB"), **earning("0.00")), NO, None),
    ("a Bulgarian pupil", household(head(), child(citizenship="BGR"), **earning("0.00")), YES, "300.00"),
]  # fmt: skip

MOUNTAIN = {"dwelling__mountain_or_less_favoured": True, "dwelling__years_in_settlement": 2}
MOUNTAIN_AID: Cases = [
    ("4,700", household(head(), **MOUNTAIN | earning("4700.00")), YES, "300.00"),
    ("4,700.01", household(head(), **MOUNTAIN | earning("4700.01")), NO, None),
    ("one year there", household(head(), **MOUNTAIN | {"dwelling__years_in_settlement": 1} | earning("0.00")), NO,
     None),
]  # fmt: skip

SEEKER = {"asylum_seeker": True, "citizenship": "SYR", "legal_residence_years": 0}
CAMP = {"as_of": "2024-03-01", "living_in_asylum_facility": True}
ASYLUM: Cases = [
    ("two with meals", household(head(**SEEKER), spouse(**SEEKER), **CAMP, meals_provided=True), YES, "135.00"),
    ("three who cook", household(head(**SEEKER), spouse(**SEEKER), child(**SEEKER), **CAMP), YES, "320.00"),
    ("six who cook", household(head(**SEEKER), spouse(**SEEKER), *children(4), **CAMP), YES, "420.00"),
    ("outside the facilities", household(head(**SEEKER), as_of="2024-03-01"), NO, None),
    ("the right stands though nothing is paid", household(head(**SEEKER), **CAMP | {"as_of": "2026-03-01"}), YES,
     "150.00"),
]  # fmt: skip

MEDICINE: Cases = [
    ("one person at 2,400", household(head(), **earning("2400.00")), YES, None),
    ("at 2,400.01 a chronic illness would matter (our reading)", household(head(), **earning("2400.01")), OPEN, None),
    ("at 6,000.01 nothing would", household(head(), **earning("6000.01")), NO, None),
    ("50 % disability at 6,000", household(head(disability_percent=50), **earning("6000.00")), YES, None),
    ("50 % disability in a couple at 7,200.01", household(head(disability_percent=50), spouse(), **earning("7200.01")),
     NO, None),
    ("a couple with four children at 6,000", household(head(), spouse(), *children(4), **earning("6000.00")), YES,
     None),
    ("an employee", household(head(employment="employed"), **earning("0.00")), NO, None),
]  # fmt: skip

DEAF = {"disability_kinds": ["deaf"]}
SEVERE: Cases = [
    ("67 %", household(head(disability_percent=67)), YES, "338.04"),
    ("66 %", household(head(disability_percent=66)), NO, None),
    ("on 30-4-2023", household(head(disability_percent=67), as_of="2023-04-30"), YES, "313.00"),
    ("with the benefit for the blind", household(head(disability_percent=80), benefits_received=["disability_blind"]),
     NO, None),
    ("a disabled child too", household(head(), child(disability_percent=67)), YES, "338.04"),
]  # fmt: skip
DEAFNESS: Cases = [
    ("67 % and 5 years old", household(head(), child("2021-01-01", disability_percent=67, **DEAF)), YES, "390.96"),
    ("before 30-4-2025 there were limits of age that were not found", household(head(disability_percent=67, **DEAF),
     as_of="2025-04-29"), OPEN, None),
    ("of another kind", household(head(disability_percent=90, disability_kinds=["blind"])), NO, None),
    ("a kind that nobody told", household(head(disability_percent=90, disability_kinds=None)), OPEN, None),
]  # fmt: skip
BLINDNESS: Cases = [
    ("one who works", household(head(disability_percent=80, disability_kinds=["blind"], employment="employed")), YES,
     "752.76"),
    ("one who does not", household(head(disability_percent=80, disability_kinds=["blind"])), YES, "390.96"),
    ("79 %", household(head(disability_percent=79, disability_kinds=["blind"])), NO, None),
]  # fmt: skip
MOVEMENT: Cases = [
    ("80 %", household(head(disability_percent=80, disability_kinds=["movement"])), YES, "178.20"),
    ("79 %", household(head(disability_percent=79, disability_kinds=["movement"])), NO, None),
]  # fmt: skip

BY_PROGRAMME: dict[str, Cases] = {
    "eee": EEE, "a21": A21, "housing_benefit": HOUSING, "birth_grant": BIRTH, "uninsured_elderly": ELDERLY,
    "elderly_housing": ELDERLY_RENT, "november_250": NOVEMBER, "unemployment_benefit": JOBLESS,
    "long_term_unemployed": LONG_TERM, "special_maternity": MATERNITY, "neighbourhood_nannies": NANNIES, "kot_a": KOT_A,
    "kot_b": KOT_B, "kot_c": KOT_C, "heating": HEATING, "enfia_full": ENFIA_FULL, "enfia_half": ENFIA_HALF,
    "rent_refund": RENT_REFUND, "school_benefit": SCHOOL, "mountain_aid": MOUNTAIN_AID, "asylum_cash": ASYLUM,
    "medicine_without_copay": MEDICINE, "disability_severe": SEVERE, "disability_deaf": DEAFNESS,
    "disability_blind": BLINDNESS, "disability_movement": MOVEMENT,
}  # fmt: skip
ALL = [(programme, *case) for programme, cases in BY_PROGRAMME.items() for case in cases]


@pytest.mark.parametrize(
    ("programme", "described", "verdict", "amount"),
    [(programme, described, verdict, amount) for programme, _, described, verdict, amount in ALL],
    ids=[f"{programme}: {words}" for programme, words, *_ in ALL],
)
def test_a_household_at_the_edge_is_answered_as_reckoned_by_hand(
    programme: str, described: Described, verdict: str, amount: str | None
) -> None:
    told = screen(described, programmes=[programme])[programme]
    assert (told.verdict, None if told.amount is None else str(told.amount)) == (verdict, amount)
