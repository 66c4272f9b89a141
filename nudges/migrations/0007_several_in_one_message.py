import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# A message knew only its nudge, and when it was due.
FILL = """
    UPDATE nudges_delivery AS delivery SET
        recipient_id = nudge.recipient_id,
        goes_at = coalesce(delivery.sent_at, delivery.due_at)
    FROM nudges_nudge AS nudge WHERE nudge.id = delivery.nudge_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("nudges", "0006_kinds_about_learning"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "delivery",
            "recipient",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("delivery", "goes_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "delivery",
            "goes_with",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rest",
                to="nudges.delivery",
            ),
        ),
        migrations.AddField("delivery", "is_bundle", models.BooleanField(default=False)),
        migrations.AddField("delivery", "may_interrupt", models.BooleanField(default=False)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # Postgres changes no table while checks of its foreign keys wait for the commit.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AlterField(
            "delivery",
            "recipient",
            models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField("delivery", "goes_at", models.DateTimeField()),
        migrations.AlterField(
            "delivery",
            "state",
            models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sent", "Sent"),
                    ("not_needed", "No longer needed"),
                    ("set_aside", "Set aside"),
                    ("with_another", "Goes with another"),
                ],
                default="waiting",
                max_length=15,
                verbose_name="state",
            ),
        ),
        migrations.RemoveConstraint("delivery", "delivery_state_is_known"),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=Q(
                    state__in=["waiting", "sent", "not_needed", "set_aside", "with_another"]
                ),
                name="delivery_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            "delivery",
            models.CheckConstraint(
                condition=~Q(state="with_another") | Q(goes_with__isnull=False),
                name="delivery_goes_with_something",
            ),
        ),
        migrations.AddIndex(
            "delivery",
            models.Index(
                condition=Q(goes_with=None, may_interrupt=False),
                fields=["recipient", "channel", "goes_at"],
                name="delivery_messages",
            ),
        ),
    ]
