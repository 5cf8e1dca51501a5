"""Who counts: ages, parents, dependants, nationality and residence; the building stones of the six household units."""

from __future__ import annotations

from .case import Case
from .kleene import UNDECIDED, YES, Number, Truth, choose, counted, number, undecided, unknown


def age(case: Case) -> Number:
    """Full years of each person."""
    return case.notion("age", lambda: case.years_since("birth_date"))


def is_minor(case: Case) -> Truth:
    """Persons under 18."""
    return case.notion("is_minor", lambda: age(case) < case.law.number("family.minor_age_below"))


def is_head(case: Case) -> Truth:
    """The person whose household it is."""
    return case.notion("is_head", lambda: case.has_role("head"))


def is_spouse(case: Case) -> Truth:
    """The head's spouse, or partner by cohabitation agreement."""
    return case.notion("is_spouse", lambda: case.has_role("spouse"))


def is_parent(case: Case) -> Truth:
    """The head and the head's spouse."""
    return case.notion("is_parent", lambda: case.has_role("head", "spouse"))


def works(case: Case) -> Truth:
    """Persons who work or have a pension from work: they have an insurance and an income of their own."""
    return case.is_one_of("employment", "employed", "employed_part_time", "self_employed", "pensioner")


def is_child(case: Case) -> Truth:
    """Children of the household, also those in its care by court decision."""
    return case.notion("is_child", lambda: case.has_role("child", "protected_child"))


def is_minor_child(case: Case) -> Truth:
    """Children under 18."""
    return case.notion("is_minor_child", lambda: is_child(case) & is_minor(case))


def has_spouse(case: Case) -> Truth:
    """Households of a couple."""
    return case.notion("has_spouse", lambda: case.any(is_spouse(case)))


def is_tax_child(case: Case) -> Truth:
    """Dependent children in tax law: minors, students and pupils up to 24, disabled children."""

    def made() -> Truth:
        pupil = case.is_one_of("school_level", "lower_secondary", "upper_secondary") & case.truth("school_enrolled")
        studies = (case.truth("student") | pupil) & (age(case) <= case.law.number("tax_family.student_age_max"))
        disabled = case.number("disability_percent") >= case.law.number("tax_family.disability_min")
        return is_child(case) & (is_minor(case) | studies | disabled)

    return case.notion("is_tax_child", made)


def tax_children(case: Case) -> Number:
    """Number of dependent children in tax law."""
    return case.notion("tax_children", lambda: case.count(is_tax_child(case)))


def has_tax_children(case: Case) -> Truth:
    """Households with a dependent child."""
    return case.notion("has_tax_children", lambda: case.any(is_tax_child(case)))


def told_of_return(case: Case, value: Number) -> Number:
    """Give each person of the household's tax return a value of it; of other people's returns nothing is told."""
    in_return = is_parent(case) | is_tax_child(case)
    return choose(in_return, case.to_members(value), unknown())


def tax_members(case: Case) -> Number:
    """Number of persons of the return: taxpayer, spouse, dependent children."""
    return case.notion("tax_members", lambda: number(1) + counted(has_spouse(case)) + tax_children(case))


def persons(case: Case) -> Number:
    """Number of all persons under the roof."""
    return case.notion("persons", lambda: case.count(YES))


def is_student_alone(case: Case, up_to: str) -> Truth:
    """A single student up to an age, who forms no household of his own."""
    young = age(case) <= case.law.number(up_to)
    return case.of_head(case.truth("student") & young) & (persons(case) <= number(1))


def is_greek_or_eu(case: Case) -> Truth:
    """Persons of Greek or another European Union nationality; persons of Greek descent count as Greeks."""
    return case.notion("is_greek_or_eu", lambda: case.is_one_of("nationality", "greek", "eu") | case.truth("homogenis"))


def is_third_country(case: Case) -> Truth:
    """Persons who are neither Greeks nor from the European Union, the EEA or Switzerland."""
    return case.notion(
        "is_third_country", lambda: case.is_one_of("nationality", "third_country") & ~case.truth("homogenis")
    )


def has_residence(case: Case, years: str, certain_years: str) -> Truth:
    """Persons with the years of legal residence that are asked of all.

    For third-country nationals the law asks for more years, of which the sources are not sure: between the two numbers
    of years the answer stays open.
    """
    lived = case.number("legal_residence_years")
    enough = lived >= case.law.number(years)
    certainly = lived >= case.law.number(certain_years)
    return enough & (~is_third_country(case) | certainly | (enough & UNDECIDED))


def one_parent_has(case: Case, column: Truth) -> Truth:
    """Households in which something holds of the head or of the spouse."""
    return case.any(is_parent(case) & column)


def equivalence_scale(case: Case, children: Number) -> Number:
    """Scale of ν.4512/2018 art. 214: first parent 1, second 1/2, each child 1/4, first child of a lone parent 1/2."""
    law = case.law
    first = choose(
        has_spouse(case), law.number("a21.scale.child"), law.number("a21.scale.first_child_of_lone_parent")
    ) - law.number("a21.scale.child")
    extra = choose(children >= number(1), first, number(0))
    second = counted(has_spouse(case)) * law.number("a21.scale.second_parent")
    return law.number("a21.scale.first_parent") + second + children * law.number("a21.scale.child") + extra


def months_of_infant(case: Case) -> Number:
    """Full months of each person since birth."""
    return case.notion("months", lambda: case.months_since("birth_date"))


def not_known(reason: str) -> Truth:
    """A test that nothing in a household's description can decide: somebody else judges, or the sources are silent."""
    return undecided(f"judgement:{reason}")
