"""A police reference is found however it is typed."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("episodes", "0003_differing_of_child"), ("children", "0007_names_to_find")]

    operations = [
        migrations.AddIndex(
            "report",
            models.Index(models.Func("ref", function="homeward_bare"), name="report_ref_bare"),
        )
    ]
