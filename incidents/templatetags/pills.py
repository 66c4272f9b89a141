"""What an incident is, in a few small coloured rounds; the templates share them.

A builtin library (`config/settings.py`), so no template needs to load it.
"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from incidents.models import Incident, Severity, Status

register = template.Library()


@register.simple_tag
def status_pill(incident: Incident) -> SafeString:
    """Where it stands."""
    return format_html(
        '<span class="pill" data-status="{}">{}</span>',
        incident.status, Status(incident.status).label,
    )  # fmt: skip


@register.simple_tag
def severity_pill(incident: Incident) -> SafeString:
    """How much it hurts; nothing while that is not known."""
    if not incident.severity:
        return SafeString()
    return format_html(
        '<span class="pill plain" data-severity="{}">{}</span>',
        incident.severity, Severity(incident.severity).label,
    )  # fmt: skip


@register.simple_tag
def practice_pill(incident: Incident) -> SafeString:
    """That it is practice; nothing when it is real."""
    if not incident.is_practice:
        return SafeString()
    return format_html('<span class="pill" data-tone="plum">{}</span>', _("Practice"))
