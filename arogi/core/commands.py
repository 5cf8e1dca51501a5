"""Words of the command line about the access record: `arogi audit verify`, `arogi audit anchor`."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from pathlib import Path
from uuid import UUID

from django.conf import settings

from arogi.core import chain


class _Unusable(Exception):
    """What was asked for cannot be done; the text says why."""


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `audit` to the command line."""
    audit = subcommands.add_parser("audit", help="the access record: verify its chains, anchor their ends")
    acts = audit.add_subparsers(dest="act", required=True)
    verify = acts.add_parser("verify", help="check that no access record was changed, added or removed")
    verify.add_argument("--anchors", type=Path, metavar="FILE", help="what 'arogi audit anchor' wrote down")
    verify.set_defaults(handle=_verify)
    anchor = acts.add_parser("anchor", help="write the ends of the chains to a file outside the database")
    anchor.add_argument("--file", type=Path, metavar="FILE", help="to be copied to another machine or person")
    anchor.set_defaults(handle=_anchor)
    for act in (verify, anchor):
        act.add_argument("--municipality", metavar="SLUG")


def _verify(arguments: argparse.Namespace) -> int:
    try:
        towns = _towns(arguments.municipality)
        anchors = _anchors(arguments.anchors)
    except _Unusable as reason:
        print(reason, file=sys.stderr)
        return 2
    whole = [_report(town, slug, [line for line in anchors if line.municipality == slug]) for town, slug in towns]
    return 0 if all(whole) else 1


def _report(municipality_id: UUID, slug: str, anchors: list[chain.Anchor]) -> bool:
    started = time.monotonic()
    verdict = chain.verify(municipality_id, anchors)
    rate = verdict.records / max(time.monotonic() - started, 1e-6)
    state = "whole" if verdict.is_whole else "BROKEN"
    print(f"{slug}: {state}, {verdict.records} records, {len(anchors)} anchors ({rate:,.0f} records/s)")
    for finding in verdict.findings:
        print(f"{slug}: {finding}", file=sys.stderr)
    return verdict.is_whole


def _anchor(arguments: argparse.Namespace) -> int:
    file = arguments.file or _default_file()
    try:
        anchors = chain.anchor(_towns(arguments.municipality), file, dt.datetime.now(dt.UTC))
    except (_Unusable, OSError) as reason:
        print(reason, file=sys.stderr)
        return 2
    print(f"{len(anchors)} chains anchored in {file}.")
    return 0


def _towns(slug: str | None) -> list[tuple[UUID, str]]:
    towns = chain.municipalities(slug)
    if slug and not towns:
        raise _Unusable(f"There is no municipality '{slug}'.")
    return towns


def _anchors(file: Path | None) -> list[chain.Anchor]:
    if file is None and not _default_file().exists():
        return []
    try:
        return chain.read_anchors(file or _default_file())
    except (OSError, ValueError) as reason:
        raise _Unusable(str(reason)) from reason


def _default_file() -> Path:
    return Path(settings.VAR) / "audit-anchors.jsonl"
