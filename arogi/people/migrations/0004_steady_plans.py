"""Let plans not depend on which municipality is asked for.

A municipality that came after the last ANALYZE counts as empty for the planner: then every index that begins with
`municipality_id` looks equally good, and a look-up by id may read all of the town's rows (seen: 0.3 ms instead of 0.003
a look-up at 5,000 persons, seconds at 100,000). Without statistics of that one column the planner takes an average.
"""

from django.db import migrations

TABLES = (
    "people_person",
    "people_nametoken",
    "people_identifier",
    "people_phone",
    "people_address",
    "people_household",
    "people_householdmembership",
    "people_targetgroupmembership",
    "people_possibleduplicate",
    "people_merge",
    "people_personcorrection",
)
# What an older ANALYZE wrote goes too, where the server can do that (PostgreSQL 18).
FORGET = """
DO $$ BEGIN
    IF current_setting('server_version_num')::int >= 180000 THEN
        PERFORM pg_clear_attribute_stats(current_schema()::text, '{table}', 'municipality_id', false);
    END IF;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0003_registering")]

    operations = [
        migrations.RunSQL(
            [
                statement.format(table=table)
                for table in TABLES
                for statement in ("ALTER TABLE {table} ALTER COLUMN municipality_id SET STATISTICS 0", FORGET)
            ],
            [f"ALTER TABLE {table} ALTER COLUMN municipality_id SET STATISTICS -1" for table in TABLES],
        ),
    ]
