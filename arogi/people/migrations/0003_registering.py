"""What registering and correcting need: one person per form, former values, and a narrow table of name sounds."""

import django.db.models.deletion
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models

import arogi.core.fields
import arogi.core.tenancy
from arogi.core.operations import SecureTenantTable


class Migration(migrations.Migration):
    dependencies = [
        ("centres", "0002_walls"),
        ("people", "0002_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonCorrection",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "municipality_id",
                    models.UUIDField(default=arogi.core.tenancy.current_municipality_id, editable=False),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "Person"),
                            ("identifier", "Identifier"),
                            ("phone", "Phone"),
                            ("address", "Address"),
                        ],
                        max_length=12,
                    ),
                ),
                ("row_id", models.UUIDField()),
                ("row_version", models.PositiveIntegerField(help_text="the version that had the former values")),
                ("fields", models.JSONField(default=list)),
                ("before", models.BinaryField(help_text="encrypted JSON: the former values by field")),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("at", models.DateTimeField()),
            ],
            options={
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveIndex(
            model_name="nametoken",
            name="people_token_folded",
        ),
        migrations.RemoveIndex(
            model_name="nametoken",
            name="people_token_sound",
        ),
        migrations.RemoveField(
            model_name="nametoken",
            name="field",
        ),
        migrations.RemoveField(
            model_name="nametoken",
            name="folded",
        ),
        migrations.AddField(
            model_name="nametoken",
            name="is_own",
            field=models.BooleanField(default=True, help_text="the person's own name, not a parent's"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="person",
            name="submission",
            field=models.UUIDField(
                editable=False, help_text="one form, one person, however often it is sent", null=True
            ),
        ),
        migrations.AlterField(
            model_name="identifier",
            name="kind",
            field=models.CharField(
                choices=[
                    ("amka", "Amka"),
                    ("afm", "Afm"),
                    ("personal_number", "Personal Number"),
                    ("identity_card", "Identity Card"),
                    ("passport", "Passport"),
                    ("paaypa", "Paaypa"),
                    ("asylum_card", "Asylum Card"),
                    ("international_protection", "International Protection"),
                    ("residence_title", "Residence Title"),
                    ("municipality_roll", "Municipality Roll"),
                    ("unemployment_card", "Unemployment Card"),
                    ("other", "Other"),
                ],
                max_length=24,
            ),
        ),
        migrations.AddIndex(
            model_name="nametoken",
            index=models.Index(fields=["municipality_id", "sound", "is_own", "person"], name="people_token_sound"),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                condition=models.Q(("submission", None), _negated=True),
                fields=("municipality_id", "submission"),
                name="people_one_person_per_submission",
            ),
        ),
        migrations.AddField(
            model_name="personcorrection",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="personcorrection",
            name="person",
            field=arogi.core.fields.TenantForeignKey(
                db_constraint=False,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="people.person",
            ),
        ),
        SecureTenantTable("PersonCorrection"),
    ]
