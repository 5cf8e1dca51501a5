"""Indexes that reports count with, and the place of an imported line in its source."""

from django.conf import settings
from django.db import migrations, models

GRANT = f'GRANT SELECT (position) ON "reception_request" TO "{settings.ROLE_PREFIX}_report"'
REVOKE = f'REVOKE SELECT (position) ON "reception_request" FROM "{settings.ROLE_PREFIX}_report"'


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0002_walls"),
        ("people", "0002_walls"),
        ("reception", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="request", name="reception_request_for_reports"),
        migrations.AddField(
            model_name="request",
            name="source_key",
            field=models.CharField(
                blank=True,
                help_text="imported: the service's code and its ordinal in the contact (A2.01#1)",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="contact",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("person", None)),
                fields=["municipality_id", "date"],
                include=("id", "anonymous_sex", "anonymous_birth_date"),
                name="reception_contact_anonymous",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("is_cancelled", False)),
                fields=["municipality_id", "date"],
                include=("structure", "person", "service", "contact", "position"),
                name="reception_request_counted",
            ),
        ),
        migrations.AddIndex(
            model_name="request",
            index=models.Index(
                condition=models.Q(("is_cancelled", False)),
                fields=["municipality_id", "person", "structure", "date"],
                include=("service", "contact", "position"),
                name="reception_request_by_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="request",
            constraint=models.UniqueConstraint(
                condition=models.Q(("source_key", ""), _negated=True),
                fields=("municipality_id", "contact", "source_key"),
                name="reception_request_source_key",
            ),
        ),
        migrations.RunSQL(GRANT, REVOKE),
    ]
