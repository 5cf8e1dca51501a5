"""The activity report as an OpenDocument spreadsheet (ODS, ISO/IEC 26300): what the public sector must accept."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from odfdo import Cell, Row, Table
from odfdo import Document as OpenDocument

from arogi.core.shown import number
from arogi.reports.documents import Document
from arogi.reports.measures import MEASURES

_COUNTRIES = {"el": "GR", "en": "GB"}
_OLDEST = (1980, 1, 1, 0, 0, 0)  # no zip entry is older
# What XML 1.0 cannot say (https://www.w3.org/TR/xml/#charsets); everything else is kept.
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STYLES = (
    '<style:style style:name="bold" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="heading" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" fo:border-bottom="0.75pt solid #000000" '
    'style:vertical-align="top"/><style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="wrapped" style:family="table-cell">'
    '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top"/></style:style>',
    '<number:number-style style:name="thousands"><number:number number:decimal-places="0" '
    'number:min-integer-digits="1" number:grouping="true"/></number:number-style>',
    '<style:style style:name="whole" style:family="table-cell" style:data-style-name="thousands"/>',
    '<style:style style:name="total" style:family="table-cell" style:data-style-name="thousands">'
    '<style:table-cell-properties fo:border-top="0.75pt solid #000000"/>'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
    *(
        f'<style:style style:name="{name}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}"/></style:style>'
        for name, width in (("words", "7cm"), ("numbers", "3cm"), ("sentences", "20cm"))
    ),
)


def as_ods(document: Document) -> bytes:
    """Write words and numbers as a spreadsheet: texts are text cells, so that nothing in them can run."""
    book = OpenDocument("spreadsheet")
    book.body.clear()
    for style in _STYLES:
        book.insert_style(style, automatic=True)
    book.body.append(_sheet_of_numbers(document))
    book.body.append(_sheet_of_definitions(document))
    _describe(book, document)
    return _saved(book)


def _sheet_of_numbers(document: Document) -> Table:
    width = len(document.report.question.by)
    total = tuple(_("Total") if place == 0 else "" for place in range(width))
    rows = [
        _row([_text(document.title, "bold")]),
        _row([_text(document.period)]),
        _row([]),
        _row(_text(heading, "heading") for heading in document.headings),
        *(_row([*map(_text, words), *map(_count, numbers)]) for words, numbers in document.lines),
        _row([*(_text(word, "total") for word in total), *(_count(one, "total") for one in document.total_numbers)]),
    ]
    return _sheet(_("Report"), rows, ["words"] * width + ["numbers"] * len(MEASURES))


def _sheet_of_definitions(document: Document) -> Table:
    rows = [_row([_text(label, "bold"), _text(words, "wrapped")]) for label, words in document.definitions]
    rows += [_row([_text(""), _text(note, "wrapped")]) for note in document.notes]
    return _sheet(_("Definitions"), rows, ["words", "sentences"])


def _sheet(name: str, rows: Iterable[Row], columns: list[str]) -> Table:
    sheet = Table(name)
    for row in rows:
        sheet.append_row(row)
    for place, style in enumerate(columns):
        column = sheet.get_column(place)
        column.repeated = None
        column.style = style
        sheet.set_column(place, column)
    return sheet


def _row(cells: Iterable[Cell]) -> Row:
    row = Row()
    for cell in cells:
        row.append_cell(cell)
    return row


def _text(text: str, style: str | None = None) -> Cell:
    return Cell(_NOT_IN_XML.sub("\ufffd", text), cell_type="string", style=style)


def _count(count: int, style: str = "whole") -> Cell:
    return Cell(count, text=number(count), cell_type="float", style=style)


def _describe(book: OpenDocument, document: Document) -> None:
    """Say title, date and language; the thousands' sign follows the language."""
    language = get_language() or "el"
    country = _COUNTRIES.get(language, "GR")
    # The date of the file is that of its content: two exports of one question are the same bytes.
    book.meta.creation_date = dt.datetime.combine(document.report.question.until, dt.time())
    book.meta.title = _NOT_IN_XML.sub("\ufffd", document.title)
    book.meta.subject = document.period
    book.meta.language = f"{language}-{country}"
    for properties in book.styles.get_elements("//style:default-style/style:text-properties"):
        properties.set_attribute("fo:language", language)
        properties.set_attribute("fo:country", country)


def _saved(book: OpenDocument) -> bytes:
    """Write the file anew with entries that bear no time of day."""
    drawn, kept = io.BytesIO(), io.BytesIO()
    book.save(drawn)
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(kept, "w") as target:
        for entry in source.infolist():
            timeless = zipfile.ZipInfo(entry.filename, _OLDEST)
            timeless.compress_type = entry.compress_type  # the kind of file stands first, not compressed
            target.writestr(timeless, source.read(entry))
    return kept.getvalue()
