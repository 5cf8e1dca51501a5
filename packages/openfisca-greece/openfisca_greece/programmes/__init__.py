"""Programmes by formula: one file for each law, which may make several programmes."""

from __future__ import annotations

from openfisca_greece.programme import Programme

from . import (
    a21,
    birth_grant,
    disability,
    eee,
    elderly,
    heating,
    housing_benefit,
    kot,
    maternity,
    poor_relief,
    property_and_rent,
    study,
    unemployment,
)  # fmt: skip

ALL: tuple[Programme, ...] = (
    eee.PROGRAMME,
    a21.PROGRAMME,
    housing_benefit.PROGRAMME,
    birth_grant.PROGRAMME,
    elderly.PROGRAMME,
    elderly.HOUSING,
    elderly.NOVEMBER,
    unemployment.REGULAR,
    unemployment.LONG_TERM,
    maternity.SPECIAL,
    maternity.NANNIES,
    kot.PROGRAMME_A,
    kot.PROGRAMME_B,
    kot.PROGRAMME_C,
    kot.RECONNECTION,
    poor_relief.WATER,
    heating.PROGRAMME,
    property_and_rent.ENFIA_FULL,
    property_and_rent.ENFIA_HALF,
    property_and_rent.RENT_REFUND,
    study.SCHOOL,
    study.STUDENT_HOUSING,
    poor_relief.MOUNTAIN,
    poor_relief.ASYLUM,
    poor_relief.FREE_CARE,
    poor_relief.MEDICINE,
    poor_relief.FOOD,
    *disability.ALL,
)

PROGRAMMES: dict[str, Programme] = {programme.code: programme for programme in ALL}
