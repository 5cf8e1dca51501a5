"""OpenFisca model of Greece: which benefits a household seems entitled to, and why."""

from __future__ import annotations

from pathlib import Path

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from . import inputs
from .entities import ENTITIES
from .programme import variables_of
from .programmes import PROGRAMMES

__version__ = "0.1.0"


class CountryTaxBenefitSystem(TaxBenefitSystem):
    """The Greek tax and benefit system: facts, figures of law, programmes by formula."""

    def __init__(self) -> None:
        super().__init__(ENTITIES)
        for variable in inputs.variables():
            self.add_variable(variable)
        for programme in PROGRAMMES.values():
            for variable in variables_of(programme):
                self.add_variable(variable)
        self.load_parameters(str(Path(__file__).parent / "parameters"))
