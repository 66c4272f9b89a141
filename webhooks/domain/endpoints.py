"""Keep the addresses that are told what happens here."""

from collections.abc import Iterable
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User
from people.outbound import check
from people.outbound.places import is_listed_url
from webhooks.events import EVENTS, in_order
from webhooks.models import Endpoint, Message, OffBecause, State
from webhooks.secrets import a_secret, sealed

MOST = 20
# How long a receiver has to learn of a new secret.
OVERLAP = timedelta(hours=24)

ADDED = action("webhooks.added", gettext_lazy("Added a webhook"))
CHANGED = action("webhooks.changed", gettext_lazy("Changed a webhook"))
ROTATED = action("webhooks.rotated", gettext_lazy("Made a new secret for a webhook"))
SWITCHED_OFF = action("webhooks.switched_off", gettext_lazy("Switched a webhook off"))
SWITCHED_ON = action("webhooks.switched_on", gettext_lazy("Switched a webhook on"))
TAKEN_OUT = action("webhooks.taken_out", gettext_lazy("Took a webhook out"))


@transaction.atomic
def add_endpoint(
    *, by: User, url: str, events: Iterable[str], description: str = ""
) -> tuple[Endpoint, str]:
    """Tell an address what happens from now on. Returns it, and its secret this once.

    An advisory lock lets two at once not get past the most there may be.
    """
    check_url(url)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('webhooks.add_endpoint'))")
    if Endpoint.objects.count() >= MOST:
        raise DomainError(
            _("There are %(most)d already. Take one out before you add another.") % {"most": MOST}
        )
    secret = a_secret()
    endpoint = Endpoint.objects.create(
        url=url.strip(),
        description=description.strip(),
        events=_known(events),
        sealed_secret=sealed(secret),
    )
    note(ADDED, by=by, about=endpoint, host=endpoint.host)
    return endpoint, secret


@transaction.atomic
def change_endpoint(
    endpoint: Endpoint, *, by: User, url: str, events: Iterable[str], description: str = ""
) -> Endpoint:
    """Say where it is, what it is for and what it hears. What waits goes to the new address."""
    check_url(url)
    endpoint = _lock(endpoint)
    before = endpoint.host
    endpoint.url, endpoint.description = url.strip(), description.strip()
    endpoint.events = _known(events)
    endpoint.save(update_fields=["url", "description", "events"])
    note(CHANGED, by=by, about=endpoint, host=endpoint.host, host_before=before)
    return endpoint


@transaction.atomic
@sensitive_variables("secret")
def rotate_secret(endpoint: Endpoint, *, by: User) -> str:
    """Make a new secret, and return it this once; messages bear both signatures for a day.

    The one before the last ends at once: it is rotated twice when it may be known.
    """
    endpoint, secret = _lock(endpoint), a_secret()
    endpoint.sealed_previous = endpoint.sealed_secret
    endpoint.previous_until = timezone.now() + OVERLAP
    endpoint.sealed_secret = sealed(secret)
    endpoint.save(update_fields=["sealed_previous", "previous_until", "sealed_secret"])
    note(ROTATED, by=by, about=endpoint, host=endpoint.host)
    return secret


@transaction.atomic
def switch_off(endpoint: Endpoint, *, by: User) -> Endpoint:
    """Tell it nothing for a while; what waits is kept until somebody sends it again."""
    return _off(_lock(endpoint), by=by, because=OffBecause.ASKED)


@transaction.atomic
def switch_off_by_itself(endpoint: Endpoint, *, because: OffBecause) -> Endpoint:
    """Call no more what asked for that, or what has not taken anything for days."""
    return _off(_lock(endpoint), by=None, because=because)


def _off(endpoint: Endpoint, *, by: User | None, because: OffBecause) -> Endpoint:
    if not endpoint.is_on:
        return endpoint
    endpoint.off_because, endpoint.off_since = because, timezone.now()
    endpoint.save(update_fields=["off_because", "off_since"])
    Message.objects.waiting().filter(endpoint=endpoint).update(state=State.FAILED)
    note(SWITCHED_OFF, by=by, about=endpoint, host=endpoint.host, because=because.value)
    return endpoint


@transaction.atomic
def switch_on(endpoint: Endpoint, *, by: User) -> Endpoint:
    """Tell it what happens from now on."""
    endpoint = _lock(endpoint)
    if endpoint.is_on:
        return endpoint
    endpoint.off_because, endpoint.off_since = "", None
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    endpoint.save(
        update_fields=["off_because", "off_since", "failures", "failing_since", "rests_until"]
    )
    note(SWITCHED_ON, by=by, about=endpoint, host=endpoint.host)
    return endpoint


@transaction.atomic
def take_out(endpoint: Endpoint, *, by: User) -> None:
    """Forget an address, its secret, and all that was sent there."""
    note(TAKEN_OUT, by=by, about=endpoint, host=endpoint.host)
    Endpoint.objects.filter(pk=endpoint.pk).delete()


def check_url(url: str) -> None:
    """Refuse at once what would never be called: something else than https, or one of ours."""
    try:
        parts = urlsplit(url.strip())
        has_name = bool(parts.username or parts.password)
    except ValueError:
        raise DomainError({"url": _("That is not the address of a server.")}) from None
    if parts.scheme != "https" and not (parts.scheme == "http" and is_listed_url(url)):
        raise DomainError({"url": _("Give an address that begins with https.")})
    if has_name:
        raise DomainError(
            {"url": _("Leave out the name and password. Each message is signed instead.")}
        )
    try:
        check(url.strip())
    except DomainError as error:
        raise DomainError({"url": error.messages}) from None


def _known(events: Iterable[str]) -> list[str]:
    """The chosen ones, in the order of lists."""
    chosen = set(events)
    if not chosen or chosen - set(EVENTS):
        raise DomainError({"events": _("Choose from the list what it is to hear of.")})
    return [one.name for one in in_order() if one.name in chosen]


def _lock(endpoint: Endpoint) -> Endpoint:
    return Endpoint.objects.select_for_update().get(pk=endpoint.pk)
