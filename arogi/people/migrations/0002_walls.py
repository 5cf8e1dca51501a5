"""Put the tables of people behind the municipality's wall: composite keys, row-level security, rights."""

from django.db import migrations

from arogi.core.operations import SecureTenantTable


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial"), ("accounts", "0002_walls")]

    operations = [
        SecureTenantTable("Person"),
        SecureTenantTable("CardNumber"),
        SecureTenantTable("TargetGroupMembership"),
        SecureTenantTable("Identifier"),
        SecureTenantTable("Phone"),
        SecureTenantTable("Address"),
        SecureTenantTable("Household"),
        SecureTenantTable("HouseholdMembership"),
        SecureTenantTable("NameToken"),
        SecureTenantTable("PossibleDuplicate"),
        SecureTenantTable("Merge"),
    ]
