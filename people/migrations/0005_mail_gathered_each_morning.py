from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_rota"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="gathers_mail",
            field=models.BooleanField(default=False, verbose_name="one message each morning"),
        ),
    ]
