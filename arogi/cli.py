"""The `arogi` command: one door to everything an operator does.

Each module brings its own words in `commands.py`: a function `register(subcommands)` that adds parsers whose `handle`
default is called with the parsed arguments and gives the exit status.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from importlib import import_module

# Modules whose commands need tables; `db`, `run` and `setup` live beside the settings and prepare them.
MODULES = ("core", "centres", "accounts", "people", "reception", "reports", "demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when it did what was asked, 2 for input that cannot be used, 1 for anything else that failed.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")
    from arogi.config import commands as installation

    with ExitStack() as stack:
        words = list(sys.argv[1:] if arguments is None else arguments)
        if not installation.handles_itself(words):
            installation.bring_up(stack)
        return _dispatch(words)


def _dispatch(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="arogi", description="Arogi, the information system of Community Centres.")
    subcommands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    import_module("arogi.config.commands").register(subcommands)
    for module in MODULES:
        _register(module, subcommands)
    chosen = parser.parse_args(words)
    return int(chosen.handle(chosen) or 0)


def _register(module: str, subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    try:
        commands = import_module(f"arogi.{module}.commands")
    except ModuleNotFoundError as missing:
        if missing.name != f"arogi.{module}.commands":
            raise
        return
    commands.register(subcommands)


if __name__ == "__main__":
    sys.exit(main())
