"""How fast openfisca-france computes as many variables for as many persons: the yardstick of `bench.entitling`.

It needs an older OpenFisca-Core than openfisca-greece, so it is run by a Python of its own, which has nothing of Arogi:

    python bench/france.py VARIABLES PERSONS

The variables are the first so many monthly ones with a formula, in the order of their names, that compute without an
error for a few persons; each person is a household of his or her own with a wage and a date of birth.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from importlib.metadata import version
from typing import Any

import numpy as np

FEW = 3
MONTH, YEAR = "2024-03", "2024"
SEED = 20260101


def main() -> int:
    """Print seconds of processor time and versions as JSON."""
    wanted, persons = int(sys.argv[1]), int(sys.argv[2])
    logging.disable(logging.CRITICAL)
    from openfisca_france import FranceTaxBenefitSystem

    rules = FranceTaxBenefitSystem()
    names = _computable(rules, wanted)
    simulation = _simulation(rules, persons)
    started = time.process_time()
    for name in names:
        simulation.calculate(name, MONTH)
    told = {
        "seconds": time.process_time() - started,
        "variables": len(names),
        "persons": persons,
        "openfisca-france": version("openfisca-france"),
        "openfisca-core": version("openfisca-core"),
    }
    print(json.dumps(told))
    return 0


def _computable(rules: Any, wanted: int) -> list[str]:
    """Give so many variables that compute; one that fails for want of an input is passed over."""
    few, found = _simulation(rules, FEW), []
    for name in sorted(rules.variables):
        variable = rules.variables[name]
        if len(found) == wanted:
            break
        if str(variable.definition_period) != "month" or variable.is_neutralized or not variable.formulas:
            continue
        try:
            few.calculate(name, MONTH)
        except Exception:
            continue
        found.append(name)
    return found


def _simulation(rules: Any, persons: int) -> Any:
    from openfisca_core.simulations import SimulationBuilder

    simulation = SimulationBuilder().build_default_simulation(rules, count=persons)
    rng = np.random.default_rng(SEED)
    born = rng.integers(1940, 2000, persons)
    simulation.set_input("date_naissance", "ETERNITY", born.astype(str).astype("datetime64[D]"))
    for month in range(1, 13):
        simulation.set_input("salaire_de_base", f"{YEAR}-{month:02}", rng.integers(0, 4_000, persons).astype(float))
    return simulation


if __name__ == "__main__":
    sys.exit(main())
