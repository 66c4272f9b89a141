from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LearningConfig(AppConfig):
    name = "learning"
    verbose_name = _("Learning")

    def ready(self) -> None:
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
