"""`arogi documents verify`: is every stored file on the disk as it was written, and does clamd answer?"""

from __future__ import annotations

import argparse

from arogi.centres.commands import municipalities_called
from arogi.core.acting import acting_in
from arogi.documents import scanning
from arogi.documents.selectors import stored_files


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `documents` to the command line."""
    documents = subcommands.add_parser("documents", help="stored copies of papers")
    acts = documents.add_subparsers(dest="act", required=True, metavar="ACT")
    verify = acts.add_parser("verify", help="compare every stored file with the database; after a restore, for example")
    verify.add_argument("--municipality", metavar="SLUG", help="one municipality (default: all)")
    verify.set_defaults(handle=_verify)


def _verify(arguments: argparse.Namespace) -> int:
    wrong = 0
    for town in municipalities_called(arguments.municipality):
        with acting_in(town.pk):
            found = stored_files()
        missing = len(found.missing)
        print(f"{town.slug}: {found.sound:,} files are sound, {missing:,} missing, {found.waiting:,} waiting")
        for digest in found.missing:
            print(f"  missing or damaged: {digest}")
        wrong += missing
    print(_antivirus())
    return 1 if wrong else 0


def _antivirus() -> str:
    if not scanning.is_configured():
        return "No antivirus program is configured (AROGI_CLAMD)."
    if scanning.answers():
        return "The antivirus program answers."
    return "The antivirus program does not answer: new files are held back until it does."
