"""By what the activity report can be broken down."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from arogi.reports.measures import Words
from arogi.reports.nationality import GROUP_OF_PERSON, GROUPS

# Lower ends. Minors and adults (AD-10), and the borders of the ESF+ indicators: under 18, 18-29, 55 and over.
AGE_BANDS = (0, 6, 12, 18, 25, 30, 45, 55, 65)


class Level(Enum):
    """Of what the value is a fact."""

    PERSON = auto()
    """Of the person: one value for all his or her requests."""
    CONTACT = auto()
    """Of the contact: one value for all its requests."""
    REQUEST = auto()
    """Of the request: one contact can have several."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One way to break the report down.

    `known` and `anonymous` are SQL over a request `r` of somebody known (person `p`) or not, its contact `c` and its
    service `v`; `needs` names which of these a known person's request has to be joined with.

    Attributes:
        definition: printed under the table, for what the heading alone does not say.
        order: values that stand first, in this order; the others follow in the order of their texts and numbers.
    """

    code: str
    label: Words
    level: Level
    known: str
    anonymous: str
    needs: frozenset[str] = frozenset()
    definition: Words | None = None
    order: tuple[str, ...] = ()


def _age(birth_date: str) -> str:
    """Give the number of the age band on the day of the contact, counted from 1; 0 when the birth date is unknown."""
    years = f"extract(year FROM age(r.date::timestamp, {birth_date}::timestamp))::int"
    return f"coalesce(width_bucket({years}, ARRAY[{', '.join(map(str, AGE_BANDS))}]), 0)"


def _trunc(unit: str) -> str:
    return f"date_trunc('{unit}', r.date::timestamp)::date"


def _of_request(
    code: str, el: str, en: str, level: Level, sql: str, *needs: str, definition: Words | None = None
) -> Dimension:
    return Dimension(code, Words(el, en), level, sql, sql, frozenset(needs), definition)


_SUB_PROJECT = Words(
    "Το υποέργο και ο κωδικός ΟΠΣ της πράξης που χρηματοδοτούσε τη δομή την ημέρα της επαφής, όπως γράφτηκε στην "
    "επαφή. Πρόσωπο που εξυπηρετήθηκε σε δύο υποέργα μετριέται μία φορά στο καθένα και μία φορά στο σύνολο.",
    "The sub-project, with the MIS code of its operation, that paid for the structure on the day of the contact, as "
    "the contact keeps it. A person served under two sub-projects counts once in each and once in the totals.",
)
_NATIONALITY = Words(
    "Από τις ιθαγένειες που έχουν δηλωθεί σήμερα. Με περισσότερες, μετρά η πρώτη κατά σειρά: ελληνική, χώρας της "
    "Ευρωπαϊκής Ένωσης (27 κράτη), τρίτης χώρας, ανιθαγενής ή απροσδιόριστη. Όποιος δεν δήλωσε και όποιος ήρθε ανώνυμα "
    "μετριέται στα άγνωστα.",
    "By the citizenships that are stated today. With several, the first in this order counts: Greek, of a country of "
    "the European Union (27 states), of a third country, stateless or undetermined. Who stated none, and who came "
    "anonymously, counts as not known.",
)
_REFERRAL = Words(
    "Αν το αίτημα κατέληξε σε παραπομπή σε άλλη υπηρεσία (έκβαση «Παραπέμφθηκε»). Επαφή με αιτήματα και των δύο ειδών "
    "μετριέται σε κάθε γραμμή.",
    "Whether the request ended in a referral to another service (outcome “Referred”). A contact with requests of both "
    "kinds counts in each row.",
)


DIMENSIONS = {
    dimension.code: dimension
    for dimension in (
        _of_request("structure", "Δομή", "Structure", Level.CONTACT, "r.structure_id"),
        Dimension("sex", Words("Φύλο", "Sex"), Level.PERSON, "p.sex", "c.anonymous_sex"),
        Dimension(
            "nationality",
            Words("Ιθαγένεια (ομάδα)", "Nationality (group)"),
            Level.PERSON,
            GROUP_OF_PERSON,
            "''::text",
            definition=_NATIONALITY,
            order=GROUPS,
        ),
        _of_request("service", "Υπηρεσία", "Service", Level.REQUEST, "v.code", "service"),
        _of_request("category", "Κατηγορία", "Category", Level.REQUEST, "v.category", "service"),
        _of_request("month", "Μήνας", "Month", Level.CONTACT, _trunc("month")),
        _of_request("quarter", "Τρίμηνο", "Quarter", Level.CONTACT, _trunc("quarter")),
        _of_request("year", "Έτος", "Year", Level.CONTACT, _trunc("year")),
        Dimension(
            "age_band",
            Words("Ηλικία", "Age"),
            Level.CONTACT,
            _age("p.birth_date"),
            _age("c.anonymous_birth_date"),
            frozenset({"person"}),
        ),
        _of_request("programme", "Πρόγραμμα", "Programme", Level.REQUEST, "v.programme", "service"),
        _of_request("channel", "Τρόπος", "Channel", Level.CONTACT, "c.channel", "contact"),
        _of_request("outcome", "Έκβαση", "Outcome", Level.REQUEST, "r.outcome"),
        _of_request(
            "referral",
            "Παραπομπή",
            "Referral",
            Level.REQUEST,
            "CASE WHEN r.outcome = 'referred' THEN 'yes' ELSE 'no' END",
            definition=_REFERRAL,
        ),
        _of_request(
            "sub_project",
            "Υποέργο",
            "Sub-project",
            Level.CONTACT,
            "c.sub_project_id",
            "contact",
            definition=_SUB_PROJECT,
        ),
        _of_request("municipality", "Δήμος", "Municipality", Level.CONTACT, "r.municipality_id"),
    )
}
# Every report of one municipality can be broken down by these.
LOCAL = tuple(code for code in DIMENSIONS if code != "municipality")
