"""Tables that come from outside: CSV files as people really send them.

Excel writes `;` and Windows-1253 in Greece, other programs `,` and UTF-8 with or without a mark at the start; columns
come in any order. A line that cannot be used is never an exception: it is a `BadLine` with its number and its reason,
and the file as a whole is refused only when it is no table at all.

An import command in three steps: `open_table` gives lines, good or bad; the module turns good ones into its own facts
(and may find more that are bad); `BadLines` says what was wrong and writes those lines to a file that can be corrected
and imported again.
"""

from __future__ import annotations

import argparse
import codecs
import csv
import re
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TextIO

from django.utils.translation import gettext as _

from arogi.core.errors import DomainError

SEPARATORS = (",", ";", "\t")
LINE_COLUMN = "line"
REASON_COLUMN = "reason"
# The file of bad lines has these two columns in front; they are skipped when it is imported again.
OWN_COLUMNS = frozenset({LINE_COLUMN, REASON_COLUMN})
MOST_SHOWN = 50
_CHUNK = 1 << 20
_UTF8_SIGN = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
_BROKEN = re.compile("[\0\ud800-\udfff]")


class _Records(Protocol):
    """What `csv.reader` gives; the library does not name its type."""

    line_num: int

    def __next__(self) -> list[str]: ...


class UnusableFile(DomainError):
    """The file is no table of the kind that was asked for; the sentence says what to change."""


@dataclass(frozen=True, slots=True)
class Line:
    """One record of the table.

    Attributes:
        number: the line of the file on which it begins; the header is line 1.
        values: one text for each column that the caller knows, without outer spaces; "" where the file has none.
    """

    number: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class BadLine:
    """One record that cannot be used, and why (a sentence for the operator)."""

    number: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An opened file: what was found out about it, and its lines.

    Attributes:
        header: the known columns in the order of the file; None for a column that is skipped.
        length: lines of the file, for the progress display.
    """

    path: Path
    encoding: str
    separator: str
    columns: tuple[str, ...]
    header: tuple[str | None, ...]
    length: int

    def __iter__(self) -> Iterator[Line | BadLine]:
        """Read the lines one by one."""
        with self.path.open(encoding=self.encoding, errors="surrogateescape", newline="") as text:
            records = csv.reader(text, delimiter=self.separator)
            next(records)
            yield from self._lines(records)

    def _lines(self, records: _Records) -> Iterator[Line | BadLine]:
        while True:
            number = records.line_num + 1
            try:
                cells = next(records)
            except StopIteration:
                return
            except csv.Error as error:
                yield BadLine(number, _("This line cannot be read as CSV: %(error)s.") % {"error": error})
                continue
            if any(cells):
                yield self._line(number, cells)

    def _line(self, number: int, cells: list[str]) -> Line | BadLine:
        width = len(self.header)
        if len(cells) < width or any(cells[width:]):
            reason = _("This line has %(found)d cells, the header has %(wanted)d.")
            return BadLine(number, reason % {"found": len(cells), "wanted": width}, tuple(cells))
        if _BROKEN.search("".join(cells)):
            return BadLine(number, _("This line has broken characters that cannot be kept."), tuple(cells))
        values = dict.fromkeys(self.columns, "")
        for name, cell in zip(self.header, cells, strict=False):
            if name is not None:
                values[name] = cell.strip()
        return Line(number, values)

    def in_order(self, cells: Sequence[str]) -> dict[str, str]:
        """Give raw cells by column, as far as they go, for the file of bad lines."""
        return {name: cell for name, cell in zip(self.header, cells, strict=False) if name is not None}


def open_table(path: Path, *, columns: Sequence[str], required: Collection[str]) -> Table:
    """Find out how a file is written, and check its header.

    Args:
        path: the file, in any usual encoding and with any usual separator.
        columns: every column that may occur.
        required: those that must.

    Raises:
        UnusableFile: it cannot be read, is empty, or its header has an unknown, doubled or missing column.
    """
    try:
        encoding, length = _examine(path)
        with path.open(encoding=encoding, errors="surrogateescape", newline="") as text:
            first = text.readline(_CHUNK)
    except OSError as error:
        raise UnusableFile(_("%(file)s cannot be read: %(error)s.") % _about(path, error)) from error
    if not first.strip():
        raise UnusableFile(_("%(file)s is empty: its first line must name the columns.") % {"file": path})
    separator, names = _header(first, columns)
    return Table(path, encoding, separator, tuple(columns), _known(path, names, columns, required), length)


def _about(path: Path, error: OSError) -> dict[str, object]:
    return {"file": path, "error": error.strerror}


def _examine(path: Path) -> tuple[str, int]:
    """Read the whole file once: which encoding, how many lines."""
    lines = well_formed = high = 0
    with path.open("rb") as file:
        start = file.read(4)
        file.seek(0)
        while chunk := file.read(_CHUNK):
            lines += chunk.count(b"\n")
            signs = _UTF8_SIGN.findall(chunk)
            well_formed += sum(map(len, signs))
            high += len(_HIGH_BYTE.findall(chunk))
    return _encoding(start, well_formed, high), lines


def _encoding(start: bytes, well_formed: int, high: int) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # A few broken bytes in UTF-8 are bad lines, not a reason to take the whole file for Windows-1253.
    return "utf-8-sig" if well_formed * 2 >= high else "cp1253"


def _header(first: str, columns: Sequence[str]) -> tuple[str, list[str]]:
    """Read the first line with the separator that gives the most known names."""

    def read(separator: str) -> list[str]:
        try:
            cells = next(csv.reader([first], delimiter=separator), [])
        except csv.Error:
            return []
        return [cell.strip().strip("\ufeff").lower() for cell in cells]

    readings = {separator: read(separator) for separator in SEPARATORS}
    best = max(SEPARATORS, key=lambda separator: len(set(readings[separator]) & set(columns)))
    return best, readings[best]


def _known(path: Path, names: list[str], columns: Sequence[str], required: Collection[str]) -> tuple[str | None, ...]:
    while names and not names[-1]:
        names = names[:-1]
    for name in names:
        if name not in columns and name not in OWN_COLUMNS:
            raise UnusableFile(
                _("%(file)s, line 1: the column “%(name)s” is not known. Known are: %(columns)s.")
                % {"file": path, "name": _shortened(name), "columns": ", ".join(columns)}
            )
        if names.count(name) > 1:
            raise UnusableFile(
                _("%(file)s, line 1: the column “%(name)s” is there twice.") % {"file": path, "name": name}
            )
    if missing := [name for name in columns if name in required and name not in names]:
        raise UnusableFile(
            _("%(file)s, line 1: the column “%(name)s” is missing.") % {"file": path, "name": missing[0]}
        )
    return tuple(name if name in columns else None for name in names)


def _shortened(name: str) -> str:
    shown = name.encode("utf-8", "replace").decode().replace("\0", "")
    return shown if len(shown) <= 40 else f"{shown[:40]}…"


@dataclass
class BadLines:
    """The lines of one file that cannot be used."""

    table: Table
    found: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.found)

    def add(self, bad: BadLine) -> None:
        """Take in a line that could not be read."""
        self.found.append((bad.number, bad.reason, self.table.in_order(bad.cells)))

    def refuse(self, line: Line, reason: str) -> None:
        """Take in a line that was read but does not make sense."""
        self.found.append((line.number, reason, line.values))

    def show(self, stream: TextIO | None = None) -> None:
        """Print number and reason of each, at most `MOST_SHOWN`."""
        stream = stream or sys.stderr
        for number, reason, _values in sorted(self.found, key=lambda bad: bad[0])[:MOST_SHOWN]:
            print(_("line %(number)d: %(reason)s") % {"number": number, "reason": reason}, file=stream)
        if len(self.found) > MOST_SHOWN:
            print(_("... and %(count)d more lines.") % {"count": len(self.found) - MOST_SHOWN}, file=stream)

    def write(self, path: Path) -> None:
        """Write them as a table of the same columns, with line and reason in front (UTF-8 with mark, for Excel)."""
        with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
            columns = [LINE_COLUMN, REASON_COLUMN, *(name for name in self.table.header if name)]
            writer = csv.DictWriter(file, columns, delimiter=self.table.separator, extrasaction="ignore", restval="")
            writer.writeheader()
            for number, reason, values in sorted(self.found, key=lambda bad: bad[0]):
                writer.writerow({**values, LINE_COLUMN: number, REASON_COLUMN: reason})

    def path(self) -> Path:
        """Give the place for the file of bad lines: beside the file itself."""
        return self.table.path.with_name(f"{self.table.path.stem}.bad.csv")


class Progress:
    """Says how far a slow thing has come, on standard error, twice a second at most."""

    def __init__(self, label: str, total: int, *, stream: TextIO | None = None) -> None:
        self.label = label
        self.total = total
        self.done = 0
        self._stream = stream or sys.stderr
        self._interval = 0.5 if self._stream.isatty() else 5.0
        self._started = self._shown = time.monotonic()

    def advance(self, count: int = 1) -> None:
        """Note that so many more are done."""
        self.done += count
        now = time.monotonic()
        if now - self._shown >= self._interval:
            self._shown = now
            self._say(end="\r" if self._stream.isatty() else "\n")

    def over(self, items: Iterable[Line | BadLine]) -> Iterator[Line | BadLine]:
        """Pass items on and count them."""
        for item in items:
            yield item
            self.advance()

    def end(self) -> None:
        """Say the final figure."""
        self._say(end="\n")

    def _say(self, *, end: str) -> None:
        seconds = time.monotonic() - self._started
        rate = f"{self.done / seconds:,.0f}/s" if seconds > 0.1 else ""
        print(f"{self.label}: {self.done:,} / {self.total:,}  {rate}".rstrip(), end=end, file=self._stream, flush=True)


Handle = Callable[[argparse.Namespace], int]


def import_group(
    subcommands: argparse._SubParsersAction[argparse.ArgumentParser],
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    """Give the `import` word of the command line, to which each module adds what it imports."""
    known = subcommands.choices.get("import")
    if known is not None:
        group: argparse._SubParsersAction[argparse.ArgumentParser] = known.get_default("import_group")
        return group
    parser = subcommands.add_parser("import", help="read a register from a CSV file")
    group = parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    parser.set_defaults(import_group=group)
    return group


def add_import(
    subcommands: argparse._SubParsersAction[argparse.ArgumentParser], what: str, *, description: str, handle: Handle
) -> None:
    """Add `arogi import WHAT FILE.csv --municipality SLUG [--dry-run] [--skip-bad]`.

    `handle` gets a namespace with `file` (a path), `municipality`, `dry_run` and `skip_bad`.
    """
    parser = import_group(subcommands).add_parser(what, help=description, description=description)
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument("--municipality", required=True, metavar="SLUG")
    parser.add_argument(
        "--dry-run", action="store_true", help="check the file and say what would be done; keep nothing"
    )
    parser.add_argument(
        "--skip-bad", action="store_true", help="import the good lines and write the bad ones to FILE.bad.csv"
    )
    parser.set_defaults(handle=handle)
