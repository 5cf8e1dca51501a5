"""The chart of support against wages: one line drawn in an SVG, its cliffs numbered as in the table beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from arogi.core.shown import money, number
from arogi.entitlements.what_if import WhatIf
from arogi.entitlements.words import title_of

WIDTH, HEIGHT = 400, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 28, 24, 36
ROUND = (10, 20, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000)
MOST_TICKS = 6
# A line every so many euros is smooth to the eye; each side of a cliff is drawn besides.
EVERY = 20


@dataclass(frozen=True, slots=True)
class Tick:
    """A number beside an axis, at a place of the drawing."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class DrawnCliff:
    """A numbered mark on the line."""

    number: int
    x: str
    y: str
    label_y: str


@dataclass(frozen=True, slots=True)
class CliffLine:
    """A line of the table of cliffs, as texts."""

    number: int
    wages: str
    programmes: str
    lost: str
    back_at: str


@dataclass(frozen=True, slots=True)
class SupportLine:
    """A line of the table of support, as texts; `fell` numbers the cliffs that lie just before it."""

    wages: str
    support: str
    together: str
    fell: str


@dataclass(frozen=True)
class Chart:
    """Everything that the page draws.

    Attributes:
        line: points of the polyline.
        undecided: titles of the programmes that are in no sum.
        is_empty: there is no support at any wages, so there is nothing to draw.
    """

    line: str
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]
    marks: tuple[DrawnCliff, ...]
    cliffs: tuple[CliffLine, ...]
    rows: tuple[SupportLine, ...]
    undecided: tuple[str, ...]
    highest_wages: str
    is_empty: bool

    width, height = WIDTH, HEIGHT
    left, right, top, bottom = LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM


def chart_of(asked: WhatIf) -> Chart:
    """Draw what was asked, with words in the language of the screen."""
    highest = max(float(asked.support.max()), 1.0)
    scale = _Scale(asked.highest_wages, highest)
    return Chart(
        line=" ".join(f"{scale.x(wages)},{scale.y(float(asked.support[wages]))}" for wages in _drawn(asked)),
        across=tuple(Tick(scale.x(value), number(value)) for value in _ticks(asked.highest_wages)),
        up=tuple(Tick(scale.y(value), number(value)) for value in _ticks(highest)),
        marks=tuple(_marks(asked, scale)),
        cliffs=tuple(_cliffs(asked)),
        rows=tuple(_rows(asked)),
        undecided=tuple(title_of(code) for code in asked.undecided),
        highest_wages=money(asked.highest_wages),
        is_empty=not asked.support.any(),
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    wages: float
    support: float

    def x(self, wages: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * wages / self.wages:.1f}"

    def y(self, support: float) -> str:
        return f"{HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * support / self.support:.1f}"


def _drawn(asked: WhatIf) -> list[int]:
    beside = {cliff.wages + side for cliff in asked.cliffs for side in (0, 1)}
    return sorted({*range(0, asked.highest_wages + 1, EVERY), asked.highest_wages, *beside})


def _ticks(highest: float) -> list[int]:
    step = next((step for step in ROUND if highest / step <= MOST_TICKS), ROUND[-1])
    return list(range(0, int(highest) + 1, step))


def _marks(asked: WhatIf, scale: _Scale) -> Iterable[DrawnCliff]:
    for cliff in asked.cliffs:
        support = float(asked.support[cliff.wages])
        y = scale.y(support)
        yield DrawnCliff(cliff.number, scale.x(cliff.wages), y, f"{max(float(y) - 8, 14):.1f}")


def _cliffs(asked: WhatIf) -> Iterable[CliffLine]:
    for cliff in asked.cliffs:
        programmes = ", ".join(title_of(code) for code in cliff.programmes)
        back = "" if cliff.back_at is None else money(cliff.back_at)
        yield CliffLine(cliff.number, money(cliff.wages), programmes, money(cliff.lost), back)


def _rows(asked: WhatIf) -> Iterable[SupportLine]:
    before = -1
    for row in asked.rows:
        fell = [str(cliff.number) for cliff in asked.cliffs if before <= cliff.wages < row.wages]
        before = row.wages
        yield SupportLine(money(row.wages), money(row.support), money(row.together), ", ".join(fell))
