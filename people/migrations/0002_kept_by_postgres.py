from django.core.management import call_command
from django.db import migrations

# Entries are only ever added. The retention, which deletes old ones, says so in its transaction.
KEEP_AS_WRITTEN = """
    CREATE FUNCTION people_audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE'
           AND current_setting('goldseam.forgets_audit_entries', true) = 'yes' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION 'The audit log is only ever added to.'
            USING ERRCODE = 'integrity_constraint_violation';
    END
    $$;
    CREATE TRIGGER people_audit_is_kept BEFORE UPDATE OR DELETE ON people_auditentry
        FOR EACH ROW EXECUTE FUNCTION people_audit_is_kept();
"""

LET_GO = """
    DROP TRIGGER people_audit_is_kept ON people_auditentry;
    DROP FUNCTION people_audit_is_kept();
"""


def create_cache_table(apps, schema_editor):
    """Rate limits of the sign-in are kept here, so that no page needs Redis."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_people_and_teams")]

    operations = [
        migrations.RunPython(create_cache_table, migrations.RunPython.noop, elidable=False),
        migrations.RunSQL(KEEP_AS_WRITTEN, LET_GO),
        # What is counted is of no use a minute later, so it need not survive a crash.
        migrations.RunSQL(
            "ALTER TABLE people_requestcount SET UNLOGGED",
            "ALTER TABLE people_requestcount SET LOGGED",
        ),
    ]
