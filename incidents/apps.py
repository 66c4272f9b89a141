from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("Incidents")

    def ready(self) -> None:
        from django.urls import register_converter

        import incidents.events  # noqa: F401  (declares what can be heard of)
        from hints.documents import register
        from incidents.converters import Reference
        from incidents.models import Incident
        from people.models import User

        register_converter(Reference, "reference")
        register(
            "incident",
            visible_to=Incident.objects.visible_to,
            people=lambda incident: User.objects.filter(participations__incident=incident),
        )
