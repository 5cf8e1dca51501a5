"""Commands of the demonstration: `arogi demo load`, `arogi demo scale`."""

from __future__ import annotations

import argparse
import sys
import time

from django.utils import timezone

from arogi.centres.models import Municipality
from arogi.demo import loading
from arogi.demo.staff import sign_in_lines


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` to the command line."""
    demo = subcommands.add_parser("demo", help="synthetic people: the five centres, or a database of any size")
    acts = demo.add_subparsers(dest="act", required=True, metavar="ACT")
    load = acts.add_parser("load", help="load the five centres with synthetic people")
    load.add_argument("--centres", default="all", metavar="all|SLUG,SLUG", help="which of them (default: all)")
    load.add_argument("--seed", type=int, default=loading.DEFAULT_SEED, help="another seed gives other people")
    load.add_argument("--force", action="store_true", help="also beside municipalities that are not the demo's")
    load.set_defaults(handle=_load)


def needs_demo() -> bool:
    """Say whether the database has no municipality yet."""
    return not Municipality.objects.exists()


def load_demo() -> None:
    """Load all five centres, as `arogi run` does with an empty database."""
    _load_and_tell(loading.chosen("all"), loading.DEFAULT_SEED)


def _load(arguments: argparse.Namespace) -> int:
    slugs = loading.chosen(arguments.centres)
    if not arguments.force:
        loading.refuse_real_installation()
    _load_and_tell(slugs, arguments.seed)
    print("\n".join(sign_in_lines(slugs)))
    return 0


def _load_and_tell(slugs: tuple[str, ...], seed: int) -> None:
    started = time.monotonic()
    results = loading.load(slugs, seed=seed, at=timezone.localtime(), say=_say)
    if not all(result.was_there for result in results):
        _say(f"The demo was loaded in {time.monotonic() - started:.1f} s.")


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
