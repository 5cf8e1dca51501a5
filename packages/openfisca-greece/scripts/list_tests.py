"""Write the names of the tests of each formula, under which OpenFisca offers them as variables (CODE__TEST).

    python scripts/list_tests.py

Run it after a formula gained or lost a test; a test of the package says when that was forgotten.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import yaml
from openfisca_greece import catalogue, columns_of, read_household, survey_columns

TARGET = Path(__file__).resolve().parents[1] / "openfisca_greece" / "data" / "formula_tests.yaml"
ONE_PERSON = {"as_of": "2026-03-01", "members": [{"role": "head"}]}


def main() -> int:
    """Write the file."""
    TARGET.write_text(yaml.safe_dump(names_of_tests(), sort_keys=False), encoding="utf-8")
    return 0


def names_of_tests() -> dict[str, list[str]]:
    """Give the names of the tests of each programme by formula, over all its formulas."""
    names: dict[str, dict[str, None]] = {}
    for code, about in catalogue().items():
        if about.kind != "formula":
            continue
        for date in about.programme.rules:
            columns = columns_of([read_household(ONE_PERSON)], dt.date.fromisoformat(date))
            batch = survey_columns(columns, programmes=[code])
            names.setdefault(code, {}).update(dict.fromkeys(test.name for test in batch.assessments[code].tests))
    return {code: list(found) for code, found in names.items()}


if __name__ == "__main__":
    sys.exit(main())
