"""Tables of persons, by notion."""

from arogi.people.models.contact_ways import Address, Phone
from arogi.people.models.corrections import PersonCorrection
from arogi.people.models.duplicates import Merge, PossibleDuplicate
from arogi.people.models.households import Household, HouseholdMembership
from arogi.people.models.identifiers import Identifier
from arogi.people.models.person import CardNumber, Person, TargetGroupMembership
from arogi.people.models.search import NameToken

__all__ = [
    "Address",
    "CardNumber",
    "Household",
    "HouseholdMembership",
    "Identifier",
    "Merge",
    "NameToken",
    "Person",
    "PersonCorrection",
    "Phone",
    "PossibleDuplicate",
    "TargetGroupMembership",
]
