"""Let reports read sex and birth date of a person from an index."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0002_walls'),
        ('people', '0004_steady_plans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['municipality_id', 'id'], include=('sex', 'birth_date'), name='people_for_reports'),
        ),
    ]
