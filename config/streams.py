"""Who may hear what on the live streams."""

from urllib.parse import parse_qs

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections

from config.sessions import signed_in
from incidents.domain.locking import standing_number
from incidents.models import Incident
from live.hub import Hub
from live.streams import Scope, Streams
from postmortems.models import Postmortem


def channels_for(scope: Scope) -> list[str] | None:
    """The channels a request may hear: its user's own, all incidents', and those it asks for.

    What happens in a restricted incident is said on the own channels of those who see it.

    `/live/?incident=142` adds the room of INC-142 and `/live/?postmortem=7` a write-up,
    for those who may see them.
    """
    close_old_connections()
    try:
        user = signed_in(scope)
        if user is None:
            return None
        seen = {
            "incident": Incident.objects.visible_to(user),
            "postmortem": Postmortem.objects.visible_to(user),
        }
        channels = [f"user:{user.pk}", "incidents"]
        for name, wanted in parse_qs(scope["query_string"].decode("latin-1")).items():
            if name not in seen or not wanted[0].isdecimal() or len(wanted[0]) >= 18:
                continue
            number = int(wanted[0])
            if name == "incident":
                number = standing_number(number)
            if not seen[name].filter(pk=number).exists():
                return None
            channels.append(f"{name}:{number}")
        return channels
    finally:
        close_old_connections()


hub = Hub(settings.REDIS_URL)
streams = Streams(hub, sync_to_async(channels_for, thread_sensitive=False))
