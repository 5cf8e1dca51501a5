"""A report made ready to be shown: words beside codes, headings, definitions, one order of columns for every form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from arogi.centres.models import Municipality, Structure, SubProject
from arogi.people.models import Person
from arogi.reception.catalogue import load_catalogue
from arogi.reception.models import CentreService, Channel, Request
from arogi.reports.activity import ActivityReport
from arogi.reports.dimensions import DIMENSIONS, Dimension
from arogi.reports.measures import LEFT_OUT, MEASURES, PERSON_MONTHS
from arogi.reports.periods import month_name, period_name, quarter_name


@dataclass(frozen=True, kw_only=True)
class Document:
    """A report with everything that is printed around it.

    Attributes:
        municipality: the short name; `all` for the country.
        structures: the codes that the report was narrowed to.
        labels: for each dimension, the words of each of its values in the language of the screen.
    """

    report: ActivityReport
    municipality: str
    municipality_name: str
    structures: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]

    @property
    def title(self) -> str:
        """Give the heading."""
        return _("Activity report: %(municipality)s") % {"municipality": self.municipality_name}

    @property
    def period(self) -> str:
        """Give the period in words."""
        return period_name(self.report.question.since, self.report.question.until)

    @property
    def structures_line(self) -> str:
        """Name the structures that the report was narrowed to; nothing when it was not."""
        return ", ".join(self.label("structure", code) for code in self.structures)

    @property
    def dimension_headings(self) -> tuple[str, ...]:
        """Give the headings of the columns of dimensions."""
        return tuple(str(DIMENSIONS[code].label) for code in self.report.question.by)

    @property
    def measure_headings(self) -> tuple[str, ...]:
        """Give the headings of the columns of measures."""
        return tuple(str(measure.label) for measure in MEASURES)

    @property
    def headings(self) -> tuple[str, ...]:
        """Give the headings of all columns."""
        return (*self.dimension_headings, *self.measure_headings)

    @property
    def lines(self) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
        """Give the rows as words and numbers; none when the report is not broken down."""
        by = self.report.question.by
        return [
            (
                tuple(self.label(code, value) for code, value in zip(by, row.values, strict=True)),
                tuple(row.measures[measure.code] for measure in MEASURES),
            )
            for row in (self.report.rows if by else ())
        ]

    @property
    def total_numbers(self) -> tuple[int, ...]:
        """Give the totals in the order of the columns."""
        return tuple(self.report.totals[measure.code] for measure in MEASURES)

    @property
    def definitions(self) -> list[tuple[str, str]]:
        """Give the counting dictionary: each measure with its definition, in the order of the columns.

        After the measures come the dimensions of the question whose heading does not say it all.
        """
        measures = [(str(measure.label), str(measure.definition)) for measure in MEASURES]
        return [*measures, *((str(item.label), str(item.definition)) for item in self.explained_dimensions)]

    @property
    def explained_dimensions(self) -> tuple[Dimension, ...]:
        """Give the dimensions of the question that have a definition."""
        return tuple(item for item in self.report.question.dimensions if item.definition is not None)

    @property
    def notes(self) -> list[str]:
        """Give what else must be known to read the numbers."""
        notes = [str(LEFT_OUT)]
        if self.report.person_months is not None:
            words = {"sum": self.report.person_months, "persons": self.report.totals["persons"]}
            notes.insert(0, str(PERSON_MONTHS) % words)
        return notes

    @property
    def file_name(self) -> str:
        """Give the name for a download, without its ending."""
        question = self.report.question
        return f"activity-{self.municipality}-{question.since}-{question.until}"

    def label(self, dimension: str, value: str) -> str:
        """Give the words of a value; the value itself where it has none, and “unknown” for an empty one."""
        words = self.labels.get(dimension, {}).get(value)
        if words is not None:
            return words
        if dimension == "month":
            return month_name(dt.date.fromisoformat(f"{value}-01"))
        if dimension == "quarter":
            return quarter_name(int(value[:4]), int(value[-1]))
        return value or _("Not known")


def document_here(report: ActivityReport, municipality: Municipality) -> Document:
    """Make the document of the entered municipality."""
    structures = list(Structure.objects.order_by("code"))
    only = report.question.structure_ids
    words = {structure.code: f"{structure.name} ({structure.code})" for structure in structures}
    services = CentreService.objects.order_by("valid_from", "pk")
    return Document(
        report=report,
        municipality=municipality.slug,
        municipality_name=municipality.name,
        structures=tuple(item.code for item in structures if only is not None and item.pk in only),
        labels={
            **_fixed_labels(),
            "structure": words,
            "sub_project": {"": _("No sub-project"), **_names_of_sub_projects(report)},
            "service": {service.code: f"{service.code} {service.label}" for service in services},
        },
    )


def _names_of_sub_projects(report: ActivityReport) -> dict[str, str]:
    if "sub_project" not in report.question.by:
        return {}
    parts = SubProject.objects.select_related("operation")
    return {part.code: _name_of_sub_project(part) for part in parts}


def _name_of_sub_project(part: SubProject) -> str:
    words = {"code": part.operation.mis_code, "number": part.number}
    name = _("Operation %(code)s, sub-project %(number)s") % words
    return f"{name}: {part.title_el}" if part.title_el else name


def country_document(report: ActivityReport) -> Document:
    """Make the document of all municipalities."""
    names = {municipality.slug: municipality.name for municipality in Municipality.objects.all()}
    return Document(
        report=report,
        municipality="all",
        municipality_name=_("all municipalities"),
        structures=(),
        labels={**_fixed_labels(), "municipality": names, "sub_project": {"": _("No sub-project")}},
    )


def _fixed_labels() -> dict[str, Mapping[str, str]]:
    english = get_language() == "en"
    categories = load_catalogue().categories
    return {
        "sex": {value: str(label) for value, label in Person.Sex.choices},
        "channel": {value: str(label) for value, label in Channel.choices},
        "outcome": {value: str(label) for value, label in Request.Outcome.choices},
        "category": {item.code: f"{item.code} {item.label.en if english else item.label.el}" for item in categories},
        "programme": {"": _("No single programme")},
        "nationality": {
            "greek": _("Greek citizenship"),
            "eu": _("Other country of the European Union"),
            "third_country": _("Third country"),
            "stateless": _("Stateless or undetermined"),
        },
        "referral": {"yes": _("Referred to another service"), "no": _("Not referred")},
    }
