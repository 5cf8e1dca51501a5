"""Print the scoreboard: the 64 targets of docs/trust.yaml with what the last test run measured.

python scripts/scoreboard.py          all targets
python scripts/scoreboard.py --open   only those that nothing shows yet, or that fail
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
SIGNS = {"pass": "pass", "fail": "FAIL", "partly": "partly", "open": "not yet"}
FAULTS = 60  # of the list of faults that reviewers try; tests bear their numbers, too (F1-F60)


@dataclass(frozen=True)
class Line:
    """One target with its verdict: a key of SIGNS."""

    number: str
    title: str
    how: str
    value: str
    verdict: str


def main(words: list[str]) -> int:
    """Print the table.

    Returns:
        1 when a target that is measured fails.
    """
    areas = yaml.safe_load((ROOT / "docs" / "trust.yaml").read_text())["areas"]
    results = read_results()
    counts = dict.fromkeys(SIGNS, 0)
    for area in areas:
        lines = [(judge_faults if target["id"] == "T64" else judge)(target, results) for target in area["targets"]]
        for line in lines:
            counts[line.verdict] += 1
        print_area(area["name"], [line for line in lines if "--open" not in words or line.verdict != "pass"])
    print(f"\n{counts['pass']} pass, {counts['fail']} fail, {counts['partly']} partly, {counts['open']} not yet")
    if not results:
        print("Nothing is measured here yet: run 'make test' first.")
    return 1 if counts["fail"] else 0


def read_results() -> dict[str, dict]:
    """Read what the tests noted, by test."""
    file = Path(os.environ.get("AROGI_VAR", ROOT / "var")) / "trust.json"
    return json.loads(file.read_text()) if file.exists() else {}


def judge(target: dict[str, str], results: dict[str, dict]) -> Line:
    """Put together what all tests say of one target."""
    number = target["id"]
    tests = [result for result in results.values() if number in result["targets"] and result["outcome"] != "skipped"]
    figures = [figure for test in tests for figure in test["figures"] if figure[0] == number]
    passed = sum(test["outcome"] == "passed" for test in tests)
    value = "; ".join(figure[1] for figure in figures) or (f"{passed} of {len(tests)} tests" if tests else "")
    verdict = "pass"
    if not tests:
        verdict = "open"
    elif passed < len(tests) or not all(figure[2] for figure in figures):
        verdict = "fail"
    elif target.get("figure") and not figures:
        verdict = "partly"
    return Line(number, target["title"], target["how"], value, verdict)


def judge_faults(target: dict[str, str], results: dict[str, dict]) -> Line:
    """Count the faults that tests show to be met."""
    met, missed = set(), set()
    for result in results.values():
        faults = {number for number in result["targets"] if number.startswith("F")}
        (met if result["outcome"] == "passed" else missed).update(faults)
    met -= missed
    verdict = "fail" if missed else "pass" if len(met) >= FAULTS else "partly" if met else "open"
    return Line(target["id"], target["title"], target["how"], f"{len(met)} of {FAULTS}", verdict)


def print_area(name: str, lines: list[Line]) -> None:
    """Print one part of the table."""
    if not lines:
        return
    print(f"\n{name}")
    for line in lines:
        print(f"  {line.number:<4}{SIGNS[line.verdict]:<9}{line.title[:46]:<47}{line.how[:58]:<59}{line.value}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
