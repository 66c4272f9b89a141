from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        from hints.documents import register
        from incidents.models import Incident
        from people.models import User

        register(
            "incident",
            visible_to=Incident.objects.visible_to,
            people=lambda incident: User.objects.filter(participations__incident=incident),
        )
