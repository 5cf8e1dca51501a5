"""Take away an index that rivals the key of contacts.

Every new request is checked against (municipality, contact, day, structure) of its contact. In a table without
statistics, as after a large import, the planner takes the index of structures alone for as good as the unique one, and
cheaper because it is smaller; each check then reads all contacts of the structure (seen: 200,000 rows in hours instead
of a minute). Contacts of a structure are read by day, for which `reception_contact_by_date` stands.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reception", "0003_counting")]

    operations = [
        migrations.RunSQL(
            "DROP INDEX IF EXISTS reception_contact_structure_ix",
            "CREATE INDEX reception_contact_structure_ix ON reception_contact (municipality_id, structure_id)",
        )
    ]
