"""Commands of the desk's register: `arogi municipality add`, `arogi import contacts`, `arogi export contacts`."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from arogi.centres.commands import (
    add_municipality,
    municipality_called,
    municipality_group,
    read_day,
    read_structure,
)
from arogi.core.acting import acting_in
from arogi.core.tables import BadLines, Table, add_import, open_table
from arogi.reception.services.catalogue import adopt_catalogue
from arogi.reception.services.exports import export_contacts
from arogi.reception.services.imports import COLUMNS, REQUIRED, ImportResult, stage_contacts, store_contacts

UNUSABLE = 2


class _Rehearsed(Exception):
    """A dry run is over: roll everything back."""

    def __init__(self, result: ImportResult) -> None:
        super().__init__()
        self.result = result


class _Refused(Exception):
    """The file has bad lines and nobody said to skip them: roll everything back."""


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's words to the command line."""
    add = municipality_group(subcommands).add_parser("add", help="take a municipality in, with its structures")
    add.add_argument("slug", metavar="SLUG", help="short name: small Latin letters, digits and hyphens")
    add.add_argument("--name", required=True)
    add.add_argument("--structure", action="append", default=[], metavar="CODE=KIND", help="may be given several times")
    add.set_defaults(handle=_add_municipality)
    add_import(subcommands, "contacts", description="read contacts and requests from a CSV file", handle=_import)
    _register_export(subcommands)


def _register_export(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    known = subcommands.choices.get("export")
    parser = known or subcommands.add_parser("export", help="write a register to a CSV file")
    group = parser.get_default("export_group") or parser.add_subparsers(dest="what", required=True, metavar="WHAT")
    parser.set_defaults(export_group=group)
    contacts = group.add_parser("contacts", help="write contacts and requests in the columns of `import contacts`")
    contacts.add_argument("--municipality", required=True, metavar="SLUG")
    contacts.add_argument("--from", dest="since", required=True, metavar="DATE")
    contacts.add_argument("--to", dest="until", required=True, metavar="DATE", help="last day, included")
    contacts.add_argument("file", type=Path, metavar="FILE.csv")
    contacts.set_defaults(handle=_export)


def _add_municipality(arguments: argparse.Namespace) -> int:
    structures = [read_structure(text) for text in arguments.structure]
    municipality = add_municipality(slug=arguments.slug, name=arguments.name, structures=structures)
    with acting_in(municipality.pk):
        services = adopt_catalogue()
    words = {"slug": municipality.slug, "structures": len(structures), "services": services}
    print(_("%(slug)s: %(structures)d structures, %(services)d services.") % words)
    return 0


def _import(arguments: argparse.Namespace) -> int:
    municipality = municipality_called(arguments.municipality)
    table = open_table(arguments.file, columns=COLUMNS, required=REQUIRED)
    bad = BadLines(table)
    try:
        with acting_in(municipality.pk):
            today = timezone.localdate()  # noqa: TID251 - a command is where the clock is read
            bad = stage_contacts(table, today=today)
            result = _store(arguments, table, bad)
    except _Refused:
        return _refuse(table, bad)
    except _Rehearsed as rehearsal:
        _say(rehearsal.result, _("Dry run, nothing was kept."))
        return UNUSABLE if bad and not arguments.skip_bad else 0
    _report_skipped(bad)
    _say(result, "")
    return 0


def _store(arguments: argparse.Namespace, table: Table, bad: BadLines) -> ImportResult:
    if bad and not arguments.skip_bad:
        raise _Refused
    result = store_contacts(file_digest=_digest(table.path))
    if arguments.dry_run:
        bad.show()
        raise _Rehearsed(result)
    return result


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _refuse(table: Table, bad: BadLines) -> int:
    bad.show()
    words = {"file": table.path, "count": len(bad)}
    print(_("%(file)s: %(count)d bad lines, nothing was kept.") % words, file=sys.stderr)
    return UNUSABLE


def _report_skipped(bad: BadLines) -> None:
    if not bad:
        return
    bad.show()
    bad.write(bad.path())
    words = {"count": len(bad), "file": bad.path()}
    print(_("%(count)d bad lines were skipped and written to %(file)s.") % words, file=sys.stderr)


def _say(result: ImportResult, first: str) -> None:
    if first:
        print(first)
    words = {"contacts": result.contacts, "requests": result.requests, "persons": result.persons, "known": result.known}
    print(
        _("New: %(contacts)d contacts, %(requests)d requests, %(persons)d persons. Already there: %(known)d requests.")
        % words
    )
    if result.other_sex:
        sentence = _("%(count)d lines name another sex than the person's file; the file stands.")
        print(sentence % {"count": result.other_sex}, file=sys.stderr)


def _export(arguments: argparse.Namespace) -> int:
    municipality = municipality_called(arguments.municipality)
    since, until = read_day(arguments.since), read_day(arguments.until)
    with acting_in(municipality.pk):
        rows = export_contacts(path=arguments.file, since=since, until=until)
    print(_("%(file)s: %(count)d rows.") % {"file": arguments.file, "count": rows})
    return 0
