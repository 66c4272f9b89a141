from typing import Any

from django.apps import AppConfig, apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def _bring(apps: Apps = apps, **kwargs: Any) -> None:
    """Bring the shelf and the first path once their tables are there.

    Not while going back to before they were.
    """
    from learning.domain.paths import bring_path
    from learning.domain.shelving import bring_shelf

    for model, bring in (("Outage", bring_shelf), ("ReadingPath", bring_path)):
        try:
            apps.get_model("learning", model)
        except LookupError:
            return
        bring()


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
        post_migrate.connect(_bring, sender=self)
        import learning.events  # noqa: F401  (declares what can be heard of)
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
