"""A foreign key that stays inside one municipality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode

from arogi.core import tenancy

if TYPE_CHECKING:
    _ForeignKey = models.ForeignKey[Any, Any]
else:
    _ForeignKey = models.ForeignKey


class TenantForeignKey(_ForeignKey):
    """A foreign key between two tables of a municipality.

    In the database it is the composite key `(municipality_id, x_id)`, made by `core.operations.SecureTenantTable`;
    Django therefore makes neither a constraint nor an index of its own. In queries it adds the municipality to the
    join, and to the look-up of the row it points to.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **options: Any) -> None:
        options["db_constraint"] = False
        options["db_index"] = False
        super().__init__(to, on_delete, **options)

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode | None:
        """Compare the municipality on both sides of the join."""
        if not tenancy.application_wall_is_up() or alias is None or related_alias is None:
            return None
        here: Any = self.model._meta.get_field("municipality_id")
        there: Any = self.related_model._meta.get_field("municipality_id")
        same: Any = Exact(here.get_col(related_alias), there.get_col(alias))
        return WhereNode([same])

    def get_extra_descriptor_filter(self, instance: Any) -> dict[str, Any]:
        """Look the other row up within the municipality of this one."""
        if not tenancy.application_wall_is_up():
            return {}
        return {"municipality_id": instance.municipality_id}
