"""Programmes by formula, one file each (two where one law makes several)."""

from __future__ import annotations

from ..programme import Programme
from . import a21, eee, housing_benefit, kot

ALL: tuple[Programme, ...] = (
    eee.PROGRAMME,
    a21.PROGRAMME,
    housing_benefit.PROGRAMME,
    kot.PROGRAMME_A,
    kot.PROGRAMME_B,
    kot.PROGRAMME_C,
    kot.RECONNECTION,
)

PROGRAMMES: dict[str, Programme] = {programme.code: programme for programme in ALL}
