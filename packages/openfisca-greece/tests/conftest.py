"""Collect the YAML tests too, so that plain pytest and `openfisca test` run the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openfisca_core.tools.test_runner import OpenFiscaPlugin, YamlFile
from openfisca_greece.simulation import system


class NamedYamlFile(YamlFile):  # type: ignore[misc]
    """A file of YAML tests in which each test goes by its own name: OpenFisca gives them all an empty one."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give the tests with their names."""
        for item in super().collect():
            item.name = item.test.name
            item._nodeid = f"{self.nodeid}::{item.name}"
            yield item


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Give OpenFisca's YAML tests to its own collector, unless it is OpenFisca who runs pytest."""
    plugins = parent.config.pluginmanager.get_plugins()
    if file_path.parent.name != "yaml" or any(isinstance(plugin, OpenFiscaPlugin) for plugin in plugins):
        return None
    made: pytest.Collector = NamedYamlFile.from_parent(parent, path=file_path, tax_benefit_system=system(), options={})
    return made
