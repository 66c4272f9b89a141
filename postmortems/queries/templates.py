"""Which templates there are, and which one fits."""

from django.db.models import QuerySet

from incidents.models import Incident
from postmortems.models import Occasion, Template, TemplateDefault
from postmortems.models.template import form_for


def fitting(incident: Incident) -> Template | None:
    """The template for an incident: that of its severity, else the general one.

    Where an admin chose none, one that has the form which suits its severity.
    """
    wanted = [Occasion.of(incident.severity), Occasion.ALWAYS]
    defaults = TemplateDefault.objects.filter(occasion__in=wanted, template__is_in_use=True)
    chosen = {one.occasion: one.template for one in defaults.select_related("template")}
    for occasion in wanted:
        if occasion in chosen:
            return chosen[occasion]
    return Template.objects.in_use().filter(form=form_for(incident.severity)).first()


def with_defaults() -> QuerySet[Template]:
    """Every template with the severities it is for: those in use first."""
    return Template.objects.prefetch_related("defaults").order_by("-is_in_use", "pk")
