"""Texts in files that a spreadsheet program will open: none of them may run as a formula.

A cell is a formula when its first sign is one of `= + - @`. Programs also pass over blanks, control signs and signs
without width in front, and take full-width forms for the plain ones (trust 1.1 no. 7, F21), so the rule looks at the
first sign that can be seen, in its compatibility form. A phone number and a signed number are left as they are.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable

TRIGGERS = frozenset("=+-@−")
MARK = "'"
_NUMBER = re.compile(r"[+-]?[0-9](?:[0-9 ]*[0-9])?(?:[.,][0-9]+)?", re.ASCII)
# Everything a program may pass over: separators (Z), control and format signs (C), marks without a letter (M).
_PASSED_OVER = frozenset("ZCM")


def neutral(text: str) -> str:
    """Give the text so that no spreadsheet program runs it: with an apostrophe in front when it could be a formula."""
    if not text or text[0].isalnum() or _NUMBER.fullmatch(text):
        return text
    return MARK + text if _is_trigger(text) else text


def csv_file(rows: Iterable[Iterable[object]]) -> bytes:
    """Write rows as a file that Excel opens with a double click: UTF-8 with its mark, no text that could run."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerows([neutral(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def as_written(text: str) -> str:
    """Give back the text that `neutral` was given; for reading our own files."""
    inner = text[1:]
    return inner if text.startswith(MARK) and neutral(inner) == text else text


def _is_trigger(text: str) -> bool:
    if text[0] in "\t\r\n":
        return True
    for sign in text:
        if sign != MARK and unicodedata.category(sign)[0] not in _PASSED_OVER:
            return bool(set(unicodedata.normalize("NFKC", sign)) & TRIGGERS)
    return False
