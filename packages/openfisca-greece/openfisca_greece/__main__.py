"""Screen households from the command line: `python -m openfisca_greece HOUSEHOLD.json`."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from .household import NotAHousehold
from .screening import Screening, UnknownProgramme, screen


def main(words: Sequence[str] | None = None) -> int:
    """Print the answers to one household, or to one a line.

    Returns:
        0, or 2 after one line on standard error when the input is not a household or a programme does not exist.
    """
    asked = _parser().parse_args(words)
    try:
        text = sys.stdin.read() if asked.file == "-" else Path(asked.file).read_text(encoding="utf-8")
        for line in text.splitlines() if asked.many else [text]:
            told = screen(line, as_of=asked.as_of, programmes=asked.programme or None)
            print(json.dumps(told.to_json(), ensure_ascii=False) if asked.format == "json" else table(told))  # noqa: T201
    except (NotAHousehold, UnknownProgramme, OSError, UnicodeDecodeError) as problem:
        print(f"{asked.file}: {problem}", file=sys.stderr)  # noqa: T201
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="openfisca-greece", description="Which benefits a household seems entitled to."
    )
    parser.add_argument("file", help="a household as JSON, or - for standard input")
    parser.add_argument("--many", action="store_true", help="one household a line, one answer a line")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, help="the day to screen for (YYYY-MM-DD)")
    parser.add_argument("--programme", action="append", help="the code of a programme; may be given several times")
    parser.add_argument("--format", choices=("json", "table"), default="json")
    return parser


def table(told: Screening) -> str:
    """Give one line per programme."""
    lines = [f"{told.as_of}  {told.rules_version}"]
    for answer in told.answers:
        amount = f"{answer.amount} {answer.unit}" if answer.amount is not None else ""
        lines.append(f"{answer.programme:30s} {answer.verdict:13s} {amount:22s} {' '.join(answer.missing)}".rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
