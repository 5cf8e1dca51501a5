"""Commands of the demonstration: `arogi demo load`, `arogi demo scale`."""

from __future__ import annotations

import argparse
import sys
import time

from django.conf import settings
from django.utils import timezone

from arogi.demo import loading, scale
from arogi.demo.centres import SLUGS
from arogi.demo.orders import DEFAULT_SEED, Order
from arogi.demo.staff import sign_in_lines


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `demo` to the command line."""
    demo = subcommands.add_parser("demo", help="synthetic people: the five centres, or a database of any size")
    acts = demo.add_subparsers(dest="act", required=True, metavar="ACT")
    load = acts.add_parser("load", help="load the five centres with synthetic people")
    load.add_argument("--centres", default="all", metavar="all|SLUG,SLUG", help="which of them (default: all)")
    load.add_argument("--seed", type=int, default=DEFAULT_SEED, help="another seed gives other people")
    load.add_argument("--force", action="store_true", help="also beside municipalities that are not the demo's")
    load.set_defaults(handle=_load)
    fill = acts.add_parser("scale", help="fill a database for measurement: use one of its own (AROGI_DATABASE=...)")
    fill.add_argument("--persons", type=int, required=True, metavar="N")
    fill.add_argument("--municipalities", type=int, required=True, metavar="M")
    fill.add_argument("--requests", type=int, default=0, metavar="R", help="requests over five years (default: none)")
    fill.add_argument(
        "--largest", type=int, default=0, metavar="L", help="persons of the largest (default: 15 %% of N)"
    )
    fill.add_argument("--seed", type=int, default=DEFAULT_SEED)
    fill.add_argument("--force", action="store_true", help="also beside municipalities that are not the demo's")
    fill.set_defaults(handle=_scale)


def load_demo(order: Order) -> None:
    """Load what `arogi run` found missing."""
    is_whole = order.slugs == SLUGS
    _say(
        "The database is empty: loading the demo of the five centres ..."
        if is_whole
        else f"The demo was not loaded to its end: loading what is missing ({', '.join(order.slugs)}) ..."
    )
    seconds = _load_and_tell(order.slugs, order.seed)
    if is_whole:
        # For the scoreboard of `make trust`: how long a first start takes on this machine.
        (settings.VAR / "demo.seconds").write_text(f"{seconds:.0f}")


def _load(arguments: argparse.Namespace) -> int:
    slugs = loading.chosen(arguments.centres)
    if not arguments.force:
        loading.refuse_real_installation()
    _load_and_tell(slugs, arguments.seed)
    print("\n".join(sign_in_lines(slugs)))
    return 0


def _scale(arguments: argparse.Namespace) -> int:
    if not arguments.force:
        loading.refuse_real_installation()
    size = scale.Size(
        persons=arguments.persons,
        municipalities=arguments.municipalities,
        requests=arguments.requests,
        largest=arguments.largest,
    )
    filled = scale.fill(size, seed=arguments.seed, say=_say)
    print(
        f"{filled.persons:,} persons and {filled.requests:,} requests\n"
        f"{filled.persons_per_second:,.0f} persons a second while they were written, "
        f"{filled.persons_per_second_in_all:,.0f} with indexes and keys\n"
        f"opening municipalities {filled.opening:.1f} s, "
        f"persons {filled.writing_people:.1f} s, requests {filled.writing_work:.1f} s, "
        f"indexes and keys {filled.indexing:.1f} s, vacuum {filled.vacuuming:.1f} s"
    )
    return 0


def _load_and_tell(slugs: tuple[str, ...], seed: int) -> float:
    started = time.monotonic()
    at, now = timezone.localtime(), timezone.now  # noqa: TID251 - a command is where the clock is read
    results = loading.load(slugs, seed=seed, at=at, say=_say, now=now)
    if not all(result.was_there for result in results):
        _say(f"The demo was loaded in {time.monotonic() - started:.1f} s.")
    return time.monotonic() - started


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
