"""`arogi report activity`: the activity report for scripts, council papers and the press."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.utils.translation import gettext as _

from arogi.centres.commands import municipality_called, read_day
from arogi.core import audit
from arogi.core.acting import acting_in
from arogi.core.errors import DomainError
from arogi.reports.activity import ActivityReport, Question, count_country, count_here, structure_ids
from arogi.reports.documents import Document, country_document, document_here
from arogi.reports.files import FORMATS, written

BINARY = frozenset({"xlsx", "ods", "pdf"})


class UnusableOutput(DomainError):
    """The report cannot be written to where it was asked for."""


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's words to the command line."""
    reports = subcommands.add_parser("report", help="count: the activity report").add_subparsers(
        dest="report", required=True, metavar="REPORT"
    )
    activity = reports.add_parser("activity", help="persons, contacts and requests of a period")
    place = activity.add_mutually_exclusive_group(required=True)
    place.add_argument("--municipality", metavar="SLUG")
    place.add_argument("--all", action="store_true", help="all municipalities, counted in the country")
    activity.add_argument("--from", dest="since", required=True, metavar="DATE")
    activity.add_argument("--to", dest="until", required=True, metavar="DATE", help="last day, included")
    activity.add_argument("--structure", action="append", default=[], metavar="CODE", help="may be given several times")
    activity.add_argument("--by", default="", metavar="DIMENSION[,DIMENSION...]")
    activity.add_argument("--format", choices=FORMATS, default="table")
    activity.add_argument("--output", type=Path, metavar="FILE", help="instead of standard output")
    activity.set_defaults(handle=_activity)


def _activity(arguments: argparse.Namespace) -> int:
    by = tuple(word.strip() for word in arguments.by.split(",") if word.strip())
    since, until = read_day(arguments.since), read_day(arguments.until)
    if arguments.all:
        if arguments.structure:
            raise UnusableOutput(_("A structure belongs to one municipality: name it with --municipality."))
        question = Question(since=since, until=until, by=by)
        document = country_document(count_country(question))
    else:
        document = _here(arguments, Question(since=since, until=until, by=by))
    _write(arguments, document)
    return 0


def _here(arguments: argparse.Namespace, question: Question) -> Document:
    municipality = municipality_called(arguments.municipality)
    with acting_in(municipality.pk):
        only = structure_ids(tuple(arguments.structure))
        report: ActivityReport = count_here(
            Question(since=question.since, until=question.until, by=question.by, structure_ids=only)
        )
        audit.record(
            "export",
            kind="activity_report",
            format=arguments.format,
            since=question.since.isoformat(),
            until=question.until.isoformat(),
            by=list(question.by),
        )
        return document_here(report, municipality)


def _write(arguments: argparse.Namespace, document: Document) -> None:
    content = written(document, arguments.format)
    if arguments.output:
        try:
            arguments.output.write_bytes(content)
        except OSError as error:
            words = {"file": arguments.output, "error": error.strerror}
            raise UnusableOutput(_("%(file)s cannot be written: %(error)s.") % words) from error
        return
    if arguments.format in BINARY and sys.stdout.isatty():
        raise UnusableOutput(_("This format is not for the screen: name a file with --output FILE."))
    sys.stdout.flush()
    if arguments.format in BINARY:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        sys.stdout.write(content.decode("utf-8"))
        sys.stdout.flush()
