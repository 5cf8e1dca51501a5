"""`arogi entitlements register`: every home against every programme, now; `arogi rules diff`: what a change does."""

from __future__ import annotations

import argparse
import json

from django.db import connections
from django.utils import timezone

from arogi.centres.commands import municipalities_called
from arogi.centres.models import Municipality
from arogi.core.acting import acting_in
from arogi.outreach.rule_changes import RuleChanges
from arogi.outreach.rule_lines import Comparison, as_json, lines
from arogi.outreach.searching import Town, search


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `entitlements` and `rules` to the command line."""
    entitlements = subcommands.add_parser("entitlements", help="who seems entitled, for the whole register")
    acts = entitlements.add_subparsers(dest="act", required=True, metavar="ACT")
    register_ = acts.add_parser(
        "register",
        help="ask all rules for every household, and bring the list of those who have not applied up to date",
    )
    register_.add_argument("--municipality", metavar="SLUG", help="one municipality (default: all)")
    register_.add_argument("--processes", type=int, default=1, metavar="N", help="municipalities at once (default: 1)")
    register_.set_defaults(handle=_search)
    _register_rules(subcommands)


def _register_rules(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    rules = subcommands.add_parser("rules", help="the rules of benefits and their figures of law")
    acts = rules.add_subparsers(dest="act", required=True, metavar="ACT")
    diff = acts.add_parser(
        "diff",
        help="tell which households are answered otherwise, and by how much, when figures of law or the rules change",
        description="Between two days: every household, as known and aged on the later one, with the figures of law of"
        " each. From a version of the rules (it stands on each check): the checks that it told, asked again today.",
    )
    diff.add_argument("--from", dest="first", required=True, metavar="VERSION_OR_DATE")
    diff.add_argument("--to", dest="last", metavar="DATE", help="default: today")
    diff.add_argument("--municipality", metavar="SLUG", help="one municipality (default: all)")
    diff.add_argument("--households", action="store_true", help="name each household too, by its id")
    diff.add_argument("--format", choices=["table", "json"], default="table")
    diff.set_defaults(handle=_diff)


def _diff(arguments: argparse.Namespace) -> int:
    today = timezone.localdate()  # noqa: TID251 - a command is where the clock is read
    comparison = Comparison.of(arguments.first, arguments.last, today=today)
    found = {town.slug: _in(town, comparison) for town in municipalities_called(arguments.municipality)}
    if arguments.format == "json":
        print(json.dumps(as_json(comparison, found, households=arguments.households), ensure_ascii=False, indent=1))
    else:
        print(*lines(comparison, found, households=arguments.households), sep="\n")
    return 0


def _in(town: Municipality, comparison: Comparison) -> RuleChanges:
    with acting_in(town.pk):
        return comparison.here()


def _search(arguments: argparse.Namespace) -> int:
    towns = [Town(id=one.pk, slug=one.slug) for one in municipalities_called(arguments.municipality)]
    today, now = timezone.localdate(), timezone.now  # noqa: TID251 - a command is where the clock is read
    connections.close_all()
    for line in search(towns, today=today, now=now, processes=arguments.processes):
        print(line, flush=True)
    return 0
