"""Accounts of the demonstration: one for each speciality of a structure, and the roles of the whole municipality.

Their addresses end in `.example`, which nobody can own, and their names are drawn from the lists of common names.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from functools import cache
from uuid import UUID

from django.contrib.auth.hashers import make_password

from arogi.accounts.models import Membership, MunicipalityAccess, User
from arogi.centres.models import Municipality, Structure
from arogi.demo.centres import SLUGS, DemoCentre, DemoStructure
from arogi.demo.names import greek_names

PASSWORD = "arogi-demo-2026"  # noqa: S105 - printed at every start of the demonstration
TWO_TOWNS = "lawyer@two-towns.example"
"""The account that works in two municipalities and chooses one when signing in."""

IN_BOTH = ("karditsa", "trikala")
FROM = dt.date(2017, 1, 1)
_WHOLE_MUNICIPALITY = ("coordinator", "supervisor", "dpo", "auditor")
# Assumed where no source names the specialities of a structure.
_USUAL = {
    "centre": ("reception", "social_worker", "psychologist"),
    "roma_branch": ("social_worker", "mediator"),
    "migrant_centre": ("social_worker", "psychologist", "lawyer", "intercultural_mediator"),
}
# They see people but are not the ones that files are given to.
_NOT_KEY_WORKERS = frozenset({"reception", "lawyer"})


class Crew:
    """Who works where in one municipality.

    Attributes:
        workers: ids of accounts by the code of the structure; everybody records contacts.
        key_workers: those of them whom people's files are given to.
    """

    def __init__(self) -> None:
        self.workers: dict[str, list[UUID]] = {}
        self.key_workers: dict[str, list[UUID]] = {}
        self.coordinator: UUID | None = None

    def joins(self, user: User, role: str, code: str) -> None:
        """Note that somebody works in a structure."""
        self.workers.setdefault(code, []).append(user.pk)
        if role not in _NOT_KEY_WORKERS:
            self.key_workers.setdefault(code, []).append(user.pk)


def hire(centre: DemoCentre, municipality: Municipality, structures: dict[str, Structure], *, seed: int) -> Crew:
    """Make the accounts of the entered municipality."""
    rng = random.Random(f"staff-{centre.slug}-{seed}")  # noqa: S311
    crew = Crew()
    accounts: dict[str, User] = {}
    for code, role, email in _places(centre):
        user = accounts.setdefault(email, _account(email, rng))
        _let_work(user, municipality, role, structures[code])
        crew.joins(user, role, code)
    for role in _WHOLE_MUNICIPALITY:
        user = _account(f"{role}@{centre.slug}.example", rng)
        _let_work(user, municipality, role, None)
        crew.coordinator = crew.coordinator or user.pk
    if centre.slug in IN_BOTH:
        _let_work(_account(TWO_TOWNS, rng), municipality, "lawyer", next(iter(structures.values())))
    return crew


def sign_in_lines(slugs: Iterable[str] = SLUGS) -> list[str]:
    """Say who can sign in: the accounts of the first municipality in full, then how the others are called."""
    towns = list(Municipality.objects.filter(slug__in=list(slugs)).order_by("slug").values_list("slug", flat=True))
    if not towns:
        return []
    first = "karditsa" if "karditsa" in towns else towns[0]
    emails = User.objects.filter(email__endswith=f"@{first}.example").order_by("pk").values_list("email", flat=True)
    lines = [f"Demo log-ins, all with the password {PASSWORD}", *(f"  {email}" for email in emails)]
    if others := [town for town in towns if town != first]:
        lines.append(f"  ... and the same for {', '.join(f'@{town}.example' for town in others)}")
    if User.objects.filter(email=TWO_TOWNS).exists():
        lines.append(f"  {TWO_TOWNS} works in two municipalities")
    return lines


def _places(centre: DemoCentre) -> Iterator[tuple[str, str, str]]:
    """Give (structure's code, role, e-mail address) of each place.

    Where only the parent's staff was published, it works in the branches, too.
    """
    taken: set[str] = set()
    for structure in centre.structures:
        shared = _shared_with(structure, centre)
        home = shared or structure
        for role in _roles(home):
            email = f"{role.replace('_', '.')}@{centre.slug}.example"
            if not shared and email in taken:
                email = email.replace("@", f".{structure.code.lower()}@")
            taken.add(email)
            yield structure.code, role, email


def _shared_with(structure: DemoStructure, centre: DemoCentre) -> DemoStructure | None:
    if structure.staff or not structure.parent:
        return None
    parent = centre.structure(structure.parent)
    return parent if parent.staff or structure.kind not in _USUAL else None


def _roles(structure: DemoStructure) -> tuple[str, ...]:
    return tuple(role for role, _count in structure.staff) or _USUAL[structure.kind]


def _account(email: str, rng: random.Random) -> User:
    pool = greek_names()
    sex = rng.choice("FFM")
    name = f"{rng.choice(pool.given(sex)).name} {rng.choice(pool.surnames).of(sex)}"
    # An account of another municipality's load may be there already: one identity for the country.
    user, _made = User.objects.get_or_create(email=email, defaults={"name": name, "password": _hashed()})
    return user


def _let_work(user: User, municipality: Municipality, role: str, structure: Structure | None) -> None:
    MunicipalityAccess.objects.get_or_create(user=user, municipality=municipality)
    Membership.objects.create(user=user, role=role, structure=structure, valid_from=FROM)


@cache
def _hashed() -> str:
    """Hash the one password once: Argon2 is slow on purpose."""
    return make_password(PASSWORD)
