"""Commands about people: `arogi import people`, `arogi people search`."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from arogi.centres.commands import municipality_called
from arogi.core.acting import acting_in
from arogi.core.tables import BadLines, Table, add_import, open_table
from arogi.people.search import MOST_FOUND, Found, find_people
from arogi.people.services.imports import COLUMNS, REQUIRED, PeopleImport, check_people, import_people
from arogi.people.services.reindexing import renew_words

UNUSABLE = 2
MOST_LISTED = 50


class _Rehearsed(Exception):
    """A dry run is over: roll everything back."""

    def __init__(self, result: PeopleImport) -> None:
        super().__init__()
        self.result = result


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add this module's words to the command line."""
    add_import(subcommands, "people", description="read a register of people from a CSV file", handle=_import)
    people = subcommands.add_parser("people", help="the people of a municipality")
    acts = people.add_subparsers(dest="act", required=True, metavar="ACT")
    search = acts.add_parser("search", help="find people as the search box of the desk does")
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--municipality", required=True, metavar="SLUG")
    search.add_argument("--limit", type=_limit, default=5, metavar="N", help=f"at most {MOST_FOUND}")
    search.add_argument("--format", choices=["json", "table"], default="table")
    search.set_defaults(handle=_search)
    _register_reindex(acts)


def _register_reindex(acts: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    words = "write anew the words that people are found by, after a version that reads names differently"
    reindex = acts.add_parser("reindex", help=words)
    reindex.add_argument("--municipality", required=True, metavar="SLUG")
    reindex.set_defaults(handle=_reindex)


def _reindex(arguments: argparse.Namespace) -> int:
    renewed = renew_words(municipality_called(arguments.municipality).pk)
    print(_("%(count)d persons.") % {"count": renewed.persons})
    return 0


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_FOUND:
        raise argparse.ArgumentTypeError(f"a number from 1 to {MOST_FOUND}")
    return int(text)


def _search(arguments: argparse.Namespace) -> int:
    municipality = municipality_called(arguments.municipality)
    with acting_in(municipality.pk):
        today = timezone.localdate()  # noqa: TID251 - a command is where the clock is read
        found = find_people(arguments.query, today=today, limit=arguments.limit)
    if arguments.format == "json":
        print(json.dumps([_as_json(one) for one in found], ensure_ascii=False, indent=1))
    else:
        _print_table([_as_row(one) for one in found])
    return 0


def _as_json(found: Found) -> dict[str, object]:
    card = found.card
    return {
        "id": str(card.id),
        "person_key": card.source_key,
        "name": card.name,
        "latin_name": card.latin_name,
        "birth_date": str(card.born),
        "settlement": card.settlement,
        "matched": list(found.matched),
    }


def _as_row(found: Found) -> tuple[str, ...]:
    card = found.card
    return (card.source_key, card.name, card.latin_name, card.born.display, card.settlement, ", ".join(found.matched))


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    if not rows:
        print(_("Nobody was found."))
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width).rstrip())


def _import(arguments: argparse.Namespace) -> int:
    municipality = municipality_called(arguments.municipality)
    table = open_table(arguments.file, columns=COLUMNS, required=REQUIRED)
    now = timezone.localtime(timezone.now())  # noqa: TID251 - a command is where the clock is read
    with acting_in(municipality.pk):
        bad = check_people(table, today=now.date())
    if bad and not arguments.skip_bad:
        return _refuse(table, bad)
    try:
        with acting_in(municipality.pk):
            result = import_people(table, today=now.date(), at=now, file_digest=_digest(table.path))
            if arguments.dry_run:
                raise _Rehearsed(result)
    except _Rehearsed as rehearsal:
        print(_("Dry run, nothing was kept."))
        result = rehearsal.result
    if bad:
        _report_skipped(bad, dry_run=arguments.dry_run)
    _say(result)
    return 0


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


def _refuse(table: Table, bad: BadLines) -> int:
    bad.show()
    words = {"file": table.path, "count": len(bad)}
    print(_("%(file)s: %(count)d bad lines, nothing was kept.") % words, file=sys.stderr)
    return UNUSABLE


def _report_skipped(bad: BadLines, *, dry_run: bool) -> None:
    bad.show()
    if dry_run:
        return
    bad.write(bad.path())
    words = {"count": len(bad), "file": bad.path()}
    print(_("%(count)d bad lines were skipped and written to %(file)s.") % words, file=sys.stderr)


def _say(result: PeopleImport) -> None:
    words = {"new": result.new, "filled": result.filled, "unchanged": result.unchanged}
    print(_("New: %(new)d persons. Known: %(filled)d filled in, %(unchanged)d unchanged.") % words)
    if result.warned:
        print(_("%(count)d AMKA fail a rule and are kept with a warning.") % {"count": result.warned})
    _list_conflicts(result)
    _list_suspects(result)


def _list_conflicts(result: PeopleImport) -> None:
    if not result.conflicts:
        return
    print(_("%(count)d values differ from the register, which stands:") % {"count": len(result.conflicts)})
    for conflict in result.conflicts[:MOST_LISTED]:
        words = {"line": conflict.line, "key": conflict.person_key, "field": conflict.field}
        print(_("  line %(line)d, %(key)s: %(field)s") % words)


def _list_suspects(result: PeopleImport) -> None:
    if not result.suspects:
        return
    print(_("%(count)d pairs may be one person; each waits for a decision:") % {"count": len(result.suspects)})
    for suspect in result.suspects[:MOST_LISTED]:
        print(f"  {suspect.first} = {suspect.second}: {', '.join(suspect.reasons)}")
