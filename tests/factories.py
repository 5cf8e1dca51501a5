"""The smallest valid rows, with Greek example data. Call them inside the municipality that the rows belong to."""

from __future__ import annotations

import datetime as dt
from itertools import count

from arogi.accounts.access import Member, member_on
from arogi.accounts.models import Membership, MunicipalityAccess, User
from arogi.centres.models import Municipality, Operation, Structure, SubProject
from arogi.centres.services import open_municipality, open_structure
from arogi.core.acting import acting_in

TODAY = dt.date(2026, 11, 20)
PASSWORD = "ένας μακρύς κωδικός 7"
_numbers = count(1)


def municipality(slug: str = "", name_el: str = "Δήμος", name_en: str = "Municipality") -> Municipality:
    """A municipality with a centre (KK) and a Roma branch (ROMA)."""
    town = open_municipality(slug=slug or f"dimos-{next(_numbers)}", name_el=name_el, name_en=name_en)
    with acting_in(town.id):
        centre = structure("KK")
        structure("ROMA", Structure.Kind.ROMA_BRANCH, parent=centre)
    return town


def structure(code: str = "", kind: str = Structure.Kind.CENTRE, parent: Structure | None = None) -> Structure:
    """A structure of the entered municipality."""
    code = code or f"D{next(_numbers)}"
    return open_structure(code=code, kind=kind, name_el=f"Δομή {code}", name_en=f"Structure {code}", parent=parent)


def user(**changes: object) -> User:
    """An account that can sign in with PASSWORD."""
    number = next(_numbers)
    account = User(**{"email": f"staff{number}@example.gr", "name": f"Υπάλληλος {number}", **changes})
    account.set_password(PASSWORD)
    account.save()
    return account


def membership(
    town: Municipality,
    role: str = "social_worker",
    *,
    account: User | None = None,
    at: Structure | None = None,
) -> User:
    """An account with a role in the entered municipality (in one structure when `at` is given)."""
    account = account or user()
    MunicipalityAccess.objects.get_or_create(user=account, municipality=town)
    Membership.objects.create(user=account, role=role, structure=at, valid_from=dt.date(2020, 1, 1))
    return account


def member(town: Municipality, role: str = "social_worker", *, at: Structure | None = None) -> Member:
    """A member of staff of the entered municipality, as services take them."""
    found = member_on(user=membership(town, role, at=at), municipality=town, date=TODAY)
    assert found is not None
    return found


def sub_project(
    mis_code: str = "5003189",
    number: str = "1",
    *,
    at: str = "",
    since: dt.date = dt.date(2017, 1, 1),
    until: dt.date | None = None,
) -> SubProject:
    """A sub-project of an operation of the entered municipality, which pays for a structure when one is named."""
    operation, _is_new = Operation.objects.get_or_create(
        mis_code=mis_code, defaults={"title_el": "Κέντρο Κοινότητας", "valid_from": since, "valid_until": until}
    )
    paid = Structure.objects.get(code=at) if at else None
    return SubProject.objects.create(operation=operation, number=number, structure=paid)
