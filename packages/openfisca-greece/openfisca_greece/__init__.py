"""OpenFisca model of Greece: which benefits a household seems entitled to, and why."""

from __future__ import annotations

from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from . import inputs, law
from .catalogue import Description, Document, Passport, Text, catalogue, order_of_programmes, passports, questions
from .entities import ENTITIES, ROLES
from .household import Household, NotAHousehold, read_household
from .inputs import FACTS, Fact
from .law import LawFigure, changes, figure, figures, history
from .programme import variables_of
from .reform import with_figures_of
from .screening import (
    MONTHS_OF,
    Answer,
    AnsweredTest,
    Batch,
    Mark,
    Question,
    Screening,
    UnknownProgramme,
    next_question,
    per_month,
    rules_version,
    screen,
    screen_many,
    survey,
    survey_columns,
)  # fmt: skip
from .simulation import Columns, columns_of

__version__ = "0.1.0"

__all__ = [
    "FACTS",
    "MONTHS_OF",
    "ROLES",
    "Answer",
    "AnsweredTest",
    "Batch",
    "Columns",
    "CountryTaxBenefitSystem",
    "Description",
    "Document",
    "Fact",
    "Household",
    "LawFigure",
    "Mark",
    "NotAHousehold",
    "Passport",
    "Question",
    "Screening",
    "Text",
    "UnknownProgramme",
    "catalogue",
    "changes",
    "columns_of",
    "figure",
    "figures",
    "history",
    "next_question",
    "order_of_programmes",
    "passports",
    "per_month",
    "questions",
    "read_household",
    "rules_version",
    "screen",
    "screen_many",
    "survey",
    "survey_columns",
    "with_figures_of",
]  # fmt: skip


class CountryTaxBenefitSystem(TaxBenefitSystem):
    """The Greek tax and benefit system: facts, figures of law, programmes by formula and by conditions."""

    def __init__(self) -> None:
        super().__init__(ENTITIES)
        for variable in inputs.variables():
            self.add_variable(variable)
        for description in catalogue().values():
            for variable in variables_of(description.programme):
                self.add_variable(variable)
        self.parameters = law.root()
