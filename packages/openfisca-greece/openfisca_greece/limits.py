"""Limits that several programmes build in the same way: by the members of a household, by the kind of a family."""

from __future__ import annotations

from . import units
from .case import Case
from .kleene import ONE, ZERO, Number, Truth, choose, smaller
from .programme import positive


def by_members(case: Case, name: str, members: Number, extra: Number = ZERO) -> Number:
    """Give a limit in cents: NAME.base, NAME.per_member for each one after the first, what is extra, up to NAME.cap."""
    law = case.law
    more = positive(members - ONE) * law.money(f"{name}.per_member")
    return smaller(law.money(f"{name}.base") + more + extra, law.money(f"{name}.cap"))


def of_couple_or_single(case: Case, name: str) -> Number:
    """Give a limit in cents: NAME.couple, or NAME.single for everybody else."""
    return choose(units.has_spouse(case), case.law.money(f"{name}.couple"), case.law.money(f"{name}.single"))


def of_tax_family(case: Case, *, couple: Number, lone_parent: Number, single: Number) -> Number:
    """Choose by the kind of the tax family: a couple, a parent alone with dependent children, one person."""
    alone = choose(units.has_tax_children(case), lone_parent, single)
    return choose(units.has_spouse(case), couple, alone)


def children_after_first(case: Case) -> Number:
    """Give the number of dependent children after the first: what raises the limits of a lone parent."""
    return positive(units.tax_children(case) - ONE)


def pays_for_luxury(case: Case) -> Truth:
    """Households with luxury tax or domestic staff."""
    return case.truth("luxury_tax") | case.truth("domestic_staff")
