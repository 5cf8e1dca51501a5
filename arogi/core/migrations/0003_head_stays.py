"""Let the application lengthen a municipality's chain of access records, never drop its head."""

from django.conf import settings
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("core", "0002_walls")]

    operations = [
        migrations.RunSQL(
            f'REVOKE DELETE ON core_audithead FROM "{settings.ROLE_PREFIX}_app"',
            f'GRANT DELETE ON core_audithead TO "{settings.ROLE_PREFIX}_app"',
        ),
    ]
