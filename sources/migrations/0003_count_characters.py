from django.db import migrations
from django.db.models.functions import Length


def count(apps, schema_editor):
    apps.get_model("sources", "Text").objects.using(schema_editor.connection.alias).update(characters=Length("body"))


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_text_characters")]

    operations = [migrations.RunPython(count, migrations.RunPython.noop)]
