"""Put the tables of accounts behind the municipality's wall: composite keys, row-level security, rights."""

from django.db import migrations

from arogi.core.operations import SecureTenantTable


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("centres", "0002_walls")]

    operations = [
        SecureTenantTable("Membership"),
        SecureTenantTable("Invitation"),
    ]
