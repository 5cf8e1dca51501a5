"""Note which tests stand for which target of docs/trust.yaml; `make trust` prints the scoreboard from it.

    @pytest.mark.trust("T4")
    def test_every_table_has_its_wall(): ...

    trust.measured("T36", "p95 34 ms at 150 requests a second", passed=True)   # inside any test, when there is a figure

A target passes when every test that bears its mark passed and every figure noted for it did.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from arogi.config.environment import read_environment

ROOT = Path(__file__).parents[1]
RESULTS = read_environment().var / "trust.json"
_current: list[pytest.Item] = []
_seen: dict[str, dict] = {}


def measured(target, value, passed=True):
    """Note a figure of the running test for a target."""
    if _current:
        _current[-1].user_properties.append(("trust-measured", [target, str(value), bool(passed)]))


def pytest_configure(config):
    config.addinivalue_line("markers", "trust(*targets): what the test shows, as numbered in docs/trust.yaml")


def pytest_collection_modifyitems(items):
    for item in items:
        targets = sorted({target for mark in item.iter_markers("trust") for target in mark.args})
        if targets:
            item.user_properties.append(("trust", targets))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    _current.append(item)
    try:
        return (yield)
    finally:
        _current.pop()


def pytest_runtest_logreport(report):
    """Gather the outcomes; with several workers this runs in the one that hears them all."""
    properties = [(name, value) for name, value in report.user_properties if name.startswith("trust")]
    if not properties or (report.when != "call" and report.passed):
        return
    figures = [value for name, value in properties if name == "trust-measured"]
    targets = {target for name, value in properties if name == "trust" for target in value}
    _seen[report.nodeid] = {
        "targets": sorted(targets | {figure[0] for figure in figures}),
        "outcome": report.outcome,
        "figures": figures,
    }


def pytest_sessionfinish(session):
    if hasattr(session.config, "workerinput") or not _seen:
        return
    # A run of everything forgets what tests of other days said; a run of some only replaces their own words.
    known = json.loads(RESULTS.read_text()) if RESULTS.exists() and not _is_whole(session.config) else {}
    kept = {name: result for name, result in known.items() if (ROOT / name.partition("::")[0]).exists()}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(kept | _seen, indent=1, ensure_ascii=False))


def _is_whole(config):
    asked = {Path(argument).resolve() for argument in config.args}
    return asked == {ROOT / "tests"} and not config.option.keyword and not config.option.markexpr
