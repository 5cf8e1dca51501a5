"""Put the tables of reception behind the municipality's wall: composite keys, row-level security, rights."""

from django.db import migrations

from arogi.core.operations import SecureTenantTable, grant_to_report


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_initial"), ("people", "0002_walls")]

    operations = [
        SecureTenantTable("CentreService"),
        SecureTenantTable("ServiceOffer"),
        SecureTenantTable("Contact"),
        SecureTenantTable("Request"),
        SecureTenantTable("Correction"),
        SecureTenantTable("NetworkingAct"),
        # A request repeats its contact's date, structure and person; these keys keep the copies equal.
        migrations.RunSQL(
            [
                "ALTER TABLE reception_request ADD CONSTRAINT reception_request_repeats_contact "
                "FOREIGN KEY (municipality_id, contact_id, date, structure_id) "
                "REFERENCES reception_contact (municipality_id, id, date, structure_id) ON UPDATE CASCADE",
                "ALTER TABLE reception_request ADD CONSTRAINT reception_request_repeats_person "
                "FOREIGN KEY (municipality_id, contact_id, person_id) "
                "REFERENCES reception_contact (municipality_id, id, person_id) ON UPDATE CASCADE",
            ],
            [
                "ALTER TABLE reception_request DROP CONSTRAINT reception_request_repeats_contact",
                "ALTER TABLE reception_request DROP CONSTRAINT reception_request_repeats_person",
            ],
        ),
        migrations.RunSQL(
            [
                *grant_to_report("centres_structure", "municipality_id", "id", "code", "kind"),
                *grant_to_report(
                    "reception_contact",
                    "municipality_id",
                    "id",
                    "date",
                    "structure_id",
                    "person_id",
                    "channel",
                    "anonymous_sex",
                    "anonymous_birth_date",
                    "cancelled_at",
                    "sub_project_id",
                ),
                *grant_to_report(
                    "reception_request",
                    "municipality_id",
                    "id",
                    "date",
                    "structure_id",
                    "person_id",
                    "contact_id",
                    "service_id",
                    "outcome",
                    "is_cancelled",
                ),
                *grant_to_report("reception_centreservice", "municipality_id", "id", "code", "category", "programme"),
                *grant_to_report("people_person", "municipality_id", "id", "sex", "birth_date", "birth_precision"),
            ],
            migrations.RunSQL.noop,
        ),
    ]
