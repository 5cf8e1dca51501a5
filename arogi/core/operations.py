"""Migration steps that put a tenant table behind the database's wall."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.migrations.operations.base import Operation

from arogi.core.fields import TenantForeignKey
from arogi.core.tenancy import SETTING

MUNICIPALITY_TABLE = "centres_municipality"
TENANT = f"municipality_id = NULLIF(current_setting('{SETTING}', true), '')::uuid"


class SecureTenantTable(Operation):
    """Give a table its composite keys, its policy and its rights.

    Run right after the table is created, in the same migration. What it does, in order: primary key
    `(municipality_id, id)`; a key to the municipality; one composite foreign key and one index for each
    `TenantForeignKey`; row-level security, forced, so that not even the owner passes.

    Args:
        name: the model.
        append_only: the application may insert and read, nothing else.
        municipality_key: False for the tables that exist before the municipality's own table does.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(self, name: str, *, append_only: bool = False, municipality_key: bool = True) -> None:
        self.name = name
        self.append_only = append_only
        self.municipality_key = municipality_key

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave Django's picture of the model as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements."""
        model = to_state.apps.get_model(app_label, self.name)
        for statement in self._statements(model):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing: the table itself goes with the step before this one."""

    def describe(self) -> str:
        """Say what the step does, for `migrate`'s listing."""
        return f"Put {self.name} behind the municipality's wall"

    def _statements(self, model: Any) -> list[str]:
        table = model._meta.db_table
        statements = [
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey"',
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (municipality_id, id)',
        ]
        if self.municipality_key:
            statements.append(municipality_key(table))
        for field in model._meta.local_fields:
            if isinstance(field, TenantForeignKey):
                statements += composite_key(table, field)
        return statements + wall(table, append_only=self.append_only)


class SecureTenantColumn(Operation):
    """Give a `TenantForeignKey` that was added later its composite key and its index."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str, name: str) -> None:
        self.model_name = model_name
        self.name = name

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Leave Django's picture of the model as it is."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements."""
        model = to_state.apps.get_model(app_label, self.model_name)
        for statement in composite_key(model._meta.db_table, model._meta.get_field(self.name)):
            schema_editor.execute(statement)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Do nothing: constraint and index go with the column."""

    def describe(self) -> str:
        """Say what the step does, for `migrate`'s listing."""
        return f"Keep {self.model_name}.{self.name} inside the municipality"


def municipality_key(table: str) -> str:
    """Write the statement that ties a table's rows to an existing municipality."""
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_municipality_fk" '
        f"FOREIGN KEY (municipality_id) REFERENCES {MUNICIPALITY_TABLE} (id)"
    )


def composite_key(table: str, field: Any) -> list[str]:
    """Write the statements for one foreign key inside the municipality, checked at once unless it is deferred."""
    target = field.remote_field.model._meta.db_table
    short = f"{table}_{field.column.removesuffix('_id')}"
    return [
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{short}_fk" FOREIGN KEY (municipality_id, {field.column}) '
        f'REFERENCES "{target}" (municipality_id, id) DEFERRABLE INITIALLY IMMEDIATE',
        f'CREATE INDEX "{short}_ix" ON "{table}" (municipality_id, {field.column})',
    ]


def wall(table: str, *, append_only: bool = False) -> list[str]:
    """Write the statements of row-level security for one table."""
    app = f"{settings.ROLE_PREFIX}_app"
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'CREATE POLICY municipality ON "{table}" USING ({TENANT}) WITH CHECK ({TENANT})',
    ]
    if append_only:
        statements.append(f'REVOKE UPDATE, DELETE ON "{table}" FROM "{app}"')
    return statements


def grant_to_report(table: str, *columns: str) -> list[str]:
    """Let the counting role read some columns of all municipalities: it counts the country and reads no names."""
    report = f"{settings.ROLE_PREFIX}_report"
    return [
        f'GRANT SELECT ({", ".join(columns)}) ON "{table}" TO "{report}"',
        f'CREATE POLICY counting ON "{table}" FOR SELECT TO "{report}" USING (true)',
    ]
