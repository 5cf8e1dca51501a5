"""`arogi entitlements register`: every home of the register against every programme, now."""

from __future__ import annotations

import argparse
import sys

from django.db import connections
from django.utils import timezone

from arogi.centres.models import Municipality
from arogi.outreach.searching import Town, search


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `entitlements` to the command line."""
    entitlements = subcommands.add_parser("entitlements", help="who seems entitled, for the whole register")
    acts = entitlements.add_subparsers(dest="act", required=True, metavar="ACT")
    register_ = acts.add_parser(
        "register",
        help="ask all rules for every household, and bring the list of those who have not applied up to date",
    )
    register_.add_argument("--municipality", metavar="SLUG", help="one municipality (default: all)")
    register_.add_argument("--processes", type=int, default=1, metavar="N", help="municipalities at once (default: 1)")
    register_.set_defaults(handle=_search)


def _search(arguments: argparse.Namespace) -> int:
    towns = _towns(arguments.municipality)
    if arguments.municipality and not towns:
        print(f"There is no municipality {ascii(arguments.municipality)[:60]}.", file=sys.stderr)
        return 2
    today, now = timezone.localdate(), timezone.now  # noqa: TID251 - a command is where the clock is read
    connections.close_all()
    for line in search(towns, today=today, now=now, processes=arguments.processes):
        print(line, flush=True)
    return 0


def _towns(slug: str | None) -> list[Town]:
    rows = Municipality.objects.order_by("slug")
    named = (rows.filter(slug=slug) if slug else rows).values_list("pk", "slug")
    return [Town(id=pk, slug=name) for pk, name in named]
