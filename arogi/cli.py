"""The `arogi` command: one door to everything an operator does.

Each module brings its own words in `commands.py`: a function `register(subcommands)` that adds parsers whose `handle`
default is called with the parsed arguments and gives the exit status. A parser with the default `needs_database=False`
is answered without starting a server.
"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from importlib import import_module
from types import FrameType

from arogi import __version__
from arogi.config import installation, troubles

# Modules whose commands need tables; `db` and `run` live beside the settings and prepare them.
MODULES = (
    "core",
    "centres",
    "accounts",
    "people",
    "entitlements",
    "documents",
    "reception",
    "outreach",
    "reports",
    "demo",
)
# Words that are answered from files alone, wherever the program lies: no settings, no tables, no server.
WITHOUT_INSTALLATION = {"screen": "entitlements"}
STOPPED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 when it did what was asked, 2 for input that cannot be used, 1 for anything else that an operator can put
        right (one sentence on standard error says how), 130 when it was stopped from outside.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "arogi.config.settings")
    if arguments is None:
        _speak_utf8()
        _stop_in_good_order()
    try:
        return _carry_out(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return STOPPED
    except BrokenPipeError:
        # Whoever read our output has enough (`arogi ... | head`); keep Python from complaining at its exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as trouble:
        return _explain(trouble)


def _carry_out(words: list[str]) -> int:
    if words in (["--version"], ["version"]):
        print(f"Arogi {__version__}")
        return 0
    if words[:1] == ["help"] or not words:
        words = [*words[1:], "--help"]
    if module := WITHOUT_INSTALLATION.get(words[0]):
        return _answer_from_files(module, words)
    with ExitStack() as stack:
        first_start = not installation.is_known() and "--help" not in words and "-h" not in words
        if first_start:
            # The settings are read once, and they name the database: it has to be there before they are.
            installation.bring_up(stack)
        installation.set_up_django()
        chosen = _parser(words).parse_args(words)
        if not first_start and getattr(chosen, "needs_database", True):
            installation.bring_up(stack)
        handle: Callable[[argparse.Namespace], int | None] = chosen.handle
        return int(handle(chosen) or 0)


def _answer_from_files(module: str, words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="arogi")
    _register(module, parser.add_subparsers(dest="command", required=True))
    chosen = parser.parse_args(words)
    return int(chosen.handle(chosen) or 0)


def _parser(words: list[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="arogi", description="Arogi, the information system of Community Centres.")
    parser.add_argument("--version", action="version", version=f"Arogi {__version__}")
    subcommands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    import_module("arogi.config.commands").register(subcommands)
    if words[:1] not in (
        ["run"],
        ["db"],
        ["worker"],
    ):  # `make run` would wait for the loading of commands that it does not need
        for module in MODULES:
            _register(module, subcommands)
    return parser


def _register(module: str, subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    try:
        commands = import_module(f"arogi.{module}.commands")
    except ModuleNotFoundError as missing:
        if missing.name != f"arogi.{module}.commands":
            raise
        return
    commands.register(subcommands)


def _explain(trouble: Exception) -> int:
    if troubles.is_refusal(trouble):
        print(f"arogi: {trouble}", file=sys.stderr)
        return 2
    sentence = troubles.sentence_for(trouble)
    if sentence is None:
        raise trouble
    print(f"arogi: {sentence}", file=sys.stderr)
    return 1


def _speak_utf8() -> None:
    """Write Greek whatever the terminal's locale says, and never fail on a character that has no encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _stop_in_good_order() -> None:
    """Let a closed terminal or a service manager stop us like Ctrl-C does: what was started is stopped, too."""
    for always in (signal.SIGINT, signal.SIGTERM):  # also where a script started us in its background
        signal.signal(always, _interrupted)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup arogi run` means to outlive its terminal
        signal.signal(signal.SIGHUP, _interrupted)


def _interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
