"""Makes the table in which sign-in limits are counted, so that `migrate` alone makes a database that works."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_places_cycles_and_answers")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop, elidable=False)]
