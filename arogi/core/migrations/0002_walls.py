"""Put the tables of core behind the municipality's wall: composite keys, row-level security, rights."""

from django.db import migrations

from arogi.core.operations import SecureTenantTable


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        SecureTenantTable("AuditHead", municipality_key=False),
        SecureTenantTable("DataKey", municipality_key=False),
        SecureTenantTable("AccessRecord", append_only=True, municipality_key=False),
    ]
