"""Let the counting role tell sub-projects and groups of nationalities: codes of grants, and citizenships of nobody named."""

from django.conf import settings
from django.db import migrations

from arogi.core.operations import grant_to_report

REPORT = f"{settings.ROLE_PREFIX}_report"


class Migration(migrations.Migration):
    dependencies = [("centres", "0002_walls"), ("people", "0002_walls"), ("reception", "0004_no_rival_index")]

    operations = [
        migrations.RunSQL(
            [
                *grant_to_report("centres_subproject", "municipality_id", "id", "operation_id", "number"),
                *grant_to_report("centres_operation", "municipality_id", "id", "mis_code"),
                f'GRANT SELECT (citizenships) ON "people_person" TO "{REPORT}"',
            ],
            [
                f'REVOKE SELECT (citizenships) ON "people_person" FROM "{REPORT}"',
                'DROP POLICY counting ON "centres_operation"',
                f'REVOKE SELECT (municipality_id, id, mis_code) ON "centres_operation" FROM "{REPORT}"',
                'DROP POLICY counting ON "centres_subproject"',
                f'REVOKE SELECT (municipality_id, id, operation_id, number) ON "centres_subproject" FROM "{REPORT}"',
            ],
        ),
    ]
