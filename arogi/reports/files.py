"""The activity report as a file: the same question gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import typst
import xlsxwriter
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arogi.core.shown import number
from arogi.core.spreadsheets import csv_file
from arogi.reports.documents import Document
from arogi.reports.measures import MEASURES
from arogi.reports.open_document import as_ods

FORMATS = ("json", "csv", "xlsx", "ods", "pdf", "table")
CONTENT_TYPES = {
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "pdf": "application/pdf",
    "table": "text/plain; charset=utf-8",
}
TOTAL = "total"
_PAGE = Path(__file__).parent / "activity.typ"


def written(document: Document, form: str) -> bytes:
    """Write a report in one of `FORMATS`."""
    writers = {"json": as_json, "csv": as_csv, "xlsx": as_xlsx, "ods": as_ods, "pdf": as_pdf, "table": as_text}
    return writers[form](document)


def as_json(document: Document) -> bytes:
    """Write the report for programs: dimension values are codes, definitions stand in both languages."""
    question = document.report.question
    content = {
        "municipality": document.municipality,
        "from": question.since.isoformat(),
        "to": question.until.isoformat(),
        "by": list(question.by),
        "structures": list(document.structures),
        "definitions": {
            measure.code: {"el": measure.definition.el, "en": measure.definition.en} for measure in MEASURES
        },
        "dimension_definitions": {
            item.code: {"el": item.definition.el, "en": item.definition.en}
            for item in document.explained_dimensions
            if item.definition
        },
        "rows": [{**dict(zip(question.by, row.values, strict=True)), **row.measures} for row in document.report.rows],
        "totals": dict(document.report.totals),
        "person_months": document.report.person_months,
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def as_csv(document: Document) -> bytes:
    """Write codes and numbers, with the totals in the last line."""
    by = document.report.question.by
    names = [*by, *(measure.code for measure in MEASURES)]
    rows = [[*row.values, *row.measures.values()] for row in document.report.rows] if by else []
    totals = [*(TOTAL if place == 0 else "" for place in range(len(by))), *document.report.totals.values()]
    return csv_file([names, *rows, totals])


def as_xlsx(document: Document) -> bytes:
    """Write words and numbers as a workbook: texts are text cells, so that nothing in them can run."""
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        # The date of the file is that of its content: two exports of one question are the same bytes.
        made = dt.datetime.combine(document.report.question.until, dt.time())
        book.set_properties({"title": document.title, "subject": document.period, "created": made})
        _sheet_of_numbers(book, document)
        _sheet_of_definitions(book, document)
    return stream.getvalue()


def _sheet_of_numbers(book: xlsxwriter.Workbook, document: Document) -> None:
    sheet = book.add_worksheet(_("Report"))
    bold, whole = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    total = book.add_format({"bold": True, "num_format": "#,##0", "top": 1})
    heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    width = len(document.report.question.by)
    sheet.write_string(0, 0, document.title, bold)
    sheet.write_string(1, 0, document.period)
    for column, text in enumerate(document.headings):
        sheet.write_string(3, column, text, heading)
    last = 4
    for words, numbers in document.lines:
        _line(sheet, last, words, numbers, (None, whole))
        last += 1
    words = tuple(_("Total") if place == 0 else "" for place in range(width))
    _line(sheet, last, words, document.total_numbers, (total, total))
    sheet.set_column(0, max(width - 1, 0), 34)
    sheet.set_column(width, width + len(MEASURES) - 1, 14)
    sheet.freeze_panes(4, 0)
    sheet.set_landscape()
    sheet.repeat_rows(3)


def _line(
    sheet: xlsxwriter.worksheet.Worksheet,
    line: int,
    words: tuple[str, ...],
    numbers: tuple[int, ...],
    formats: tuple[object, object],
) -> None:
    for column, text in enumerate(words):
        sheet.write_string(line, column, text, formats[0])
    for column, count in enumerate(numbers, start=len(words)):
        sheet.write_number(line, column, count, formats[1])


def _sheet_of_definitions(book: xlsxwriter.Workbook, document: Document) -> None:
    sheet = book.add_worksheet(_("Definitions"))
    wrapped, bold = book.add_format({"text_wrap": True, "valign": "top"}), book.add_format({"bold": True})
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    last = 0
    for label, definition in document.definitions:
        sheet.write_string(last, 0, label, bold)
        sheet.write_string(last, 1, definition, wrapped)
        last += 1
    for note in document.notes:
        sheet.write_string(last, 1, note, wrapped)
        last += 1


def as_pdf(document: Document) -> bytes:
    """Write the report as a tagged PDF (PDF/UA-1) in the language of the screen, definitions under the table."""
    width = len(document.report.question.by)
    content = {
        "language": get_language() or "el",
        "title": document.title,
        "period": document.period,
        "structures": document.structures_line,
        "dimensions": width,
        "headings": document.headings,
        "lines": [[*words, *map(number, numbers)] for words, numbers in document.lines],
        "total": [*((_("Total"), *[""] * (width - 1)) if width else ()), *map(number, document.total_numbers)],
        "definitions_title": _("How this was counted"),
        "definitions": document.definitions,
        "notes": document.notes,
    }
    # The date of the file is that of its content: two exports of one question are the same bytes.
    made = dt.datetime.combine(document.report.question.until, dt.time(), tzinfo=dt.UTC)
    compiled: bytes = typst.compile(
        _PAGE,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"report": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
        timestamp=int(made.timestamp()),
    )

    return compiled


def as_text(document: Document) -> bytes:
    """Write the report for a terminal."""
    width = len(document.report.question.by)
    total = [*((_("Total"), *[""] * (width - 1)) if width else ()), *map(number, document.total_numbers)]
    lines = [[*words, *map(number, numbers)] for words, numbers in document.lines]
    table = [list(document.headings), *lines, total]
    widths = [max(len(line[column]) for line in table) for column in range(len(document.headings))]

    def aligned(line: list[str]) -> str:
        cells = [
            cell.ljust(room) if column < width else cell.rjust(room)
            for column, (cell, room) in enumerate(zip(line, widths, strict=True))
        ]
        return "  ".join(cells).rstrip()

    rule = "-" * (sum(widths) + 2 * (len(widths) - 1))
    above = [document.title, document.period, *filter(None, [document.structures_line]), ""]
    body = [aligned(table[0]), rule, *map(aligned, lines), *([rule] if lines else []), aligned(total), ""]
    below = [f"{label}: {definition}" for label, definition in document.definitions]
    return ("\n".join([*above, *body, *below, *document.notes]) + "\n").encode()
