from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _bring_shelf(apps: Apps = apps, **kwargs: Any) -> None:
    """Fill the shelf once its table is there; not while going back to before it was."""
    from learning.domain.shelving import bring_shelf

    try:
        apps.get_model("learning", "Outage")
    except LookupError:
        return
    bring_shelf()


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        post_migrate.connect(_bring_shelf, sender=self)
        from hints.documents import register
        from learning.models import Story
        from people.models import User

        register(
            "story",
            visible_to=Story.objects.visible_to,
            people=lambda story: User.objects.filter(
                participations__incident__stories=story
            ).distinct(),
        )
