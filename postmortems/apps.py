from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PostmortemsConfig(AppConfig):
    name = "postmortems"
    verbose_name = _("Postmortems")

    def ready(self) -> None:
        import postmortems.events  # noqa: F401  (declares what can be heard of)
        from hints.documents import register
        from nudges.telling import prepare_with
        from people.models import User
        from postmortems.models import Postmortem
        from postmortems.queries.naming import name_in_lines

        register(
            "write-up",
            visible_to=Postmortem.objects.visible_to,
            people=lambda postmortem: User.objects.filter(
                participations__incident__postmortems=postmortem
            ).distinct(),
        )
        prepare_with(name_in_lines)
