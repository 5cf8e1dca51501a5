"""The chart of the report page: one bar for each row, drawn as a rectangle beside its number."""

from __future__ import annotations

from dataclasses import dataclass

from arogi.reports.documents import Document
from arogi.reports.measures import MEASURES

MOST_BARS = 40
_REQUESTS = [measure.code for measure in MEASURES].index("requests")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of the chart.

    Attributes:
        width: of the rectangle, in per cent of the longest one, as SVG takes it.
    """

    name: str
    count: int
    width: str


def bars_of(document: Document) -> list[Bar]:
    """Draw the requests of each row; nothing for a report of one row, or of more than can be looked at."""
    lines = document.lines
    longest = max((numbers[_REQUESTS] for _words, numbers in lines), default=0)
    if not 1 < len(lines) <= MOST_BARS or longest == 0:
        return []
    return [
        Bar(", ".join(words), numbers[_REQUESTS], f"{100 * numbers[_REQUESTS] / longest:.1f}%")
        for words, numbers in lines
    ]
