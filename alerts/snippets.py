"""What is put into the configuration of each sender, ready to paste."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy

from alerts.models import Format

DATADOG = {
    "id": "$ID",
    "title": "$EVENT_TITLE",
    "transition": "$ALERT_TRANSITION",
    "alert_id": "$ALERT_ID",
    "cycle": "$ALERT_CYCLE_KEY",
    "aggregation": "$AGGREG_KEY",
    "scope": "$ALERT_SCOPE",
    "priority": "$ALERT_PRIORITY",
    "type": "$ALERT_TYPE",
    "metric": "$ALERT_METRIC",
    "hostname": "$HOSTNAME",
    "tags": "$TAGS",
    "link": "$LINK",
}
ALERTMANAGER = """\
receivers:
  - name: goldseam
    webhook_configs:
      - url: {plain}
        send_resolved: true
        http_config:
          authorization:
            credentials: {token}
"""
GRAFANA = """\
apiVersion: 1
contactPoints:
  - orgId: 1
    name: Goldseam
    receivers:
      - uid: goldseam
        type: webhook
        settings:
          url: {plain}
          httpMethod: POST
          authorization_scheme: Bearer
          authorization_credentials: {token}
"""
GENERIC = """\
curl {plain} \\
  -H 'Authorization: Bearer {token}' -H 'Content-Type: application/json' \\
  -d '{{"key": "disk-web-1", "title": "Disk is nearly full on web-1", "status": "firing"}}'
"""
STEPS: dict[str, Any] = {
    Format.GENERIC: gettext_lazy(
        "Send JSON with a title. The same key again is the same alert, and the status "
        "“resolved” says that it is fine again."
    ),
    Format.ALERTMANAGER: gettext_lazy(
        "Add this receiver to alertmanager.yml, and name it in a route."
    ),
    Format.GRAFANA: gettext_lazy(
        "Provision this contact point, or add one of the type Webhook with the same values, "
        "and name it in a notification policy."
    ),
    Format.PAGERDUTY: gettext_lazy(
        "In PagerDuty, under Integrations, Generic Webhooks (v3), add a webhook with the address, "
        "for incident.triggered, incident.reopened and incident.resolved. It then shows a "
        "secret: change this source and put it there."
    ),
    Format.SENTRY: gettext_lazy(
        "In Sentry, under Settings, Developer Settings, make an internal integration with the "
        "address as webhook URL, switch on Alert Rule Action, and choose it in your alerts. With "
        "the webhook for issues it also hears when one is resolved. Its client secret belongs "
        "into this source."
    ),
    Format.DATADOG: gettext_lazy(
        "In Datadog, under Integrations, Webhooks, make one with the address and this payload, "
        "and name it in your monitors, such as @webhook-goldseam."
    ),
}


@dataclass(frozen=True)
class Connecting:
    """What a page shows once, when a source gets its address."""

    address: str
    token: str
    steps: str
    text: str


def connecting(format: str, token: str) -> Connecting:
    plain = settings.SITE_URL + reverse("alerts:take")
    texts = {Format.ALERTMANAGER: ALERTMANAGER, Format.GRAFANA: GRAFANA, Format.GENERIC: GENERIC}
    text = texts.get(Format(format), "").format(plain=plain, token=token)
    if format == Format.DATADOG:
        text = json.dumps(DATADOG, indent=2)
    return Connecting(
        address=settings.SITE_URL + reverse("alerts:take_by_address", args=[token]),
        token=token,
        steps=str(STEPS[Format(format)]),
        text=text,
    )


def sample(format: str) -> str:
    """Something that a sender of the format could send, to try rules with."""
    path = settings.BASE_DIR / "alerts" / "samples" / f"{Format(format).value}.json"
    return str(path.read_text())
