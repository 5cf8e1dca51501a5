"""`arogi screen`: what households seem to be entitled to, from files, without a database.

The rules take a second to load, so they are imported only once a household has to be screened; nothing here needs
Django.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from openfisca_greece import Answer, Screening

STANDARD_INPUT = "-"
LARGEST_BYTES = 2_000_000
UNITS = {"EUR/month": "a month", "EUR/year": "a year", "EUR/season": "a season", "EUR once": "once"}
VERDICTS = {"entitled": "seems entitled", "cannot_say": "cannot say", "not_entitled": "not entitled"}


class Unusable(Exception):
    """What was given cannot be screened; the text is one line that says why."""


def register(subcommands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add `screen` to the command line."""
    screen = subcommands.add_parser(
        "screen",
        help="tell what a household, or many, seem entitled to; needs no database",
        description="Tell what a household seems entitled to. A fact that is absent or null is unknown, never zero.",
    )
    screen.add_argument("household", nargs="?", metavar="HOUSEHOLD.json", help="a household's description; - reads it")
    screen.add_argument("--many", metavar="CASES.jsonl", help="one household a line, one answer a line; - reads them")
    screen.add_argument("--as-of", metavar="YYYY-MM-DD", help="the day to screen for, instead of the description's own")
    screen.add_argument("--programme", nargs="+", action="extend", metavar="CODE", help="answer only these programmes")
    screen.add_argument("--format", choices=["json", "table"], default="json")
    screen.set_defaults(handle=_screen, needs_database=False)


def _screen(arguments: argparse.Namespace) -> int:
    try:
        _give_back_file(arguments)
        if arguments.many is None:
            _screen_one(arguments)
        else:
            _screen_many(arguments)
    except Unusable as reason:
        print(reason, file=sys.stderr)
        return 2
    return 0


def _give_back_file(arguments: argparse.Namespace) -> None:
    """Find which one file is meant, also where it follows the codes: `--programme eee kot_a household.json`.

    Raises:
        Unusable: none is, or two are.
    """
    codes = arguments.programme or []
    if arguments.household is None and arguments.many is None and codes and _is_file(codes[-1]):
        arguments.household = codes.pop()
    if (arguments.household is None) == (arguments.many is None):
        raise Unusable("Name one file: HOUSEHOLD.json, or --many CASES.jsonl; - stands for standard input.")


def _is_file(word: str) -> bool:
    return word == STANDARD_INPUT or any(sign in word for sign in "./\\")


def _screen_one(arguments: argparse.Namespace) -> None:
    from openfisca_greece import screen

    name, day = arguments.household, _day(arguments.as_of)
    with _opened(name) as file:
        content = file.read(LARGEST_BYTES + 1)
    with _refusing(_named(name)):
        screening = screen(_parsed(content), as_of=day, programmes=arguments.programme)
    if arguments.format == "table":
        print(*_table(screening), sep="\n")
    else:
        print(json.dumps(screening.to_json(), ensure_ascii=False, indent=1))


def _screen_many(arguments: argparse.Namespace) -> None:
    from openfisca_greece import screen_many

    name, day = arguments.many, _day(arguments.as_of)
    number = 0
    with _opened(name) as file, _refusing(_named(name)):
        screenings = screen_many(_households(file, name, day), programmes=arguments.programme)
        for number, screening in enumerate(screenings, start=1):
            if arguments.format == "table":
                print(f"Household {number}", *_table(screening), "", sep="\n")
            else:
                print(json.dumps(screening.to_json(), ensure_ascii=False))
    if number == 0:
        raise Unusable(f"{_named(name)}: it is empty; one household a line is expected.")


def _households(file: IO[bytes], name: str, day: dt.date | None) -> Iterator[Any]:
    """Read one household from each line.

    Raises:
        Unusable: a line is not one.
    """
    from openfisca_greece import read_household

    for number, line in enumerate(_lines(file), start=1):
        with _refusing(f"{_named(name)}, line {number}"):
            yield read_household(_parsed(line), as_of=day)


def _lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(LARGEST_BYTES + 1):
        yield line


@contextmanager
def _opened(name: str) -> Iterator[IO[bytes]]:
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    try:
        with Path(name).open("rb") as file:
            yield file
    except (OSError, ValueError) as problem:
        said = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise Unusable(f"{_named(name)}: it cannot be read: {said}.") from problem


def _named(name: str) -> str:
    return "standard input" if name == STANDARD_INPUT else _one_line(name)


def _one_line(text: str) -> str:
    """Keep what others wrote from running over several lines or drawing on the terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in text)


@contextmanager
def _refusing(place: str) -> Iterator[None]:
    """Say where a household is not one.

    Raises:
        Unusable: in place of the refusals of the rules.
    """
    from openfisca_greece import NotAHousehold, UnknownProgramme

    try:
        yield
    except (NotAHousehold, _NotJson) as problem:
        raise Unusable(f"{place}: not a household: {_one_line(str(problem))}.") from problem
    except UnknownProgramme as problem:
        raise Unusable(f"{_one_line(str(problem))}.") from problem


class _NotJson(Exception):
    """A text is not JSON in UTF-8 of a bearable size."""


def _parsed(content: bytes) -> Any:
    """Read JSON as RFC 8259 has it: UTF-8, no NaN and no Infinity.

    Raises:
        _NotJson: it is none.
    """
    if len(content) > LARGEST_BYTES:
        raise _NotJson(f"it is larger than {LARGEST_BYTES:,} bytes")
    if not content.strip():
        raise _NotJson("it is empty")
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as problem:
        raise _NotJson(f"byte {problem.start + 1} is not UTF-8") from problem
    except json.JSONDecodeError as problem:
        where = f"line {problem.lineno}, column {problem.colno}"
        raise _NotJson(f"it is not JSON: {problem.msg[:1].lower()}{problem.msg[1:]} ({where})") from problem
    except (ValueError, RecursionError) as problem:
        raise _NotJson("it is not JSON: a number is too long or the nesting too deep") from problem


def _no_number(word: str) -> NoReturn:
    raise _NotJson(f"it is not JSON: {word} is not a number")


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        if len(text) == len("YYYY-MM-DD"):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise Unusable(f"--as-of: {ascii(text)[:40]} is not a date (YYYY-MM-DD).")


def _table(screening: Screening) -> Iterable[str]:
    """Write the answers below each other, those that give something first."""
    places = list(VERDICTS)
    answers = sorted(screening.answers, key=lambda answer: places.index(answer.verdict))
    rows = [(one.programme, VERDICTS[one.verdict], one.state, _sum(one), _rest(one)) for one in answers]
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(4)]
    yield f"As of {screening.as_of.isoformat()}, rules {screening.rules_version}. What seems so; nobody decided."
    for code, verdict, state, amount, rest in rows:
        cells = [code.ljust(widths[0]), verdict.ljust(widths[1]), state.ljust(widths[2]), amount.rjust(widths[3]), rest]
        yield "  ".join(cells).rstrip()


def _sum(answer: Answer) -> str:
    if answer.amount is None:
        return "-"
    return f"{answer.amount} EUR {UNITS.get(answer.unit or '', '')}".rstrip()


def _rest(answer: Answer) -> str:
    """Say what is missing, or why not."""
    if answer.verdict == "cannot_say":
        return f"missing: {', '.join(answer.missing)}" if answer.missing else "somebody has to judge it"
    failed = next((test for test in answer.tests if test.passed is False), None)
    return failed.says.en if answer.verdict == "not_entitled" and failed else answer.title.en
