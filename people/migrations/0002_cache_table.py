from django.core.management import call_command
from django.db import migrations


def create_cache_table(apps, schema_editor):
    """Rate limits of the sign-in are kept here, so that no page needs Redis."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_accounts_and_teams")]

    operations = [
        migrations.RunPython(create_cache_table, migrations.RunPython.noop, elidable=False)
    ]
