from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# Nobody noted when something was said, but when its messages were to go, or that it was written.
FILL = """
    UPDATE nudges_nudge AS nudge SET said_at = coalesce(
        (SELECT max(goes_at) FROM nudges_delivery WHERE nudge_id = nudge.id AND goes_at <= now()),
        created_at
    ) WHERE times_said > 0
"""


class Migration(migrations.Migration):
    dependencies = [
        ("nudges", "0008_channels_addresses_and_preferences"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("nudge", "said_at", models.DateTimeField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            "nudge",
            models.Index(
                fields=["recipient", "-said_at", "-id"],
                condition=Q(said_at__isnull=False),
                name="nudge_said_to_recipient",
            ),
        ),
    ]
