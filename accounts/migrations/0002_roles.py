from django.db import migrations

from accounts.roles import sync_groups


def make_groups(apps, schema_editor):
    sync_groups(schema_editor.connection.alias, apps=apps)


class Migration(migrations.Migration):
    """Make the groups; permissions of models that come later follow after each migrate."""

    dependencies = [
        ("accounts", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
