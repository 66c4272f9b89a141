"""Connect what sends alerts, and change what becomes of it."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts import tokens
from alerts.models import Action, AlertSeverity, Inflow, Source
from incidents.models import Service
from people.domain.auditing import action, note
from people.errors import DomainError
from people.models import User

ADDED = action("alerts.add_source", gettext_lazy("Connected a source of alerts"))
CHANGED = action("alerts.change_source", gettext_lazy("Changed a source of alerts"))
ROTATED = action("alerts.rotate_source", gettext_lazy("Gave a source of alerts a new address"))
SWITCHED = action("alerts.switch_source", gettext_lazy("Switched a source of alerts on or off"))
DELETED = action("alerts.delete_source", gettext_lazy("Deleted a source of alerts"))


@transaction.atomic
def add_source(
    *,
    by: User,
    name: str,
    format: str,
    service: Service | None = None,
    severity: str = AlertSeverity.AS_ALERT,
    otherwise: str = Action.OPEN,
    asks_for_help: bool = True,
    most_an_hour: int = 6,
    signing_secret: str = "",
) -> tuple[Source, str]:
    """Connect a source, and return the secret of its address this once."""
    token = tokens.make()
    source = Source(
        name=name,
        format=format,
        service=service,
        severity=severity,
        otherwise=otherwise,
        asks_for_help=asks_for_help,
        most_an_hour=most_an_hour,
        token_digest=tokens.digest(token),
        signing_secret=tokens.seal_secret(signing_secret),
    )
    _keep(source)
    Inflow.objects.create(source=source)
    note(ADDED, by=by, about=source, name=name, format=format)
    return source, token


@transaction.atomic
def change_source(
    source: Source,
    *,
    by: User,
    name: str,
    service: Service | None = None,
    severity: str = AlertSeverity.AS_ALERT,
    otherwise: str = Action.OPEN,
    asks_for_help: bool = True,
    most_an_hour: int = 6,
    signing_secret: str = "",
    forgets_secret: bool = False,
) -> Source:
    """Change what is set; an empty signing secret leaves the one that is kept."""
    source = lock(source)
    before = _settings(source)
    source.name, source.service, source.severity = name, service, severity
    source.otherwise, source.asks_for_help = otherwise, asks_for_help
    source.most_an_hour = most_an_hour
    if signing_secret or forgets_secret:
        source.signing_secret = tokens.seal_secret(signing_secret)
    _keep(source)
    after = _settings(source)
    changed = sorted(name for name in after if after[name] != before[name])
    if changed:
        note(CHANGED, by=by, about=source, name=name, changed=changed)
    return source


@transaction.atomic
def rotate_source(source: Source, *, by: User) -> tuple[Source, str]:
    """Give a source a new address; the one before opens nothing from now on."""
    source, token = lock(source), tokens.make()
    source.token_digest, source.rotated_at = tokens.digest(token), timezone.now()
    source.save(update_fields=["token_digest", "rotated_at"])
    note(ROTATED, by=by, about=source, name=source.name)
    return source, token


@transaction.atomic
def switch_source(source: Source, *, by: User, is_on: bool) -> Source:
    """Let a source in, or turn it away. Twice is once."""
    source = lock(source)
    if source.is_on != is_on:
        source.is_on = is_on
        source.save(update_fields=["is_on"])
        note(SWITCHED, by=by, about=source, name=source.name, is_on=is_on)
    return source


@transaction.atomic
def delete_source(source: Source, *, by: User) -> None:
    """Forget a source with its rules and alerts. The incidents it opened stay as they are."""
    source = lock(source)
    note(DELETED, by=by, about=source, name=source.name)
    source.delete()


def lock(source: Source) -> Source:
    return Source.objects.select_for_update(of=["self"]).get(pk=source.pk)


def _settings(source: Source) -> dict[str, Any]:
    names = ("name", "service_id", "severity", "otherwise", "asks_for_help", "most_an_hour")
    return {name: getattr(source, name) for name in (*names, "signing_secret")}


def _keep(source: Source) -> None:
    try:
        with transaction.atomic():
            source.save()
    except IntegrityError as error:
        raise DomainError({"name": _("There is a source with this name already.")}) from error
