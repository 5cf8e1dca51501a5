"""The entities: a person, the dwelling household, the tax family.

Greek programmes speak of six different households. They are not six entities: each programme builds its own unit from
persons and their roles (`units.py`). The tax family carries the facts that the tax office knows.
"""

from __future__ import annotations

from openfisca_core.entities import build_entity

# The role of a person towards the head of the dwelling household; `unknown` is the first, hence the default.
ROLES = (
    "unknown", "head", "spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other_relative", "hosted",
    "protected_child",
)  # fmt: skip

PLURALS = {
    "unknown": "others", "head": "heads", "spouse": "spouses", "child": "children", "parent": "parents",
    "grandparent": "grandparents", "grandchild": "grandchildren", "sibling": "siblings",
    "other_relative": "other_relatives", "hosted": "hosted_persons", "protected_child": "protected_children",
}  # fmt: skip

Person = build_entity(key="person", plural="persons", label="A person", is_person=True)

Household = build_entity(
    key="household",
    plural="households",
    label="All persons who live in one dwelling",
    roles=[{"key": role, "plural": PLURALS[role], "label": role.replace("_", " ").capitalize()} for role in ROLES],
)

TaxFamily = build_entity(
    key="tax_family",
    plural="tax_families",
    label="The persons of one tax return",
    roles=[
        {"key": "declarant", "plural": "declarants", "label": "Who fills in the return"},
        {"key": "partner", "plural": "partners", "label": "The spouse or partner in the return"},
        {"key": "dependant", "plural": "dependants", "label": "Dependants of the return"},
    ],
)

ENTITIES = [Person, Household, TaxFamily]
