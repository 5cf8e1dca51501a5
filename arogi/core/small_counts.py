"""Counts of people as texts that lead to nobody.

A count from 1 to SMALL would lead to people in a small town, also when it follows from its row's other numbers: so all
others are rounded (NHS Digital, HES analysis guide: 1-7 hidden, the rest and the sums rounded to 5).
"""

from __future__ import annotations

from collections.abc import Mapping

SMALL, STEP = 7, 5
HIDDEN = f"1-{SMALL}"


def rounded(counts: Mapping[str, int]) -> dict[str, str]:
    """Write counts as texts of which no difference and no sum tells a small one."""
    return {name: text_of(count) for name, count in counts.items()}


def text_of(count: int) -> str:
    """Write one count."""
    return HIDDEN if 0 < count <= SMALL else str(nearest(count))


def nearest(count: int) -> int:
    """Round a count to the nearest step."""
    return STEP * ((2 * count + STEP) // (2 * STEP))


def percent(part: int, whole: int) -> str:
    """Write a share of two rounded counts; nothing where one of them is hidden."""
    if 0 < part <= SMALL or whole <= SMALL:
        return ""
    return f"{round(100 * nearest(part) / nearest(whole))} %"
