"""What was measured, beside what was aimed at."""

from __future__ import annotations

import math
import os
import platform
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One measured value.

    Attributes:
        aim: the bound, in the same unit; None where there is none.
        at_least: the bound is a floor and not a ceiling.
    """

    name: str
    value: float
    unit: str
    aim: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Say whether the aim was met; None without one."""
        if self.aim is None:
            return None
        return self.value >= self.aim if self.at_least else self.value <= self.aim


def percentile(values: Iterable[float], share: float) -> float:
    """Give the value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(share * len(ordered)) - 1, 0)]


def median(values: Sequence[float]) -> float:
    """Give the median."""
    return statistics.median(values)


def table(figures: Sequence[Figure]) -> str:
    """Write the figures as a table that is read in a terminal and in Markdown."""
    rows = [("what", "measured", "aim", "met", "note"), *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    lines = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines.insert(1, " | ".join("-" * width for width in widths))
    return "\n".join(f"| {line} |" for line in lines)


def _row(figure: Figure) -> tuple[str, str, str, str, str]:
    sign = ">=" if figure.at_least else "<="
    aim = "" if figure.aim is None else f"{sign} {figure.aim:,g} {figure.unit}"
    met = {None: "", True: "yes", False: "NO"}[figure.is_met]
    number = f"{figure.value:,.0f}" if abs(figure.value) >= 100 else f"{figure.value:.3g}"
    return figure.name, f"{number} {figure.unit}", aim, met, figure.note


def machine() -> str:
    """Describe this machine in one line, with what else keeps it busy."""
    cpu = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")),
        platform.processor(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, {platform.system()}, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f}"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []
