"""Put the tables of centres behind the municipality's wall: composite keys, row-level security, rights."""

from django.db import migrations

from arogi.core.operations import SecureTenantTable, municipality_key


class Migration(migrations.Migration):
    dependencies = [("centres", "0001_initial"), ("core", "0002_walls")]

    operations = [
        SecureTenantTable("Settlement"),
        SecureTenantTable("Structure"),
        SecureTenantTable("OpeningHours"),
        SecureTenantTable("Closure"),
        SecureTenantTable("Operation"),
        SecureTenantTable("SubProject"),
        # The tables of core exist before the municipality's own.
        migrations.RunSQL(
            [municipality_key(table) for table in ("core_audithead", "core_accessrecord", "core_datakey")],
            [
                f"ALTER TABLE {table} DROP CONSTRAINT {table}_municipality_fk"
                for table in ("core_audithead", "core_accessrecord", "core_datakey")
            ],
        ),
    ]
